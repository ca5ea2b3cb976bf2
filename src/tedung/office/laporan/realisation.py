"""Realisation by office: budget, SP2D and rest of every line, and the ledger that says the same."""

from dataclasses import asdict
from itertools import groupby
from typing import Any

from django.db.models import Sum

from tedung.office.anggaran.models import CashPlan, PosAmount
from tedung.office.anggaran.queries import by_day, paid_by_quarter
from tedung.office.base import clock
from tedung.office.base.workbook import Sheet
from tedung.office.buku import queries as buku
from tedung.office.buku.models import Posting
from tedung.office.iuran import posting
from tedung.office.iuran.models import PAID, Rincian
from tedung.office.laporan import figures
from tedung.office.laporan.made import Made
from tedung.office.laporan.models import Report
from tedung.office.organisations.models import Organisation

MOST_PAPER = 400
"""SP2D that stand on paper; all of them are in the workbook."""
QUARTERS = (1, 2, 3, 4)


def told(report: Report) -> Made:
    """Tell the lines of a year, of one office or of all."""
    year = int(report.last_month[:4])
    rows = figures.lines(year, report.opd_code)
    offices = names_of({row.pos.opd_code for row in rows} | {report.opd_code})
    bills = paid_bills(rows)
    booked = _booked(bills)
    shown = {
        "year": year,
        "of": offices.get(report.opd_code, report.opd_code) if report.opd_code else "",
        "money": asdict(figures.money(rows)),
        "offices": [
            {"name": offices.get(code, code), "lines": [_line(row, bills, booked) for row in some]}
            for code, some in groupby(rows, key=lambda row: row.pos.opd_code)
        ],
        "sp2d": [sp2d_row(bill) for bill in bills[:MOST_PAPER]],
        "sp2d_all": len(bills),
        "sp2d_sum": sum(bill.payable for bill in bills),
        "booked": sum(booked.values()),
        "balance": None if report.opd_code else _balance(sum(booked.values())),
    }
    return Made(_title(shown), shown, _sheets(shown, bills))


def _title(shown: dict[str, Any]) -> str:
    return f"Realisasi iuran tahun {shown['year']}" + (f", {shown['of']}" if shown["of"] else "")


def names_of(codes: set[str]) -> dict[str, str]:
    """Return what offices are called."""
    return dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))


def paid_bills(rows: list[figures.Line]) -> list[Rincian]:
    """Return the bills that SP2D paid from these lines, by day."""
    found = Rincian.everything.filter(pos__in=[row.pos.pk for row in rows], state__in=PAID)
    return list(found.select_related("wadah__organisation").order_by("sp2d_day", "pk"))


def _booked(bills: list[Rincian]) -> dict[int, int]:
    """Return what the ledger says was paid, by bill."""
    found = _payments().filter(entry__about_id__in=[bill.pk for bill in bills])
    sums = found.values_list("entry__about_id").annotate(amount=Sum("amount")).order_by()
    return {key: -amount for key, amount in sums}


def _payments() -> Any:
    return Posting.objects.filter(
        account__code="pembayaran", entry__about_kind=posting.KIND, entry__is_posted=True
    )


def _balance(here: int) -> dict[str, int]:
    """Return how these lines become the trial balance: with what other years and no line at all paid."""
    (held,) = [row for row in buku.trial_balance(clock.today()) if row.code == "pembayaran"]
    return {"here": here, "others": held.credit - held.debit - here, "trial": held.credit - held.debit}


def _line(row: figures.Line, bills: list[Rincian], booked: dict[int, int]) -> dict[str, Any]:
    pos = row.pos
    plan = dict(CashPlan.objects.filter(pos=pos).values_list("quarter", "amount"))
    paid = paid_by_quarter(pos)
    return {
        "name": f"{pos.sub_activity} / {pos.account}",
        "nomenclature": pos.nomenclature,
        "source": pos.sumber_dana,
        "amounts": [[_version(one), one.day, one.number, one.amount] for one in by_day([pos.pk])],
        **asdict(row.figures),
        "rest": row.figures.rest,
        "enough": row.enough,
        "first": row.first,
        "booked": sum(booked.get(bill.pk, 0) for bill in bills if bill.pos_id == pos.pk),
        "quarters": [[number, plan.get(number, 0), paid[number]] for number in QUARTERS],
    }


def _version(one: PosAmount) -> str:
    """Return which budget an amount is of, and that its day has not come."""
    name = str(one.get_version_display())
    return f"{name} (belum berlaku)" if one.day > clock.today() else name


def sp2d_row(bill: Rincian) -> list[Any]:
    """Return an SP2D as tables tell it."""
    span = bill.first_month if bill.months == 1 else f"{bill.first_month} – {bill.last_month}"
    return [bill.sp2d_number, bill.sp2d_day, bill.wadah.name, span, bill.people, bill.payable]


def _sheets(shown: dict[str, Any], bills: list[Rincian]) -> list[Sheet]:
    heads = ("Perangkat daerah", "Sub kegiatan dan rekening", "Sumber dana", "Anggaran", "Dibayar SP2D")
    more = ("Menurut buku pembantu", "Terikat", "Sisa", "Cukup untuk (orang)")
    lines = [
        (
            office["name"],
            line["name"],
            line["source"],
            line["budget"],
            line["realised"],
            line["booked"],
            line["committed"],
            line["rest"],
            line["enough"],
        )
        for office in shown["offices"]
        for line in office["lines"]
    ]
    quarters = [
        (office["name"], line["name"], *quarter)
        for office in shown["offices"]
        for line in office["lines"]
        for quarter in line["quarters"]
    ]
    return [
        Sheet(
            "Pos anggaran",
            [*((name, 40) for name in heads[:2]), *((name, 18) for name in heads[2:] + more)],
            lines,
        ),
        Sheet(
            "Triwulan",
            (("Perangkat daerah", 40), ("Pos", 40), ("Triwulan", 10), ("Anggaran kas", 18), ("Dibayar", 18)),
            quarters,
        ),
        sp2d_sheet(bills),
    ]


def sp2d_sheet(bills: list[Rincian]) -> Sheet:
    """Return the sheet of SP2D."""
    heads = (("SP2D", 26), ("Tanggal", 12), ("Wadah", 36), ("BLTH", 20), ("Orang", 10), ("Jumlah", 18))
    return Sheet("SP2D", heads, [sp2d_row(bill) for bill in bills])
