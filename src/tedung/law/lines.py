"""Lines of an answer that rest on the law of another day than the answer's own.

A tax follows the day of payment, a transition the day it names: such a line cites the
law it was computed by.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tedung.law import CERTAINTIES, Law
from tedung.law.answer import Line
from tedung.law.draft import Draft

WEAKEST_LAST = tuple(CERTAINTIES)


def add_line(
    draft: Draft,
    law: Law,
    code: str,
    amount: int,
    *,
    names: Iterable[str] = (),
    article: str = "",
    certainty: str = "text",
    shown: Mapping[str, Any] | None = None,
    **inputs: Any,
) -> None:
    """Add an amount under *law*: its articles, weakest certainty and conventions come from *names*.

    names: the parameters behind it; article: stands instead of their sources; certainty:
    that of the article, or of a convention behind it; shown: the fields of the label.
    """
    entries = [law.cite(name) for name in names]
    draft.conventions += [entry.convention for entry in entries if entry.convention]
    source = article or "; ".join(dict.fromkeys(entry.source for entry in entries))
    weakest = max((certainty, *(entry.certainty for entry in entries)), key=WEAKEST_LAST.index)
    draft.lines.append(Line(code, int(amount), source, weakest, inputs, dict(shown or {})))
