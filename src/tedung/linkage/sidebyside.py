"""Two rows beside each other on a terminal: the same field in the same line, whatever its heading."""

from collections.abc import Iterator, Mapping

from tedung.linkage.review import Cells, Place, Question
from tedung.texts import text

FIRST = (
    *("nama_ktp", "nama_sebutan", "nik", "kk", "birth", "birth_place", "birth_date", "birth_day"),
    *("birth_month", "birth_year", "age", "sex", "sex_l", "sex_p", "mother", "phone"),
    *("banjar", "village", "district", "address", "occupation"),
)
"""What tells people apart comes first, then what is left in the order of the file."""
UNTOLD = frozenset({"number"})
LABEL, LEAST, MOST = 20, 24, 60
"""Letters of a heading, and of a cell on a narrow and on a wide terminal."""
SAME, OTHER, ALONE = "=", "≠", " "


def lines(question: Question, cells: Mapping[str, Cells], width: int = 80) -> Iterator[str]:
    """Yield a line for the places of both rows, and one for each field that either fills.

    width: of the terminal, in letters.
    """
    room = min(max((width - LABEL - 5) // 2, LEAST), MOST)
    yield _line("", where(question.a, room), ALONE, where(question.b, room), room)
    one, other = cells.get(question.a.row_id, {}), cells.get(question.b.row_id, {})
    for field in _fields(one, other):
        heading = (one.get(field) or other[field])[0]
        left, right = (side[field][1] if field in side else "" for side in (one, other))
        yield _line(heading, left, _sign(left, right), right, room)


def where(place: Place, room: int) -> str:
    """Return file, sheet and line; a long name loses its middle, never the line."""
    line = f":{place.line}"
    sheet = f"[{cut(place.sheet, room // 3)}]" if place.sheet else ""
    return cut(place.file, room - len(line) - len(sheet)) + sheet + line


def cut(written: str, room: int) -> str:
    """Return *written* in at most *room* letters: its beginning, …, its end."""
    if len(written) <= room:
        return written
    end = (room - 1) // 2
    return f"{written[: room - 1 - end]}…{written[len(written) - end :]}"


def legend() -> str:
    """Return what the signs between the cells say."""
    return text("linkage.legend", same=SAME, other=OTHER)


def _fields(one: Cells, other: Cells) -> list[str]:
    known = [field for field in dict.fromkeys((*one, *other)) if field not in UNTOLD]
    return sorted(known, key=lambda field: FIRST.index(field) if field in FIRST else len(FIRST))


def _sign(left: str, right: str) -> str:
    if not left or not right:
        return ALONE
    return SAME if left.split() == right.split() else OTHER


def _line(heading: str, left: str, sign: str, right: str, room: int) -> str:
    label, first, second = cut(heading, LABEL), cut(left, room), cut(right, room)
    return f"{label:<{LABEL}} {first:<{room}} {sign} {second}".rstrip()
