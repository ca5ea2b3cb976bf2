"""The roster of a cooperative as its members: an accepted proposal's persons pay themselves, many at once.

Each line has one outcome, asked of what stands now: registered, or the reason why not.  So the counts add
up, and to register again registers nobody twice.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tedung.dates import Month
from tedung.law import bpu, law_on
from tedung.office.access.actor import current
from tedung.office.access.change import change, changing
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.events.services import record_many
from tedung.office.iuran.reasons import sentence
from tedung.office.jobs.running import batch_of_job, progress
from tedung.office.jobs.services import enqueue
from tedung.office.mandiri.dues import Terms, dues_by
from tedung.office.mandiri.keeping import refreshed
from tedung.office.mandiri.models import Declaration
from tedung.office.mandiri.services import must_begin, terms_of
from tedung.office.padan.queries import matched
from tedung.office.penetapan.models import Cover
from tedung.office.people.models import Person
from tedung.office.usulan.models import Line, State, Usulan
from tedung.office.usulan.queries import GOOD
from tedung.office.wadah.members import tell_candidates
from tedung.office.wadah.models import Member, MemberState, Wadah
from tedung.office.wadah.queries import collectors_of
from tedung.office.wadah.states import MEMBER, write_steps

AT_ONCE = 1_000
"""Lines that are registered while one waits; more by a job."""

BATCH = 1_000
FIT, HERE = "", "registered"
WHY = {
    HERE: gettext_lazy("terdaftar di wadah ini"),
    FIT: gettext_lazy("dapat didaftarkan"),
    "not_good": gettext_lazy("barisnya perlu perbaikan atau tidak memuat orang"),
    "double": gettext_lazy("orang yang sama dengan baris lain"),
    "dead": gettext_lazy("tercatat meninggal"),
    "elsewhere": gettext_lazy("sudah peserta mandiri di tempat lain"),
    "covered": gettext_lazy("dibayar menurut keputusan, bulan itu atau sesudahnya"),
    "no_padan": gettext_lazy("belum padan dengan data kependudukan"),
}
"""Outcomes of a line; the first that holds is named, the law's reasons after these."""


class Wish(NamedTuple):
    """What is asked for all of a list."""

    since: str
    programmes: str = "jkk+jkm"
    bpu_kind: str = "self_employed"
    is_transport: bool = False


@dataclass(frozen=True)
class Told:
    """A line and its outcome; who is registered by it, with what income, whether the list gave it."""

    line_id: int
    person: Person | None
    why: str
    income: int = 0
    is_given: bool = False

    @property
    def says(self) -> str:
        """Return the outcome in words."""
        return said(self.why)


def said(why: str) -> str:
    """Return an outcome in words, ours or the law's."""
    return str(WHY[why]) if why in WHY else sentence(why)


def size(usulan: Usulan) -> int:
    """Return how many current lines a proposal has."""
    return Line.everything.filter(usulan=usulan, is_current=True).count()


def told(usulan: Usulan, wadah: Wadah, wish: Wish) -> Iterator[Told]:
    """Yield every current line of a proposal with its outcome, in the order of the lines."""
    lines = Line.everything.filter(usulan=usulan, is_current=True).order_by("pk")
    rows = list(lines.values_list("pk", "outcome", "person", "person__merged_into", "income"))
    incomes: dict[int, int] = {}
    for _pk, outcome, person, root, income in rows:
        if person is not None and outcome in GOOD and income is not None:
            incomes.setdefault(root or person, income)
    seen: set[int] = set()
    for start in range(0, len(rows), BATCH):
        some = rows[start : start + BATCH]
        first: dict[int, int] = {}
        why = {}
        for pk, outcome, person, root, _income in some:
            key = root or person
            if person is None or outcome not in GOOD:
                why[pk] = "not_good"
            elif key in seen:
                why[pk] = "double"
            else:
                seen.add(key)
                first[pk] = key
        judged = _judged(list(first.values()), wadah, wish, incomes)
        for pk, *_rest in some:
            yield Told(pk, *judged[first[pk]]) if pk in first else Told(pk, None, why[pk])


Judged = tuple[Person, str, int, bool]


def _judged(keys: Sequence[int], wadah: Wadah, wish: Wish, incomes: dict[int, int]) -> dict[int, Judged]:
    """Return of each person who it is, the outcome, the income and whether the list gave it."""
    month = Month.parse(wish.since)
    people = [person for _key, person in sorted(Person.everything.in_bulk(keys).items())]
    lowest, begun = _lowest(month), month.first_day
    income = {one.pk: incomes.get(one.pk, lowest) for one in people}
    asked = [
        (Terms(income[one.pk], wish.programmes, wish.bpu_kind, wish.is_transport), one.birth_date, begun)
        for one in people
    ]
    law = {one.pk: due.why_not for one, due in zip(people, dues_by(asked, month), strict=True)}
    why = _standing(people, wadah, month)
    return {
        one.pk: (one, why.get(one.pk) or law[one.pk], income[one.pk], one.pk in incomes) for one in people
    }


