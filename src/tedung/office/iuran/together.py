"""The bills of a month for every wadah with somebody not billed: begun as a set, computed by one job."""

from collections import defaultdict
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.anggaran.models import Pos
from tedung.office.audit.steps import begun_all
from tedung.office.base.refusals import Refusal
from tedung.office.iuran.arrears import unbilled
from tedung.office.iuran.dues import SEGMENT
from tedung.office.iuran.models import Rincian, State
from tedung.office.iuran.services import a_bill
from tedung.office.jobs.services import enqueue
from tedung.office.tasks.models import State as TaskState
from tedung.office.tasks.models import Task
from tedung.office.tasks.services import close_tasks
from tedung.office.wadah.models import ALONE_KIND, Member, Wadah


@change("iuran.prepare")
def prepare_all(first_month: str, months: int) -> int:
    """Begin the bills of all wadah in the actor's scope with somebody not billed; return how many.

    A wadah that has a bill of these months gets a supplementary one, of what was not billed before.
    A wadah whose payer and office have one line in the budget of the year is paid from that; where there are
    several, or none, an officer chooses before the bill is sent.
    """
    first = Month.parse(first_month)
    last = first + (months - 1)
    found = list(_without(first, last).select_for_update(of=("self",)))
    if not found:
        raise Refusal(_("Semua peserta aktif sudah punya rincian untuk bulan-bulan itu."), "nobody")
    lines = _lines(first.year) if first.year == last.year else {}
    made = Rincian.everything.bulk_create(
        a_bill(wadah, first, months, lines.get((wadah.payer, wadah.opd_code))) for wadah in found
    )
    begun_all(made, State.MENGHITUNG)
    _done([wadah.pk for wadah in found])
    enqueue("iuran.compute_many", rincian_ids=[one.pk for one in made])
    return len(made)


def _without(first: Month, last: Month) -> QuerySet[Any, Any]:
    """Return the wadah that the actor may bill whose members of these months are not all billed."""
    rows = Wadah.scope.rows(current(), "iuran.prepare")
    bills = Rincian.everything.filter(
        wadah=OuterRef("pk"), first_month__lte=str(last), last_month__gte=str(first)
    ).exclude(state=State.DIBATALKAN)
    members = Member.everything.filter(wadah=OuterRef("pk"), state="aktif", since__lte=str(last))
    members = members.filter(Q(until="") | Q(until__gte=str(first)))
    found = Wadah.everything.filter(rows or Q(), segment=SEGMENT).exclude(kind=ALONE_KIND).order_by("pk")
    is_new = Exists(members) & ~Exists(bills)
    billed = found.filter(Exists(bills)).exclude(Exists(bills.filter(state=State.MENGHITUNG)))
    left = {key for month in first.until(last) for key in unbilled(month)} if billed.exists() else set()
    return found.filter(is_new | Q(pk__in=billed.filter(pk__in=left).values("pk")))


def _lines(year: int) -> dict[tuple[str, str], Pos]:
    """Return the line of the budget of a payer and office, where there is one alone."""
    found = defaultdict(list)
    for pos in Pos.everything.filter(year=year):
        found[pos.payer, pos.opd_code].append(pos)
    return {key: several[0] for key, several in found.items() if len(several) == 1}


def _done(wadah: list[int]) -> None:
    """Close the tasks that asked for these bills."""
    asked = Task.everything.filter(
        kind="iuran.prepare", about_kind="wadah.wadah", about_id__in=wadah, state=TaskState.OPEN
    )
    for key in asked.values_list("about_id", flat=True):
        close_tasks("wadah.wadah", key, "iuran.prepare")
