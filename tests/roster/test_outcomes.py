"""One outcome a line: ages by the law of the day, doubles in favour of the fuller row."""

from datetime import date, timedelta

import pyarrow as pa
import pytest

from tedung.roster.findings import finding, outcome_of
from tedung.roster.outcomes import Ages, judge_ages, judge_shared_niks, outcomes
from tedung.roster.table import ROWS

ON = date(2026, 12, 1)


def table(*rows):
    filled = [
        {"row_id": f"r{at}", "file": "a.csv", "sheet": "S", "line": at + 2, "is_person": True, **row}
        for at, row in enumerate(rows)
    ]
    return pa.Table.from_pylist(filled, ROWS)


def codes(findings):
    return [[one.code for one in row] for row in findings]


def test_the_ages_are_those_of_the_law():
    """Conventions minimum-age and age-65: not yet 65 on the day of enrolment."""
    assert Ages.on(ON) == (18, 65)


@pytest.mark.parametrize(
    ("born", "on", "code"),
    [
        (date(2008, 12, 1), ON, None),  # 18 today
        (date(2008, 12, 2), ON, "too_young"),  # 18 tomorrow
        (date(1961, 12, 2), ON, None),  # 65 tomorrow
        (date(1961, 12, 1), ON, "too_old"),  # 65 today
        (date(2026, 11, 30), ON, "too_young"),
        (date(1961, 2, 28), date(2026, 2, 28), "too_old"),
        (date(1960, 2, 29), date(2025, 2, 28), None),  # 65 on 1 March of a common year
        (date(1960, 2, 29), date(2025, 3, 1), "too_old"),
        (date(2008, 2, 29), date(2026, 2, 28), "too_young"),
        (date(2008, 2, 29), date(2026, 3, 1), None),
        (None, ON, None),
    ],
)
def test_the_birthday_itself_decides(born, on, code):
    findings = [()]
    judge_ages(table({"birth_date": born}), findings, on)
    assert codes(findings) == [[code] if code else []]


def test_a_member_may_grow_old():
    rows = table({"birth_date": date(1950, 1, 1), "is_member": True}, {"birth_date": date(1950, 1, 1)})
    findings = [(), ()]
    judge_ages(rows, findings, ON)
    assert codes(findings) == [[], ["too_old"]]
    assert "76 tahun" in findings[1][0].sentence


def test_what_weighs_most_decides():
    nik, dead, place = (
        finding("nik_missing", "nik"),
        finding("dead", "nama_ktp"),
        finding("village_unknown", "village"),
    )
    assert outcome_of(()) == "accepted"
    assert outcome_of((place,)) == "accepted_with_warnings"
    assert outcome_of((place, nik)) == "needs_fix"
    assert outcome_of((place, nik, dead)) == "not_eligible"


def test_the_fuller_row_is_kept_then_the_first():
    rows = table({"nik": "1"}, {"nik": "1", "phone": "+62"}, {"nik": "1", "mother": "x"}, {"nik": "2"})
    findings = [(), (), (), ()]
    assert outcomes(rows, ["p", "p", "p", "q"], findings) == [
        "duplicate",
        "accepted",
        "duplicate",
        "accepted",
    ]
    assert codes(findings) == [["duplicate_here"], [], ["duplicate_here"], []]
    assert "baris 3" in findings[0][0].sentence


def test_a_row_without_fault_is_kept_before_a_fuller_one():
    rows = table({"nik": "1"}, {"phone": "+62", "mother": "x", "village": "51.71.01.1003"})
    findings = [(), (finding("nik_missing", "nik"),)]
    assert outcomes(rows, ["p", "p"], findings) == ["accepted", "duplicate"]


def test_another_village_is_not_named():
    rows = table({"file": "desa-a.csv", "nik": "1"}, {"file": "desa-b.csv", "nik": "1"})
    findings = [(), ()]
    assert outcomes(rows, ["p", "p"], findings) == ["accepted", "duplicate"]
    assert "desa-a" not in findings[1][0].sentence


def test_another_sheet_of_the_same_file_is_named():
    rows = table({"sheet": "Jan", "nik": "1"}, {"sheet": "Feb", "nik": "1"})
    findings = [(), ()]
    outcomes(rows, ["p", "p"], findings)
    assert "lembar Jan" in findings[1][0].sentence


def test_whoever_is_refused_once_is_doubted_elsewhere():
    rows = table({"nik": "1"}, {"nik": "1"})
    findings = [(finding("dead", "nama_ktp"),), ()]
    assert outcomes(rows, ["p", "p"], findings) == ["not_eligible", "accepted_with_warnings"]
    assert codes(findings)[1] == ["listed_otherwise"]


def test_lines_that_are_no_person_stay_so():
    rows = table({"is_person": False}, {})
    assert outcomes(rows, [None, "p"], [(), ()]) == ["not_a_person", "accepted"]


def test_one_nik_beside_two_persons_is_told_to_both():
    rows = table({"nik": "1"}, {"nik": "1"}, {"nik": "2"}, {"nik": "2"}, {})
    findings = [(), (), (), (), ()]
    judge_shared_niks(rows, ["p", "q", "r", "r", "s"], findings)
    assert codes(findings) == [["same_nik_other_name"], ["same_nik_other_name"], [], [], []]


def test_everybody_of_working_age_passes():
    days = [ON - timedelta(days=365.25 * years) for years in range(20, 64)]
    findings = [()] * len(days)
    judge_ages(table(*({"birth_date": day} for day in days)), findings, ON)
    assert not any(findings)
