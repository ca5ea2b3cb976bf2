"""The versions of a year's budget beside what a scenario plans: APBD, its shifts, its change, what SP2D paid.

Not part of a stored result: the lines of the budget go on changing, and a reader sees the own ones only.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.anggaran import queries as anggaran
from tedung.office.anggaran.models import Pos, Version
from tedung.office.kajian.models import Result
from tedung.office.kajian.sections import Section
from tedung.office.kajian.showing import Column, hides_small, is_small, table
from tedung.study.versions import Amount, side_by_side

MOST = 200
PLAN = ""
"""In place of a sub-activity: what the scenario itself plans."""


def sections(result: Result) -> list[Section]:
    """Return the section of the budget's versions; none where the actor sees no line of those years."""
    if not current().may("anggaran.view"):
        return []
    years, payer = sorted({row["year"] for row in result.tables["lines"]}), result.choices["payer"]
    lines = list(
        Pos.objects.filter(year__in=years, payer=payer).order_by("year", "sub_activity", "pk")[:MOST]
    )
    if not lines:
        return []
    is_few = hides_small() and is_small(result.facts["chosen"])
    planned = [] if is_few else _planned(result)
    rows = [row for row in side_by_side([*planned, *_amounts(lines)]).to_pylist() if row["sumber_dana"]]
    lead = _(
        "Apa yang direncanakan kajian ini di samping pos anggaran yang ada: APBD dengan pergeserannya, "
        "perubahannya, dan yang sudah dibayar dengan SP2D."
    )
    return [Section("versi", _("Anggaran menurut versinya"), lead, [_table(rows)])]


def _planned(result: Result) -> list[Amount]:
    sums: dict[tuple[int, str], int] = {}
    for row in result.tables["lines"]:
        key = (row["year"], row["sumber_dana"] or _("tidak dikatakan"))
        sums[key] = sums.get(key, 0) + row["planned"]
    return [Amount(year, "rkpd", PLAN, purse, amount) for (year, purse), amount in sorted(sums.items())]


def _amounts(lines: Sequence[Pos]) -> Iterator[Amount]:
    """Yield what each sub-activity and purse has in each version, its lines added up."""
    kept: dict[int, list[tuple[str, int]]] = {}
    found = anggaran.by_day([pos.pk for pos in lines])
    for key, version, amount in found.values_list("pos", "version", "amount"):
        kept.setdefault(key, []).append((version, amount))
    figures = anggaran.figures(lines)
    groups: dict[tuple[int, str, str], list[Pos]] = {}
    for pos in lines:
        groups.setdefault((pos.year, pos.sub_activity, pos.sumber_dana), []).append(pos)
    for (year, sub_activity, purse), many in groups.items():
        held = [kept.get(pos.pk, []) for pos in many]
        sums = {"apbd": sum(_before(one) for one in held)}
        if any(version == Version.PERUBAHAN for one in held for version, _amount in one):
            sums["apbd_p"] = sum(one[-1][1] for one in held if one)
        sums["realised"] = sum(figures[pos.pk].realised for pos in many)
        yield from (Amount(year, version, sub_activity, purse, amount) for version, amount in sums.items())


def _before(amounts: Sequence[tuple[str, int]]) -> int:
    """Return what a line had before the budget was changed: the original, or its last shift."""
    last = 0
    for version, amount in amounts:
        if version == Version.PERUBAHAN:
            break
        last = amount
    return last


def _table(rows: Sequence[Mapping[str, Any]]) -> Any:
    columns = [
        Column("rkpd", _("Rencana kajian ini"), "rupiah"),
        Column("apbd", _("APBD dengan pergeseran"), "rupiah"),
        Column("apbd_p", _("APBD perubahan"), "rupiah"),
        Column("realised", _("Dibayar (SP2D)"), "rupiah"),
        Column("unspent", _("Belum dibayar"), "rupiah"),
        Column("per_mille", _("Bagian yang dibayar"), "share"),
    ]

    def named(row: Mapping[str, Any]) -> str:
        return f"{row['year']} · {row['sub_activity'] or _('kajian ini')} · {row['sumber_dana']}"

    titled = _("Menurut sub kegiatan dan sumber dana")
    note = _("Rencana tanpa sub kegiatan; pos baru disebut namanya setelah dibuka di bagian anggaran.")
    return table("versions", titled, _("Pos"), columns, rows, named=named, note=note)
