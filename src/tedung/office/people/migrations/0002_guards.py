"""Keep every change of these tables."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.audit.triggers import audited, never_changed
from tedung.office.base.rowsecurity import row_security


class Migration(migrations.Migration):
    """After the tables of the part and of the audit."""

    dependencies: ClassVar[list[Any]] = [("people", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        *[
            audited("people", model)
            for model in (
                "Person",
                "FormerNik",
                "FormerName",
                "Kinship",
            )
        ],
        never_changed("people", "NikView"),
        row_security("people", "Person", through="people_visibility.person_id"),
    ]
