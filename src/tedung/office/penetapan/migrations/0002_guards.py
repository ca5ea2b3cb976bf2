"""Keep every change of a decree; refuse cover by two public budgets; show rows by scope."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.audit.triggers import audited, never_changed
from tedung.office.base.rowsecurity import row_security

PUBLIC = "payer IN ('apbd_kota', 'apbd_prov', 'apbdes', 'apbn')"
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    (
        "ALTER TABLE penetapan_cover ADD CONSTRAINT cover_never_twice EXCLUDE USING gist ("
        "person_id WITH =, group_code WITH =, daterange(since, until, '[]') WITH &&) "
        f"WHERE ({PUBLIC} AND until >= since)"
    ),
)
SQLITE = tuple(
    f"CREATE TRIGGER cover_never_twice_{act.lower()} BEFORE {act} ON penetapan_cover "
    f"WHEN NEW.{PUBLIC} AND NEW.until >= NEW.since BEGIN "
    "SELECT RAISE(ABORT, 'cover_never_twice') WHERE EXISTS (SELECT 1 FROM penetapan_cover AS other "
    "WHERE other.person_id = NEW.person_id AND other.group_code = NEW.group_code "
    f"AND other.id IS NOT NEW.id AND other.{PUBLIC} AND other.until >= other.since "
    "AND other.since <= NEW.until AND other.until >= NEW.since); END"
    for act in ("INSERT", "UPDATE")
)
SCOPE = {"region": "village", "opd": "opd_code", "organisation": "unit_code", "group": "group_code"}


def never_twice(_apps: Any, editor: Any) -> None:
    """Let the database refuse two public budgets for one person, group and day."""
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement, None)


class Migration(migrations.Migration):
    """After the tables of the part and of the audit."""

    dependencies: ClassVar[list[Any]] = [("penetapan", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        migrations.RunPython(never_twice, migrations.RunPython.noop),
        *[audited("penetapan", model) for model in ("Selection", "Decree", "Row", "Cover")],
        never_changed("penetapan", "Clearance"),
        row_security("penetapan", "Selection", region="region"),
        row_security("penetapan", "Decree", region="region", organisation="unit_code"),
        *[row_security("penetapan", model, **SCOPE) for model in ("Candidate", "Row", "Cover")],
    ]
