"""Keep every change of a bill and its rests; a line stays as it was computed; show rows by scope."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.audit.triggers import audited
from tedung.office.base.rowsecurity import row_security

COMPUTED = (
    "rincian_id, member_id, person_id, month, jkk, jkm, jht, total, is_covered, is_public, why_not, "
    "village, opd_code, unit_code, group_code"
)
NEVER = "EXECUTE FUNCTION tedung_never_changed()"
POSTGRESQL = (
    "CREATE TRIGGER iuran_line_no_delete BEFORE DELETE ON iuran_line FOR EACH STATEMENT " + NEVER,
    f"CREATE TRIGGER iuran_line_no_update BEFORE UPDATE OF {COMPUTED} ON iuran_line FOR EACH STATEMENT "
    + NEVER,
    "CREATE TRIGGER iuran_line_no_return BEFORE UPDATE OF is_cancelled ON iuran_line FOR EACH ROW "
    "WHEN (OLD.is_cancelled AND NOT NEW.is_cancelled) " + NEVER,
)
RAISE = "BEGIN SELECT RAISE(ABORT, 'iuran_line: a line stays'); END"
SQLITE = (
    f"CREATE TRIGGER iuran_line_no_delete BEFORE DELETE ON iuran_line {RAISE}",
    f"CREATE TRIGGER iuran_line_no_update BEFORE UPDATE OF {COMPUTED} ON iuran_line {RAISE}",
    "CREATE TRIGGER iuran_line_no_return BEFORE UPDATE OF is_cancelled ON iuran_line "
    f"WHEN OLD.is_cancelled AND NOT NEW.is_cancelled {RAISE}",
)
OWN = {"region": "region", "opd": "opd_code", "organisation": "unit_code", "group": "group_code"}
MEMBERS = {**OWN, "region": "village"}


def lines_stay(_apps: Any, editor: Any) -> None:
    """Let the database refuse every change of a line but its cancellation."""
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement, None)


class Migration(migrations.Migration):
    """After the tables of the part and of the audit."""

    dependencies: ClassVar[list[Any]] = [("iuran", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        migrations.RunPython(lines_stay, migrations.RunPython.noop),
        *[audited("iuran", model) for model in ("Rincian", "Difference", "Rest")],
        row_security("iuran", "Rincian", **OWN),
        *[row_security("iuran", model, **MEMBERS) for model in ("Line", "Rest")],
    ]
