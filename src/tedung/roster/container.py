"""What a file really is, told from its content before anything is unpacked.

A name ending in .xlsx proves nothing: it may be a photo, a web page saved by a portal, an encrypted
workbook or a zip that unpacks to a terabyte.  `look` answers with a kind or with a fault.
"""

import errno
import os
import stat
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
HEAD = 4096
MEMBERS = 10_000
BIG = 64 << 20
"""Parts below this size are not suspected, however well they were packed."""

SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"SQLite format 3", "SQLite"),
)

PAGES = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"<head", b"<body", b"<meta")


@dataclass(frozen=True)
class Container:
    """What a file is: a `kind` to read, or a `fault` (a code of ``files_read.toml``) and its details."""

    kind: str = ""
    fault: str = ""
    details: dict[str, Any] = field(default_factory=dict)


def look(path: Path, unpacked: int, ratio: int) -> Container:
    """Say what the file is; never raises for what the file holds or that it cannot be opened."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return Container(fault="folder" if path.is_dir() else "not_a_file")
        with path.open("rb") as stream:
            return _look(stream, unpacked, ratio)
    except OSError as fault:
        return _unopened(fault)


def _unopened(fault: OSError) -> Container:
    if fault.errno == errno.ENOENT:
        return Container(fault="missing")
    if fault.errno == errno.ELOOP:
        return Container(fault="link_loop")
    return Container(fault="unreadable", details={"reason": os.strerror(fault.errno or errno.EIO)})


def _look(stream: BinaryIO, unpacked: int, ratio: int) -> Container:
    head = stream.read(HEAD)
    if not head:
        return Container(fault="empty")
    if head.startswith(b"PK"):
        return _zip(stream, unpacked, ratio)
    if head.startswith(OLE):
        return _ole(stream)
    if head.startswith(b"PAR1"):
        return Container("parquet")
    if head.startswith(b"PARE"):
        return Container(fault="password")
    return _not_a_workbook(head)


def _not_a_workbook(head: bytes) -> Container:
    for signature, name in SIGNATURES:
        if head.startswith(signature):
            return _wrong(name)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(PAGES):
        return Container(fault="web_page")
    if not head.strip(b"\xef\xbb\xbf\xfe\xff \t\r\n\0"):
        return Container(fault="empty") if len(head) < HEAD or not head.strip(b"\0") else Container("csv")
    if _is_binary(head):
        return _wrong("?")
    return Container("csv")


def _is_binary(head: bytes) -> bool:
    """Say whether the bytes are no text: control bytes that no list holds, and not UTF-16 either."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    odd = sum(byte < 32 and byte not in b"\t\n\r\0\f\x1a\x1b" for byte in head)
    return odd > max(4, len(head) // 50)


def _wrong(found: str) -> Container:
    return Container(fault="not_a_spreadsheet", details={"found": found})


def _ole(stream: BinaryIO) -> Container:
    """Tell an old workbook from an encrypted new one by the names in the container's directory."""
    stream.seek(0)
    content = stream.read(256 << 20)
    if _utf16("EncryptedPackage") in content:
        return Container(fault="password")
    if _utf16("Workbook") in content or _utf16("Book") in content:
        return Container("xls")
    return _wrong("Word" if _utf16("WordDocument") in content else "OLE")


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\0\0"


def _zip(stream: BinaryIO, unpacked: int, ratio: int) -> Container:
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
            bomb = _bomb(members, unpacked, ratio)
            return bomb or _zip_kind(archive, {member.filename for member in members})
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError):
        return Container(fault="damaged")


def _bomb(members: list[zipfile.ZipInfo], unpacked: int, ratio: int) -> Container | None:
    """Refuse by what the directory admits; what it hides, the child's memory limit stops."""
    total = sum(member.file_size for member in members)
    swollen = any(
        member.file_size > BIG and member.file_size > ratio * max(member.compress_size, 1)
        for member in members
    )
    packed = sum(member.compress_size for member in members)
    if (
        len(members) > MEMBERS
        or total > unpacked
        or swollen
        or (total > BIG and total > ratio * max(packed, 1))
    ):
        return Container(fault="zip_bomb", details={"megabytes": total >> 20})
    return None


def _zip_kind(archive: zipfile.ZipFile, names: set[str]) -> Container:
    if any(archive.getinfo(name).flag_bits & 1 for name in names):
        return Container(fault="password")
    if "xl/workbook.bin" in names:
        return Container("xlsb")
    if "[Content_Types].xml" in names and any(name.lower().endswith("workbook.xml") for name in names):
        return Container("xlsx")
    if "content.xml" in names and "mimetype" in names:
        return _open_document(archive)
    if "word/document.xml" in names:
        return _wrong("Word")
    return _wrong("PowerPoint" if "ppt/presentation.xml" in names else "ZIP")


def _open_document(archive: zipfile.ZipFile) -> Container:
    with archive.open("mimetype") as stream:
        spreadsheet = stream.read(100).strip().startswith(b"application/vnd.oasis.opendocument.spreadsheet")
    if not spreadsheet:
        return _wrong("OpenDocument")
    if "META-INF/manifest.xml" in archive.namelist():
        with archive.open("META-INF/manifest.xml") as stream:
            if b"encryption-data" in stream.read(1 << 20):
                return Container(fault="password")
    return Container("ods")
