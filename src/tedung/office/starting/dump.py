"""The rows of one instant in a file, and back: by SQLite's own copy, by PostgreSQL's own programs."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tedung.errors import TedungError
from tedung.texts import text

SEEN = "-c tedung.scopes=*"  # row security shows a dump every row
COPY = "copy"


def kind() -> str:
    """Return which database the office has: sqlite or postgresql."""
    from django.db import connection

    return str(connection.vendor)


def migrations() -> list[str]:
    """Return the steps that made the tables, in order."""
    from django.db.migrations.recorder import MigrationRecorder

    rows = MigrationRecorder.Migration.objects.order_by("app", "name")
    return [f"{row.app}.{row.name}" for row in rows]


def known_migrations() -> set[str]:
    """Return the steps that this version of the program has."""
    from django.db.migrations.loader import MigrationLoader

    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def check_tables() -> None:
    """Refuse tables that another version made: what is counted would not be what is there."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise TedungError(text("office.move_old_tables"))


@contextmanager
def instant(folder: Path) -> Iterator[tuple[Path, Any]]:
    """Yield a file with the rows of one instant, and a connection that sees the same rows."""
    way = _postgresql if kind() == "postgresql" else _sqlite
    with way(folder) as found:
        yield found


@contextmanager
def _sqlite(folder: Path) -> Iterator[tuple[Path, Any]]:
    from django.db import connection, connections

    from tedung.office.base import database

    path = folder / "database"
    connection.ensure_connection()
    copy = sqlite3.connect(path)
    connection.connection.backup(copy)
    copy.execute("PRAGMA journal_mode=DELETE")
    copy.close()
    defaults = {key: value for key, value in connections.settings["default"].items() if key != "OPTIONS"}
    connections.settings[COPY] = {**defaults, **database.sqlite(path), "OPTIONS": {}}
    try:
        yield path, connections[COPY]
    finally:
        connections[COPY].close()
        del connections[COPY], connections.settings[COPY]


@contextmanager
def _postgresql(folder: Path) -> Iterator[tuple[Path, Any]]:
    from django.db import connection, transaction

    path = folder / "database"
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        words = ["--format=custom", "--no-owner", "--no-acl", "--no-comments", "--enable-row-security"]
        _run("pg_dump", [*words, f"--snapshot={snapshot}", f"--file={path}"])
        yield path, connection


def is_empty() -> bool:
    """Say whether there is no table yet."""
    from django.db import connection

    return not connection.introspection.table_names()


def put_back(path: Path) -> None:
    """Make the dump the office's database, whole or not at all; the database is empty before."""
    from django.db import connection

    if kind() == "postgresql":
        connection.close()
        words = ["--no-owner", "--no-acl", "--single-transaction", "--exit-on-error"]
        _run("pg_restore", [*words, f"--dbname={connection.settings_dict['NAME']}", str(path)])
        return
    target = Path(connection.settings_dict["NAME"])
    connection.close()
    for left in (target, target.with_name(f"{target.name}-wal"), target.with_name(f"{target.name}-shm")):
        left.unlink(missing_ok=True)  # without a table: `is_empty` was asked
    with path.open("rb") as held:
        os.fsync(held.fileno())
    path.replace(target)


def _run(program: str, words: list[str]) -> None:
    """Run one of PostgreSQL's own programs on the office's database."""
    found = _program(program)
    ended = subprocess.run([found, *words], env=_environment(), capture_output=True, check=False, text=True)
    if ended.returncode:
        said = ended.stderr.strip().splitlines()[:1]  # the rest may hold rows
        raise TedungError(text("backup.tool_failed", program=program, reason=" ".join(said)))


def _program(name: str) -> str:
    """Return the newest of the programs of that name, since an older one refuses a newer server."""
    placed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    found = str(placed[-1]) if placed else shutil.which(name)
    if not found:
        raise TedungError(text("backup.no_tool", program=name))
    return found


def _environment() -> dict[str, str]:
    """Return the environment in which libpq finds the database: no password in a list of processes."""
    from django.db import connection

    described = connection.settings_dict
    told = {
        "PGDATABASE": described["NAME"],
        "PGHOST": described["HOST"],
        "PGPORT": str(described["PORT"] or ""),
        "PGUSER": described["USER"],
        "PGPASSWORD": described["PASSWORD"],
        "PGOPTIONS": SEEN,
    }
    return {**os.environ, **{name: value for name, value in told.items() if value}}
