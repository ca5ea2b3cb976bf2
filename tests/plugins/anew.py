"""Lay the test database anew after a test that committed: other threads and processes saw its rows.

Django would delete them table by table, which what is append-only refuses; so the file, or the
database of the server, is put back as it was after the migrations.
"""

import shutil
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from django.db import connection, connections

KEPT = "_kept"  # the copy's name ends in it
PATIENCE = 10


def keep():
    """Keep a copy of the database as the migrations left it."""
    name = _name()
    if connection.vendor == "postgresql":
        connections.close_all()
        _on_the_server(f'CREATE DATABASE "{name}{KEPT}" TEMPLATE "{name}"')
        return
    Path(f"{name}{KEPT}").unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [f"{name}{KEPT}"])
    with closing(sqlite3.connect(f"{name}{KEPT}")) as copy:
        copy.execute("PRAGMA journal_mode=WAL")  # else two that open it at once would both turn it


def lay():
    """Put the copy in its place."""
    name = _name()
    connections.close_all()
    if connection.vendor == "postgresql":
        _on_the_server(f'DROP DATABASE "{name}" WITH (FORCE)')
        _on_the_server(f'CREATE DATABASE "{name}" TEMPLATE "{name}{KEPT}"')
        return
    _wait_for_others(name)
    for ending in ("-wal", "-shm"):
        Path(f"{name}{ending}").unlink(missing_ok=True)
    shutil.copyfile(f"{name}{KEPT}", f"{name}_new")
    Path(f"{name}_new").replace(name)


def _wait_for_others(name):
    """Wait until no thread of a server reads the file: it leaves WAL only for whoever is alone with it."""
    until = time.monotonic() + PATIENCE
    with closing(sqlite3.connect(name, timeout=0.1)) as opened:
        while time.monotonic() < until:
            with suppress(sqlite3.OperationalError):
                if opened.execute("PRAGMA journal_mode=DELETE").fetchone()[0] == "delete":
                    return
            time.sleep(0.05)


def forget():
    """Remove the copy; nobody stays in the database, which goes next."""
    name = _name()
    if connection.vendor == "postgresql":
        _on_the_server(f'DROP DATABASE IF EXISTS "{name}{KEPT}"')
        connections.close_all()
        # A thread that answered a browser may hold its connection yet, and a database in use is not dropped.
        _on_the_server("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", name)
    else:
        Path(f"{name}{KEPT}").unlink(missing_ok=True)


def _name():
    return str(connection.settings_dict["NAME"])


def _on_the_server(statement, *given):
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement, given or None)
