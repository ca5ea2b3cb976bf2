"""How many will be covered on the next 1 January; which steps of the daily round are done."""

from typing import Any, ClassVar

from django.db import migrations, models

from tedung.office.audit.triggers import audited


class Migration(migrations.Migration):
    """After the guards."""

    dependencies: ClassVar[list[Any]] = [("home", "0002_guards")]

    operations: ClassVar[list[Any]] = [
        migrations.AddField(
            model_name="figure",
            name="coming",
            field=models.BigIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("name", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                ("result", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("day", "name"), name="round_step_once_a_day")
                ],
            },
        ),
        audited("home", "Round"),
    ]
