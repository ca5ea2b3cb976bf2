"""Numbers of the law in sentences and tables of the manual, with unit and certainty."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from tedung.law import Entry, law_on
from tedung.law.manual import certainty, gap_of
from tedung.law.words import bare_value, day_said, with_unit
from tedung.texts import sentences, text

DAY = date(2026, 12, 1)
"""The day whose numbers stand inside sentences; the tables hold all days."""

LONG = 10
"""A list of more values than this is a table of its own further down."""


def said(value: Any, unit: str, lang: str, area: str = "") -> str:
    """Return a value with its unit: ``Rp6.800 sebulan``, ``0,3 % dari upah``, ``90 hari``.

    area: the file of the law, which says what its codes mean.
    """
    if isinstance(value, list) and len(value) > LONG:
        return text("manual.annex_only", lang, count=len(value))
    values = value if isinstance(value, list) else [value]
    between = "<br>" if unit == "codes" else ", "
    return with_unit(between.join(bare_value(one, unit, lang, area) for one in values), unit, lang)


def sentence(code: str, lang: str) -> str:
    """Return a sentence of the manual, its ``{jkm_death_sum}`` filled with the number in force on `DAY`.

    ``{jkm_death_sum_bare}`` is the number without the words of its unit.
    """
    whole = sentences(lang)[f"manual.{code}"]
    return re.sub(r"\{(\w+)\}", lambda found: _in_force(found[1], lang), whole)


def _in_force(field: str, lang: str) -> str:
    line = law_on(DAY).cite(field.removesuffix("_bare").replace("_", ".", 1))
    return (bare_value if field.endswith("_bare") else said)(line.value, line.unit, lang)


def cell(line: Entry, lang: str) -> str:
    """Return the value of a line, or why there is none."""
    if line.gap is not None:
        return text("manual.gap_value", lang, gap=gap_of(line, lang))
    return said(line.value, line.unit, lang, line.name.partition(".")[0])


def mark(line: Entry, lang: str) -> str:
    """Return how certain a line is in one word, and the convention it leans on."""
    word = text(f"manual.legend_{certainty(line)}", lang)
    return f"{word} · {convention_link(line.convention)}" if line.convention else word


def convention_link(code: str) -> str:
    """Return the link from a page to a convention."""
    return f"[{code}](../../conventions.md#{code})"


def label(line: Entry, lang: str) -> str:
    """Return what a number is called."""
    return line.label_en if lang == "en" else line.label


def numbers_table(found: Mapping[str, tuple[Entry, ...]], lang: str) -> str:
    """Return every line of the parameters *found* as a table, each named once."""
    heads = ("head_numbers", "head_value", "head_since", "head_article", "head_certainty")
    rows = [tuple(text(f"manual.{head}", lang) for head in heads)]
    for lines in found.values():
        for place, line in enumerate(lines):
            first = "" if place else label(line, lang)
            since = day_said(line.first_day, lang)
            rows.append((first, cell(line, lang), since, line.source, mark(line, lang)))
    return grid(rows)


def grid(rows: list[tuple[str, ...]], right: int = 0) -> str:
    """Return *rows* as a Markdown table, the first its head; the last *right* columns are set right."""
    head, *body = [[one.replace("|", "\\|") for one in row] for row in rows]
    rule = ["---"] * (len(head) - right) + ["---:"] * right
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *body])
