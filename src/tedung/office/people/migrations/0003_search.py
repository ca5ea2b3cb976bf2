"""What names are searched by: a full-text table of trigrams on SQLite, pg_trgm on PostgreSQL."""

from typing import Any, ClassVar

from django.db import migrations

FORGET = (
    "INSERT INTO people_search (people_search, rowid, names) "
    "VALUES ('delete', OLD.id, OLD.nama_ktp || ' ' || OLD.nama_sebutan);"
)
LEARN = "INSERT INTO people_search (rowid, names) VALUES (NEW.id, NEW.nama_ktp || ' ' || NEW.nama_sebutan);"
SQLITE = (
    "CREATE VIRTUAL TABLE people_search USING fts5(names, content='', tokenize='trigram')",
    f"CREATE TRIGGER people_search_insert AFTER INSERT ON people_person BEGIN {LEARN} END",
    f"CREATE TRIGGER people_search_update AFTER UPDATE OF nama_ktp, nama_sebutan ON people_person BEGIN {FORGET} {LEARN} END",
    f"CREATE TRIGGER people_search_delete AFTER DELETE ON people_person BEGIN {FORGET} END",
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX people_search ON people_person USING gin ((nama_ktp || ' ' || nama_sebutan) gin_trgm_ops)",
)


def make(_apps: Any, editor: Any) -> None:
    """Make the search of this database."""
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement, None)


class Migration(migrations.Migration):
    """After the table of persons."""

    dependencies: ClassVar[list[Any]] = [("people", "0002_guards")]
    operations: ClassVar[list[Any]] = [migrations.RunPython(make, migrations.RunPython.noop)]
