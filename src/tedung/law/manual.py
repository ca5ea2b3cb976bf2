"""The law as a person reads it: tables, histories, what nobody has read, and the page of conventions.

Lines of the ``.toml`` files go in, plain text comes out, in the language of the command.
"""

import textwrap
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import groupby
from typing import NamedTuple

from tedung.law import HERE, Entry, history, law_version
from tedung.law.words import bare_value, with_unit
from tedung.texts import language, text

LEAST_CERTAIN_FIRST = ("gap", "convention", "derived", "press", "agency", "predecessor", "text")
CELL, LINE = 34, 100
"""A list of values that takes more room than a cell is counted, its first and last value shown; a
paragraph is as wide as a line where there is no terminal."""

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

    width: of the terminal, where there is one; where the rows are wider, each becomes two lines.
    """
    head = text("law.shown_on", day=day, version=law_version(), count=len(lines))
    titles = tuple(text(f"law.{column}") for column in ("name", "value", "first_day", "certainty", "article"))
    rows = [
        (line.name, shown(line), str(line.first_day), _word(certainty(line)), line.source) for line in lines
    ]
    return "\n\n".join([_filled(head, width), _grid([titles, *rows], 2, width), _legend(lines, width)])


def histories(day: date, found: Mapping[str, tuple[Entry, ...]], width: int | None = None) -> str:
    """Return every line of the parameters *found*, that in force on *day* marked."""
    head = text("law.history_on", day=day, version=law_version(), count=len(found))
    every = [line for lines in found.values() for line in lines]
    parts = [_history(day, lines, width) for lines in found.values()]
    return "\n\n".join([_filled(head, width), *parts, _legend(every, width)])


def _history(day: date, lines: Sequence[Entry], width: int | None) -> str:
    first = lines[0]
    label = (first.label_en if language() == "en" else "") or first.label
    begun = [line for line in lines if line.first_day <= day]
    rows = [
        (
            "►" if line in begun[-1:] else " ",
            str(line.first_day),
            shown(line),
            _word(certainty(line)),
            line.source,
        )
        for line in lines
    ]
    parts = [_filled(f"{first.name}: {label}", width), _grid(rows, 3, width)]
    parts += [
        _filled(f"{line.first_day}: {_every(line)}", width or LINE, 3) for line in lines if _is_long(line)
    ]
    if not begun:
        parts.append(_filled(text("law.not_begun", day=day), width, 3))
    return "\n".join(parts)


def gaps(lines: Sequence[Entry], width: int | None = None, *, is_whole: bool = True) -> str:
    """Return what is not ``text`` among *lines*, grouped by certainty, and the conventions.

    is_whole: these are all lines there are; of a part, only the conventions it leans on are told.
    """
    found = unread(lines)
    head = "law.gaps_head" if found else "law.gaps_none"
    counts = Counter(map(certainty, found))
    parts = [_filled(text(head, open=len(found), all=len(lines)), width)]
    if found:
        told = [code for code in LEAST_CERTAIN_FIRST if counts[code]]
        parts.append("\n".join(f"{counts[code]:5}  {_word(code)}" for code in told))
    for code, group in groupby(found, certainty):
        parts.append("\n".join([_meaning(code, width), *_paragraphs(group, width)]))
    leant_on = [one for one in conventions().values() if is_whole or _leans(lines, one.code)]
    if leant_on:
        head = _filled(text("law.conventions_head"), width)
        parts.append("\n".join([head, *(_convention(one, width) for one in leant_on)]))
    return "\n\n".join(parts)


def _paragraphs(lines: Iterable[Entry], width: int | None) -> Iterable[str]:
    """Yield one paragraph a parameter and source: its days and values, then what to read."""
    for (name, source), group in groupby(lines, lambda line: (line.name, line.source)):
        yield f"  {name}"
        for line in group:
            yield _filled(f"{line.first_day}  {shown(line)}", width, 4)
        yield _filled(text("law.read", source=source) if source else text("law.read_nothing"), width, 4)


def _convention(one: Convention, width: int | None) -> str:
    label, said = (one.label_en, one.text_en) if language() == "en" else (one.label_id, one.text_id)
    return "\n".join([_filled(f"{one.code}: {label}", width, 2), _filled(said, width or LINE, 4)])


def shown(line: Entry) -> str:
    """Return the value of a line with its unit as a reader expects it, or why there is none."""
    if line.gap is not None:
        return text("law.open", gap=gap_of(line, language()))
    value = _counted(line) if _is_long(line) else _every(line)
    return f"{value} ({text('law.by_convention', convention=line.convention)})" if line.convention else value


def _is_long(line: Entry) -> bool:
    return isinstance(line.value, list) and len(" · ".join(_bare(line))) > CELL


def _every(line: Entry) -> str:
    return with_unit(" · ".join(_bare(line)), line.unit, language())


def _counted(line: Entry) -> str:
    first, *_, last = _bare(line)
    how_many = text("law.how_many", count=len(line.value), first=first, last=last)
    return with_unit(how_many, line.unit, language())


def _bare(line: Entry) -> list[str]:
    """Return the values of a line, each without the words of their unit."""
    values = line.value if isinstance(line.value, list) else [line.value]
    return [bare_value(one, line.unit, language(), line.name.partition(".")[0]) for one in values]


def _word(code: str) -> str:
    """Return what a certainty is called."""
    return text(f"manual.legend_{code}")


def _meaning(code: str, width: int | None) -> str:
    return _filled(f"{_word(code)}: {text(f'law.certainty_{code}')}", width)


def _legend(lines: Iterable[Entry], width: int | None) -> str:
    seen = {certainty(line) for line in lines}
    return "\n".join(_meaning(code, width) for code in LEAST_CERTAIN_FIRST if code in seen)


def _grid(rows: Sequence[Sequence[str]], lead: int, width: int | None) -> str:
    """Return *rows* in columns, or each in two lines, the second after *lead* cells, where they are wider."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if width is not None and sum(widths) + 2 * (len(widths) - 1) > width:
        return "\n".join(_two_lines(row, lead, width) for row in rows)
    lines = ("  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _two_lines(row: Sequence[str], lead: int, width: int) -> str:
    first, second = "  ".join(row[:lead]), " · ".join(row[lead:])
    return f"{_filled(first, width, hanging=6)}\n{_filled(second, width, 4)}"


def _filled(paragraph: str, width: int | None, by: int = 0, hanging: int | None = None) -> str:
    """Return *paragraph* indented, and within *width* where there is one; no name is broken."""
    edge = " " * by
    if width is None:
        return edge + paragraph
    lead = paragraph[: len(paragraph) - len(paragraph.lstrip())]
    return textwrap.fill(
        paragraph.lstrip(),
        max(width, 40),
        initial_indent=edge + lead,
        subsequent_indent=edge if hanging is None else " " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


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
