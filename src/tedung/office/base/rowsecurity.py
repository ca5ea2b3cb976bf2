"""PostgreSQL's row security behind the managers, for a migration of any part; SQLite has none.

    operations = [row_security("people", "Person", through="people_visibility.person_id")]

A scope's columns are plain columns of the table, so that program and database compare the same.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

IN_SCOPE = """
CREATE OR REPLACE FUNCTION tedung_in_scope(asked text, code text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM unnest(string_to_array(current_setting('tedung.scopes', true), ',')) AS held
    WHERE held = asked || ':' || code
       OR (asked = 'region' AND starts_with(asked || ':' || code, held || '.')))
$$
"""
EVERYTHING = "(SELECT coalesce(current_setting('tedung.scopes', true), '')) = '*'"


def in_scope_function() -> migrations.RunPython:
    """Make the function that compares a code with the scopes of the actor."""

    def forward(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(IN_SCOPE, None)

    return migrations.RunPython(forward, migrations.RunPython.noop)


def row_security(app: str, model: str, through: str = "", **columns: str) -> migrations.RunPython:
    """Show a table's rows only within the actor's scopes: region="village", opd="opd_code", … ."""

    def forward(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor != "postgresql":
            return
        table = apps.get_model(app, model)._meta.db_table
        seen = " OR ".join([EVERYTHING, *_conditions(table, through, columns)])
        for statement in (
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
            f'DROP POLICY IF EXISTS in_scope ON "{table}"',
            f'DROP POLICY IF EXISTS made ON "{table}"',
            f'CREATE POLICY in_scope ON "{table}" USING ({seen})',
            f'CREATE POLICY made ON "{table}" FOR INSERT WITH CHECK (true)',
        ):
            editor.execute(statement, None)

    return migrations.RunPython(forward, migrations.RunPython.noop)


def _conditions(table: str, through: str, columns: dict[str, str]) -> list[str]:
    found = [
        f"tedung_in_scope('{kind}', \"{column}\")" for kind, column in columns.items() if kind != "self_"
    ]
    if "self_" in columns:
        found.append(f"\"{columns['self_']}\"::text = (SELECT current_setting('tedung.user', true))")
    if through:
        relation, key = through.split(".")
        found.append(
            f'EXISTS (SELECT 1 FROM "{relation}" AS seen WHERE seen."{key}" = "{table}".id '
            "AND tedung_in_scope(seen.kind, seen.code))"
        )
    return found
