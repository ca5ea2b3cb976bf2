"""Which characters reach the paper: PDF/UA refuses a text that no font can show."""

import unicodedata
from functools import cache
from pathlib import Path
from struct import unpack_from

BEYOND = frozenset("✓✗\N{REPLACEMENT CHARACTER}")
"""Signs that the fonts inside typst have where ours has not; a test shows each of them."""


def printable(words: str) -> str:
    """Return *words* as paper can bear it: a letter that no font of ours has becomes ``�``.

    Line breaks and tabs stay; other signs that nobody sees go, among them those that turn the
    direction of writing.  Letters and their accents are put together (NFC).
    """
    if words.isascii() and words.isprintable():
        return words
    return "".join(_shown(sign) for sign in unicodedata.normalize("NFC", words))


def _shown(sign: str) -> str:
    if sign in "\n\t":
        return sign
    kind = unicodedata.category(sign)
    if kind in {"Cc", "Cf"}:
        return ""
    if kind == "Zs" and sign != "\N{NO-BREAK SPACE}":
        return " "
    return sign if ord(sign) in _covered() or sign in BEYOND else "\N{REPLACEMENT CHARACTER}"


@cache
def _covered() -> frozenset[int]:
    """Return the code points that every font beside this module can show."""
    files = sorted((Path(__file__).parent / "fonts").glob("*.ttf"))
    return frozenset.intersection(*(characters(path.read_bytes()) for path in files))


def characters(font: bytes) -> frozenset[int]:
    """Return the code points of a TrueType font's character map (``cmap`` format 4)."""
    tables = unpack_from(">H", font, 4)[0]
    heads = (unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(tables))
    start = next(offset for tag, _, offset, _ in heads if tag == b"cmap")
    count = unpack_from(">H", font, start + 2)[0]
    for number in range(count):
        inside = start + unpack_from(">HHL", font, start + 4 + 8 * number)[2]
        if unpack_from(">H", font, inside)[0] == 4:
            return frozenset(_segments(font, inside))
    raise ValueError("the font has no character map of format 4")


def _segments(font: bytes, start: int) -> set[int]:
    """Return the code points that the segments at *start* map to a glyph."""
    doubled = unpack_from(">H", font, start + 6)[0]
    ends, firsts = start + 14, start + 16 + doubled
    deltas, ranges = firsts + doubled, firsts + 2 * doubled
    found: set[int] = set()
    for at in range(0, doubled, 2):
        first, last = unpack_from(">H", font, firsts + at)[0], unpack_from(">H", font, ends + at)[0]
        delta, offset = unpack_from(">H", font, deltas + at)[0], unpack_from(">H", font, ranges + at)[0]
        for code in range(first, last + 1):
            glyph = code
            if offset:
                glyph = unpack_from(">H", font, ranges + at + offset + 2 * (code - first))[0]
            if glyph and (glyph + delta) & 0xFFFF and code != 0xFFFF:
                found.add(code)
    return found
