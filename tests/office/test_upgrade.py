"""An office of an older version, filled, brought to this one: no row is lost and it opens.

`data/office-2026-11-22.sqlite3.xz` is the demo office (1,000 invented assignments) as the version of that day
made it; its passwords are taken out.  A version that is given to offices leaves one such file here.
"""

import lzma
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.either  # an office of its own, on SQLite

HELD = sorted((Path(__file__).parent / "data").glob("office-*.sqlite3.xz"))
MADE_ANEW = {"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence", "sqlite_stat1"}
COUNT = 'SELECT count(*) FROM "{}"'
OPEN = """
from tedung.office.starting import ground
ground.open_django()
from django.test import Client
from django.core.management import call_command
from django.db import connection
from tedung.office.access.models import User

def counts():
    with connection.cursor() as asked:
        names = connection.introspection.table_names(asked)
        return {name: asked.execute(f'SELECT count(*) FROM "{name}"').fetchone() for name in names}

before = counts()
ground.migrate()  # a second time changes nothing
assert counts() == before
call_command("makemigrations", check=True, dry_run=True, verbosity=0)
ground.seed()
for name in ("verifikator", "pptk", "admin"):
    client = Client()
    client.force_login(User.objects.get(username=name))
    for address in ("/", "/usulan/", "/orang/", "/penetapan/"):
        answer = client.get(address)
        assert answer.status_code in (200, 403), (name, address, answer.status_code)
"""


def counts(path):
    with closing(sqlite3.connect(path)) as opened:
        names = [
            name
            for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name not in MADE_ANEW and "_search" not in name
        ]
        return {name: opened.execute(COUNT.format(name)).fetchone()[0] for name in names}


def guards(path):
    with closing(sqlite3.connect(path)) as opened:
        names = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    return {name for name in names if "_search" not in name}  # an index of names may be made in another way


@pytest.mark.parametrize("held", HELD, ids=lambda path: path.stem.partition(".")[0])
def test_an_older_office_comes_to_this_version(held, tmp_path):
    database = tmp_path / "tedung.sqlite3"
    database.write_bytes(lzma.decompress(held.read_bytes()))
    told = {**os.environ, "TEDUNG_HOME": str(tmp_path), "TEDUNG_MODE": "demo", "TEDUNG_DAY": "2026-12-01"}
    for name in ("TEDUNG_DATABASE", "TEDUNG_KEYS", "DJANGO_SETTINGS_MODULE"):
        told.pop(name, None)
    before, guarded = counts(database), guards(database)
    command = [sys.executable, "-m", "tedung.cli", "office", "migrate"]
    ended = subprocess.run(command, env=told, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    after = counts(database)
    assert {name: after.get(name) for name in before} == before
    assert guarded <= guards(database)
    opened = subprocess.run(
        [sys.executable, "-c", OPEN], env=told, capture_output=True, text=True, check=False
    )
    assert opened.returncode == 0, opened.stderr
    assert guarded <= guards(database)
