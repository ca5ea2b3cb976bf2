"""The pieces of the synthetic city, one by one."""

import zipfile
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tedung.population import names
from tedung.population.broken import BROKEN, damaged, locked
from tedung.population.clerks import (
    DATE_STYLES,
    abbreviated,
    clerk_of,
    typed_date,
    typed_income,
    typed_name,
    typed_nik,
    typed_phone,
)
from tedung.population.faults import FAULTS, Draft, Scene, spoil
from tedung.population.layouts import Line, Sheet
from tedung.population.lists import deal, fill, units
from tedung.population.opendocument import write_ods
from tedung.population.people import City, is_too_old
from tedung.population.spreadsheets import write_csv, write_xlsx
from tedung.population.tables import groups, villages

TODAY = date(2026, 12, 1)
NIK = "5171015208789001"


@given(st.integers(0, 5000), st.lists(st.floats(0.1, 100), min_size=1, max_size=60))
def test_what_is_dealt_out_adds_up_and_follows_the_weights(count, weights):
    dealt = deal(count, weights)
    assert sum(dealt) == count
    exact = [count * weight / sum(weights) for weight in weights]
    assert all(abs(share - right) < 1 + 1e-9 for share, right in zip(dealt, exact, strict=True))


def test_equal_weights_share_the_rest_from_the_front():
    assert deal(7, [1.0, 1.0, 1.0]) == [3, 2, 2]
    assert deal(0, [2.0, 5.0]) == [0, 0]


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("cell", date(1978, 8, 12)),
        ("serial", 28714),  # counted in a spreadsheet: 12 August 1978
        ("dd-mm-yyyy", "12-08-1978"),
        ("d/m/yyyy", "12/8/1978"),
        ("dd.mm.yyyy", "12.08.1978"),
        ("dd-mm-yy", "12-08-78"),
        ("mm/dd/yyyy", "08/12/1978"),
        ("words", "12 Agustus 1978"),
        ("short_month", "12-Agu-1978"),
    ],
)
def test_a_date_in_every_form(style, shown):
    assert typed_date(date(1978, 8, 12), style) == shown


@pytest.mark.parametrize("style", sorted(set(DATE_STYLES)))
def test_no_date_is_an_empty_cell(style):
    assert typed_date(None, style) is None


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("text", NIK),
        ("spaces", "5171 0152 0878 9001"),
        ("apostrophe", f"'{NIK}"),
        ("dots", "517101.520878.9001"),
        ("rounded_nik", 5171015208789000),
        ("scientific_nik", "5,17101E+15"),
    ],
)
def test_a_nik_in_every_form(style, shown):
    assert typed_nik(NIK, style) == shown


@pytest.mark.parametrize("style", ["text", "spaces", "dots", "apostrophe", "rounded_nik", "scientific_nik"])
def test_words_in_place_of_a_nik_stay_words(style):
    assert typed_nik("menyusul", style) == "menyusul"
    assert typed_nik("", style) is None


def test_phones_and_incomes_in_every_form():
    assert typed_phone("084512345678", "number") == 84512345678  # the spreadsheet ate the zero
    assert typed_phone("084512345678", "dashes") == "0845-1234-5678"
    assert typed_phone("084512345678", "plus62") == "+6284512345678"
    assert typed_phone("", "plain") is None
    shown = [typed_income(1_500_000, style) for style in ("number", "rupiah", "rupiah_dash", "juta", "dots")]
    assert shown == [1_500_000, "Rp 1.500.000", "Rp. 1.500.000,-", "1,5 jt", "1.500.000"]
    assert typed_income(1_000_000, "juta") == "1 jt"


def test_names_are_shortened_as_clerks_do():
    rng = Random(1)
    shown = {abbreviated(rng, "I Wayan Sudarma") for _ in range(40)}
    assert shown >= {"I Wyn Sudarma", "I Wy Sudarma"}
    assert all(name.startswith("I ") and name.endswith(" Sudarma") for name in shown)
    assert {abbreviated(rng, "Ida Bagus Made Oka") for _ in range(60)} >= {"IB Md Oka"}
    assert abbreviated(rng, "Slamet") == "Slamet"
    assert typed_name(rng, "Ni Made Asih", "upper") == "NI MADE ASIH"


def test_a_brother_is_another_child_of_the_same_family():
    rng = Random(3)
    for _ in range(200):
        one = names.balinese(rng, "L", 1975)
        two = names.sibling(rng, one, "P", 1980)
        assert two.title != one.title or not one.order
        assert not one.order or two.order != one.order


def test_a_group_that_is_not_balinese_has_names_of_its_own():
    rng = Random(2)
    for group in (
        "Javanese",
        "Chinese Indonesian",
        "Sasak",
        "Madurese",
        "Sundanese",
        "Flores",
        "Batak",
        "other",
    ):
        name = names.foreign(rng, group, "P")
        assert str(name)
        assert not name.order


def draft():
    return Draft(
        nik=NIK,
        name="I Wayan Sudarma",
        called="",
        birth_place="Denpasar",
        birth=date(1978, 8, 12),
        sex="L",
        address="Jl. Tukad Badung No. 1",
        banjar="Kaja",
        village="Sesetan",
        part="Sesetan",
        phone="084512345678",
        mother="Ni Luh Asih",
        occupation="Pecalang",
        income=1_500_000,
    )


