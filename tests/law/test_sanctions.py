"""Sanctions: PP 86/2013 Pasal 5-12, UU 24/2011 Pasal 17 and 55."""

from datetime import date

import numpy as np
import pytest

from tedung.dates import Calendar
from tedung.law import LawError, law_on
from tedung.law.sanctions import fine, ladder, services_denied
from tedung.texts import LANGUAGES, text

LAW = law_on(date(2026, 1, 5))
CALENDAR = Calendar([date(2026, 1, 1), date(2026, 1, 16)])
MONDAY = date(2026, 1, 5)


def rungs(case):
    return [
        (one.code.removeprefix("sanctions."), one.from_on, one.until_on)
        for one in ladder(MONDAY, case, LAW, CALENDAR)
    ]


def test_an_employer():
    """Two warnings of 10 working days, at most 30 days of fine, then no services (Pasal 6-10)."""
    assert rungs("employer") == [
        ("warning_1", date(2026, 1, 5), date(2026, 1, 20)),  # the 16th is a holiday
        ("warning_2", date(2026, 1, 21), date(2026, 2, 4)),
        ("fine", date(2026, 2, 5), date(2026, 3, 6)),
        ("services", date(2026, 3, 7), None),
    ]


def test_the_other_reading_of_the_warnings_is_named():
    """Pasal 10 prints 10 days where Pasal 6 says 10 working days."""
    first, second, *rest = ladder(MONDAY, "employer", LAW, CALENDAR)
    assert first.until_other_reading == date(2026, 1, 15)
    assert second.until_other_reading == date(2026, 1, 26)
    assert {one.until_other_reading for one in rest} == {None}
    assert "Pasal 6" in first.article
    assert "Pasal 10" in first.article


def test_another_person_with_false_data_has_no_fine():
    """Pasal 12."""
    assert [code for code, _, _ in rungs("other_false_data")] == ["warning_1", "warning_2", "services"]


def test_another_person_not_registered_is_denied_at_once():
    """Pasal 11."""
    assert rungs("other_not_registered") == [("services", MONDAY, None)]


@pytest.mark.parametrize(("months", "due"), [(0, 0), (1, 16_800), (3, 50_400)])
def test_a_thousandth_a_month(months, due):
    """Pasal 10 ayat (3)-(5): 0.1 % a month of 16.8 million."""
    assert fine(16_800_000, months, LAW) == due
    assert fine(np.array([16_800_000]), months, LAW).tolist() == [due]


def test_the_services():
    """Pasal 9 ayat (1) and (2)."""
    assert len(services_denied("employer", LAW)) == 5
    assert "sanctions.service_foreign_worker_permit" in services_denied("employer", LAW)
    assert "sanctions.service_passport" in services_denied("other_false_data", LAW)
    assert "sanctions.service_passport" not in services_denied("employer", LAW)
    for case in ("employer", "other_not_registered"):
        for service in services_denied(case, LAW):
            assert all(text(service, lang) for lang in LANGUAGES)


def test_every_rung_has_its_sentence():
    for case in ("employer", "other_false_data", "other_not_registered"):
        assert all(text(one.code, lang) for one in ladder(MONDAY, case, LAW, CALENDAR) for lang in LANGUAGES)


def test_beyond_the_calendar():
    with pytest.raises(LawError, match="holidays"):
        ladder(date(2026, 12, 28), "employer", LAW, CALENDAR)


def test_the_crime():
    """UU 24/2011 Pasal 55."""
    assert (LAW["sanctions.prison_years"], LAW["sanctions.criminal_fine"]) == (8, 1_000_000_000)
