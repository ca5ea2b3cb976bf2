"""Every form with what no form sends: nothing, far too much, NUL bytes, wrong types, the rows of others, wrong files."""

import inspect
import io
import re
import struct
import zipfile

import pytest
from conftest_office import KESIMAN, SUMERTA, person
from django import forms
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from test_walk import VIEWS
from walk_table import ACCOUNT, ANYONE, OF_THE_OFFICE, SIGNED_IN, TABLE

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.access.roles import MAY
from tedung.office.access.scope import Scoped
from tedung.office.documents.models import Document
from tedung.office.jobs import worker
from tedung.office.jobs.models import Job
from tedung.office.organisations.models import Organisation
from tedung.office.usulan.models import Berkas, Line, Usulan

PARTS = {name: opens for name, opens in TABLE.items() if "." in opens.by}
POSTED = [name for name in PARTS if "POST" in getattr(VIEWS[name], "methods", ())]
READ = [name for name in PARTS if "POST" not in getattr(VIEWS[name], "methods", ("POST",))]
ONLY_POSTED = [name for name in POSTED if "GET" not in VIEWS[name].methods]
WITH_ROW = [name for name in POSTED if PARTS[name].row and not PARTS[name].row.startswith(OF_THE_OFFICE)]
ACCOUNTS = [name for name, opens in ACCOUNT.items() if opens.by in {ANYONE, SIGNED_IN}]

STANDS = {
    # where a row stands so that its form may be sent
    "usulan_begin_check": "dikirim",
    "usulan_give_back": "diperiksa",
    "usulan_accept": "diperiksa",
    "usulan_take": "tried",
    "padan_sent": "dibuat",
    "padan_answer": "dikirim",
    "selection_announce": "dihitung",
    "decree_give_back": "diajukan",
    "decree_note": "diajukan",
}
LONG = "ä" * 20_000
EACH = ("nul", "long", "huge", "day") if connection.vendor == "sqlite" else ()
"""Tried in each field alone, all of them in all fields at once; make slow tries each in each on both databases."""
HOSTILE = {
    "nul": "a\0b",
    "long": LONG,
    "negative": "-1",
    "huge": "9" * 60,
    "exponent": "1e309",
    "day": "2027-02-30",
    "old": "0001-01-01",
    "last": "9999-12-31",
    "digits": "١٢٣",
    "markup": "<script>alert(1)</script>",
    "quotes": "' OR 1=1 -- %s %(x)s {x}",
    "controls": "\x01\x1b\x7f\u202e\ufeff",
    "emoji": "🦹‍♀️" * 40,
}
PLAUSIBLE = {
    # field: what an honest form would send; anything else is a text
    "year": "2027",
    "month": "2027-01",
    "first_month": "2027-01",
    "months": "12",
    "budget": "1000000",
    "payer": "apbd_kota",
    "kind": "death",
    "day": "2026-12-01",
    "since": "2026-12-01",
    "until": "2027-06-01",
    "unit": "desa:kesiman",
    "putusan": "different",
    "number": "188/1/2026",
    "signatory": "Wali Kota",
    "role": "verifikator",
    "scope_kind": "region",
    "scope_code": KESIMAN,
    "nik": "5171024107800001",
    "replaces": "",
    "sex": "L",
    "is_work_related": "ya",
}


def fields_of(view):
    """Return what a page reads of a form: the fields of the forms that it names, and what it asks for by name."""
    plain = inspect.unwrap(view)
    named = [plain.__globals__.get(name) for name in plain.__code__.co_names]
    found = {
        field
        for one in named
        if inspect.isclass(one) and issubclass(one, forms.BaseForm)
        for field in one.base_fields
    }
    found |= set(re.findall(r"""(?:POST|FILES)(?:\.get(?:list)?\(|\[)["'](\w+)""", inspect.getsource(plain)))
    return sorted(found | {"column_A"})


@pytest.fixture
def place(world):
    """Return the address of a name, its row standing where its form may be sent."""

    def find(name):
        opens = PARTS[name]
        given = {**world(opens), **dict(opens.given)}
        if name in STANDS:
            argument, attribute = opens.keys
            model = apps.get_model(opens.row)
            with acting(SYSTEM):
                model.everything.filter(**{attribute: given[argument]}).update(state=STANDS[name])
        return reverse(name, kwargs=given)

    return find


@pytest.fixture(autouse=True)
def _seeded(db):
    """The formats and whatever else an office starts with."""
    from tedung.office.padan.seeds import seed

    with acting(SYSTEM):
        seed()


@pytest.fixture
def enter(make_user):
    """Return a maker of clients that answer 500 instead of raising."""

    def make(role, kind="region", code="51.71"):
        client = Client(raise_request_exception=False)
        client.force_login(make_user(role, kind, code, username=f"{role}-{code}-h".replace(":", "-")))
        return client

    return make


def holder(name):
    """Return a role that may send a form."""
    return min(MAY[PARTS[name].by])


def test_the_forms_are_found():
    """The walk reads the fields from the pages themselves; a page that hides them would escape it."""
    assert len(POSTED) > 25
    assert {"unit", "year", "title"} <= set(fields_of(VIEWS["usulan_new"]))
    assert "cari" in fields_of(VIEWS["people"])
    assert "putusan" in fields_of(VIEWS["review_decide"])


