"""A month's changes, payments of one's own and months given back, by the interface, each command sent twice."""

import pytest
from api_of_test import PDF, Caller
from conftest_office import CITY, SUMERTA, person
from iuran_of_test import a_pos, a_rest, a_wadah, members
from mandiri_of_test import known
from test_mandiri_collected import coded

from tedung.office.iuran import services as iuran
from tedung.office.iuran.models import Rest, Rincian
from tedung.office.mandiri.models import Payment
from tedung.office.mutasi.models import Change, Mutasi
from tedung.office.people.models import Visibility
from tedung.office.wadah import services as wadahs

CODE = {
    "code_number": "270000000001",
    "code_amount": 16_800,
    "code_first": "2027-01",
    "code_last": "2027-01",
    "code_valid_until": "2027-01-31",
}
PAID = {"paid_on": "2026-12-01", "amount": 16_800, "first": "2026-11", "last": "2026-12", "number": "B/1"}


@pytest.fixture
def caller(client, make_user):
    return Caller(client, make_user)


def twice(caller, token, path, body=None, **files):
    """Send a command twice by one key: the answer is the same."""
    key = f"kunci{path}"[:60]
    one, again = (caller.post(token, path, body, key, **files) for _ in range(2))
    assert (one.status_code, one.content) == (again.status_code, again.content)
    return one


def test_a_month_is_proposed_written_and_handed_in(caller, offices, as_system):
    wadah = a_wadah()
    stays, goes = members(wadah, 2, since="2026-01")
    Visibility.objects.create(person=goes.person, kind="region", code=CITY)
    token = caller.by("pptk")
    begun = twice(caller, token, "/mutasi", {"wadah": wadah.pk, "month": "2026-12"})
    assert begun.status_code == 201, begun.content
    where = f"/mutasi/{begun.json()['id']}"
    body = {
        "person": goes.person.public_id,
        "reason": "pindah",
        "last_month": "2026-12",
        "note": "Surat desa.",
    }
    told = twice(caller, token, f"{where}/exits", body)
    assert (told.status_code, told.json()["reason"], told.json()["source"]) == (201, "pindah", "petugas")
    assert Change.everything.count() == 1
    handed = twice(caller, token, f"{where}/submission")
    assert (handed.status_code, handed.json()["state"]) == (200, "diajukan")
    late = caller.post(token, f"{where}/exits", {**body, "person": stays.person.public_id}, "kunci-0009")
    assert (late.status_code, late.json()["code"]) == (409, "step")
    nobody = caller.post(token, f"{where}/exits", {**body, "person": "222222222222"}, "kunci-0010")
    assert (nobody.status_code, nobody.json()["code"]) == (409, "member")


def test_another_village_proposes_nothing_here(caller, offices, as_system):
    wadah = a_wadah()
    token = caller.by("pptk", "region", SUMERTA)
    answer = caller.post(token, "/mutasi", {"wadah": wadah.pk, "month": "2026-12"}, "kunci-0001")
    assert answer.status_code == 404
    assert not Mutasi.everything.exists()


def test_a_payment_of_one_s_own_is_written_once(caller, offices, as_system):
    """November and December 2026, Rp8,400 each by PP 50/2025, of somebody who owes from November on."""
    row = known(since="2026-11")
    path, token = f"/people/{row.person.public_id}/payments", caller.by("agency")
    told = twice(caller, token, path, PAID).json()
    assert (told["due"], told["months"], told["rest"], told["state"]) == (16_800, 2, 0, "tercatat")
    assert Payment.everything.count() == 1
    again = caller.post(token, path, PAID, "kunci-lain")
    assert again.status_code == 409
    assert caller.post(caller.by("bendahara"), path, PAID, "kunci-lain").status_code == 403


def test_a_collected_code_is_paid_once_with_its_proof(caller, offices, as_system):
    """A cooperative's own money: the PPTK does not pay what the treasury never sees, another records it."""
    made = wadahs.make("Koperasi Pasar", kind="SL", payer="self", region=CITY, unit_code="koperasi:pasar")
    known(1, "2026-11", wadah=made)
    path = f"/rincian/{coded(made).pk}/collection"
    answer = twice(caller, caller.by("verifikator"), path, {"day": "2026-12-01"}, proof=("bukti.pdf", PDF))
    assert (answer.status_code, answer.json()["state"]) == (200, "bukti")
    public = f"/rincian/{coded_by_treasury().pk}/collection"
    refused = caller.post(
        caller.by("verifikator"), public, {"day": "2026-12-01"}, "kunci-0002", proof=("b.pdf", PDF)
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "payer")


def coded_by_treasury():
    wadah = a_wadah()
    members(wadah, 1)
    return iuran.prepare(wadah, "2027-01", 1, a_pos())


def test_who_does_not_pay_alone_has_no_such_payment(caller, offices, as_system):
    who = person("51.71.02.1006")
    answer = caller.post(caller.by("pptk"), f"/people/{who.public_id}/payments", PAID, "kunci-0001")
    assert (answer.status_code, answer.json()["code"]) == (409, "member")


def test_a_rest_is_read_and_given_back_once(caller, offices, as_system):
    row = a_rest()
    token = caller.by("bendahara")
    (told,) = caller.get(token, "/rests").json()["items"]
    assert (told["id"], told["state"], told["amount"]) == (row.pk, row.state, row.amount)
    Rest.everything.filter(pk=row.pk).update(rule="none", state="menunggu")
    refused = caller.post(
        token, f"/rests/{row.pk}/refund", {"number": "K/1", "day": "2026-12-01"}, "kunci-0001"
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "rule")
    Rest.everything.filter(pk=row.pk).update(rule="refund")
    unpaid = caller.post(
        token, f"/rests/{row.pk}/refund", {"number": "K/1", "day": "2026-12-01"}, "kunci-0002"
    )
    assert (unpaid.status_code, unpaid.json()["code"]) == (409, "unpaid")
    Rincian.everything.filter(pk=row.line.rincian_id).update(
        state="sp2d", sp2d_number="SP2D/1", sp2d_day="2026-12-01", **CODE
    )
    back = twice(caller, token, f"/rests/{row.pk}/refund", {"number": "K/1", "day": "2026-12-01"})
    assert (back.json()["state"], back.json()["back_on"]) == ("dikembalikan", "2026-12-01")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/mutasi", {"wadah": 1, "month": "2027-13"}),
        ("/mutasi/1/exits", {"person": "x", "reason": "pindah", "last_month": "2026-12", "note": "x"}),
        (
            "/mutasi/1/exits",
            {"person": "2H6HY8MC2QTF", "reason": "lain", "last_month": "2026-12", "note": "x"},
        ),
        (
            "/mutasi/1/exits",
            {"person": "2H6HY8MC2QTF", "reason": "pindah", "last_month": "2026-12", "note": " "},
        ),
        ("/people/2H6HY8MC2QTF/payments", {**PAID, "amount": "8400"}),
        ("/people/2H6HY8MC2QTF/payments", {**PAID, "amount": 0}),
        ("/people/2H6HY8MC2QTF/payments", {**PAID, "number": "a\0"}),
    ],
)
def test_nonsense_is_told(caller, db, path, body):
    assert caller.post(caller.by("pptk"), path, body, "kunci-0001").status_code == 422
