"""A cell format more in a workbook's styles: text that wraps, so that a long sentence is read whole.

The styles are handled as text, like the sheets: one format is added behind the others, whose
numbers stay, and nothing else is touched.
"""

import re
import textwrap
import zipfile
from functools import lru_cache

PART = "xl/styles.xml"
LARGEST = 8 << 20
"""Bytes; larger styles are left alone."""
LINE = 15
"""Points that a line of text is high, in a spreadsheet's common letters."""
FORMATS = re.compile(
    rb"""<(?P<p>(?:[\w.-]+:)?)cellXfs\b(?P<attributes>[^>]*)>(?P<inside>.*?)</(?P=p)cellXfs\s*>""", re.DOTALL
)
ONE = re.compile(rb"<(?:[\w.-]+:)?xf[\s/>]")
COUNT = re.compile(rb"""\bcount=["']\d+["']""")
WRAPPED = (
    b'<%sxf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    b'<%salignment vertical="top" wrapText="1"/></%sxf>'
)


def with_wrapping(archive: zipfile.ZipFile) -> tuple[bytes, int | None]:
    """Return the styles with a format that wraps, and its number; None where they are not as we know them.

    A workbook that has our format from an earlier run keeps it.
    """
    if PART not in archive.NameToInfo or archive.getinfo(PART).file_size > LARGEST:
        return b"", None
    styles = archive.read(PART)
    found = FORMATS.search(styles)
    if not found:
        return styles, None
    wrapped = WRAPPED % ((found["p"],) * 3)
    count = len(ONE.findall(found["inside"]))
    if found["inside"].rstrip().endswith(wrapped):
        return styles, count - 1
    attributes = COUNT.sub(b'count="%d"' % (count + 1), found["attributes"])
    end = b"</" + found["p"] + b"cellXfs>"
    formats = b"<" + found["p"] + b"cellXfs" + attributes + b">" + found["inside"] + wrapped + end
    return styles[: found.start()] + formats + styles[found.end() :], count


@lru_cache(maxsize=16_384)
def height(text: str, width: int) -> int:
    """Return the points that *text* needs in a column of *width*, 0 where it fits on one line.

    Not every spreadsheet finds the height of a row by itself when it opens a file.
    """
    letters = width * 11 // 10  # a width counts figures, which are wider than most letters
    return LINE * len(textwrap.wrap(text, letters)) if len(text) > letters else 0
