"""The file that goes to the registry, and the answer that comes back, by `reference.sheets`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tedung.office.reference.models import Format
from tedung.office.reference.sheets import lines_of, written

__all__ = ["Answered", "answers", "written"]


@dataclass(frozen=True)
class Answered:
    """A line of an answer: its number, the NIK's digits, the result's code or nothing, what else it says."""

    line: int
    nik: str
    result: str
    told: Mapping[str, str]


def answers(path: Path, form: Format) -> Iterator[Answered]:
    """Yield the lines of an answer; Refusal where the file has not the columns of the format."""
    for told in lines_of(path, form):
        said = dict(told.said)
        nik = re.sub(r"\D", "", said.pop("nik", ""))
        yield Answered(told.line, nik, said.pop("result", ""), said)