@pytest.mark.parametrize("name", POSTED)
def test_no_field_breaks_a_page(name, enter, place):
    """All fields hostile, none, each twice; then each in turn, the others plausible."""
    assert not broken_by(name, enter(holder(name)), place, EACH)


@pytest.mark.slow
@pytest.mark.parametrize("name", POSTED)
def test_no_field_breaks_a_page_whatever_is_in_it(name, enter, place):
    assert not broken_by(name, enter(holder(name)), place, HOSTILE)


def broken_by(name, client, place, each):
    """Send a form with every hostile value; return what it did not survive."""
    fields, wrong = fields_of(VIEWS[name]), {}
    honest = {field: PLAUSIBLE.get(field, "Sesuai berita acara") for field in fields}
    trials = {("all", kind): dict.fromkeys(fields, value) for kind, value in HOSTILE.items()}
    trials["all", "nothing"], trials["all", "twice"] = {}, {field: ["a", "b"] for field in fields}
    for kind in each:
        for field in fields:
            trials[field, kind] = {**honest, field: HOSTILE[kind]}
    for trial, data in trials.items():
        answer = client.post(place(name), data)
        if answer.status_code >= 500:
            wrong[trial] = answer.status_code
    return wrong


BODIES = (
    ("application/json", b'{"a": "\\u0000"}'),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a'),
    ("multipart/form-data", b"--x"),
    ("application/x-www-form-urlencoded", b"\xff\xfe=%00&%ff=%"),
    ("text/plain; charset=no-such", b"a=b"),
)
WORDS = ("%00", "9" * 49, "-1", "%D9%A1", "a" * 3_000, "%FF", "1e9", "%F0%9F%A6%B9")


@pytest.mark.either
@pytest.mark.parametrize("name", POSTED)
def test_no_body_breaks_a_page(name, enter, place):
    client, address = enter(holder(name)), place(name)
    told = {kind: client.generic("POST", address, body, kind).status_code for kind, body in BODIES}
    assert max(told.values()) < 500, told


@pytest.mark.parametrize("name", PARTS)
def test_no_address_breaks_a_page(name, enter, place):
    """What follows the question mark, for each word that a page looks for there."""
    source = inspect.getsource(inspect.getmodule(inspect.unwrap(VIEWS[name])))
    words = sorted(set(re.findall(r"""GET(?:\.get\(|\[)["'](\w+)""", source))) or ["sesudah"]
    client, address, told = enter(holder(name)), place(name), {}
    send = client.post if name in ONLY_POSTED else client.get
    for value in WORDS:
        told[value] = send(f"{address}?{'&'.join(f'{word}={value}' for word in words)}").status_code
    assert max(told.values()) < 500, told


@pytest.mark.either
@pytest.mark.parametrize("name", ONLY_POSTED)
def test_a_step_is_never_taken_by_looking(name, enter, place):
    """GET where POST is needed: 405, and everything stays as it was."""
    address, client = place(name), enter(holder(name))
    before = everything()
    assert client.get(address).status_code == client.head(address).status_code == 405
    assert everything() == before


@pytest.mark.either
@pytest.mark.parametrize("name", READ)
def test_a_page_that_only_shows_takes_no_form(name, enter, place):
    assert enter(holder(name)).post(place(name), {"a": "b"}).status_code == 405


@pytest.mark.either
@pytest.mark.parametrize("name", ACCOUNTS)
def test_no_field_breaks_an_account(name, make_user):
    fields = ("login", "password", "code", "oldpassword", "password1", "password2", "next", "language")
    for user in (None, make_user("verifikator", username=f"akun-{name}")):
        client = Client(raise_request_exception=False)
        if user is not None:
            client.force_login(user)
        for value in HOSTILE.values():
            assert client.post(reverse(name), dict.fromkeys(fields, value)).status_code < 500


def everything():
    """Return every row of every table of ours that a scope guards, as it stands."""
    with acting(SYSTEM):
        return {
            model._meta.label: {row["id"]: row for row in model.everything.values()}
            for model in apps.get_models()
            if issubclass(model, Scoped)
        }


STRANGERS = (
    ("operator_desa", "region", SUMERTA),
    ("operator_adat", "organisation", "desa:sumerta"),
    ("operator_opd", "opd", "dinas_kebudayaan"),
    ("verifikator", "region", SUMERTA),
    ("pptk", "region", SUMERTA),
    ("hukum", "region", SUMERTA),
)


@pytest.mark.parametrize("name", WITH_ROW)
def test_no_form_reaches_a_row_of_others(name, enter, place):
    """The operator of the next village, the culture office, officers of another district: nothing changes."""
    address = place(name)
    data = {field: PLAUSIBLE.get(field, "Sesuai berita acara") for field in fields_of(VIEWS[name])}
    before, wrong = everything(), {}
    for role, kind, code in STRANGERS:
        status = enter(role, kind, code).post(address, data).status_code
        if status not in {403, 404}:
            wrong[role, code] = status
    assert not wrong
    assert everything() == before


