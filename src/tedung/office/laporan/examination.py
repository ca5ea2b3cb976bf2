"""The file of an SP2D for an audit: a line a person, the chain of its papers, what is out of order.

Every line says by which row of which decree, since when padan, under which number of the agency, for which
months and how much.  The lines, the accepted differences and the credits are the SP2D to the rupiah, and the
ledger says the same.
"""

from collections import Counter
from hashlib import sha256
from typing import Any

from django.db.models import Q, Sum

from tedung.office.audit.models import StateChange
from tedung.office.base.templatetags.tedung import masked, masked_kpj
from tedung.office.base.workbook import Sheet
from tedung.office.buku.kinds import named
from tedung.office.buku.models import Posting
from tedung.office.iuran import posting
from tedung.office.iuran.models import PAID, Difference, Rincian, State
from tedung.office.laporan.made import Made, pairs
from tedung.office.laporan.models import Report
from tedung.office.laporan.paid_people import EXCEPTIONS, Paid, paid_people

MOST_PAPER = 4_000
"""People who are named on paper: each line of a tagged PDF weighs 2.5 kB; more are in the workbook alone."""

COLUMNS = (
    ("No.", 7),
    ("Nama", 34),
    ("NIK", 20),
    ("Nomor keputusan", 26),
    ("Baris", 8),
    ("Padan tanggal", 14),
    ("KPJ", 16),
    ("BLTH dari", 11),
    ("BLTH sampai", 11),
    ("Bulan", 8),
    ("Jumlah", 14),
    ("Wadah", 32),
    ("Bukti bayar", 18),
    ("Catatan", 48),
)
"""Of the sheet of people: heading and width."""


def bills_of(bill: Rincian) -> list[Rincian]:
    """Return all bills that an SP2D pays, by the number and day of one of them."""
    found = Rincian.everything.filter(sp2d_number=bill.sp2d_number, sp2d_day=bill.sp2d_day, state__in=PAID)
    return list(found.select_related("wadah__organisation", "pos", "proof").order_by("pk"))


def told(report: Report) -> Made:
    """Tell an SP2D from the decrees to the ledger."""
    bills = bills_of(report.rincian) if report.rincian else []
    paid = bills[0]
    people = [one for bill in bills for one in paid_people(bill)]
    sums = _sums(bills, people)
    shown = {
        "number": paid.sp2d_number,
        "sp2d_day": paid.sp2d_day,
        "people": len({one.person for one in people}),
        "lines": len(people),
        "months": sum(one.months for one in people),
        "has_nik": report.has_nik,
        **sums,
        "decrees": _decrees(people),
        "bills": [_bill(bill) for bill in bills],
        "ledger": _ledger(bills),
        "findings": _of_bills(bills),
        "exceptions": _counted(people),
        "rows": [_row(at, one, report.has_nik) for at, one in enumerate(people[:MOST_PAPER], 1)],
        "is_cut": len(people) > MOST_PAPER,
    }
    if shown["is_cut"]:  # the mark is of every line, also where paper has none
        every = (repr(_row(at, one, report.has_nik)) for at, one in enumerate(people, 1))
        shown |= {"rows": [], "lines_mark": sha256("\n".join(every).encode()).hexdigest()}
    title = f"Berkas pemeriksaan SP2D nomor {paid.sp2d_number}"
    return Made(title, shown, _sheets(shown, people, report.has_nik), [one.person for one in people])


def _sums(bills: list[Rincian], people: list[Paid]) -> dict[str, Any]:
    """Return how the lines become the SP2D, each amount also as the ledger has it."""
    moved = _moved(bills)
    lines, paid = sum(one.amount for one in people), sum(bill.payable for bill in bills)
    accepted, credit = -moved.get("kode", 0), moved.get("kredit", 0)
    return {
        "lines_sum": lines,
        "accepted": accepted,
        "credit": credit,
        "paid": paid,
        "checks": [
            ["Baris ditambah selisih kode, dikurangi sisa masa iuran", lines + accepted - credit, paid],
            ["Pembayaran menurut buku pembantu", moved.get("bayar", 0), paid],
            ["Jumlah rincian", sum(bill.total for bill in bills), lines],
        ],
    }


def _moved(bills: list[Rincian]) -> dict[str, int]:
    """Return what each kind of happening did to what is owed of these bills."""
    found = _postings(bills).filter(account__code="iuran_terutang")
    return dict(found.values_list("entry__kind").annotate(amount=Sum("amount")).order_by("entry__kind"))


def _postings(bills: list[Rincian]) -> Any:
    keys = [bill.pk for bill in bills]
    return Posting.objects.filter(
        entry__about_kind=posting.KIND, entry__about_id__in=keys, entry__is_posted=True
    )


def _ledger(bills: list[Rincian]) -> list[list[Any]]:
    """Return the entries of these bills: day, what happened, account, debit, credit."""
    rows = _postings(bills).values_list("entry__day", "entry__kind", "account__name")
    sums = rows.annotate(
        debit=Sum("amount", filter=Q(amount__gt=0)), credit=Sum("amount", filter=Q(amount__lt=0))
    )
    ordered = sums.order_by("entry__day", "entry__kind", "account__name")
    return [
        [day, named(kind), account, debit or 0, -(credit or 0)]
        for day, kind, account, debit, credit in ordered
    ]


def _decrees(people: list[Paid]) -> list[list[Any]]:
    """Return the decrees that these people rest on, with how many of them."""
    many = Counter((one.decree, one.decree_day) for one in people if one.decree)
    return [
        [number, day, count] for (number, day), count in sorted(many.items(), key=lambda one: str(one[0]))
    ]


