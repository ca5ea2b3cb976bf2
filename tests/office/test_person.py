"""A person's page: protected until when and why; data put right with the old kept; a family; what it would get."""

from datetime import date

import pytest
from conftest_office import CITY, KESIMAN, SUMERTA, person
from django.urls import reverse

from tedung.office.base import clock
from tedung.office.base.crypto import blind_index
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.penetapan.models import Cover, Decree, Row
from tedung.office.people import family, services
from tedung.office.people.life import life_of
from tedung.office.people.models import Evidence, FormerName, FormerNik, Kinship, Person
from tedung.office.people.search import search

NIK, OTHER = "5171021203700003", "5171021508820002"


@pytest.fixture
def who(as_system, offices):
    return person(
        KESIMAN,
        birth_date=date(1970, 3, 12),
        sex="L",
        nik=NIK,
        nik_index=blind_index(NIK),
        nik_state="valid",
    )


@pytest.fixture
def verifikator(make_user):
    return make_user("verifikator")


@pytest.fixture
def cover(who, offices):
    """Return a maker of covers: cover(since, until, ordinal)."""
    unit = offices["disnaker"]
    decree = Decree.everything.create(
        unit=unit,
        unit_code=unit.code,
        region=CITY,
        about="x",
        number="188.45/1",
        since=date(2025, 1, 1),
        until=date(2027, 12, 31),
        payer="apbd_kota",
        made_at=clock.now(),
    )

    def make(since, until, ordinal=1, reason=""):
        term = {"since": since, "until": until, "village": KESIMAN, "group_code": "pemangku"}
        row = (
            Row.everything.create(
                decree=decree, ordinal=ordinal, person=who, nama_ktp="x", reason=reason, **term, act="masuk"
            )
            if ordinal == 1
            else Row.everything.get(decree=decree, ordinal=1)
        )
        return Cover.everything.create(person=who, row=row, payer="apbd_kota", programmes="jkk+jkm", **term)

    return make


def shown(client, who):
    return client.get(reverse("person", args=[who.public_id])).content.decode()


def test_until_when_without_a_hole(who, cover):
    cover(date(2026, 1, 1), date(2026, 12, 31))
    cover(date(2027, 1, 1), date(2027, 6, 30), 2)
    cover(date(2027, 8, 1), date(2027, 12, 31), 3)
    life = life_of(who)
    assert life.protected_until == date(2027, 6, 30)
    [gap] = [span for span in life.spans if span.is_gap]
    assert (gap.since, gap.until) == (date(2027, 7, 1), date(2027, 7, 31))


def test_from_the_last_cover_to_today_is_a_hole(who, cover):
    """It is 1 December 2026; of whoever died, the hole ends on that day."""
    cover(date(2026, 1, 1), date(2026, 6, 30))
    last = life_of(who).spans[-1]
    assert (last.is_gap, last.since, last.until) == (True, date(2026, 7, 1), date(2026, 12, 1))
    who.died_on = date(2026, 8, 17)
    assert life_of(who).spans[-1].until == date(2026, 8, 17)
    who.died_on = date(2026, 6, 30)
    assert not life_of(who).spans[-1].is_gap


def test_the_page_says_who_pays_why_and_what_the_family_would_get(who, cover, verifikator, signed_in):
    """PP 82/2019: a death that is no accident 42 million for a member of three months; articles beside."""
    cover(date(2026, 1, 1), date(2026, 12, 31))
    text = shown(signed_in(verifikator), who)
    for words in (
        "Terlindungi tanpa putus sampai 31 Desember 2026",
        "APBD kota/kabupaten",
        "188.45/1",
        "nomor 1 di lampiran",
        "Pemangku",
        "Karena kecelakaan kerja",
        "Bukan karena kecelakaan kerja",
        "Pasal",
    ):
        assert words in text, words
    assert "apbd_kota" not in text
    assert ">pemangku<" not in text
    assert NIK not in text
    cards = life_of(who).rights
    assert [card.kind for card in cards] == ["jkk_death", "jkm_death"]
    assert all(line["article"] for card in cards for line in card.lines)


