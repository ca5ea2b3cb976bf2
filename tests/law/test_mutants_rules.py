"""Rules of which a sample of mutants found a part that no test held."""

from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tedung.dates import Calendar, Month, national_calendar
from tedung.errors import TedungError
from tedung.law import LawError, dues, law_on, sanctions
from tedung.law.arrays import compound
from tedung.law.bill import bill
from tedung.law.bill_file import Request, bill_file
from tedung.law.draft import Draft
from tedung.law.facts import Facts, FactsError
from tedung.law.kinds import KINDS, rule
from tedung.law.lines import add_line

MIGRANTS = "Permenaker 4/2023 Lampiran"
BORN = date(1990, 6, 15)
VILLAGER = {"segment": "bpu", "income": 1_000_000, "birth_date": BORN, "payer": "apbd_kota"}
EMPLOYEE = {
    "segment": "pu",
    "upah": 5_000_000,
    "risk_class": 2,
    "enterprise_size": "large",
    "birth_date": BORN,
    "citizen": True,
    "jkn": True,
}
SERATI = {"segment": "bpu", "wadah": "serati", "member_since": "2018-01-01", "arrears_months": 0}
MIGRANT = {"segment": "pmi", "member_since": "2018-01-01"}


def ask(kind, event="2024-05-01", on=None, **facts):
    return rule(kind)(Facts({"event_date": event, **facts}), date.fromisoformat(on or event))


def said(answer):
    return {one.code: one for one in answer.conditions}


def lines(answer):
    return {one.code: one for one in answer.lines}


class TestMigrants:
    """Permenaker 4/2023: Rp50 million of medical help, Rp50 million for rape, Rp85 million for a death."""

    def test_help_abroad_is_the_cost_up_to_fifty_million(self):
        line = lines(ask("jkk_aid", segment="pmi", items={"medical_abroad": 60_000_000}))[
            "jkk.line_medical_abroad"
        ]
        assert line.amount == 50_000_000
        assert line.inputs == {"cost": 60_000_000, "most": 50_000_000, "paid_by": "bpjs"}
        assert line.article.startswith(MIGRANTS)

    def test_rape_that_is_proven(self):
        answer = ask("jkk_aid", segment="pmi", items={"rape_proven": True})
        line = lines(answer)["jkk.line_rape"]
        assert (line.amount, line.inputs) == (50_000_000, {"paid_by": "bpjs"})
        assert said(answer)["jkk.rape_proven"].article == MIGRANTS
        assert said(answer)["jkk.items_known"].met is True
        assert all(one["text_id"] for one in answer.as_dict()["conditions"])

    def test_rape_that_is_not_proven_leaves_the_help(self):
        answer = ask("jkk_aid", segment="pmi", items={"rape_proven": False, "medical_abroad": 7})
        assert (answer.status, answer.total) == ("payable", 7)

    def test_nothing_asked(self):
        answer = ask("jkk_aid", segment="pmi", items={})
        assert answer.status == "open"
        assert said(answer)["jkk.items_known"].met is None

    def test_a_death_at_work(self):
        answer = ask("jkm_death", segment="pmi", pmi_phase="during")
        line = lines(answer)["jkm.line_migrant"]
        assert (line.amount, line.inputs) == (85_000_000, {"paid_by": "bpjs"})
        assert said(answer)["jkm.migrant_phase"].article == MIGRANTS

    @pytest.mark.parametrize("phase", ["before", "after"])
    def test_a_death_before_or_after_is_not_read(self, phase):
        answer = ask("jkm_death", segment="pmi", pmi_phase=phase)
        assert answer.gaps == ("jkm.gap_migrant",)
        assert said(answer)["jkm.migrant_phase"].met is False


class TestSeveralMemberships:
    def test_the_count_is_told(self):
        answer = ask("jkm_death", memberships=[SERATI, {**SERATI, "wadah": "pemangku"}])
        assert said(answer)["jkm.several"].fields == {"count": 2}

    def test_a_migrant_beside_is_no_published_case(self):
        answer = ask("jkm_death", memberships=[SERATI, MIGRANT], pmi_phase="during")
        assert "jkm.gap_several" in answer.gaps


