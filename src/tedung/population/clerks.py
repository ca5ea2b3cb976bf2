"""The habits of the clerk who types a list: how dates, numbers and names look in it.

A habit is no fault: a list in any of these forms can be read.  What is wrong with a
line is in `faults`.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random
from typing import NamedTuple

from tedung.population.lists import RosterList
from tedung.population.tables import table

Value = str | int | float | date | None

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)

DATE_STYLES = (
    *("cell", "cell", "cell", "dd-mm-yyyy", "dd/mm/yyyy", "d/m/yyyy", "words", "dd-mm-yy", "dd.mm.yyyy"),
    *("serial", "yyyy-mm-dd", "place_date", "place_date", "short_month"),
)
NIK_STYLES = ("text", "text", "text", "text", "spaces", "apostrophe", "dots")
NAME_STYLES = ("title", "title", "upper", "upper", "abbreviated", "abbreviated", "no_marker")
SEX_STYLES = (
    ("L", "P"),
    ("L", "P"),
    ("Laki-laki", "Perempuan"),
    ("LK", "PR"),
    ("l", "p"),
    ("Pria", "Wanita"),
)
PHONE_STYLES = ("plain", "dashes", "spaces", "plus62", "number")
INCOME_STYLES = ("number", "rupiah", "rupiah_dash", "juta", "dots")


class Container(NamedTuple):
    """How a list is saved."""

    suffix: str
    delimiter: str = ""
    encoding: str = ""


XLSX, ODS = Container("xlsx"), Container("ods")
SEMICOLON, BOM = Container("csv", ";", "utf-8"), Container("csv", ",", "utf-8-sig")
CP1252, UTF16 = Container("csv", ";", "cp1252"), Container("csv", "\t", "utf-16")
COMMA = Container("csv", ",", "utf-8")

CONTAINERS = (
    *(XLSX, XLSX, ODS, XLSX, SEMICOLON, XLSX, XLSX, COMMA, XLSX, XLSX, XLSX, CP1252, XLSX, XLSX, ODS, XLSX),
    *(BOM, XLSX, XLSX, UTF16, XLSX, XLSX, XLSX),
)

WHOLE_LIST = {
    "51.71.01.1002": "scientific_nik",
    "51.71.02.1010": "rounded_nik",
    "51.71.01.1004": "us_dates",
    "51.71.02.2002": "rounded_nik",
    "desa-adat-Intaran": "age_only",
    "pkh-51.71.02": "one_phone",
}
"""What a careless clerk did to a whole list, by the list's key."""

SAVED_AS = {"scientific_nik": SEMICOLON, "rounded_nik": XLSX}
"""A number is rounded in a workbook, and shown by its power of ten in a text file."""


@dataclass(frozen=True)
class Clerk:
    """How one list is typed, saved and dressed up."""

    container: Container
    carelessness: float
    dates: str
    nik: str
    names: str
    sexes: tuple[str, str]
    phones: str
    incomes: str
    header: str
    has_letterhead: bool
    has_numbering: bool
    has_footer: bool
    has_sections: bool
    has_sheets: bool
    has_blank_lines: bool
    whole_list: str
    font: str
    fill: str
    heading: int


def clerk_of(where: RosterList, place: int, seed: int) -> Clerk:
    """Return the clerk who types the list at *place* among all lists."""
    rng = Random(f"{seed}/clerk/{where.key}")
    whole_list = WHOLE_LIST.get(where.key, "")
    container = SAVED_AS.get(whole_list, CONTAINERS[place % len(CONTAINERS)])
    is_csv = container.suffix == "csv"
    form = (
        rng.choice(("flat", "sections", "sheets", "flat")) if len(where.groups) > 1 and not is_csv else "flat"
    )
    return Clerk(
        container=container,
        carelessness=rng.uniform(0.12, 0.33),
        dates=_dates(rng, whole_list, container),
        nik=whole_list if whole_list.endswith("_nik") else rng.choice(NIK_STYLES),
        names=rng.choice(NAME_STYLES),
        sexes=rng.choice(SEX_STYLES),
        phones=rng.choice(PHONE_STYLES),
        incomes=rng.choice(INCOME_STYLES),
        header=rng.choice(("one", "one", "two")) if not is_csv else "one",
        has_letterhead=rng.random() < (0.3 if is_csv else 0.75),
        has_numbering=rng.random() < (0.1 if is_csv else 0.45),
        has_footer=rng.random() < (0.3 if is_csv else 0.7),
        has_sections=form == "sections",
        has_sheets=form == "sheets",
        has_blank_lines=rng.random() < 0.25,
        whole_list=whole_list,
        font=rng.choice(("Calibri", "Arial", "Times New Roman", "Bookman Old Style", "Calibri")),
        fill=rng.choice(("#D9E1F2", "#E2EFDA", "#FFF2CC", "#D9D9D9", "")),
        heading=rng.randint(0, 20),
    )


