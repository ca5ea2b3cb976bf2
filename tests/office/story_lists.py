"""Three lists as a village hands them in: one with two lines to mend, one whose number is another's, one plain."""

import io

import xlsxwriter

HEAD = ("No", "Nama", "NIK", "Tanggal Lahir", "L/P", "Jabatan")
PEMANGKU = [
    ("1", "I Wayan Sudarma", "5171021203700003", "12-03-1970", "L", "Pemangku"),
    ("2", "Ni Ketut Sriani", "517102520675001", "12-06-1975", "P", "Pemangku"),  # a digit is missing
    ("3", "I Made Sudira", "", "01-02-1980", "L", "Pemangku"),  # no number
    ("4", "I Nyoman Artawan", "5171021508820002", "15-08-1982", "L", "Pemangku"),
]
PECALANG = [
    ("1", "I Gede Putra Yasa", "5171021203700003", "12-03-1970", "L", "Pecalang"),  # the number of another
    ("2", "I Komang Budiarta", "5171022009880001", "20-09-1988", "L", "Pecalang"),
]
LINMAS = [
    ("1", "I Ketut Mudana", "5171020505790004", "05-05-1979", "L", "Linmas"),
    ("2", "Ni Luh Suartini", "5171024704850001", "07-04-1985", "P", "Linmas"),
]


def sheet(rows, title):
    """A workbook with a title line, every cell a text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Sheet1")
        page.write_string(0, 0, title)
        for number, row in enumerate([HEAD, *rows], 2):
            for place, cell in enumerate(row):
                page.write_string(number, place, cell)
    return out.getvalue()


def lists():
    """The three files by name."""
    made = {
        "pemangku.xlsx": sheet(PEMANGKU, "DAFTAR PEMANGKU DESA KESIMAN"),
        "pecalang.xlsx": sheet(PECALANG, "DAFTAR PECALANG DESA KESIMAN"),
        "linmas.xlsx": sheet(LINMAS, "DAFTAR LINMAS DESA KESIMAN"),
    }
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return [{"name": name, "mimeType": kind, "buffer": content} for name, content in made.items()]


def answer(niks, says):
    """The registry's answer: *says* has what is not padan, by NIK."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Jawaban")
        for place, heading in enumerate(("NIK", "HASIL")):
            page.write_string(0, place, heading)
        for number, nik in enumerate(niks, 1):
            page.write_string(number, 0, nik)
            page.write_string(number, 1, says.get(nik, "PADAN"))
    return out.getvalue()
