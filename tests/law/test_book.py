"""The manual of the law: nothing left out, nothing untrue, and read as people read."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tedung.law import CERTAINTIES, Entry, history
from tedung.law.book import TEST_FILES, book
from tedung.law.book.cases import CASES, answer, facts_said
from tedung.law.book.examples import Table, read_examples, render
from tedung.law.book.numbers import cell, mark, said, sentence
from tedung.law.book.page import conventions_of, regulations
from tedung.law.book.plan import PAGES, parameters
from tedung.law.kinds import KINDS
from tedung.law.manual import conventions
from tedung.law.words import day_said
from tedung.texts import LANGUAGES, text

TESTS = Path(__file__).parent


@pytest.fixture(scope="module")
def pages():
    return dict(book({name: (TESTS / name).read_text("utf-8") for name in TEST_FILES}))


def test_every_parameter_of_the_law_has_a_page():
    told = {name for slug in PAGES for name in parameters(slug)}
    assert set(history()) - told == set()


def test_every_pattern_of_the_plan_finds_something():
    from fnmatch import filter as matching

    for slug, plan in PAGES.items():
        for pattern in (one for section in plan.sections for one in section.numbers):
            assert matching(history(), pattern), (slug, pattern)


def test_every_kind_of_benefit_has_a_whole_example_on_one_page():
    kinds = [kind for plan in PAGES.values() for kind in plan.kinds]
    assert sorted(kinds) == sorted(KINDS)
    assert {name.partition(":")[0] for name in CASES} == set(KINDS)


@pytest.mark.parametrize("kind", sorted(CASES))
def test_the_whole_examples_come_to_what_their_source_says(kind):
    found = answer(kind)
    assert (found["status"], found["total"]) == ("payable", CASES[kind].total)


def test_every_convention_is_on_a_page_or_is_everybodys():
    told = {code for slug in PAGES for code in conventions_of(slug)}
    of_bills = {"rounding", "law-of-the-first-day", "charged-once", "zero-is-empty", "income-lowest-bracket"}
    assert set(conventions()) - told <= of_bills | {"jkp-under-relief"}


def test_every_page_in_both_languages(pages):
    assert {name.partition("/")[2] for name in pages if name.startswith("id/")} == {
        name.partition("/")[2] for name in pages if name.startswith("en/")
    }
    assert len(pages) == 1 + 2 * (1 + len(PAGES))


def test_every_line_stands_with_its_day_and_article(pages):
    for slug in PAGES:
        whole = pages[f"id/{slug}.md"]
        for lines in parameters(slug).values():
            for line in lines:
                row = f"| {day_said(line.first_day, 'id')} | {line.source} | {mark(line, 'id')} |"
                assert row in whole, line.name


def test_the_same_pages_again(pages):
    assert dict(book({name: (TESTS / name).read_text("utf-8") for name in TEST_FILES})) == pages


def test_no_field_is_left_open(pages):
    for name, whole in pages.items():
        words = re.sub(r"```.*?```", "", whole, flags=re.DOTALL)
        assert not re.search(r"\{\w+\}", words), name


def test_a_page_is_no_wall(pages):
    for name, whole in pages.items():
        paragraphs = [one for one in whole.split("\n\n") if not one.startswith(("|", "-", "```", "#"))]
        assert max(map(len, paragraphs), default=0) < 700, name
        assert whole.count("\n") < 420, name


def test_tables_have_as_many_cells_as_their_head(pages):
    for name, whole in pages.items():
        for table in re.findall(r"(?:^\|.*\n?)+", whole, re.MULTILINE):
            cells = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
            assert len(cells) == 1, (name, table[:80])


def test_a_lawyer_finds_the_death_sum(pages):
    """PP 44/2015 Pasal 34 ayat (1) huruf a as replaced by PP 82/2019: Rp20.000.000 since 2 December 2019."""
    row = "| Rp20.000.000 | 2 Desember 2019 | PP 44/2015 Pasal 34 ayat (1) huruf a sebagaimana diganti PP 82/2019 | dibaca |"
    assert row in pages["id/jkm.md"]
    assert "Rp20,000,000 | 2 December 2019" in pages["en/jkm.md"]


def test_a_page_shows_the_tables_of_the_tests(pages):
    """The JP ceiling of 2015: Rp7.000.050 pays as much as Rp7.000.000."""
    assert "| Rp7.000.050 | Rp140.000 | Rp70.000 |" in pages["id/jp.md"]


def test_regulations_stand_acts_first_and_oldest_first():
    assert regulations("jkm")[:2] == ["PP 44/2015", "PP 82/2019"]
    assert regulations("sanctions") == ["UU 24/2011", "PP 86/2013", "PP 44/2015"]


@pytest.mark.parametrize(
    ("value", "unit", "indonesian", "english"),
    [
        (1_500_000, "IDR", "Rp1.500.000", "Rp1,500,000"),
        (6_800, "IDR/month", "Rp6.800 sebulan", "Rp6,800 a month"),
        (Decimal("0.0024"), "share of upah", "0,24 % dari upah", "0.24 % of the wage"),
        (1, "share of upah", "100 % dari upah", "100 % of the wage"),
        (Decimal("0.5"), "factor", "50 % dari iuran penuh", "50 % of the full contribution"),
        (1, "months", "1 bulan", "1 month"),
        (12, "months", "12 bulan", "12 months"),
        (1, "children", "1 anak", "1 child"),
        (2, "children", "2 anak", "2 children"),
        (Decimal("1.2"), "times the tax", "1,2 kali pajaknya", "1.2 times the tax"),
        (True, "yes or no", "ya", "yes"),
        (date(2020, 7, 31), "day", "31 Juli 2020", "31 July 2020"),
        (["jkk", "jkm"], "programmes", "JKK, JKM", "JKK, JKM"),
        ([0, 100], "IDR", "Rp0, Rp100", "Rp0, Rp100"),
        (list(range(33)), "IDR", "33 nilai, lihat tabel di bawah", "33 values, see the table below"),
        (-5, "IDR", "-Rp5", "-Rp5"),
    ],
)
def test_numbers_are_written_as_a_lawyer_expects(value, unit, indonesian, english):
    assert (said(value, unit, "id"), said(value, unit, "en")) == (indonesian, english)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_unit_has_its_words(lang):
    for lines in history().values():
        for line in lines:
            assert cell(line, lang)


def test_a_unit_without_words_is_a_programmers_mistake():
    with pytest.raises(KeyError, match="furlong"):
        said(1, "furlongs", "id")


def test_a_gap_says_why_in_the_language_of_the_page():
    line = Entry("a.b", date(2020, 1, 1), gap="not read", gap_id="belum dibaca")
    assert (cell(line, "id"), cell(line, "en")) == (
        "*belum diketahui:* belum dibaca",
        "*not known:* not read",
    )


def test_a_line_by_convention_names_it():
    line = Entry("a.b", date(2020, 1, 1), value=1, certainty="convention", convention="age-65")
    assert mark(line, "id") == "konvensi · [age-65](../../conventions.md#age-65)"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("certain", [*CERTAINTIES, "gap"])
def test_every_certainty_has_a_word(lang, certain):
    assert " " not in text(f"manual.legend_{certain}", lang)


def test_numbers_inside_sentences_are_those_in_force():
    assert "kurang dari 90 hari" in sentence("jkm_short", "id")


def test_a_code_means_what_its_own_file_says():
    """Denied under PP 86/2013 Pasal 9 ayat (2) is the passport; a claim asks for the card or passport of the worker."""
    denied = history()["sanctions.services_other"][0]
    asked = history()["procedure.documents_migrant"][-1]
    assert cell(denied, "en").split("<br>")[3] == "passport"
    assert "identity card or passport of the worker" in cell(asked, "en").split("<br>")


def test_the_tax_in_a_sentence_is_on_the_part_above():
    """PP 68/2009 Pasal 5."""
    assert "0 % sampai Rp50.000.000 dan 5 % atas bagian di atasnya" in sentence("jht_tax", "id")


EXAMPLES = '''
def test_printed(example):
    """PP 1: two days.  Facts D13 and P1, P2."""
    table = """
        upah | employer
       1_000 |       37
    """
    for day in ("2020-01-01", "2021-01-01"):
        example(rule, day, table)

@pytest.mark.parametrize(("months", "due"), [(1, [5, 6]), (None, [])])
def test_rows(months, due):
    """Pasal 2."""

@pytest.mark.parametrize("day", [date(2020, 1, 1)])
def test_computed(day):
    """No plain values."""

@pytest.mark.parametrize("day", ["2020-01-01"])
def test_without_source(day):
    pass

def test_of_nothing():
    """No table."""
'''


def test_examples_are_read_from_the_source():
    found = read_examples(EXAMPLES)
    assert set(found) == {"test_printed", "test_rows"}
    assert found["test_printed"].tables == (
        Table(("2020-01-01", "2021-01-01"), ("upah", "employer"), ((1000, 37),)),
    )
    assert found["test_rows"].tables == (Table((), ("months", "due"), ((1, [5, 6]), (None, []))),)


def test_a_source_does_not_show_our_own_numbering():
    assert (
        read_examples(EXAMPLES)["test_printed"].source
        == "PP 1: two days. Facts and published or derived figures."
    )


def test_an_example_is_shown_as_a_table():
    shown = list(render(read_examples(EXAMPLES)["test_rows"], "id", {}))
    assert shown == ["| Bulan | Dibayar |\n| --- | --- |\n| 1 | Rp5 + Rp6 |\n| tidak dikatakan | Rp0 |"]


def test_a_broken_test_file_is_an_error():
    with pytest.raises(SyntaxError):
        read_examples("def test_(:")


def test_facts_of_a_career_are_told_by_first_and_last_year():
    assert facts_said("jp_old_age").count('"year"') == 2
    assert len(facts_said("jp_old_age")) < 400
