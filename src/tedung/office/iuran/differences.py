"""A payment code that is not ours: found, explained by person-months, answered by a person.

The agency asks more when it counts members whom we know to have left; less when it left out some whom
it has not taken in.  The lines that would explain it are named; the officer decides.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.anggaran.models import Pos
from tedung.office.anggaran.queries import figures
from tedung.office.audit.steps import step
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.base.templatetags.tedung import rupiah
from tedung.office.iuran import posting
from tedung.office.iuran.leaving import put_back, settled
from tedung.office.iuran.models import (
    PAID,
    REST_STEPS,
    STEPS,
    Difference,
    Line,
    Rest,
    RestState,
    Rincian,
    State,
)
from tedung.office.iuran.telling import told
from tedung.office.tasks.services import close_tasks

NAMED = 50
"""Lines named beside a difference."""

KIND = posting.KIND
TOO_MANY = (
    "after_end",
    "died",
    "lapsed",
    "billed_before",
    "public_elsewhere",
    "before_start",
    "not_yet_accepted",
)
"""Why we left somebody out whom the agency may still count, the likeliest first."""


@dataclass(frozen=True)
class Explanation:
    """A difference in person-months of one amount, what is over, and the lines that it may be."""

    amount: int
    unit: int
    person_months: int
    over: int
    lines: list[Line]
    candidates: int
    exact: list[str]  # reasons of which there are just so many person-months

    @property
    def is_whole(self) -> bool:
        """Say whether the difference is a whole number of person-months."""
        return self.over == 0 and self.person_months > 0


def open_difference(rincian: Rincian) -> Difference | None:
    """Return the difference that waits for an answer."""
    return rincian.differences.filter(answer="").first()


def must_be_answered(rincian: Rincian) -> None:
    """Refuse while a difference waits for its answer."""
    if rincian.differences.filter(answer="").exists():
        raise Refusal(
            _("Jumlah kode iuran berbeda dari rincian. Jawab selisihnya dahulu di halaman rincian ini."),
            "difference",
        )


def compared(rincian: Rincian, answer: str = "kode_baru", reason: str = "") -> Difference | None:
    """Hold a code against the lines: the open difference is answered by what changed, a new one opens."""
    _answered(rincian, answer, reason)
    if rincian.code_amount is None or rincian.state not in {State.KODE, State.SPP, State.SPM}:
        return None
    ours = sum(posting.owed(rincian).values())
    rincian.payable = rincian.code_amount
    rincian.save(update_fields=["payable"])
    if ours == rincian.code_amount:
        return None
    found = Difference.objects.create(
        rincian=rincian,
        code_number=rincian.code_number,
        ours=ours,
        theirs=rincian.code_amount,
        found_at=clock.now(),
    )
    many = explain(rincian, found.amount).person_months
    told("iuran.difference", rincian, due=clock.today(rincian.region), months=many)
    return found


def explain(rincian: Rincian, amount: int) -> Explanation:
    """Return what a difference of `amount` may be made of: more than ours above zero, less below."""
    unit = usual(rincian)
    many, over = divmod(abs(amount), unit) if unit else (0, abs(amount))
    found = _too_many(rincian) if amount > 0 else _too_few(rincian)
    lines = list(found.select_related("person")[:NAMED])
    counts = found.order_by().values_list("why_not").annotate(many=Count("pk"))
    exact = [why for why, count in counts if why and many and count == many and not over]
    return Explanation(amount, unit, many, over, lines, sum(count for _, count in counts), exact)


def usual(rincian: Rincian) -> int:
    """Return what most lines of a bill ask."""
    found = Line.everything.filter(rincian=rincian, is_cancelled=False, total__gt=0)
    first = found.values("total").annotate(many=Count("pk")).order_by("-many", "total").first()
    return int(first["total"]) if first else 0


def _too_many(rincian: Rincian) -> QuerySet[Any, Any]:
    """Return the lines that we do not bill and the agency may: the likeliest reason first."""
    order = Case(
        *(When(why_not=why, then=place) for place, why in enumerate(TOO_MANY)), default=len(TOO_MANY)
    )
    found = Line.everything.filter(rincian=rincian, is_cancelled=False, why_not__in=TOO_MANY)
    return found.order_by(order, "pk")


def _too_few(rincian: Rincian) -> QuerySet[Any, Any]:
    """Return the lines that we bill and the agency may not know: those without a number (KPJ) first."""
    found = Line.everything.filter(rincian=rincian, is_cancelled=False, total__gt=0)
    unknown = Q(member__kpj_index="") | ~Q(member__state="aktif")
    return found.filter(unknown).order_by("member__kpj_index", "pk")


@change("iuran.prepare")
def accept(rincian: Rincian, reason: str) -> None:
    """Take the code's amount as it is: the difference stays in the book under its own account."""
    found = _open(rincian, reason)
    _must_be_in_the_budget(rincian)
    month = rincian.first_month
    posting.move(rincian, "kode", ("selisih", "iuran_terutang"), {month: found.amount}, mark=str(found.pk))
    _answered(rincian, Difference.Answer.DITERIMA, reason)


