"""A month's changes of a wadah, payments of one's own, months given back, by the interface."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router

from tedung.office.access.actor import seeing_everything
from tedung.office.access.scope import require
from tedung.office.api.asking import ONCE, WRITES, After, AnyWadah, AnyWords, Key, Limit, PublicId, page_of
from tedung.office.api.entry import REFUSALS, once
from tedung.office.api.operations_wadah import listed
from tedung.office.api.schemas_iuran import Paper
from tedung.office.api.schemas_members import NewExit, NewMutasi, NewPayment, PaymentOut, RestOut, Rests
from tedung.office.api.schemas_wadah import ChangeOut, Changes, ManyMutasi, MutasiOut, OneMutasi
from tedung.office.base.refusals import Refusal
from tedung.office.iuran import leaving
from tedung.office.iuran.models import Rest
from tedung.office.mandiri import paying
from tedung.office.mutasi import queries
from tedung.office.mutasi import services as changing
from tedung.office.mutasi.models import Change, Mutasi
from tedung.office.people.models import Person
from tedung.office.wadah.models import Member, MemberState, Wadah

router = Router()


@router.get("/mutasi", response={200: ManyMutasi, **REFUSALS}, operation_id="many_mutasi")
def many_mutasi(
    request: HttpRequest, after: int = After, limit: int = Limit, wadah: int | None = AnyWadah
) -> Any:
    """List the months of changes in scope, the oldest first."""
    require("mutasi.view")
    return listed(Mutasi, after, limit, wadah)


@router.get("/mutasi/{key}", response={200: OneMutasi, **REFUSALS}, operation_id="mutasi")
def mutasi(request: HttpRequest, key: int = Key) -> Any:
    """Return a month of changes with its counts."""
    require("mutasi.view")
    row = get_object_or_404(Mutasi.objects, pk=key)
    return {"mutasi": row, "counts": queries.counts(row)}


@router.get("/mutasi/{key}/changes", response={200: Changes, **REFUSALS}, operation_id="mutasi_changes")
def mutasi_changes(
    request: HttpRequest, key: int = Key, after: int = After, limit: int = Limit, act: str = AnyWords
) -> Any:
    """List the changes of a month in scope."""
    require("mutasi.view")
    row = get_object_or_404(Mutasi.objects, pk=key)
    found = queries.listed(row, act).filter(pk__gt=after)
    page = page_of(list(found[: limit + 1]), limit)
    return {"items": [_change(one) for one in page["items"]], "next": page["next"]}


def _change(one: Change) -> dict[str, Any]:
    told = ("act", "reason", "source", "last_month", "is_taken")
    replaces = one.replaces.person.public_id if one.replaces else None
    named = {name: getattr(one, name) for name in told}
    return {"id": one.pk, "person": one.member.person.public_id, "replaces": replaces, **named}


@router.post("/mutasi", response={201: MutasiOut, **WRITES}, operation_id="new_mutasi", openapi_extra=ONCE)
def new_mutasi(request: HttpRequest, given: NewMutasi) -> HttpResponse:
    """Gather the changes of a wadah's month from all that is known, or return those that are at work."""
    require("mutasi.prepare")
    wadah = get_object_or_404(Wadah.objects, pk=given.wadah)

    def begin() -> tuple[int, dict[str, Any]]:
        return 201, _month(changing.open_month(wadah, given.month).pk)

    return once(request, given.model_dump(mode="json"), begin)


@router.post(
    "/mutasi/{key}/exits",
    response={201: ChangeOut, **WRITES},
    operation_id="mutasi_exit",
    openapi_extra=ONCE,
)
def mutasi_exit(request: HttpRequest, given: NewExit, key: int = Key) -> HttpResponse:
    """Write an exit that no list knows into a draft: somebody resigns, a village reports a move."""
    require("mutasi.prepare")
    row = get_object_or_404(Mutasi.objects, pk=key)
    member = _live(given.person, wadah=row.wadah_id)

    def write() -> tuple[int, dict[str, Any]]:
        made = changing.add_exit(row, member, given.reason, given.last_month, given.note)
        return 201, ChangeOut.model_validate(_change(made)).model_dump(mode="json")

    return once(request, {"key": key, **given.model_dump(mode="json")}, write)


