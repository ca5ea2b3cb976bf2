"""Keep every change of the month's changes; show rows by scope."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.audit.triggers import audited
from tedung.office.base.rowsecurity import row_security

OWN = {"region": "region", "opd": "opd_code", "organisation": "unit_code", "group": "group_code"}


class Migration(migrations.Migration):
    """After the tables of the part and of the audit."""

    dependencies: ClassVar[list[Any]] = [("mutasi", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        *[audited("mutasi", model) for model in ("Mutasi", "Change")],
        row_security("mutasi", "Mutasi", **OWN),
        row_security("mutasi", "Change", **{**OWN, "region": "village"}),
    ]
