"""Birth dates in every form met, and what the NIK decides."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.roster.birth import Birth, month_named, parse, settle
from tedung.roster.nik import Nik
from tedung.roster.nik import parse as nik_of

ON = date(2026, 12, 1)
AUGUST = date(1978, 8, 12)
NO_NIK = Nik("missing")


def codes(found):
    return [one.code for one in found.findings]


@pytest.mark.parametrize(
    "typed",
    [
        "12/8/1978",
        "12/08/1978",
        "12-08-78",
        "12-8-78",
        "12.8.1978",
        "12 8 1978",
        "12 - 08 - 1978",
        "12--08--1978",
        "12\\08\\1978",
        "1978-08-12",
        "1978/8/12",
        "1978-08-12 00:00:00",
        "1978-08-12T00:00:00Z",
        "12 Agustus 1978",
        "12 agustus1978",
        "12-Agt-78",
        "12 Ags 1978",
        "12 Agsutus 1978",
        "12 August 1978",
        "12/Aug/1978",
        "August 12, 1978",
        "19780812",
        "12081978",
        19780812,
        28714,
        28714.0,
        28714.5,
        "28714",
        date(1978, 8, 12),
        datetime(1978, 8, 12, 7, 30),  # noqa: DTZ001 -- a spreadsheet knows no zone
        "'12/08/1978",
        " 12/08/1978 .",
    ],
)
def test_one_day_in_many_forms(typed):
    assert parse(typed, ON).day == AUGUST


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("januari", 1),
        ("pebruari", 2),
        ("peb", 2),
        ("maret", 3),
        ("april", 4),
        ("mei", 5),
        ("juni", 6),
        ("juli", 7),
        ("agt", 8),
        ("september", 9),
        ("okt", 10),
        ("nopember", 11),
        ("desember", 12),
        ("des", 12),
        ("dec", 12),
        ("agustuss", 8),
        ("juny", None),  # juni or july: not guessed
        ("tahun", None),
        ("x", None),
    ],
)
def test_months_as_clerks_spell_them(word, number):
    assert month_named(word) == number


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Denpasar, 12-08-1978", "Denpasar"),
        ("Dps 12 Agustus 1978", "Dps"),
        ("Singaraja/12-08-1978", "Singaraja"),
        ("Nusa Penida, Klungkung, 12-8-1978", "Nusa Penida, Klungkung"),
    ],
)
def test_place_and_day_in_one_cell(typed, place):
    assert parse(typed, ON)[:1] == (AUGUST,)
    assert parse(typed, ON).place == place


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("31 Februari 1980", "birth_impossible"),
        ("31-02-1980", "birth_impossible"),
        ("45/13/1980", "birth_impossible"),
        ("abc", "birth_impossible"),
        ("abc " * 9000, "birth_impossible"),
        ("9" * 5000, "birth_impossible"),
        ("12/08", "birth_impossible"),
        (True, "birth_impossible"),
        (1e308, "birth_impossible"),
        (float("nan"), "birth_impossible"),
        (-28714, "birth_impossible"),
        (0.5, "birth_impossible"),
        ("12/08/1800", "birth_implausible"),
        ("12/08/2100", "birth_implausible"),
        (date(1800, 1, 1), "birth_implausible"),
        (date(2100, 1, 1), "birth_implausible"),
        (1800, "birth_implausible"),
        ("1978", "birth_year_only"),
        (1978, "birth_year_only"),
        ("th 1978", "birth_year_only"),
        ("± 1978", "birth_year_only"),
        ("Agustus 1978", "birth_year_only"),
        ("36 tahun", "birth_age_only"),
        ("36 thn", "birth_age_only"),
        ("36", "birth_age_only"),
        (36, "birth_age_only"),
        ("08/25/1978", "birth_other_order"),
    ],
)
def test_what_is_no_day_is_a_finding(typed, code):
    read = parse(typed, ON)
    assert codes(read) == [code]
    assert (read.day is None) == (code != "birth_other_order")


def test_an_age_and_a_year_keep_the_year():
    assert parse("36 tahun", ON).year == 1990
    assert parse("1978", ON).year == 1978


@pytest.mark.parametrize("empty", [None, "", "-", "?", "belum ada", 0, "0"])
def test_nothing_is_not_a_fault_of_the_cell(empty):
    assert parse(empty, ON) == Birth()


def test_american_lists_are_read_as_their_profile_says():
    assert parse("08/12/1978", ON, "mdy").day == AUGUST
    assert parse("08/12/1978", ON, "dmy").day == date(1978, 12, 8)
    assert parse("25/08/1978", ON, "mdy").day == date(1978, 8, 25)


def test_two_digit_years_are_the_plausible_ones():
    assert parse("12-08-30", ON).day == date(1930, 8, 12)
    assert parse("12-08-05", ON).day == date(2005, 8, 12)


def test_the_nik_decides_between_day_and_month():
    nik = nik_of("5171031208780001", ON)
    settled = settle(parse("08/12/1978", ON), nik)
    assert (settled.day, settled.source) == (AUGUST, "swapped")
    assert [one.code for one in settled.findings] == ["birth_swapped"]


def test_the_nik_never_overrules_a_date():
    """A NIK is for life: it stays when the birth date is corrected."""
    settled = settle(parse("13/08/1978", ON), nik_of("5171031208780001", ON))
    assert (settled.day, settled.source) == (date(1978, 8, 13), "field")
    assert [one.code for one in settled.findings] == ["birth_differs_from_nik"]


@pytest.mark.parametrize(
    ("typed", "noted"),
    [
        (None, ["birth_from_nik"]),
        ("1978", ["birth_from_nik"]),
        ("31 Februari 1978", ["birth_impossible", "birth_from_nik"]),
        ("12/08/2100", ["birth_implausible", "birth_from_nik"]),
    ],
)
def test_the_nik_stands_in_where_no_day_is_known(typed, noted):
    settled = settle(parse(typed, ON), nik_of("5171035208780001", ON))
    assert (settled.day, settled.source) == (AUGUST, "nik")
    assert [one.code for one in settled.findings] == noted


@pytest.mark.parametrize(
    ("typed", "noted"),
    [
        (None, ["birth_missing"]),
        ("1978", ["birth_year_only"]),
        ("36 th", ["birth_age_only"]),
        ("31 Februari 1978", ["birth_impossible", "birth_missing"]),
    ],
)
def test_no_day_anywhere_must_be_mended(typed, noted):
    settled = settle(parse(typed, ON), NO_NIK)
    assert settled.day is None
    assert [one.code for one in settled.findings] == noted


def test_the_century_of_a_nik_is_not_held_against_it():
    nik = nik_of("5171031208200001", ON)  # 1920 or 2020
    settled = settle(parse("12-08-1920", ON), nik)
    assert settled.findings == ()


@given(st.dates(date(1930, 1, 1), date(2010, 1, 1)))
def test_every_written_form_of_a_day_means_that_day(day):
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "%Y%m%d", "%d %B %Y", "Denpasar, %d.%m.%Y"):
        assert parse(day.strftime(form), ON).day == day


@given(st.text(max_size=40) | st.floats() | st.integers() | st.dates() | st.datetimes() | st.booleans())
def test_whatever_stands_in_the_cell_is_answered(cell):
    read = parse(cell, ON)
    assert read.day is None or date(1916, 1, 1) <= read.day <= ON
    assert settle(read, NO_NIK).day == read.day
