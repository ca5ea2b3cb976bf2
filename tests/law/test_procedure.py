"""Documents, reports, deadlines, delay, disputes: PP 44/2015 Pasal 37, 40, 43-46; PP 46/2015 Pasal 31."""

from datetime import date

import numpy as np
import pytest

from tedung.dates import Calendar, national_calendar
from tedung.law import LawError, law_on
from tedung.law.kinds import KINDS
from tedung.law.procedure import late_payment, missing_due, payment_due, procedure, report_due
from tedung.texts import LANGUAGES, text

ON = date(2026, 11, 20)  # a Friday
LAW = law_on(ON)
WEEKDAYS = Calendar([date(2026, 1, 1), date(2026, 12, 25)])


def codes(found):
    return {one.code.removeprefix("procedure.document_") for one in found.documents}


def test_every_kind_has_a_procedure_that_can_be_read():
    for kind in KINDS:
        found = procedure(kind, ON, ON)
        for one in found.documents:
            assert all(text(one.code, lang) for lang in LANGUAGES)
            assert one.article
        for one in found.deadlines:
            assert all(text(one.code, lang, **one.fields) for lang in LANGUAGES)
        for one in found.dispute:
            assert all(text(one.code, lang) for lang in LANGUAGES)
            assert "PP 44/2015" in one.article


def test_what_the_regulation_asks_of_a_work_accident():
    """Pasal 43 ayat (3)-(5), 44 ayat (3)-(5)."""
    found = procedure("jkk_stmb", ON, ON)
    asked = {
        one.code.removeprefix("procedure.document_") for one in found.documents if one.certainty == "text"
    }
    assert asked == {
        "stage_one",
        "stage_two",
        "card",
        "ktp",
        "doctor",
        "transport_receipts",
        "treatment_receipts",
    }


def test_what_the_regulation_asks_of_a_death():
    """Pasal 40 ayat (3); the practice of the agency beside it, each document once."""
    found = procedure("jkm_death", ON, ON)
    asked = [
        one.code.removeprefix("procedure.document_") for one in found.documents if one.certainty == "text"
    ]
    assert asked == ["card", "death_certificate", "ahli_waris_letter"]
    assert len(codes(found)) == len(found.documents) == 6


def test_a_migrant_has_his_own_list():
    """Permenaker 4/2023 Pasal 57 ayat (1)."""
    found = procedure("jkm_death", ON, ON, segment="pmi")
    assert codes(found) == {
        *("card", "passport", "ktp_ahli_waris", "family_card", "death_or_missing", "ahli_waris_letter"),
        "ahli_waris_account",
    }


def test_what_nobody_has_read_is_named():
    assert procedure("jp_old_age", ON, ON).gaps == ("procedure.documents_jp",)
    assert procedure("jht_payout", ON, date(2022, 4, 25)).gaps == ("procedure.documents_jht",)
    assert procedure("jht_payout", ON, date(2022, 4, 26)).gaps == ()


def test_an_unknown_kind():
    with pytest.raises(LawError, match="no such kind"):
        procedure("jkk_deaht", ON, ON)


def test_two_days_for_the_first_report():
    """Pasal 43 ayat (1): 2 x 24 hours."""
    assert report_due(date(2024, 2, 28), LAW) == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("programme", "complete", "due"),
    [
        ("jkk", "2026-11-20", "2026-12-01"),  # 23-27 November, 30 November, 1 December
        ("jkm", "2026-11-20", "2026-11-25"),
        ("jht", "2026-11-20", "2026-11-27"),
        ("jkp", "2026-11-20", "2026-11-25"),
        ("jkm", "2026-12-23", "2026-12-29"),  # Christmas between
    ],
)
def test_working_days_until_payment(programme, complete, due):
    """7, 3, 5 and 3 working days."""
    assert payment_due(date.fromisoformat(complete), programme, LAW, WEEKDAYS) == date.fromisoformat(due)


def payments(kind, **more):
    found = procedure(kind, ON, ON, calendar=WEEKDAYS, **more).deadlines
    return [(one.fields["days"], one.due, one.article) for one in found if "payment" in one.code]


@pytest.mark.parametrize(
    ("programme", "days", "due", "article"),
    [("jkk", 7, date(2026, 12, 1), "Pasal 37 ayat (2)"), ("jkm", 3, date(2026, 11, 25), "Pasal 40 ayat (3)")],
)
def test_a_scholarship_is_paid_like_its_programme(programme, days, due, article):
    """Pasal 37 ayat (2): 7 working days; Pasal 40 ayat (3): 3."""
    (found,) = payments("scholarship", programme=programme)
    assert found[:2] == (days, due)
    assert article in found[2]


