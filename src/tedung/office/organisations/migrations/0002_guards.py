"""Keep every change of these tables."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.audit.triggers import audited


class Migration(migrations.Migration):
    """After the tables of the part and of the audit."""

    dependencies: ClassVar[list[Any]] = [("organisations", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [audited("organisations", model) for model in ("Organisation",)]
