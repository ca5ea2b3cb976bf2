"""Every rule of the law on every day on which any parameter begins or ends, and on the day before.

A rule is a public function of ``tedung.law`` that is handed a law.  The kinds of benefit, which take facts,
have the same in test_benefit_command.py and test_savings_every_day.py.
"""

import inspect
import pkgutil
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest

import tedung.law
from tedung.dates import Month, national_calendar
from tedung.law import LawError, days_of_change, history, law_on
from tedung.law.claim import GivenUpah, read_claim
from tedung.law.facts import Facts
from tedung.scale.codes import code_table

NO_RULES = {"lines.add_line", "claim.read_upah"}
"""They write an answer, and read its facts."""

UPAH = [0, 1, 416_666, 1_000_000, 6_800_000, 12_345_679, 1_000_000_000]
MANY = np.array(UPAH, dtype=np.int64)
FEW = np.array([0, 1, 2, 5, 40, 60, 400], dtype=np.int64)
DAY = date(2024, 5, 1)
CLAIM = read_claim(Facts({"segment": "pu", "event_date": "2024-05-01", "arrears_months": 4}), DAY)
WORKERS = code_table(
    pa.Table.from_pylist(
        [
            {"segment": "pu", "enterprise_size": "large", "birth_date": date(1985, 6, 15), "citizen": True},
            {
                "segment": "pu",
                "enterprise_size": "micro",
                "birth_date": date(1950, 6, 15),
                "labour_intensive": True,
            },
            {"segment": "bpu", "payer": "donor", "birth_date": date(2015, 6, 15), "transport": True},
            {"segment": "bpu", "bpu_kind": "employer", "payer": "apbd_kota"},
            {"segment": "jakon", "contract_value": 1},
            {"segment": "pmi", "contract_months": 24},
        ]
    )
)
GIVEN = {
    "amount": MANY,
    "base": MANY,
    "calendar": national_calendar(),
    "case": "employer",
    "claim": CLAIM,
    "claims": CLAIM,
    "contract_months": FEW,
    "contract_value": MANY,
    "contribution": MANY,
    "complete_on": DAY,
    "credited": 180,
    "daily_upah": MANY,
    "days_late": FEW,
    "earlier": MANY,
    "event_on": DAY,
    "factors": [Fraction(1)] * len(UPAH),
    "first_warning_on": DAY,
    "first_year": 2022,
    "funeral_only": MANY > 5,
    "given": GivenUpah("daily", None, 100_000, None, None, None, None),
    "gross": MANY,
    "has_npwp": MANY > 5,
    "income": MANY,
    "land": MANY,
    "sea": MANY,
    "air": MANY,
    "last_months": [MANY] * 3,
    "level": FEW % 4,
    "month": 5,
    "months": FEW,
    "months_paid": FEW % 7,
    "percent": Decimal("17.5"),
    "programme": "jkk",
    "received_on": DAY,
    "risk_class": FEW % 5 + 1,
    "units": FEW * 1_000,
    "upah": MANY,
    "via_agency": FEW > 2,
    "whole": MANY < 5,
    "workers": {**WORKERS, "enrolment_day": WORKERS["registered_on"] + 20_240_501},
    "year": 2024,
    "years": FEW % 9,
}
OF_ONE_RULE = {
    "jp_formula.formula": {"upah": UPAH},
    "relief.of_everybody": {"month": Month(2020, 9)},
}


def rules():
    """Return every public function of the law that is handed a law, by module and name."""
    found = {}
    for module in pkgutil.iter_modules(tedung.law.__path__):
        if module.ispkg or module.name == "bill_spark":  # needs Java; it calls the others
            continue
        for name, one in vars(import_module(f"tedung.law.{module.name}")).items():
            own = inspect.isfunction(one) and one.__module__ == f"tedung.law.{module.name}"
            public = (
                not name.startswith("_") and "__mutmut" not in name
            )  # nor what tools/mutants.py makes of it
            if own and public and "law" in inspect.signature(one).parameters:
                found[f"{module.name}.{name}"] = one
    return {name: one for name, one in found.items() if name not in NO_RULES}


RULES = rules()


def on(name, day):
    """Return what a rule answers under the law of a day, or the name of the parameter that it lacks."""
    sample = {**GIVEN, **OF_ONE_RULE.get(name, {}), "law": law_on(day)}
    rest = inspect.signature(RULES[name]).parameters.values()
    wanted = [one for one in rest if one.default is one.empty]
    positional = [sample[one.name] for one in wanted]
    try:
        return RULES[name](*positional)
    except LawError as fault:
        return str(fault).partition(" on ")[0]


def amounts(found):
    """Yield every number of an answer, whatever it is made of."""
    if isinstance(found, dict):
        found = list(found.values())
    if isinstance(found, list | tuple):
        for one in found:
            yield from amounts(one)
    elif isinstance(found, np.ndarray):
        yield from found.ravel().tolist()
    elif not isinstance(found, str | date | None):
        yield found


CHANGES = days_of_change()


@pytest.mark.parametrize("name", RULES)
def test_every_rule_on_every_day_of_change_and_the_day_before(name):
    """It answers, or lacks a parameter that the law of the day does not hold; and nothing is negative."""
    for day in sorted({one - timedelta(days=back) for one in CHANGES for back in (0, 1)}):
        found = on(name, day)
        if lacks(name, day):
            assert not law_on(day).knows(found), day
        else:
            numbers = [one for one in amounts(found) if isinstance(one, int | float | Decimal | Fraction)]
            assert not any(isinstance(one, float) for one in numbers), "no float money"
            assert all(one >= 0 for one in numbers), (day, found)


@pytest.mark.parametrize("name", RULES)
def test_between_two_days_of_change_the_law_stands_still(name):
    for first, following in pairwise(CHANGES):
        last = following - timedelta(days=1)
        assert repr(on(name, first)) == repr(on(name, last)), (first, last)


def lacks(name, day):
    found = on(name, day)
    return isinstance(found, str) and found in history()


def test_every_rule_answers_on_some_day_and_some_lack_what_nobody_has_read():
    lacking = {name for name in RULES for day in CHANGES if lacks(name, day)}
    assert {"stmb.amounts", "jkp.month_cash", "pu.jp"} <= lacking
    assert [name for name in RULES if all(lacks(name, day) for day in CHANGES)] == []


def test_the_day_before_the_programmes_began_no_rule_answers():
    """PP 44, 45 and 46/2015: 1 July 2015.  Who may join JKP is nobody."""
    before = date(2015, 6, 30)
    assert [name for name in RULES if not lacks(name, before)] == ["coverage.may_join_jkp"]
    assert not on("coverage.may_join_jkp", before).any()
