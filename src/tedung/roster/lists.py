"""What a list says of all its rows: in its title, its sheet's name, its file's name.

A village that lists its own people seldom has a column "Desa", and a list of pemangku no
column "Jabatan".  What the title says stands in only where the column is absent, only
where all titles agree, and the summary says so.  The group (kelompok sasaran) is the
list's unless a row names an office of its own: a pemangku's daily work may be petani.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import NamedTuple

from tedung.roster import occupations
from tedung.roster.cells import Line, shown
from tedung.roster.headers import Header
from tedung.roster.occupations import Occupation
from tedung.roster.places import Gazetteer
from tedung.roster.tidying import plain

TITLE_LINES = 20
UNIT = re.compile(r"\b(desa|kelurahan|kel)\b(?! adat)\s+((?:[a-z]+\s*){1,4})")
WORDS = re.compile(r"[a-z0-9]+")


class Saying(NamedTuple):
    """What holds for every row of a list: a village, and an office or occupation; or nothing."""

    village: str = ""
    village_name: str = ""
    unit_kind: str = ""
    work: Occupation = occupations.UNSAID
    work_name: str = ""


NOTHING = Saying()


def listen(file: str, sheet: str, head: Iterable[Line], header: Header, villages: Gazetteer) -> Saying:
    """Return what the titles of a list say where it has no column of its own for it."""
    titles = [" ".join(WORDS.findall(plain(title))) for title in _titles(file, sheet, head, header)]
    said = NOTHING
    if "village" not in header.columns:
        units = {unit for title in titles for unit in _units(title, villages)}
        if len({code for code, *_ in units}) == 1:
            code, name, kind = min(units)
            said = said._replace(village=code, village_name=name, unit_kind=kind)
    works = {form: work for title in titles for form, work in occupations.offices_in(title)}
    if len({(work.code, work.group) for work in works.values()}) == 1:
        form = min(works)
        said = said._replace(work=works[form], work_name=form)
    return said


def _titles(file: str, sheet: str, head: Iterable[Line], header: Header) -> Iterator[str]:
    yield PurePath(file).stem.replace("_", " ")
    yield sheet
    first = min(header.lines, default=0)
    for line in head:
        if line.number >= first or line.number > TITLE_LINES:
            return
        yield from (shown(cell)[:200] for cell in line.cells if isinstance(cell, str))


def _units(title: str, villages: Gazetteer) -> Iterator[tuple[str, str, str]]:
    """Yield code, name and kind of each village named as such, by its exact name."""
    for found in UNIT.finditer(title):
        words = found[2].split()
        for count in range(len(words), 0, -1):
            code = villages.exact(" ".join(words[:count]))
            if code:
                yield code, " ".join(words[:count]).title(), "desa" if found[1] == "desa" else "kelurahan"
                break
