"""An answer while it is being written: lines and conditions are added, then the status follows.

Refused beats open beats payable: a condition that surely fails needs no undecided law.
"""

from datetime import date
from typing import Any

from tedung.law import CERTAINTIES, Law, law_on
from tedung.law.answer import Answer, Condition, Line, Status

WEAKEST_LAST = tuple(CERTAINTIES)


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

    def line(self, code: str, amount: int, *names: str, article: str = "", **inputs: Any) -> None:
        """Add an amount that rests on the parameters *names*; their articles and conventions come along.

        *article*: stands instead of the sources of *names*.
        """
        source = article or "; ".join(dict.fromkeys(self.law.cite(name).source for name in names))
        self.lines.append(Line(code, int(amount), source, self.certainty(*names), inputs, inputs))

    def certainty(self, *names: str) -> str:
        """Return the weakest certainty among *names* and note the conventions behind them."""
        entries = [self.law.cite(name) for name in names]
        self.conventions += [entry.convention for entry in entries if entry.convention]
        return max((entry.certainty for entry in entries), key=WEAKEST_LAST.index, default="derived")

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
        """Name a convention that this result used."""
        self.conventions.append(name)

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