def _dates(rng: Random, whole_list: str, container: Container) -> str:
    style = rng.choice(DATE_STYLES)
    if whole_list == "us_dates":
        return "mm/dd/yyyy"
    if container.suffix == "csv" and style in {"cell", "serial"}:
        return "dd/mm/yyyy"
    return style


def typed_date(day: date | None, style: str) -> Value:
    """Return a date as the clerk types it; "cell" is a true date of the spreadsheet."""
    if day is None:
        return None
    if style == "cell":
        return day
    if style == "serial":
        return (day - date(1899, 12, 30)).days
    return _written(day, style)


def _written(day: date, style: str) -> str:
    forms = {
        "dd-mm-yyyy": f"{day:%d-%m-%Y}",
        "dd/mm/yyyy": f"{day:%d/%m/%Y}",
        "d/m/yyyy": f"{day.day}/{day.month}/{day.year}",
        "dd.mm.yyyy": f"{day:%d.%m.%Y}",
        "dd-mm-yy": f"{day:%d-%m-%y}",
        "yyyy-mm-dd": f"{day:%Y-%m-%d}",
        "mm/dd/yyyy": f"{day:%m/%d/%Y}",
        "words": f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        "short_month": f"{day.day:02d}-{MONTHS[day.month - 1][:3]}-{day.year}",
        "place_date": f"{day:%d-%m-%Y}",
    }
    return forms[style]


def typed_nik(nik: str, style: str) -> Value:
    """Return a NIK as the clerk types it; a spreadsheet keeps fifteen digits of a number."""
    if not nik:
        return None
    if style == "rounded_nik" and nik.isdigit() and len(nik) == 16:
        return int(nik[:15] + "0")
    if style == "scientific_nik" and nik.isdigit() and len(nik) == 16:
        return f"{nik[0]},{nik[1:6]}E+15"
    if not nik[:1].isdigit():  # a dash, or a word in place of a number
        return nik
    forms = {
        "spaces": " ".join(nik[at : at + 4] for at in range(0, len(nik), 4)),
        "apostrophe": f"'{nik}",
        "dots": f"{nik[:6]}.{nik[6:12]}.{nik[12:]}",
    }
    return forms.get(style, nik)


def typed_name(rng: Random, name: str, style: str) -> str:
    """Return a name as the clerk types it."""
    if style == "upper":
        return name.upper()
    if style == "abbreviated" and rng.random() < 0.6:
        return abbreviated(rng, name)
    if style == "no_marker":
        return name.removeprefix("I ").removeprefix("Ni ") if rng.random() < 0.5 else name
    return name


def abbreviated(rng: Random, name: str) -> str:
    """Return a name with its title and birth-order word shortened: "I Wyn Sudarma"."""
    short = name
    for word, forms in _abbreviations():
        if f"{word} " in short:
            short = short.replace(f"{word} ", f"{rng.choice(forms)} ", 1)
            break
    for word, forms in _orders():
        if f" {word} " in f" {short}":
            return f" {short}".replace(f" {word} ", f" {rng.choice(forms)} ", 1).strip()
    return short


@cache
def _abbreviations() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return titles with their short forms, the longest title first."""
    rows = [row for row in table("names/bali_titles.csv") if len(row["title"]) > 2 and row["abbreviations"]]
    ordered = sorted(rows, key=lambda row: (-len(row["title"]), row["title"]))
    return tuple((row["title"], tuple(row["abbreviations"].split("|"))) for row in ordered)


@cache
def _orders() -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = table("names/bali_birth_order.csv")
    return tuple(
        (row["name"], tuple(f for f in row["abbreviations"].split("|") if len(f) > 1)) for row in rows
    )


def typed_phone(phone: str, style: str) -> Value:
    """Return a phone number as the clerk types it; a number cell loses its first zero."""
    if not phone:
        return None
    forms: dict[str, Value] = {
        "dashes": f"{phone[:4]}-{phone[4:8]}-{phone[8:]}".rstrip("-"),
        "spaces": f"{phone[:4]} {phone[4:8]} {phone[8:]}".strip(),
        "plus62": f"+62{phone[1:]}",
        "number": int(phone),
    }
    return forms.get(style, phone)


def typed_income(income: int, style: str) -> Value:
    """Return a monthly income as the clerk types it."""
    dotted = f"{income:,}".replace(",", ".")
    millions = f"{income / 1_000_000:.1f}".rstrip("0").rstrip(".").replace(".", ",")
    forms: dict[str, Value] = {
        "rupiah": f"Rp {dotted}",
        "rupiah_dash": f"Rp. {dotted},-",
        "juta": f"{millions} jt",
        "dots": dotted,
    }
    return forms.get(style, income)
