"""Sections of a result about money: what it costs, who leaves, what stays unspent, what is got for it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tedung.money import rupiah
from tedung.office.kajian import naming
from tedung.office.kajian.models import Result
from tedung.office.kajian.naming import Names, lang
from tedung.office.kajian.showing import Column, Table, hides_small, is_small, people, table


def cost_lead(facts: Mapping[str, Any]) -> str:
    """Return the first sentence of the costs."""
    said = _(
        "Direncanakan %(planned)s dari anggaran %(budget)s; diperkirakan terpakai %(expected)s tanpa "
        "pengganti."
    )
    return said % {name: rupiah(facts[name], lang()) for name in ("planned", "budget", "expected")}


def money(result: Result, names: Names) -> list[Table]:
    """Return the tables of the costs; none where so few are paid for that they would be known."""
    if hides_small() and is_small(result.facts["chosen"]):
        return []  # the money of so few would tell how many they are
    stored, purses = (
        result.tables,
        [
            Column("planned", _("Direncanakan"), "rupiah"),
            Column("expected", _("Diharapkan terpakai"), "rupiah"),
            Column("with_replacement", _("Dengan pengganti"), "rupiah"),
        ],
    )
    months = table(
        "months",
        _("Biaya per bulan"),
        _("Bulan"),
        [people("people", _("Orang")), *purses],
        stored["months"],
        named=lambda row: naming.month(row["month"]),
    )
    lines = table(
        "lines",
        _("Biaya per tahun menurut pembayar, sumber dana dan OPD pengampu"),
        _("Pos"),
        [people("people", _("Orang")), *purses],
        stored["lines"],
        named=lambda row: _line(row, names),
    )
    return [months, lines, *_leaving(stored), *_lengths(stored, names)]


def _line(row: Mapping[str, Any], names: Names) -> str:
    parts = [str(row["year"]), names.of("payer", row["payer"]), row["sumber_dana"]]
    office = names.of("opd_pengampu", row["opd_pengampu"]) if row["opd_pengampu"] else _("tanpa OPD")
    return " · ".join([part for part in parts if part] + [office])


def _leaving(stored: Mapping[str, Any]) -> list[Table]:
    leavings, cases = naming.leavings(), naming.cases()
    return [
        table(
            "exits",
            _("Yang diperkirakan keluar selama program"),
            _("Sebab"),
            [Column("people", _("Orang"), "number")],
            stored["exits"],
            named=lambda row: leavings[row["why"]],
        ),
        table(
            "unspent",
            _("Sisa anggaran bila sebagian daftar ditolak dan tidak diganti"),
            _("Bila"),
            [
                Column("spent", _("Terpakai"), "rupiah"),
                Column("left", _("Sisa"), "rupiah"),
                Column("person_months", _("Bulan pelindungan yang tidak terbeli")),
            ],
            stored["unspent"],
            named=lambda row: cases.get(row["case"], row["case"]),
            note=_("Uang yang tidak dibayarkan sampai akhir tahun tidak melindungi siapa pun."),
        ),
    ]


def _lengths(stored: Mapping[str, Any], names: Names) -> list[Table]:
    lengths = table(
        "lengths",
        _("Program 6 atau 12 bulan"),
        _("Lama"),
        [
            people("people", _("Orang")),
            Column("amount", _("Biaya"), "rupiah"),
            Column("counted_by_agency", _("Dihitung BPJS sebagai pekerja rentan"), "number"),
        ],
        stored["lengths"],
        named=lambda row: _("%(count)s bulan") % {"count": row["months"]},
        note=_("Enam bulan ke atas dihitung penuh: buku pedoman BPJS, bukan peraturan."),
    )
    bundles = table(
        "bundles",
        _("Orang yang sama, pembayar dan paket lain"),
        _("Paket dan pembayar"),
        [
            people("people", _("Orang")),
            Column("amount", _("Biaya"), "rupiah"),
            Column("relief", _("Keringanan"), "rupiah"),
        ],
        stored["bundles"],
        named=lambda row: f"{naming.programmes(row['programmes'])} · {names.of('payer', row['payer'])}",
        note=_("Keringanan PP 50/2025 tidak berlaku bagi yang dibayar APBN atau APBD."),
    )
    return [lengths, bundles]


def benefit_lead() -> str:
    """Return the first sentence of the benefits."""
    return _(
        "Perkiraan dari tabel kematian dan angka kecelakaan, bukan janji. Tidak dihitung: beasiswa, cacat, "
        "dan JHT yang milik pekerja sendiri."
    )


def benefits(result: Result) -> list[Table]:
    """Return what the covered may expect, by the ends of the ranges and as bands."""
    if hides_small() and is_small(result.facts["chosen"]):
        return []
    named = naming.expectations()
    ends = {row["end"]: row for row in result.tables["expected"]}
    rows = [
        {"what": what, **{end: _whole(ends[end][what], what) for end in ("low", "central", "high")}}
        for what in ("deaths", "accidents", "accident_deaths", "jkm", "jkk")
    ]
    bands = [
        {**row, **{end: _whole(row[end], row["what"]) for end in ("low", "middle", "high")}}
        for row in result.tables["bands"]
    ]
    three = [
        Column(name, label, "said")
        for name, label in (("low", _("Rendah")), ("central", _("Tengah")), ("high", _("Tinggi")))
    ]
    drawn = [
        Column("low", _("1 dari 20 di bawahnya"), "said"),
        Column("middle", _("Tengah"), "said"),
        Column("high", _("1 dari 20 di atasnya"), "said"),
    ]
    return [
        table(
            "expected",
            _("Menurut ujung rentang setiap angka"),
            _("Apa"),
            three,
            rows,
            named=lambda row: named[row["what"]],
        ),
        table(
            "bands", _("Rentang 200 simulasi"), _("Apa"), drawn, bands, named=lambda row: named[row["what"]]
        ),
    ]


def _whole(value: float, what: str) -> str:
    if what in {"jkm", "jkk", "contributions"}:
        return rupiah(round(value), lang())
    return Column("", "", "number").said(round(value, 1))
