"""The civil registry of the demo: it answers by file, as the real one does, and not always *padan*."""

import io

import xlsxwriter

from tedung.office.padan.models import Request

DIFFERS = {
    7: "NAMA BERBEDA",
    23: "TANGGAL LAHIR BERBEDA",
    41: "NIK TIDAK DITEMUKAN",
    59: "MENINGGAL",
    71: "PINDAH",
}
"""Which line of a hundred gets which answer; everybody else is padan."""


def answer(request: Request, faults: str) -> bytes:
    """Return the workbook that answers a request.  faults: for an earlier year nobody has died yet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Jawaban")
        for place, heading in enumerate(("NIK", "HASIL", "KETERANGAN")):
            sheet.write_string(0, place, heading)
        for number, check in enumerate(request.checks.select_related("person").order_by("ordinal"), 1):
            said = "PADAN" if faults else DIFFERS.get(check.ordinal % 100, "PADAN")
            sheet.write_string(number, 0, check.person.nik)
            sheet.write_string(number, 1, said)
            sheet.write_string(number, 2, "")
    return out.getvalue()
