"""The whole office in one sealed file, and back: same rows, same sums, same documents, or nothing."""

import io
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest_office import KESIMAN, person
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from test_move import new_database

from plugins import postgresql
from plugins.ground import NO_POSTGRESQL
from tedung.errors import TedungError
from tedung.office.access.actor import SYSTEM, acting
from tedung.office.documents import services as documents
from tedung.office.people.models import Person
from tedung.office.starting import ground, sealed
from tedung.office.starting.backup import backup

WORDS = "payung kertas di musim hujan"
NAME, NIK = "I WAYAN RAHASIA SEKALI", "5171024107800001"
READ = """
from tedung.office.starting import ground
ground.open_django()
from tedung.office.access.actor import SYSTEM, acting
from tedung.office.documents import services
from tedung.office.documents.models import Document
from tedung.office.people.models import Person
with acting(SYSTEM):
    print(Person.everything.get().nik, bytes(services.read(Document.everything.get())))
"""


@pytest.fixture
def office(transactional_db, django_db_blocker, tmp_path, monkeypatch):
    """An office with reference data, a person with a NIK, and a document."""
    connect = django_db_blocker._real_ensure_connection  # a test of Django's knows one database alone
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", connect)
    monkeypatch.setattr(settings, "DOCUMENTS", tmp_path / "documents")
    ground.seed()
    with acting(SYSTEM):
        person(KESIMAN, name=NAME, nik=NIK)
        documents.store(b"%PDF-1.7\nsurat pengantar\n%%EOF", "evidence", region=KESIMAN)
    return tmp_path


@pytest.fixture(scope="module")
def server(request):
    """Where a PostgreSQL office may be restored: a server of its own."""
    if connection.vendor != "postgresql":
        return None
    started = postgresql.start()
    if started is None:
        pytest.skip(NO_POSTGRESQL)
    return started


@pytest.fixture
def elsewhere(server, tmp_path):
    """The environment of another office, empty, of the same kind of database."""
    told = {**os.environ, "TEDUNG_HOME": str(tmp_path / "lain"), "TEDUNG_MODE": "demo"}
    for name in ("TEDUNG_DATABASE", "TEDUNG_KEYS", "DJANGO_SETTINGS_MODULE"):
        told.pop(name, None)
    if server:
        told["TEDUNG_DATABASE"] = new_database(server)
    return told


