"""Keep every change of a line of the budget; an amount never changes; show rows by scope."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.audit.triggers import audited, never_changed
from tedung.office.base.rowsecurity import row_security


class Migration(migrations.Migration):
    """After the tables of the part and of the audit."""

    dependencies: ClassVar[list[Any]] = [("anggaran", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        audited("anggaran", "Pos"),
        audited("anggaran", "CashPlan"),
        never_changed("anggaran", "PosAmount"),
        row_security("anggaran", "Pos", region="region", opd="opd_code"),
    ]
