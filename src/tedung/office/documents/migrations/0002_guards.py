"""Keep every change of these tables; rows by scope."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.audit.triggers import audited, never_changed
from tedung.office.base.rowsecurity import row_security


class Migration(migrations.Migration):
    """After the tables of the part and of the audit."""

    dependencies: ClassVar[list[Any]] = [("documents", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        audited("documents", "Document"),
        never_changed("documents", "Document"),
        never_changed("documents", "Fetch"),
        row_security(
            "documents",
            "Document",
            region="region",
            opd="opd_code",
            group="group_code",
            organisation="organisation_code",
        ),
    ]
