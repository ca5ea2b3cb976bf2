"""Numbers of the law as a lawyer expects to read them: Rp1.500.000, 0,24 %, 1 Juli 2015, with unit."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tedung.columns import PROGRAMMES
from tedung.law import Entry, law_on
from tedung.law.manual import certainty, gap_of
from tedung.texts import sentences, text

DAY = date(2026, 12, 1)
"""The day whose numbers stand inside sentences; the tables hold all days."""

CODES = {"procedure": "procedure.document_{}", "sanctions": "sanctions.service_{}"}
"""How the codes in a list are called, by the file of the law that lists them."""

LONG = 10
"""A list of more values than this is a table of its own further down."""


def day_said(day: date, lang: str) -> str:
    """Return *day* in words: ``1 Juli 2015``, ``1 July 2015``."""
    return f"{day.day} {text('manual.month_names', lang).split()[day.month - 1]} {day.year}"


def rupiah_said(amount: int, lang: str) -> str:
    """Return whole rupiah in the writing of the language: ``Rp1.500.000``, ``Rp1,500,000``."""
    return f"{'-' if amount < 0 else ''}Rp{_local(abs(amount), lang)}"


def share_said(share: int | Decimal, lang: str) -> str:
    """Return a share as a percentage: ``0,24 %``."""
    return f"{_local((Decimal(share) * 100).normalize(), lang)} %"


def _local(number: int | Decimal, lang: str) -> str:
    english = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
    return english if lang == "en" else english.translate(str.maketrans(",.", ".,"))


def said(value: Any, unit: str, lang: str, area: str = "") -> str:
    """Return a value with its unit: ``Rp6.800 sebulan``, ``0,3 % dari upah``, ``90 hari``.

    area: the file of the law, which says what its codes mean.
    """
    if isinstance(value, list) and len(value) > LONG:
        return text("manual.annex_only", lang, count=len(value))
    values = value if isinstance(value, list) else [value]
    between = "<br>" if unit == "codes" else ", "
    bare = between.join(bare_value(one, unit, lang, area) for one in values)
    whole = text(f"manual.unit_{_slug(unit)}", lang, value=bare)
    return re.sub(r"^1 (\w+?)(?:s|ren)\b", r"1 \1", whole) if lang == "en" else whole


def _slug(unit: str) -> str:
    return re.sub(r"\W+", "_", unit.lower()).strip("_") or "none"


def bare_value(value: Any, unit: str, lang: str, area: str = "") -> str:
    """Return a value without the words of its unit."""
    if isinstance(value, bool):
        return text("law.yes" if value else "law.no", lang)
    if isinstance(value, date):
        return day_said(value, lang)
    if isinstance(value, str):
        return _word(value, lang, area)
    if unit.startswith(("share", "factor")):
        return share_said(value, lang)
    return rupiah_said(value, lang) if unit.startswith("IDR") else _local(value, lang)


def _word(code: str, lang: str, area: str) -> str:
    if code in PROGRAMMES:
        return code.upper()
    return sentences(lang).get(CODES.get(area, "manual.value_{}").format(code), code)


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
