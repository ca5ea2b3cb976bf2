"""What people decided about pairs: an append-only file, one JSON object a line.

    {"a": "…", "b": "…", "verdict": "same", "by": "officer 12", "at": "2026-12-01T09:30"}

`a` and `b` are row_keys, which a row keeps in the next version of its file.  The last
verdict on a pair counts: *same*, *different*, *unknown* (asked, and nobody could say),
or *open*, which takes an earlier verdict back.  Nothing is ever deleted or rewritten;
clusters are derived from this file, so an undo is one more line.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from tedung.errors import TedungError
from tedung.texts import text

VERDICTS = ("same", "different", "unknown", "open")
Pair = tuple[str, str]


@dataclass(frozen=True)
class Decision:
    """One verdict of one person about two rows, at a time that was given, not read from a clock."""

    a: str
    b: str
    verdict: str
    by: str
    at: str

    @property
    def pair(self) -> Pair:
        """The two row_keys in one order."""
        return (self.a, self.b) if self.a <= self.b else (self.b, self.a)


def read(path: Path) -> list[Decision]:
    """Return the decisions in the order in which they were taken; no file is no decision.

    Raises TedungError naming the first line that is not a decision.
    """
    if not path.exists():
        return []
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip():
            found.append(_decision(line, path, number))
    return found


def _decision(line: str, path: Path, number: int) -> Decision:
    try:
        told = json.loads(line)
        decision = Decision(*(str(told[key]) for key in ("a", "b", "verdict", "by", "at")))
    except (ValueError, TypeError, KeyError) as fault:
        raise TedungError(text("linkage.decision_damaged", path=path, line=number)) from fault
    if decision.verdict not in VERDICTS:
        allowed = ", ".join(VERDICTS)
        raise TedungError(text("linkage.decision_verdict", path=path, line=number, allowed=allowed))
    return decision


def append(path: Path, decisions: Iterable[Decision]) -> None:
    """Write *decisions* behind what is there, whole lines only, and onto the disk."""
    lines = "".join(json.dumps(asdict(decision), sort_keys=True) + "\n" for decision in decisions)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(lines)
        file.flush()


def standing(decisions: Iterable[Decision]) -> Mapping[Pair, Decision]:
    """Return the verdict that counts for each pair: the last, unless it opened the pair again."""
    last = {decision.pair: decision for decision in decisions}
    return {pair: decision for pair, decision in last.items() if decision.verdict != "open"}