def test_a_scholarship_of_an_unknown_programme_names_both():
    found = procedure("scholarship", ON, ON, calendar=WEEKDAYS).deadlines
    told = [one.fields for one in found if one.code == "procedure.payment_of"]
    assert [(one["programme"], one["days"]) for one in told] == [("JKK", 7), ("JKM", 3)]
    assert [one.code for one in found].count("procedure.late") == 1
    assert all(
        one["programme"] in text("procedure.payment_of", lang, **one) for one in told for lang in LANGUAGES
    )


class TestConstruction:
    """Permenaker 5/2021 Pasal 79 as amended in 2025."""

    def test_what_the_heirs_bring(self):
        found = procedure("jkm_death", ON, ON, segment="jakon")
        own = {
            one.code.removeprefix("procedure.document_")
            for one in found.documents
            if "Pasal 79" in one.article
        }
        assert own == {"death_certificate", "ahli_waris_letter", "project_number"}
        assert found.gaps == ()

    def test_its_rules_and_term(self):
        found = procedure("jkm_death", ON, ON, segment="jakon", calendar=WEEKDAYS).deadlines
        rules = {one.code.removeprefix("procedure.jakon_") for one in found if "jakon" in one.code}
        assert rules == {"files", "will", "court"}
        assert all("Pasal 79" in one.article for one in found if "jakon" in one.code)
        (days, due, _) = payments("jkm_death", segment="jakon")[0]
        assert (days, due) == (3, date(2026, 11, 25))
        assert all(text(one.code, lang, **one.fields) for one in found for lang in LANGUAGES)

    def test_before_2025_it_is_like_any_other(self):
        early = procedure("jkm_death", ON, date(2025, 2, 25), segment="jakon")
        assert codes(early) == codes(procedure("jkm_death", ON, date(2025, 2, 25)))
        assert not [one for one in early.deadlines if "jakon" in one.code]
        assert early.gaps == ()

    def test_nobody_else_has_them(self):
        assert not [
            one for one in procedure("jkm_death", ON, ON, segment="pu").deadlines if "jakon" in one.code
        ]


@pytest.mark.parametrize(
    ("kind", "segment", "on", "there"),
    [
        ("jkk_death", "bpu", ON, True),
        ("jkk_stmb", "bpu", date(2025, 2, 26), True),
        ("jkk_stmb", "bpu", date(2025, 2, 25), False),
        ("jkk_stmb", "pu", ON, False),
        ("jkm_death", "bpu", ON, False),
    ],
)
def test_others_may_give_notice_of_a_bpu(kind, segment, on, there):
    """Permenaker 5/2021 Pasal 48A, inserted in 2025: union, container or group, and health facility."""
    found = [one for one in procedure(kind, on, on, segment=segment).deadlines if "notice" in one.code]
    assert [one.code for one in found] == ["procedure.notice_bpu", "procedure.notice_bpu_disease"] * there
    assert all("Pasal 48A" in one.article for one in found)
    assert all(text(one.code, lang, **one.fields) for one in found for lang in LANGUAGES)


def test_government_days_off_are_data():
    more = Calendar([*WEEKDAYS.days_off, date(2026, 11, 23)])
    assert payment_due(ON, "jkm", LAW, more) == date(2026, 11, 26)


def test_seven_working_days_to_say_what_is_missing():
    assert missing_due(ON, LAW, WEEKDAYS) == date(2026, 12, 1)


def test_beyond_the_calendar():
    with pytest.raises(LawError, match="holidays"):
        payment_due(date(2030, 1, 1), "jkk", law_on(date(2030, 1, 1)), national_calendar())
    (payment,) = [
        one for one in procedure("jkk_death", ON, date(2030, 1, 1)).deadlines if "payment" in one.code
    ]
    assert (payment.code, payment.due) == ("procedure.payment_days", None)


@pytest.mark.parametrize(("days", "owed"), [(0, 0), (1, 420_000), (10, 4_200_000), (100, 42_000_000)])
def test_one_percent_a_day(days, owed):
    """Pasal 40 ayat (4)."""
    assert late_payment(42_000_000, days, LAW) == owed


def test_a_file_of_delays():
    assert late_payment(np.array([150, 42_000_000]), np.array([1, 2]), LAW).tolist() == [2, 840_000]


def test_the_dispute_of_a_work_accident_ends_with_the_minister():
    """Pasal 45: the agency, the inspector, the Minister; then the route of service."""
    steps = [one.code.removeprefix("procedure.dispute_") for one in procedure("jkk_death", ON, ON).dispute]
    assert steps == ["agency", "inspector", "minister", "talks", "complaint", "mediation", "court"]
    assert procedure("jkm_death", ON, ON).dispute[0].code == "procedure.dispute_talks"


def test_a_presumed_accident_is_decided_in_30_days_since_pp_49():
    found = [one.code for one in procedure("jkk_death", ON, ON).deadlines]
    before = [one.code for one in procedure("jkk_death", ON, date(2023, 10, 31)).deadlines]
    assert "procedure.presumed" in found
    assert "procedure.presumed" not in before
