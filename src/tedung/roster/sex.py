"""Sex as clerks write it: L and P on the card, and every other way met."""

from functools import lru_cache
from typing import NamedTuple

from tedung.roster.findings import Findings, finding
from tedung.roster.nik import Nik
from tedung.roster.tidying import as_text, is_nothing, plain

WRITTEN = {
    word: sex
    for sex, words in {
        "L": "l lk laki lakilaki lelaki laki2 pria pr1a m male man 1 cowok muani jantan bpk bapak tn",
        "P": "p pr perempuan prempuan perempuwan wanita wnt w f female woman 2 cewek luh pmp prp ibu ny",
    }.items()
    for word in words.split()
}
UNFILLED = frozenset({"lp", "pl", "lkpr", "lakilakiperempuan", "priawanita"})
"""The two choices of the form, neither struck out."""


NO_TICK = frozenset({"", "-", "–", "—", "0", ".", "..", "tidak", "bukan"})
BOTH = "L dan P"
"""Two ticks: nobody knows which is meant."""


class Sex(NamedTuple):
    """L or P or empty; ``source`` is field or nik or empty."""

    sex: str
    source: str
    findings: Findings = ()


@lru_cache(maxsize=4096)
def _written(cell: object) -> str | None:
    """Return L or P, empty where nothing is written, None where it cannot be read."""
    text = plain(as_text(cell))
    if is_nothing(text):
        return ""
    letters = "".join(one for one in text if one.isalnum())
    if letters in UNFILLED:
        return ""
    return WRITTEN.get(letters)


def read(cell: object, nik: Nik) -> Sex:
    """Return the sex in *cell*; where the cell is empty, the one inside the NIK."""
    written = None if isinstance(cell, bool) else _written(cell)
    if written:
        if nik.sex and nik.sex != written:
            return Sex(written, "field", (finding("sex_differs_from_nik", "sex"),))
        return Sex(written, "field")
    noted = () if written == "" else (finding("sex_unknown", "sex"),)
    return Sex(nik.sex, "nik" if nik.sex else "", noted)


def ticked(man: object, woman: object) -> str:
    """Return what a tick in one of two columns says; empty where there is none."""
    is_man, is_woman = (as_text(cell).casefold() not in NO_TICK for cell in (man, woman))
    if is_man and is_woman:
        return BOTH
    return "L" if is_man else "P" if is_woman else ""
