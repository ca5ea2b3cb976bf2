"""What a benefit rule answers: lines of money, conditions, and what nobody has decided.

A condition not met is an answer (``refused``), an undecided law is an answer
(``open``), a key that the facts do not hold is a condition *not verified* (``met`` is
None).  Only a contradictory or impossible fact is an error.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from tedung.law import Law, law_version
from tedung.texts import text

Status = Literal["payable", "refused", "open"]


@dataclass(frozen=True)
class Line:
    """One amount with the article that grants it and the numbers that went in.

    code: ``area.code`` of its label in ``texts/``; amount: whole rupiah, negative
    where it is deducted (a tax); conventions: those its figure leans on, by name.
    """

    code: str
    amount: int
    article: str
    certainty: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    label_fields: Mapping[str, Any] = field(default_factory=dict)
    conventions: Sequence[str] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the line as the command prints it."""
        return {
            "label_id": text(self.code, "id", **self.label_fields),
            "label_en": text(self.code, "en", **self.label_fields),
            "amount": self.amount,
            "article": self.article,
            "certainty": self.certainty,
            "conventions": sorted(self.conventions),
            "inputs": dict(self.inputs),
        }


@dataclass(frozen=True)
class Condition:
    """A condition of the law and whether it is met; None: nobody said."""

    code: str
    met: bool | None
    article: str
    fields: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the condition as the command prints it."""
        return {
            "text_id": text(self.code, "id", **self.fields),
            "text_en": text(self.code, "en", **self.fields),
            "met": self.met,
            "article": self.article,
        }


@dataclass(frozen=True)
class Answer:
    """The answer to one claim on one day.

    `gaps` are codes of sentences (``area.code``) with their fields: an answer with a
    gap that decides is ``open``; a gap that only limits what was checked leaves the
    status as it is.
    """

    status: Status
    law: Law
    lines: Sequence[Line] = ()
    conditions: Sequence[Condition] = ()
    conventions: Sequence[str] = ()
    gaps: Sequence[str] = ()

    @property
    def total(self) -> int | None:
        """The net sum of the lines; None while the law is open."""
        return None if self.status == "open" else sum(line.amount for line in self.lines)

    @property
    def law_day(self) -> date:
        """The day whose law decided entitlement and amounts."""
        return self.law.day

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as ``tedung benefit --json`` prints it."""
        return {
            "status": self.status,
            "total": self.total,
            "lines": [line.as_dict() for line in self.lines],
            "conditions": [condition.as_dict() for condition in self.conditions],
            "conventions": sorted(set(self.conventions)),
            "gaps": list(self.gaps),
            "law_day": self.law_day.isoformat(),
            "law_version": law_version(),
        }
