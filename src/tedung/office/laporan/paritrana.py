"""What this office knows for the Paritrana award, and what the city has to fill in itself.

The award's guide is a paper of its year, which nobody here has read: the aspects are those of which the
organisers spoke in public (regulation, membership, budget, benefits, interview), and the paper says so.
"""

from dataclasses import asdict
from typing import Any

from tedung.dates import Month
from tedung.office.base.workbook import Sheet
from tedung.office.laporan import figures
from tedung.office.laporan.gap import deaths
from tedung.office.laporan.made import Made
from tedung.office.laporan.models import Report
from tedung.office.penetapan.models import Decree, DecreeState
from tedung.office.rekonsiliasi.models import Reconciliation
from tedung.office.rekonsiliasi.models import State as Compared

MOST = 40
"""Decrees that are named."""


def told(report: Report) -> Made:
    """Tell a year, aspect by aspect: an item, its figure or nothing, where it comes from."""
    last = Month.parse(report.last_month)
    first = Month(last.year, 1)
    decrees = _decrees(last.year)
    aspects: list[tuple[str, list[Item]]] = [
        ("Regulasi dan kebijakan", _regulation(decrees)),
        ("Kepesertaan", _membership(last)),
        ("Anggaran", _budget(last.year)),
        ("Manfaat bagi keluarga", _benefits(first, last)),
        ("Tata kelola", _governance(last.year)),
        ("Wawancara dan inovasi", _to_tell()),
    ]
    answers = [item[1] for _aspect, items in aspects for item in items]
    shown: dict[str, Any] = {
        "year": last.year,
        "month": str(last),
        "aspects": aspects,
        "known": len([one for one in answers if one is not None]),
        "open": answers.count(None),
        "decrees": [[one.number, one.day, one.about] for one in decrees[:MOST]],
        "decrees_all": len(decrees),
    }
    return Made(f"Berkas Paritrana tahun {last.year}", shown, _sheets(shown))


Item = list[
    Any
]  # what, figure or None, "count" or "rupiah" or "text", where it comes from or what to fill in


def _decrees(year: int) -> list[Decree]:
    found = Decree.everything.filter(
        state=DecreeState.DITETAPKAN, since__year__lte=year, until__year__gte=year
    )
    return list(found.order_by("day", "pk"))


def _regulation(decrees: list[Decree]) -> list[Item]:
    return [
        ["Keputusan penerima yang berlaku tahun ini", len(decrees), "count", "layar Penetapan"],
        [
            "Peraturan daerah tentang jaminan sosial ketenagakerjaan",
            None,
            "text",
            "diisi Bagian Hukum: nomor dan tahun",
        ],
        ["Peraturan wali kota atau bupati", None, "text", "diisi Bagian Hukum: nomor dan tahun"],
        ["Syarat kepesertaan dalam perizinan dan pengadaan", None, "text", "diisi dinas perizinan"],
    ]


def _membership(last: Month) -> list[Item]:
    known, chain = figures.known(last), figures.chain(last)
    people, covered = (known.people, known.covered) if known else (None, None)
    kept = "layar Hari ini" if known else "tidak disimpan untuk bulan yang lewat"
    return [
        ["Pekerja rentan yang tercatat", people, "count", kept],
        ["Terlindungi keputusan kota", covered, "count", kept],
        ["Peserta wadah kota, bulan terakhir", chain["people"], "count", "layar Kepesertaan"],
        ["Aktif di BPJS Ketenagakerjaan", chain["aktif"], "count", "layar Kepesertaan"],
        ["Dibayar iurannya dengan SP2D, bulan terakhir", chain["dibayar"], "count", "layar Kepesertaan"],
        ["Membayar sendiri iurannya, bulan terakhir", chain["mandiri"], "count", "layar Kepesertaan"],
        ["Pekerja penerima upah yang terdaftar", None, "count", "diisi dari data kantor cabang BPJS"],
        [
            "Pegawai non-ASN, perangkat desa, RT/RW yang terdaftar",
            None,
            "count",
            "diisi BKPSDM dan dinas desa",
        ],
    ]


def _budget(year: int) -> list[Item]:
    money = figures.money(figures.lines(year))
    told = asdict(money)
    return [
        ["Anggaran iuran tahun ini", told["budget"], "rupiah", "layar Anggaran"],
        ["Dibayar dengan SP2D", told["realised"], "rupiah", "layar Anggaran"],
        ["Terikat rincian yang dikirim", told["committed"], "rupiah", "layar Anggaran"],
        ["Bagian dari seluruh APBD", None, "text", "diisi BPKAD"],
    ]


def _benefits(first: Month, last: Month) -> list[Item]:
    died = deaths(first, last)
    return [
        ["Kematian yang dilaporkan tahun ini", len(died.told), "count", "layar Kejadian"],
        ["Dalam bulan yang terlindungi", len(died.covered), "count", "layar Kejadian dan Kepesertaan"],
        [
            "Hak keluarga menurut hukum",
            died.expected,
            "rupiah",
            "dihitung dari kematian yang faktanya lengkap",
        ],
        ["Santunan yang dibayar BPJS", None, "rupiah", "diisi dari laporan kantor cabang BPJS"],
        ["Anak penerima beasiswa", None, "count", "diisi dari laporan kantor cabang BPJS"],
    ]


def _governance(year: int) -> list[Item]:
    agreed = Reconciliation.everything.filter(month__startswith=f"{year}-", state=Compared.DISEPAKATI)
    return [
        ["Berita acara rekonsiliasi yang disepakati", agreed.count(), "count", "layar Rekonsiliasi"],
        [
            "Perusahaan yang dibina atau diperiksa kepatuhannya",
            None,
            "count",
            "diisi pengawas ketenagakerjaan",
        ],
    ]


def _to_tell() -> list[Item]:
    return [
        ["Kepala daerah yang hadir dalam wawancara", None, "text", "diisi kota"],
        ["Inovasi yang dipaparkan", None, "text", "diisi kota"],
    ]


def _sheets(shown: dict[str, Any]) -> list[Sheet]:
    rows = [
        (aspect, item[0], item[1] if item[1] is not None else "", item[3])
        for aspect, items in shown["aspects"]
        for item in items
    ]
    heads = (("Aspek", 28), ("Yang ditanyakan", 56), ("Angka", 20), ("Sumber, atau siapa yang mengisi", 48))
    return [
        Sheet("Paritrana", heads, rows),
        Sheet("Keputusan", (("Nomor", 28), ("Tanggal", 14), ("Tentang", 64)), shown["decrees"]),
    ]
