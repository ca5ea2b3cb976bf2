"""The law as a person reads it: tables, histories, what nobody has read, and the page of conventions.

Lines of the ``.toml`` files go in, plain text comes out, in the language of the command.
"""

import textwrap
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from tedung.law import HERE, Entry, history, law_version
from tedung.texts import language, text

LEAST_CERTAIN_FIRST = ("gap", "convention", "derived", "press", "agency", "predecessor", "text")
CELL = 34
"""A list of values that takes more room than this is counted, its first and last value shown."""

PAGE_HEAD = """# Conventions

Decisions of ours where the regulations read so far are silent, or were not read. A result that leans on one
names it. This page is made from `src/tedung/law/conventions.toml` by `make docs`: change that file."""


class Convention(NamedTuple):
    """A decision of ours where the regulations are silent or were not read."""

    code: str
    label_id: str
    label_en: str
    text_id: str
    text_en: str
    because: str


@cache
def conventions() -> Mapping[str, Convention]:
    """Read every convention from ``conventions.toml``, in its order."""
    tables = tomllib.loads((HERE / "conventions.toml").read_text("utf-8"))
    return {code: Convention(code, **table) for code, table in tables.items()}


def certainty(line: Entry) -> str:
    """Return how sure we are of a line: its certainty, or ``gap`` where there is no value."""
    return "gap" if line.gap is not None else line.certainty


def unread(lines: Iterable[Entry]) -> list[Entry]:
    """Return the lines that were not read in the regulation itself, the least certain first."""
    open_lines = [line for line in lines if certainty(line) != "text"]
    return sorted(open_lines, key=lambda line: (LEAST_CERTAIN_FIRST.index(certainty(line)), line.name))


def gap_of(line: Entry, lang: str) -> str:
    """Return why a line has no value, in *lang*; in English where nobody has put it into Indonesian."""
    return (line.gap_id if lang == "id" else None) or line.gap or ""


def table(day: date, lines: Sequence[Entry], width: int | None = None) -> str:
    """Return the parameters in force on *day*, a row each, and what the certainties mean.

    width: of the terminal, where there is one; rows that are wider become two lines.
    """
    head = text("law.shown_on", day=day, version=law_version(), count=len(lines))
    titles = tuple(text(f"law.{column}") for column in ("name", "value", "unit", "first_day"))
    titles += (text("law.certainty"), text("law.article"))
    rows = [
        (line.name, shown(line), line.unit, str(line.first_day), certainty(line), line.source)
        for line in lines
    ]
    return "\n\n".join([head, _grid([titles, *rows], width), _legend(lines)])


def histories(day: date, found: Mapping[str, tuple[Entry, ...]], width: int | None = None) -> str:
    """Return every line of the parameters *found*, that in force on *day* marked."""
    head = text("law.history_on", day=day, version=law_version(), count=len(found))
    every = [line for lines in found.values() for line in lines]
    return "\n\n".join([head, *(_history(day, lines, width) for lines in found.values()), _legend(every)])


def _history(day: date, lines: Sequence[Entry], width: int | None) -> str:
    first = lines[0]
    label = (first.label_en if language() == "en" else "") or first.label
    begun = [line for line in lines if line.first_day <= day]
    rows = [
        ("►" if line in begun[-1:] else " ", str(line.first_day), shown(line), certainty(line), line.source)
        for line in lines
    ]
    parts = [f"{first.name}: {label}" + (f" ({first.unit})" if first.unit else ""), _grid(rows, width)]
    parts += [_indented(f"{line.first_day}: {_every(line)}") for line in lines if _is_long(line)]
    if not begun:
        parts.append(_indented(text("law.not_begun", day=day)))
    return "\n".join(parts)


