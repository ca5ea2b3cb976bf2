"""An event is never changed, and is seen by whoever sees its person."""

from typing import Any, ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from tedung.office.audit.triggers import never_changed
from tedung.office.base.rowsecurity import EVERYTHING, HELD

SEEN = (
    'EXISTS (SELECT 1 FROM people_visibility AS seen WHERE seen.person_id = "events_event".person_id '
    f"AND tedung_in_scope(seen.kind, seen.code, {HELD}))"
)


def seen_with_its_person(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Let PostgreSQL show an event through the visibility of its person."""
    if editor.connection.vendor != "postgresql":
        return
    for statement in (
        'ALTER TABLE "events_event" ENABLE ROW LEVEL SECURITY',
        'ALTER TABLE "events_event" FORCE ROW LEVEL SECURITY',
        f'CREATE POLICY in_scope ON "events_event" USING ({EVERYTHING} OR {SEEN})',
    ):
        editor.execute(statement, None)


class Migration(migrations.Migration):
    """After the table, the visibility of persons and the audit's functions."""

    dependencies: ClassVar[list[Any]] = [
        ("events", "0001_initial"),
        ("people", "0001_initial"),
        ("audit", "0002_guards"),
    ]
    operations: ClassVar[list[Any]] = [
        never_changed("events", "Event"),
        migrations.RunPython(seen_with_its_person, migrations.RunPython.noop),
    ]
