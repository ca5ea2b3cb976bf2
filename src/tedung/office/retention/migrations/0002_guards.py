"""Let no proof of a removal be changed."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.audit.triggers import never_changed


class Migration(migrations.Migration):
    """After the tables of the part and of the audit."""

    dependencies: ClassVar[list[Any]] = [("retention", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [never_changed("retention", "Removal")]
