"""The study as a paper (naskah kajian): one document of blocks, printed as PDF/UA-1 and written as ODT.

    paper = make(Request(people, region="51.71", …))
    paper.pdf()        # typst, the same bytes for the same inputs and day
    paper.odt()        # for whoever must edit it

`figures.py` computes with the modules of the study, `document.py` says it in Indonesian
(`naskah.toml`), `clauses.py` drafts the regulation, `legal.py` knows what is in force on the day.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tedung.print import compile_pdf
from tedung.study.paper.document import document, pictures
from tedung.study.paper.figures import Request, compute
from tedung.study.paper.odt import written

__all__ = ["Paper", "Request", "make"]

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Paper:
    """A paper that is ready: its head, its blocks, its pictures."""

    head: Mapping[str, Any]
    blocks: Sequence[Mapping[str, Any]]
    images: Mapping[str, bytes]
    request: Request

    def pdf(self) -> bytes:
        """Return the paper as PDF/UA-1."""
        data = {**self.head, "blocks": self.blocks}
        return compile_pdf(HERE / "paper.typ", data, self.request.on, self.images)

    def odt(self) -> bytes:
        """Return the paper as an OpenDocument text, to be edited."""
        return written(self.head, self.blocks, self.images, self.request.on)

    def data(self) -> bytes:
        """Return every figure that is printed, as JSON: what the paper was made of."""
        told = {**self.head, "blocks": self.blocks}
        return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n").encode()


def make(request: Request) -> Paper:
    """Compute the study and put it into words; faults of the inputs are `TedungError`."""
    found = compute(request)
    head, blocks = document(found)
    return Paper(head, blocks, pictures(found), request)