def test_unprotected_it_says_so_and_promises_nothing(who, verifikator, signed_in):
    text = shown(signed_in(verifikator), who)
    assert "Tidak ada keputusan yang menanggung orang ini hari ini" in text
    assert "Yang diterima keluarga" not in text


def test_the_page_costs_the_same_whatever_there_is(
    who, cover, verifikator, signed_in, django_assert_max_num_queries
):
    cover(date(2026, 1, 1), date(2026, 12, 31))
    for number in range(30):
        relative = person(KESIMAN, f"NI LUH {number}")
        Kinship.objects.create(person=who, relative=relative, relation="child")
        Person.everything.filter(pk=person(KESIMAN, f"ALIAS {number}").pk).update(merged_into=who)
        Evidence.objects.create(
            person=who, kind="desil", value=1, number=str(number), day=clock.today(), by="x", at=clock.now()
        )
    client = signed_in(verifikator)
    with django_assert_max_num_queries(48):
        assert "NI LUH 29" in shown(client, who)


def test_data_put_right_keeps_what_was(who, verifikator, as_user):
    with as_user(verifikator):
        changed = services.correct(
            who, "KTP dilihat", nama_ktp="I WAYAN SUDHARMA", nik=OTHER, birth_date=date(1982, 8, 15)
        )
    assert changed == ["nama_ktp", "birth_date", "nik"]
    now = Person.everything.get(pk=who.pk)
    assert (now.nama_ktp, now.nik, now.nik_state, now.nik_index) == (
        "I WAYAN SUDHARMA",
        OTHER,
        "valid",
        blind_index(OTHER),
    )
    assert FormerName.objects.get().name == "I WAYAN SUDARMA"
    assert FormerNik.objects.get().nik == NIK
    assert now.name_bag
    with as_user(verifikator):
        assert search(NIK) == [now]  # the old number still finds the person


def test_nothing_new_changes_nothing(who, verifikator, as_user):
    with as_user(verifikator):
        assert services.correct(who, "KTP", nama_ktp=who.nama_ktp, nik=NIK) == []
    assert not FormerName.objects.exists()
    assert not FormerNik.objects.exists()