def _bill(bill: Rincian) -> dict[str, Any]:
    """Return the papers of a bill in their order: what, number, day, by whom, amount."""
    by = dict(
        StateChange.objects.filter(kind="iuran.rincian", row_id=bill.pk)
        .order_by("pk")
        .values_list("after", "by")
    )
    proof = f"dokumen {bill.proof.public_id}" if bill.proof else "–"
    return {
        "wadah": bill.wadah.name,
        "agency_code": bill.wadah.agency_code,
        "first": bill.first_month,
        "last": bill.last_month,
        "people": bill.people,
        "pos": f"{bill.pos.sub_activity}, {bill.pos.account}, {bill.pos.sumber_dana}" if bill.pos else "–",
        "law_day": bill.law_day,
        "law_version": bill.law_version,
        "papers": [
            [
                "Rincian iuran",
                f"nomor {bill.pk}",
                bill.made_at.date(),
                by.get(State.RINCIAN, "–"),
                bill.total,
            ],
            [
                "Kode iuran BPJS",
                bill.code_number,
                bill.code_valid_until,
                by.get(State.KODE, "–"),
                bill.code_amount,
            ],
            ["SPP-LS", bill.spp_number, bill.spp_day, by.get(State.SPP, "–"), None],
            ["SPM", bill.spm_number, bill.spm_day, by.get(State.SPM, "–"), None],
            ["SP2D", bill.sp2d_number, bill.sp2d_day, by.get(State.SP2D, "–"), bill.payable],
            ["Bukti bayar", proof, bill.paid_on, by.get(State.BUKTI, "–"), None],
            ["Konfirmasi BPJS", "", bill.confirmed_on, by.get(State.DIKONFIRMASI, "–"), None],
        ],
    }


def _of_bills(bills: list[Rincian]) -> list[str]:
    """Return what is out of order with the papers of these bills."""
    found = []
    for bill in bills:
        name = bill.wadah.name
        if bill.proof is None:
            found.append(f"{name}: bukti bayar belum diunggah.")
        if bill.state != State.DIKONFIRMASI:
            found.append(f"{name}: BPJS Ketenagakerjaan belum memastikan penerimaannya.")
        if bill.sp2d_day and bill.code_valid_until and bill.sp2d_day > bill.code_valid_until:
            found.append(f"{name}: SP2D terbit sesudah masa berlaku kode iuran lewat.")
        if bill.sp2d_day and bill.due_day and bill.sp2d_day > bill.due_day:
            found.append(f"{name}: SP2D terbit sesudah jatuh tempo.")
        found += [f"{name}: {_difference(one)}" for one in bill.differences.order_by("pk")]
    return found


def _difference(one: Difference) -> str:
    answer = str(one.get_answer_display()) if one.answer else "belum dijawab"
    sides = f"kode {one.code_number} berbeda {one.amount:+,} rupiah dari rincian".replace(",", ".")
    return f"{sides}; {answer}{f' ({one.reason})' if one.reason else ''}."


def _counted(people: list[Paid]) -> list[list[Any]]:
    many = Counter(code for one in people for code in one.exceptions)
    return [[EXCEPTIONS[code], many[code]] for code in EXCEPTIONS if many[code]]


def _row(at: int, one: Paid, has_nik: bool) -> list[Any]:
    return [
        at,
        one.name,
        one.nik or "–" if has_nik else masked(one.nik),
        one.decree or "–",
        one.ordinal or None,
        f"{one.padan_on:%d-%m-%Y}" if one.padan_on else "–",
        one.kpj or "–" if has_nik else masked_kpj(one.kpj),
        one.span,
        one.amount,
        "; ".join(EXCEPTIONS[code] for code in one.exceptions) or "–",
    ]


def _sheets(shown: dict[str, Any], people: list[Paid], has_nik: bool) -> list[Sheet]:
    facts = [
        ("SP2D", shown["number"]),
        ("Tanggal SP2D", shown["sp2d_day"]),
        ("Orang", shown["people"]),
        ("Orang-bulan", shown["months"]),
        ("Jumlah baris", shown["lines_sum"]),
        ("Selisih kode yang diterima", shown["accepted"]),
        ("Diperhitungkan dari sisa masa iuran", -shown["credit"]),
        ("Dibayar SP2D", shown["paid"]),
        *[(f"Temuan: {sentence}", count) for sentence, count in shown["exceptions"]],
        *[("Temuan pada berkas", sentence) for sentence in shown["findings"]],
    ]
    rows = (_wide(at, one, has_nik) for at, one in enumerate(people, 1))
    papers = [
        (bill["wadah"], *[cell if cell is not None else "" for cell in paper])
        for bill in shown["bills"]
        for paper in bill["papers"]
    ]
    return [
        pairs("Ringkasan", facts),
        Sheet("Orang", COLUMNS, rows),
        Sheet(
            "Rantai berkas",
            (("Wadah", 32), ("Berkas", 20), ("Nomor", 28), ("Tanggal", 12), ("Oleh", 16), ("Jumlah", 16)),
            papers,
        ),
        Sheet(
            "Buku pembantu",
            (("Tanggal", 12), ("Kejadian", 30), ("Akun", 40), ("Debit", 16), ("Kredit", 16)),
            shown["ledger"],
        ),
    ]


def _wide(at: int, one: Paid, has_nik: bool) -> tuple[Any, ...]:
    return (
        at,
        one.name,
        one.nik or "" if has_nik else masked(one.nik),
        one.decree,
        one.ordinal or "",
        one.padan_on,
        one.kpj if has_nik else masked_kpj(one.kpj),
        one.first,
        one.last,
        one.months,
        one.amount,
        one.wadah,
        one.proof,
        "; ".join(EXCEPTIONS[code] for code in one.exceptions),
    )
