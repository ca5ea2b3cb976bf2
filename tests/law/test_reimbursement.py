"""Transport and aids: bounds of Annex III, before and since PP 82/2019."""

from datetime import date

import numpy as np
import pytest

from tedung.law import law_on, reimbursement
from tedung.law.facts import Facts, FactsError
from tedung.law.kinds import rule


def ask(kind, event="2024-05-01", **more):
    facts = {"segment": "pu", "event_date": event, "arrears_months": 0, **more}
    return rule(kind)(Facts(facts), date.fromisoformat(event))


def result(answer):
    return answer.status, answer.total


@pytest.mark.parametrize(
    ("event", "mode", "cost", "paid"),
    [
        ("2024-05-01", "land", 4_999_999, 4_999_999),
        ("2024-05-01", "land", 5_000_001, 5_000_000),
        ("2024-05-01", "sea", 3_000_000, 2_000_000),
        ("2024-05-01", "air", 30_000_000, 10_000_000),
        ("2019-12-02", "land", 6_000_000, 5_000_000),
        ("2019-12-01", "land", 6_000_000, 1_000_000),
        ("2019-12-01", "sea", 6_000_000, 1_500_000),
        ("2019-12-01", "air", 6_000_000, 2_500_000),
        ("2024-05-01", "land", 0, 0),
    ],
)
def test_each_mode_up_to_its_bound(event, mode, cost, paid):
    assert result(ask("jkk_transport", event, costs={mode: cost})) == ("payable", paid)


def test_several_modes_each_up_to_its_own():
    """Annex III: the maximum of each mode used."""
    answer = ask("jkk_transport", costs={"land": 6_000_000, "sea": 1_000_000, "air": 12_000_000})
    assert [line.amount for line in answer.lines] == [5_000_000, 1_000_000, 10_000_000]
    assert answer.total == 16_000_000


def test_the_wage_is_not_asked_for():
    assert not [one for one in ask("jkk_transport", costs={"land": 1}).conditions if "upah" in one.code]


@pytest.mark.parametrize("costs", [None, {}, {"land": None}])
def test_no_cost_is_open(costs):
    assert ask("jkk_transport", costs=costs).status == "open"


@pytest.mark.parametrize("costs", [{"land": -1}, {"land": 1.5}, {"train": 5}, {"lnad": 5}, [], 5])
def test_an_impossible_cost(costs):
    with pytest.raises(FactsError, match="costs"):
        ask("jkk_transport", costs=costs)


def test_a_bpu_in_arrears_waits_for_the_money():
    """Pasal 39 ayat (1): only treatment comes at once."""
    facts = {"segment": "bpu", "arrears_months": 2}
    assert result(ask("jkk_transport", **facts, costs={"land": 1})) == ("refused", 0)
    assert ask("jkk_transport", **facts, arrears_paid=False, costs={"land": 1}).status == "refused"
    assert result(ask("jkk_transport", **facts, arrears_paid=True, costs={"land": 1})) == ("payable", 1)


@pytest.mark.parametrize(
    ("item", "cost", "new", "old"),
    [
        ("dentures", 6_000_000, 5_000_000, 3_000_000),
        ("hearing_aid", 3_000_000, 2_500_000, 0),
        ("glasses", 999_999, 999_999, 0),
        ("glasses", 3_000_000, 1_000_000, 0),
        ("home_care", 25_000_000, 20_000_000, 0),
    ],
)
def test_each_aid_up_to_its_bound(item, cost, new, old):
    assert result(ask("jkk_aid", items={item: cost})) == ("payable", new)
    answer = ask("jkk_aid", "2019-12-01", items={item: cost})
    assert result(answer) == ("payable" if old else "refused", old)


def test_what_the_law_grants_is_paid_beside_what_it_does_not():
    answer = ask("jkk_aid", "2018-01-01", items={"dentures": 1_000_000, "glasses": 1_000_000})
    assert result(answer) == ("payable", 1_000_000)
    assert [one.met for one in answer.conditions if one.code == "jkk.exists_glasses"] == [False]


class TestHomeCare:
    @pytest.mark.parametrize(
        ("months", "status", "met"), [(12, "payable", True), (13, "open", False), (None, "payable", None)]
    )
    def test_at_most_a_year(self, months, status, met):
        answer = ask("jkk_aid", items={"home_care": 15_000_000}, home_care_months=months)
        assert answer.status == status
        assert [one.met for one in answer.conditions if one.code == "jkk.home_care_time"] == [met]

    def test_it_is_treatment_and_comes_at_once(self):
        facts = {"segment": "bpu", "arrears_months": 2}
        answer = ask("jkk_aid", **facts, items={"home_care": 1_000_000, "glasses": 500_000})
        assert result(answer) == ("payable", 1_000_000)
        facts["arrears_paid"] = False
        answer = ask("jkk_aid", **facts, items={"home_care": 1_000_000, "glasses": 500_000})
        assert result(answer) == ("payable", 1_000_000)

    def test_it_alone_of_the_items(self):
        facts = {"segment": "bpu", "arrears_months": 2, "arrears_paid": False}
        assert ask("jkk_aid", **facts, items={"glasses": 500_000}).status == "refused"


class TestProsthesis:
    @pytest.mark.parametrize(
        ("cost", "paid"), [(13_000_000, 13_000_000), (14_000_000, 14_000_000), (15_000_000, 14_000_000)]
    )
    def test_the_standard_price_and_40_percent(self, cost, paid):
        answer = ask("jkk_aid", items={"prosthesis": cost, "prosthesis_standard": 10_000_000})
        assert answer.total == paid

    def test_without_the_standard_it_is_open(self):
        assert result(ask("jkk_aid", items={"prosthesis": 13_000_000})) == ("open", None)


def test_a_file_at_once():
    law = law_on(date(2024, 5, 1))
    found = reimbursement.transport_amounts(np.array([6_000_000]), np.array([0]), np.array([1]), law)
    assert [part.tolist() for part in found] == [[5_000_000], [0], [1]]


class TestMigrants:
    """Permenaker 4/2023, annex, as quoted: 50 million a case of treatment, 50 million for proven rape."""

    def migrant(self, event="2024-05-01", **items):
        return result(ask("jkk_aid", event, segment="pmi", items=items))

    def test_two_sums_are_known(self):
        assert self.migrant(medical_abroad=49_000_000) == ("payable", 49_000_000)
        assert self.migrant(medical_abroad=60_000_000, rape_proven=True) == ("payable", 100_000_000)
        assert self.migrant(rape_proven=False) == ("refused", 0)

    def test_only_what_is_asked_is_told(self):
        answer = ask("jkk_aid", segment="pmi", items={"medical_abroad": 1})
        assert not [one for one in answer.conditions if one.code == "jkk.rape_proven"]

    @pytest.mark.parametrize("items", [{}, {"glasses": 1}, {"medical_abroad": 1, "dentures": 1}])
    def test_the_rest_is_open(self, items):
        assert self.migrant(**items) == ("open", None)

    def test_before_permenaker_4_it_is_open(self):
        assert self.migrant("2023-02-21", medical_abroad=1) == ("open", None)
        assert self.migrant("2015-06-30", medical_abroad=1) == ("open", None)

    def test_they_are_no_items_of_others(self):
        with pytest.raises(FactsError, match="items"):
            ask("jkk_aid", items={"medical_abroad": 1})
