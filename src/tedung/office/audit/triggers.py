"""The triggers that keep the audit, for a migration of any part.

operations = [audited("people", "Person"), never_changed("ledger", "Posting")]
"""

from collections.abc import Iterator
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from tedung.office.base.guards import Column, Guard

ACTS = {"INSERT": (None, "NEW"), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD", None)}


def audited(app: str, model: str, without: tuple[str, ...] = ()) -> Guard:
    """Keep every change of a model's rows, but for the columns `without`: a password's hash, say.

    Do it again after a column is added: SQLite names them all.
    """

    def statements(vendor: str, table: str, columns: list[Column]) -> list[str]:
        if vendor == "postgresql":
            return _postgresql(table, without)
        return _sqlite(table, [column for column in columns if column.column not in without])

    return Guard(app, model, statements)


def never_changed(app: str, model: str, acts: tuple[str, ...] = ("UPDATE", "DELETE")) -> Guard:
    """Refuse every change and deletion of a model's rows; with `acts`, what is named there alone."""

    def statements(vendor: str, table: str, _columns: list[Column]) -> Iterator[str]:
        for act in acts:
            name = f"{table}_no_{act.lower()}"
            if vendor == "postgresql":
                yield (
                    f'CREATE TRIGGER {name} BEFORE {act} ON "{table}" FOR EACH STATEMENT '
                    f"EXECUTE FUNCTION tedung_never_changed()"
                )
            else:
                yield (
                    f'CREATE TRIGGER {name} BEFORE {act} ON "{table}" '
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )

    return Guard(app, model, statements)


FUNCTIONS = (
    """
    CREATE OR REPLACE FUNCTION tedung_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation'; END $$
    """,
    """
    CREATE OR REPLACE FUNCTION tedung_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path FROM CURRENT AS $$
    BEGIN
      INSERT INTO audit_entry ("table", row_id, act, before, after, context_id) VALUES (
        TG_TABLE_NAME,
        CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END,
        TG_OP,
        CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) - coalesce(TG_ARGV, '{}') END,
        CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) - coalesce(TG_ARGV, '{}') END,
        nullif(current_setting('tedung.context', true), '')::bigint);
      RETURN NULL;
    END $$
    """,
)


def functions() -> migrations.RunPython:
    """Make the two functions that PostgreSQL's triggers call."""

    def forward(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            for statement in FUNCTIONS:
                editor.execute(statement, None)

    return migrations.RunPython(forward, migrations.RunPython.noop)


def _postgresql(table: str, without: tuple[str, ...]) -> list[str]:
    left_out = ", ".join(f"'{column}'" for column in without)
    return [
        f'DROP TRIGGER IF EXISTS {table}_audit ON "{table}"',
        (
            f'CREATE TRIGGER {table}_audit AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
            f"FOR EACH ROW EXECUTE FUNCTION tedung_audit({left_out})"
        ),
    ]


def _sqlite(table: str, fields: list[Column]) -> list[str]:
    made = []
    for act, (before, after) in ACTS.items():
        name = f"{table}_audit_{act.lower()}"
        made.append(f"DROP TRIGGER IF EXISTS {name}")
        made.append(
            f'CREATE TRIGGER {name} AFTER {act} ON "{table}" BEGIN '
            'INSERT INTO audit_entry ("table", row_id, act, before, after, context_id) VALUES ('
            f"'{table}', {after or before}.id, '{act}', {_json(before, fields)}, {_json(after, fields)}, "
            "(SELECT context_id FROM audit_current WHERE id = 1)); END"
        )
    return made


def _json(side: str | None, fields: list[Column]) -> str:
    if side is None:
        return "NULL"
    pairs = ", ".join(f"'{field.column}', {_value(side, field)}" for field in fields)
    return f"json_object({pairs})"


def _value(side: str, field: Column) -> str:
    """Return a column as JSON can hold it: bytes as hexadecimal digits."""
    column = f'{side}."{field.column}"'
    return f"hex({column})" if isinstance(field, models.BinaryField) else column
