"""NIK: what the sixteen digits say, what they are worth, and what is never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.roster.nik import birth_in, full_year, is_known_region, parse

ON = date(2026, 12, 1)
GOOD = "5171031204780001"


def codes(nik):
    return [found.code for found in nik.findings]


@pytest.mark.parametrize(
    ("digits", "born", "sex", "region"),
    [
        ("3602041211870001", date(1987, 11, 12), "L", "36.02.04"),  # published: jkk-jkm-bpu P18
        ("3515140508680001", date(1968, 8, 5), "L", "35.15.14"),  # published: P19, the man
        ("3515144508680002", date(1968, 8, 5), "P", "35.15.14"),  # published: P19, the woman
        ("5171036902000001", date(2000, 2, 29), "P", "51.71.03"),  # 2000 had a 29 February, 1900 had not
    ],
)
def test_published_numbers_say_birth_sex_and_region(digits, born, sex, region):
    nik = parse(digits, ON)
    assert (nik.state, nik.birth_date, nik.sex, nik.region) == ("valid", born, sex, region)
    assert nik.usable == digits
    assert not nik.findings


@pytest.mark.parametrize(
    ("typed", "noted"),
    [
        ("'5171031204780001", []),
        ("5171 0312 0478 0001", []),
        ("517103 120478 0001", []),
        ("5171.0312.0478.0001", []),
        ("51-71-03-120478-0001", []),
        (" 5171031204780001\u00a0", []),
        ("\ufeff5171031204780001\u200b", []),
        ("５１７１０３１２０４７８０００１", []),  # full width
        ("NIK: 5171031204780001", []),
        ("No. KTP 5171031204780001", []),
        ("5171O312O478OOO1", ["nik_repaired"]),
        ("5l7I031204780001", ["nik_repaired"]),
        ("5171031204780001 (KTP lama)", ["nik_repaired"]),
        ("5171031204780001.0", ["nik_number"]),
        (5171031204780001, ["nik_number"]),
        (5171031204780001.0, ["nik_number"]),
    ],
)
def test_a_number_typed_strangely_is_read(typed, noted):
    nik = parse(typed, ON)
    assert (nik.state, nik.digits) == ("valid", GOOD)
    assert codes(nik) == noted


@pytest.mark.parametrize(
    ("typed", "state", "code"),
    [
        (5171031204780000, "lost", "nik_lost"),
        (5171031204780010.0, "lost", "nik_lost"),
        ("5171031204780010.0", "lost", "nik_lost"),
        ("5.17101E+15", "lost", "nik_lost"),
        ("5,17101E+15", "lost", "nik_lost"),
        ("1111111111111111", "dummy", "nik_dummy"),
        ("9999999999999999", "dummy", "nik_dummy"),
        ("1234567890123456", "dummy", "nik_dummy"),
        ("0123456789012345", "dummy", "nik_dummy"),
        ("9876543210987654", "dummy", "nik_dummy"),
        ("5171000000000000", "dummy", "nik_dummy"),
        ("0000", "dummy", "nik_dummy"),
        ("517103120478001", "damaged", "nik_short"),
        (517103120478001, "damaged", "nik_short"),
        ("51710312047800011", "damaged", "nik_long"),
        ("5171033302780001", "damaged", "nik_impossible_date"),  # day 33 is neither man nor woman
        ("5171037202780001", "damaged", "nik_impossible_date"),
        ("5171031213780001", "damaged", "nik_impossible_date"),  # month 13
        ("5171032902010001", "damaged", "nik_impossible_date"),  # 2001 had no 29 February
        ("0071031302780002", "damaged", "nik_impossible_region"),
        ("5171031302780001/5171031302780002", "damaged", "nik_several"),
        ("51710313ABCD0001", "damaged", "nik_letters"),
        (1e308, "damaged", "nik_letters"),
        (-5171031204780001, "damaged", "nik_letters"),
        (float("nan"), "damaged", "nik_letters"),
        (float("inf"), "damaged", "nik_letters"),
        (5171031204780001.5, "valid", "nik_number"),  # a double holds no half there
        (12.5, "damaged", "nik_letters"),
        (date(1978, 8, 12), "damaged", "nik_letters"),
        ("9" * 5000, "damaged", "nik_long"),
        ("9" * 5000 + ".0", "damaged", "nik_long"),
        ("51" * 3000, "damaged", "nik_long"),
        (None, "missing", "nik_missing"),
        ("", "missing", "nik_missing"),
        ("-", "missing", "nik_missing"),
        ("0", "missing", "nik_missing"),
        (0, "missing", "nik_missing"),
        ("belum ada", "missing", "nik_missing"),
        ("hilang", "missing", "nik_missing"),
        ("lupa bawa", "missing", "nik_missing"),
        (True, "missing", "nik_missing"),
    ],
)
def test_what_is_not_a_nik_is_told_apart(typed, state, code):
    nik = parse(typed, ON)
    assert nik.state == state
    assert code in codes(nik)
    assert len(nik.digits) <= 41


def test_a_short_number_says_how_many_digits_lack():
    (found,) = parse("517103120478001", ON).findings
    assert "kurang 1 angka" in found.sentence
    assert "517103" not in found.sentence


def test_an_unknown_region_is_a_warning_and_a_withdrawn_one_is_known():
    assert codes(parse("5171991204780001", ON)) == ["nik_unknown_region"]
    assert is_known_region("910101")  # Merauke, moved to Papua Selatan (93) in 2022
    assert is_known_region("517103")
    assert not is_known_region("517199")


def test_serial_0000_is_a_warning():
    assert codes(parse("5171031204780000", ON)) == ["nik_serial"]


@pytest.mark.parametrize(
    ("two_digits", "year"), [(78, 1978), (27, 1927), (26, 1926), (8, 2008), (11, 2011), (12, 2012), (0, 2000)]
)
def test_two_digits_are_the_plausible_year(two_digits, year):
    assert full_year(two_digits, ON) == year


@given(st.text(max_size=60) | st.floats() | st.integers() | st.none() | st.booleans())
def test_whatever_stands_in_the_cell_is_answered(cell):
    nik = parse(cell, ON)
    assert nik.state in {"valid", "dummy", "damaged", "lost", "missing"}
    assert (nik.usable != "") == (nik.state == "valid")
    assert nik.state == "valid" or nik.findings
    assert all(nik.digits not in found.sentence for found in nik.findings if len(nik.digits) > 5)


@given(st.dates(date(1930, 1, 1), date(2008, 12, 31)), st.booleans(), st.integers(1, 9999))
def test_a_birth_date_goes_in_and_comes_out(born, is_woman, serial):
    day = born.day + 40 * is_woman
    nik = parse(f"517103{day:02d}{born:%m%y}{serial:04d}", ON)
    assert nik.birth_date == born
    assert nik.sex == ("P" if is_woman else "L")


@given(st.from_regex(r"[0-9]{16}", fullmatch=True))
def test_a_day_inside_exists_or_is_none(digits):
    born = birth_in(digits, ON)
    assert born is None or born.strftime("%m%y") == digits[8:12]


@given(st.integers(10**15, 10**16 - 1))
def test_a_rounded_number_is_never_guessed(number):
    rounded = number - number % 10
    assert parse(float(rounded), ON).state == "lost"
