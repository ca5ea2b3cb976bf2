"""Keep every change of a comparison; show rows by scope."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.audit.triggers import audited
from tedung.office.base.rowsecurity import row_security

OWN = {"region": "region", "opd": "opd_code", "organisation": "unit_code", "group": "group_code"}


class Migration(migrations.Migration):
    """After the tables of the part and of the audit."""

    dependencies: ClassVar[list[Any]] = [("rekonsiliasi", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        *[audited("rekonsiliasi", model) for model in ("Reconciliation", "Difference")],
        row_security("rekonsiliasi", "Reconciliation", **OWN),
        row_security("rekonsiliasi", "Difference", **{**OWN, "region": "village"}),
    ]
