"""Villages however spelt, to the code of the home ministry; what is not sure stays unknown.

A spelling is compared after three steps that both sides go through: words such as
"Desa" and "Kel." fall away, shortened directions ("Kj", "Kelot") are written out, and
the rest is squeezed to its sounds.  Only then may one or two letters differ, and only
when no second village is nearly as near.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import NamedTuple

from tedung.roster.findings import Findings, finding
from tedung.roster.tidying import is_nothing, plain, words

LONGEST = 120
"""Letters of a cell that are looked at."""

BEGUN = 8
"""Sounds that the beginning of a name needs to stand for the whole."""

HOME = "51.71"
"""Denpasar: the region whose villages are preferred where a name is met twice."""

WORD = re.compile(r"[a-z0-9]+")
CODE = re.compile(r"^(\d\d)\.?(\d\d)\.?(\d\d)\.?(\d{4})$")
PARTS = re.compile(r"[,/;|()\n]| - ")
TITLES = words("desa kelurahan kel ds dsa lurah des klurahan kelurahn kecamatan kec kota kab kabupaten br")
SHORT = {
    short: long
    for long, shorts in {
        "kaja": "kj kja kaje kaj",
        "kelod": "kl kld klod kelot klot kelodd klood",
        "kauh": "kh kuh kawuh kau kawh",
        "kangin": "kgn kngn kangen kengin kg knggn",
        "dangin": "dg dgn dng",
        "dauh": "dh dauhh",
        "denpasar": "dps denps",
        "selatan": "sel slt",
        "utara": "ut utr",
        "timur": "tim tmr",
        "barat": "bar brt",
        "padang": "pd pdg",
        "pemecutan": "pmctn pmc pemct",
        "peguyangan": "pgyngan pgy",
        "abian": "ab abn",
        "kesiman": "ksm ksmn",
        "sumerta": "smt smrt",
    }.items()
    for short in shorts.split()
}
WHOLE = {
    "densel": "denpasarselatan",
    "denbar": "denpasarbarat",
    "dentim": "denpasartimur",
    "denut": "denpasarutara",
}
SOUNDS = (
    ("th", "t"),
    ("dh", "d"),
    ("kh", "k"),
    ("bh", "b"),
    ("gh", "g"),
    ("oe", "u"),
    ("y", "i"),
    ("w", "u"),
)
DOUBLED = re.compile(r"(.)\1+")


class Village(NamedTuple):
    """The code of a village, or empty and why."""

    code: str
    findings: Findings = ()


UNSAID = Village("")


@dataclass(frozen=True)
class Gazetteer:
    """The villages and districts of a province by their squeezed names."""

    villages: Mapping[str, tuple[str, ...]]
    districts: Mapping[str, tuple[str, ...]]
    codes: frozenset[str]
    home: str = HOME
    known: dict[tuple[str, str], Village] = field(default_factory=dict, repr=False, compare=False)
    regions: dict[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict, repr=False, compare=False)

    def find(self, village: str, district: str = "") -> Village:
        """Return the village behind what was typed; *district* narrows a name met twice."""
        key = (village, district)
        found = self.known.get(key)
        if found is None:
            found = self._find(village[:LONGEST], district[:LONGEST])
            if len(self.known) < 65_536:  # a file may hold a million spellings
                self.known[key] = found
        return found

    def _find(self, village: str, district: str) -> Village:
        if is_nothing(village):
            return UNSAID
        if (code := CODE.match(village)) and ".".join(code.groups()) in self.codes:
            return Village(".".join(code.groups()))
        within = self.district(district)
        for spelling in _readings(village):
            codes = self.villages.get(spelling, ())
            if codes:
                return self._one_of(codes, within)
        if any(spelling in self.districts for spelling in _readings(village)):
            return Village("", (finding("village_is_district", "village"),))
        near = self._begun(squeeze(village)) or self._nearest(squeeze(village), within)
        return Village(near) if near else Village("", (finding("village_unknown", "village"),))

    def exact(self, typed: str) -> str:
        """Return the one village of exactly this name, the home region's first; else empty."""
        codes = self.villages.get(squeeze(typed), ())
        return self._one_of(codes, "").code if codes else ""

    def district(self, typed: str) -> str:
        """Return the code of a district however spelt, the home region's first; else empty."""
        if is_nothing(typed):
            return ""
        codes = self.districts.get(squeeze(typed), ())
        ours = [code for code in codes if code.startswith(self.home)]
        chosen = ours or list(codes)
        return chosen[0] if len(chosen) == 1 else ""

    def _one_of(self, codes: tuple[str, ...], within: str) -> Village:
        for prefix in filter(None, (within, self.home)):
            ours = [code for code in codes if code.startswith(prefix)]
            if len(ours) == 1:
                return Village(ours[0])
        if len(codes) == 1:
            return Village(codes[0])
        return Village("", (finding("village_ambiguous", "village", count=len(codes)),))

    def _begun(self, squeezed: str) -> str:
        """Return the one village at home whose name begins so: "Penatih Dangin" for Penatih Dangin Puri."""
        if len(squeezed) < BEGUN:
            return ""
        begun = {codes for name, codes in self.villages.items() if name.startswith(squeezed)}
        ours = [code for codes in begun for code in codes if code.startswith(self.home)]
        return ours[0] if len(ours) == 1 else ""

    def _nearest(self, squeezed: str, within: str) -> str:
        """Look at home first, then in the whole province, more strictly there."""
        for prefix, slack in ((within or self.home, 2), ("", 1)):
            names = self._within(prefix)
            name = _only_near(squeezed, names, slack)
            ours = [code for code in names.get(name, ()) if code.startswith(prefix)]
            if len(ours) == 1:
                return ours[0]
        return ""

    def _within(self, prefix: str) -> Mapping[str, tuple[str, ...]]:
        """Return the villages of a region, by name in order."""
        if prefix not in self.regions:
            ours = {
                name: codes
                for name, codes in self.villages.items()
                if any(c.startswith(prefix) for c in codes)
            }
            self.regions[prefix] = dict(sorted(ours.items()))
        return self.regions[prefix]


