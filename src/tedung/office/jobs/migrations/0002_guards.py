"""Jobs by who asked; their steps are kept in the audit, their progress is not worth an entry."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.base.rowsecurity import row_security


class Migration(migrations.Migration):
    """After the table and the audit's functions."""

    dependencies: ClassVar[list[Any]] = [("jobs", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [row_security("jobs", "Job", self_="user_id")]
