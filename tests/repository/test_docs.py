"""What the pages promise: links that lead somewhere, commands that exist."""

import argparse
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tedung import columns
from tedung.cli import _parser

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
READMES = ("README.md", "README.id.md")


def shell_lines(page):
    """Return the command lines of a page's fenced shell blocks, prompts and comments taken off."""
    blocks = re.findall(r"```(?:sh|bash|console)\n(.*?)```", page, re.DOTALL)
    lines = [line.partition(" #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line.removeprefix("$ ") for line in lines if line]


def options(parser):
    return {word for action in parser._actions for word in action.option_strings}


def sub_parser(words):
    """Follow ``roster check`` down the parser; return the last parser and the words that are left."""
    parser, left = _parser(), list(words)
    while left:
        kinds = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
        if not kinds:
            break
        assert left[0] in kinds[0].choices, f"no command {left[0]}"
        parser = kinds[0].choices[left.pop(0)]
    return parser, left


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    whole = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", whole):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_on_a_page_exist(page):
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for line in shell_lines(page.read_text("utf-8")):
        words = line.split()
        if words[0] == "make":
            assert not [word for word in words[1:] if "=" not in word and word not in targets], line
        elif words[0].endswith("tedung"):
            parser, left = sub_parser(words[1:])
            given = {word.partition("=")[0] for word in left if word.startswith("--")}
            assert given <= options(parser), line


@pytest.mark.slow
def test_what_the_readmes_show_is_what_the_demo_prints():
    """`make docs` writes it anew."""
    done = subprocess.run(
        [sys.executable, ROOT / "tools/docs.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("name", READMES)
def test_the_first_screen_is_short_and_leads_on(name):
    whole = (ROOT / name).read_text("utf-8")
    assert whole.count("\n") < 120
    assert "make run" in shell_lines(whole)
    assert len(re.findall(r"\]\((?!https?:)", whole)) >= 4
    assert "shields.io" not in whole


def test_both_readmes_have_the_same_commands():
    english, indonesian = (shell_lines((ROOT / name).read_text("utf-8")) for name in READMES)
    assert english == indonesian


def test_every_decision_says_what_else_there_was():
    pages = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert pages
    for page in pages:
        whole = page.read_text("utf-8")
        assert re.match(r"# .+\n", whole), page.name
        assert "Instead of" in whole or "Alternatives" in whole, page.name


def every_parser():
    """Yield (words, parser) of every command that does something."""
    waiting = [((), _parser())]
    while waiting:
        words, parser = waiting.pop()
        kinds = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
        waiting += [((*words, name), one) for kind in kinds for name, one in kind.choices.items()]
        if not kinds:
            yield words, parser


def test_every_command_has_an_example_in_its_help():
    without = [
        words for words, parser in every_parser() if f"tedung {' '.join(words)}" not in (parser.epilog or "")
    ]
    assert not without


def test_every_command_explains_itself_and_its_options():
    for words, parser in every_parser():
        assert parser.description, words
        assert not [action.dest for action in parser._actions if not action.help], words


def test_the_page_of_columns_is_current():
    """Made by ``make docs`` from columns.py."""
    assert (ROOT / "docs/columns.md").read_text("utf-8") == columns.page()


def test_the_pages_of_the_law_are_current():
    """Made by ``make docs`` from the TOML, the rules, their sentences and the tables of the tests."""
    done = subprocess.run(
        [sys.executable, ROOT / "tools/docs.py", "--check", "--fast"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_manual_is_made_whole_in_either_language():
    names = {lang: {path.name for path in (ROOT / "docs/law" / lang).glob("*.md")} for lang in ("id", "en")}
    assert names["id"] == names["en"]
    assert {"README.md", "jkk.md", "jkm.md", "jht.md", "jp.md", "jkp.md"} <= names["id"]


MANUALS = ("docs/manual/administrator.id.md", "docs/manual/administrator.en.md")


@pytest.mark.parametrize("name", MANUALS)
def test_the_administrators_manual_names_every_setting(name):
    settings = (ROOT / "src/tedung/office/settings.py").read_text("utf-8")
    asked = set(re.findall(r'environ\.get\("(TEDUNG_[A-Z]+)"', settings)) - {"TEDUNG_DAY"}
    assert asked
    assert asked <= set(re.findall(r"^\| `(TEDUNG_[A-Z]+)`", (ROOT / name).read_text("utf-8"), re.MULTILINE))


def test_both_manuals_run_the_same_commands():
    told = [re.findall(r"tedung (?:office )?\w+", (ROOT / name).read_text("utf-8")) for name in MANUALS]
    assert {*told[0]} - {*told[1]} <= {"tedung serve", "tedung contoh"}
    known = {f"tedung {' '.join(words)}" for words, _ in every_parser()}
    assert {words for words in told[1] if words in known} >= {
        "tedung backup",
        "tedung restore",
        "tedung serve",
    }
