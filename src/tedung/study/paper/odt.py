"""The blocks of a paper as an OpenDocument text: plain styles, whole tables, pictures with their words."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tedung.money import rupiah, thousands
from tedung.print.writing import printable

MIME = "application/vnd.oasis.opendocument.text"
SPACES = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}"'
        for name, urn in {
            "office": "office:1.0",
            "text": "text:1.0",
            "table": "table:1.0",
            "style": "style:1.0",
            "draw": "drawing:1.0",
            "svg": "svg-compatible:1.0",
            "fo": "xsl-fo-compatible:1.0",
            "meta": "meta:1.0",
        }.items()
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)

Block = Mapping[str, Any]


def written(
    head: Mapping[str, Any], blocks: Sequence[Block], images: Mapping[str, bytes], made_on: date
) -> bytes:
    """Return the document as bytes: the same for the same inputs.

    blocks: as in `document.py`.  images: SVG by name.
    """
    files = {
        "content.xml": _content(head, blocks),
        "styles.xml": _styles(),
        "meta.xml": _meta(str(head["title"]), made_on),
        **{f"Pictures/{name}.svg": whole for name, whole in sorted(images.items())},
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        _put(out, "mimetype", MIME.encode(), zipfile.ZIP_STORED)
        for name, whole in files.items():
            _put(out, name, whole, zipfile.ZIP_DEFLATED)
        _put(out, "META-INF/manifest.xml", _manifest(list(files)), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _put(out: zipfile.ZipFile, name: str, whole: bytes, how: int) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))  # no time of day in the file
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    out.writestr(entry, whole, how)


def _xml(root: str, inside: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}\n<{root} {SPACES} office:version="1.3">{inside}</{root}>\n'.encode()


def _meta(title: str, made_on: date) -> bytes:
    inside = (
        f"<office:meta><dc:title>{_said(title)}</dc:title><dc:language>id-ID</dc:language>"
        f"<meta:creation-date>{made_on}T00:00:00</meta:creation-date></office:meta>"
    )
    return _xml("office:document-meta", inside)


def _manifest(names: Sequence[str]) -> bytes:
    space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    kinds = {"xml": "text/xml", "svg": "image/svg+xml"}
    entries = [("/", MIME), *((name, kinds[name.rsplit(".", 1)[1]]) for name in names)]
    lines = "".join(
        f'<manifest:file-entry manifest:full-path={quoteattr(name)} manifest:media-type="{kind}"/>'
        for name, kind in entries
    )
    root = f'<manifest:manifest {space} manifest:version="1.3">{lines}</manifest:manifest>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'.encode()


def _said(words: Any) -> str:
    return escape(printable(str(words)))


def _styles() -> bytes:
    def style(name: str, size: str, extra: str = "", paragraph: str = "", below: str = "0.2cm") -> str:
        return (
            f'<style:style style:name="{name}" style:family="paragraph">'
            f'<style:paragraph-properties fo:margin-bottom="{below}" {paragraph}/>'
            f'<style:text-properties fo:font-size="{size}" fo:language="id" fo:country="ID" '
            f'fo:font-family="Plus Jakarta Sans" {extra}/></style:style>'
        )

    bold, indigo = 'fo:font-weight="bold"', 'fo:color="#233a73"'
    right = 'fo:text-align="end"'
    keep = 'fo:keep-with-next="always" fo:margin-top="0.5cm"'
    inside = "".join(
        [
            style("Title", "24pt", f"{bold} {indigo}"),
            style("Subtitle", "13pt", 'fo:color="#5a626d"'),
            style("H1", "17pt", f"{bold} {indigo}", keep),
            style("H2", "13pt", f"{bold} {indigo}", keep),
            style("H3", "11pt", f"{bold} {indigo}", keep),
            style("Body", "10.5pt"),
            style("Centre", "11pt", bold, 'fo:text-align="center" fo:keep-with-next="always"'),
            style("Caption", "9pt", 'fo:color="#5a626d"', 'fo:keep-with-next="always"'),
            style("Note", "10pt", 'fo:font-style="italic"', 'fo:margin-left="0.5cm"'),
            style("Cell", "9pt", below="0cm"),
            style("Figure", "9pt", "", right, "0cm"),
            style("Head", "9pt", bold, below="0cm"),
            style("HeadFigure", "9pt", bold, right, "0cm"),
        ]
    )
    page = (
        '<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" '
        'fo:page-height="29.7cm" fo:margin="2.5cm"/></style:page-layout>'
    )
    master = '<style:master-page style:name="Standard" style:page-layout-name="A4"/>'
    return _xml(
        "office:document-styles",
        f"<office:styles>{inside}</office:styles><office:automatic-styles>{page}</office:automatic-styles>"
        f"<office:master-styles>{master}</office:master-styles>",
    )


def _cells(blocks: Sequence[Block]) -> str:
    """Return the styles of tables, columns and cells, which are only heard in the content's own part."""
    border = 'fo:border="0.5pt solid #c9cdd2" fo:padding="0.1cm"'
    widths = sorted({width for block in blocks for width in block.get("widths", ())} | {16, 30})
    columns = "".join(
        f'<style:style style:name="Wide{width}" style:family="table-column">'
        f'<style:table-column-properties style:rel-column-width="{width}*"/></style:style>'
        for width in widths
    )
    cells = "".join(
        f'<style:style style:name="{name}" style:family="table-cell">'
        f"<style:table-cell-properties {border} {fill}/></style:style>"
        for name, fill in (("Grid", ""), ("HeadGrid", 'fo:background-color="#e3e7ef"'))
    )
    full = (
        '<style:style style:name="Full" style:family="table"><style:table-properties '
        'style:width="16cm" table:align="margins" fo:margin-bottom="0.3cm"/></style:style>'
    )
    return f"<office:automatic-styles>{full}{columns}{cells}</office:automatic-styles>"


