"""The agency's answer line by line, and its member list, by the interface: as their files are read."""

from datetime import date

import pytest
from api_of_test import Caller
from conftest_office import CITY, KESIMAN
from iuran_of_test import a_wadah, members

from tedung.office.base import clock
from tedung.office.base.crypto import blind_index
from tedung.office.rekonsiliasi.models import Reconciliation
from tedung.office.wadah import seeds
from tedung.office.wadah.formats import OUT
from tedung.office.wadah.models import Exchange, ExchangeFile, ExchangeLine, Member

DAY = date(2027, 1, 12)
LETTER = {"number": "B/77/012027", "day": "2027-01-12"}
KPJ = ("27012345671", "27012345672")


@pytest.fixture
def caller(client, make_user):
    with clock.at(DAY):
        yield Caller(client, make_user)


@pytest.fixture
def sent(caller, offices, as_system):
    """A file of three who wait for the agency's word."""
    seeds.seed()
    wadah = a_wadah()
    people = members(wadah, 3, state="dikirim", kpj_index="")
    row = Exchange.everything.create(
        wadah=wadah,
        form=seeds.Format.objects.filter(code=OUT).latest("since"),
        state="dikirim",
        lines_out=3,
        region=CITY,
        opd_code="dinas_sosial",
        sent_on=date(2027, 1, 4),
        made_at=clock.now(),
    )
    for place, member in enumerate(people, 1):
        ExchangeLine.everything.create(
            exchange=row, member=member, ordinal=place, act="daftar", village=KESIMAN, opd_code="dinas_sosial"
        )
    return row


def answer(caller, row, *lines, key="kunci-0001", token=""):
    body = {**LETTER, "lines": list(lines)}
    return caller.post(token or caller.by("agency"), f"/exchanges/{row.pk}/answers", body, key)


def taken(ordinal, kpj=KPJ[0]):
    return {"ordinal": ordinal, "result": "diterima", "kpj": kpj}


def test_lines_are_answered_and_add_up(caller, sent):
    refused = {"ordinal": 2, "result": "ditolak", "reason": "NIK tidak cocok dengan Adminduk"}
    told = answer(caller, sent, taken(1), refused, taken(9, KPJ[1]))
    assert told.status_code == 200, told.content
    counts = told.json()
    assert (counts["diterima"], counts["ditolak"], counts["same"], counts["unread"]) == (1, 1, 0, 1)
    assert [line["ordinal"] for line in counts["not_taken"]] == [9]
    states = dict(Member.everything.values_list("lines__ordinal", "state"))
    assert states == {1: "aktif", 2: "ditolak", 3: "dikirim"}
    assert Member.everything.get(lines__ordinal=1).kpj == KPJ[0]
    lines = caller.get(caller.by("agency"), f"/exchanges/{sent.pk}/lines").json()["items"]
    assert [(line["result"], line["reason"]) for line in lines] == [
        ("diterima", ""),
        ("ditolak", "nik"),
        ("", ""),
    ]
    assert KPJ[0] not in str(lines)
    results = caller.get(caller.by("verifikator"), f"/exchanges/{sent.pk}").json()["results"]
    assert results == {"diterima": 1, "ditolak": 1, "sudah_peserta": 0, "": 1}


def test_again_by_the_same_key_and_by_another_nothing_is_done_twice(caller, sent):
    first = answer(caller, sent, taken(1))
    assert answer(caller, sent, taken(1)).content == first.content
    assert answer(caller, sent, taken(1), key="kunci-0002").json()["same"] == 1
    assert ExchangeFile.objects.filter(way="in").count() == 1
    last = answer(caller, sent, taken(2, KPJ[1]), {"ordinal": 3, "result": "ditolak"}, key="kunci-0003")
    assert (last.json()["diterima"], last.json()["ditolak"]) == (1, 1)
    assert caller.get(caller.by("agency"), f"/exchanges/{sent.pk}").json()["exchange"]["state"] == "dijawab"


def test_what_cannot_be_is_not_taken(caller, sent):
    others = members(sent.wadah, 1)[0]
    Member.everything.filter(pk=others.pk).update(kpj_index=blind_index(KPJ[1]))
    told = answer(caller, sent, taken(1, KPJ[1]), {"ordinal": 2, "result": "diterima"}).json()
    assert (told["diterima"], told["unread"]) == (0, 2)
    assert not Member.everything.filter(lines__exchange=sent, state="aktif").exists()
    twice = answer(caller, sent, taken(1), taken(1, KPJ[1]), key="kunci-0002")
    assert (twice.status_code, twice.json()["code"]) == (409, "twice")


@pytest.mark.parametrize(
    "line",
    [
        {"ordinal": 0, "result": "diterima"},
        {"ordinal": 2**31, "result": "diterima"},
        {"ordinal": 1, "result": "mungkin"},
        {"ordinal": 1, "result": "diterima", "kpj": "123"},
        {"ordinal": 1, "result": "ditolak", "reason": "a\0"},
        {"ordinal": 1, "result": "ditolak", "reason": "x" * 201},
    ],
)
def test_nonsense_is_told(caller, sent, line):
    assert answer(caller, sent, line).status_code == 422


LIST = b"NIK,KPJ,NAMA LENGKAP,STATUS\n,27012345671,ORANG 0,AKTIF\n"


def test_a_member_list_is_compared_once_for_a_key(caller, sent):
    Member.everything.update(state="aktif")
    token = caller.by("verifikator")
    body = {"wadah": sent.wadah.pk, "month": "2027-01", "day": "2027-01-12", "number": "B/1"}
    answers = [
        caller.post(token, "/reconciliations", body, "kunci-0001", members=("peserta.csv", LIST))
        for _ in "ab"
    ]
    assert [one.status_code for one in answers] == [201, 201], answers[0].content
    assert answers[0].content == answers[1].content
    made = Reconciliation.everything.get()
    told = caller.get(token, f"/reconciliations/{made.pk}").json()
    kinds = {one["kind"]: one["people"] for one in told["differences"]}
    assert told["reconciliation"]["lines"] == 1
    page = caller.get(token, f"/reconciliations/{made.pk}/differences").json()["items"]
    assert len(page) == sum(kinds.values())
    other = caller.post(token, "/reconciliations", body, "kunci-0001", members=("peserta.csv", LIST + b"\n"))
    assert (other.status_code, other.json()["code"]) == (409, "key")
    damaged = caller.post(token, "/reconciliations", body, "kunci-0002", members=("peserta.xlsx", b"PK\3\4x"))
    assert damaged.status_code == 409
    assert "sentence" in damaged.json()


@pytest.mark.either
def test_a_token_hands_in_more_than_a_stranger(caller, sent):
    large = ("peserta.csv", LIST + b",27012345671,ORANG 0,AKTIF\n" * 60_000)
    body = {"wadah": sent.wadah.pk, "month": "2027-01", "day": "2027-01-12"}
    stranger = caller.post("tdg_bukan", "/reconciliations", body, "kunci-0001", members=large)
    assert (stranger.status_code, stranger.json()["code"]) == (413, "too_large")
    known = caller.post(caller.by("verifikator"), "/reconciliations", body, "kunci-0001", members=large)
    assert (known.status_code, known.json()["state"]) == (201, "dibaca")  # a job reads it
