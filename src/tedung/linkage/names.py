"""A person's name taken apart: titles, sex marker, caste, birth order, personal names.

Balinese names say more than a name: *Ni Luh Putu Sutini* is a woman, first-born, called
Sutini.  The parser is a pure function over a table (``data/linkage/lexicon.csv``, which
has a version); what the table does not know stays part of the personal name.  It never
guesses: *K.* may be Kadek, Komang or Ketut, so it is kept as a letter and decides nothing.

Names of other groups have no order word and no marker: all of theirs is personal name,
with the common spellings of one name (Muh., Mohamad, Muhammad) brought together.
"""

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from tedung.roster.sounds import sound

MOST_TOKENS, LONGEST_TOKEN = 12, 40
"""A name of 500 letters is a slip of the clipboard; the rest of it is not compared."""


class Name(NamedTuple):
    """The parts of one written name; empty text or an empty tuple where a part is absent.

    birth_word: Wayan, Putu, …, in one spelling; birth_class: 1 to 4, 0 unknown.
    birth_letter: the letter that stands for an unknown order word (K.), or the word's own.
    personal: the rest in reading order, one spelling; phonetic: the same by sound.
    sex: L or P where the markers settle it.  role: mangku, pedanda, jero.
    nickname: Pak Yan, Mek Tu: a name of address, never enough to know a person by.
    """

    sex: str = ""
    caste: str = ""
    birth_word: str = ""
    birth_class: int = 0
    birth_letter: str = ""
    role: str = ""
    nickname: bool = False
    personal: tuple[str, ...] = ()
    phonetic: tuple[str, ...] = ()


class Entry(NamedTuple):
    """What a form of the lexicon stands for."""

    value: str
    sex: str
    order: int


Table = Mapping[tuple[str, ...], Entry]


class Lexicon(NamedTuple):
    """The table by kind; keys are tuples of words."""

    version: str
    kinds: Mapping[str, Table]

    def longest(self, kind: str, words: list[str]) -> tuple[int, Entry] | None:
        """Return the longest form of *kind* that *words* begin with, and how many words it takes."""
        table = self.kinds[kind]
        for count in range(min(4, len(words)), 0, -1):
            entry = table.get(tuple(words[:count]))
            if entry:
                return count, entry
        return None

    def has(self, kind: str, word: str) -> Entry | None:
        """Return the entry of a single word."""
        return self.kinds[kind].get((word,))


@cache
def lexicon() -> Lexicon:
    """Read the lexicon that comes with the program."""
    source = resources.files("tedung") / "data/linkage/lexicon.csv"
    version = ""
    kinds: dict[str, dict[tuple[str, ...], Entry]] = {}
    for row in csv.DictReader(source.read_text("utf-8").splitlines()):
        if row["kind"] == "version":
            version = row["form"]
            continue
        entry = Entry(row["value"], row["sex"], int(row["order"] or 0))
        kinds.setdefault(row["kind"], {})[tuple(row["form"].split())] = entry
    return Lexicon(version, kinds)


@lru_cache(maxsize=200_000)
def parse(written: str) -> Name:
    """Take *written* apart; the same text always gives the same parts."""
    table = lexicon()
    words, closing = _words(written)
    words = words[: len(words) - _degrees(table, words, closing)]
    found: dict[str, str] = {}
    words = _before(table, words, found)
    words = _titles(table, words, found)
    word, rank, letter, words = _birth(table, words, found)
    personal = tuple(_one_spelling(table, words))
    return Name(
        sex=found.get("caste_sex") or found.get("marker") or found.get("honorific", ""),
        caste=found.get("caste", ""),
        birth_word=word,
        birth_class=rank,
        birth_letter=letter,
        role=found.get("role", ""),
        nickname="nickname" in found,
        personal=personal,
        phonetic=tuple(map(sound, personal)),
    )


NOTE = re.compile(r"\([^)]*\)?|\[[^]]*\]?|\s[-/*–]+\s.*|[*#/]+.*$|\balias\b.*|\d+")
CHUNK = re.compile(r"[^\s,;]+|[,;]")


def _words(written: str) -> tuple[list[str], set[int]]:
    """Return the words in small letters, and the places where a dot or comma marks a degree."""
    flat = unicodedata.normalize("NFKD", NOTE.sub(" ", written)).casefold()
    words: list[str] = []
    marked: set[int] = set()
    after_comma = False
    for chunk in CHUNK.findall(flat)[: 3 * MOST_TOKENS]:
        if chunk in ",;":
            after_comma = True
            continue
        parts = ["".join(c for c in part if c.isalpha()) for part in chunk.split(".")]
        parts = [part[:LONGEST_TOKEN] for part in parts if part]
        glued = "".join(parts)
        if after_comma or len(parts) > 1:
            marked.add(len(words))
        if len(parts) > 1 and (_is_degree(glued) or after_comma):
            parts = [glued]
        words += parts
    return words[:MOST_TOKENS], marked


def _is_degree(glued: str) -> bool:
    table = lexicon()
    return bool(table.has("degree", glued) or table.has("degree_marked", glued))


