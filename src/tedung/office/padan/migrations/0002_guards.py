"""Keep every change of a request and an answer; let no waiver be changed; show requests by scope."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.audit.triggers import audited, never_changed
from tedung.office.base.rowsecurity import row_security


class Migration(migrations.Migration):
    """After the tables of the part and of the audit."""

    dependencies: ClassVar[list[Any]] = [("padan", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        audited("padan", "Request"),
        audited("padan", "Check"),
        never_changed("padan", "Waiver"),
        row_security("padan", "Request", region="region"),
    ]
