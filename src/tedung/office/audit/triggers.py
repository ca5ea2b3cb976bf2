"""The triggers that keep the audit, for a migration of any part.

operations = [audited("people", "Person"), never_changed("ledger", "Posting")]
"""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ACTS = {"INSERT": (None, "NEW"), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD", None)}


def audited(app: str, model: str, without: tuple[str, ...] = ()) -> migrations.RunPython:
    """Keep every change of a model's rows, but for the columns `without`: a password's hash, say.

    Do it again after a column is added: SQLite names them all.
    """

    def forward(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        found = apps.get_model(app, model)._meta
        if editor.connection.vendor == "postgresql":
            statements = _postgresql(found.db_table, without)
        else:
            kept = [field for field in found.local_concrete_fields if field.column not in without]
            statements = _sqlite(found.db_table, kept)
        for statement in statements:
            editor.execute(statement)

    return migrations.RunPython(forward, migrations.RunPython.noop)


def never_changed(app: str, model: str, acts: tuple[str, ...] = ("UPDATE", "DELETE")) -> migrations.RunPython:
    """Refuse every change and deletion of a model's rows; with `acts`, what is named there alone."""

    def forward(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        table = apps.get_model(app, model)._meta.db_table
        for act in acts:
            name = f"{table}_no_{act.lower()}"
            if editor.connection.vendor == "postgresql":
                editor.execute(
                    f'CREATE TRIGGER {name} BEFORE {act} ON "{table}" FOR EACH STATEMENT '
                    f"EXECUTE FUNCTION tedung_never_changed()"
                )
            else:
                editor.execute(
                    f'CREATE TRIGGER {name} BEFORE {act} ON "{table}" '
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )

    return migrations.RunPython(forward, migrations.RunPython.noop)


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


def _sqlite(table: str, fields: "list[models.Field[Any, Any]]") -> list[str]:
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


def _json(side: str | None, fields: "list[models.Field[Any, Any]]") -> str:
    if side is None:
        return "NULL"
    pairs = ", ".join(f"'{field.column}', {_value(side, field)}" for field in fields)
    return f"json_object({pairs})"


def _value(side: str, field: "models.Field[Any, Any]") -> str:
    """Return a column as JSON can hold it: bytes as hexadecimal digits."""
    column = f'{side}."{field.column}"'
    return f"hex({column})" if isinstance(field, models.BinaryField) else column
