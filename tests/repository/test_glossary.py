"""One thing, one name: the code keeps to GLOSSARY.md."""

import ast
import re
from pathlib import Path

import pytest

from tedung.columns import PROGRAMMES, SEGMENTS

ROOT = Path(__file__).parents[2]
GLOSSARY = (ROOT / "GLOSSARY.md").read_text("utf-8")

TERMS = """
contribution worker employer benefit claim income arrears enrolment work_accident peserta upah masa_iur denda
ahli_waris nik desa kelurahan wadah payer sumber_dana roster outcome finding certainty gap convention linkage
"""
PHRASES = re.compile("wage_earners?|non_wage|WageEarners?")
"""What `pu` and `bpu` are in English: they name people, not an amount."""


def rows():
    """Return the cells of every table row but the heads."""
    lines = [line for line in GLOSSARY.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def refused():
    """Return {word: what to use instead} from the last table."""
    table = GLOSSARY.partition("## Refused in code")[2]
    found = {}
    for line in table.splitlines():
        if line.startswith("| `") and " as a " not in line:
            words, use = line.strip("|").split("|")
            found.update(dict.fromkeys(re.findall(r"`(\w+)`", words), use.strip()))
    return found


def names(tree):
    """Yield (line, name) of everything the code gives a name to."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.attr


def words(name):
    """Split ``masa_iurMonths`` into its words, plurals made singular."""
    parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    return {part.lower() for part in parts} | {part.lower().removesuffix("s") for part in parts}


def synonyms(place, tree):
    for line, name in names(tree):
        for word in sorted(words(PHRASES.sub("", name)) & set(refused())):
            yield f"{place}:{line}: {name}: not {word}, but {refused()[word]}"


def test_the_code_uses_no_synonym():
    faults = []
    for path in sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]):
        faults += synonyms(path.relative_to(ROOT), ast.parse(path.read_text("utf-8")))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "source",
    [
        "wage = 1",
        "def premium_of(x): ...",
        "def f(employees): ...",
        "self.salary = 3",
        "class WageTable: ...",
    ],
)
def test_a_synonym_is_seen(source):
    assert list(synonyms("x.py", ast.parse(source)))


@pytest.mark.parametrize(
    "source", ["upah = 1", "'wage'", "table['gaji']", "wager = 2", "def wage_earners(): ..."]
)
def test_what_is_no_synonym_is_left_alone(source):
    assert not list(synonyms("x.py", ast.parse(source)))


def test_every_term_has_a_row():
    needed = {*SEGMENTS, *PROGRAMMES, *re.findall(r"\w+", TERMS)}
    told = {term for row in rows() for term in re.findall(r"`(\w+)`", row[0])}
    assert needed <= told, needed - told


def test_every_row_says_four_things():
    for row in rows():
        if row[0].startswith("`") and row[0].strip("`") not in refused() and len(row) != 2:
            assert len(row) == 4, row
            assert all(row), row


def test_no_term_has_two_rows():
    terms = [term for row in rows() if len(row) == 4 for term in re.findall(r"`([^`]+)`", row[0])]
    assert len(terms) == len(set(terms))


def test_no_term_is_refused():
    terms = {term for row in rows() if len(row) == 4 for term in re.findall(r"`(\w+)`", row[0])}
    assert not terms & set(refused())
