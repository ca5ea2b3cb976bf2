"""A SQLite office, moved whole into an empty PostgreSQL: one transaction, proved before it is kept.

Values go over as they lie: what is encrypted stays so, by the same keys.  The guards of the target
(row security, the triggers of the audit) are laid by its migrations and keep still while rows that
were guarded already come in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tedung.errors import TedungError
from tedung.office.starting.proof import Table, models, proof
from tedung.progress import Progress
from tedung.texts import text

TARGET = "target"
BATCH = 5_000
OF_THE_MIGRATIONS = {"django_content_type", "auth_permission", "audit_current"}  # made anew with the tables


def move(address: str) -> list[Table]:
    """Copy this office into the PostgreSQL at `address` and return what was moved, table by table."""
    from django.db import connections, transaction

    from tedung.office.access.actor import SYSTEM, acting

    _check_source()
    with _target(address), acting(SYSTEM):
        _lay_tables()
        with transaction.atomic(), transaction.atomic(using=TARGET):
            target = connections[TARGET]
            _check_empty(target)
            return _copy_all(connections["default"], target)


def _check_source() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    if connection.vendor != "sqlite":
        raise TedungError(text("office.move_needs_sqlite"))
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise TedungError(text("office.move_old_tables"))


@contextmanager
def _target(address: str) -> Iterator[None]:
    """Let the address be a database of Django for what is done inside."""
    from django.db import connections

    from tedung.office.base import database

    try:
        described = database.postgresql(address)
    except ValueError as fault:
        raise TedungError(text("office.move_bad_address")) from fault
    if not described["NAME"]:
        raise TedungError(text("office.move_bad_address"))
    defaults = {key: value for key, value in connections.settings["default"].items() if key not in described}
    connections.settings[TARGET] = {**defaults, **described, "CONN_MAX_AGE": 0}
    try:
        yield
    finally:
        connections[TARGET].close()
        del connections[TARGET], connections.settings[TARGET]


def _lay_tables() -> None:
    from django.core.management import call_command
    from django.db import OperationalError

    try:
        call_command("migrate", database=TARGET, verbosity=0, interactive=False)
        call_command("createcachetable", database=TARGET, verbosity=0)
    except OperationalError as fault:
        raise TedungError(text("office.move_no_target")) from fault


def _check_empty(target: Any) -> None:
    with target.cursor() as cursor:
        for model in models():
            table = model._meta.db_table
            if table in OF_THE_MIGRATIONS:
                continue
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')
            if cursor.fetchone()[0]:
                raise TedungError(text("office.move_not_empty", table=table))


def _copy_all(source: Any, target: Any) -> list[Table]:
    found, moved = models(), []
    with _silent(target, found), Progress(text("office.moving"), total=len(found)) as progress:
        for model in found:
            _copy(model, source, target)
            moved.append(_proved(model, source, target))
            progress.step()
    return moved


@contextmanager
def _silent(target: Any, models: list[Any]) -> Iterator[None]:
    """Let the guards of the target be silent; afterwards they hold, and each key leads to a row."""
    from django.core.management.color import no_style

    tables = [model._meta.db_table for model in models]
    with target.cursor() as cursor:
        secured = _secured(cursor, tables)
        for table in secured:  # COPY goes into no table whose owner sees a part
            cursor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        for table in OF_THE_MIGRATIONS.intersection(tables):
            cursor.execute(f'DELETE FROM "{table}"')
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        yield
        _check_keys(cursor)
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
        for table in secured:
            cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        for statement in target.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _secured(cursor: Any, tables: list[str]) -> list[str]:
    cursor.execute("SELECT relname FROM pg_class WHERE relforcerowsecurity AND relname = ANY(%s)", [tables])
    return [table for (table,) in cursor.fetchall()]


def _check_keys(cursor: Any) -> None:
    from django.db import IntegrityError

    try:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as fault:
        table = getattr(getattr(fault.__cause__, "diag", None), "table_name", "?")
        raise TedungError(text("office.move_refused", table=table, reason="ForeignKeyViolation")) from None


def _copy(model: Any, source: Any, target: Any) -> None:
    import psycopg
    from django.db import DatabaseError

    table, fields = model._meta.db_table, model._meta.local_concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    try:
        with source.cursor() as reader, target.cursor() as writer:
            reader.execute(f'SELECT {names} FROM "{table}"')
            with writer.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in _rows(reader, fields):
                    copy.write_row(row)
    except (DatabaseError, psycopg.Error) as fault:
        reason = type(fault.__cause__ or fault).__name__  # the message may hold a person's data
        raise TedungError(text("office.move_refused", table=table, reason=reason)) from None


def _rows(reader: Any, fields: list[Any]) -> Iterator[list[Any]]:
    make = [_converter(field) for field in fields]
    while rows := reader.fetchmany(BATCH):
        for row in rows:
            yield [None if value is None else change(value) for change, value in zip(make, row, strict=True)]


def _converter(field: Any) -> Any:
    """Return how a value of SQLite becomes one of PostgreSQL: most stay as they are."""
    kind = field.get_internal_type()
    if kind == "BooleanField":
        return bool
    if kind == "DateTimeField":
        return lambda value: f"{value}+00"  # SQLite keeps instants in UTC, without saying so
    if kind == "BinaryField":
        return bytes
    return lambda value: value


def _proved(model: Any, source: Any, target: Any) -> Table:
    """Count and sum on both sides; refuse the whole move where they differ."""
    here, there = proof(model, source), proof(model, target)
    if here != there:
        raise TedungError(text("office.move_differs", table=here.name))
    return there
