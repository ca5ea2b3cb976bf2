"""Many rows at once: one statement for a set, never one for each row.

    copy_rows("people_person", ("public_id", "nama_ktp"), rows)
    with staging(public_id="text", village="text") as table:
        copy_rows(table, ("public_id", "village"), rows)
        seen = f"SELECT p.id, 'region', s.village FROM people_person p JOIN {table} s USING (public_id)"
        insert_select("people_visibility", ("person_id", "kind", "code"), seen)

Both databases get the same values or refuse the same: SQLite by itself would take a NUL byte, a text
that is too long or stands where a number belongs, or a float for a rupiah.  The caller encrypts what is
encrypted; names of tables and columns are the program's own, never a reader's.
"""

import re
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

from django.db import connection, transaction

from tedung.office.base.bulkvalues import BulkError, Reader, is_plain, reader

SLICE = 1_000
"""Rows that one statement hands to SQLite: a trigger then works on many at once."""

KINDS = {"text", "bigint", "boolean", "date"}
NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
STAGING = "staging_"
"""What the name of a table of `staging` begins with."""


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write rows into a table and return how many; BulkError, and nothing written, where a value is refused.

    rows: one value a column, of the column's type, or None.  A dict or list may stand for JSON.
    A refusal ends the transaction that it falls into: a savepoint here would make SQLite keep every page
    that every statement touches, 2 GiB for 40,000 persons.
    """
    checked = _checked(_kinds(table, columns), rows)
    with transaction.atomic(savepoint=False):
        if connection.vendor != "postgresql":
            return _sqlite(table, columns, checked)
        if _is_guarded(table):
            return _copy_guarded(table, columns, checked)
        count = _copy(table, columns, checked)
        _weigh(table, count)
        return count


def insert_select(table: str, columns: Sequence[str], select: str, params: Sequence[Any] = ()) -> int:
    """Write into a table what a SELECT returns, and return how many rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {_quoted(table)} ({_list(columns)}) {select}", list(params))
        count = int(cursor.rowcount)
    _weigh(table, count)
    return count


def _weigh(table: str, count: int) -> None:
    """Let PostgreSQL estimate a large staging table: its housekeeping does not see those of a connection."""
    if table.startswith(STAGING) and count > SLICE:
        count_anew(table)


def count_anew(table: str) -> None:
    """Let PostgreSQL estimate a table that has just grown much; SQLite goes by the shape of its indexes.

    Before its own housekeeping has come by, it takes the table for as small as it was, and compares each row
    with each.  Whoever does the same waits for the end of this transaction: let it be the last thing.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {_quoted(table)}")


@contextmanager
def along_indexes() -> Iterator[None]:
    """Let PostgreSQL look up row after row along an index, inside a transaction; SQLite does.

    It would read a whole table that was small when it was last counted, for each row anew.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")


def unmapped() -> None:
    """Let SQLite read its file by pages: a job over a whole list does not count the file as its memory."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size=0")


@contextmanager
def roomy() -> Iterator[None]:
    """Let SQLite hold 64 MiB of what a transaction changes: of 2 it writes pages out to read them again."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size=-65536")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA cache_size=-2000")
                cursor.execute("PRAGMA shrink_memory")


