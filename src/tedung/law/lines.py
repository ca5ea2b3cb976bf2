"""Lines of an answer that rest on the law of another day than the answer's own.

A tax follows the day of payment, a transition the day it names: such a line cites the
law it was computed by.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tedung.law import Law
from tedung.law.draft import Draft


def add_line(
    draft: Draft,
    law: Law,
    code: str,
    amount: int,
    *,
    names: Iterable[str] = (),
    article: str = "",
    certainty: str = "text",
    leans_on: Iterable[str] = (),
    shown: Mapping[str, Any] | None = None,
    **inputs: Any,
) -> None:
    """Add an amount under *law*: its articles, weakest certainty and conventions come from *names*.

    names: the parameters behind it; article: stands instead of their sources; certainty:
    that of the article; leans_on: further conventions behind the figure; shown: the fields
    of the label.
    """
    draft.add(
        code,
        amount,
        [law.cite(name) for name in names],
        article=article,
        certainty=certainty,
        leans_on=leans_on,
        inputs=inputs,
        shown=dict(shown or {}),
    )