def scene(seed=0):
    city = City(Random(seed), TODAY)
    people = [city.newcomer(groups()["linmas"], villages()[0]) for _ in range(3)]
    return Scene(Random(seed), people[0], tuple(people))


CHANGED = {"nik": {"nik"}, "name": {"name"}, "birth": {"birth", "birth_text"}, "sex": {"sex"}}
CHANGED |= {"village": {"village"}, "phone": {"phone"}}


@pytest.mark.parametrize("fault", sorted(FAULTS))
@pytest.mark.parametrize("seed", range(5))
def test_a_fault_spoils_its_own_column_and_no_other(fault, seed):
    spoiled = draft()
    done = FAULTS[fault][0](spoiled, scene(seed))
    differing = {name for name in vars(spoiled) if getattr(spoiled, name) != getattr(draft(), name)}
    assert differing <= CHANGED[FAULTS[fault][2]]
    assert bool(differing) == done or not done


@pytest.mark.parametrize(
    "wrong",
    [
        replace(draft(), birth=date(1978, 8, 13)),  # no thirteenth month
        replace(draft(), birth=date(1978, 8, 8)),  # nothing to exchange
        replace(draft(), birth=None),
    ],
)
def test_a_date_that_cannot_be_exchanged_is_left(wrong):
    assert not FAULTS["birth_swapped"][0](wrong, scene())


def test_a_fault_that_cannot_show_is_not_done():
    for seed in range(30):
        assert FAULTS[spoil(draft(), scene(seed), frozenset({"name", "nik"}))][2] in {"name", "nik"}


def test_whoever_is_alone_in_a_list_borrows_no_nik():
    alone = scene()
    assert not FAULTS["nik_borrowed"][0](draft(), replace(alone, others=(alone.person,)))


def test_65_is_too_old_from_the_birthday_on():
    person = scene().person
    assert is_too_old(replace(person, birth=date(1961, 12, 1)), TODAY)
    assert not is_too_old(replace(person, birth=date(1961, 12, 2)), TODAY)


def test_a_name_that_is_a_formula_is_written_as_text(tmp_path):
    clerk = replace(clerk_of(units(1)[0], 0, 1), heading=1)
    sheet = Sheet("Sheet1", [Line("person", ["=cmd|' /C calc'!A0"], entry=0)], [10.0], columns=("name",))
    write_xlsx(tmp_path / "a.xlsx", [sheet], clerk)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_workbook_holds_no_time_of_day(tmp_path):
    clerk = clerk_of(units(1)[0], 0, 1)
    sheet = Sheet(
        "Sheet1",
        [Line("person", ["Ni Luh & <Sari>", date(1990, 1, 2)], entry=0)],
        [10.0, 9.0],
        columns=("name", "birth"),
    )
    write_xlsx(tmp_path / "a.xlsx", [sheet], clerk)
    write_ods(tmp_path / "a.ods", [sheet])
    for name in ("a.xlsx", "a.ods"):
        with zipfile.ZipFile(tmp_path / name) as archive:
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert archive.testzip() is None


def test_signs_of_markup_in_a_name_survive(tmp_path):
    sheet = Sheet("A & B", [Line("person", ["Ni Luh & <Sari>"], entry=0)], [10.0], columns=("name",))
    write_ods(tmp_path / "a.ods", [sheet])
    book = CalamineWorkbook.from_path(tmp_path / "a.ods")
    assert book.sheet_names == ["A & B"]
    assert book.get_sheet_by_index(0).to_python() == [["Ni Luh & <Sari>"]]


def test_a_letter_that_an_encoding_lacks_does_not_stop_the_clerk(tmp_path):
    clerk = clerk_of(units(1)[0], 0, 1)
    clerk = replace(clerk, container=clerk.container._replace(suffix="csv", delimiter=";", encoding="cp1252"))
    sheet = Sheet("", [Line("person", ["Ni Luh Šri Āyu; x"], entry=0)], [10.0], columns=("name",))
    write_csv(tmp_path / "a.csv", sheet, clerk)
    assert (tmp_path / "a.csv").read_bytes() == '"Ni Luh Šri ?yu; x"\r\n'.encode("cp1252")


def test_the_broken_files_are_broken_each_in_its_way():
    assert {content()[:4] for _, _, content in BROKEN} == {b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"", b"%PDF"}
    assert "EncryptedPackage".encode("utf-16-le") in locked()
    assert damaged() == damaged()
    assert not damaged().endswith(b"PK\x05\x06" + bytes(18))


@pytest.mark.parametrize("people", [1, 7, 200])
def test_nobody_is_twice_in_a_group_of_a_list_but_on_purpose(people):
    _, lists = fill(Random("x"), TODAY, people)
    for each in lists:
        places = [
            (entry.person_id, entry.group)
            for entry in each.entries
            if not {"twice_in_list", "listed_elsewhere"} & set(entry.faults)
        ]
        assert len(places) == len(set(places))
