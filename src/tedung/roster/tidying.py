"""One way to look at a cell before any field does: tidy text, or the number that it is."""

import re
import unicodedata
from datetime import date, datetime

INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]"
)
SPACES = re.compile(r"\s+")


def words(text: str, apart: str | None = None) -> frozenset[str]:
    """Return the words of a list written as one text, so that a lexicon fits on a page."""
    return frozenset(text.split(apart))


NOTHING = words(
    "-|--|---|–|—|.|..|...|?|0|x|xx|xxx|n/a|na|nihil|nil|null|none|nan|kosong|belum ada|belum punya|blm ada|"
    "tidak ada|tdk ada|tidak punya|tidak tahu|tidak diketahui|menyusul|hilang|lupa|#n/a|∅|''",
    "|",
)
"""What clerks write where they have nothing to write."""


def tidy(text: str) -> str:
    """Return *text* without invisible characters, its spaces single; letters as typed."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return SPACES.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def as_text(cell: object) -> str:
    """Return the cell as a person reads it: tidy text, whole numbers without a point, ISO days."""
    if isinstance(cell, str):
        return tidy(cell)
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e17 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, int | date):
        return str(cell)
    return ""


def is_nothing(text: str) -> bool:
    """Say whether *text* only fills the cell: empty, a dash, "belum ada", …"""
    return not text or text.casefold() in NOTHING


def plain(text: str) -> str:
    """Return *text* in lower case with full-width and accented forms made plain, for comparing."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    return "".join(mark for mark in apart if not unicodedata.combining(mark)).casefold()
