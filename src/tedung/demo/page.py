"""The summary as a page of plain text that a mayor can read: no name, no NIK, at most 96 columns."""

import textwrap
from collections.abc import Callable, Iterator, Sequence

from tedung.demo.figures import Figures, Share
from tedung.money import rupiah, thousands
from tedung.population.tables import districts, groups, offices
from tedung.roster.summary import with_file
from tedung.texts import language, text

WIDTH = 96
SHOWN = 5
"""How many of the units with most to mend are named."""


def page(figures: Figures, folder: str, first_unit: str, first_file: str) -> str:
    """Return the summary.

    folder: where the results lie, as the reader would type it.  first_unit, first_file: whose
    returned file to open first and where it lies in the folder; empty where nothing is to mend.
    """
    parts = [
        _head(),
        _came_in(figures),
        _to_mend(figures, folder),
        _members(figures),
        _table(figures.by_group, "demo.by_group", _group),
        _table(figures.by_opd, "demo.by_opd", _office),
        _table(figures.by_district, "demo.by_district", _district),
        _cost(figures),
        _files(folder, first_unit, first_file),
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head() -> list[str]:
    return [text("demo.title"), text("demo.invented"), "═" * WIDTH]


def _title(code: str) -> str:
    heading = text(code)
    return f"{heading}\n{'─' * WIDTH}"


def _came_in(figures: Figures) -> list[str]:
    lines = [
        _title("demo.came_in"),
        _row(text("demo.files"), figures.files),
        _row("  " + text("demo.unread"), len(figures.unread)),
        _row(text("demo.lines"), figures.lines),
    ]
    names = {code: text(f"outcome.{code}") for code in figures.outcomes}
    names["not_a_person"] = text("demo.no_person")
    lines += [_row(f"  {names[code]}", count) for code, count in figures.outcomes.items()]
    return [
        *lines,
        _row(text("demo.people_seen"), figures.people_seen),
        _row("  " + text("demo.people"), figures.people),
    ]


def _row(label: str, count: int) -> str:
    return f"{label:<80}{thousands(count):>16}"


def _to_mend(figures: Figures, folder: str) -> list[str]:
    doubt = text("demo.pairs_in_doubt", count=thousands(figures.pairs_in_doubt), folder=folder)
    return [_title("demo.to_mend"), *_mends(figures), "", *_wrapped(doubt, ""), *_unread(figures)]


def _mends(figures: Figures) -> Iterator[str]:
    shown = figures.mend[:SHOWN]
    if not shown:
        yield text("demo.nothing_to_mend")
        return
    waiting, units = figures.outcomes["needs_fix"], figures.units_to_mend
    yield text("demo.mend_sum", lines=thousands(waiting), units=thousands(units), shown=len(shown))
    heads = (text("demo.unit"), text("demo.mend_short"), text("demo.of_lines"), text("demo.commonest"))
    yield f"\n{heads[0]:<46}{heads[1]:>8}{heads[2]:>8}   {heads[3]}"
    for mend in shown:
        what = text(f"demo.why_{mend.commonest}")
        yield f"{_cut(mend.unit, 45):<46}{thousands(mend.to_mend):>8}{thousands(mend.lines):>8}   {what}"


def _unread(figures: Figures) -> Iterator[str]:
    if figures.unread:
        yield ""
        yield text("demo.unread_files")
    for file, sentence in figures.unread:
        yield from _wrapped(with_file(file, sentence), "    ", "  - ")


def _cut(label: str, width: int) -> str:
    return label if len(label) <= width else label[: width - 1] + "…"


def _wrapped(sentence: str, indent: str = "  ", first: str = "") -> list[str]:
    return textwrap.wrap(sentence, WIDTH, initial_indent=first or indent, subsequent_indent=indent)


def _members(figures: Figures) -> list[str]:
    gone = figures.members - figures.members_serving
    return [
        text("demo.members", count=thousands(figures.members)) + f"\n{'─' * WIDTH}",
        _row(text("demo.serving"), figures.members_serving),
        _row("  " + text("demo.serving_ready"), figures.people - figures.newcomers),
        _row(text("demo.gone"), gone),
        _row("  " + text("demo.members_in_doubt"), figures.members_in_doubt),
        *_wrapped(text("demo.gone_what")),
        _row(text("demo.new"), figures.newcomers),
    ]


def _table(lines: Sequence[Share], title: str, label: Callable[[str], str]) -> list[str]:
    heads = (
        text("demo.ready"),
        text("demo.old"),
        text("demo.fresh"),
        text("demo.waiting"),
        text("demo.cost_short"),
    )
    return [
        _title(title),
        *(_wrapped(text("demo.table_what"), "") if title == "demo.by_group" else []),
        _columns("", heads),
        *(_share(label(line.code), line) for line in lines),
        _share(text("demo.sum"), _sum(lines)),
    ]


def _share(label: str, line: Share) -> str:
    counts = (line.people, line.members, line.people - line.members, line.to_mend)
    return _columns(label, (*map(thousands, counts), rupiah(line.cost)))


def _columns(label: str, cells: Sequence[str]) -> str:
    widths = (7, 9, 7, 10, 15)
    return f"{_cut(label, 48):<48}" + "".join(
        f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True)
    )


