"""What a line of a list is: a person, or the paper around the persons.  When in doubt it is a person."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from tedung.roster.cells import Cell, CellError, Line, is_blank, shown
from tedung.roster.lexicon import compact

if TYPE_CHECKING:
    from tedung.roster.header import Header

Kind = Literal["person", "title", "header", "numbering", "footer", "blank", "total"]

MONTHS = (
    "jan(uari)?|feb(ruari)?|pebruari|mar(et)?|apr(il)?|mei|juni?|juli?|agu?s?(tus)?|sept?(ember)?|okt(ober)?|"
    "nop(ember)?|nov(ember)?|des(ember)?"
)
SIGNED_ON = re.compile(  # Denpasar, 12 Agustus 2026; Sanur Kauh, … 2026
    rf"[^\W\d_]+(?:[, ]+[^\W\d_]+){{0,3}}[, ]+(?:(?:\d{{1,2}} )?(?:{MONTHS}) )?20\d{{0,2}}", re.IGNORECASE
)
FOOTER = re.compile(
    r"(mengetahui|menyetujui|disahkan|disetujui|dibuat oleh|yang membuat|pembuat daftar|"
    r"diverifikasi|verifikator|tanda tangan|ttd\b|nip\b|nip\.|nrp\b|"
    r"a\.?n\.?\s+(perbekel|lurah|kepala|bendesa|walikota)|catatan\s*:|"
    r"keterangan\s*:|cap\b|materai|meterai|halaman \d+|page \d+|an\. )",
    re.IGNORECASE,
)  # fmt: skip
OFFICER = re.compile(
    r"(perbekel|lurah|kepala (desa|dinas|lingkungan|dusun)|bendesa( adat)?|kelian|kelihan|pekaseh|"
    r"camat|sekretaris|ketua|bendahara|koordinator|petugas)\b",
    re.IGNORECASE,
)  # fmt: skip
TOTAL = re.compile(r"(grand total|sub ?total|total|jumlah|jml|rekapitulasi|rekap)\b", re.IGNORECASE)
SECTION = re.compile(
    r"(banjar|br\.|lingkungan|lingk\.?|desa|kelurahan|kel\.|kecamatan|kec\.|dusun|subak|tempekan|kelompok|"
    r"kota|kabupaten|daftar|data|lampiran|rekap\w*|tahun|bulan|periode|nomor\s*:|tanggal\s*:|sep=|[A-Z]\.\s|[IVX]+\.\s)",
    re.IGNORECASE,
)  # fmt: skip
IDENTITY = ("nik", "birth", "birth_date", "birth_year", "phone", "kk", "mother", "bpjs_number", "age")
NAMES = ("nama_ktp", "nama_sebutan")
LEAST_DIGITS = {"birth": 2, "birth_date": 2, "birth_year": 2, "age": 1}
"""Digits without which a cell holds no fact of its field; 6 for the numbers that a person has."""
EXCUSE = re.compile(r"(belum|blm|tidak|tdk|lupa|hilang|menyusul|ktp|e-ktp|proses|-+$)", re.IGNORECASE)
"""What is written where a person's number should stand."""
SEXES = frozenset({"l", "p", "lk", "pr", "laki-laki", "perempuan", "pria", "wanita"})


def kinds(lines: Iterable[Line], header: "Header") -> Iterator[tuple[Line, Kind]]:
    """Yield each line with its kind, remembering a footer: a lone name below it is a signature."""
    after_footer = False
    for line in lines:
        kind = classify_line(line, header, after_footer=after_footer)
        if kind == "footer":
            after_footer = True
        elif kind == "person":
            after_footer = False
        yield line, kind


def classify_line(line: Line, header: "Header", *, after_footer: bool = False) -> Kind:
    """Say what a line is; when in doubt it is a person.

    after_footer: a line of signatures came before, and no person since.
    """
    if is_blank(line):
        return "blank"
    if line.number in header.lines:
        return "numbering" if is_numbering(line) and line.number == max(header.lines) else "header"
    nik = header.cell(line, "nik")
    if _digits(nik) >= 8 and not FOOTER.match(shown(nik)):
        return "person"
    if is_numbering(line):
        return "numbering"
    if header.lines and line.number < min(header.lines):
        return "title"
    return _kind_below(line, header, after_footer=after_footer)