class TestSanctions:
    LAW, CALENDAR, MONDAY = law_on(date(2026, 1, 5)), Calendar([date(2026, 1, 1)]), date(2026, 1, 5)

    @pytest.mark.parametrize(
        ("case", "articles"),
        [
            ("employer", ["Pasal 6", "Pasal 6", "Pasal 7", "Pasal 9"]),
            ("other_false_data", ["Pasal 12", "Pasal 12", "Pasal 9"]),
            ("other_not_registered", ["Pasal 11"]),
        ],
    )
    def test_each_rung_has_its_article(self, case, articles):
        """PP 86/2013."""
        steps = sanctions.ladder(self.MONDAY, case, self.LAW, self.CALENDAR)
        assert [one.article.startswith("PP 86/2013 Pasal") for one in steps] == [True] * len(articles)
        assert [article in one.article for article, one in zip(articles, steps, strict=True)] == [True] * len(
            articles
        )

    def test_a_year_without_holidays_names_the_day(self):
        with pytest.raises(LawError, match=r"^10 working days after 2026-12-28: "):
            sanctions.ladder(date(2026, 12, 28), "employer", self.LAW, self.CALENDAR)


def test_a_migrant_is_told_why_no_due_day():
    """Permenaker 4/2023 Pasal 18: the package is paid at once."""
    why = r"^due day of pmi: the package is paid at once \(Permenaker 4/2023 Pasal 18\); none is due$"
    with pytest.raises(LawError, match=why):
        dues.due_day(Month(2026, 9), "pmi", "jkk", national_calendar())


def test_a_migrants_children_are_named_as_not_read():
    answer = ask("jkm_death", segment="pmi", pmi_phase="during", children=[{"level": "sma"}])
    assert answer.gaps == ("jkm.gap_migrant_scholarship",)
    assert answer.total == 85_000_000


class TestBenefitWage:
    """The article of the wage stands beside that of the sum."""

    @pytest.mark.parametrize(
        ("facts", "article"),
        [
            ({"segment": "bpu", "income": 1_000_000}, "PP 44/2015 Lampiran II"),
            ({"segment": "pu", "upah_kind": "daily", "upah_daily": 100_000}, "PP 44/2015 Pasal 19 ayat (3)"),
            (
                {"segment": "pu", "upah_kind": "piece", "upah_months": [1, 2, 3]},
                "PP 44/2015 Pasal 19 ayat (4)",
            ),
        ],
    )
    def test_its_article(self, facts, article):
        assert article in lines(ask("jkk_death", **facts))["jkk.line_death"].article


class TestFaults:
    """A fault says which fact, and what would be possible."""

    @pytest.mark.parametrize(
        ("kind", "facts", "sentence"),
        [
            ("jkk_partial_disability", {"losses": [{"row": "D19", "count": 0}]}, "count baris D19 harus dari 1 sampai 3"),
            ("jkk_partial_disability", {"losses": [{"row": "D08", "count": 2}]}, "count baris D08 harus dari 1 sampai 1"),
            ("jht_payout", {"member_since": "2020-01-02", "ended_on": "2020-01-01"}, "ended_on"),
            ("jht_payout", {"birth_date": "2020-01-02", "member_since": "2020-01-01"}, "member_since"),
            ("jkp_cash", {"registered_on": "2024-05-02"}, "registered_on"),
            ("jkp_cash", {"birth_date": "2024-05-02"}, "birth_date"),
            ("jkk_partial_disability", {"losses": [{"row": "D19", "count": 3}, {"row": "D19", "side": "left"}]}, "baris D19 ini jarinya lebih dari 3"),
            ("jp_old_age", {"density": 2}, "density harus angka dari 0 sampai 1"),
        ],
    )  # fmt: skip
    def test_what_it_says(self, kind, facts, sentence):
        facts = {"reason": "phk", **facts} if kind in ("jht_payout", "jkp_cash") else facts
        event = {} if kind == "jkp_cash" else {"event_date": "2024-05-01"}
        with pytest.raises(FactsError) as told:
            rule(kind)(Facts({**event, **facts}), date(2024, 5, 1))
        assert any(sentence in fault for fault in told.value.faults)


