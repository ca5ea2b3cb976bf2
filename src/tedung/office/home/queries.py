"""Who is protected and who is not, within the actor's scope, from the figures that the job counted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple, Self

from django.db.models import QuerySet, Sum

from tedung.office.access.actor import Actor, current
from tedung.office.access.scope import is_everywhere
from tedung.office.audit.models import StateChange
from tedung.office.base import clock
from tedung.office.home.models import Counting, Figure

SMALL = 5  # whoever sees no names sees no cell of fewer than this, but zero
STALE = timedelta(hours=1)
MOVES = {"penetapan.decree", "usulan.usulan", "kejadian.kejadian"}  # their steps change who is covered


@dataclass(frozen=True)
class Cell:
    """A line of a table of cover; `covered` is None where so few would be recognised."""

    code: str
    name: str
    people: int | None
    covered: int | None

    @property
    def share(self) -> int | None:
        """Return whole percents covered, cut, so that 100 means everybody."""
        if not self.people or self.covered is None:
            return None
        return 100 * self.covered // self.people


Codes = tuple[Any, ...]


class Sums(NamedTuple):
    """People and covered of the figures that bear the same codes."""

    codes: Codes
    people: int
    covered: int


@dataclass(frozen=True)
class Total:
    """Everybody in scope."""

    people: int
    covered: int
    ending: int
    coming: int = 0

    @property
    def uncovered(self) -> int:
        """Return how many nobody covers today."""
        return self.people - self.covered

    @classmethod
    def of(cls, rows: QuerySet[Any]) -> Self:
        """Add the figures up."""
        names = ("people", "covered", "ending", "coming")
        found = rows.aggregate(*(Sum(name) for name in names))
        return cls(*(int(found[f"{name}__sum"] or 0) for name in names))


def counted() -> Counting | None:
    """Return when the figures were counted, None before the first time."""
    return Counting.objects.order_by("-pk").first()


def is_stale(counting: Counting | None) -> bool:
    """Say whether the figures are of another day, too old, or older than a decree's or a proposal's step."""
    if counting is None or counting.day != clock.today() or clock.now() - counting.at > STALE:
        return True
    return StateChange.objects.filter(pk__gt=counting.last_step, kind__in=MOVES).exists()


def figures(actor: Actor | None = None) -> QuerySet[Any]:
    """Return the figures of the actor's scope, each person once where the scope is a region's.

    An office or a unit sees the figures of its own groups, which count a person once a group.
    """
    who = actor or current()
    by_region = who.is_system or any(
        is_everywhere(grant) or grant.kind == "region" for grant in who.scopes("figures.view")
    )
    kind = Figure.Kind.PERSONS if by_region else Figure.Kind.GROUPS
    return Figure.objects.filter(kind=kind)


def groups() -> QuerySet[Any]:
    """Return the figures of the actor's scope by group and office; a person counts once a group."""
    return Figure.objects.filter(kind=Figure.Kind.GROUPS)


def sums(rows: QuerySet[Any], *by: str) -> list[Sums]:
    """Return people and covered by columns, so that several tables are read in one go."""
    found = rows.values_list(*by).annotate(Sum("people"), Sum("covered")).order_by(*by)
    return [Sums(tuple(codes), int(people), int(covered)) for *codes, people, covered in found]


def cells(among: Iterable[Sums], code_of: Callable[[Codes], Any], names: dict[Any, str]) -> list[Cell]:
    """Return the table of cover by what `code_of` says, in the order of `names`; codes without one last."""
    found: dict[Any, tuple[int, int]] = {}
    for one in among:
        code = code_of(one.codes)
        people, covered = found.get(code, (0, 0))
        found[code] = (people + one.people, covered + one.covered)
    unnamed = sorted(code for code in found if code not in names)
    codes = [*(code for code in names if code in found), *unnamed]
    table = [Cell(str(code), str(names.get(code, code)), *found[code]) for code in codes]
    return table if current().may("people.view") else hidden(table)


def hidden(table: list[Cell]) -> list[Cell]:
    """Hide the cells in which few are covered or few are not, and one more, lest the total tell the one."""
    small = {cell.code for cell in table if _is_small(cell)}
    others = sorted(
        (cell for cell in table if cell.code not in small), key=lambda cell: (cell.people or 0, cell.code)
    )
    if len(small) == 1 and others:
        small.add(others[0].code)
    return [Cell(cell.code, cell.name, None, None) if cell.code in small else cell for cell in table]


def _is_small(cell: Cell) -> bool:
    people, covered = cell.people or 0, cell.covered or 0
    return any(0 < count < SMALL for count in (people, covered, people - covered))


def shares(table: Iterable[Cell]) -> dict[str, int]:
    """Return the share of each village that has one."""
    return {cell.code: cell.share for cell in table if cell.share is not None}


def new_year(day: date) -> date:
    """Return the next 1 January."""
    return date(day.year + 1, 1, 1)
