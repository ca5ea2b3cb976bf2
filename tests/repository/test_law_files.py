"""Every line of the law's files has a first day, a value or a gap, a source and a certainty."""

import json
import re
import tomllib
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tedung.law import CERTAINTIES, HERE
from tedung.law.manual import conventions, conventions_page

ROOT = Path(__file__).parents[2]
OF_A_TABLE = {"label", "label_en", "unit", "checked"}
OF_A_LINE = {"value", "gap", "gap_id", "source", "certainty", "published", "convention"}


def tables():
    """Return every table of every programme, each with its dotted name."""
    return [
        pytest.param(table, id=f"{path.stem}.{name}")
        for path in sorted(HERE.glob("*.toml"))
        if path.stem != "conventions"
        for name, table in tomllib.loads(path.read_text("utf-8"), parse_float=Decimal).items()
    ]


def lines(table):
    return {key: line for key, line in table.items() if key[:1].isdigit()}


@pytest.mark.parametrize("table", tables())
def test_a_parameter_has_labels_a_unit_and_at_least_one_line(table):
    assert set(table) - set(lines(table)) <= OF_A_TABLE
    assert table["label"].strip()
    assert table["label_en"].strip()
    assert isinstance(table["unit"], str)
    assert isinstance(table.get("checked"), date), "the last day a person compared it with its source"
    assert lines(table)


@pytest.mark.parametrize("table", tables())
def test_a_line_has_a_day_a_value_or_a_gap_a_source_and_a_certainty(table):
    for first_day, line in lines(table).items():
        assert str(date.fromisoformat(first_day)) == first_day
        assert set(line) <= OF_A_LINE, first_day
        assert ("value" in line) != ("gap" in line), first_day
        assert line["source"].strip(), first_day
        assert "gap" in line or line["certainty"] in CERTAINTIES, first_day
        assert "gap" not in line or line["gap"].strip(), first_day


@pytest.mark.parametrize("table", tables())
def test_a_line_says_which_convention_it_leans_on(table):
    for line in lines(table).values():
        assert line.get("convention", "rounding") in conventions()
        assert line.get("certainty") != "convention" or "convention" in line


@pytest.mark.parametrize("table", tables())
def test_values_are_whole_or_exact_never_floats(table):
    for line in lines(table).values():
        value = line.get("value", 0)
        for one in value if isinstance(value, list) else [value]:
            assert isinstance(one, int | Decimal | str | date)
            assert not isinstance(one, datetime)
            if isinstance(one, Decimal):  # `law show --json` writes every digit
                assert Decimal(repr(float(one))) == one


def test_the_page_of_conventions_is_current():
    """`make docs` writes it anew."""
    assert (ROOT / "docs/conventions.md").read_text("utf-8") == conventions_page()


def test_a_convention_named_in_the_code_or_the_docs_exists():
    named = re.compile(r"conventions\.md[,#]? ?([a-z][a-z0-9-]+)\)")
    places = [*(ROOT / "src").rglob("*.py"), *HERE.glob("*.toml"), *(ROOT / "docs").rglob("*.md")]
    for path in places:
        for code in named.findall(path.read_text("utf-8")):
            assert code in conventions(), f"{path.name} names {code}"


def test_conventions_are_told_in_both_languages():
    for code, one in conventions().items():
        assert re.fullmatch(r"[a-z0-9-]+", code)
        assert all(part.strip() for part in one), code
        assert json.dumps(one)


@pytest.mark.parametrize("table", tables())
def test_a_gap_says_why_in_both_languages(table):
    for first_day, line in lines(table).items():
        assert ("gap" in line) == ("gap_id" in line), first_day
        assert line.get("gap_id", "x").strip(), first_day
        assert line.get("gap_id") != line.get("gap", ""), first_day
