"""The counts of a proposal are read from an index alone, on PostgreSQL with its row security too."""

from typing import Any, ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """After the indexes over current lines."""

    dependencies: ClassVar[list[Any]] = [("usulan", "0004_current")]

    operations: ClassVar[list[Any]] = [
        migrations.RemoveIndex(model_name="line", name="line_current_people"),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(
                fields=["usulan", "outcome", "person", "group_code", "region", "opd_code", "unit_code"],
                condition=models.Q(("is_current", True)),
                name="line_counted",
            ),
        ),
    ]
