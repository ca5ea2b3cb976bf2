"""Offices and occupations however written, to a code; who is paid by the state is left out.

The 32 traditional and village offices are ``data/offices/traditional_offices.csv``;
common work, with its KBJI code where one fits, is ``data/roster/occupations.csv``.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from tedung.roster.findings import Findings, finding
from tedung.roster.tidying import is_nothing, plain, words

WORD = re.compile(r"[a-z0-9]+")
LONGEST = 200
"""Letters of a cell that are looked at."""

RETIRED_OR_KIN = re.compile(
    r"\b(?:eks|mantan|ex|istri|isteri|suami|anak|keluarga|pensiunan|pensiun|purnawirawan|purna|janda|warakawuri)\b"
)
EXACT_ONLY = words(
    "saya|saye|dukuh|rsi|bendahara|juru tulis|kasi|kaur|lpm|juru raksa|bhagawan|mangku|kawil|swasta|tani|"
    "dagang|ternak|warung|parkir|jualan|art|prt|abk|pkl|salon|buruh|karyawan|driver|sri mpu|usaha sendiri|"
    "toko|kios|guide|kelontong|koki|usaha mikro",
    "|",
)
"""Too short or too common to be looked for inside a longer text."""
SHOPS = frozenset({"toko", "warung", "kios", "usaha"})
"""What begins with one of these, and is nothing else that we know, is a small business of one's own."""


class Occupation(NamedTuple):
    """An office or KBJI code, the group it belongs to, and what there is to say."""

    code: str = ""
    group: str = ""
    findings: Findings = ()

    @property
    def is_office(self) -> bool:
        """Whether it is one of the 32 offices, whose group bears its name."""
        return bool(self.code) and self.code == self.group


UNSAID = Occupation()


@dataclass(frozen=True)
class Lexicon:
    """Every form of every office and occupation."""

    forms: dict[str, tuple[str, str, str]]
    phrases: tuple[str, ...]
    """Those looked for inside a longer text, the longest first."""
    civil: re.Pattern[str]
    not_civil: re.Pattern[str]


@lru_cache(maxsize=16_384)
def read(typed: str) -> Occupation:
    """Return what *typed* says about a person's work."""
    if is_nothing(typed):
        return UNSAID
    said = " ".join(WORD.findall(plain(typed[:LONGEST])))
    if not said:
        return UNSAID
    lexicon = _lexicon()
    said = " ".join(lexicon.not_civil.sub(" ", said).split()) or "swasta"
    if lexicon.civil.search(said):
        kin = RETIRED_OR_KIN.search(said)
        if kin:
            return Occupation(findings=(finding("occupation_not_working", "occupation", said=kin[0]),))
        return Occupation(findings=(finding("civil_servant", "occupation"),))
    return _known(said, lexicon) or Occupation(findings=(finding("occupation_unknown", "occupation"),))


def together(first: Occupation, second: Occupation) -> Occupation:
    """Return what two columns of work say: the office of the one, the work of the other.

    An office gives the group, the other column the work.  A doubt about one column falls away
    where the other answers it; who serves the state does so whichever column says it.
    """
    told = (*first.findings, *second.findings)
    if any(found.code == "civil_servant" for found in told):
        return Occupation(findings=(finding("civil_servant", "occupation"),))
    known = [one for one in (first, second) if one.code or one.group]
    if not known:
        return Occupation(findings=told[:1])
    office = next((one for one in known if one.is_office), known[0])
    findings = tuple(found for found in told if found.code == "occupation_wage_earner")
    return office._replace(findings=findings[:1])


def offices_in(title: str) -> Iterator[tuple[str, Occupation]]:
    """Yield each form in *title* (plain words) that names an office, occupation or group, and which."""
    lexicon = _lexicon()
    left = f" {title} "
    for form in lexicon.phrases:
        kind, code, group = lexicon.forms[form]
        if kind in {"office", "job", "group"} and (code or group) and f" {form} " in left:
            left = left.replace(f" {form} ", " ", 1)
            yield form, Occupation(code, group)


