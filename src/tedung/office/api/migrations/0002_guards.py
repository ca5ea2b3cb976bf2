"""Keep every change of a token; let no answer be changed."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.audit.triggers import audited, never_changed


class Migration(migrations.Migration):
    """After the tables of the part and of the audit."""

    dependencies: ClassVar[list[Any]] = [("api", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [audited("api", "Token"), never_changed("api", "Answered")]
