"""One outcome a line: ages by the law of the day, doubles in favour of the fuller row."""

from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def test_one_nik_beside_two_persons_who_contradict_is_asked_of_both():
    """One NIK belongs to one person: the agency refuses the second."""
    rows = table(
        {"nik": "1", "nama_ktp": "I Made Sudiana", "birth_date": date(1978, 4, 12)},
        {"nik": "1", "nama_ktp": "Ni Luh Sutini", "birth_date": date(1981, 1, 2)},
        {"nik": "2", "nama_ktp": "I Ketut Rai"},
        {"nik": "2", "nama_ktp": "I Kt. Rai"},
        {},
    )
    findings = [(), (), (), (), ()]
    who = ["p", "q", "r", "r", "s"]
    judge_shared_niks(rows, who, findings)
    assert codes(findings) == [["nik_of_other_person"], ["nik_of_other_person"], [], [], []]
    assert outcomes(rows, who, findings) == ["needs_fix", "needs_fix", "accepted", "duplicate", "accepted"]


def test_of_two_persons_with_one_nik_who_may_be_one_the_most_complete_is_kept():
    """A priest's consecrated name and his own: nobody put them together, yet only one is billed."""
    born = date(1962, 12, 31)
    rows = table(
        {"nik": "1", "nama_ktp": "Ida Pandita Mpu Daksa", "birth_date": born},
        {"nik": "1", "nama_ktp": "I Nyoman Suarta", "birth_date": born, "phone": "+628123"},
    )
    findings = [(), ()]
    judge_shared_niks(rows, ["p", "q"], findings)
    assert codes(findings) == [["nik_of_other_line"], []]


def test_a_line_that_is_refused_anyway_holds_nobody_back_who_may_be_the_same():
    rows = table({"nik": "1", "nama_ktp": "I Made A"}, {"nik": "1", "nama_ktp": "I Made A"})
    findings = [(finding("dead", "nama_ktp"),), ()]
    judge_shared_niks(rows, ["p", "q"], findings)
    assert codes(findings) == [["dead"], []]


def test_a_number_copied_down_a_whole_list_takes_no_longer():
    rows = table(*({"nik": "1", "nama_ktp": f"I Made {chr(65 + at % 26)}{at}ana"} for at in range(3_000)))
    findings = [()] * 3_000
    judge_shared_niks(rows, [f"p{at}" for at in range(3_000)], findings)
    assert {codes for (codes,) in map(tuple, codes(findings))} == {"nik_of_other_person"}


NAMES = st.sampled_from(
    ["I Made Sudiana", "I Md. Sudiana", "Ni Luh Sutini", "Jero Mangku Rai", "", "I Wayan"]
)
DAYS = st.sampled_from([None, date(1978, 4, 12), date(1981, 1, 2)])


@given(st.lists(st.tuples(st.sampled_from("pqr"), st.sampled_from("12"), NAMES, DAYS), max_size=8))
def test_of_one_nik_never_two_people_are_accepted(lines):
    rows = table(
        *(
            {"nik": nik, "nama_ktp": name or None, "birth_date": day, "birth_source": "field"}
            for _, nik, name, day in lines
        )
    )
    who, findings = [person for person, *_ in lines], [()] * len(lines)
    judge_shared_niks(rows, who, findings)
    decided = outcomes(rows, who, findings)
    ready = [(lines[at][1], who[at]) for at, outcome in enumerate(decided) if outcome.startswith("accepted")]
    assert len({nik for nik, _ in ready}) == len(ready)


def test_everybody_of_working_age_passes():
    days = [ON - timedelta(days=365.25 * years) for years in range(20, 64)]
    findings = [()] * len(days)
    judge_ages(table(*({"birth_date": day} for day in days)), findings, ON)
    assert not any(findings)
