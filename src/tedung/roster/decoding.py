"""Bytes to physical lines of text, whatever the encoding, even where it changes from line to line.

Villages paste lists together: one half saved as UTF-8, the other by an older program as Windows-1252.
A line that is not UTF-8 is read as Windows-1252, and the file gets a remark.
"""

import codecs
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

CHUNK = 1 << 20
LINE = 8 << 20
"""A physical line longer than this is broken in two: no list has one."""


def encoding_of(head: bytes) -> str:
    """Return utf-8-sig, utf-8, utf-16 (with its mark), utf-16-le, utf-16-be or cp1252."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if unmarked := _unmarked_utf16(head):
        return unmarked
    return "utf-8" if _is_utf8(head) else "cp1252"


def _unmarked_utf16(head: bytes) -> str:
    """Tell UTF-16 without its mark by the zero bytes that stand beside each Latin letter."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half and odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if half and even > half * 0.6 and odd < half * 0.1 else ""


def _is_utf8(head: bytes) -> bool:
    """Say whether most of the lines that are not plain ASCII are UTF-8."""
    lines = [line for line in head.splitlines()[:-1] or [head] if not line.isascii()]
    good = sum(_decodes(line) for line in lines)
    return good * 2 >= len(lines)


def _decodes(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


class Decoder:
    """Yields physical lines with their line ends, and counts what had to be mended.

    mixed_encoding: lines in another encoding than the file's; nul_bytes: lines with zero bytes, which
    are left out; long_lines: lines broken because they were monstrous.
    """

    def __init__(self, path: Path, encoding: str) -> None:
        self.path, self.encoding = path, encoding
        self.mixed_encoding = self.nul_bytes = self.long_lines = 0

    def lines(self) -> Iterator[str]:
        """Yield the file's lines; they end in LF, CR LF or CR alone, and in nothing else."""
        if self.encoding.startswith("utf-16"):
            yield from self._utf16()
        else:
            with self.path.open("rb") as stream:
                yield from self._bytewise(stream)

    def _utf16(self) -> Iterator[str]:
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as stream:
            while line := stream.readline(LINE):
                yield self._without_nul(line) if "\0" in line else line

    def _bytewise(self, stream: BinaryIO) -> Iterator[str]:
        for chunk in self._chunks(stream):
            text = self._decoded(chunk)
            if "\0" in text:
                yield from map(self._without_nul, io.StringIO(text, newline=""))
            else:
                yield from io.StringIO(text, newline="")

    def _chunks(self, stream: BinaryIO) -> Iterator[bytes]:
        """Yield large pieces that end where a line does."""
        held = stream.read(3).removeprefix(codecs.BOM_UTF8)
        while more := stream.read(CHUNK):
            held += more
            end = max(held.rfind(b"\n"), held.rfind(b"\r", 0, len(held) - 1)) + 1
            if not end and len(held) > LINE:
                self.long_lines += 1
                end = len(held)
            if end:
                yield held[:end]
                held = held[end:]
        if held:
            yield held

    def _decoded(self, chunk: bytes) -> str:
        """Decode a piece at once, or line by line where it is mixed."""
        try:
            return chunk.decode("cp1252" if self.encoding == "cp1252" else "utf-8")
        except UnicodeDecodeError:
            return "".join(map(self._line, chunk.splitlines(keepends=True)))

    def _line(self, line: bytes) -> str:
        first, second = ("cp1252", "utf-8") if self.encoding == "cp1252" else ("utf-8", "cp1252")
        try:
            return line.decode(first)
        except UnicodeDecodeError:
            self.mixed_encoding += 1
        try:
            return line.decode(second)
        except UnicodeDecodeError:
            return line.decode("latin-1")

    def _without_nul(self, line: str) -> str:
        if "\0" in line:
            self.nul_bytes += 1
            return line.replace("\0", "")
        return line