def _must_be_in_the_budget(rincian: Rincian) -> None:
    """Refuse an amount that the line of the budget has not: what the code asks is bound already."""
    if rincian.pos is None:
        return
    Pos.everything.select_for_update().get(pk=rincian.pos.pk)
    over = -figures([rincian.pos])[rincian.pos.pk].rest
    if over > 0:
        raise Refusal(
            _("Kode iuran ini melebihi sisa pos anggaran %(over)s. Minta kode baru atau ubah anggarannya.")
            % {"over": rupiah(over)},
            "budget",
        )


@change("iuran.prepare")
def ask_new_code(rincian: Rincian, reason: str) -> None:
    """Go back to the agency: the bill waits for another code."""
    _open(rincian, reason)
    put_back(Rest.everything.filter(line__rincian=rincian), reason.strip())
    step(
        rincian,
        State.DIKIRIM,
        STEPS,
        reason.strip(),
        code_number="",
        code_amount=None,
        code_valid_until=None,
        payable=sum(posting.owed(rincian).values()),
    )
    _answered(rincian, Difference.Answer.KODE_BARU, reason)
    told("iuran.code", rincian, people=rincian.people)


@change("iuran.prepare")
def use_credit(rincian: Rincian, reason: str) -> int:
    """Reckon months that were paid before and not used with this code; return how many.

    The oldest come first; they must make up the difference to the rupiah, else the officer takes another
    answer: Tedung invents no part of a month.
    """
    found = _open(rincian, reason)
    rests = list(
        Rest.everything.select_for_update(of=("self",))
        .filter(wadah=rincian.wadah_id, state=RestState.MENUNGGU, rule="credit")
        .filter(line__rincian__state__in=PAID)
        .select_related("line__rincian")
        .order_by("month", "pk")
    )
    used, left = [], -found.amount
    for rest in rests:
        if 0 < rest.amount <= left:
            used.append(rest)
            left -= rest.amount
    if left != 0 or not used:
        raise Refusal(
            _("Sisa masa iuran wadah ini tidak sama dengan selisihnya. Pilih jawaban lain."), "credit"
        )
    for rest in used:
        step(rest, RestState.DIPERHITUNGKAN, REST_STEPS, reason.strip(), used_in=rincian)
    posting.move(
        rincian,
        "kredit",
        ("iuran_terutang", "sisa_masa_iuran"),
        {rincian.first_month: -found.amount},
        mark=str(found.pk),
    )
    for one in {rest.line.rincian for rest in used}:
        settled(one)
    _answered(rincian, Difference.Answer.KREDIT, reason)
    return len(used)


def _open(rincian: Rincian, reason: str) -> Difference:
    """Return the open difference, the bill locked; refuse without one or without a reason."""
    Rincian.everything.select_for_update().get(pk=rincian.pk)
    rincian.refresh_from_db()
    found = open_difference(rincian)
    if found is None or rincian.state != State.KODE:
        raise Refusal(_("Tidak ada selisih yang menunggu jawaban. Muat ulang halaman ini."), "step")
    if not reason.strip():
        raise Refusal(_("Tulis alasannya; alasan ini dibaca saat pemeriksaan."))
    return found


def _answered(rincian: Rincian, answer: str, reason: str) -> None:
    who = current()
    rincian.differences.filter(answer="").update(
        answer=answer,
        reason=reason.strip()[:240],
        user_id=who.user_id,
        by=who.label,
        answered_at=clock.now(),
    )
    close_tasks(KIND, rincian.pk, "iuran.difference")
