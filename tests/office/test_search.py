"""Finding a person: by part of a name, a misspelt one, a number, a phone; never beyond one's scope."""

import pytest
from conftest_office import KESIMAN, SUMERTA, person

from tedung.office.base.crypto import blind_index
from tedung.office.people import walking
from tedung.office.people.models import FormerNik, NameWord, Person, Visibility, Word
from tedung.office.people.search import search
from tedung.office.people.words import words

NIK = "5171021203700003"


@pytest.fixture
def people(as_system):
    return {
        "wayan": person(KESIMAN, "I WAYAN SUDARMA", nama_sebutan="Jero Mangku Pasek", phone="+628123456789"),
        "ketut": person(SUMERTA, "NI KETUT SRIANI", nik=NIK, nik_index=blind_index(NIK), nik_state="valid"),
        "made": person(KESIMAN, "I MADE SUDIRA"),
    }


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("sudarma", "wayan"),
        ("SUDAR", "wayan"),
        ("sudharma", "wayan"),
        ("wayan sudarna", "wayan"),
        ("jero mangku", "wayan"),
        ("sriyani", "ketut"),
        (NIK, "ketut"),
        ("5171 0212 0370 0003", "ketut"),
        ("08123456789", "wayan"),
        ("+62 812-3456-789", "wayan"),
    ],
)
def test_what_one_types_finds_the_person(people, asked, first):
    found = search(asked)
    assert found
    assert found[0] == people[first]


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "  ",
        "ab",
        "\0",
        '"',
        "'; DROP TABLE people_person; --",
        "%",
        "_",
        "a" * 5_000,
        "*",
        "NEAR(",
        "9" * 16,
    ],
)
def test_nonsense_finds_nobody_and_breaks_nothing(people, asked):
    assert search(asked) == []


def test_a_village_finds_its_own_people_only(people, make_user, as_user):
    with as_user(make_user("operator_desa", "region", SUMERTA)):
        assert search("sudarma") == []
        assert search("08123456789") == []
        assert search("sriani") == [people["ketut"]]
    with as_user(make_user("operator_desa", "region", KESIMAN, username="lain")):
        assert search(NIK) == []


def test_a_former_number_still_finds(people):
    from tedung.office.base import clock

    old = "5171021203700011"
    FormerNik.objects.create(
        person=people["made"], nik=old, nik_index=blind_index(old), reason="KTP lama", at=clock.now()
    )
    assert search(old) == [people["made"]]


def test_an_alias_leads_to_its_person_once(people):
    Person.everything.filter(pk=people["made"].pk).update(merged_into=people["wayan"])
    assert search("sudi") == [people["wayan"]]


def test_a_new_name_is_found_and_the_old_one_is_not(people):
    who = people["made"]
    who.nama_ktp = "I GEDE ARTAWAN"
    who.save()
    assert search("artawan") == [who]
    assert who not in search("sudira")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Sudharma", "SUDARMA"),
        ("Moehamad Djoko", "MUHAMAD JOKO"),
        ("Sriyani", "SRIANI"),
        ("Ma'ruf", "MARUP"),
        ("Élisabeth", "ELISABET"),
    ],
)
def test_what_sounds_alike_is_one_word(typed, meant):
    assert words(typed) == words(meant)


@pytest.mark.parametrize(
    "name",
    [
        "I WAYAN  SUDHARMA, S.Pd.",
        'Jéro "Mangku" Ma\'ruf',
        "NJOMAN (TJOK) OEKA/ANOM-PUTRA",
        "ÄÖÜ Ÿvonne ßtraße \x01 \\ [x] {y} %wayan% _made_",
        "愛愛愛 ni",
        "WAYAN WAYAN",
        "A" * 200,
        "",
    ],
)
def test_the_database_and_we_read_the_same_words(name, as_system):
    who = person(KESIMAN, name)
    kept = NameWord.objects.filter(person_id=who.pk).values_list("word", flat=True)
    assert sorted(kept) == sorted(words(name))
    who.nama_ktp = "I MADE"
    who.save()
    assert list(NameWord.objects.filter(person_id=who.pk).values_list("word", flat=True)) == ["made"]
    assert set(words(name)) <= set(Word.objects.values_list("word", flat=True))


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("sudarma wayan", "wayan"),
        ("wayan sudrama", "wayan"),
        ("ketut sriani kesiman", "ketut"),  # a word of no name
        ("wayan xqzv", "wayan"),
        ("darma", "wayan"),
        ("wyan", "wayan"),
    ],
)
def test_words_in_any_order_one_of_them_amiss(people, asked, first):
    assert search(asked)[0] == people[first]


@pytest.mark.parametrize("far", [0, 3, 20_000])
def test_whichever_list_is_walked_the_same_are_found(far, as_system, make_user, as_user, monkeypatch):
    monkeypatch.setattr(walking, "FAR", far)
    others = [person(KESIMAN, f"I WAYAN SUDARMA {number}") for number in range(8)]
    own = [person(SUMERTA, name) for name in ("I WAYAN SUDARMA", "I WAYAN SUDIRA", "NI MADE SUDARMA")]
    looked_after = others[4]
    Visibility.objects.create(person=looked_after, kind="opd", code="dinas_sosial")
    with as_user(make_user("operator_desa", "region", SUMERTA)):
        assert search("wayan sudarma") == own[:1]
        assert set(search("sudarma")) == {own[0], own[2]}
    with as_user(make_user("operator_opd", "opd", "dinas_sosial", username="dinas")):
        assert search("wayan sudarma") == [looked_after]
    with as_user(make_user("operator_desa", "region", SUMERTA[:8], username="camat")):
        assert set(search("sudarma")) == {*others, own[0], own[2]}
    with as_user(make_user("kepala", "region", "51.72", username="jauh")):
        assert search("wayan sudarma") == []
