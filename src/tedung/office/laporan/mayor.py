"""The mayor's page: protected of how many, families paid how much, deaths in a gap, money still usable."""

from dataclasses import asdict
from typing import Any

from tedung.dates import Month
from tedung.money import thousands
from tedung.office.base import clock
from tedung.office.home.queries import Total, new_year
from tedung.office.iuran import queries as iuran
from tedung.office.iuran.models import Difference, State
from tedung.office.laporan import figures
from tedung.office.laporan.gap import Deaths, deaths
from tedung.office.laporan.made import Made, pairs
from tedung.office.laporan.models import Report
from tedung.office.wadah.placing import unplaced

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


def told(report: Report) -> Made:
    """Tell the month on one page."""
    month = Month.parse(report.last_month)
    known, chain = figures.known(month), figures.chain(month)
    died = deaths(Month(month.year, 1), month)
    money = figures.money(figures.lines(month.year))
    shown: dict[str, Any] = {
        "month": str(month),
        "known": _known(known),
        "chain": chain,
        "deaths": told_of(died),
        "money": asdict(money),
        "points": points(known, chain, died, month),
    }
    return Made(f"Perlindungan pekerja, {named(month)}", shown, [pairs("Ringkasan", _rows(shown))])


def named(month: Month) -> str:
    """Return a month in words: Desember 2026."""
    return f"{MONTHS[month.number - 1]} {month.year}"


def _known(known: Total | None) -> dict[str, int] | None:
    if known is None:
        return None
    return {"people": known.people, "covered": known.covered, "ending": known.ending}


def told_of(died: Deaths) -> dict[str, Any]:
    """Return the deaths as papers tell them: counts and reasons."""
    return {
        "told": len(died.told),
        "covered": len(died.covered),
        "gap": len(died.in_gap),
        "reasons": [list(one) for one in died.reasons()],
        "unreported": died.unreported,
        "expected": died.expected,
        "open": died.open,
    }


def points(known: Total | None, chain: dict[str, int], died: Deaths, month: Month) -> list[str]:
    """Return what waits for a decision, the gravest first."""
    found = []
    if known and known.ending:
        after = f"1 Januari {new_year(clock.today()).year}"
        found.append(
            f"{thousands(known.ending)} orang terlindungi hari ini, tetapi tidak lagi mulai {after}."
        )
    if outside := sum(one.people for one in unplaced()):
        found.append(
            f"{thousands(outside)} orang sudah ditetapkan, tetapi belum ada wadah yang menampungnya."
        )
    found += _unpaid(chain, month)
    codes = Difference.objects.filter(answer="").exclude(rincian__payer="self")
    if differ := codes.exclude(rincian__state=State.DIBATALKAN).count():
        found.append(f"{thousands(differ)} kode iuran BPJS berbeda dari rincian kota dan menunggu jawaban.")
    if late := iuran.waiting(clock.today())["late"]:
        found.append(f"{thousands(late)} rincian iuran sudah lewat jatuh tempo.")
    if died.in_gap:
        found.append(f"{thousands(len(died.in_gap))} orang meninggal tanpa perlindungan tahun ini.")
    return found


def _unpaid(chain: dict[str, int], month: Month) -> list[str]:
    """Return how many months nobody paid: those that public money owes, then those of who pays oneself."""
    found = []
    if unpaid := chain["unpaid"] - chain["unpaid_self"]:
        of = f"{thousands(unpaid)} dari {thousands(chain['people'] - chain['people_self'])} peserta"
        found.append(f"Iuran {named(month)} belum dibayar untuk {of} yang iurannya ditanggung.")
    if alone := chain["unpaid_self"]:
        of = f"{thousands(alone)} dari {thousands(chain['people_self'])} peserta mandiri"
        found.append(f"{of} belum membayar sendiri iuran {named(month)}.")
    return found


def _rows(shown: dict[str, Any]) -> list[tuple[str, Any]]:
    known, chain, died, money = (shown[name] for name in ("known", "chain", "deaths", "money"))
    people = (
        [
            ("Pekerja yang tercatat", known["people"]),
            ("Terlindungi menurut keputusan", known["covered"]),
            ("Terlindungi, belum ada keputusan tahun depan", known["ending"]),
        ]
        if known
        else [("Pekerja yang tercatat", "–")]
    )
    return [
        *people,
        ("Peserta wadah: ditetapkan atau mendaftar sendiri", chain["people"]),
        ("Peserta wadah: padan", chain["padan"]),
        ("Peserta wadah: aktif di BPJS", chain["aktif"]),
        ("Peserta wadah: dibayar SP2D", chain["dibayar"]),
        ("Peserta wadah: membayar sendiri", chain["mandiri"]),
        ("Peserta wadah: belum dibayar", chain["unpaid"]),
        ("Meninggal yang dilaporkan sejak Januari", died["told"]),
        ("Meninggal dalam bulan yang terlindungi", died["covered"]),
        ("Meninggal tanpa perlindungan", died["gap"]),
        *[(f"  {reason}", count) for reason, count in died["reasons"]],
        ("Meninggal menurut data kependudukan, belum dilaporkan", died["unreported"]),
        ("Hak keluarga menurut hukum (rupiah)", died["expected"]),
        ("Santunan yang dibayar BPJS", "–"),
        ("Anggaran", money["budget"]),
        ("Sudah dibayar SP2D", money["realised"]),
        ("Terikat rincian yang dikirim", money["committed"]),
        ("Masih dapat dipakai", money["rest"]),
        ("Sisa masa iuran yang menunggu kembali", money["unused"]),
        ("Cukup untuk sekian orang sampai Desember", money["enough"]),
    ]
