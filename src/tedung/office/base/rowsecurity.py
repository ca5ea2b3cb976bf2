"""PostgreSQL's row security behind the managers, for a migration of any part; SQLite has none.

    operations = [row_security("people", "Person", through="people_visibility.person_id")]

Rows are read and written within the scopes of the actor; a change, whose permission has been asked,
sees all.  A data migration acts as SYSTEM, else it finds no row of such a table.  A scope's columns are
plain columns of the table, so that program and database compare the same.
"""

from collections.abc import Iterator
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from tedung.office.base.guards import Column, Guard

IN_SCOPE = """
CREATE OR REPLACE FUNCTION tedung_in_scope(asked text, code text, held text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN asked = 'region'
    THEN ARRAY['region:' || code, 'region:' || left(code, 8), 'region:' || left(code, 5),
               'region:' || left(code, 2)]
    ELSE ARRAY[asked || ':' || code] END && held
$$
"""  # a region and those it lies in; `held` stands there once, so that PostgreSQL writes it into the query
HELD = "(SELECT string_to_array(current_setting('tedung.scopes', true), ','))"  # asked once a query
EVERYTHING = "(SELECT coalesce(current_setting('tedung.scopes', true), '')) = '*'"


def in_scope_function() -> migrations.RunPython:
    """Make the function that compares a code with the scopes of the actor."""

    def forward(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(IN_SCOPE, None)

    return migrations.RunPython(forward, migrations.RunPython.noop)


def row_security(app: str, model: str, through: str = "", **columns: str) -> Guard:
    """Show a table's rows only within the actor's scopes: region="village", opd="opd_code", … ."""

    def statements(vendor: str, table: str, _columns: list[Column]) -> Iterator[str]:
        if vendor != "postgresql":
            return
        seen = " OR ".join([EVERYTHING, *_conditions(table, through, columns)])
        yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
        yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
        yield f'DROP POLICY IF EXISTS in_scope ON "{table}"'
        yield f'CREATE POLICY in_scope ON "{table}" USING ({seen})'  # for what is written too

    return Guard(app, model, statements)


def _conditions(table: str, through: str, columns: dict[str, str]) -> list[str]:
    found = [
        f"tedung_in_scope('{kind}', \"{column}\", {HELD})"
        for kind, column in columns.items()
        if kind != "self_"
    ]
    if "self_" in columns:
        found.append(f"\"{columns['self_']}\"::text = (SELECT current_setting('tedung.user', true))")
    if through:
        relation, key = through.split(".")
        row = f'"{table}".id'  # between, not equals: else all of the relation is hashed for a page of 50 rows
        found.append(
            f'EXISTS (SELECT 1 FROM "{relation}" AS seen WHERE seen."{key}" BETWEEN {row} AND {row} '
            f"AND tedung_in_scope(seen.kind, seen.code, {HELD}))"
        )
    return found