def _kind_below(line: Line, header: "Header", *, after_footer: bool) -> Kind:
    if _repeats_header(line, header):
        return "header"
    filled = {column: cell for column, cell in enumerate(line.cells) if shown(cell)}
    if _is_total(line, header):
        return "total"
    named = any(_names(header.cell(line, name)) for name in NAMES)
    known = any(_known(header.cell(line, name)) for name in IDENTITY)
    firm = any(_firm(header.cell(line, name), name, named=named) for name in (*IDENTITY, "sex"))
    numbered = _is_number(header.cell(line, "number"))
    signed = not numbered and not firm and len(filled) <= 4
    if signed and _is_footer([shown(cell) for cell in filled.values()], named, after_footer):
        return "footer"
    if len(filled) == 1 and not known and not numbered and _says(line, SECTION):
        return "title"
    if named or known or (numbered and len(filled) > 1) or len(filled) >= 3:
        return "person"
    return "footer" if after_footer or _says(line, OFFICER) else _lone(filled, header)


def _lone(filled: dict[int, Cell], header: "Header") -> Kind:
    """Judge one or two cells that name nobody: a number alone is an empty line, a failed formula a person."""
    if any(isinstance(cell, CellError) for cell in filled.values()):
        return "person"
    if set(filled) == {header.columns.get("number", -1)}:
        return "blank"
    return "title"


def _is_footer(texts: Sequence[str], named: bool, after_footer: bool) -> bool:
    """Say whether a few texts, no firm fact of a person among them, are signatures."""
    if any(FOOTER.match(text) for text in texts):
        return True
    if any(_is_signed_on(text) for text in texts):
        return not named
    if after_footer:
        return len(texts) <= 3
    return len(texts) <= 2 and all(OFFICER.match(text) for text in texts)


def _is_signed_on(text: str) -> bool:
    """Say whether the text is place and day of signing, dots in place of the day included."""
    return len(text) <= 60 and bool(SIGNED_ON.fullmatch(re.sub(r"[\s.…_-]+", " ", text).strip()))


def _firm(cell: Cell, name: str, *, named: bool) -> bool:
    """Say whether the cell holds a fact of a person that no signature looks like.

    An officer's title or a signer's name may stand under any heading; what is no number under
    the heading of a number is no such fact.  A mother is one beside a name only.
    """
    if isinstance(cell, date | CellError):
        return True
    text = shown(cell)
    if not text or FOOTER.match(text) or _is_signed_on(text):
        return False
    if name == "mother":
        return named and _known(cell) and not OFFICER.match(text)
    if name == "sex":
        return text.casefold() in SEXES
    if name == "nik" and named and EXCUSE.match(text):
        return True
    return _digits(cell) >= LEAST_DIGITS.get(name, 6)


def _names(cell: Cell) -> bool:
    return isinstance(cell, str) and _letters(cell) >= 2 and not _is_signed_on(cell)


def _is_total(line: Line, header: "Header") -> bool:
    """Say whether the first words are those of a sum, and no number or birth date of a person follows."""
    first = next((text for cell in line.cells if (text := shown(cell)) and not text.isdigit()), "")
    if not TOTAL.match(first) or len(first) > 60 or _is_number(header.cell(line, "number")):
        return False
    followed = (header.cell(line, name) for name in ("nik", "birth", "birth_date"))
    return not any(
        isinstance(cell, date) or (_digits(cell) >= 4 and shown(cell) != first) for cell in followed
    )


def _repeats_header(line: Line, header: "Header") -> bool:
    """Say whether the line shows the heading again: two headings or more, and half of what it shows."""
    filled = sum(bool(shown(cell)) for cell in line.cells)
    same = 0
    for name, column in header.columns.items():
        text, heading = compact(shown(line.cell(column))), header.headings.get(name, "")
        same += bool(text) and text in (
            compact(heading),
            compact(heading.rpartition(" / ")[2]),
            compact(heading.partition(" / ")[0]),
        )
    return same >= 2 and same * 2 >= filled


def is_numbering(line: Line) -> bool:
    """Say whether the line numbers the columns below a header: 1 2 3 4, (1) (2) (3)."""
    numbers = []
    for cell in line.cells:
        text = shown(cell)
        if not text:
            continue
        found = re.fullmatch(r"[(\[]?\s*(\d{1,2})\s*[)\].]?", text)
        if not found:
            return False
        numbers.append(int(found[1]))
    return (
        len(numbers) >= 3
        and numbers[0] <= 2
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )


def _says(line: Line, pattern: re.Pattern[str]) -> bool:
    return any(pattern.match(text) for cell in line.cells if (text := shown(cell)))


def _known(cell: Cell) -> bool:
    """Say whether the cell holds a fact of a person: a day, a failed formula, digits or a word."""
    if isinstance(cell, date | CellError):
        return True
    text = shown(cell)
    return len(text) >= 2 and any(character.isalnum() for character in text)


def _is_number(cell: Cell) -> bool:
    return bool(re.fullmatch(r"\d{1,6}[.)]?", shown(cell)))


def _digits(cell: Cell) -> int:
    return sum(character.isdigit() for character in shown(cell))


def _letters(text: str) -> int:
    return sum(character.isalpha() for character in text)