@router.post(
    "/mutasi/{key}/submission",
    response={200: MutasiOut, **WRITES},
    operation_id="mutasi_submission",
    openapi_extra=ONCE,
)
def mutasi_submission(request: HttpRequest, key: int = Key) -> HttpResponse:
    """Hand a month's changes in; the head, another than who prepared, approves them on the page."""
    require("mutasi.prepare")
    row = get_object_or_404(Mutasi.objects, pk=key)

    def submit() -> tuple[int, dict[str, Any]]:
        changing.submit(row)
        return 200, _month(key)

    return once(request, {"key": key}, submit)


@router.post(
    "/people/{public_id}/payments",
    response={201: PaymentOut, **WRITES},
    operation_id="self_payment",
    openapi_extra=ONCE,
)
def self_payment(request: HttpRequest, given: NewPayment, public_id: str = PublicId) -> HttpResponse:
    """Record what somebody who pays oneself paid; arrears come before what is coming."""
    require("mandiri.pay")
    person = get_object_or_404(Person.objects, public_id=public_id)
    member = _live(person.public_id, payer="self")

    def pay() -> tuple[int, dict[str, Any]]:
        made = paying.pay(member, given.paid_on, given.amount, given.first, given.last, number=given.number)
        return 201, PaymentOut.model_validate(made).model_dump(mode="json")

    return once(request, {"person": public_id, **given.model_dump(mode="json")}, pay)


@router.get("/rests", response={200: Rests, **REFUSALS}, operation_id="rests")
def rests(request: HttpRequest, after: int = After, limit: int = Limit, wadah: int | None = AnyWadah) -> Any:
    """List the months in scope that were paid and not used, the oldest first."""
    require("iuran.view")
    found = Rest.objects.filter(pk__gt=after).select_related("line__person").order_by("pk")
    if wadah is not None:
        found = found.filter(wadah=wadah)
    with seeing_everything():  # the month is in scope, whoever may look its person up
        page = page_of(list(found[: limit + 1]), limit)
    return {"items": [_rest(row) for row in page["items"]], "next": page["next"]}


@router.post(
    "/rests/{key}/refund", response={200: RestOut, **WRITES}, operation_id="refund", openapi_extra=ONCE
)
def refund(request: HttpRequest, given: Paper, key: int = Key) -> HttpResponse:
    """Record that the agency gave a month back, as the agreement says."""
    require("iuran.pay")
    row = get_object_or_404(Rest.objects.select_related("line__person", "line__rincian", "wadah"), pk=key)

    def give_back() -> tuple[int, dict[str, Any]]:
        leaving.refunded(row, given.number, given.day)
        row.refresh_from_db()
        return 200, RestOut.model_validate(_rest(row)).model_dump(mode="json")

    return once(request, {"key": key, **given.model_dump(mode="json")}, give_back)


def _live(public_id: str, **where: Any) -> Member:
    """Return the membership of a person in scope that has not ended; Refusal where there is none."""
    who = Q(person__public_id=public_id) | Q(person__merged_into__public_id=public_id)
    found: Member | None = (
        Member.objects.filter(who, **where).exclude(state=MemberState.KELUAR).order_by("pk").last()
    )
    if found is None:
        raise Refusal(_("Orang ini tidak mempunyai keanggotaan yang dapat dipakai untuk itu."), "member")
    return found


def _month(key: int) -> dict[str, Any]:
    row = get_object_or_404(Mutasi.objects, pk=key)
    return MutasiOut.model_validate(row).model_dump(mode="json")


def _rest(row: Rest) -> dict[str, Any]:
    named = ("month", "amount", "reason", "rule", "state", "back_on", "back_number")
    keys = {"id": row.pk, "wadah": row.wadah_id, "rincian": row.line.rincian_id}
    return {**keys, "person": row.line.person.public_id, **{name: getattr(row, name) for name in named}}
