"""``docs/reference/benefit-facts.md`` names every key that the rules read, in the section of its kind."""

import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from tedung.errors import TedungError
from tedung.law.facts import Facts
from tedung.law.kinds import KINDS, rule

PAGE = Path(__file__).parents[2] / "docs/reference/benefit-facts.md"
SHARED = ("Every JKK and JKM kind", "The wage behind a JKK benefit", "One kind")
SECTIONS = {
    "jkk": SHARED,
    "jkm": SHARED,
    "scholarship": SHARED,
    "jht": ("JHT: jht_payout",),
    "jp": ("JP: every kind", "JP: one kind"),
    "jkp": ("JKP: jkp_cash",),
}
PARTS = {"children": "A child", "losses": "A loss", ("jp", "survivors"): "JP: a survivor"}


def sections(page):
    """Return {section: rows}, a row the words that stand between backquotes in each of its cells."""
    found = {}
    for part in page.split("\n## ")[1:]:
        rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("| `")]
        found[part.splitlines()[0]] = [
            [re.findall(r"\w+", " ".join(re.findall(r"`([^`]*)`", cell))) for cell in row] for row in rows
        ]
    return found


def told(kind, page):
    """Return {key: the words told of it} of a kind."""
    found = {}
    for section in SECTIONS[kind.partition("_")[0]]:
        of_one_kind = section.endswith("ne kind")
        for row in sections(page)[section]:
            if not of_one_kind or row[0] == [kind]:
                keys, words = row[of_one_kind], {word for cell in row for word in cell}
                found |= dict.fromkeys(keys, words)
    return found


def read(kind, given):
    """Return the facts of a claim once the rule has read them, whatever it says of them."""
    facts = Facts(given)
    with suppress(TedungError):
        rule(kind)(facts, date(2026, 12, 1))
    return facts


def parts_read(kind, key):
    """Return the keys read in the objects under *key*; none where it holds a plain value."""
    objects = [part for value in ([{}], {}) for part in read(kind, {key: value})._parts]
    return {one for part in objects for one in part._asked}


def unsaid(kind, page):
    """Return the keys that *kind* reads and the page does not name for it."""
    known, missing = told(kind, page), []
    for key in read(kind, {})._asked:
        section = PARTS.get((kind[:2], key), PARTS.get(key))
        words = known.get(key, set())
        if section:
            words = {word for row in sections(page)[section] for word in row[0]}
        missing += [] if key in known else [key]
        missing += [f"{key}.{one}" for one in parts_read(kind, key) - words]
    return missing


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_that_is_read_is_on_the_page(kind):
    assert unsaid(kind, PAGE.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("kind", "row", "missing"),
    [
        ("jkk_stmb", "| `jkk_stmb` | `upah_paid`", "upah_paid"),
        ("jkk_death", "| `working_as`", "children.working_as"),
        ("jkk_transport", "| `jkk_transport` | `costs`", "costs.land"),
        ("jp_survivor", "| `alive`", "survivors.alive"),
        ("jkp_cash", "| `contract_ends_on`", "contract_ends_on"),
    ],
)
def test_a_row_that_is_forgotten_is_noticed(kind, row, missing):
    lines = PAGE.read_text("utf-8").splitlines()
    short = "\n".join(line for line in lines if not line.startswith(row))
    assert missing in unsaid(kind, short)
