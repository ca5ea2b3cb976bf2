"""Which field a heading names: ``data/roster/headings.csv``, and how far a typing error may stray.

A field ending in ``?`` is taken only beside its partner (*Tempat* beside *Tanggal*, *L* beside *P*);
``-`` marks headings that are known and not ours (*Nama Suami*), so that nothing resembling them is taken;
``~`` marks words that add nothing (*NIK sesuai KTP*).
"""

import csv
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from tedung.columns import NAMES, PERSON

FIELDS = (
    *("number", "nama_ktp", "nama_sebutan", "nik", "kk", "bpjs_number", "member_since", "programmes"),
    *(
        "birth",
        "birth_place",
        "birth_date",
        "birth_day",
        "birth_month",
        "birth_year",
        "age",
        "sex",
        "sex_l",
        "sex_p",
    ),
    *("address", "rt_rw", "banjar", "village", "district", "phone", "email", "mother"),
    *("occupation", "employer", "income", "remarks"),
)
"""Canonical fields; besides them every column of columns.py under its own name.  `birth` is place and
date in one cell; `sex_l` and `sex_p` are two columns with a tick in one; the parts of a birth date
may stand in three."""

COLUMNS = frozenset((*NAMES, *(column.name for column in PERSON)))
NOT_OURS = "-"
VOWELS = re.compile("[aiueo]")
SPOKEN = 5
"""Consonants that a heading without its vowels needs to be told from another."""


class Lexicon(NamedTuple):
    """Headings by their letters alone, and the words that add nothing."""

    headings: Mapping[str, str]
    neutral: frozenset[str]
    long: Sequence[str]
    """Headings of six letters and more: shorter ones resemble too much."""


@cache
def lexicon() -> Lexicon:
    """Read the headings; our own column names are headings of themselves."""
    table = resources.files("tedung") / "data/roster/headings.csv"
    headings = {compact(name): name for name in (*FIELDS, *sorted(COLUMNS))}
    neutral = set()
    for row in csv.DictReader(table.read_text("utf-8").splitlines()):
        if row["field"] == "~":
            neutral.add(row["heading"])
        else:
            headings[compact(row["heading"])] = row["field"]
    return Lexicon(headings, frozenset(neutral), [known for known in headings if len(known) >= 6])


def known_field(name: str) -> bool:
    """Say whether a mapping may name this field."""
    return name in FIELDS or name in COLUMNS


def compact(heading: str) -> str:
    """Return the letters and digits of a heading alone, in lower case; ``#`` stays."""
    return re.sub(r"[^\w#]|_", "", heading.casefold())


@lru_cache(20_000)
def field_of(heading: str) -> str:
    """Return the field a heading names, ``-`` for a known heading that is not ours, empty where unknown."""
    if not 0 < len(heading) <= 120:
        return ""
    bare = re.sub(r"\([^)]*\)|\*", " ", heading)
    for text in (heading, bare):
        if found := lexicon().headings.get(compact(text)):
            return found
    return _each_part(bare) or _without_neutral(bare) or _misspelt(compact(bare)) or _voweless(compact(bare))


def _each_part(heading: str) -> str:
    """Find the field that all parts of *Jabatan/Tugas* or *Profesi atau Pekerjaan* name."""
    parts = re.split(r"[/&,|]|\b(?:dan|atau|or|and)\b", heading.casefold())
    if len(parts) < 2:
        return ""
    fields = {lexicon().headings.get(compact(part), "") for part in parts if compact(part)}
    return fields.pop() if len(fields) == 1 else ""


def _without_neutral(heading: str) -> str:
    """Find the longest known heading among the words where all the others add nothing."""
    words = re.findall(r"\w+", heading.casefold())
    book = lexicon()
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            rest = words[:start] + words[start + length :]
            found = book.headings.get("".join(words[start : start + length]))
            if found and all(word in book.neutral for word in rest):
                return found
    return ""


def _voweless(letters: str) -> str:
    """Find the field that all headings agree on of which only vowels are missing: *Nma Lengkp*."""
    spoken = VOWELS.sub("", letters)
    if len(spoken) < SPOKEN:
        return ""
    near = {
        lexicon().headings[known] for known in _by_consonants().get(spoken, ()) if _within(letters, known)
    }
    return near.pop() if len(near) == 1 else ""


@cache
def _by_consonants() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for known in lexicon().long:
        found.setdefault(VOWELS.sub("", known), []).append(known)
    return found


def _within(letters: str, known: str) -> bool:
    """Say whether the letters stand in *known* in their order."""
    rest = iter(known)
    return all(letter in rest for letter in letters)


def _misspelt(letters: str) -> str:
    """Accept one wrong letter in six, two in eleven, where all headings so near agree on the field."""
    if len(letters) < 5:
        return ""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    allowed = 1 if len(letters) < 11 else 2
    book = lexicon()
    near = process.extract(
        letters,
        book.long,
        scorer=DamerauLevenshtein.distance,
        score_cutoff=allowed,
        limit=None,
        processor=None,
    )
    nearest = {book.headings[known] for known, distance, _ in near if distance == near[0][1]}
    return nearest.pop() if len(nearest) == 1 else ""
