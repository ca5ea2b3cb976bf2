"""The figures behind the summary: counted once, from the tables that the check and the bill wrote."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from tedung.columns import OUTCOMES
from tedung.demo.belonging import Sender, district_of, group_of
from tedung.population.tables import districts, groups

Row = dict[str, Any]

MONTHS_OF_YEAR = 12


@dataclass(frozen=True)
class Mend:
    """What a unit has to mend: how many lines of how many, what is most often wrong, how many kinds."""

    unit: str
    file: str
    lines: int
    to_mend: int
    commonest: str
    kinds: int


@dataclass(frozen=True)
class Share:
    """People of a group, an office or a district: how many, who of them is a member, what the month costs."""

    code: str
    people: int
    members: int
    to_mend: int
    cost: int


@dataclass(frozen=True)
class Figures:
    """Everything that the summary shows."""

    files: int
    unread: tuple[tuple[str, str], ...]
    lines: int
    outcomes: Mapping[str, int]
    people_seen: int
    people: int
    mend: tuple[Mend, ...]
    units_to_mend: int
    members: int
    members_serving: int
    members_in_doubt: int
    pairs_in_doubt: int
    by_group: tuple[Share, ...]
    by_opd: tuple[Share, ...]
    by_district: tuple[Share, ...]
    billed: int
    not_billed: Mapping[str, int]
    month_cost: int
    members_cost: int

    @property
    def year_cost(self) -> int:
        """Twelve months like this one; nobody comes or goes."""
        return MONTHS_OF_YEAR * self.month_cost

    @property
    def newcomers(self) -> int:
        """People on the lists who are not on the agency's."""
        return self.people - sum(share.members for share in self.by_group)


def enrolments(people: pa.Table, rows: pa.Table, register: Mapping[str, Sender]) -> pa.Table:
    """Return *people* with who proposed them, their group and the office that looks after it.

    One person is one enrolment, whatever number of lists he or she stands in: the line
    that was kept decides.  Income is left empty, so that everybody is billed in the lowest
    bracket (docs/conventions.md, income-lowest-bracket); a member's enrolment day is the agency's.
    """
    kept = {row["person_id"]: row for row in rows.to_pylist() if row["outcome"].startswith("accepted")}
    lines = [kept[person] for person in people["person_id"].to_pylist()]
    senders = [register[line["file"]] for line in lines]
    codes = [group_of(line, sender) for line, sender in zip(lines, senders, strict=True)]
    columns = {
        "kelompok_sasaran": codes,
        "opd_pengampu": [groups()[code].opd if code else "" for code in codes],
        "unit_pengusul_kind": [sender.kind for sender in senders],
        "unit_pengusul": [sender.unit for sender in senders],
        "income": [None] * len(lines),
        "registered_on": people["member_since"].to_pylist(),
    }
    for name, values in columns.items():
        kind = {"income": pa.int64(), "registered_on": pa.date32()}.get(name, pa.string())
        if name in people.column_names:
            people = people.drop_columns([name])
        people = people.append_column(name, pa.array(values, kind))
    return people


def mend_of(rows: Sequence[Row], register: Mapping[str, Sender]) -> tuple[Mend, ...]:
    """Return the units with something to mend, the one with the most first."""
    lines, to_mend = Counter[str](), Counter[str]()
    codes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        lines[row["file"]] += row["outcome"] != "not_a_person"
        if row["outcome"] == "needs_fix":
            to_mend[row["file"]] += 1
            codes[row["file"]].update(_must_fix(row))
    ranked = sorted(to_mend, key=lambda file: (-to_mend[file], file))
    return tuple(
        Mend(
            register[file].label,
            file,
            lines[file],
            to_mend[file],
            _commonest(codes[file]),
            len(codes[file]),
        )
        for file in ranked
    )


def _must_fix(row: Row) -> list[str]:
    from tedung.roster.findings import MUST_FIX

    return [found["code"] for found in row["findings"] if found["code"] in MUST_FIX]


def _commonest(codes: Counter[str]) -> str:
    return min(codes, key=lambda code: (-codes[code], code)) if codes else ""


