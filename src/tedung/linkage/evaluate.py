"""How good is it on rows whose truth is known: pairs, whole people, zones, groups.

Pairs are counted over the persons that came out (all pairs of rows of one person), not
over the candidates, so a chain of merges is charged in full.  *After review* supposes a
reviewer who makes no mistake.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

import pyarrow as pa

from tedung.linkage.names import parse
from tedung.linkage.reasons import decimal
from tedung.linkage.result import Linked
from tedung.money import thousands

Pairs = set[tuple[int, int]]


@dataclass(frozen=True)
class Counts:
    """Pairs of rows: truly one person, merged by machine, merged rightly, found after review."""

    true: int
    merged: int
    right: int
    after: int

    @property
    def precision(self) -> float:
        """Share of the merged pairs that are true."""
        return self.right / self.merged if self.merged else 1.0

    @property
    def precision_at_least(self) -> float:
        """The 95 % lower bound of the precision (Wilson)."""
        return wilson(self.right, self.merged)

    @property
    def recall(self) -> float:
        """Share of the true pairs that the machine merged."""
        return self.right / self.true if self.true else 1.0

    @property
    def recall_after(self) -> float:
        """Share of the true pairs merged or waiting in the queue."""
        return self.after / self.true if self.true else 1.0


@dataclass(frozen=True)
class Evaluation:
    """The tables of docs/linkage.md for one set of rows."""

    rows: int
    whole: Counts
    groups: Mapping[str, Counts]
    review: int
    review_true: int
    people: int
    people_exact: int
    impure: int
    largest: int


def evaluate(rows: pa.Table, truth: Sequence[str | None], linked: Linked) -> Evaluation:
    """Hold the outcome beside the truth; rows whose truth is empty are left out."""
    known = [row for row, person in enumerate(truth) if person is not None]
    true = _pairs(known, truth)
    merged = _pairs(known, linked.person_id)
    inside = set(known)
    waiting = {pair for pair in _waiting(rows, linked) if inside.issuperset(pair)}
    clusters = _clusters(known, linked.person_id)
    people = _clusters(known, truth)
    exact = {frozenset(one) for one in clusters.values()} & {frozenset(one) for one in people.values()}
    return Evaluation(
        rows=len(known),
        whole=_counts(true, merged, waiting, inside),
        groups={name: _counts(true, merged, waiting, group) for name, group in _groups(rows).items()},
        review=len(waiting),
        review_true=len(waiting & true),
        people=len(people),
        people_exact=len(exact),
        impure=sum(len({truth[row] for row in one}) > 1 for one in clusters.values()),
        largest=max((len(one) for one in clusters.values()), default=0),
    )


def wilson(right: int, of: int, z: float = 1.645) -> float:
    """Return the one-sided 95 % lower bound of a share."""
    if not of:
        return 0.0
    share = right / of
    middle = share + z * z / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - spread) / (1 + z * z / of)


def _clusters(known: Iterable[int], labels: Sequence[str | None]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for row in known:
        label = labels[row]
        if label is not None:
            found[label].append(row)
    return found


def _pairs(known: Iterable[int], labels: Sequence[str | None]) -> Pairs:
    return {pair for rows in _clusters(known, labels).values() for pair in combinations(rows, 2)}


def _waiting(rows: pa.Table, linked: Linked) -> Pairs:
    place = {row_id: at for at, row_id in enumerate(rows["row_id"].to_pylist())}
    columns = (linked.pairs[name].to_pylist() for name in ("a", "b", "zone"))
    return {
        (min(place[a], place[b]), max(place[a], place[b]))
        for a, b, zone in zip(*columns, strict=True)
        if zone == "review"
    }


def _counts(true: Pairs, merged: Pairs, waiting: Pairs, group: set[int]) -> Counts:
    """Count the pairs of which at least one row is in *group*."""
    true, merged = ({pair for pair in pairs if not group.isdisjoint(pair)} for pairs in (true, merged))
    return Counts(len(true), len(merged), len(true & merged), len(true & (merged | waiting)))


def _groups(rows: pa.Table) -> dict[str, set[int]]:
    """Return the rows of each group that must not be served worse: a pair counts if either row is in it."""
    told = {name: rows[name].to_pylist() for name in ("nama_ktp", "nik", "nik_state", "sex", "birth_date")}
    names = [parse(name or "") for name in told["nama_ktp"]]
    tests: dict[str, Callable[[int], bool]] = {
        "eval_women": lambda at: told["sex"][at] == "P",
        "eval_men": lambda at: told["sex"][at] == "L",
        "eval_title": lambda at: bool(names[at].caste),
        "eval_no_title": lambda at: not names[at].caste,
        "eval_order_unknown": lambda at: not names[at].birth_class,
        "eval_order_known": lambda at: bool(names[at].birth_class),
        "eval_nik_outside_bali": lambda at: bool(told["nik"][at]) and not told["nik"][at].startswith("51"),
        "eval_no_valid_nik": lambda at: told["nik_state"][at] != "valid",
        "eval_born_before_1970": lambda at: (
            bool(told["birth_date"][at]) and told["birth_date"][at].year < 1970
        ),
    }
    return {name: {at for at in range(rows.num_rows) if test(at)} for name, test in tests.items()}


def lines(found: Evaluation, say: Callable[..., str]) -> list[str]:
    """Return the tables as lines; *say* is `text` with the area filled in."""
    told = [say("eval_head"), _line(say("eval_all"), found.whole)]
    told += [_line(say(name), counts) for name, counts in found.groups.items() if counts.true]
    whole, per_thousand = found.whole, 1000 * found.review / max(found.rows, 1)
    share = 100 * (found.review_true / found.review if found.review else 1.0)
    told += [
        "",
        say("eval_false", false=thousands(whole.merged - whole.right), merged=thousands(whole.merged)),
        say("eval_bound", bound=decimal(whole.precision_at_least, 4)),
        say(
            "eval_review",
            pairs=thousands(found.review),
            per_thousand=decimal(per_thousand, 1),
            share=decimal(share, 0),
        ),
        say("eval_people", exact=thousands(found.people_exact), people=thousands(found.people)),
        say("eval_clusters", impure=thousands(found.impure), largest=thousands(found.largest)),
    ]
    return told


def _line(name: str, counts: Counts) -> str:
    precision, recall, after = (
        decimal(share, places)
        for share, places in ((counts.precision, 4), (counts.recall, 3), (counts.recall_after, 3))
    )
    return f"{name:<28}{thousands(counts.true):>9} {precision:>9} {recall:>9} {after:>9}"