def _content(head: Mapping[str, Any], blocks: Sequence[Block]) -> bytes:
    opening = (
        _line("Title", head["title"]) + _line("Subtitle", head["subtitle"]) + _line("Body", head["made"])
    )
    if head["invented"]:
        opening += _line("Note", ": ".join(head["invented"]))
    body = "".join(_BLOCKS[block["kind"]](block, at) for at, block in enumerate(blocks))
    text = f"<office:text>{opening}{body}</office:text>"
    return _xml("office:document-content", f"{_cells(blocks)}<office:body>{text}</office:body>")


def _line(style: str, words: Any) -> str:
    return f'<text:p text:style-name="{style}">{_said(words)}</text:p>'


def _heading(block: Block, _: int) -> str:
    level = block["level"]
    words = _said(block["text"])
    return f'<text:h text:style-name="H{level}" text:outline-level="{level}">{words}</text:h>'


def _paragraph(block: Block, _: int) -> str:
    return _line("Body", block["text"])


def _list(block: Block, _: int) -> str:
    items = "".join(f"<text:list-item>{_line('Body', item)}</text:list-item>" for item in block["items"])
    return f"<text:list>{items}</text:list>"


def _panel(block: Block, _: int) -> str:
    return _line("Note", f"{block['label']}: {block['text']}")


def _numbers(block: Block, _: int) -> str:
    return "".join(_line("Body", f"{number}: {label}") for number, label in block["pairs"])


def _table(block: Block, at: int) -> str:
    kinds = block["kinds"]
    rows = [*block["rows"], *([block["total"]] if block.get("total") else [])]
    head = "".join(
        _cell("Head" if kind == "text" else "HeadFigure", words)
        for kind, words in zip(kinds, block["head"], strict=True)
    )
    lines = "".join(_row(row, kinds) for row in rows)
    widths = block["widths"] or [30 if kind == "text" else 16 for kind in kinds]
    columns = "".join(f'<table:table-column table:style-name="Wide{width}"/>' for width in widths)
    table = (
        f'<table:table table:name="Tabel{at}" table:style-name="Full">{columns}'
        f"<table:table-header-rows><table:table-row>{head}</table:table-row></table:table-header-rows>{lines}</table:table>"
    )
    note = _line("Caption", block["note"]) if block.get("note") else ""
    return _line("Caption", block["caption"]) + table + note


def _row(row: Sequence[Any], kinds: Sequence[str]) -> str:
    cells = (
        _cell("Cell" if kind == "text" else "Figure", shown(kind, value))
        for kind, value in zip(kinds, row, strict=True)
    )
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _cell(style: str, words: Any) -> str:
    grid = "HeadGrid" if style.startswith("Head") else "Grid"
    cell = f'table:table-cell table:style-name="{grid}" office:value-type="string"'
    return f"<{cell}>{_line(style, words)}</table:table-cell>"


def shown(kind: str, value: Any) -> str:
    """Return a cell as the printed table shows it: ``Rp1.500``, ``1.500``, per mille as ``12,5 %``."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if kind == "rupiah":
        return rupiah(value, "id")
    if kind == "share":
        sign = "−" if value < 0 else ""
        return f"{sign}{abs(value) // 10},{abs(value) % 10} %"
    return thousands(value, "id")


def _picture(block: Block, at: int) -> str:
    name, (width, height) = block["name"], block["size"]
    alt = f"<svg:desc>{_said(block['alt'])}</svg:desc>"
    image = f'<draw:image xlink:href="Pictures/{name}.svg" xlink:type="simple" xlink:show="embed"/>'
    tall = 15.5 * height / width
    frame = (
        f'<draw:frame draw:name="Gambar{at}" text:anchor-type="as-char" svg:width="15.5cm" '
        f'svg:height="{tall:.2f}cm">{image}{alt}</draw:frame>'
    )
    return f'<text:p text:style-name="Body">{frame}</text:p>{_line("Caption", block["caption"])}'


def _chapter(block: Block, _: int) -> str:
    return _line("Centre", block["number"]) + _line("Centre", block["title"])


def _article(block: Block, _: int) -> str:
    verses = "".join(_line("Body", words) for words in block["verses"])
    return _line("Centre", block["number"]) + verses


def _nothing(_block: Block, _at: int) -> str:
    return ""


_BLOCKS = {
    "heading": _heading,
    "paragraph": _paragraph,
    "list": _list,
    "panel": _panel,
    "numbers": _numbers,
    "table": _table,
    "picture": _picture,
    "chapter": _chapter,
    "article": _article,
    "break": _nothing,
}
"""One writer a kind of block."""
