"""Keep every change of these tables."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.audit.triggers import audited


class Migration(migrations.Migration):
    """After the tables of the part and of the audit."""

    dependencies: ClassVar[list[Any]] = [("access", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        audited("access", "Grant"),
        audited("access", "User", without=("password",)),
    ]
