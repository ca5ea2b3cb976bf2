"""Keep every change of a source, a scenario and its links; let no result change; show rows by scope."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.audit.triggers import audited, never_changed
from tedung.office.base.rowsecurity import row_security


class Migration(migrations.Migration):
    """After the tables of the part and of the audit."""

    dependencies: ClassVar[list[Any]] = [("kajian", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        *[audited("kajian", model) for model in ("Source", "Scenario", "Share")],
        *[never_changed("kajian", model) for model in ("Result", "Paper", "ReformRun")],
        *[row_security("kajian", model, region="region") for model in ("Source", "Scenario")],
    ]
