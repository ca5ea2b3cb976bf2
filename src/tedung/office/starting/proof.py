"""What proves a copy of the office whole: rows of each table, and sums that any database answers alike."""

from typing import Any, NamedTuple

HALF = 1_000_000  # sums in two parts, so that neither overflows
LEFT_BEHIND = {"django_session"}  # everybody signs in again


class Table(NamedTuple):
    """One table: how many rows, and sums of its numbers, its yes and no, the lengths of its texts."""

    name: str
    rows: int
    sums: tuple[int, ...]


def models() -> list[Any]:
    """Return the models whose tables are copied, those made for many-to-many relations too."""
    from django.apps import apps

    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in LEFT_BEHIND
    ]


def proof(model: Any, connection: Any) -> Table:
    """Count and sum one table."""
    with connection.cursor() as cursor:
        cursor.execute(_asked(model))
        rows, *halves = (int(value) for value in cursor.fetchone())
    sums = tuple(high * HALF + low for high, low in zip(halves[::2], halves[1::2], strict=True))
    return Table(model._meta.db_table, rows, sums)


def _asked(model: Any) -> str:
    """Return a statement that either database answers alike."""
    parts = ["count(*)"]
    for field in model._meta.local_concrete_fields:
        value = _number(field)
        if value:
            parts += [f"coalesce(sum({value} / {HALF}), 0)", f"coalesce(sum({value} % {HALF}), 0)"]
    return f'SELECT {", ".join(parts)} FROM "{model._meta.db_table}"'


def _number(field: Any) -> str:
    column = f'"{field.column}"'
    kind = (field.target_field if field.is_relation else field).get_internal_type()
    if "Integer" in kind or "AutoField" in kind:
        return column
    if kind == "BooleanField":
        return f"(CASE WHEN {column} THEN 1 ELSE 0 END)"
    if kind in {"CharField", "TextField"}:
        return f"length({column})"
    return ""