def shares(
    lines: Iterable[tuple[str, Row, int]], waiting: Counter[str], order: Sequence[str]
) -> tuple[Share, ...]:
    """Return people, members and cost by a code, in *order*; whoever has no code comes last.

    lines: (code, person, cost).  waiting: lines that must be mended, by the same code.
    """
    people, members, cost = Counter[str](), Counter[str](), Counter[str]()
    for code, person, amount in lines:
        people[code] += 1
        members[code] += bool(person["is_member"])
        cost[code] += amount
    known = [code for code in [*order, ""] if people[code] or waiting[code]]
    return tuple(Share(code, people[code], members[code], waiting[code], cost[code]) for code in known)


def figures(
    *,
    rows: pa.Table,
    people: pa.Table,
    bill: pa.Table,
    register: Mapping[str, Sender],
    unread: Sequence[tuple[str, str]],
    members: int,
    pairs: pa.Table,
    member_pairs: pa.Table,
) -> Figures:
    """Count everything that the summary shows.

    rows: every line, with its outcome.  people: the enrolments of `enrolments`.
    bill: a row for each of *people*, in the same order.  members: on the agency's list.
    pairs, member_pairs: of rows with each other and with the agency's list, by zone.
    """
    lines = rows.to_pylist()
    persons = people.to_pylist()
    totals = bill["total"].to_pylist()
    mend = mend_of(lines, register)
    by = _by(lines, persons, totals, register)
    counted = Counter(row["outcome"] for row in lines)
    return Figures(
        files=len(register),
        unread=tuple(unread),
        lines=len(lines),
        outcomes={outcome: counted[outcome] for outcome in OUTCOMES},
        people_seen=len({row["person_id"] for row in lines if row["person_id"]}),
        people=len(persons),
        mend=mend,
        units_to_mend=len(mend),
        members=members,
        members_serving=len({row["person_id"] for row in lines if row["is_member"]}),
        members_in_doubt=len(_zone(member_pairs, "review") - _zone(member_pairs, "auto")),
        pairs_in_doubt=pairs["zone"].to_pylist().count("review"),
        by_group=by["group"],
        by_opd=by["opd"],
        by_district=by["district"],
        billed=sum(total > 0 for total in totals),
        not_billed=Counter(why for why in bill["why_not"].to_pylist() if why),
        month_cost=sum(totals),
        members_cost=sum(total for total, person in zip(totals, persons, strict=True) if person["is_member"]),
    )


def _zone(pairs: pa.Table, zone: str) -> set[str]:
    """Return the members of the pairs in a zone."""
    return {pair["b"] for pair in pairs.to_pylist() if pair["zone"] == zone}


def _by(
    lines: Sequence[Row], persons: Sequence[Row], totals: Sequence[int], register: Mapping[str, Sender]
) -> dict[str, tuple[Share, ...]]:
    waiting = [row for row in lines if row["outcome"] == "needs_fix"]
    groups_waiting = Counter(group_of(row, register[row["file"]]) for row in waiting)
    opds_waiting: Counter[str] = Counter()
    for code, count in groups_waiting.items():
        opds_waiting[groups()[code].opd if code else ""] += count
    places_waiting = Counter(district_of(row, register[row["file"]]) for row in waiting)
    opds = list(dict.fromkeys(group.opd for group in groups().values()))
    homes = _homes(lines, register)
    both = list(zip(persons, totals, strict=True))
    return {
        "group": shares(((p["kelompok_sasaran"], p, t) for p, t in both), groups_waiting, list(groups())),
        "opd": shares(((p["opd_pengampu"], p, t) for p, t in both), opds_waiting, opds),
        "district": shares(
            ((homes[p["person_id"]], p, t) for p, t in both), places_waiting, list(districts())
        ),
    }


def _homes(lines: Sequence[Row], register: Mapping[str, Sender]) -> dict[str, str]:
    """Return each person's district; whoever lives outside the four is counted with the unit's."""
    found: dict[str, str] = {}
    for row in lines:
        if row["outcome"].startswith("accepted"):
            code = district_of(row, register[row["file"]])
            found[row["person_id"]] = code if code in districts() else register[row["file"]].district
    return found
