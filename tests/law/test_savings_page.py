"""The clerk's page of JHT, JP and JKP: days and lists as a person writes them, never as a program prints them."""

import argparse
import json
import re
from datetime import date
from pathlib import Path

import pytest
from test_jht import AGED, contributions
from test_jkp import NEW
from test_jp import OLD
from test_jp_survivors import CHILD, DRAWING, SPOUSE

from tedung.commands import benefit
from tedung.law.facts import Facts, FactsError
from tedung.law.kinds import rule
from tedung.texts import LANGUAGES, sentences

RISING = {**OLD, "inflation": {**OLD["inflation"], "2030": 0.03, "2031": 0.02}}
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


@pytest.fixture
def say(tmp_path, capsys, monkeypatch):
    """Run the command on facts and return what it printed."""

    def run(kind, facts, on, *more, lang="id"):
        monkeypatch.setenv("TEDUNG_LANG", lang)
        path = tmp_path / "facts.json"
        path.write_text(json.dumps(facts), "utf-8")
        parser = argparse.ArgumentParser()
        benefit.add(parser.add_subparsers())
        arguments = parser.parse_args(["benefit", kind, str(path), "--on", on, *more])
        assert arguments.run(arguments) == 0
        return capsys.readouterr().out

    return run


def unwrapped(page):
    return " ".join(page.split())


@pytest.mark.parametrize(
    ("lang", "days"),
    [
        ("id", ["tahun berikutnya 1 Juli 2031 772.500; 1 Juli 2032 787.950", "mulai 1 Juli 2030"]),
        ("en", ["later years 1 July 2031 772,500; 1 July 2032 787,950", "from 1 July 2030"]),
    ],
)
def test_later_years_are_written_for_a_person(say, lang, days):
    page = say("jp_old_age", RISING, "2033-06-30", lang=lang)
    assert all(one in unwrapped(page) for one in days)
    assert not ISO.search(page)
    assert "{" not in page


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "facts", "on"),
    [
        ("jkp_cash", NEW, "2025-06-10"),
        ("jht_payout", {**AGED, "reason": "resign"}, "2024-05-01"),
        ("jp_survivor", {**DRAWING, "survivors": [SPOUSE | {"died_on": "2025-01-01"}, CHILD]}, "2025-02-01"),
        ("jp_old_age", {**OLD, "birth_date": "1990-01-01"}, "2030-06-30"),
    ],
)
def test_no_page_shows_a_day_or_a_list_as_a_program_does(say, lang, kind, facts, on):
    page = say(kind, facts, on, lang=lang)
    assert not ISO.search(page)
    assert not re.search(r"[{}\[\]]'|'[{}\[\]]", page)
    assert max(map(len, page.splitlines())) <= 110


def test_shares_and_yields_in_the_writing_of_the_language(say):
    survivors = [SPOUSE | {"died_on": "2025-01-01"}, CHILD]
    page = say("jp_survivor", {**DRAWING, "survivors": survivors}, "2025-02-01")
    assert "bagian 0,50; 0,50" in unwrapped(page)
    facts = {"reason": "death", "event_date": "2020-12-31", "contributions": contributions(2019, 2, 1_000)}
    assert "hasil pengembangan 2019 0,0606; 2020 0,0559" in unwrapped(say("jht_payout", facts, "2020-12-31"))
    english = say("jht_payout", facts, "2020-12-31", lang="en")
    assert "yields 2019 0.0606; 2020 0.0559" in unwrapped(english)


def test_the_json_keeps_days_of_the_machine_and_codes_of_the_gaps(say):
    told = json.loads(say("jp_old_age", RISING, "2033-06-30", "--json"))
    assert told["lines"][0]["inputs"]["later_years"] == {"2031-07-01": 772_500, "2032-07-01": 787_950}
    assert told["gaps"] == ["jp.gap_ceiling", "jp.gap_bounds"]
    assert all(code in sentences(lang) for code in told["gaps"] for lang in LANGUAGES)


REFERENCE = Path(__file__).parents[2] / "docs/reference/benefit-facts.md"


def documented(heading):
    """Return the cells of each row of a section of the page, as the words in backquotes."""
    section = REFERENCE.read_text("utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| `")]
    return [[re.findall(r"`(\w+)`", cell) for cell in row] for row in rows]


def keys_of(kind):
    if not kind.startswith("jp_"):
        return [key for row in documented(f"{kind[:3].upper()}: {kind}") for key in row[0]]
    own = [key for row in documented("JP: one kind") for key in row[1] if row[0] == [kind]]
    return [key for row in documented("JP: every kind") for key in row[0]] + own


@pytest.mark.parametrize(
    "kind", ["jht_payout", "jp_old_age", "jp_disability", "jp_survivor", "jp_lump_sum", "jkp_cash"]
)
def test_every_key_of_the_page_is_read(kind):
    facts = {**dict.fromkeys(keys_of(kind), "?"), "xyzzy": 1}
    if kind.startswith("jp_"):
        facts["survivors"] = [{key: "?" for row in documented("JP: a survivor") for key in row[0]}]
    with pytest.raises(FactsError) as told:
        rule(kind)(Facts(facts), date(2024, 5, 1))
    unknown = [one for one in told.value.faults if "tidak dikenal" in one]
    assert len(unknown) == 1
    assert "xyzzy" in unknown[0]