def _sum(lines: Sequence[Share]) -> Share:
    def total(of: Callable[[Share], int]) -> int:
        return sum(of(line) for line in lines)

    return Share(
        "",
        total(lambda line: line.people),
        total(lambda line: line.members),
        total(lambda line: line.to_mend),
        total(lambda line: line.cost),
    )


def _group(code: str) -> str:
    if not code:
        return text("demo.unknown")
    return groups()[code].name_en if language() == "en" else groups()[code].name_id


def _office(code: str) -> str:
    return offices()[code][f"name_{language()}"] if code else text("demo.unknown")


def _district(code: str) -> str:
    return districts().get(code) or text("demo.unknown")


def _cost(figures: Figures) -> list[str]:
    fresh = figures.month_cost - figures.members_cost
    return [
        _title("demo.cost"),
        _amount(text("demo.month_cost", billed=thousands(figures.billed)), figures.month_cost),
        _amount("  " + text("demo.cost_old"), figures.members_cost),
        _amount("  " + text("demo.cost_new"), fresh),
        _amount(text("demo.year_cost"), figures.year_cost),
        *_wrapped(text("demo.cost_what")),
        *_wrapped(text("demo.cost_relief")),
        *_at_most(figures),
        *_left_out(figures),
    ]


def _at_most(figures: Figures) -> Iterator[str]:
    """Say what mending may add: each line that waits is one person, everybody in the lowest bracket."""
    if figures.billed and figures.outcomes["needs_fix"]:
        more = figures.outcomes["needs_fix"] * (figures.month_cost // figures.billed)
        yield from _wrapped(text("demo.cost_mended", amount=rupiah(more)))


def _amount(label: str, amount: int) -> str:
    return f"{label:<76}{rupiah(amount):>20}"


def _left_out(figures: Figures) -> Iterator[str]:
    if figures.not_billed:
        count = sum(figures.not_billed.values())
        yield from _wrapped(text("demo.not_billed", count=thousands(count)))


def _files(folder: str, first_unit: str, first_file: str) -> list[str]:
    lines = [_title("demo.where"), text("demo.where_all", folder=folder)]
    results = (
        *("daftar-masuk", "hasil/marked", "tagihan-2026-12.csv", "ringkasan.txt"),
        *("agenda-berkas-masuk.csv", "truth.parquet"),
    )
    lines += [f"  {name:<25}{text(f'demo.where_{name[:3]}')}" for name in results]
    if first_file:
        lines += ["", text("demo.open_first", unit=first_unit), f"  {folder}/{first_file}"]
    return lines
