"""Show figures by scope.  They are derived and replaced by every count, so no trigger keeps them."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.base.rowsecurity import row_security


class Migration(migrations.Migration):
    """After the table."""

    dependencies: ClassVar[list[Any]] = [("home", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        row_security(
            "home",
            "Figure",
            region="village",
            opd="opd_code",
            organisation="unit_code",
            group="group_code",
        )
    ]
