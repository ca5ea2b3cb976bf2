"""Material for a session of the council: who is protected where, the year's money, what is not done yet.

A paper leaves the office: rows in which somebody would be recognised are put together, for everybody.
"""

from dataclasses import asdict
from typing import Any

from tedung.dates import Month
from tedung.office.base.workbook import Sheet
from tedung.office.home import names
from tedung.office.home import queries as home
from tedung.office.laporan import figures
from tedung.office.laporan.gap import deaths
from tedung.office.laporan.made import Made
from tedung.office.laporan.mayor import named, points, told_of
from tedung.office.laporan.models import Report
from tedung.office.laporan.realisation import names_of


def told(report: Report) -> Made:
    """Tell the year until a month."""
    first, last = Month.parse(report.first_month), Month.parse(report.last_month)
    known, months = figures.known(last), list(first.until(last))
    died, lines = deaths(first, last), figures.lines(last.year)
    chain = figures.chain(last)
    shown = {
        "month": str(last),
        "known": {"people": known.people, "covered": known.covered, "ending": known.ending}
        if known
        else None,
        "chain": chain,
        "months": [figures.members(month) for month in months],
        "tables": _tables() if known else [],
        "money": asdict(figures.money(lines)),
        "offices": _offices(lines),
        "deaths": told_of(died),
        "points": points(known, chain, died, last),
    }
    return Made(f"Bahan rapat DPRD: perlindungan pekerja sampai {named(last)}", shown, _sheets(shown, months))


def _tables() -> list[dict[str, Any]]:
    """Return the tables of the first screen: by village, group and office; small cells are hidden."""
    villages = home.sums(home.figures(), "village")
    groups = home.sums(home.groups(), "opd_code", "group_code")
    office_of = names.office_of()
    named = names.villages([one.codes[0] for one in villages])
    found = (
        ("Desa/kelurahan", home.cells(villages, lambda codes: codes[0], named)),
        ("Kelompok", home.cells(groups, lambda codes: codes[1], names.groups())),
        (
            "OPD pengampu",
            home.cells(groups, lambda codes: codes[0] or office_of.get(codes[1], ""), names.offices()),
        ),
    )
    return [{"by": by, "rows": _rows(cells), "total": _sum("Jumlah", cells)} for by, cells in found]


def _rows(cells: list[home.Cell]) -> list[list[Any]]:
    """Return the rows of a table; those in which somebody would be recognised are one row with others."""
    few = {cell.code for cell in home.hidden(cells) if cell.people is None}
    others = sorted(
        (cell for cell in cells if cell.code not in few), key=lambda cell: (cell.people or 0, cell.code)
    )
    while few and others and _is_small(_sum("", [cell for cell in cells if cell.code in few])):
        few.add(others.pop(0).code)
    told = [_sum(cell.name, [cell]) for cell in cells if cell.code not in few]
    together = [cell for cell in cells if cell.code in few]
    return [*told, _sum(f"{len(few)} lainnya, digabung karena sedikit orangnya", together)] if few else told


def _is_small(row: list[Any]) -> bool:
    return any(0 < count < home.SMALL for count in row[1:4])


def _sum(name: str, cells: list[home.Cell]) -> list[Any]:
    people, covered = (sum(getattr(cell, of) or 0 for cell in cells) for of in ("people", "covered"))
    share = f"{100 * covered // people} %" if people else "–"
    return [name, people, covered, people - covered, share]


def _offices(lines: list[figures.Line]) -> list[list[Any]]:
    """Return each office's budget, paid, bound, rest."""
    offices = names_of({line.pos.opd_code for line in lines})
    sums: dict[str, list[int]] = {}
    for line in lines:
        held = sums.setdefault(line.pos.opd_code, [0, 0, 0, 0])
        one = line.figures
        for at, amount in enumerate((one.budget, one.realised, one.committed, one.rest)):
            held[at] += amount
    return [[offices.get(code, code), *amounts] for code, amounts in sums.items()]


def _sheets(shown: dict[str, Any], months: list[Month]) -> list[Sheet]:
    told = [(named(month), *row[1:]) for month, row in zip(months, shown["months"], strict=True)]
    money = (("Perangkat daerah", 44), *((name, 18) for name in ("Anggaran", "Dibayar", "Terikat", "Sisa")))
    return [
        Sheet("Kepesertaan", [(name, 18) for name in figures.MEMBERS], told),
        Sheet("Anggaran", money, shown["offices"]),
        *[
            Sheet(
                table["by"].replace("/", " "),
                ((table["by"], 40), *((name, 14) for name in ("Tercatat", "Terlindungi", "Belum", "Bagian"))),
                [*table["rows"], table["total"]],
            )
            for table in shown["tables"]
        ],
    ]
