"""Files that nobody can read: locked, damaged, empty, of another kind.

Who stands in them stands in another list too, so nobody is lost by them.
"""

import io
import zipfile
from collections.abc import Callable
from random import Random

ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def locked() -> bytes:
    """Return the outside of a workbook with a password: a compound file that holds an encrypted package."""
    sector = 512
    header = bytearray(sector)
    header[0:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[24:26], header[26:28], header[28:30] = b"\x3e\x00", b"\x03\x00", b"\xfe\xff"
    header[30:32], header[32:34] = b"\x09\x00", b"\x06\x00"
    header[44:48], header[48:52] = (1).to_bytes(4, "little"), (1).to_bytes(4, "little")
    header[56:60], header[60:64] = (4096).to_bytes(4, "little"), b"\xfe\xff\xff\xff"
    header[68:72] = b"\xfe\xff\xff\xff"
    header[76:80] = (0).to_bytes(4, "little")
    header[80:512] = b"\xff" * 432
    table = b"\xfd\xff\xff\xff" + b"\xfe\xff\xff\xff" + b"\xff" * (sector - 8)
    return bytes(header) + table + _directory()


def _directory() -> bytes:
    """Return the directory of the compound file: its root, and the two streams of an encrypted workbook."""
    entries = [_entry("Root Entry", 5, 1), _entry("EncryptedPackage", 2, 2), _entry("EncryptionInfo", 2, -1)]
    return b"".join(entries) + _entry("", 0, -1)


def _entry(name: str, kind: int, child: int) -> bytes:
    entry = bytearray(128)
    encoded = name.encode("utf-16-le")
    entry[0 : len(encoded)] = encoded
    entry[64:66] = (len(encoded) + 2 if name else 0).to_bytes(2, "little")
    entry[66:68] = bytes((kind, 1))
    entry[68:80] = b"\xff" * 12
    if kind == 5:
        entry[76:80] = child.to_bytes(4, "little")
    elif child >= 0:
        entry[72:76] = child.to_bytes(4, "little")
    entry[116:120] = b"\xfe\xff\xff\xff"
    return bytes(entry)


def damaged() -> bytes:
    """Return a workbook whose second half did not arrive."""
    rng = Random("damaged")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("[Content_Types].xml", ZIP_TIME), "<Types/>")
        archive.writestr(zipfile.ZipInfo("xl/worksheets/sheet1.xml", ZIP_TIME), rng.randbytes(30_000))
    return packed.getvalue()[:14_000]


def empty() -> bytes:
    """Return nothing: the upload broke off at once."""
    return b""


def renamed_pdf() -> bytes:
    """Return a scanned decree that somebody renamed to .xlsx."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


BROKEN: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    ("Data Petani TERKUNCI (password tanya Bu Kadek).xlsx", "Majelis Subak Kecamatan Denpasar Timur", locked),
    ("REKAP JUMANTIK DINKES 2026.xlsx", "Dinas Kesehatan", damaged),
    ("nelayan susulan.csv", "Dinas Perikanan", empty),
    ("SK Linmas Kel Serangan.xlsx", "Kelurahan Serangan", renamed_pdf),
)
"""File name, who sent it, and what is in it."""