def is_civil(remark: str) -> bool:
    """Say whether a remark calls the person a civil servant, soldier or police officer."""
    return any(found.code == "civil_servant" for found in read(remark).findings)


def _known(said: str, lexicon: Lexicon) -> Occupation | None:
    found = lexicon.forms.get(said)
    if found is None:
        padded = f" {said} "
        found = next((lexicon.forms[form] for form in lexicon.phrases if f" {form} " in padded), None)
    if found is None:
        found = _nearest(said, lexicon)
    if found is None and said.split(maxsplit=1)[0] in SHOPS:
        found = lexicon.forms["pemilik usaha"]
    if found is None:
        return None
    kind, code, group = found
    if kind == "not_working":
        return Occupation(findings=(finding("occupation_not_working", "occupation", said=_shown(said)),))
    if kind == "wage_earner":
        return Occupation(findings=(finding("occupation_wage_earner", "occupation"),))
    return Occupation(code, group)


def _shown(said: str) -> str:
    """Return the form found in *said*, a word of ours: what is typed may hold a name."""
    lexicon = _lexicon()
    if said in lexicon.forms:
        return said
    return next((form for form in lexicon.phrases if f" {form} " in f" {said} "), "tidak bekerja")


def _nearest(said: str, lexicon: Lexicon) -> tuple[str, str, str] | None:
    """One slip of the pen in a word of six letters, two in a longer one; never between two offices."""
    from rapidfuzz.distance import OSA

    if len(said) < 6:
        return None
    allowed = 1 if len(said) < 10 else 2
    near = [
        (distance, what)
        for form, what in lexicon.forms.items()
        if len(form) >= 6
        and (distance := OSA.distance(said, form, score_cutoff=allowed)) <= allowed
        and _short_words_equal(said, form)
    ]
    best = min((distance for distance, _ in near), default=None)
    nearest = {what for distance, what in near if distance == best}
    return nearest.pop() if len(nearest) == 1 else None


def _short_words_equal(said: str, form: str) -> bool:
    """Say whether each word of up to four letters is as it should be: las is not cat."""
    pairs = list(zip(said.split(), form.split(), strict=False))
    if len(said.split()) != len(form.split()):
        return True
    return all(a == b or min(len(a), len(b)) > 4 for a, b in pairs)


@cache
def _lexicon() -> Lexicon:
    forms: dict[str, tuple[str, str, str]] = {}
    civil = []
    for kind, code, group, form in _entries():
        said = " ".join(WORD.findall(plain(form)))
        if kind == "civil":
            civil.append(said)
        else:
            forms.setdefault(said, (kind, code, group))
    phrases = sorted((form for form in forms if form not in EXACT_ONLY), key=lambda form: (-len(form), form))
    state = "|".join(sorted(map(re.escape, civil), key=len, reverse=True))
    return Lexicon(
        forms,
        tuple(phrases),
        re.compile(rf"\b(?:{state})\b"),
        re.compile(rf"\b(?:non|bukan|tidak|calon) (?:{state})\b"),
    )


def _entries() -> Iterator[tuple[str, str, str, str]]:
    """Yield kind, code, group and form, the offices before the common work."""
    data = resources.files("tedung") / "data"
    for row in csv.DictReader((data / "offices/traditional_offices.csv").read_text("utf-8").splitlines()):
        for form in (
            row["name"],
            row["office_id"].replace("_", " "),
            *row["variants"].split("|"),
            *row["name"].split("/"),
        ):
            yield "office", row["office_id"], row["office_id"], form
    for row in csv.DictReader((data / "roster/occupations.csv").read_text("utf-8").splitlines()):
        for form in row["forms"].split("|"):
            yield row["kind"], row["code"], row["group"], form