def _only_near(squeezed: str, names: Collection[str], slack: int) -> str:
    """Return the one name within a letter or two, with no other nearly as near; else empty."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    allowed = min(slack, 1 if len(squeezed) < 9 else 2)
    if len(squeezed) < 5:
        return ""
    alike = process.extract(squeezed, [*names], scorer=OSA.distance, limit=2, score_cutoff=allowed + 1)
    near = [(distance, name) for name, distance, _ in alike]
    if not near or near[0][0] > allowed:
        return ""
    has_margin = len(near) == 1 or near[1][0] - near[0][0] >= 2
    return near[0][1] if has_margin and not _is_cut_short(squeezed, near[0][1], names) else ""


def _is_cut_short(squeezed: str, name: str, names: Collection[str]) -> bool:
    """Say whether more follows than the name: "Padangsambian K" is Kaja or Kelod, not Padangsambian."""
    return squeezed.startswith(name) and any(other != name and other.startswith(name) for other in names)


def _readings(typed: str) -> Iterator[str]:
    """Yield the whole cell, then its parts: "Br. Suwung, Desa Sanur / Denpasar Selatan"."""
    yield squeeze(typed)
    for part in PARTS.split(typed):
        squeezed = squeeze(part)
        if squeezed:
            yield squeezed


def squeeze(typed: str) -> str:
    """Return the sounds of a place name: titles off, directions written out, no spaces."""
    said = [SHORT.get(word, word) for word in WORD.findall(plain(typed))]
    kept = [word for word in said if word not in TITLES] or said
    joined = WHOLE.get("".join(kept), "".join(kept))
    for written, heard in SOUNDS:
        joined = joined.replace(written, heard)
    return DOUBLED.sub(r"\1", joined)


@cache
def gazetteer(home: str = HOME) -> Gazetteer:
    """Read the villages of Bali (716) with *home* as the region that is preferred."""
    table = resources.files("tedung") / "data/adm/bali_villages.csv"
    rows = list(csv.DictReader(table.read_text("utf-8").splitlines()))
    villages, districts = defaultdict(set), defaultdict(set)
    for row in rows:
        for name in {row["name"], row["name_bps2020"] or row["name"]}:
            villages[squeeze(name)].add(row["code"])
        districts[squeeze(row["district_name"])].add(row["district_code"])
    return Gazetteer(_sorted(villages), _sorted(districts), frozenset(row["code"] for row in rows), home)


@cache
def regency_name(code: str) -> str:
    """Return the name of the regency or city in which the village *code* lies."""
    table = resources.files("tedung") / "data/adm/regencies.csv"
    rows = csv.DictReader(table.read_text("utf-8").splitlines())
    return next((row["name"] for row in rows if row["code"] == code[:5]), code[:5])


def _sorted(found: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(sorted(codes)) for name, codes in found.items()}