def _standing(people: Sequence[Person], wadah: Wadah, month: Month) -> dict[int, str]:
    """Return what stands against a new membership, by person; the strongest last."""
    roots = {one.pk: one.pk for one in people}
    aliases = Person.everything.filter(merged_into__in=list(roots)).values_list("pk", "merged_into")
    roots |= {alias: root for alias, root in aliases if root is not None}
    keys, day = list(roots), clock.today()
    found = dict.fromkeys({one.pk for one in people} - {roots[key] for key in matched(keys, day)}, "no_padan")
    covers = Cover.everything.filter(person__in=keys, until__gte=month.first_day).values_list(
        "person", "since", "until"
    )
    found |= {roots[key]: "covered" for key, since, until in covers if until >= since}
    live = Member.everything.filter(person__in=keys, payer="self").exclude(state=MemberState.KELUAR)
    found |= {
        roots[key]: HERE if at == wadah.pk else "elsewhere"
        for key, at in live.order_by("pk").values_list("person", "wadah")
    }
    return found | {one.pk: "dead" for one in people if one.died_on is not None}


def _lowest(month: Month) -> int:
    """Return the income of the lowest bracket (PP 44/2015 Lampiran II)."""
    return int(bpu.income_base(np.array([0], np.int64), law_on(month.first_day))[0])


@change("mandiri.change")
def register_all(usulan: Usulan, wadah: Wadah, wish: Wish) -> Counter[str] | None:
    """Register the persons of an accepted proposal in a wadah of its unit, at once or by a job.

    Returns lines by outcome; None where a job does it.
    """
    if usulan.state != State.DITERIMA:
        raise Refusal(_("Usulan ini belum diterima. Periksa dan terima dulu."), "step")
    if not collectors_of(usulan.unit_code).filter(pk=wadah.pk).exists():
        raise Refusal(_("Wadah ini bukan pengumpul iuran dari unit pengusul."), "wadah")
    must_begin(wish.since)
    terms_of(0, wish.programmes, wish.bpu_kind, is_transport=wish.is_transport)
    given = {"usulan_id": usulan.pk, "wadah_id": wadah.pk, **wish._asdict()}
    if size(usulan) > AT_ONCE:
        enqueue("mandiri.register", **given)
        return None
    return Counter(register_lines(**given))


def register_lines(usulan_id: int, wadah_id: int, **asked: Any) -> dict[str, int]:
    """Register whom nothing stands against, a batch a transaction; return lines by outcome afterwards."""
    usulan, wish = Usulan.everything.get(pk=usulan_id), Wish(**asked)
    wadah = Wadah.everything.get(pk=wadah_id)
    fit = [one for one in told(usulan, wadah, wish) if one.why == FIT]
    for start in range(0, len(fit), BATCH):
        with batch_of_job(), changing("mandiri.register"):
            Wadah.everything.select_for_update().get(pk=wadah_id)  # two never register one list at once
            _begin(fit[start : start + BATCH], wadah, wish)
        progress(start, len(fit))
    if fit:
        with batch_of_job(), changing("mandiri.register"):
            tell_candidates()
    return dict(Counter(one.why for one in told(usulan, wadah, wish)))


def _begin(some: Sequence[Told], wadah: Wadah, wish: Wish) -> None:
    """Write the memberships of a batch, with what is declared, their first step and how they stand."""
    people = {one.person.pk: one for one in some if one.person is not None}
    list(Person.everything.select_for_update().filter(pk__in=list(people)).order_by("pk").values("pk"))
    live = Member.everything.filter(person__in=list(people), payer="self").exclude(state=MemberState.KELUAR)
    for key in live.values_list("person", flat=True):
        people.pop(key, None)  # somebody was quicker
    known = Member.everything.filter(person__in=list(people)).exclude(kpj_index="").order_by("pk")
    cards = {row.person_id: (row.kpj, row.kpj_index) for row in known}
    made = Member.everything.bulk_create(
        [_member(one, wadah, wish, *cards.get(key, ("", ""))) for key, one in people.items()], batch_size=500
    )
    keys = [row.pk for row in made]
    marks = ", ".join(["%s"] * len(keys))
    if keys:
        write_steps(f"SELECT m.id, '', m.state FROM {MEMBER} m WHERE m.id IN ({marks})", keys)
    record_many(people, "wadah.placed")
    declared = [_declaration(row, people[row.person_id], wish) for row in made]
    Declaration.objects.bulk_create(declared, batch_size=500)
    refreshed(made, clock.today())


def _member(one: Told, wadah: Wadah, wish: Wish, kpj: str, index: str) -> Member:
    person = one.person
    if person is None:
        raise ValueError("a line without a person")
    return Member(
        person=person,
        wadah=wadah,
        payer="self",
        programmes=wish.programmes,
        income=one.income,
        since=wish.since,
        kpj=kpj,
        kpj_index=index,
        village=person.domicile or person.village,
        opd_code=wadah.opd_code,
        unit_code=wadah.unit_code,
        group_code=wadah.group_code,
        made_at=clock.now(),
    )


def _declaration(row: Member, one: Told, wish: Wish) -> Declaration:
    who = current()
    given, lowest = _("menurut daftar organisasinya"), _("tidak tertulis di daftar; golongan terendah")
    return Declaration(
        member=row,
        since=wish.since,
        income=one.income,
        programmes=wish.programmes,
        bpu_kind=wish.bpu_kind,
        is_transport=wish.is_transport,
        note=given if one.is_given else lowest,
        user_id=who.user_id,
        by=who.label,
        at=clock.now(),
    )
