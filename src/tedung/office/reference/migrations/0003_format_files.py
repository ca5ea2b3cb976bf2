"""A format also says the sheet, the name and the length of its file, and whether it was compared with a template."""

from typing import Any, ClassVar

from django.db import migrations, models

from tedung.office.audit.triggers import audited


class Migration(migrations.Migration):
    """After the guards, which are set anew: the audit names every column."""

    dependencies: ClassVar[list[Any]] = [("reference", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        migrations.AddField(
            "format", "sheet", models.CharField(max_length=31, default="Data", db_default="Data")
        ),
        migrations.AddField(
            "format", "file_name", models.CharField(max_length=120, blank=True, db_default="")
        ),
        migrations.AddField("format", "most_rows", models.IntegerField(null=True, db_default=None)),
        migrations.AddField("format", "is_compared", models.BooleanField(default=False, db_default=False)),
        audited("reference", "Format"),
    ]
