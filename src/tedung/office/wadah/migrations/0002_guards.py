"""Keep every change of a wadah and who is in it; show rows by scope."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.audit.triggers import audited
from tedung.office.base.rowsecurity import row_security

OWN = {"region": "region", "opd": "opd_code", "organisation": "unit_code", "group": "group_code"}
MEMBERS = {**OWN, "region": "village"}


class Migration(migrations.Migration):
    """After the tables of the part and of the audit."""

    dependencies: ClassVar[list[Any]] = [("wadah", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        *[
            audited("wadah", model)
            for model in (
                "Wadah",
                "Agreement",
                "Agreement_wadah",
                "Member",
                "Placing",
                "Exchange",
                "ExchangeFile",
                "ExchangeLine",
            )
        ],
        *[row_security("wadah", model, **OWN) for model in ("Wadah", "Exchange")],
        *[row_security("wadah", model, **MEMBERS) for model in ("Member", "ExchangeLine")],
    ]
