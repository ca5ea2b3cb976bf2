"""An OpenDocument spreadsheet, written by hand: three small files in a zip."""

import zipfile
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from tedung.population.clerks import Value
from tedung.population.layouts import Line, Sheet, cells_of, plain

ZIP_TIME = (1980, 1, 1, 0, 0, 0)

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("number", "datastyle"),
    )
)
ODS_STYLES = (
    '<style:style style:name="bold" style:family="table-cell">'
    '<style:paragraph-properties fo:text-align="center"/>'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="line" style:family="table-cell">'
    '<style:table-cell-properties fo:border="0.5pt solid #000000"/></style:style>'
    '<number:date-style style:name="dmy"><number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text>'
    '<number:year number:style="long"/></number:date-style>'
    '<style:style style:name="day" style:family="table-cell" style:data-style-name="dmy"/>'
)


def write_ods(path: Path, sheets: list[Sheet]) -> None:
    """Write an OpenDocument spreadsheet: three small files in a zip."""
    tables = "".join(_ods_table(sheet) for sheet in sheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ODS_SPACES} office:version="1.2">'
        f"<office:automatic-styles>{_ods_widths(sheets)}{ODS_STYLES}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            zipfile.ZipInfo("mimetype", ZIP_TIME), ODS_TYPE
        )  # first, not packed: the format's rule
        for name, text in (("content.xml", content), ("META-INF/manifest.xml", manifest)):
            archive.writestr(zipfile.ZipInfo(name, ZIP_TIME), text, zipfile.ZIP_DEFLATED)


def _ods_widths(sheets: list[Sheet]) -> str:
    widths = sorted({width for sheet in sheets for width in sheet.widths})
    return "".join(
        f'<style:style style:name="w{width:g}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * 0.21:.2f}cm"/></style:style>'
        for width in widths
    )


def _ods_table(sheet: Sheet) -> str:
    columns = "".join(f'<table:table-column table:style-name="w{width:g}"/>' for width in sheet.widths)
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merges}
    covered = {cell for merge in sheet.merges for cell in cells_of(*merge)} - set(spans)
    rows = "".join(
        _ods_row(at, line, len(sheet.columns), spans, covered) for at, line in enumerate(sheet.lines)
    )
    return f'<table:table table:name="{escape(sheet.name)}">{columns}{rows}</table:table>'


def _ods_row(
    at: int,
    line: Line,
    width: int,
    spans: dict[tuple[int, int], tuple[int, int]],
    covered: set[tuple[int, int]],
) -> str:
    values = [*line.cells, *[None] * (width - len(line.cells))]
    cells = [
        "<table:covered-table-cell/>"
        if (at, column) in covered
        else _ods_cell(value, line.kind, spans.get((at, column), (1, 1)))
        for column, value in enumerate(values)
    ]
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _ods_cell(value: Value, kind: str, span: tuple[int, int]) -> str:
    style = {"title": "bold", "header": "bold", "person": "line"}.get(kind)
    attributes = f' table:style-name="{style}"' if style and not isinstance(value, date) else ""
    if span != (1, 1):
        attributes += f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"'
    if value is None:
        return f"<table:table-cell{attributes}/>"
    if isinstance(value, date):
        attributes += f' table:style-name="day" office:value-type="date" office:date-value="{value:%Y-%m-%d}"'
    elif isinstance(value, str):
        attributes += ' office:value-type="string"'
    else:
        attributes += f' office:value-type="float" office:value="{value}"'
    return f"<table:table-cell{attributes}><text:p>{escape(plain(value))}</text:p></table:table-cell>"