def tedung(environment, *words):
    command = [sys.executable, "-m", "tedung.cli", *map(str, words)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def words(tmp_path):
    """The file with the passphrase."""
    path = tmp_path / "sandi.txt"
    path.write_text(f"{WORDS}\n", "utf-8")
    return path


def test_an_office_comes_back_whole(office, elsewhere, words):
    made = backup(office / "kantor.tedung", WORDS)
    assert made.documents == 1
    assert not made.missing
    checked = tedung(elsewhere, "restore", office / "kantor.tedung", "--check", "--passphrase-file", words)
    assert f"{made.rows} baris" in checked.stdout
    back = tedung(elsewhere, "restore", office / "kantor.tedung", "--passphrase-file", words)
    assert back.returncode == 0, back.stderr
    assert f"{made.rows} baris di {made.tables} tabel dan 1 dokumen" in back.stdout
    read = subprocess.run(
        [sys.executable, "-c", READ], env=elsewhere, capture_output=True, text=True, check=True
    )
    assert NIK in read.stdout
    assert "surat pengantar" in read.stdout
    again = tedung(elsewhere, "restore", office / "kantor.tedung", "--passphrase-file", words)
    assert again.returncode == 2
    assert "tidak ditimpa" in again.stderr


def test_nothing_can_be_read_without_the_passphrase(office):
    backup(office / "kantor.tedung", WORDS)
    content = (office / "kantor.tedung").read_bytes()
    for secret in (NAME, NIK, "surat pengantar", "SQLite format", "PGDMP", "nik.key", "manifest"):
        assert secret.encode() not in content
    assert (office / "kantor.tedung").stat().st_mode & 0o077 == 0
    with pytest.raises(TedungError, match="Kata sandi tidak membuka"):
        sealed.Reader(io.BytesIO(content), "payung lain sama sekali").read()


def test_a_file_that_is_there_is_kept(office):
    (office / "kantor.tedung").write_text("milik orang lain")
    with pytest.raises(TedungError, match="sudah ada"):
        backup(office / "kantor.tedung", WORDS)
    assert (office / "kantor.tedung").read_text() == "milik orang lain"


def test_a_short_passphrase_is_refused(office):
    with pytest.raises(TedungError, match="terlalu pendek"):
        backup(office / "kantor.tedung", "payung")
    assert not (office / "kantor.tedung").exists()


def test_a_document_without_its_file_is_said(office):
    next((office / "documents").iterdir()).unlink()
    assert backup(office / "kantor.tedung", WORDS).missing == 1


def test_rows_that_came_after_the_instant_are_not_in_it(office, monkeypatch):
    from tedung.office.starting import backup as module

    counted = []

    def late(model, copy):
        with acting(SYSTEM):
            if not counted:
                person(KESIMAN, name="NI KETUT TERLAMBAT")
        counted.append(module_proof(model, copy))
        return counted[-1]

    module_proof = module.proof
    monkeypatch.setattr(module, "proof", late)
    if connection.vendor == "sqlite":  # the one connection of PostgreSQL reads and cannot write
        backup(office / "kantor.tedung", WORDS)
        assert next(table.rows for table in counted if table.name == Person._meta.db_table) == 1


@pytest.mark.parametrize("length", [0, 1, 63, 64, 65, 128, 1000])
def test_what_is_sealed_opens(length, monkeypatch):
    monkeypatch.setattr(sealed, "PIECE", 64)
    content = random.Random(length).randbytes(length)
    out = seal_up(content)
    assert sealed.Reader(io.BytesIO(out), WORDS).read() == content


def seal_up(content):
    out = io.BytesIO()
    writer = sealed.Writer(out, WORDS)
    for start in range(0, len(content), 37):
        writer.write(content[start : start + 37])
    writer.finish()
    return out.getvalue()


def test_what_was_changed_or_cut_does_not_open(monkeypatch):
    monkeypatch.setattr(sealed, "PIECE", 64)
    monkeypatch.setattr(sealed, "COST", 2)
    content = bytes(200)
    out = seal_up(content)
    for place in range(len(out)):
        changed = bytearray(out)
        changed[place] ^= 1
        with pytest.raises(TedungError):
            sealed.Reader(io.BytesIO(changed), WORDS).read()
        with pytest.raises(TedungError):
            sealed.Reader(io.BytesIO(out[:place]), WORDS).read()
    head, first = out[:31], out[31 : 31 + 80]
    for wrong in (out + b"x", head + first + out[31:], head + out[31 + 80 :], b"", b"PK\x03\x04" * 30):
        with pytest.raises(TedungError):
            sealed.Reader(io.BytesIO(wrong), WORDS).read()


@pytest.mark.parametrize("kills", [3, pytest.param(200, marks=pytest.mark.slow)])
def test_a_killed_backup_is_not_there(kills, tmp_path, words):
    if connection.vendor != "sqlite":
        pytest.skip("the file and its name are written alike on both: the run on SQLite kills it")
    told = {**os.environ, "TEDUNG_HOME": str(tmp_path / "kantor"), "TEDUNG_MODE": "demo"}
    told.pop("DJANGO_SETTINGS_MODULE", None)
    told.pop("TEDUNG_DATABASE", None)
    assert tedung(told, "office", "init").returncode == 0
    began = time.monotonic()
    assert tedung(told, "backup", tmp_path / "utuh", "--passphrase-file", words).returncode == 0
    lasts, chance = time.monotonic() - began, random.Random(kills)
    for number in range(kills):
        out = tmp_path / f"cadangan-{number}"
        command = [sys.executable, "-m", "tedung.cli", "backup", str(out), "--passphrase-file", str(words)]
        killed = subprocess.Popen(command, env=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(lasts * chance.uniform(0.5, 1.0))
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        if out.exists():  # then it is whole
            assert tedung(told, "restore", out, "--check", "--passphrase-file", words).returncode == 0
    assert tedung(told, "backup", tmp_path / "terakhir", "--passphrase-file", words).returncode == 0
    assert not list(Path(told["TEDUNG_HOME"]).glob("backup-*/"))  # a plain copy that a kill left
