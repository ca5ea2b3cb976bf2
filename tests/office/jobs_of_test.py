"""Jobs that the tests ask for, and the table that they write."""

import os
import subprocess
import sys
import time
from pathlib import Path

from django.db import connection

from tedung.office.access.actor import current
from tedung.office.base.bulk import copy_rows
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.jobs.kinds import Kind
from tedung.office.jobs.running import batch_of_job, progress

LINES = 20
KINDS_OF_TEST = {
    f"test.{name}": Kind(name, f"jobs_of_test.{name}")
    for name in ("write", "whole", "refuse", "forbid", "break_down", "say_who", "count_wrong")
}


def make_table():
    """Make a table without a constraint: a line written twice stays twice."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE test_lines (mark text, batch bigint, line bigint)")


def lines(mark):
    """Return how many lines there are, and how many different ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(DISTINCT batch * 1000 + line) FROM test_lines WHERE mark = %s", [mark]
        )
        return cursor.fetchone()


def write(mark, batches, pause=0.0):
    """Write batches of lines, each once, however often it is called."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT batch FROM test_lines WHERE mark = %s", [mark])
        there = {row[0] for row in cursor.fetchall()}
    for batch in range(batches):
        if batch not in there:
            with batch_of_job():
                copy_rows("test_lines", ("mark", "batch", "line"), _slowly(mark, batch, pause))
        progress(batch + 1, batches)
    return {"lines": batches * LINES, "path": "/usulan/1/"}


def whole(mark, batches, pause=0.0):
    """Write all or nothing in one transaction."""
    with batch_of_job():
        if lines(mark)[0]:
            return {}
        for batch in range(batches):
            copy_rows("test_lines", ("mark", "batch", "line"), _slowly(mark, batch, pause))
            progress(batch + 1, batches)
    return {}


def _slowly(mark, batch, pause):
    for line in range(LINES):
        time.sleep(pause / LINES)
        yield mark, batch, line


def refuse():
    raise Refusal("Daftar ini sudah dipakai. Pilih yang lain.")


def forbid():
    raise NotAllowed("x")


def break_down():
    raise ValueError("I WAYAN SUDARMA 5171012345678901")


def say_who():
    return {"user": current().user_id, "roles": sorted(current().roles), "system": current().is_system}


def count_wrong(unknown):
    return {"unknown": unknown}


def start_worker(*options):
    """Start a worker on the database of the test and return its process."""
    script = Path(__file__).with_name("worker_of_test.py")
    env = {**os.environ, "TEDUNG_TEST_OF": str(connection.settings_dict["NAME"])}
    return subprocess.Popen([sys.executable, script, *options], env=env)