def test_a_key_that_is_near_none_is_told_no_other():
    with pytest.raises(FactsError) as told:
        ask("jkk_death", zzzzzzzz=1, segmen="pu")
    strange, near = told.value.faults
    assert "zzzzzzzz" in strange
    assert "mungkin maksud Anda" not in strange
    assert "mungkin maksud Anda segment" in near


def test_the_earlier_of_two_last_days_is_the_one_to_keep():
    """Pasal 26: two years, five since PP 82/2019; in time for both, a claim is told the day that is sure."""
    answer = ask("jkk_death", "2018-06-01", on="2019-01-01", segment="pu", upah=4_000_000)
    assert said(answer)["jkk.in_time"].met is True
    assert said(answer)["jkk.in_time"].fields == {"last": date(2020, 6, 1)}


def test_a_line_is_as_certain_as_the_weakest_behind_it():
    """The funeral of JKM stands in the text, that of JKK in the press alone."""
    draft = Draft(date(2024, 5, 1))
    for names in (["jkm.funeral", "jkk.funeral"], ["jkk.funeral", "jkm.funeral"]):
        add_line(draft, draft.law, "jkk.line_funeral", 1, names=names)
    assert [line.certainty for line in draft.lines] == ["press", "press"]


def test_compound_of_several_amounts():
    """10 % and then 5 % more: 100 becomes 115.5, rounded half up; 200 becomes 231."""
    rates = [Decimal("1.10"), Decimal("1.05")]
    assert compound(np.array([[100], [200]]), rates).tolist() == [[116], [231]]
    assert compound(100, rates) == 116


class TestBill:
    def test_a_worker_without_an_id_has_that_of_the_person(self):
        table = pa.Table.from_pylist([{**VILLAGER, "person_id": "p7"}, {**VILLAGER, "person_id": None}])
        assert bill(table, "2026-12")["worker_id"].to_pylist() == ["p7", "row-2"]

    @pytest.mark.parametrize(
        ("convention", "month", "worker"),
        [
            ("income-lowest-bracket", Month(2026, 12), {**VILLAGER, "income": None}),
            ("half-open-brackets", Month(2026, 12), {**VILLAGER, "income": 1_099_500}),
            ("apbdes-donor-relief", Month(2026, 12), {**VILLAGER, "payer": "donor"}),
            ("covid-conditions", Month(2020, 9), VILLAGER),
            ("minimum-age", Month(2026, 12), {**VILLAGER, "birth_date": date(2010, 1, 1)}),
            ("age-65", Month(2026, 12), {**VILLAGER, "birth_date": date(1950, 1, 1)}),
            ("jkp-age-at-registration", Month(2026, 12), EMPLOYEE),
            ("law-of-the-first-day", Month(2025, 2), EMPLOYEE),
            ("pmi-first-day", Month(2026, 12), {"segment": "pmi", "contract_months": 24}),
            ("charged-once", Month(2026, 12), {"segment": "pmi", "contract_months": 24}),
        ],
    )
    def test_what_a_bill_leans_on_is_named(self, convention, month, worker, tmp_path):
        """docs/conventions.md; the same worker, in a month or a shape without it, does not name it."""
        pq.write_table(pa.Table.from_pylist([worker]), tmp_path / "t.parquet")
        totals = bill_file(tmp_path / "t.parquet", None, Request([month]))
        assert totals.notes[convention] == 1


class TestUnknownKind:
    def test_a_slip_of_the_pen_is_told_what_is_near(self):
        with pytest.raises(TedungError) as told:
            rule("jkm_deth")
        assert "jkm_death" in str(told.value)
        assert "jht_payout" not in str(told.value)

    def test_a_word_far_from_all_is_told_every_kind(self):
        with pytest.raises(TedungError) as told:
            rule("5171")
        assert [kind for kind in KINDS if kind not in str(told.value)] == []
