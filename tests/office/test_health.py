"""Whether the office works: for a machine, for the administrator, for a monitoring system; no person's data anywhere."""

import io
import json
import logging
import os
import time

import pytest
from conftest_office import KESIMAN, person
from django.conf import settings
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base.logs import Lines
from tedung.office.health import asking
from tedung.office.jobs.leases import Desk

NIK = "5171024107800001"


@pytest.fixture
def detail(signed_in, make_user):
    """Return what the administrator's page says now."""
    client = signed_in(make_user("admin"))

    def shown():
        return client.get(reverse("health_detail")).content.decode()

    return shown


@pytest.fixture
def backed_up(tmp_path, monkeypatch):
    """An office's folder in which a backup was finished a moment ago."""
    monkeypatch.setattr(settings, "HOME", tmp_path)
    (tmp_path / "backup.done").touch()
    return tmp_path / "backup.done"


def test_a_machine_is_told_and_nothing_more(db):
    answer = Client().get(reverse("health"))
    assert answer.status_code == 200
    assert answer.json() == {"ok": True, "database": True, "tables": True}
    assert answer["Cache-Control"] == "no-store"


class Silent:
    def cursor(self):
        raise DatabaseError("FATAL: password of tedung@10.0.0.1")


def test_an_office_without_its_database_says_so(db, monkeypatch):
    monkeypatch.setattr(asking, "connection", Silent())
    answer = Client().get(reverse("health"))
    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "database": False}


def test_tables_of_another_version_close_the_office(db, monkeypatch):
    monkeypatch.setattr(asking, "_is_migrated", lambda: False)
    assert Client().get(reverse("health")).status_code == 503


def test_an_administrator_sees_what_to_do(detail, backed_up):
    shown = detail()
    assert "1 hal perlu ditangani" in shown  # nobody works the jobs here
    assert "tedung office work" in shown
    desk = Desk()
    try:
        assert "Semuanya baik" in detail()
        os.utime(backed_up, (time.time() - 8.5 * 86_400,) * 2)
        assert "8 hari yang lalu" in detail()
        backed_up.unlink()
        assert "belum pernah" in detail()
        assert "tedung backup" in detail()
    finally:
        desk.leave()


def test_a_full_disk_is_said(detail, backed_up, monkeypatch):
    monkeypatch.setattr(asking.shutil, "disk_usage", lambda _: type("Use", (), {"free": 300 << 20}))
    assert "0,3 GiB kosong" in detail()


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer lain", "Bearer rahasia2", "rahasi"])
def test_numbers_are_for_whoever_has_the_token(given, db, monkeypatch):
    headers = {"Authorization": given}
    assert Client().get(reverse("health_numbers"), headers=headers).status_code == 404  # none is set
    monkeypatch.setattr(settings, "METRICS_TOKEN", "rahasia")
    assert Client().get(reverse("health_numbers"), headers=headers).status_code == 404


def test_numbers_count_pages_and_jobs(db, monkeypatch):
    monkeypatch.setattr(settings, "METRICS_TOKEN", "rahasia")
    with acting(SYSTEM):
        made = person(KESIMAN, nik=NIK)
    Client().get(reverse("person", kwargs={"public_id": made.public_id}))
    answer = Client().get(reverse("health_numbers"), headers={"Authorization": "Bearer rahasia"})
    told = answer.content.decode()
    assert 'tedung_requests_total{page="person",method="GET",status="3xx"}' in told
    assert 'tedung_well{part="database"} 1' in told
    assert made.public_id not in told
    assert NIK not in told
    assert all(line.startswith("#") or line.rpartition(" ")[2].isdecimal() for line in told.splitlines())


def record(raised, name="django.request.of_test"):
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Lines())
    log = logging.getLogger(name)
    log.addHandler(handler)
    try:
        raise raised
    except type(raised):
        log.exception("Internal Server Error: /orang/%s/", "I WAYAN RAHASIA")
    return out.getvalue()


def test_a_fault_is_told_by_its_places_not_its_words():
    line = record(DatabaseError(f"Key (nik)=({NIK}) already exists"))
    told = json.loads(line)
    assert told["fault"] == "DatabaseError"
    assert told["where"].startswith("test_health.py:")
    assert NIK not in line
    assert "RAHASIA" not in line
    assert "\n" not in line.strip()


def test_each_request_is_a_line_without_its_address(db, caplog):
    with acting(SYSTEM):
        made = person(KESIMAN)
    with caplog.at_level(logging.INFO, logger="tedung.requests"):
        Client().get(reverse("person", kwargs={"public_id": made.public_id}), {"cari": "Rahasia"})
    told = json.loads(Lines().format(caplog.records[-1]))
    assert told["page"] == "person"
    assert told["status"] == 302
    assert told["ms"] >= 0
    assert len(told["request"]) == 16
    assert made.public_id not in json.dumps(told)
    assert "Rahasia" not in json.dumps(told)
