"""How far a proposal, or one of its people, has come: the same six words wherever it is said.

Diunggah, diperiksa, dikirim, padan, ditetapkan, terlindungi: a stage is reached by one who is proposed
at all; the page of the people says of each how far he or she is.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tedung.office.access.actor import seeing_everything
from tedung.office.people.queries import together
from tedung.office.usulan.models import OPEN, Berkas, Line, State, Usulan
from tedung.office.usulan.queries import GOOD

UPLOADED, CHECKED, SENT, PADAN, DECREED, COVERED = range(1, 7)
WORDS: dict[int, str | Promise] = {
    UPLOADED: gettext_lazy("Diunggah"),
    CHECKED: gettext_lazy("Diperiksa"),
    SENT: gettext_lazy("Dikirim"),
    PADAN: gettext_lazy("Padan"),
    DECREED: gettext_lazy("Ditetapkan"),
    COVERED: gettext_lazy("Terlindungi"),
}


LOOKED = 200
"""So many people of a proposal tell how far it has come; a decree names them by hundreds."""


class Step(NamedTuple):
    """A stage in a row of six: done, the next one, or further on."""

    word: str
    state: str


@dataclass(frozen=True)
class Stage:
    """How far a person has come: the stage, what is to be said beside it, whether it waits or is stopped."""

    reached: int
    sentence: str
    mood: str

    @property
    def word(self) -> str:
        """Return the word of the stage."""
        return str(WORDS[self.reached])


def row_of(reached: int) -> list[Step]:
    """Return the six stages of what has come as far as `reached` (0: nowhere yet)."""
    states = {number: "done" if number <= reached else "ahead" for number in WORDS}
    if reached < COVERED:
        states[reached + 1] = "now"
    return [Step(str(word), states[number]) for number, word in WORDS.items()]


def reached_by(usulans: Sequence[Usulan], day: date) -> dict[int, int]:
    """Return how far each proposal has come; a bounded number of queries for all."""
    found = {usulan.pk: SENT for usulan in usulans if usulan.state not in OPEN}
    found |= _of_open([usulan.pk for usulan in usulans if usulan.state in OPEN])
    found |= _of_accepted([usulan.pk for usulan in usulans if usulan.state == State.DITERIMA], day)
    return found


def _of_open(keys: Collection[int]) -> dict[int, int]:
    """Return how far proposals came that were not sent: checked once no line waits."""
    lines = Line.everything.filter(usulan=OuterRef("pk"), is_current=True)
    files = Berkas.everything.filter(usulan=OuterRef("pk")).exclude(state=Berkas.State.DISCARDED)
    asked = Usulan.everything.filter(pk__in=keys).annotate(
        has_lines=Exists(lines), waits=Exists(lines.filter(outcome="needs_fix")), has_files=Exists(files)
    )
    found = {}
    for key, has_lines, waits, has_files in asked.values_list("pk", "has_lines", "waits", "has_files"):
        uploaded = UPLOADED if has_lines or has_files else 0
        found[key] = CHECKED if has_lines and not waits else uploaded
    return found


def _of_accepted(keys: Collection[int], day: date) -> dict[int, int]:
    """Return how far accepted proposals came, by the first of their people: no list of all is read."""
    from tedung.office.padan.models import Check, Result
    from tedung.office.penetapan.models import Cover

    good = Line.everything.filter(
        usulan=OuterRef(OuterRef("pk")), is_current=True, outcome__in=GOOD, person__isnull=False
    )
    first = good.order_by().values("person")[:LOOKED]
    padan = Check.objects.filter(result=Result.PADAN, person__in=first)
    covers = Cover.everything.filter(
        person__in=first,
        since__year__lte=OuterRef("year"),
        until__year__gte=OuterRef("year"),
    )
    asked = Usulan.everything.filter(pk__in=keys).annotate(
        is_padan=Exists(padan),
        is_decreed=Exists(covers),
        is_covered=Exists(covers.filter(since__lte=day, until__gte=day)),
    )
    with seeing_everything():
        rows = list(asked.values_list("pk", "is_padan", "is_decreed", "is_covered"))
    return {
        key: COVERED if is_covered else DECREED if is_decreed else PADAN if is_padan else SENT
        for key, is_padan, is_decreed, is_covered in rows
    }


@dataclass(frozen=True)
class Listed:
    """A proposal in a list: how far it has come, its lines, the day on which it was made or sent."""

    usulan: Usulan
    word: str
    good: int
    to_mend: int


def listed(usulans: Sequence[Usulan], day: date) -> list[Listed]:
    """Return proposals as a list shows them."""
    keys = [usulan.pk for usulan in usulans]
    lines = Line.everything.filter(usulan__in=keys, is_current=True).values_list("usulan", "outcome")
    with seeing_everything():  # of proposals that the actor sees
        counted = {(key, outcome): n for key, outcome, n in lines.annotate(n=Count("outcome")).order_by()}
    reached = reached_by(usulans, day)
    return [
        Listed(
            usulan,
            str(WORDS.get(reached[usulan.pk], _("Belum diunggah"))),
            sum(counted.get((usulan.pk, outcome), 0) for outcome in GOOD),
            counted.get((usulan.pk, "needs_fix"), 0),
        )
        for usulan in usulans
    ]


def with_stage(rows: Sequence[Line], usulan: Usulan, day: date) -> list[tuple[Line, Stage]]:
    """Return each good line with how far its person has come."""
    from tedung.office.padan.queries import standings
    from tedung.office.penetapan.queries import covers_of

    one = together({row.person_id for row in rows if row.person_id is not None})
    told, covers = standings(set(one.values()), day), _by_root(covers_of(one), one)
    is_sent = usulan.state not in OPEN
    who = [(row, one.get(row.person_id or 0, 0)) for row in rows]
    return [(row, stage(told.get(key), covers.get(key, []), day, is_sent=is_sent)) for row, key in who]


def _by_root(covers: Iterable[Any], one: Mapping[int, int]) -> dict[int, list[tuple[date, date]]]:
    found: dict[int, list[tuple[date, date]]] = {}
    for cover in covers:
        found.setdefault(one[cover.person_id], []).append((cover.since, cover.until))
    return found


def stage(padan: Any, covers: Sequence[tuple[date, date]], day: date, *, is_sent: bool) -> Stage:
    """Return how far a person has come: what the registry said, and (first, last) day of each cover."""
    today = [until for since, until in covers if since <= day <= until]
    if today:
        return Stage(COVERED, _("sampai %(day)s") % {"day": date_format(max(today), "j F Y")}, "done")
    ahead = [since for since, until in covers if day < since <= until]
    if ahead:
        told = _("akan terlindungi mulai %(day)s") % {"day": date_format(min(ahead), "j F Y")}
        return Stage(DECREED, told, "done")
    if not is_sent:
        return Stage(CHECKED, _("belum dikirim"), "waits")
    if padan is None or not (padan.result or padan.waived_by):
        return Stage(SENT, _("menunggu padan"), "waits")
    if padan.waived_by or padan.result == "padan":
        return Stage(PADAN, _("menunggu penetapan"), "waits")
    return Stage(SENT, _("tidak padan: %(result)s") % {"result": _named(padan.result)}, "stopped")


def _named(result: str) -> str:
    from tedung.office.padan.models import Result

    return str(Result(result).label).lower() if result in Result.values else result
