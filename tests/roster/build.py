"""Fixture files, made when they are needed: nothing binary lies in the repository."""

import zipfile
from pathlib import Path

import xlsxwriter

HEADINGS = [
    "No",
    "NIK",
    "Nama Lengkap",
    "Tempat Lahir",
    "Tgl Lahir",
    "L/P",
    "Banjar",
    "Desa/Kelurahan",
    "No HP",
]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def people(count):
    """Invented people; the NIK fits birth date and sex."""
    return [
        [
            n + 1,
            f"517101{n % 28 + 1:02d}08{50 + n % 50:02d}{n % 9000 + 1:04d}",
            f"I Wayan Contoh {chr(65 + n % 26)}",
            "Denpasar",
            f"{n % 28 + 1:02d}-08-19{50 + n % 50:02d}",
            "L",
            f"Br. Satu {n % 5}",
            "Sanur Kauh",
            f"0812{n:08d}",
        ]
        for n in range(count)
    ]


def roster(count=5):
    """A plain list: title, blank line, headings, people, signatures."""
    foot = [[], [None, None, "Mengetahui,"], [None, None, "Perbekel Sanur Kauh"]]
    return [["DAFTAR PEKERJA RENTAN"], [], HEADINGS, *people(count), *foot]


def xlsx(path, sheets, hidden=()):
    """Write sheets (name to rows); text stays text."""
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(number, column, cell)
                    elif cell is not None:
                        page.write(number, column, cell)
            if name in hidden:
                page.hide()
    return path


def sheet_xml(rows, opening="", prefix=""):
    """Wrap rows of XML into a worksheet."""
    declared = f'xmlns:{prefix[:-1]}="{MAIN}"' if prefix else f'xmlns="{MAIN}"'
    p = prefix
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{opening}<{p}worksheet {declared}>'
        f"<{p}sheetData>{rows}</{p}sheetData></{p}worksheet>"
    )


def text_cell(reference, text):
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def with_part(source, target, part, content):
    """Copy a zip with one part replaced."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member, content if member.filename == part else old.read(member))
    return target


def raw_sheet(folder, content):
    """A workbook whose one sheet is this XML."""
    return with_part(xlsx(folder / "plain.xlsx", {"Data": []}), folder / "raw.xlsx", SHEET, content)


def parts(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


ODS_MIME = "application/vnd.oasis.opendocument.spreadsheet"
ODS_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def ods_cell(cell):
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'


def ods(path, rows, extra="", manifest=""):
    """Write an .ods as LibreOffice does: one table, empty cells to the right edge repeated."""
    body = "".join(
        "<table:table-row>"
        + "".join(map(ods_cell, row))
        + '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ODS_NAMES}><office:body>'
        f'<office:spreadsheet><table:table table:name="Data">{body}{extra}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", ODS_MIME)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest or "<manifest/>")
    return path


def csv(path, text, encoding="utf-8"):
    Path(path).write_bytes(text.encode(encoding))
    return path
