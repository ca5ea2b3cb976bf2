"""An empty template of the branch waits to be taken as a format."""

from typing import Any, ClassVar

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from tedung.office.audit.triggers import audited
from tedung.office.base.rowsecurity import row_security


class Migration(migrations.Migration):
    """After the guards of the other tables."""

    dependencies: ClassVar[list[Any]] = [("wadah", "0002_guards"), ("reference", "0003_format_files")]
    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="Template",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(max_length=13)),
                ("code", models.CharField(max_length=32)),
                ("sheet", models.CharField(max_length=31)),
                ("heading_line", models.IntegerField()),
                ("headings", models.JSONField(default=list)),
                ("made_by", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
                (
                    "taken",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.format",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everything",
                "default_manager_name": "objects",
            },
            managers=[
                ("everything", django.db.models.manager.Manager()),
                ("objects", django.db.models.manager.Manager()),
            ],
        ),
        audited("wadah", "Template"),
        row_security("wadah", "Template", region="region"),
    ]
