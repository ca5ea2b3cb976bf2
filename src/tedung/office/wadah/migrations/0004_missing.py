"""What the last placing found without a wadah, kept for the page."""

from typing import Any, ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """After the templates."""

    dependencies: ClassVar[list[Any]] = [
        ("wadah", "0003_template"),
    ]
    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="Missing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("payer", models.CharField(max_length=12)),
                ("opd_code", models.CharField(blank=True, max_length=64)),
                ("unit_code", models.CharField(blank=True, max_length=64)),
                ("group_code", models.CharField(blank=True, max_length=32)),
                ("people", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["-people"], name="wadah_missi_people_42f9b3_idx")],
            },
        ),
    ]
