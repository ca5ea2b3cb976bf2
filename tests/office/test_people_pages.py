"""What pages say of people: where they live, whether they are protected, what was decided of a pair."""

from datetime import date

import pytest
from conftest_office import CITY, KESIMAN, person
from django.urls import reverse

from tedung.office.base import clock
from tedung.office.base.crypto import blind_index
from tedung.office.penetapan.models import Cover, Decree, Row
from tedung.office.people import protection
from tedung.office.people.models import NikView, Person
from tedung.office.reference.models import Region
from tedung.office.review.models import Pair

pytestmark = pytest.mark.usefixtures("as_system")
DAY = date(2026, 12, 1)


@pytest.fixture
def village(db):
    Region.objects.update_or_create(code=KESIMAN, defaults={"name": "Kesiman", "kind": "kelurahan"})


@pytest.fixture
def cover(offices):
    """Return the maker of a cover: cover(person, first day, last day)."""

    def make(who, since, until):
        unit = offices["disnaker"]
        decree = Decree.everything.create(
            unit=unit,
            unit_code=unit.code,
            region=CITY,
            about="x",
            payer="apbd_kota",
            number=f"188.45/{since:%Y}",
            made_at=clock.now(),
            since=since,
            until=until,
        )
        own = {"since": since, "until": until, "unit_code": unit.code, "group_code": "pemangku"}
        row = Row.everything.create(decree=decree, ordinal=1, person=who, nama_ktp=who.nama_ktp, **own)
        Cover.everything.create(person=who, row=row, payer="apbd_kota", programmes="jkk+jkm", **own)

    return make


def test_a_search_says_where_each_lives_and_whether_protected(village, cover, make_user, signed_in):
    now, soon, none, died = (person(KESIMAN, f"I KETUT ARTA {name}") for name in "ABCD")
    alias = person(KESIMAN, "KETUT ARTA", merged_into=now)
    cover(alias, date(2026, 1, 1), date(2026, 12, 31))
    cover(soon, date(2027, 1, 1), date(2027, 12, 31))
    Person.everything.filter(pk=died.pk).update(died_on=date(2026, 11, 1))
    said = {
        key: one.sentence
        for key, one in protection.of(Person.everything.filter(merged_into=None), DAY).items()
    }
    assert said == {
        now.pk: "terlindungi sampai 31 Desember 2026",
        soon.pk: "akan terlindungi mulai 1 Januari 2027",
        none.pk: "tidak terlindungi",
        died.pk: "meninggal",
    }
    client = signed_in(make_user("operator_desa", "region", KESIMAN))
    text = client.post(reverse("people"), {"cari": "Ketut Arta"}).content.decode()
    assert text.count("Kesiman</td>") == 4
    assert "4 orang ditemukan" in text
    shown = client.get(reverse("person", args=[soon.public_id])).content.decode()
    assert "Akan terlindungi mulai 1 Januari 2027." in shown


def test_more_than_the_page_holds_are_not_said_to_be_all(village, offices, make_user, signed_in):
    for number in range(27):
        person(KESIMAN, f"I KETUT ARTAWAN {chr(65 + number % 26)}")
    client = signed_in(make_user("operator_desa", "region", KESIMAN))
    text = client.post(reverse("people"), {"cari": "Ketut Artawan"}).content.decode()
    assert "25 orang yang paling mirip" in text
    assert "Mungkin ada lagi yang lain" in text


REASONS = [
    ({"pilihan": "ktp"}, "Mencocokkan dengan KTP"),
    ({"pilihan": "ktp", "alasan": "di kantor desa"}, "Mencocokkan dengan KTP: di kantor desa"),
    ({"pilihan": "lain", "alasan": "permintaan polisi"}, "Keperluan lain: permintaan polisi"),
    ({"alasan": "ditulis sendiri"}, "ditulis sendiri"),
]


def test_why_a_number_is_looked_at_is_chosen_or_written(offices, make_user, signed_in):
    who = person(KESIMAN, nik="5171021203700003")
    client, address = signed_in(make_user("verifikator")), reverse("person_nik", args=[who.public_id])
    for given, kept in REASONS:
        assert client.post(address, given).status_code == 200
        assert NikView.objects.latest("pk").reason == kept
    for given in ({}, {"pilihan": "lain"}, {"pilihan": "tidak ada"}):
        assert client.post(address, given).status_code == 409
    assert NikView.objects.count() == len(REASONS)


def test_a_decision_leads_back_to_its_pair(offices, make_user, signed_in):
    terms = [("date", "same", 12.5), ("sex", "other", -9.0)]
    reasons = {
        "prior": -20.0,
        "terms": [dict(zip(("comparison", "level", "bits"), one, strict=True)) for one in terms],
    }
    one, other = person(KESIMAN), person(KESIMAN)
    own = {"weight": 1.0, "reasons": reasons, "region": KESIMAN, "found_at": clock.now()}
    made = Pair.everything.create(first=one, second=other, **own)
    client = signed_in(make_user("verifikator"))
    shown = client.get(reverse("review_pair", args=[made.pk])).content.decode()
    assert (shown.count('<span class="plus"><meter'), shown.count('<span class="minus"><meter')) == (1, 2)
    done = client.post(reverse("review_decide", args=[made.pk]), {"putusan": "different"}, follow=True)
    text = done.content.decode()
    assert "Disimpan: orang berbeda." in text
    assert f'<a href="{reverse("review_pair", args=[made.pk])}">Lihat lagi atau batalkan</a>' in text


def test_a_refused_correction_keeps_what_was_typed(offices, make_user, signed_in):
    """The number is another's: said at the head of the form, with the address still in its field."""
    nik = "5171021203700003"
    person(KESIMAN, "I MADE LAIN", nik=nik, nik_index=blind_index(nik), nik_state="valid")
    who = person(KESIMAN, "I WAYAN UJI")
    typed = {"nama_ktp": "I WAYAN UJI", "nik": nik, "address": "Jalan Melati 1", "reason": "KTP"}
    answer = signed_in(make_user("verifikator")).post(reverse("person_change", args=[who.public_id]), typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "NIK ini sudah tercatat pada orang lain" in text
    assert 'value="Jalan Melati 1"' in text
    assert "I MADE LAIN" not in text
