"""The bill of arrays against a plain reading of the same articles, worker by worker."""

import random
from datetime import date, timedelta

import pyarrow as pa

from plain import bill as plain
from tedung.columns import WORKER
from tedung.dates import Month
from tedung.law.bill import bill

SCHEMA = pa.schema([(c.name, c.type) for c in WORKER])
EVERY_MONTH = list(Month(2015, 7).until(Month(2027, 6)))


def one_of(dice, *values):
    return dice.choice(values)


def enrolment(dice):
    """An enrolment of any segment, with empties, reliefs and odd amounts anywhere."""
    return {
        "segment": one_of(dice, "pu", "pu", "bpu", "bpu", "jakon", "pmi", None),
        "bpu_kind": one_of(dice, None, "self_employed", "outside_employment", "employer"),
        "upah": one_of(dice, None, 0, dice.randrange(0, 30_000_000), dice.randrange(0, 3_000) * 50 + 25),
        "income": one_of(dice, None, dice.randrange(0, 22_000_000), dice.randrange(0, 220) * 100_000),
        "risk_class": one_of(dice, None, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5),
        "enterprise_size": one_of(dice, None, "micro", "small", "medium", "large"),
        "programmes": one_of(
            dice,
            None,
            None,
            "",
            "jkk+jkm",
            "jkk+jkm+jht",
            "jkk+jkm+jht+jp",
            "jkk+jkm+jht+jp+jkp",
            "jht",
            "jp",
        ),
        "payer": one_of(dice, None, "self", "employer", "apbd_kota", "apbd_prov", "apbdes", "apbn", "donor"),
        "contract_value": one_of(
            dice, None, dice.randrange(0, 10_000_000_000), dice.randrange(0, 200_000_000)
        ),
        "contract_months": one_of(dice, None, *range(40)),
        "via_agency": one_of(dice, None, True, False),
        "transport": one_of(dice, None, True, False),
        "labour_intensive": one_of(dice, None, True, False),
        "jkn": one_of(dice, None, True, False),
        "birth_date": one_of(dice, None, *[date(1945, 1, 1) + timedelta(days=dice.randrange(25_000))] * 9),
        "citizen": one_of(dice, None, True, True, False),
        "registered_on": one_of(dice, None, date(2015, 7, 1) + timedelta(days=dice.randrange(4_000))),
        "member_since": one_of(dice, None, date(2010, 1, 1) + timedelta(days=dice.randrange(5_000))),
        "is_member": one_of(dice, None, False, False, False, True),
    }


def differences(rows, month, include_members):
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    for place, got in enumerate(bill(table, month, include_members=include_members).to_pylist()):
        want = plain.bill(rows[place], month.first_day, include_members)
        wrong = {name: (got[name], value) for name, value in want.items() if got[name] != value}
        if wrong:
            yield month, rows[place], wrong


def agree(count_each_month, seed):
    dice = random.Random(seed)
    for month in EVERY_MONTH:
        rows = [enrolment(dice) for _ in range(count_each_month)]
        assert list(differences(rows, month, include_members=dice.random() < 0.5)) == []


def test_a_hundred_thousand_enrolments_of_every_month_agree_with_a_plain_reading():
    dice = random.Random(1)
    for month in EVERY_MONTH:  # 144 months of 700
        rows = [enrolment(dice) for _ in range(700)]
        assert list(differences(rows, month, include_members=dice.random() < 0.5)) == []
