"""From pairs to persons: clusters grown in descending weight, which no merge may spoil.

A merge is refused where it would bring two valid NIKs together, because a NIK never
changes by law, or where a person has said that two of its rows are different people.
Clusters are derived, never stored: the same pairs and verdicts give the same clusters,
in whatever order the rows came.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b


@dataclass(frozen=True)
class Merge:
    """Two rows that may be one person, by machine (weight in bits) or by a person's verdict."""

    weight: float
    a: int
    b: int
    by_person: bool = False


@dataclass
class Clusters:
    """Rows joined so far.  nik: row -> valid NIK; different: rows said to be different people."""

    rows: int
    nik: Mapping[int, str]
    different: Iterable[tuple[int, int]] = ()
    parent: list[int] = field(init=False)
    niks: dict[int, frozenset[str]] = field(init=False)
    foes: dict[int, set[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.parent = list(range(self.rows))
        self.niks = {row: frozenset((number,)) for row, number in self.nik.items()}
        self.foes = {}
        for a, b in self.different:
            self.foes.setdefault(a, set()).add(b)
            self.foes.setdefault(b, set()).add(a)

    def root(self, row: int) -> int:
        """Return the row that stands for the cluster of *row*."""
        while self.parent[row] != row:
            self.parent[row] = self.parent[self.parent[row]]
            row = self.parent[row]
        return row

    def together(self, a: int, b: int) -> bool:
        """Say whether the two rows are one person."""
        return self.root(a) == self.root(b)

    def refusal(self, a: int, b: int, *, by_person: bool = False) -> str:
        """Return why the clusters of *a* and *b* may not become one, empty where they may."""
        first, second = self.root(a), self.root(b)
        if any(self.root(foe) == second for foe in self.foes.get(first, ())):
            return "said_different"
        one, other = self.niks.get(first, frozenset()), self.niks.get(second, frozenset())
        if not by_person and len(one | other) > max(len(one), len(other), 1):
            return "cluster_two_niks"
        return ""

    def join(self, a: int, b: int) -> None:
        """Make one cluster of two; the smaller row number stands for it."""
        first, second = sorted((self.root(a), self.root(b)))
        if first == second:
            return
        self.parent[second] = first
        if second in self.niks:
            self.niks[first] = self.niks.get(first, frozenset()) | self.niks.pop(second)
        if second in self.foes:
            self.foes.setdefault(first, set()).update(self.foes.pop(second))


def cluster(clusters: Clusters, merges: Iterable[Merge]) -> dict[tuple[int, int], str]:
    """Join what may be joined, people's verdicts first, then the heaviest; return the refusals."""
    refused = {}
    for merge in sorted(merges, key=lambda one: (not one.by_person, -one.weight, one.a, one.b)):
        if clusters.together(merge.a, merge.b):
            continue
        reason = clusters.refusal(merge.a, merge.b, by_person=merge.by_person)
        if reason:
            refused[merge.a, merge.b] = reason
        else:
            clusters.join(merge.a, merge.b)
    return refused


def person_ids(roots: Sequence[int], row_key: Sequence[str], row_id: Sequence[str]) -> list[str]:
    """Return a person's id for each row: made from the smallest row_key of the cluster.

    roots: the row that stands for each row's cluster.  A key that stands in two clusters
    (rows alike that are not one person) is told apart by the row_id.
    """
    first: dict[int, tuple[str, str]] = {}
    for root, mark in zip(roots, zip(row_key, row_id, strict=True), strict=True):
        first[root] = min(first.get(root, mark), mark)
    owners = Counter(key for key, _ in first.values())
    names = {root: _hashed(key if owners[key] == 1 else f"{key}|{row}") for root, (key, row) in first.items()}
    return [names[root] for root in roots]


def _hashed(key: str) -> str:
    return "p" + blake2b(key.encode(), digest_size=8).hexdigest()
