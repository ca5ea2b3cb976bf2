"""A column that slipped by one line: a cell was added or taken out, and all below moved.

The date inside each NIK is compared with the date of its own line and of its neighbours.  From the line of
the slip on, it fits the neighbour's.  Which of the two columns moved, the sex inside the NIK tells: a NIK
that fits its own line's sex has stayed, and the dates moved.
"""

from collections.abc import Sequence
from typing import NamedTuple

from tedung.roster.readings import Birth, NikBirth

LEAST = 5
"""Fewer agreeing neighbours prove nothing."""


class Shift(NamedTuple):
    """From `first_line` on, a line's own value stands `by` person lines further down (+1) or up (-1)."""

    first_line: int
    by: int


class Found(NamedTuple):
    """Which column slipped (nik or birth), how, and whether it is beyond doubt."""

    which: str
    shift: Shift
    sure: bool


def find_shift(
    lines: Sequence[int], niks: Sequence[NikBirth | None], days: Sequence[Birth | None], sexes: Sequence[str]
) -> Found | None:
    """Find the slip of a list: *lines* number its person lines, the others are what stands in them."""
    best = None
    for toward in (-1, 1):
        found = _slip(niks, days, toward)
        if found and (best is None or found[1] > best[1]):
            best = (*found, toward)
    if best is None:
        return None
    start, _, clean, toward = best
    own, other = _sexes_agree(niks, sexes, start, toward)
    # a NIK that fits the line above (toward -1) slid down, or the dates slid up; and so on
    which, by = ("birth", toward) if own > other else ("nik", -toward)
    sure = clean and max(own, other) >= 3 and min(own, other) * 10 <= max(own, other)
    return Found(which, Shift(lines[start], by), sure)


def _slip(
    niks: Sequence[NikBirth | None], days: Sequence[Birth | None], toward: int
) -> tuple[int, int, bool] | None:
    """Return where NIKs begin to fit the neighbour's date, how many do, and whether hardly one stayed."""
    own = [_fits(niks[i], days, i) for i in range(len(niks))]
    neighbour = [_fits(niks[i], days, i + toward) for i in range(len(niks))]
    gain = best = 0
    start = len(niks)
    for index in range(len(niks) - 1, -1, -1):
        gain += neighbour[index] - own[index]
        if gain > best:
            best, start = gain, index
    fitting, staying = sum(neighbour[start:]), sum(own[start:])
    comparable = sum(
        niks[i] is not None and 0 <= i + toward < len(days) and days[i + toward] is not None
        for i in range(start, len(niks))
    )
    if fitting < LEAST or fitting * 2 < comparable:
        return None
    return start, fitting, staying <= 1 + fitting // 10 and fitting * 10 >= comparable * 7


def _fits(nik: NikBirth | None, days: Sequence[Birth | None], index: int) -> bool:
    return nik is not None and 0 <= index < len(days) and nik.birth == days[index]


def _sexes_agree(
    niks: Sequence[NikBirth | None], sexes: Sequence[str], start: int, toward: int
) -> tuple[int, int]:
    """Count NIKs that fit their own line's sex, and those that fit the neighbour's, where the two differ."""
    own = other = 0
    for index in range(start, len(niks)):
        nik, there = niks[index], index + toward
        if nik is None or not 0 <= there < len(sexes) or not sexes[index] or not sexes[there]:
            continue
        if sexes[index] != sexes[there]:
            inside = "P" if nik.woman else "L"
            own += sexes[index] == inside
            other += sexes[there] == inside
    return own, other
