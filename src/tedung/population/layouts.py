"""Which columns a list has, under which headings, and what stands above and below them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from tedung.population import names
from tedung.population.clerks import Clerk, Value
from tedung.population.lists import RosterList

HEADINGS: dict[str, tuple[str, ...]] = {
    "no": ("No", "NO", "No.", "No Urut"),
    "nik": ("NIK", "No. KTP", "NIK", "Nomor Induk Kependudukan", "No KTP", "NIK KTP", "NIK"),
    "name": ("Nama", "Nama Lengkap", "NAMA", "Nama Sesuai KTP", "Nama Lengkap (sesuai KTP)"),
    "called": ("Nama Diksa / Abhiseka", "Bhiseka"),
    "place": ("Tempat Lahir", "Tmp Lahir", "Tempat Lahir"),
    "birth": ("Tanggal Lahir", "Tgl Lahir", "Tgl. Lahir", "TANGGAL LAHIR", "Tgl Lhr"),
    "place_birth": ("TTL", "Tempat/Tgl Lahir", "Tempat, Tanggal Lahir", "Tempat/ Tanggal Lahir", "TTL"),
    "age": ("Umur", "Usia", "Umur (th)"),
    "sex": ("L/P", "JK", "Jenis Kelamin", "L/P", "Jns Kel"),
    "address": ("Alamat", "Alamat Lengkap", "Alamat", "ALAMAT"),
    "banjar": ("Banjar", "Br.", "Banjar/Lingkungan", "Lingkungan", "BANJAR"),
    "village": ("Desa/Kelurahan", "Desa/Kel", "Kelurahan/Desa", "Desa"),
    "part": ("Desa Adat",),
    "phone": ("No HP", "No. Telp/HP", "Telepon", "HP/WA", "No. HP"),
    "mother": ("Ibu Kandung", "Nama Ibu Kandung", "Nama Gadis Ibu Kandung"),
    "occupation": ("Pekerjaan", "Jabatan", "Jabatan/Tugas", "Pekerjaan/Jabatan"),
    "income": ("Penghasilan", "Penghasilan per Bulan", "Penghasilan/Bln (Rp)", "Rata-rata Penghasilan"),
    "note": ("Keterangan", "Ket.", "Ket", "KETERANGAN"),
}

COLUMN_SETS: dict[str, tuple[str, ...]] = {
    "kelurahan": (
        "no nik name place birth sex address banjar phone occupation note",
        "no name nik place_birth sex banjar phone mother occupation income",
        "no name nik birth sex address village occupation note",
        "no nik name birth sex banjar village phone mother occupation income note",
        "no name place birth sex nik address occupation phone",
    ),
    "adat": (
        "no name occupation banjar nik place_birth phone note",
        "no name nik birth occupation banjar address phone",
        "no name nik place birth sex occupation banjar village note",
    ),
    "sulinggih": ("no called name nik place birth sex address village phone note",),
    "subak": (
        "no name nik place_birth sex part occupation address village note",
        "no nik name birth sex part occupation phone note",
        "no name nik birth part occupation banjar village income",
    ),
    "nelayan": (
        "no name nik place_birth sex banjar village phone occupation income",
        "no nik name birth address village phone note",
    ),
    "pkh": (
        "no nik name place birth sex address banjar village mother occupation income",
        "no name nik birth sex address village mother phone occupation note",
    ),
}

TWO_LINES = {
    ("place", "birth"): "Kelahiran",
    ("nik", "name"): "Identitas",
    ("name", "nik"): "Identitas",
    ("banjar", "village"): "Alamat",
    ("address", "village"): "Alamat",
    ("address", "banjar"): "Alamat",
}

WIDTHS = {
    "no": 5.0,
    "nik": 19.0,
    "name": 30.0,
    "called": 30.0,
    "address": 28.0,
    "mother": 24.0,
    "place_birth": 24.0,
}


@dataclass
class Line:
    """A line of a sheet: what kind it is, its cells, and, for a person, which entry of the list."""

    kind: str
    cells: list[Value]
    entry: int = -1
    is_merged: bool = False


@dataclass
class Sheet:
    """A sheet: its lines, the widths of its columns, its merged ranges (top, left, bottom, right)."""

    name: str
    lines: list[Line] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    columns: tuple[str, ...] = ()


def columns_of(where: RosterList, clerk: Clerk) -> tuple[str, ...]:
    """Return the columns of a list, in order, as its clerk has them."""
    sets = COLUMN_SETS[where.kind]
    columns = sets[clerk.heading % len(sets)].split()
    if len(where.parts) > 1 and where.kind == "adat":
        columns.insert(columns.index("name") + 1, "part")
    if clerk.whole_list == "age_only":
        columns = [
            {"birth": "age", "place_birth": "age", "place": "sex"}.get(column, column) for column in columns
        ]
    if clerk.dates == "place_date":
        columns = _joined(columns)
    return tuple(dict.fromkeys(columns))


def _joined(columns: list[str]) -> list[str]:
    if "place" not in columns:
        return ["place_birth" if column == "birth" else column for column in columns]
    return ["place_birth" if column == "birth" else column for column in columns if column != "place"]


def heading(column: str, clerk: Clerk, where: RosterList) -> str:
    """Return a column's heading in this clerk's words."""
    if column == "part":
        return {"subak": "Subak"}.get(where.kind, "Desa Adat")
    forms = ("Pekerjaan",) if (column, where.kind) == ("occupation", "pkh") else HEADINGS[column]
    return forms[(clerk.heading + len(column)) % len(forms)]


def letterhead(where: RosterList, clerk: Clerk, subject: str) -> list[Line]:
    """Return the lines above the table: the head of the letter and the title."""
    lines = []
    if clerk.has_letterhead:
        lines += [Line("title", [text], is_merged=True) for text in _letterhead(where)]
        lines.append(Line("blank", []))
    lines += [Line("title", [text], is_merged=True) for text in _title(where, subject)]
    lines.append(Line("blank", []))
    return lines


def _letterhead(where: RosterList) -> list[str]:
    if where.village:
        kind = where.unit_kind.upper()
        return [
            "PEMERINTAH KOTA DENPASAR",
            f"KECAMATAN {where.village.district.upper()}",
            f"{kind} {where.unit.upper()}",
        ]
    if where.kind == "adat" and "Majelis" not in where.unit:
        return ["MAJELIS DESA ADAT KOTA DENPASAR", f"DESA ADAT {where.unit.upper()}"]
    return ["PEMERINTAH KOTA DENPASAR", where.unit.upper()]


def _title(where: RosterList, subject: str) -> list[str]:
    unit = {"desa": "DESA", "kelurahan": "KELURAHAN"}.get(where.unit_kind, "")
    if where.kind == "adat" and "Majelis" not in where.unit:
        unit = "DESA ADAT"
    return [
        f"DATA {subject.upper()} CALON PESERTA BPJS KETENAGAKERJAAN",
        f"{unit} {where.unit.upper()} TAHUN 2026".strip(),
    ]


def header(
    columns: tuple[str, ...], clerk: Clerk, where: RosterList, top: int
) -> tuple[list[Line], list[tuple[int, int, int, int]]]:
    """Return the header's lines (one or two, then a numbering line perhaps) and its merged ranges.

    top: the index of the header's first line in the sheet.
    """
    titles: list[Value] = [heading(column, clerk, where) for column in columns]
    lines, merges = [Line("header", titles)], []
    groups = _grouped(columns) if clerk.header == "two" else {}
    if groups:
        upper: list[Value] = list(titles)
        lower: list[Value] = [None] * len(titles)
        for at in range(len(columns)):
            if at in groups:
                upper[at], upper[at + 1] = groups[at], None
                lower[at], lower[at + 1] = titles[at], titles[at + 1]
                merges.append((top, at, top, at + 1))
            elif at - 1 not in groups:
                merges.append((top, at, top + 1, at))
        lines = [Line("header", upper), Line("header", lower)]
    if clerk.has_numbering:
        lines.append(Line("numbering", [at + 1 for at in range(len(columns))]))
    return lines, merges


def _grouped(columns: tuple[str, ...]) -> dict[int, str]:
    """Return the pairs of columns that stand under one upper heading, by place."""
    found: dict[int, str] = {}
    for at in range(len(columns) - 1):
        pair = (columns[at], columns[at + 1])
        if pair in TWO_LINES and at - 1 not in found and TWO_LINES[pair] not in found.values():
            found[at] = TWO_LINES[pair]
    return found


def footer(where: RosterList, clerk: Clerk, count: int, width: int) -> list[Line]:
    """Return the lines below the table: how many, place and date, who signs; on every sheet the same."""
    if not clerk.has_footer:
        return []
    rng = Random(f"{where.key}/{clerk.carelessness}")
    signer = str(names.balinese(rng, "L", 1972))
    born, since = rng.randint(1968, 1985), rng.randint(1994, 2010)
    left: list[Value] = [None] * max(0, width - 3)
    lines = [Line("footer", [None, f"Jumlah : {count} orang"]), Line("blank", [])]
    lines += [
        Line("footer", [*left, text])
        for text in (f"Denpasar, {rng.randint(2, 20)} November 2026", _rank(where))
    ]
    lines += [Line("blank", []), Line("blank", []), Line("footer", [*left, signer])]
    if where.unit_kind in {"kelurahan", "office"}:
        day = f"{born}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
        lines.append(Line("footer", [*left, f"NIP. {day} {since}{rng.randint(1, 12):02d} 1 999"]))
    return lines


def _rank(where: RosterList) -> str:
    ranks = {"kelurahan": f"Lurah {where.unit},", "desa": f"Perbekel {where.unit},", "subak": "Pekaseh,"}
    ranks |= {"desa adat": "Bendesa Adat,", "office": "Kepala Bidang,"}
    if where.unit.startswith("Kelompok"):
        return "Ketua Kelompok,"
    return "Koordinator," if where.unit.startswith("Pendamping") else ranks[where.unit_kind]


def width_of(column: str) -> float:
    """Return the width of a column in characters."""
    return WIDTHS.get(column, 14.0)


def today_of(clerk: Clerk) -> date:
    """Return the day on which a clerk typed the list (for ages): some day in November 2026."""
    return date(2026, 11, 1 + clerk.heading)


def cells_of(top: int, left: int, bottom: int, right: int) -> Iterator[tuple[int, int]]:
    """Yield the places of a merged range."""
    return ((line, column) for line in range(top, bottom + 1) for column in range(left, right + 1))


def plain(value: Value) -> str:
    """Return a cell as a text file holds it."""
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
