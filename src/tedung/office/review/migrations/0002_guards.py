"""Keep every change of a pair; let no verdict be changed; show pairs by scope."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.audit.triggers import audited, never_changed
from tedung.office.base.rowsecurity import row_security


class Migration(migrations.Migration):
    """After the tables of the part and of the audit."""

    dependencies: ClassVar[list[Any]] = [("review", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        audited("review", "Pair"),
        never_changed("review", "Verdict"),
        row_security("review", "Pair", region="region", opd="opd_code", organisation="unit_code"),
    ]
