"""Why a pair weighs what it weighs: the waterfall, a sentence a term, what stopped a merge.

Stored with each pair as JSON: the prior, a term for each comparison that said something
(they add up to the weight), the tier that allowed a merge, the guard that forbade one,
and whose verdict it was.  The sentences hold no name and no number of a person.
"""

import json
from dataclasses import dataclass
from typing import Any

from tedung.linkage.comparisons import COMPARISONS
from tedung.texts import text


@dataclass(frozen=True)
class Reasons:
    """One pair's waterfall.  terms: (comparison, level, bits)."""

    prior: float
    terms: tuple[tuple[str, str, float], ...]
    tier: str = ""
    guard: str = ""
    by: str = ""

    @classmethod
    def parse(cls, stored: str) -> "Reasons":
        """Read what `stored_sql` or `dump` wrote."""
        told: dict[str, Any] = json.loads(stored)
        terms = tuple((term["comparison"], term["level"], term["bits"]) for term in told["terms"])
        return cls(
            told["prior"], terms, told.get("tier") or "", told.get("guard") or "", told.get("by") or ""
        )

    def dump(self) -> str:
        """Return the JSON to store."""
        terms = [dict(zip(("comparison", "level", "bits"), term, strict=True)) for term in self.terms]
        told = {"prior": self.prior, "terms": terms, "tier": self.tier, "guard": self.guard, "by": self.by}
        return json.dumps({key: value for key, value in told.items() if value != ""})

    @property
    def weight(self) -> float:
        """The sum of the terms."""
        return round(self.prior + sum(bits for _, _, bits in self.terms), 2)

    def sentences(self, lang: str | None = None) -> list[str]:
        """Return a line for each term, the prior first, then the tier, the guard and the verdict."""
        lines = [text("linkage.term", lang, what=text("linkage.prior", lang), bits=signed(self.prior, lang))]
        for comparison, level, bits in self.terms:
            what = text(f"linkage.level_{comparison}_{level}", lang)
            lines.append(text("linkage.term", lang, what=what, bits=signed(bits, lang)))
        if self.tier:
            lines.append(text(f"linkage.tier_{self.tier}", lang))
        if self.guard:
            lines.append(text(f"linkage.guard_{self.guard}", lang))
        if self.by:
            lines.append(text("linkage.decided", lang))
        return lines


def signed(bits: float, lang: str | None = None) -> str:
    """Return bits with their sign and one decimal."""
    return ("−" if bits < 0 else "+") + decimal(abs(bits), 1, lang)


def decimal(value: float, places: int, lang: str | None = None) -> str:
    """Return *value* with *places* decimals, behind a comma where that is the custom of the language."""
    return f"{value:.{places}f}".replace(".", text("linkage.decimal", lang))


def stored_sql() -> str:
    """Return the SQL that writes the reasons of a scored pair with `prior`, `tier` and `guard`."""
    terms = ", ".join(
        f"CASE WHEN g_{c.name} IS NOT NULL THEN "
        f"{{'comparison': '{c.name}', 'level': g_{c.name}, 'bits': w_{c.name}}} END"
        for c in COMPARISONS
    )
    return (
        f"to_json({{'prior': prior, 'terms': list_filter([{terms}], lambda t: t IS NOT NULL),"
        " 'tier': coalesce(tier, ''), 'guard': coalesce(guard, '')})::VARCHAR"
    )
