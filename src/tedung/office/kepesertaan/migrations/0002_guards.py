"""Show the counts by scope; they are made anew from other tables, so no change of them is kept."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.base.rowsecurity import row_security

OWN = {"region": "region", "opd": "opd_code", "organisation": "unit_code", "group": "group_code"}


class Migration(migrations.Migration):
    """After the table."""

    dependencies: ClassVar[list[Any]] = [("kepesertaan", "0001_initial")]
    operations: ClassVar[list[Any]] = [row_security("kepesertaan", "Count", **OWN)]
