"""The habits of a list: found where the whole list shows them, and not where it does not."""

import datetime as dt

import pytest

from tedung.roster import headers
from tedung.roster.cells import Line
from tedung.roster.profile import Shift, profile

HEADING = ["No", "NIK", "Nama", "Tempat Lahir", "Tgl Lahir", "L/P", "No HP"]
DAYS = [(3, 4, 78), (17, 8, 81), (9, 2, 65), (28, 11, 90), (5, 12, 72), (30, 1, 69), (11, 6, 84), (22, 10, 77), (1, 7, 93),
        (14, 3, 58), (6, 5, 62), (25, 9, 86)]  # fmt: skip
WOMEN = {1, 2, 5, 6, 9, 10}


def nik(number):
    day, month, year = DAYS[number]
    return f"517101{day + 40 * (number in WOMEN):02d}{month:02d}{year:02d}000{number % 9 + 1}"


def people(write, *, niks=True, phone=None):
    rows = []
    for number, (day, month, year) in enumerate(DAYS):
        phones = phone or f"0812345678{number:02d}"
        sex = "P" if number in WOMEN else "L"
        rows.append(
            [
                number + 1,
                nik(number) if niks else None,
                f"Contoh {number}",
                "Denpasar",
                write(day, month, year),
                sex,
                phones,
            ]
        )
    return rows


def habits(rows, heading=HEADING):
    lines = [Line(number, tuple(row)) for number, row in enumerate([heading, *rows], 1)]
    return profile(lines, headers.find(lines))


def codes(found):
    return {(habit.code, habit.sure) for habit in found.habits}


def dmy(day, month, year):
    return f"{day}/{month}/19{year}"


def test_a_careful_list_has_no_habits():
    found = habits(people(dmy))
    assert codes(found) == set()
    assert (found.date_style, found.date_style_sure) == ("dmy", True)


@pytest.mark.parametrize("niks", [True, False])
def test_months_first(niks):
    found = habits(people(lambda day, month, year: f"{month}/{day}/19{year}", niks=niks))
    assert (found.date_style, found.date_style_sure) == ("mdy", True)
    assert codes(found) == {("date_mdy", True)}


def test_months_first_and_days_first_mixed_repairs_nothing():
    rows = people(dmy)[:5] + people(lambda day, month, year: f"{month}/{day}/19{year}")[5:]
    found = habits(rows)
    assert not found.date_style_sure
    assert found.date_style in ("dmy", "unknown")


def test_small_days_without_nik_stay_the_custom_of_the_land():
    found = habits([[n, None, f"Contoh {n}", "Dps", "3/4/1978", "L", None] for n in range(6)])
    assert (found.date_style, found.date_style_sure) == ("dmy", False)


@pytest.mark.parametrize("text", [True, False])
def test_day_numbers(text):
    def number(day, month, year):
        days = (dt.date(1900 + year, month, day) - dt.date(1899, 12, 30)).days
        return str(days) if text else days

    found = habits(people(number))
    assert (found.date_style, found.date_style_sure) == ("serial", True)
    assert ("date_serial", True) in codes(found)


def test_days_and_months_exchanged_by_a_spreadsheet():
    def cell(day, month, year):
        return dt.date(1900 + year, day, month) if day <= 12 else f"{day}/{month}/19{year}"

    assert ("date_swapped", True) in codes(habits(people(cell)))
    rows = [
        [*row[:4], dt.date(1900 + DAYS[n][2], DAYS[n][1], DAYS[n][0]), *row[5:]]
        for n, row in enumerate(people(dmy))
    ]
    assert codes(habits(rows)) == set()


def test_iso():
    assert habits(people(lambda day, month, year: f"19{year}-{month:02d}-{day:02d}")).date_style == "iso"


@pytest.mark.parametrize("write", ["Denpasar, {}-{}-19{}", "Dps {}/{}/{}", "Br. Satu, {} {} 19{}"])
def test_place_and_date_in_one_cell(write):
    found = habits(people(write.format))
    assert ("place_with_date", True) in codes(found)
    assert found.date_style_sure


@pytest.mark.parametrize("write", ["{} tahun", "{}", "{} th."])
def test_ages(write):
    assert ("age_for_date", True) in codes(habits(people(lambda _d, _m, year: write.format(126 - year))))


def test_ages_as_numbers():
    assert ("age_for_date", True) in codes(habits(people(lambda _d, _m, year: 126 - year)))


def test_niks_that_slid_down():
    rows = people(dmy)
    for number in range(len(rows) - 1, 3, -1):
        rows[number][1] = rows[number - 1][1]
    found = habits(rows)
    assert found.slips == {"nik": Shift(first_line=6, by=1)}
    assert found.shifts == {}  # it does not begin with the first person
    assert codes(found) == {("column_shifted", True)}
    assert "baris ke-6" in found.habits[0].remark.sentence("id")


def test_niks_that_slid_up():
    rows = people(dmy)
    for number in range(3, len(rows) - 1):
        rows[number][1] = rows[number + 1][1]
    assert habits(rows).slips == {"nik": Shift(first_line=5, by=-1)}


def test_dates_that_slid_down():
    rows = people(dmy)
    for number in range(len(rows) - 1, 0, -1):
        rows[number][4] = rows[number - 1][4]
    found = habits(rows)
    assert set(found.slips) == {"birth_date"}
    assert found.slips["birth_date"].by == 1


def test_without_sexes_nobody_knows_which_column_slid():
    rows = people(dmy)
    for number in range(len(rows) - 1, 2, -1):
        rows[number][1] = rows[number - 1][1]
    for row in rows:
        row[5] = None
    found = habits(rows)
    assert (found.slips, codes(found)) == ({}, {("column_shifted", False)})


def test_family_card_numbers():
    rows = people(dmy)
    for number, row in enumerate(rows):
        row[1] = f"517101{number % 28 + 1:02d}0{number % 9 + 1}{8 + number:02d}000{number % 5 + 1}"
    found = habits(rows)
    assert found.has("nik_is_kk", sure=True)
    assert not found.slips


@pytest.mark.parametrize("as_number", [True, False])
def test_rounded_niks(as_number):
    rows = people(dmy)
    for row in rows:
        row[1] = int(row[1]) // 10 * 10 if as_number else row[1][:15] + "0"
    assert habits(rows).has("nik_rounded", sure=True)


def test_niks_as_powers_of_ten():
    rows = people(dmy)
    for row in rows:
        row[1] = "5,17101E+15"
    assert habits(rows).has("nik_rounded", sure=True)


def test_one_phone_for_everybody_in_any_spelling():
    rows = people(dmy)
    for number, row in enumerate(rows):
        row[6] = ["081234567890", "+62 812-3456-7890", 81234567890, "0812 3456 7890/WA"][number % 4]
    found = habits(rows)
    assert found.common_phones == {"81234567890"}
    assert found.common_phone == "81234567890"
    assert "81234567890" not in found.habits[0].remark.sentence("id")


def test_a_family_may_share_a_phone():
    rows = people(dmy)
    for row in rows[:3]:
        row[6] = "081234567890"
    assert habits(rows).common_phones == frozenset()


def test_nothing_to_profile():
    assert habits([]).habits == ()
    assert habits([["x"]], heading=["NIK", "Nama"]).habits == ()


def test_no_sentence_shows_a_nik_or_a_name():
    rows = people(lambda day, month, year: f"Dps, {month}/{day}/19{year}", phone="081234567890")
    for habit in habits(rows).habits:
        for lang in ("id", "en"):
            assert "5171" not in habit.remark.sentence(lang)
            assert "Contoh" not in habit.remark.sentence(lang)
