"""From the lines of a file to persons: who is known already, who is new, what a person must decide.

A line's person is, in this order: the one that the same line (`row_key`) had in an earlier
version; the one whom the linkage is sure of; else a new one, when the line is good enough.
Lines of one person share one, whatever their order.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
from django.utils.translation import gettext as _

from tedung.office.people.enlisting import enlist
from tedung.office.usulan.models import Line
from tedung.roster.check import Checked
from tedung.roster.findings import Findings

GOOD = frozenset({"accepted", "accepted_with_warnings"})
SLICE = 5_000
HINT = "maybe_known"


@dataclass(frozen=True)
class Taken:
    """The key of each row's person, None where it has none yet, and the pairs left to a person."""

    persons: Sequence[int | None]
    pairs: Sequence[tuple[int, int, float, str]]  # first, second, weight, reasons as JSON
    joined: int


def told_of(outcome: str, findings: Findings, *, resembles: bool) -> list[dict[str, str]]:
    """Return the findings of a line as they are kept; a line to mend hears that it may be a known person.

    Nothing of that person is told: another village may have named them.
    """
    told = [finding._asdict() for finding in findings]
    if resembles and outcome == "needs_fix":
        told.append({"code": HINT, "column": "", "sentence": _("Mungkin orang yang sudah tercatat.")})
    return told


def resembling(checked: Checked) -> set[str]:
    """Return the row_ids that may be a person whom the office knows: doubtful, or sure of a line to mend."""
    pairs = checked.linked.member_pairs
    doubted = zip(pairs["a"].to_pylist(), pairs["zone"].to_pylist(), strict=True)
    return {row for row, zone in doubted if zone == "review"} | set(checked.linked.members)


def take(checked: Checked) -> Taken:
    """Give the rows their persons, making the new ones; call it inside the change that writes the lines."""
    rows = checked.rows
    members = checked.linked.members
    ids: list[str] = rows["row_id"].to_pylist()
    before = _before(rows["row_key"].to_pylist())
    groups: dict[str, list[int]] = defaultdict(list)
    for place, label in enumerate(checked.linked.person_id):
        if label is not None:
            groups[label].append(place)
    known = {label: _known(places, ids, members, before) for label, places in groups.items()}
    new = [label for label, key in known.items() if key is None and _is_good(checked, groups[label])]
    fullest = pa.array([_fullest(checked, groups[label]) for label in new], pa.int64())
    made = enlist(rows.take(fullest))
    known.update(zip(new, made, strict=True))
    persons: list[int | None] = [None] * rows.num_rows
    for label, places in groups.items():
        for place in places:
            persons[place] = known[label]
    return Taken(persons, list(_pairs(checked, dict(zip(ids, persons, strict=True)))), len(made))


def _before(keys: Sequence[str | None]) -> dict[int, int]:
    """Return place of a row -> the person of an earlier line with the same key."""
    wanted = sorted({key for key in keys if key})
    found: dict[str, int] = {}
    for start in range(0, len(wanted), SLICE):
        earlier = Line.everything.filter(
            row_key__in=wanted[start : start + SLICE], person__isnull=False
        ).order_by("id")
        for key, person, merged in earlier.values_list("row_key", "person_id", "person__merged_into"):
            found[key] = merged or person
    return {place: found[key] for place, key in enumerate(keys) if key in found}


def _known(
    places: Sequence[int], ids: Sequence[str], members: Mapping[str, str], before: Mapping[int, int]
) -> int | None:
    """Return the known person of these rows; the earliest line of several decides."""
    for place in places:
        if place in before:
            return before[place]
    for place in places:
        if ids[place] in members:
            return int(members[ids[place]])
    return None


def _is_good(checked: Checked, places: Sequence[int]) -> bool:
    return any(checked.outcomes[place] in GOOD for place in places)


def _fullest(checked: Checked, places: Sequence[int]) -> int:
    """Return the row that the roster kept of one person."""
    return next(place for place in places if checked.outcomes[place] in GOOD)


def _pairs(checked: Checked, persons: Mapping[str, int | None]) -> Iterator[tuple[int, int, float, str]]:
    """Yield the pairs in review whose two sides are two persons, once each, the heaviest first."""
    best: dict[tuple[int, int], tuple[float, str]] = {}
    for table, is_known in ((checked.linked.pairs, False), (checked.linked.member_pairs, True)):
        for a, b, weight, zone, reasons in zip(
            *(table[name].to_pylist() for name in table.column_names), strict=True
        ):
            one, other = persons.get(a), int(b) if is_known else persons.get(b)
            if zone != "review" or one is None or other is None or one == other:
                continue
            pair = (min(one, other), max(one, other))
            best[pair] = max(best.get(pair, (weight, reasons)), (weight, reasons))
    for (one, other), (weight, reasons) in sorted(best.items(), key=lambda item: (-item[1][0], item[0])):
        yield one, other, weight, reasons
