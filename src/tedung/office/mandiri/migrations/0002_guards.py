"""Keep every change of what members declare, pay and agree to; show rows by scope."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.audit.triggers import audited, never_changed
from tedung.office.base.rowsecurity import row_security

OWN = {"region": "village", "opd": "opd_code", "organisation": "unit_code", "group": "group_code"}


class Migration(migrations.Migration):
    """After the tables of the part and of the audit."""

    dependencies: ClassVar[list[Any]] = [("mandiri", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        *[audited("mandiri", model) for model in ("Declaration", "Payment", "PaidMonth", "Consent")],
        *[never_changed("mandiri", model) for model in ("Declaration", "Consent")],
        row_security("mandiri", "Payment", **OWN),
    ]
