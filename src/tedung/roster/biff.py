"""Where formulas failed in an .xls: the reader shows ``#REF!`` as an empty cell; its records tell more.

An .xls is an OLE container (a little file system of sectors) whose stream *Workbook* is a row of records.
Only two kinds matter here: BOOLERR (a constant error) and FORMULA with an error as its last value.  A
container that cannot be followed has no errors to tell: the reader itself will say that it is damaged.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

NAMES = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
BOUNDSHEET, BOOLERR, FORMULA, EOF, BOF = 0x0085, 0x0205, 0x0006, 0x000A, 0x0809
END_OF_CHAIN = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""
SMALL = 4096
"""Streams below this size lie in a container of their own, which is not followed: no list is so small."""

Errors = dict[int, dict[int, str]]


def xls_errors(path: Path) -> list[Errors]:
    """Return, sheet by sheet in the workbook's order, row to column to error; 0-based."""
    try:
        stream = _workbook(path.read_bytes())
        return [_sheet_errors(stream, start) for start in _sheets(stream)]
    except (struct.error, IndexError, ValueError):
        return []


def _workbook(content: bytes) -> bytes:
    """Return the stream *Workbook* (*Book* before 1997); ValueError where there is none."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    first_directory, fat = struct.unpack_from("<I", content, 48)[0], _fat(content, size)
    directory = b"".join(_chain(content, size, fat, first_directory))
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        start, bytes_used = struct.unpack_from("<II", directory, at + 116)
        if name in ("Workbook", "Book") and bytes_used >= SMALL:
            return b"".join(_chain(content, size, fat, start))[:bytes_used]
    raise ValueError("no workbook")


def _fat(content: bytes, size: int) -> list[int]:
    """Return the table of each sector's successor."""
    sectors = [sector for sector in struct.unpack_from("<109I", content, 76) if sector < END_OF_CHAIN]
    more, seen = struct.unpack_from("<I", content, 68)[0], 0
    while more < END_OF_CHAIN and seen < len(content) // size:
        *found, more = struct.unpack_from(f"<{size // 4}I", content, (more + 1) * size)
        sectors += [sector for sector in found if sector < END_OF_CHAIN]
        seen += 1
    fat: list[int] = []
    for sector in sectors:
        fat += struct.unpack_from(f"<{size // 4}I", content, (sector + 1) * size)
    return fat


def _chain(content: bytes, size: int, fat: list[int], sector: int) -> Iterator[bytes]:
    """Yield the sectors of a stream; a chain longer than the file goes in a circle."""
    for _ in range(len(content) // size + 1):
        if sector >= END_OF_CHAIN:
            return
        yield content[(sector + 1) * size : (sector + 2) * size]
        sector = fat[sector]
    raise ValueError("the chain of sectors goes in a circle")


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, place and length of each record from *at* to the end of the substream."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        depth += (kind == BOF) - (kind == EOF)
        yield kind, at + 4, length
        at += 4 + length
        if depth <= 0:
            return


def _sheets(stream: bytes) -> list[int]:
    """Return where each worksheet begins; charts and macros are no worksheets."""
    return [
        struct.unpack_from("<I", stream, at)[0]
        for kind, at, _ in _records(stream, 0)
        if kind == BOUNDSHEET and stream[at + 5] == 0
    ]


def _sheet_errors(stream: bytes, start: int) -> Errors:
    errors: Errors = {}
    for kind, at, length in _records(stream, start):
        if kind == BOOLERR and length >= 8 and stream[at + 7]:
            code = stream[at + 6]
        elif (
            kind == FORMULA
            and length >= 14
            and stream[at + 12 : at + 14] == b"\xff\xff"
            and stream[at + 6] == 2
        ):
            code = stream[at + 8]
        else:
            continue
        row, column = struct.unpack_from("<HH", stream, at)
        errors.setdefault(row, {})[column] = NAMES.get(code, "#VALUE!")
    return errors
