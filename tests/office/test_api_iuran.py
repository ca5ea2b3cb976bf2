"""A bill by the interface, from its making to the agency's confirmation, each command sent twice."""

from datetime import date

import pytest
from api_of_test import PDF, Caller
from conftest_office import SUMERTA
from django.db import IntegrityError
from iuran_of_test import a_pos, a_wadah, members

from tedung.office.audit.models import StateChange
from tedung.office.base import clock
from tedung.office.buku.models import Posting
from tedung.office.documents.models import Document
from tedung.office.iuran import services
from tedung.office.iuran.models import Rincian

DAY = date(2027, 1, 12)
CODE = {"number": "270000000001", "first": "2027-01", "last": "2027-01", "valid_until": "2027-01-31"}


@pytest.fixture
def caller(client, make_user):
    with clock.at(DAY):
        yield Caller(client, make_user)


@pytest.fixture
def ground(offices, as_system):
    """A wadah of three, and a line of the budget that pays it."""
    wadah = a_wadah()
    members(wadah)
    return wadah, a_pos()


@pytest.fixture
def twice(caller):
    """Send a command twice by one key: the answer is the same."""
    sent = []

    def send(token, path, body=None, **files):
        sent.append(path)
        key = f"kunci-{len(sent):04d}"
        one, again = (caller.post(token, path, body, key, **files) for _ in range(2))
        assert (one.status_code, one.content) == (again.status_code, again.content)
        return one

    return send


def made(caller, ground, twice):
    wadah, pos = ground
    body = {"wadah": wadah.pk, "first_month": "2027-01", "months": 1, "pos": pos.pk}
    answer = twice(caller.by("pptk"), "/rincian", body)
    assert answer.status_code == 201, answer.content
    return answer.json()


def paper(number, day="2027-01-12"):
    return {"number": number, "day": day}


def test_the_whole_way_of_a_bill_each_command_twice(caller, ground, twice):
    """Three people of the lowest bracket: 3 x 16,800 a month."""
    bill = made(caller, ground, twice)
    assert (bill["total"], bill["people"], bill["state"]) == (50_400, 3, "rincian")
    where = f"/rincian/{bill['id']}"
    pptk, bendahara = caller.by("pptk"), caller.by("bendahara")
    assert twice(pptk, f"{where}/send").json()["state"] == "dikirim"
    coded = twice(caller.by("agency"), f"{where}/code", {**CODE, "amount": 50_400}).json()
    assert (coded["state"], coded["code_number"], coded["payable"]) == ("kode", CODE["number"], 50_400)
    assert twice(pptk, f"{where}/spp", paper("SPP/1")).json()["state"] == "spp"
    assert twice(bendahara, f"{where}/spm", paper("SPM/1")).json()["state"] == "spm"
    assert twice(bendahara, f"{where}/sp2d", paper("SP2D/1")).json()["sp2d_number"] == "SP2D/1"
    proved = twice(bendahara, f"{where}/proof", {"day": "2027-01-12"}, proof=("bukti.pdf", PDF))
    assert proved.json()["state"] == "bukti", proved.content
    done = twice(caller.by("agency"), f"{where}/confirmation", {"day": "2027-01-12"}).json()
    assert (done["state"], done["confirmed_on"]) == ("dikonfirmasi", "2027-01-12")
    steps = StateChange.objects.filter(kind="iuran.rincian").order_by("pk").values_list("after", flat=True)
    way = ["menghitung", "rincian", "dikirim", "kode", "spp", "spm", "sp2d", "bukti", "dikonfirmasi"]
    assert list(steps) == way
    assert Document.everything.filter(kind="evidence").count() == 1
    assert sum(Posting.objects.values_list("amount", flat=True)) == 0


def test_who_prepared_does_not_pay_by_another_token(caller, ground, twice):
    bill = made(caller, ground, twice)
    where, pptk = f"/rincian/{bill['id']}", caller.by("pptk")
    for path, body in (("send", {}), ("code", {**CODE, "amount": 50_400}), ("spp", paper("SPP/1"))):
        assert twice(pptk, f"{where}/{path}", body).status_code == 200
    own = caller.by("bendahara", user="api-pptk-51.71")
    answer = twice(own, f"{where}/spm", paper("SPM/1"))
    assert (answer.status_code, answer.json()["code"]) == (409, "four_eyes")
    assert Rincian.everything.get().state == "spp"


def test_a_code_that_is_not_ours_is_a_difference_to_answer(caller, ground, twice):
    bill = made(caller, ground, twice)
    where, pptk = f"/rincian/{bill['id']}", caller.by("pptk")
    twice(pptk, f"{where}/send")
    assert twice(pptk, f"{where}/code", {**CODE, "amount": 67_200}).status_code == 200
    told = caller.get(pptk, where).json()
    assert told["difference"] == {"code_number": CODE["number"], "ours": 50_400, "theirs": 67_200}
    refused = twice(pptk, f"{where}/spp", paper("SPP/1"))
    assert (refused.status_code, refused.json()["code"]) == (409, "difference")
    answer = {"answer": "kode_baru", "reason": "satu orang sudah keluar"}
    assert twice(pptk, f"{where}/difference", answer).json()["state"] == "dikirim"
    assert caller.get(pptk, where).json()["difference"] is None


