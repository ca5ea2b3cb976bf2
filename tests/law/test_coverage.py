"""Who must and who may belong: Perpres 109/2013, PP 44, 45, 46/2015, PP 37/2021, PP 6/2025."""

from datetime import date

import pyarrow as pa
import pytest

from tedung.columns import PROGRAMMES
from tedung.law import coverage, law_on
from tedung.law.coverage import BPU, JAKON, OPEN_TO, PMI, PU
from tedung.scale.codes import code_table


def workers(month, **row):
    coded = code_table(pa.Table.from_pylist([{"birth_date": date(1985, 6, 15), "citizen": True, **row}]))
    day = month.year * 10_000 + month.month * 100 + month.day
    registered = coded["registered_on"]
    return {**coded, "enrolment_day": registered if registered[0] else registered + day}


def duties(month, **row):
    flags = coverage.duty(workers(month, **row), law_on(month))
    return "+".join(name for name in PROGRAMMES if flags[name][0])


@pytest.mark.parametrize(
    ("size", "programmes"),
    [
        ("micro", "jkk+jkm"),
        ("small", "jkk+jkm+jht"),
        ("medium", "jkk+jkm+jht+jp"),
        ("large", "jkk+jkm+jht+jp"),
    ],
)
def test_wage_earners_by_size_of_the_enterprise(size, programmes):
    """Perpres 109/2013 Pasal 6 ayat (1)-(3), duty from 1 July 2015."""
    for month in (date(2015, 7, 1), date(2026, 12, 1)):
        assert duties(month, segment="pu", enterprise_size=size) == programmes


def test_jkp_follows_from_the_other_programmes_and_jkn():
    """PP 37/2021 Pasal 4: small with JHT, medium and large with JP too, registered in JKN; micro without JHT not."""
    by_size = {
        size: duties(date(2026, 12, 1), segment="pu", enterprise_size=size, jkn=True)
        for size in ("micro", "small", "large")
    }
    assert by_size == {"micro": "jkk+jkm", "small": "jkk+jkm+jht+jkp", "large": "jkk+jkm+jht+jp+jkp"}


@pytest.mark.parametrize(
    ("row", "joins"),
    [
        ({}, True),
        ({"jkn": False}, False),
        ({"citizen": False}, False),
        ({"birth_date": date(1970, 1, 1), "registered_on": date(2024, 1, 1)}, False),  # 54 on the day
        ({"birth_date": date(1970, 1, 2), "registered_on": date(2024, 1, 1)}, True),  # 53
        ({"birth_date": date(1960, 1, 1), "registered_on": date(2013, 12, 31)}, True),  # 53 then
    ],
)
def test_jkp_asks_for_citizens_below_54_at_registration(row, joins):
    """PP 37/2021 Pasal 4 ayat (2)."""
    worker = {"segment": "pu", "enterprise_size": "large", "jkn": True, **row}
    assert ("jkp" in duties(date(2024, 6, 1), **worker).split("+")) == joins


def test_jkp_did_not_exist_before_february_2021():
    worker = {"segment": "pu", "enterprise_size": "large", "jkn": True}
    assert duties(date(2021, 2, 1), **worker) == "jkk+jkm+jht+jp"
    assert duties(date(2021, 2, 2), **worker) == "jkk+jkm+jht+jp+jkp"


def test_non_wage_workers():
    """PP 44/2015 Pasal 4 ayat (2): JKK and JKM; an employer JHT too (PP 46/2015 Pasal 2 ayat (1), 6)."""
    assert duties(date(2026, 12, 1), segment="bpu") == "jkk+jkm"
    assert duties(date(2026, 12, 1), segment="bpu", bpu_kind="outside_employment") == "jkk+jkm"
    assert duties(date(2026, 12, 1), segment="bpu", bpu_kind="employer") == "jkk+jkm+jht"


def test_projects_and_migrants():
    """Perpres 109/2013 Pasal 6 ayat (4); a migrant's package is not a list of programmes."""
    assert duties(date(2026, 12, 1), segment="jakon") == "jkk+jkm"
    assert duties(date(2026, 12, 1), segment="pmi") == ""


def test_what_is_open_to_whom():
    """PP 45/2015 Pasal 2 ayat (1): JP knows workers of employers only."""
    assert OPEN_TO == {
        "jkk": (PU, BPU, JAKON, PMI),
        "jkm": (PU, BPU, JAKON, PMI),
        "jht": (PU, BPU, PMI),
        "jp": (PU,),
        "jkp": (PU,),
    }
    for segment, programmes, allowed in (
        ("pu", "jkk+jkm+jht+jp+jkp", True),
        ("bpu", "jkk+jkm+jht", True),
        ("bpu", "jp", False),
        ("jakon", "jkk+jht", False),
        ("pmi", "jkk+jkm+jht", True),
        ("pmi", "jkp", False),
    ):
        flags = coverage.may_belong(workers(date(2026, 12, 1), segment=segment, programmes=programmes))
        assert flags[0] == allowed, (segment, programmes)
