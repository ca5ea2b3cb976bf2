"""Keep every change of a report; show it by scope."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.audit.triggers import audited
from tedung.office.base.rowsecurity import row_security


class Migration(migrations.Migration):
    """After the tables of the part and of the audit."""

    dependencies: ClassVar[list[Any]] = [("laporan", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        audited("laporan", "Report"),
        row_security("laporan", "Report", region="region", opd="opd_code"),
    ]
