"""The ledger's own rules: what is posted balances and stays; the database refuses everything else."""

from typing import Any, ClassVar

from django.db import migrations

from tedung.office.audit.triggers import audited

POSTGRESQL = (
    """
    CREATE FUNCTION buku_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        IF NEW.is_posted THEN RAISE EXCEPTION 'buku: an entry is posted after its postings' USING ERRCODE = 'check_violation'; END IF;
        RETURN NEW;
      END IF;
      IF OLD.is_posted THEN RAISE EXCEPTION 'buku: what is posted stays' USING ERRCODE = 'check_violation'; END IF;
      IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
      IF NEW.is_posted AND (SELECT count(*) < 2 OR sum(amount) <> 0 FROM buku_posting WHERE entry_id = NEW.id) THEN
        RAISE EXCEPTION 'buku: an entry does not balance' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    "CREATE TRIGGER buku_entry_guard BEFORE INSERT OR UPDATE OR DELETE ON buku_entry "
    "FOR EACH ROW EXECUTE FUNCTION buku_entry_guard()",
    """
    CREATE FUNCTION buku_posting_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP <> 'INSERT' THEN RAISE EXCEPTION 'buku: postings stay' USING ERRCODE = 'check_violation'; END IF;
      IF (SELECT is_posted FROM buku_entry WHERE id = NEW.entry_id FOR SHARE) THEN
        RAISE EXCEPTION 'buku: what is posted stays' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    "CREATE TRIGGER buku_posting_guard BEFORE INSERT OR UPDATE OR DELETE ON buku_posting "
    "FOR EACH ROW EXECUTE FUNCTION buku_posting_guard()",
)
SQLITE = (
    "CREATE TRIGGER buku_entry_new BEFORE INSERT ON buku_entry WHEN NEW.is_posted "
    "BEGIN SELECT RAISE(ABORT, 'buku: an entry is posted after its postings'); END",
    "CREATE TRIGGER buku_entry_stays BEFORE UPDATE ON buku_entry WHEN OLD.is_posted "
    "BEGIN SELECT RAISE(ABORT, 'buku: what is posted stays'); END",
    "CREATE TRIGGER buku_entry_kept BEFORE DELETE ON buku_entry WHEN OLD.is_posted "
    "BEGIN SELECT RAISE(ABORT, 'buku: what is posted stays'); END",
    "CREATE TRIGGER buku_entry_balances BEFORE UPDATE ON buku_entry WHEN NEW.is_posted AND NOT OLD.is_posted AND "
    "(SELECT count(*) < 2 OR sum(amount) <> 0 FROM buku_posting WHERE entry_id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, 'buku: an entry does not balance'); END",
    "CREATE TRIGGER buku_posting_late BEFORE INSERT ON buku_posting "
    "WHEN (SELECT is_posted FROM buku_entry WHERE id = NEW.entry_id) "
    "BEGIN SELECT RAISE(ABORT, 'buku: what is posted stays'); END",
    "CREATE TRIGGER buku_posting_stays BEFORE UPDATE ON buku_posting "
    "BEGIN SELECT RAISE(ABORT, 'buku: postings stay'); END",
    "CREATE TRIGGER buku_posting_kept BEFORE DELETE ON buku_posting "
    "BEGIN SELECT RAISE(ABORT, 'buku: postings stay'); END",
)


def guards(_apps: Any, editor: Any) -> None:
    """Make the rules of this database."""
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement, None)


class Migration(migrations.Migration):
    """After the tables; the ledger keeps itself, so only its accounts are audited."""

    dependencies: ClassVar[list[Any]] = [("buku", "0001_initial"), ("audit", "0002_guards")]
    operations: ClassVar[list[Any]] = [
        migrations.RunPython(guards, migrations.RunPython.noop),
        audited("buku", "Account"),
    ]
