"""An answer while it is being written: lines and conditions are added, then the status follows.

Refused beats open beats payable: a condition that surely fails needs no undecided law.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tedung.law import CERTAINTIES, Entry, Law, law_on
from tedung.law.answer import Answer, Condition, Line, Status

WEAKEST_LAST = tuple(CERTAINTIES)
HALF_A_RUPIAH = "rounding"
"""The one convention that leaves a figure as sure as what lies behind it."""


class Draft:
    """Collects what one claim is made of, under the law of one day."""

    def __init__(self, day: date) -> None:
        self.law: Law = law_on(day)
        self.lines: list[Line] = []
        self.conditions: list[Condition] = []
        self.conventions: list[str] = []
        self.gaps: list[str] = []
        self._refused = False
        self._open = False

    def line(
        self,
        code: str,
        amount: int,
        *names: str,
        article: str = "",
        leans_on: Iterable[str] = (),
        **inputs: Any,
    ) -> None:
        """Add an amount that rests on the parameters *names*; their articles and conventions come along.

        *article*: stands instead of the sources of *names*; *leans_on*: conventions behind the
        figure beside those of *names*.
        """
        entries = [self.law.cite(name) for name in names]
        self.add(code, amount, entries, article=article, leans_on=leans_on, inputs=inputs, shown=inputs)

    def add(
        self,
        code: str,
        amount: int,
        entries: Iterable[Entry],
        *,
        article: str,
        leans_on: Iterable[str],
        inputs: Mapping[str, Any],
        shown: Mapping[str, Any],
        certainty: str = "",
    ) -> None:
        """Add an amount, as sure as the weakest thing behind it; it names the conventions it leans on.

        certainty: that of *article*; shown: the fields of the label.
        """
        entries, leans_on = list(entries), list(leans_on)
        source = article or "; ".join(dict.fromkeys(entry.source for entry in entries))
        behind = [certainty] * bool(certainty) + [entry.certainty for entry in entries]
        behind += ["convention" for one in leans_on if one != HALF_A_RUPIAH]
        weakest = max(behind, key=WEAKEST_LAST.index, default="derived")
        named = dict.fromkeys([*(entry.convention for entry in entries if entry.convention), *leans_on])
        self.conventions += named
        self.lines.append(Line(code, int(amount), source, weakest, inputs, shown, tuple(named)))

    def require(self, code: str, met: bool | None, article: str, **fields: Any) -> None:
        """Add a condition without which nothing is due: not met, the answer is *refused*."""
        self.note(code, met, article, **fields)
        self._refused = self._refused or met is False

    def need(self, code: str, known: bool, article: str, **fields: Any) -> None:
        """Add a fact that the amount needs: where nobody gave it, the answer is *open*."""
        self.note(code, True if known else None, article, **fields)
        self._open = self._open or not known

    def note(self, code: str, met: bool | None, article: str, **fields: Any) -> None:
        """Add a condition that informs and decides nothing by itself."""
        self.conditions.append(Condition(code, met, article, fields))

    def convention(self, name: str) -> None:
        """Name a convention that this result used; one behind a figure is told by its line."""
        self.conventions.append(name)

    def convention_of(self, name: str) -> None:
        """Name the convention that the parameter *name* leans on, where it does."""
        self.conventions += filter(None, [self.law.cite(name).convention])

    def gap(self, code: str, *, decides: bool = True) -> None:
        """Name what nobody has read; where it *decides*, the answer is *open*."""
        if code not in self.gaps:
            self.gaps.append(code)
        self._open = self._open or decides

    def refuse(self) -> None:
        """Let the answer be *refused*, for a condition noted before."""
        self._refused = True

    @property
    def status(self) -> Status:
        """What the answer would be now."""
        if self._refused:
            return "refused"
        return "open" if self._open else "payable"

    def answer(self) -> Answer:
        """Return the answer; a refused one has no lines."""
        lines = () if self._refused else tuple(self.lines)
        return Answer(
            self.status,
            self.law,
            lines,
            tuple(self.conditions),
            tuple(dict.fromkeys(self.conventions)),
            tuple(self.gaps),
        )