def test_reading_a_bill(caller, ground, twice):
    bill = made(caller, ground, twice)
    token = caller.by("bappeda")
    told = caller.get(token, f"/rincian/{bill['id']}").json()
    assert told["months"] == [
        {"month": "2027-01", "people": 3, "jkk": 30_000, "jkm": 20_400, "jht": 0, "total": 50_400}
    ]
    first = caller.get(token, f"/rincian/{bill['id']}/lines", limit=2).json()
    rest = caller.get(token, f"/rincian/{bill['id']}/lines", after=first["next"]).json()
    assert [line["total"] for line in first["items"] + rest["items"]] == [16_800] * 3
    assert rest["next"] is None
    assert caller.get(token, f"/rincian/{bill['id']}/lines", month="2027-02").json()["items"] == []
    assert len(caller.get(token, "/rincian", state="rincian").json()["items"]) == 1
    assert caller.get(token, "/rincian", state="kode").json()["items"] == []
    (line,) = caller.get(token, "/pos", year=2027).json()["items"]
    assert (line["budget"], line["rest"]) == (1_200_000_000, 1_200_000_000)


def test_taken_back_its_months_are_free_again(caller, ground, twice):
    bill = made(caller, ground, twice)
    answer = twice(caller.by("pptk"), f"/rincian/{bill['id']}/cancellation", {"reason": "salah bulan"})
    assert answer.json()["state"] == "dibatalkan"
    assert made(caller, ground, twice)["total"] == 50_400


def test_a_key_is_bound_to_its_command_and_to_its_file(caller, ground):
    wadah, pos = ground
    token = caller.by("pptk")
    body = {"wadah": wadah.pk, "first_month": "2027-01", "months": 1, "pos": pos.pk}
    key = caller.post(token, "/rincian", body, "kunci-satu").json()["id"]
    other = caller.post(token, f"/rincian/{key}/send", {}, "kunci-satu")
    assert (other.status_code, other.json()["code"]) == (409, "key")
    assert Rincian.everything.get().state == "rincian"
    treasurer, where = caller.by("bendahara"), f"/rincian/{key}/proof"
    refused = caller.post(treasurer, where, {"day": "2027-01-12"}, "kunci-dua", proof=("bukti.pdf", PDF))
    assert (refused.status_code, refused.json()["code"]) == (409, "step")
    assert (
        caller.post(treasurer, where, {"day": "2027-01-12"}, "", proof=("bukti.pdf", PDF)).status_code == 409
    )


def test_others_rows_are_not_billed(caller, ground):
    wadah, pos = ground
    token = caller.by("pptk", "region", SUMERTA)
    body = {"wadah": wadah.pk, "first_month": "2027-01", "months": 1, "pos": pos.pk}
    assert caller.post(token, "/rincian", body, "kunci-satu").status_code == 404
    assert not Rincian.everything.exists()


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("", {"wadah": "1", "first_month": "2027-01", "months": 1}),
        ("", {"wadah": 1, "first_month": "2027-13", "months": 1}),
        ("", {"wadah": 1, "first_month": "2027-01", "months": 2}),
        ("", {"wadah": 2**63, "first_month": "2027-01", "months": 1}),
        ("/1/code", {**CODE, "amount": 0}),
        ("/1/code", {**CODE, "amount": "50400"}),
        ("/1/code", {**CODE, "amount": 50_400.5}),
        ("/1/code", {**CODE, "amount": 10**15}),
        ("/1/code", {**CODE, "amount": 1, "number": " "}),
        ("/1/code", {**CODE, "amount": 1, "number": "a\0"}),
        ("/1/sp2d", {"number": "x" * 81, "day": "2027-01-12"}),
        ("/1/sp2d", {"number": "x", "day": "0001-01-01"}),
        ("/1/difference", {"answer": "baris", "reason": "x"}),
        ("/1/proof", {"day": "2027-01-12"}),
    ],
)
def test_nonsense_is_told(caller, db, path, body):
    assert caller.post(caller.by("pptk"), f"/rincian{path}", body, "kunci-0001").status_code == 422


def test_a_damaged_upload_is_told_as_described(caller, db):
    answer = caller.client.post(
        "/api/v1/rincian/1/proof",
        b"--x\r\nnothing",
        content_type="multipart/form-data; boundary=",
        headers={"Authorization": f"Bearer {caller.by('bendahara')}", "Idempotency-Key": "kunci-0001"},
    )
    assert answer.status_code in {400, 422}
    assert answer["Content-Type"].startswith("application/json")


def test_a_command_that_another_forestalled_is_refused_and_may_be_sent_again(
    caller, ground, twice, monkeypatch
):
    """Two at once write what may be there once: the database lets one of them through."""
    where = f"/rincian/{made(caller, ground, twice)['id']}/send"

    def forestalled(_row):
        raise IntegrityError("once")

    token = caller.by("pptk")
    with monkeypatch.context() as patch:
        patch.setattr(services, "send", forestalled)
        answer = caller.post(token, where, None, "kunci-baru-1")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert caller.post(token, where, None, "kunci-baru-1").json()["state"] == "dikirim"
