"""Pages of who pays oneself: the list by how one stands, a member, each step by its form."""

import pytest
from conftest_office import SUMERTA
from django.urls import reverse
from mandiri_of_test import known, member, paid, trader

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.mandiri.daily import daily
from tedung.office.mandiri.models import Consent, Declaration, Payment
from tedung.office.people.models import Person
from tedung.office.wadah.models import Member

FIRST = {"since": "2026-12", "income": "1.500.000", "programmes": "jkk+jkm", "bpu_kind": "self_employed"}
PAY = {
    "paid_on": "2026-12-01",
    "amount": "25.200",
    "first_month": "2026-09",
    "last_month": "2026-11",
    "number": "B1",
}


@pytest.fixture
def desk(offices, make_user, signed_in):
    return signed_in(make_user("verifikator"))


@pytest.fixture
def one(offices):
    with acting(SYSTEM):
        return known()


def test_somebody_is_taken_up_from_the_page_of_the_person(desk):
    with acting(SYSTEM):
        who = trader()
    page = desk.get(reverse("person", args=[who.public_id])).content.decode()
    address = reverse("mandiri_register", args=[who.public_id])
    assert address in page
    assert "jatuh tempo" not in page
    bad = desk.post(address, {**FIRST, "income": "satu juta", "kpj": "26000000001"})
    assert bad.status_code == 422
    assert "#id_income" in bad.content.decode()
    assert "#id_registered_on" in bad.content.decode()
    done = desk.post(address, FIRST)
    with acting(SYSTEM):
        made = Member.everything.select_related("wadah__organisation").get()
    assert done.headers["Location"] == reverse("mandiri_detail", args=[made.pk])
    assert (made.income, made.wadah.organisation.code) == (1_500_000, "mandiri:perorangan")
    shown = desk.get(done.headers["Location"]).content.decode()
    assert "Rp11.400" in shown  # half of 22,800: bracket 4
    assert "PP 50/2025" in shown
    assert who.nik not in shown
    assert address not in desk.get(reverse("person", args=[who.public_id])).content.decode()


def test_the_list_filters_and_finds_in_bounded_queries(desk, django_assert_max_num_queries):
    with acting(SYSTEM):
        late = known(1, who=trader("I WAYAN TELAT"))
        for number in range(2, 7):
            good = known(number, "2026-12", who=trader(f"NI LUH {number}"))
            paid(good, "2026-12", "2027-01", 25_200)
        daily()
    address = reverse("mandiri")
    with django_assert_max_num_queries(14):
        page = desk.get(address).content.decode()
    assert page.count("NI LUH") == 5
    assert "I WAYAN TELAT" in page
    only = desk.get(address, {"keadaan": "menunggak"}).content.decode()
    assert "I WAYAN TELAT" in only
    assert "NI LUH" not in only
    relieved = desk.get(address, {"keringanan": "1"}).content.decode()
    assert "I WAYAN TELAT" in relieved
    assert "NI LUH" not in relieved  # February is whole
    found = desk.post(address, {"cari": "telat"}).content.decode()
    assert "NI LUH" not in found
    assert reverse("mandiri_detail", args=[late.pk]) in found
    for hostile in ("x' OR 1=1", "9" * 40, "<script>"):
        assert desk.get(address, {"keadaan": hostile, "sesudah": hostile}).status_code == 200


def test_a_member_is_paid_changed_explained_and_ended_by_forms(desk, one):
    def sent(name, row, **given):
        return desk.post(reverse(name, args=[row]), given)

    assert sent("mandiri_pay", one.pk, **{**PAY, "first_month": "2026-10"}).status_code == 422
    assert sent("mandiri_pay", one.pk, **{**PAY, "amount": "20.000"}).status_code == 302
    page = desk.get(reverse("mandiri_detail", args=[one.pk])).content.decode()
    assert "Jumlah ini cukup untuk 2 bulan; sisanya Rp3.200." in page
    assert "Dengan tunggakan sekarang" in page
    with acting(SYSTEM):
        made = Payment.everything.get()
    assert sent("mandiri_explain", made.pk, alasan="kata cabang").status_code == 302
    assert sent("mandiri_cancel", made.pk, alasan="").status_code == 409
    assert sent("mandiri_cancel", made.pk, alasan="salah").status_code == 302
    assert sent("mandiri_declare", one.pk, **{**FIRST, "since": "2026-11"}).status_code == 422
    assert sent("mandiri_declare", one.pk, **{**FIRST, "since": "2027-01"}).status_code == 302
    assert Declaration.objects.count() == 2
    assert sent("mandiri_stop", one.pk, month="2026-12", reason="ingin").status_code == 422
    assert sent("mandiri_stop", one.pk, month="2026-12", reason="mengundurkan_diri").status_code == 302
    after = desk.get(reverse("mandiri_detail", args=[one.pk])).content.decode()
    assert "Keanggotaan ini berakhir dengan Desember 2026" in after


def test_the_page_of_a_member_asks_no_more_with_years(desk, one, django_assert_max_num_queries):
    with acting(SYSTEM):
        for month in ("2026-09", "2026-10", "2026-11", "2026-12"):
            paid(one, month, amount=8_400)
    with django_assert_max_num_queries(26):
        page = desk.get(reverse("mandiri_detail", args=[one.pk])).content.decode()
    assert "Rp42.000.000" in page  # the benefit of a natural death: PP 82/2019


def test_a_village_sees_its_own_and_changes_nothing(offices, one, make_user, signed_in):
    with acting(SYSTEM):
        other = member(who=trader("I PUTU SEBERANG", village=SUMERTA))
    client = signed_in(make_user("operator_desa", "region", one.village))
    page = client.get(reverse("mandiri")).content.decode()
    assert "NI MADE RAI" in page
    assert "SEBERANG" not in page
    assert client.get(reverse("mandiri_detail", args=[other.pk])).status_code == 404
    assert client.post(reverse("mandiri_pay", args=[one.pk]), PAY).status_code == 403
    assert "Catat pembayaran" not in client.get(reverse("mandiri_detail", args=[one.pk])).content.decode()


def test_who_agreed_is_reminded_until_berhenti(desk, one):
    def sent(name, how):
        return desk.post(reverse(name, args=[one.pk]), {"how": how})

    assert sent("mandiri_agree", "loket").status_code == 422  # no phone yet
    with acting(SYSTEM):
        Person.everything.filter(pk=one.person_id).update(phone="+6281234567890")
    assert sent("mandiri_agree", "").status_code == 422
    assert sent("mandiri_agree", "surat di loket").status_code == 302
    assert (
        "Setuju diingatkan (surat di loket"
        in desk.get(reverse("mandiri_detail", args=[one.pk])).content.decode()
    )
    assert sent("mandiri_withdraw", "balas BERHENTI").status_code == 302
    assert list(Consent.objects.order_by("pk").values_list("is_given", flat=True)) == [True, False]
