"""Keep every change of proposals; let no mending be changed; show rows by scope."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.audit.triggers import audited, never_changed
from tedung.office.base.rowsecurity import row_security

SCOPE = {"region": "region", "opd": "opd_code", "organisation": "unit_code"}


class Migration(migrations.Migration):
    """After the tables of the part and of the audit."""

    dependencies: ClassVar[list[Any]] = [("usulan", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        audited("usulan", "Usulan"),
        audited("usulan", "Berkas"),
        never_changed("usulan", "Mending"),
        row_security("usulan", "Usulan", **SCOPE),
        row_security("usulan", "Berkas", **SCOPE),
        row_security("usulan", "Line", **SCOPE),
    ]