def gaps(lines: Sequence[Entry], *, is_whole: bool = True) -> str:
    """Return what is not ``text`` among *lines*, grouped by certainty, and the conventions.

    is_whole: these are all lines there are; of a part, only the conventions it leans on are told.
    """
    found = unread(lines)
    head = "law.gaps_head" if found else "law.gaps_none"
    counts = Counter(map(certainty, found))
    parts = [text(head, open=len(found), all=len(lines))]
    if found:
        parts.append("\n".join(f"{counts[code]:5}  {code}" for code in LEAST_CERTAIN_FIRST if counts[code]))
    for code, group in groupby(found, certainty):
        parts.append("\n".join([f"{code}: {text(f'law.certainty_{code}')}", *_paragraphs(group)]))
    told = [one for one in conventions().values() if is_whole or _leans(lines, one.code)]
    if told:
        parts.append("\n".join([text("law.conventions_head"), *map(_convention, told)]))
    return "\n\n".join(parts)


def _paragraphs(lines: Iterable[Entry]) -> Iterable[str]:
    """Yield one paragraph a parameter and source: its days and values, then what to read."""
    for (name, source), group in groupby(lines, lambda line: (line.name, line.source)):
        yield f"  {name}"
        for line in group:
            yield f"    {line.first_day}  {shown(line)}"
        yield "    " + (text("law.read", source=source) if source else text("law.read_nothing"))


def _convention(one: Convention) -> str:
    label, said = (one.label_en, one.text_en) if language() == "en" else (one.label_id, one.text_id)
    return f"  {one.code}: {label}\n" + _indented(said, by=4)


def shown(line: Entry) -> str:
    """Return the value of a line as a reader expects it, or why there is none."""
    if line.gap is not None:
        return text("law.open", gap=gap_of(line, language()))
    value = _counted(line.value, line.unit) if _is_long(line) else _value(line.value, line.unit)
    return f"{value} ({text('law.by_convention', convention=line.convention)})" if line.convention else value


def _is_long(line: Entry) -> bool:
    return isinstance(line.value, list) and len(_every(line)) > CELL


def _every(line: Entry) -> str:
    return _value(line.value, line.unit)


def _counted(values: Sequence[Any], unit: str) -> str:
    ends = {"first": _value(values[0], unit), "last": _value(values[-1], unit)}
    return text("law.how_many", count=len(values), **ends)


def _value(value: Any, unit: str) -> str:
    if isinstance(value, bool):
        return text("law.yes" if value else "law.no")
    if isinstance(value, list):
        return " · ".join(_value(one, unit) for one in value)
    if isinstance(value, Decimal) and unit.startswith("share"):
        return f"{_local((value * 100).normalize())} %"
    if isinstance(value, int | Decimal):
        return _local(value)
    return str(value)


def _local(number: int | Decimal) -> str:
    """Return a number in the writing of the language: 1.500.000,5 or 1,500,000.5."""
    english = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
    return english if language() == "en" else english.translate(str.maketrans(",.", ".,"))


def _legend(lines: Iterable[Entry]) -> str:
    seen = {certainty(line) for line in lines}
    return "\n".join(
        f"{code}: {text(f'law.certainty_{code}')}" for code in LEAST_CERTAIN_FIRST if code in seen
    )


def _grid(rows: Sequence[Sequence[str]], width: int | None) -> str:
    """Return *rows* in columns, or each in two lines where a column would run over the edge."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if width is not None and sum(widths) + 2 * len(widths) > width:
        return "\n".join(f"{'  '.join(row[:3])}\n{_indented(' · '.join(row[3:]), 4, width)}" for row in rows)
    lines = ("  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _indented(paragraph: str, by: int = 3, width: int = 100) -> str:
    edge = " " * by
    return textwrap.fill(paragraph, width=max(width, 40), initial_indent=edge, subsequent_indent=edge)


def conventions_page() -> str:
    """Return ``docs/conventions.md``: every convention, why it is one, and the values that lean on it."""
    parts = [PAGE_HEAD]
    for one in conventions().values():
        parts += [f"## {one.code}", f"**{one.label_en}.** {one.text_en}", f"*{one.label_id}.* {one.text_id}"]
        parts.append(f"Why: {one.because}")
        leaning = sorted({name for name, lines in history().items() if _leans(lines, one.code)})
        if leaning:
            parts.append("Values that lean on it: " + ", ".join(f"`{name}`" for name in leaning) + ".")
    return "\n\n".join(parts) + "\n"


def _leans(lines: Iterable[Entry], code: str) -> bool:
    return any(line.convention == code for line in lines)