def _degrees(table: Lexicon, words: list[str], marked: set[int]) -> int:
    """Return how many closing words are degrees or notes; at least one word always stays."""
    count = 0
    while count < len(words) - 1:
        place = len(words) - 1 - count
        word = words[place]
        known = table.has("degree", word) or (place in marked and _is_degree(word))
        if not known and not (table.has("note", word) and place in marked):
            break
        count += 1
    return count


def _before(table: Lexicon, words: list[str], found: dict[str, str]) -> list[str]:
    """Take off honorifics, academic titles and roles, in whatever order they come."""
    while len(words) > 1:
        role, prefix = table.longest("role", words), table.longest("prefix", words)
        honorific = table.longest("honorific", words) or _abbreviated_pak(table, words)
        taken = role or honorific or prefix
        if not taken or taken[0] >= len(words):
            break
        if role:
            found["role"] = role[1].value
        elif honorific:
            found["honorific"] = found.get("honorific", "") or honorific[1].sex
        words = words[taken[0] :]
    if "honorific" in found and _is_nickname(table, words):
        found["nickname"] = "yes"
    return words


def _abbreviated_pak(table: Lexicon, words: list[str]) -> tuple[int, Entry] | None:
    """Read *P.* as Pak before a nickname (P. Tut), and only there: else it may be Putu."""
    if words[0] == "p" and table.has("nick", words[1]):
        return 1, Entry("", "L", 0)
    return None


def _is_nickname(table: Lexicon, words: list[str]) -> bool:
    return len(words) == 1 or (len(words) == 2 and bool(table.has("nick", words[0])))


def _titles(table: Lexicon, words: list[str], found: dict[str, str]) -> list[str]:
    """Take off I or Ni and the title of a house; at least one word always stays."""
    words = _unglue(table, words)
    for kind in ("caste", "marker", "caste", "luh"):
        taken = table.longest(kind, words)
        if not taken or taken[0] >= len(words):
            continue
        count, entry = taken
        if kind == "marker":
            found["marker"] = entry.sex
        elif kind == "luh":
            found["marker"] = found["luh"] = entry.sex
        elif "caste" not in found:
            found["caste"], found["caste_sex"] = entry.value, entry.sex
        words = words[count:]
    return words


def _unglue(table: Lexicon, words: list[str]) -> list[str]:
    """Split *Nimade* where the second half is an order word written out; read I G. before an order word."""
    first = words[0] if words else ""
    for marker in ("ni", "i"):
        entry = table.has("order", first[len(marker) :])
        if first.startswith(marker) and entry and first[len(marker) :] == entry.value:
            return [marker, entry.value, *words[1:]]
    if words[:2] == ["i", "g"] and len(words) > 3 and table.has("order", words[2]):
        return ["i", "gusti", *words[2:]]  # I G. Made Sukarma; but I G. Sukarma is I Gede
    return words


def _birth(table: Lexicon, words: list[str], found: dict[str, str]) -> tuple[str, int, str, list[str]]:
    """Return the order word, its class, its letter, and the words after it."""
    if len(words) < 2 and "nickname" not in found:
        alone = table.has("order", words[0]) if words else None
        return (alone.value, alone.order, alone.value[:1], words) if alone else ("", 0, "", words)
    entry = table.has("nick", words[0]) if "nickname" in found else None
    entry = entry or table.has("order", words[0]) or _misspelt_order(words[0], found)
    if entry:
        rest = words[1:]
        second = table.has("order", rest[0]) if len(rest) > 1 and entry.value == "gede" else None
        if second:  # Gede Made, Gede Nyoman: the second word is the order
            return second.value, second.order, second.value[:1], rest[1:]
        return entry.value, entry.order, entry.value[:1], rest
    letter = table.has("letter", words[0])
    if letter:
        settled = bool(letter.value and found.keys() & {"marker", "caste"})
        return (letter.value, letter.order, words[0], words[1:]) if settled else ("", 0, words[0], words[1:])
    return "", 0, "", words


def _misspelt_order(word: str, found: dict[str, str]) -> Entry | None:
    """Read a word one letter off an order word, where only an order word is to be expected."""
    if len(word) < 5 or not found.keys() & {"marker", "caste"}:
        return None
    return None if word in _personal_names() else _near(word)


@lru_cache(maxsize=50_000)
def _near(word: str) -> Entry | None:
    from rapidfuzz.distance import OSA

    table = lexicon()
    near = [e for (f, *_), e in table.kinds["order"].items() if f == e.value and len(f) > 4]
    hits = [entry for entry in near if OSA.distance(word, entry.value) == 1]
    return hits[0] if len(hits) == 1 else None


@cache
def _personal_names() -> frozenset[str]:
    names = resources.files("tedung") / "data/names"
    found = set()
    for file in ("bali_given_names.csv", "other_group_names.csv"):
        for row in csv.DictReader((names / file).read_text("utf-8").splitlines()):
            found |= set(row["name"].lower().split())
    return frozenset(found)


def _one_spelling(table: Lexicon, words: list[str]) -> list[str]:
    """Bring the usual spellings of one name together; particles say nothing."""
    spelt = []
    for word in words:
        variant = table.has("variant", word)
        if variant:
            spelt.append(variant.value)
        elif not table.has("particle", word) or len(words) == 1:
            spelt.append(word)
    return spelt or list(words)
