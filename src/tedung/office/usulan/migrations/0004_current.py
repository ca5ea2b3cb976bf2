"""Indexes over the current lines of a proposal: its counts and its pages are read from them alone."""

from typing import Any, ClassVar

from django.db import migrations, models

CURRENT = models.Q(("is_current", True))


class Migration(migrations.Migration):
    """After the discarded files."""

    dependencies: ClassVar[list[Any]] = [("usulan", "0003_discarded")]

    operations: ClassVar[list[Any]] = [
        migrations.RemoveIndex(model_name="line", name="usulan_line_usulan__a2e4ac_idx"),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(fields=["usulan", "outcome", "id"], condition=CURRENT, name="line_current"),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(
                fields=["usulan", "outcome", "person", "group_code"],
                condition=CURRENT,
                name="line_current_people",
            ),
        ),
    ]
