"""Months in a bill after a death or an exit: taken off while they can be, else *sisa masa iuran*.

What becomes of a rest is what the agreement (PKS) in force in its month says, and nothing else: without an
agreement nothing comes back.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.office.access.change import change
from tedung.office.audit.steps import begun, step
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.iuran import posting
from tedung.office.iuran.dues import must_have_come
from tedung.office.iuran.lines import billed, taken_off
from tedung.office.iuran.models import CODED, OPEN, PAID, REST_STEPS, Line, Rest, RestState, Rincian
from tedung.office.iuran.telling import told
from tedung.office.people.models import Person
from tedung.office.tasks.services import close_tasks
from tedung.office.wadah.models import Agreement, RefundRule, Wadah

KIND = "iuran.rest"


def ended_lines(rincian: Rincian) -> QuerySet[Any, Any]:
    """Return the billed lines of months after their member's end or death that have no rest yet."""
    return _ended(billed(rincian)).select_related("member").order_by("pk")


def _ended(lines: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Keep the lines after the last month of the membership, or after the month of the death."""
    rests = Rest.everything.filter(line=OuterRef("pk")).exclude(state=RestState.DIBATALKAN)
    died = Coalesce("person__died_on", "member__person__died_on")
    after_end = ~Q(member__until="") & Q(month__gt=F("member__until"))
    after_death = Q(died__isnull=False) & Q(month__gt=F("died_in"))
    found = lines.annotate(died=died, died_in=MonthText(died))
    after: QuerySet[Any, Any] = found.filter(after_end | after_death).filter(~Exists(rests))
    return after


class MonthText(Func):
    """The month of a day, as text: 2027-03; the same on both databases."""

    output_field = CharField()
    template = "SUBSTR(CAST(%(expressions)s AS TEXT), 1, 7)"


def ended(wadah_id: int | None = None) -> list[int]:
    """Return the bills, of one wadah or of all, in which somebody's month lies after an end or a death.

    Months that are reckoned with already are not among them.
    """
    found = Rincian.everything.filter(state__in=[*OPEN, *CODED]).order_by("pk")
    if wadah_id is not None:
        found = found.filter(wadah=wadah_id)
    lines = _ended(Line.everything.filter(rincian=OuterRef("pk"), is_cancelled=False, total__gt=0))
    return list(found.filter(Exists(lines)).values_list("pk", flat=True))


def release(rincian: Rincian) -> int:
    """Do what `set_aside` does, inside a change: the daily job's, or that of the monthly changes."""
    Rincian.everything.select_for_update().get(pk=rincian.pk)
    rincian.refresh_from_db()
    lines = list(ended_lines(rincian))
    if not lines:
        return 0
    if rincian.state in OPEN:
        return taken_off(rincian, [line.pk for line in lines])
    if rincian.state not in CODED or rincian.differences.filter(answer="").exists():
        return 0  # the officer is asked about the code first: it may have left them out already
    _set_aside(rincian, lines)
    return len(lines)


@change("iuran.prepare")
def set_aside(rincian: Rincian) -> int:
    """Take off or set aside every month after a death or an exit; return how many.

    Before there is a code the lines are taken off; after it they are paid with it and are a rest.
    """
    return release(rincian)


def _set_aside(rincian: Rincian, lines: list[Any]) -> None:
    made = [_rest(rincian, line) for line in lines]
    for rest in Rest.everything.bulk_create(made):
        begun(rest, rest.state)
    for kind, account, amounts in _by_rule(made):
        # a line may be set aside, put back, and set aside again: the mark is the rest's
        posting.move(rincian, kind, (account, "beban_iuran"), amounts, mark=f"r{made[0].pk}")
    waiting = sum(rest.state == RestState.MENUNGGU for rest in made)
    if waiting:
        told("iuran.rest", rincian, due=clock.today(rincian.region), months=waiting)


def _by_rule(rests: Iterable[Rest]) -> Iterator[tuple[str, str, dict[str, int]]]:
    """Yield what rests come to by month: those that come back, and those that do not, with their account."""
    sums: dict[tuple[str, str], dict[str, int]] = {}
    for rest in rests:
        lost = rest.rule == RefundRule.NONE
        where = ("hangus", "sisa_tidak_kembali") if lost else ("sisa", "sisa_masa_iuran")
        amounts = sums.setdefault(where, {})
        amounts[rest.month] = amounts.get(rest.month, 0) + rest.amount
    for (kind, account), amounts in sums.items():
        yield kind, account, amounts


def rests_of_a_death(person: Person) -> QuerySet[Any, Any]:
    """Return the rests of somebody's months that no end of a membership explains: they are of a death."""
    found = Rest.everything.filter(Q(line__person=person) | Q(line__member__person=person))
    return found.exclude(~Q(line__member__until="") & Q(month__gt=F("line__member__until")))


def put_back(rests: QuerySet[Any, Any], why: str) -> int:
    """Take rests back that nobody gave back or reckoned with yet, in the book too; return how many.

    Inside the change of whoever may: the code became another, the death was not so.
    """
    waiting = rests.filter(state__in=[RestState.MENUNGGU, RestState.TIDAK_KEMBALI])
    found: dict[Rincian, list[Rest]] = {}
    for rest in waiting.select_related("line__rincian__wadah__organisation").order_by("pk"):
        found.setdefault(rest.line.rincian, []).append(rest)
    for rincian, some in found.items():
        for rest in some:
            step(rest, RestState.DIBATALKAN, REST_STEPS, why)
        for kind, account, amounts in _by_rule(some):
            accounts = ("beban_iuran", account)
            posting.move(rincian, f"{kind}_batal", accounts, amounts, mark=f"r{some[0].pk}")
        settled(rincian)
    return sum(map(len, found.values()))


def must_be_paid(rincian: Rincian) -> None:
    """Refuse to deal with a rest of a bill that nobody paid: there is no money that could come back."""
    if rincian.state not in PAID:
        raise Refusal(_("Rincian ini belum dibayar, jadi belum ada iuran yang dapat kembali."), "unpaid")


def _rest(rincian: Rincian, line: Any) -> Rest:
    rule = rule_of(rincian.wadah, line.month)
    state = RestState.TIDAK_KEMBALI if rule == RefundRule.NONE else RestState.MENUNGGU
    return Rest(
        line=line,
        wadah=rincian.wadah,
        month=line.month,
        amount=line.total,
        reason=line.member.ended_reason or ("meninggal" if line.died else "keluar"),
        rule=rule,
        state=state,
        village=line.village,
        opd_code=line.opd_code,
        unit_code=line.unit_code,
        group_code=line.group_code,
        made_at=clock.now(),
    )


def rule_of(wadah: Wadah, month: str) -> str:
    """Return what the agreement in force in a month says of what was paid and not used."""
    day = Month.parse(month).first_day
    found = Agreement.objects.filter(wadah=wadah, since__lte=day, until__gte=day).order_by("-since", "-pk")
    return str(found.values_list("refund_rule", flat=True).first() or RefundRule.NONE)


@change("iuran.pay")
def refunded(rest: Rest, number: str, day: date) -> None:
    """Record that the agency gave a rest back, as the agreement says."""
    if rest.rule != RefundRule.REFUND:
        raise Refusal(_("Menurut PKS, iuran ini tidak dikembalikan."), "rule")
    if not number.strip():
        raise Refusal(_("Isi nomor bukti pengembaliannya."))
    rincian = Rincian.everything.select_for_update(of=("self",)).get(pk=rest.line.rincian_id)
    must_be_paid(rincian)
    must_have_come(rincian, day)
    step(rest, RestState.DIKEMBALIKAN, REST_STEPS, number, back_on=day, back_number=number.strip())
    posting.move(
        rincian,
        "kembali",
        ("pengembalian", "sisa_masa_iuran"),
        {rest.month: rest.amount},
        mark=str(rest.pk),
        day=day,
    )
    settled(rincian)


@change("iuran.pay")
def refunded_together(rest: Rest, number: str, day: date) -> int:
    """Record that the agency gave back all that waits for it of the same bill; return how many."""
    waiting = Rest.everything.filter(line__rincian=rest.line.rincian_id, state=RestState.MENUNGGU)
    found = list(waiting.filter(rule=RefundRule.REFUND).select_related("line__rincian").order_by("pk"))
    for one in found:
        refunded(one, number, day)
    return len(found)


def settled(rincian: Rincian) -> None:
    """Close the task about a bill's rests once none of them waits; inside the change of whoever may."""
    if not Rest.everything.filter(line__rincian=rincian, state=RestState.MENUNGGU).exists():
        close_tasks("iuran.rincian", rincian.pk, "iuran.rest")


def rests_taken_back(rincian: Rincian) -> None:
    """Let the rests of a bill that is taken back go with it; inside the change of whoever may."""
    why = _("rincian dibatalkan")
    for rest in Rest.everything.filter(line__rincian=rincian).exclude(state=RestState.DIBATALKAN):
        step(rest, RestState.DIBATALKAN, REST_STEPS, why)
    for rest in Rest.everything.filter(used_in=rincian):
        step(rest, RestState.MENUNGGU, REST_STEPS, why, used_in=None)
