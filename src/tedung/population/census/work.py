"""What a working person does: kind of work, occupation, section, group, risk class, segment."""

from functools import cache
from typing import NamedTuple

import numpy as np

from tedung.population.census.draws import Flags, Floats, Ints, Rng, deal
from tedung.population.census.margins import SECTORS, STATUSES
from tedung.population.tables import Row, table

HOWS = ("own", "casual", "hired", "civil")
OWN, CASUAL, HIRED, CIVIL = range(4)
HOW_OF_STATUS = {"casual_farm": CASUAL, "casual_other": CASUAL, "wage_earner": HIRED}
SECTIONS = {
    **dict.fromkeys(range(1, 4), "A"), **dict.fromkeys(range(5, 10), "B"),
    **dict.fromkeys(range(10, 34), "C"), 35: "D", **dict.fromkeys(range(36, 40), "E"),
    **dict.fromkeys(range(41, 44), "F"),
    **dict.fromkeys(range(45, 48), "G"), **dict.fromkeys(range(49, 54), "H"), 55: "I", 56: "I",
    **dict.fromkeys(range(58, 64), "J"), **dict.fromkeys(range(64, 67), "K"), 68: "L",
    **dict.fromkeys(range(69, 76), "M"), **dict.fromkeys(range(77, 83), "N"), 84: "O", 85: "P",
    **dict.fromkeys(range(86, 89), "Q"), **dict.fromkeys(range(90, 94), "R"),
    **dict.fromkeys(range(94, 97), "S"), 97: "T", 98: "T", 99: "U",
}  # fmt: skip
"""The section of each division of KBLI 2020."""
AT_HOME_OF_OTHERS = "97"
NO_CLASS = 0


class Kinds(NamedTuple):
    """Every kind of work, a place in each tuple."""

    rows: tuple[Row, ...]
    sections: tuple[str, ...]
    sectors: Ints
    hows: Ints
    risk_classes: Ints
    is_domestic: tuple[bool, ...]


@cache
def kinds() -> Kinds:
    """Return the kinds of work of `work.csv`."""
    rows = table("census/work.csv")
    sections = tuple(SECTIONS[int(row["kbli"][:2])] for row in rows)
    return Kinds(
        rows,
        sections,
        np.array([_printed(section) for section in sections]),
        np.array([HOWS.index(row["how"]) for row in rows]),
        np.array([risk_class(row["kbli"]) for row in rows]),
        tuple(row["kbli"].startswith(AT_HOME_OF_OTHERS) for row in rows),
    )


def _printed(section: str) -> int:
    return next(number for number, printed in enumerate(SECTORS) if section in printed)


@cache
def risk_class(kbli: str) -> int:
    """Return the JKK class that is suggested for a KBLI code; 0 where none is.  A draft: BPJS decides."""
    classes = {
        row["kbli_prefix"]: row["jkk_class"] for row in table("classification/kbli_jkk_suggestion.csv")
    }
    for length in range(len(kbli), 1, -1):
        if kbli[:length] in classes:
            return int(classes[kbli[:length]] or NO_CLASS)
    return NO_CLASS


def deal_kinds(status: Ints, sector: Ints, sex: Ints, rng: Rng) -> Ints:
    """Return the kind of work of each working person."""
    how = np.array([HOW_OF_STATUS.get(name, OWN) for name in STATUSES])[status]
    how = np.where((how == HIRED) & _is_civil(sector, rng), CIVIL, how)
    cells = (how * len(SECTORS) + sector) * 2 + sex
    return deal(cells, _kind_shares(), rng)


def _is_civil(sector: Ints, rng: Rng) -> Flags:
    share = np.array([float(row["civil"]) / 100 for row in table("census/sectors.csv")])
    found: Flags = deal(sector, np.stack([1 - share, share], axis=1), rng) == 1
    return found


@cache
def _kind_shares() -> Floats:
    """Return the share of each kind among those of a way of working, sector and sex.

    (ways x sectors x sexes, kinds).  Where no kind is listed for a way, those of the
    sector's own account or hired stand in.
    """
    every = kinds()
    found = np.zeros((len(HOWS), len(SECTORS), 2, len(every.rows)))
    for number, row in enumerate(every.rows):
        at = found[every.hows[number], every.sectors[number], :, number]
        at[:] = float(row["men"]), float(row["women"])
    for how, other in ((OWN, HIRED), (CASUAL, OWN), (HIRED, OWN), (CIVIL, HIRED)):
        empty = found[how].sum(axis=-1) == 0
        found[how][empty] = found[other][empty]
    flat = found.reshape(-1, len(every.rows))
    of_one: Floats = flat / flat.sum(axis=1, keepdims=True)
    return of_one


def deal_sizes(sector: Ints, rng: Rng) -> Ints:
    """Return the size of the enterprise of each: a place in `ENTERPRISE_SIZES`."""
    names = ("micro", "small", "medium", "large")
    shares = np.array([[float(row[name]) for name in names] for row in table("census/sectors.csv")])
    return deal(sector, shares / shares.sum(axis=1, keepdims=True), rng)
