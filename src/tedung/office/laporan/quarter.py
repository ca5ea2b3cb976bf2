"""The report of a quarter: members, payments, changes, reconciliations, cash planned and paid."""

from collections import Counter
from dataclasses import asdict
from datetime import date
from typing import Any

from tedung.dates import Month
from tedung.office.anggaran.models import CashPlan
from tedung.office.anggaran.queries import paid_by_quarter
from tedung.office.base import clock
from tedung.office.base.workbook import Sheet
from tedung.office.iuran.models import PAID, Rincian
from tedung.office.kepesertaan.models import Count
from tedung.office.laporan import figures
from tedung.office.laporan.gap import deaths
from tedung.office.laporan.made import Made
from tedung.office.laporan.mayor import named, told_of
from tedung.office.laporan.models import Report
from tedung.office.laporan.realisation import MOST_PAPER, names_of, sp2d_row, sp2d_sheet
from tedung.office.mutasi.models import Act, Mutasi
from tedung.office.mutasi.models import State as MutasiState
from tedung.office.rekonsiliasi.models import Reconciliation
from tedung.office.rekonsiliasi.models import State as Compared

ROMAN = ("I", "II", "III", "IV")


def told(report: Report) -> Made:
    """Tell the months of a quarter that have begun."""
    first, last = Month.parse(report.first_month), Month.parse(report.last_month)
    months = list(first.until(last))
    number = (first.number - 1) // 3 + 1
    bills = _paid(first.first_day, last.last_day)
    cash = _cash(first.year, number)
    shown = {
        "quarter": f"triwulan {ROMAN[number - 1]} tahun {first.year}",
        "months": [figures.members(month) for month in months],
        "sp2d": [sp2d_row(bill) for bill in bills[:MOST_PAPER]],
        "sp2d_all": len(bills),
        "sp2d_sum": sum(bill.payable for bill in bills),
        "cash": cash,
        "money": asdict(figures.money(figures.lines(first.year))),
        "changes": [_changes(str(month)) for month in months],
        "compared": [_compared(str(month)) for month in months],
        "deaths": told_of(deaths(first, last)),
        "is_over": clock.today() > (first + 2).last_day,
    }
    title = f"Laporan triwulan {ROMAN[number - 1]} tahun {first.year}"
    return Made(title, shown, _sheets(shown, bills, months))


def _paid(first: date, last: date) -> list[Rincian]:
    found = Rincian.everything.filter(sp2d_day__range=(first, last), state__in=PAID)
    return list(found.select_related("wadah__organisation").order_by("sp2d_day", "pk"))


def _cash(year: int, number: int) -> list[list[Any]]:
    """Return office, line, what was planned for the quarter and what was paid in it."""
    rows = figures.lines(year)
    offices = names_of({row.pos.opd_code for row in rows})
    plan = dict(CashPlan.objects.filter(pos__year=year, quarter=number).values_list("pos", "amount"))
    return [
        [
            offices.get(row.pos.opd_code, row.pos.opd_code),
            row.pos.sub_activity,
            plan.get(row.pos.pk, 0),
            paid_by_quarter(row.pos)[number],
        ]
        for row in rows
    ]


def _changes(month: str) -> list[Any]:
    """Return the approved changes of a month: entering, standing in, leaving, data."""
    many: Counter[str] = Counter()
    for row in Mutasi.everything.filter(month=month, state=MutasiState.DISETUJUI):
        many.update({act: int(count) for act, count in row.counts.items() if act in Act.values})
    return [month, *(many[act] for act in Act.values)]


def _compared(month: str) -> list[Any]:
    """Return of a month: wadah with members, compared with the agency's list, agreed by both."""
    wadah = Count.everything.filter(month=month, people__gt=0).count()
    rows = Reconciliation.everything.filter(month=month).exclude(
        state__in=[Compared.DIBACA, Compared.DIGANTIKAN]
    )
    return [month, wadah, rows.count(), rows.filter(state=Compared.DISEPAKATI).count()]


def _sheets(shown: dict[str, Any], bills: list[Rincian], months: list[Month]) -> list[Sheet]:
    told = [(named(month), *row[1:]) for month, row in zip(months, shown["months"], strict=True)]
    cash = (("Perangkat daerah", 40), ("Sub kegiatan", 40), ("Anggaran kas", 18), ("Dibayar", 18))
    return [
        Sheet("Kepesertaan", [(name, 18) for name in figures.MEMBERS], told),
        Sheet("Mutasi", [(name, 16) for name in ("Bulan", *Act.values)], shown["changes"]),
        Sheet("Anggaran kas", cash, shown["cash"]),
        sp2d_sheet(bills),
    ]
