"""Sex, telephone and income as clerks write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.roster import income, phone, sex
from tedung.roster.nik import Nik, parse

NO_NIK = Nik("missing")
WOMAN = parse("5171035208780001", date(2026, 12, 1))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *(
            (one, "L")
            for one in ("L", "l", "Laki-laki", "laki - laki", "LAKI", "Lk", "Pria", "M", 1, 1.0, "1", "L.")
        ),
        *((one, "P") for one in ("P", "Perempuan", "Pr", "PR", "Wanita", "W", "F", 2, "2", "prempuan")),
        *((one, "") for one in (None, "", "-", "L/P", "?", "tidak tahu")),
    ],
)
def test_sex_as_written(typed, read):
    assert sex.read(typed, NO_NIK) == (read, "field" if read else "", ())


@pytest.mark.parametrize("typed", ["banci", 3, True, "♀", date(2000, 1, 1)])
def test_sex_that_cannot_be_read_is_a_warning(typed):
    found = sex.read(typed, NO_NIK)
    assert found.sex == ""
    assert [one.code for one in found.findings] == ["sex_unknown"]


def test_the_nik_fills_an_empty_sex_and_warns_of_another():
    assert sex.read(None, WOMAN) == ("P", "nik", ())
    assert [one.code for one in sex.read("L", WOMAN).findings] == ["sex_differs_from_nik"]
    assert sex.read("L", WOMAN).sex == "L"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("081361405208", "+6281361405208"),
        ("81361405208", "+6281361405208"),
        (81361405208, "+6281361405208"),
        (81361405208.0, "+6281361405208"),
        ("+6281361405208", "+6281361405208"),
        ("6281361405208", "+6281361405208"),
        ("0062 813 6140 5208", "+6281361405208"),
        ("+62 (0)813-6140-5208", "+6281361405208"),
        ("0813-6140-5208", "+6281361405208"),
        ("0813.6140.5208", "+6281361405208"),
        ("081361405208/WA", "+6281361405208"),
        ("WA: 081361405208", "+6281361405208"),
        ("(0361) 222333", "+62361222333"),
        ("0361222333 / 081361405208", "+6281361405208"),
        ("081361405208, 087654774176", "+6281361405208"),
        ("+1 415 555 2671", "+14155552671"),
    ],
)
def test_phone_numbers_to_one_form(typed, number):
    assert phone.read(typed) == (number, ())


@pytest.mark.parametrize(
    "typed", ["222333", "abc", "0813", "08136140520899999", -5, 1e308, "++", "9" * 500, "0813 " * 9000]
)
def test_a_phone_that_cannot_be_read_is_a_warning(typed):
    found = phone.read(typed)
    assert found.number == ""
    assert [one.code for one in found.findings] == ["phone_unreadable"]


def test_a_phone_cut_by_a_spreadsheet_is_not_guessed():
    assert [one.code for one in phone.read("6,28136E+11").findings] == ["phone_lost"]


def test_a_number_of_too_many_says_nothing():
    """linkage.md 8: on more than 3 lines of a file, or 5 in all."""
    head, twice = "+6281361405208", "+6281361405209"
    assert phone.too_common([[head] * 4, []]) == {head}
    assert phone.too_common([[head] * 3, [twice]]) == frozenset()
    assert phone.too_common([[head] * 2] * 3) == {head}
    assert phone.too_common([[head] * 2, [head] * 3]) == frozenset()
    assert phone.too_common([[""] * 9, ["", head]]) == frozenset()


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 jt", 1_000_000),
        ("1jt", 1_000_000),
        ("1,5 juta", 1_500_000),
        ("1.5 jt", 1_500_000),
        ("Rp 1.500.000,-", 1_500_000),
        ("Rp1.500.000", 1_500_000),
        ("Rp. 1.500.000,00", 1_500_000),
        ("1.500.000", 1_500_000),
        ("1,500,000.00", 1_500_000),
        ("1500000", 1_500_000),
        (1500000, 1_500_000),
        (1500000.0, 1_500_000),
        ("1500000,-", 1_500_000),
        ("500rb", 500_000),
        ("500 ribu", 500_000),
        ("750k", 750_000),
        ("± 1.500.000", 1_500_000),
        ("Rp 2.500.000/bulan", 2_500_000),
        ("1.5E+6", 1_500_000),
    ],
)
def test_income_as_written(typed, amount):
    assert income.read(typed) == (amount, ())


@pytest.mark.parametrize(
    ("typed", "lower"),
    [
        ("1.000.000 - 1.500.000", 1_000_000),
        ("1-2 jt", 1_000_000),
        ("1 jt s/d 1,5 juta", 1_000_000),
        ("Rp.500.000,- sampai Rp.1.000.000,-", 500_000),
        ("500rb-1jt", 500_000),
    ],
)
def test_of_a_range_the_lower_end_is_taken_and_said(typed, lower):
    found = income.read(typed)
    assert found.amount == lower
    assert [one.code for one in found.findings] == ["income_range"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("UMR", "income_unreadable"),
        ("seratus ribu", "income_unreadable"),
        ("1 jt 2 jt 3 jt", "income_unreadable"),
        ("75.000/hari", "income_not_monthly"),
        ("100rb per hari", "income_not_monthly"),
        (-500000, "income_odd"),
        ("1.500", "income_odd"),
        (1.5, "income_odd"),
        (1e308, "income_odd"),
        (float("nan"), "income_odd"),
        ("1e999999", "income_unreadable"),
        ("9" * 70, "income_odd"),
        ("1" * 30_000, "income_unreadable"),
        ("2.000.000.000", "income_odd"),
    ],
)
def test_income_that_is_not_believed_is_asked_again(typed, code):
    found = income.read(typed)
    assert found.amount is None
    assert [one.code for one in found.findings] == [code]


@pytest.mark.parametrize("typed", [None, "", "-", 0, "0", "belum ada", "Rp 0"])
def test_no_income_is_no_fault(typed):
    assert income.read(typed) == (None, ())


@given(st.integers(50_000, 1_000_000_000))
def test_every_amount_comes_back_in_every_form(amount):
    dotted = f"{amount:,}".replace(",", ".")
    for typed in (
        amount,
        float(amount),
        str(amount),
        dotted,
        f"Rp {dotted},-",
        f"Rp{dotted},00",
        f"{amount:,}.00",
    ):
        assert income.read(typed).amount == amount


@given(st.text(max_size=40) | st.floats() | st.integers() | st.booleans() | st.dates())
def test_whatever_stands_in_the_cell_is_answered(cell):
    amount = income.read(cell).amount
    assert amount is None or 50_000 <= amount <= 1_000_000_000
    number = phone.read(cell).number
    assert number == "" or number[1:].isdigit()
    assert sex.read(cell, NO_NIK).sex in {"L", "P", ""}