def reserve_keys(table: str, count: int) -> list[int]:
    """Return *count* new keys of a table, in ascending order, which nobody else is given."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [_quoted(table), count],
            )
            return sorted(key for (key,) in cursor.fetchall())
        return _next_keys(cursor, table, count)


def _next_keys(cursor: Any, table: str, count: int) -> list[int]:
    """Move the counter that SQLite keeps for a table whose keys are never given twice."""
    cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [count, table])
    if not cursor.rowcount:
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, count])
    cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
    (last,) = cursor.fetchone()
    return list(range(last - count + 1, last + 1))


@contextmanager
def staging(**columns: str) -> Iterator[str]:
    """Yield the name of an empty table of this connection alone, gone afterwards.

    columns: name="text", "bigint", "boolean" or "date".
    """
    unknown = set(columns.values()) - KINDS
    if unknown:
        raise BulkError(f"a staging table has columns of {sorted(KINDS)}, not {sorted(unknown)}")
    table = f"{STAGING}{secrets.token_hex(6)}"
    described = ", ".join(f"{_quoted(name)} {kind}" for name, kind in columns.items())
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {_quoted(table)} ({described})")
    try:
        yield table
    finally:
        if not _is_broken():
            with connection.cursor() as cursor:
                cursor.execute(f"DROP TABLE {_quoted(table)}")


def _is_broken() -> bool:
    """Say whether the transaction has failed: it takes its tables along, and a statement would hide why."""
    if connection.needs_rollback or connection.vendor != "postgresql":
        return connection.needs_rollback
    from psycopg.pq import TransactionStatus

    opened: Any = connection.connection
    return bool(opened is None or opened.info.transaction_status == TransactionStatus.INERROR)


def _sqlite(table: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> int:
    begun = f"INSERT INTO {_quoted(table)} ({_list(columns)}) VALUES "
    marks = f"({', '.join(['%s'] * len(columns))})"
    most = min(SLICE, connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // len(columns))
    count = 0
    with connection.cursor() as cursor:
        while some := list(islice(rows, most)):
            cursor.execute(begun + ", ".join([marks] * len(some)), list(chain.from_iterable(some)))
            count += len(some)
    return count


def _copy(table: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> int:
    count = 0
    statement = f"COPY {_quoted(table)} ({_list(columns)}) FROM STDIN"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as stream:
        for row in rows:
            stream.write_row(row)
            count += 1
    return count


def _copy_guarded(table: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> int:
    """Go by a table aside: PostgreSQL copies into no table whose rows are secured."""
    aside, listed = f"{STAGING}{secrets.token_hex(6)}", _list(columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {_quoted(aside)} AS SELECT {listed} FROM {_quoted(table)} WITH NO DATA"
        )
        _copy(aside, columns, rows)
        count = insert_select(table, columns, f"SELECT {listed} FROM {_quoted(aside)}")
        cursor.execute(f"DROP TABLE {_quoted(aside)}")
    return count


def _is_guarded(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_security_active(%s::regclass)", [_quoted(table)])
        return bool(cursor.fetchone()[0])


def _kinds(table: str, columns: Sequence[str]) -> list[str]:
    """Return the type that the table declares for each column."""
    declared = _declared(table)
    missing = [column for column in columns if column not in declared]
    if missing or not columns:
        raise BulkError(f"{table} has no columns {missing}")
    return [declared[column] for column in columns]


def _declared(table: str) -> dict[str, str]:
    name = _quoted(table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
                "WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped",
                [name],
            )
        else:
            cursor.execute("SELECT name, type FROM pragma_table_info(%s)", [table])
        return {column: kind.lower() for column, kind in cursor.fetchall()}


def _checked(kinds: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """Yield the rows as they are written, checked a column of many rows at a time."""
    readers = [reader(kind, connection.vendor) for kind in kinds]
    left, first = iter(rows), 1
    while some := list(islice(left, SLICE)):
        for number, row in enumerate(some, first):
            if len(row) != len(kinds):
                raise BulkError(f"row {number} has {len(row)} values for {len(kinds)} columns")
        columns = zip(*some, strict=True)
        yield from zip(
            *(
                column if is_plain(kind, column) else _read(read, column, first)
                for kind, read, column in zip(kinds, readers, columns, strict=True)
            ),
            strict=True,
        )
        first += len(some)


def _read(read: Reader, column: Sequence[Any], first: int) -> list[Any]:
    """Return the values as their reader has them; *first* is the number of the first row."""
    found = []
    for number, value in enumerate(column, first):
        try:
            found.append(None if value is None else read(value))
        except BulkError as fault:
            raise BulkError(f"row {number}: {fault}") from None
    return found


def _list(columns: Sequence[str]) -> str:
    return ", ".join(_quoted(column) for column in columns)


def _quoted(name: str) -> str:
    if not NAME.fullmatch(name):
        raise BulkError("a table or column has no such name")
    return connection.ops.quote_name(name)