@pytest.mark.parametrize(
    ("reason", "given"),
    [
        (" ", {"nama_ktp": "X"}),
        ("KTP", {"nama_ktp": ""}),
        ("KTP", {"nik": "123"}),
        ("KTP", {"nik": "5171021203700003; DROP"}),
        ("KTP", {"nik": "0" * 16}),
        ("KTP", {"birth_date": date(2026, 12, 2)}),
        ("KTP", {"birth_date": date(1899, 12, 31)}),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(who, verifikator, as_user, reason, given):
    if given.get("nik", "").startswith(NIK):
        given = {"nik": "51710212037000x3"}
    with as_user(verifikator), pytest.raises(Refusal):
        services.correct(who, reason, **given)
    now = Person.everything.get(pk=who.pk)
    assert (now.nama_ktp, now.nik, now.birth_date) == (who.nama_ktp, NIK, who.birth_date)


def test_two_persons_never_share_a_valid_number(who, verifikator, as_user):
    person(SUMERTA, "I KETUT", nik=OTHER, nik_index=blind_index(OTHER), nik_state="valid")
    with as_user(verifikator), pytest.raises(Refusal) as told:
        services.correct(who, "KTP", nik=OTHER)
    assert told.value.code == "nik_taken"


def test_a_family_is_read_from_both_sides_and_ends(who, verifikator, as_user):
    wife, child = person(KESIMAN, "NI MADE"), person(KESIMAN, "I PUTU")
    with as_user(verifikator):
        marriage = services.relate(who, wife, "spouse", date(1995, 1, 1))
        services.relate(who, child, "child")
        assert [str(kin.label) for kin in family.kin_of(child)] == ["Orang tua"]
        assert set(family.family_of(child)) == {who, wife, child}
        for wrong in ((who, who, "spouse"), (who, wife, "child"), (wife, who, "spouse"), (who, child, "x")):
            with pytest.raises(Refusal):
                services.relate(*wrong)
        with pytest.raises(Refusal):
            services.end_relation(who, marriage, date(1994, 12, 31))
        with pytest.raises(Refusal):
            services.end_relation(child, marriage, date(2020, 1, 1))
        services.end_relation(wife, marriage, date(2020, 1, 1))
        services.end_relation(wife, marriage, date(2021, 1, 1))
    marriage.refresh_from_db()
    assert marriage.until == date(2020, 1, 1)


def test_a_relative_beyond_ones_scope_has_no_name(who, make_user, as_user, signed_in):
    far = person(SUMERTA, "NI RAHASIA")
    Kinship.objects.create(person=who, relative=far, relation="sibling")
    operator = make_user("operator_desa", "region", KESIMAN)
    with as_user(operator):
        [kin] = family.kin_of(who)
        assert kin.relative is None
    client = signed_in(operator)
    for name in ("person", "person_family"):
        text = client.get(reverse(name, args=[who.public_id])).content.decode()
        assert "NI RAHASIA" not in text
        assert "di luar wilayah Anda" in text


def test_who_may_not_change_does_not(who, make_user, as_user, signed_in):
    operator = make_user("operator_desa", "region", KESIMAN)
    with as_user(operator), pytest.raises(NotAllowed):
        services.correct(who, "KTP", nama_ktp="X")
    with as_user(make_user("verifikator", "region", SUMERTA)), pytest.raises(NotAllowed):
        services.correct(who, "KTP", nama_ktp="X")
    assert signed_in(operator).post(reverse("person_change", args=[who.public_id])).status_code == 403


def test_the_pages_change_relate_and_show(who, verifikator, signed_in):
    client = signed_in(verifikator)
    wife = person(KESIMAN, "NI MADE RAKI")

    def post(name, given, *more):
        return client.post(reverse(name, args=[who.public_id, *more]), given)

    assert client.get(reverse("person_change", args=[who.public_id])).status_code == 200
    assert post("person_change", {"nama_ktp": ""}).status_code == 422
    given = {"nama_ktp": "I WAYAN SUDARMA", "nama_sebutan": "Jero", "birth_date": "1970-03-12", "sex": "L"}
    assert post("person_change", given | {"reason": "KTP", "phone": "0812 3456 789"}).status_code == 302
    assert Person.everything.get(pk=who.pk).phone == "+628123456789"
    assert post("person_relate", {"relation": "spouse", "relative": "TIDAK ADA"}).status_code == 422
    assert post("person_relate", {"relation": "spouse", "relative": wife.nama_ktp}).status_code == 302
    kin = Kinship.objects.get()
    assert post("person_end_relation", {"until": "2026-11-30"}, kin.pk).status_code == 302
    assert post("person_evidence", {"kind": "desil"}).status_code == 422
    given = {"kind": "desil", "value": "4", "number": "DTSEN 2026-2", "day": "2026-06-01"}
    assert post("person_evidence", given).status_code == 302
    text = shown(client, who)
    assert "desil 4" in text
    assert "NI MADE RAKI" in text


@pytest.mark.parametrize("value", ["x" * 5_000, "a\x00b", "=1+1", "", "<b>"])
def test_hostile_fields_are_answered_not_broken(who, verifikator, signed_in, value):
    client = signed_in(verifikator)
    fields = (
        "nama_ktp",
        "nik",
        "birth_date",
        "reason",
        "relative",
        "relation",
        "number",
        "day",
        "value",
        "until",
    )
    for name in ("person_change", "person_evidence", "person_relate"):
        answer = client.post(reverse(name, args=[who.public_id]), dict.fromkeys(fields, value))
        assert answer.status_code in {302, 400, 409, 422}
