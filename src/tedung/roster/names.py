"""Names: tidied, never corrected; notes and other names beside them are set apart.

What a name means (title, birth order, personal name) is linkage's business.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from tedung.roster.findings import Finding, Findings, finding
from tedung.roster.tidying import as_text, is_nothing, plain, tidy, words

LONGEST = 100
"""Letters; longer ones are a slip of the keyboard or a paragraph in the wrong column."""

NUMBERED = re.compile(r"^\(?\d{1,4}\s*[.)]\s*(?=\D)")
BULLET = re.compile(r"^[-•*·+>~]+\s+(?=\w)")
FORMULA = re.compile(r"^[=+@\t-]")
DEAD = re.compile(
    r"\b(?:alm|almh|almarhum|almarhumah|wafat|meninggal|meninggal dunia|md dunia)\b|†|\(\+\)", re.IGNORECASE
)
KIN_OF_DEAD = re.compile(
    r"\b(?:anak|istri|isteri|suami|janda|duda|ahli waris|mantu|menantu|cucu|ibu dari|bin|binti|keluarga)\b"
    r"[^()]*\b(?:alm|almh|almarhum|almarhumah)\b",
    re.IGNORECASE,
)
ALIAS = re.compile(
    r"\s+(?:alias|als\.?|a\.?k\.?a\.?|@|panggilan|dipanggil)\s+|\s*\b(?:alias|als)\b[.:]?\s*", re.IGNORECASE
)
BRACKETS = re.compile(r"\s*[(\[]([^)\]]*)[)\]]?\s*")
TRAILING = re.compile(r"\s+[-–/]\s*([A-Za-z .]+)$|\s*\*+$")
ROLES = words(
    "ketua wakil sekretaris bendahara anggota plt plh pj koordinator kord humas kasi kaur baru lama "
    "pengganti aktif kk l p bpk ibu wni kelompok"
)
GONE = words(
    "pindah|ganti|diganti|mundur|keluar|berhenti|nonaktif|resign|pensiun|non aktif|tidak aktif|sudah pindah|"
    "mengundurkan diri",
    "|",
)


GONE_TO = re.compile(
    r"^(?:sudah |telah |sdh |akan )?(?:pindah|mutasi|diganti|digantikan|ganti|berhenti|mundur|keluar|resign|"
    r"mengundurkan diri|non ?aktif|tidak aktif|tdk aktif|pensiun)\b"
)
"""What begins so says it too: *pindah ke Badung*, *diganti oleh* somebody."""
ABOUT_CARD = re.compile(r"^(?:ktp|bpjs|sudah|belum|blm|sdh|telah)\b")


class Name(NamedTuple):
    """The name on the card as typed, what one is called besides, and whether a note says dead."""

    nama_ktp: str
    nama_sebutan: str = ""
    findings: Findings = ()


def read(cell: object) -> Name:
    """Return the name in *cell*: spaces tidied, notes and aliases set apart, formulas dead."""
    return _read(as_text(cell)[:2000])


@lru_cache(maxsize=4096)
def _read(text: str) -> Name:
    if is_clean(text):
        return Name(text)
    if is_nothing(text):
        return Name("", findings=(finding("name_missing", "nama_ktp"),))
    if is_formula(text):
        return Name(disarmed(text), findings=(finding("name_formula", "nama_ktp"),))
    noted = _dead(text)
    text = NUMBERED.sub("", BULLET.sub("", text))
    name, called, found = _apart(text)
    return Name(name, called, noted + found + _doubts(name))


def is_clean(text: str) -> bool:
    """Say whether *text* is letters, spaces, points, commas and apostrophes alone, with no note."""
    letters = text.replace(" ", "").replace(".", "").replace(",", "").replace("'", "")
    if not (letters.isascii() and letters.isalpha() and len(letters) > 1 and len(text) <= LONGEST):
        return False
    return WATCHED.isdisjoint(text.lower().replace(".", " ").replace(",", " ").split())


WATCHED = words(
    "alias als aka panggilan dipanggil alm almh almarhum almarhumah wafat meninggal dunia tidak tdk belum "
    "blm nihil kosong hilang menyusul nil null none nan na x xx xxx lupa"
)


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet would run *text*: a name never begins so."""
    return bool(FORMULA.match(text)) and not BULLET.match(text)


def disarmed(text: str) -> str:
    """Return *text* without the signs that make a spreadsheet run it."""
    return text.lstrip("=+-@\t\r\n '")


def notes_in(remark: str) -> Findings:
    """Return what a remark beside a person says: dead, or gone."""
    gone = _says_gone(remark)
    return _dead(remark) + ((finding("name_says_gone", "nama_ktp"),) if gone else ())


def _says_gone(note: str) -> bool:
    said = plain(note).strip(" .*()")
    return said in GONE or bool(GONE_TO.match(said))


def _dead(text: str) -> Findings:
    if DEAD.search(text) and not KIN_OF_DEAD.search(text):
        return (finding("dead", "nama_ktp"),)
    return ()


def _apart(text: str) -> tuple[str, str, Findings]:
    """Return name, other name and findings, after taking brackets, roles and aliases off."""
    notes = [note.strip() for note in BRACKETS.findall(text)]
    text = BRACKETS.sub(" ", text).strip()
    if found := TRAILING.search(text):
        role = (found[1] or "").strip()
        if not role or _is_note(role):
            notes.append(role)
            text = text[: found.start()].strip()
    name, *others = ALIAS.split(text, maxsplit=1)
    if not name.strip() and others:
        name, others = others[0], []
    called = others[0] if others else next((note for note in notes if note and not _is_note(note)), "")
    if "/" in name and not called:
        name, called = (part.strip() for part in name.split("/", 1))
    gone = any(_says_gone(note) for note in notes)
    findings = (finding("name_says_gone", "nama_ktp"),) if gone else ()
    return tidy(DEAD.sub(" ", name)).strip(" ,;:-/").lstrip(". "), tidy(called).strip(" ,;:-/."), findings


def _is_note(note: str) -> bool:
    said = plain(note).strip(" .*")
    return (
        _says_gone(note)
        or bool(ABOUT_CARD.match(said))
        or ROLES.issuperset(said.split())
        or bool(DEAD.search(note))
    )


def _doubts(name: str) -> Findings:
    letters = sum(one.isalpha() for one in name)
    if letters == 0:
        return (finding("name_missing", "nama_ktp"),)
    doubts: tuple[Finding, ...] = ()
    if any(one.isdigit() for one in name):
        doubts += (finding("name_digits", "nama_ktp"),)
    if len(name) > LONGEST:
        doubts += (finding("name_long", "nama_ktp"),)
    if not _is_latin(name):
        doubts += (finding("name_script", "nama_ktp"),)
    if letters == 1:
        doubts += (finding("name_short", "nama_ktp"),)
    return doubts


def _is_latin(name: str) -> bool:
    """Only Latin letters stand on an identity card."""
    return all(
        ord(one) < 0x250 or (not one.isalpha() and unicodedata.category(one) not in {"So", "Sk", "Co", "Cn"})
        for one in name
    )
