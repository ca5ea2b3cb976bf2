"""The kinds of documents: which contents each may have, and how large."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "odt": "application/vnd.oasis.opendocument.text",
    "parquet": "application/vnd.apache.parquet",
}
SHEETS = ("xlsx", "xls", "ods", "csv")
SCANS = ("pdf", "jpg", "png")


class Kind(NamedTuple):
    """What a kind of document is called, may be made of, and how many megabytes it may weigh."""

    name: str | Promise
    contents: tuple[str, ...]
    megabytes: int


KINDS = {
    # code: an office may set other limits, by the setting documents.megabytes
    "roster": Kind(_("Daftar usulan"), SHEETS, 25),
    "roster_marked": Kind(_("Daftar yang sudah ditandai"), SHEETS, 60),
    "answer": Kind(_("Jawaban verifikasi"), SHEETS, 60),
    "outgoing": Kind(_("Berkas untuk dikirim"), (*SHEETS, "pdf"), 60),
    "outgoing_masked": Kind(_("Lampiran dengan NIK disamarkan"), ("pdf",), 60),
    "letter": Kind(_("Surat"), ("pdf",), 25),
    "signed": Kind(_("Pindaian bertanda tangan"), SCANS, 15),
    "evidence": Kind(_("Bukti"), SCANS, 10),
    "kajian_upload": Kind(_("Tabel orang untuk kajian"), ("xlsx", "csv", "parquet"), 60),
    "kajian_people": Kind(_("Data kajian tanpa nama"), ("parquet",), 400),
    "report": Kind(_("Berkas laporan"), ("xlsx", "pdf"), 120),
    "kajian_paper": Kind(_("Naskah kajian"), ("pdf", "odt"), 60),
}

OWN_DOOR = ("report",)
"""Kinds that the pages of their own part alone hand out: some of them hold full numbers."""

DOORS = {
    # kind that holds full numbers: the permissions of which one, held over the document's place, opens it
    "roster": ("people.nik", "usulan.prepare"),  # whoever hands the unit's lists in has this one too
    "roster_marked": ("people.nik", "usulan.prepare"),
    # to the agency, and the annex of a village
    "outgoing": ("people.nik", "wadah.exchange", "penetapan.village_prepare"),
    "answer": ("people.nik", "wadah.exchange"),
}