@pytest.fixture
def of_sumerta(offices):
    """A proposal of Sumerta with a file and a line, whose operator acts."""
    from walk_rows import SCOPE, row_of
    from walk_table import FILLED, MAKERS

    with acting(SYSTEM):
        line = row_of("usulan.Line", MAKERS, {**FILLED, "outcome": "needs_fix"})
        scope = {"region": SUMERTA, "unit_code": "desa:sumerta", "opd_code": ""}
        Usulan.everything.filter(pk=line.usulan_id).update(unit=offices["desa:sumerta"], **scope)
        Berkas.everything.filter(pk=line.berkas_id).update(usulan=line.usulan_id, **scope)
        Line.everything.filter(pk=line.pk).update(**scope)
        assert SCOPE["region"] == KESIMAN
    return line


def test_no_form_names_a_row_of_others(enter, of_sumerta, world):
    """The ids and codes of Kesiman in the fields of Sumerta's own forms."""
    with acting(SYSTEM):
        theirs = world(PARTS["usulan_file"])["key"]
        Berkas.everything.filter(pk=theirs).update(state="read")
        before = everything()
    client = enter("operator_desa", "region", SUMERTA)
    upload = reverse("usulan_upload", kwargs={"key": of_sumerta.usulan_id})
    file = SimpleUploadedFile("daftar.csv", b"Nama,NIK\nA,5171021203700003\n")
    assert client.post(upload, {"file": file, "replaces": str(theirs)}).status_code == 422
    unit = {"unit": "desa:kesiman", "year": "2027", "title": "Milik orang lain"}
    assert client.post(reverse("usulan_new"), unit).status_code == 422
    after = everything()
    for label, rows in before.items():
        assert {key: after[label].get(key) for key in rows} == rows, label
    assert not Usulan.everything.filter(title="Milik orang lain").exists()


def test_a_person_of_others_is_not_found_by_any_words(enter, offices):
    with acting(SYSTEM):
        who = person(KESIMAN, name="I WAYAN RAHASIA", phone="+6281234567890")
    client = enter("operator_desa", "region", SUMERTA)
    for asked in (
        "rahasia",
        "rahasai",
        "081234567890",
        "%",
        "_%_",
        '"" OR *',
        "rahasia*",
        "NEAR(a b)",
        "x' --",
    ):
        answer = client.post(reverse("people"), {"cari": asked})
        assert answer.status_code == 200
        assert who.public_id not in answer.content.decode()


def bomb(name, inside, megabytes=200):
    """A small archive that unpacks to very much."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(inside, "w", force_zip64=True) as entry:
            for _ in range(megabytes):
                entry.write(b" " * (1 << 20))
    return name, out.getvalue()


FILES = {
    "nothing": ("daftar.xlsx", b""),
    "no workbook": ("daftar.xlsx", b"MZ\x90\0" + b"\0" * 200),
    "a page": ("daftar.xlsx", b"<html><script>alert(1)</script></html>"),
    "a picture": ("daftar.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 50),
    "NUL bytes": ("daftar.csv", b"Nama,NIK\n\0\0\0,\0\n"),
    "wrong ending": ("daftar.exe", b"Nama,NIK\nA,5171021203700003\n"),
    "no ending": ("daftar", b"Nama,NIK\nA,5171021203700003\n"),
    "a way up": ("../../../etc/passwd.csv", b"Nama,NIK\nA,5171021203700003\n"),
    "a long name": ("d" * 2_000 + ".csv", b"Nama,NIK\nA,5171021203700003\n"),
    "half an archive": ("daftar.xlsx", b"PK\x03\x04" + struct.pack("<H", 20) * 20),
    "one long line": ("daftar.csv", b"Nama,NIK\n" + b"A" * 2_000_000),
    "a bomb": bomb("daftar.xlsx", "xl/worksheets/sheet1.xml"),
    "a scan of nothing": ("pindaian.pdf", b"%PDF-"),
}
UPLOADS = {
    "usulan_upload": {"file": None},
    "padan_answer": {"file": None, "number": "470/9", "day": "2026-12-01"},
    "letter_sign": {"file": None, "signed": None, "scan": None},
    "decree_note": {"signed": None, "number": "1", "day": "2026-12-01", "signatory": "Wali Kota"},
}


@pytest.mark.parametrize("name", UPLOADS)
def test_no_file_breaks_a_page(name, enter, place, transactional_db):
    """A wrong file is refused with a sentence, or read by the worker and found unreadable; nothing breaks."""
    client, wrong = enter(holder(name)), {}
    for kind, (called, content) in FILES.items():
        data = {
            field: SimpleUploadedFile(called, content, "application/octet-stream") if value is None else value
            for field, value in UPLOADS[name].items()
        }
        answer = client.post(place(name), data)
        if answer.status_code >= 500:
            wrong[kind] = answer.status_code
    assert not wrong
    worker.run_waiting()
    with acting(SYSTEM):
        assert not Job.everything.filter(state="failed").exists()
        assert all("/" not in one.name and len(one.name) <= 200 for one in Document.everything.all())
        assert Organisation.objects.count() == 5
