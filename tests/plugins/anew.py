"""Lay the test database anew after a test that committed: other threads and processes saw its rows.

Django would delete them table by table, which what is append-only refuses; so the file, or the
database of the server, is put back as it was after the migrations.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection, connections

KEPT = "_kept"  # the copy's name ends in it


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
    for ending in ("-wal", "-shm"):
        Path(f"{name}{ending}").unlink(missing_ok=True)
    shutil.copyfile(f"{name}{KEPT}", name)


def forget():
    """Remove the copy."""
    name = _name()
    if connection.vendor == "postgresql":
        _on_the_server(f'DROP DATABASE IF EXISTS "{name}{KEPT}"')
    else:
        Path(f"{name}{KEPT}").unlink(missing_ok=True)


def _name():
    return str(connection.settings_dict["NAME"])


def _on_the_server(statement):
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
