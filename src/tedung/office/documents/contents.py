"""What a file really is, told from its bytes; its name proves nothing."""

import unicodedata
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tedung.office.base.refusals import Refusal
from tedung.office.documents.kinds import KINDS, MEDIA_TYPES, SHEETS
from tedung.office.reference.queries import setting
from tedung.roster.container import look
from tedung.texts import text

UNPACKED = 2 << 30
RATIO = 200
NAME = 120
MEGABYTE = 1 << 20
WHOLE = {  # how each begins, and what stands near its end
    "pdf": (b"%PDF-", b"%%EOF"),
    "png": (b"\x89PNG\r\n\x1a\n", b"IEND"),
    "jpg": (b"\xff\xd8\xff", b"\xff\xd9"),
    "parquet": (b"PAR1", b"PAR1"),
}
END = 2_048
OPEN_TEXT = b"mimetypeapplication/vnd.oasis.opendocument.text"  # first in its archive, uncompressed


def checked(content: bytes, kind: str) -> str:
    """Return what the bytes are, as an extension; Refusal where a document of this kind may not be that."""
    allowed = KINDS[kind]
    most = megabytes(kind)
    if not content:
        raise Refusal(_("Berkas ini kosong. Periksa apakah berkas yang benar yang diunggah."), "empty")
    if len(content) > most * MEGABYTE:
        raise Refusal(too_large(most), "too_large")
    found = _scan(content) or (_sheet(content) if set(SHEETS) & set(allowed.contents) else "")
    if found not in allowed.contents:
        wanted = ", ".join(f".{one}" for one in allowed.contents)
        told = _(
            "%(kind)s harus berupa %(wanted)s, dan berkas ini bukan. Simpan dalam bentuk itu, lalu unggah."
        )
        raise Refusal(told % {"kind": allowed.name, "wanted": wanted}, "wrong_type")
    return found


def megabytes(kind: str) -> int:
    """Return how large a document of a kind may be: as the office set it, else as it comes."""
    limits = setting("documents.megabytes")
    return int(limits.get(kind, KINDS[kind].megabytes))


def too_large(most: int) -> str:
    """Say that a file is too large."""
    return _("Berkas ini lebih besar daripada %(most)s MB. Perkecil atau pisahkan, lalu unggah lagi.") % {
        "most": most
    }


def harmless(name: str, found: str) -> str:
    """Return a file's name without folders, signs that nobody sees and a false extension."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign if unicodedata.category(sign)[0] not in "CZ" else " " for sign in last)
    clean = " ".join("".join("_" if sign in '<>:"|?*' else sign for sign in shown).split()).strip(". ")
    stem = clean.rsplit(".", 1)[0] if "." in clean else clean
    return f"{(stem.strip('. ') or 'berkas')[:NAME]}.{found}"


def media_type(found: str) -> str:
    """Return the media type of an extension."""
    return MEDIA_TYPES[found]


def _scan(content: bytes) -> str:
    """Return pdf, jpg, png, parquet or odt; empty for anything else.  A beginning alone is a damaged file."""
    for found, (head, end) in WHOLE.items():
        if content.startswith(head):
            if end not in content[-END:]:
                raise Refusal(
                    _("Berkas ini terpotong. Pindai atau simpan sekali lagi, lalu unggah."), "damaged"
                )
            return found
    return "odt" if OPEN_TEXT + b"PK" in content[:END] else ""


def _sheet(content: bytes) -> str:
    """Return xlsx, xls, ods or csv; Refusal with the roster's own sentence for what is no sheet."""
    with NamedTemporaryFile() as aside:  # readable by its owner alone
        aside.write(content)
        aside.flush()
        seen = look(Path(aside.name), UNPACKED, RATIO)
    if not seen.fault:
        return seen.kind
    lang = "en" if (get_language() or "id").startswith("en") else "id"
    file = _("Berkas ini")
    raise Refusal(text(f"files_read.{seen.fault}", lang, file=file, **seen.details), seen.fault)
