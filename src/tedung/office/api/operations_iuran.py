"""Bills by the interface: read, made, sent, coded, paid, confirmed, by the very services of the pages."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, UploadedFile

from tedung.office.access.scope import require
from tedung.office.anggaran.models import Pos
from tedung.office.anggaran.queries import figures
from tedung.office.api.asking import (
    ONCE,
    WRITES,
    After,
    AnyFile,
    AnyForm,
    AnyMonth,
    AnyState,
    AnyWadah,
    AnyYear,
    Key,
    Limit,
    content_of,
    page_of,
)
from tedung.office.api.entry import REFUSALS, once
from tedung.office.api.schemas_iuran import (
    Answer,
    Code,
    Confirmed,
    Lines,
    ManyPos,
    ManyRincian,
    NewRincian,
    OneRincian,
    Paper,
    RincianOut,
    Why,
)
from tedung.office.api.values import Day
from tedung.office.iuran import differences, queries, services
from tedung.office.iuran.models import Difference, Line, Rincian, State
from tedung.office.wadah.models import Wadah

router = Router()


@router.get("/rincian", response={200: ManyRincian, **REFUSALS}, operation_id="many_rincian")
def many_rincian(
    request: HttpRequest,
    after: int = After,
    limit: int = Limit,
    state: State | None = AnyState,
    wadah: int | None = AnyWadah,
) -> Any:
    """List the bills in scope, the oldest first."""
    require("iuran.view")
    found = Rincian.objects.filter(pk__gt=after).order_by("pk")
    if state is not None:
        found = found.filter(state=state)
    if wadah is not None:
        found = found.filter(wadah=wadah)
    return page_of(list(found[: limit + 1]), limit)


@router.get("/rincian/{key}", response={200: OneRincian, **REFUSALS}, operation_id="rincian")
def rincian(request: HttpRequest, key: int = Key) -> Any:
    """Return a bill with its months, why others are not billed, and the difference that waits."""
    require("iuran.view")
    row = _one(key)
    reasons = [{"code": code, "sentence": said, "lines": many} for code, said, many in queries.reasons(row)]
    return {
        "rincian": row,
        "months": queries.months(row),
        "reasons": reasons,
        "difference": differences.open_difference(row),
    }


@router.get("/rincian/{key}/lines", response={200: Lines, **REFUSALS}, operation_id="rincian_lines")
def rincian_lines(
    request: HttpRequest,
    key: int = Key,
    after: int = After,
    limit: int = Limit,
    month: str = AnyMonth,
) -> Any:
    """List the lines of a bill in scope: a member and month each."""
    require("iuran.view")
    found = Line.objects.filter(rincian=_one(key), pk__gt=after).select_related("person").order_by("pk")
    if month:
        found = found.filter(month=month)
    items = [_line(row) for row in found[: limit + 1]]
    return {"items": items[:limit], "next": items[limit - 1]["id"] if len(items) > limit else None}


def _line(row: Line) -> dict[str, Any]:
    told = ("month", "jkk", "jkm", "jht", "total", "is_covered", "why_not", "is_cancelled")
    return {"id": row.pk, "person": row.person.public_id, **{name: getattr(row, name) for name in told}}


@router.get("/pos", response={200: ManyPos, **REFUSALS}, operation_id="pos")
def pos(
    request: HttpRequest,
    after: int = After,
    limit: int = Limit,
    year: int | None = AnyYear,
) -> Any:
    """List the lines of the budget in scope with what is left of each."""
    require("anggaran.view")
    found = Pos.objects.filter(pk__gt=after).order_by("pk")
    if year is not None:
        found = found.filter(year=year)
    page = page_of(list(found[: limit + 1]), limit)
    money = figures(page["items"])
    return {"items": [_pos(row, money[row.pk]) for row in page["items"]], "next": page["next"]}


def _pos(row: Pos, money: Any) -> dict[str, Any]:
    told = ("year", "payer", "sub_activity", "account", "sumber_dana")
    sums = ("budget", "realised", "committed", "rest")
    named = {name: getattr(row, name) for name in told} | {name: getattr(money, name) for name in sums}
    return {"id": row.pk, "opd": row.opd_code, **named}


@router.post("/rincian", response={201: RincianOut, **WRITES}, operation_id="new_rincian", openapi_extra=ONCE)
def new_rincian(request: HttpRequest, given: NewRincian) -> HttpResponse:
    """Make the bill of a wadah for some months; a large one is computed by a job (`menghitung`)."""
    require("iuran.prepare")
    wadah = get_object_or_404(Wadah.objects, pk=given.wadah)
    line = None if given.pos is None else get_object_or_404(Pos.objects, pk=given.pos)

    def make() -> tuple[int, dict[str, Any]]:
        return 201, _told(services.prepare(wadah, given.first_month, given.months, line).pk)

    return once(request, given.model_dump(mode="json"), make)


@router.post(
    "/rincian/{key}/send", response={200: RincianOut, **WRITES}, operation_id="send", openapi_extra=ONCE
)
def send(request: HttpRequest, key: int = Key) -> HttpResponse:
    """Record that a bill went to the agency: it binds its line of the budget."""
    return _step(request, "iuran.prepare", key, {}, services.send)


@router.post(
    "/rincian/{key}/code",
    response={200: RincianOut, **WRITES},
    operation_id="rincian_code",
    openapi_extra=ONCE,
)
def rincian_code(request: HttpRequest, given: Code, key: int = Key) -> HttpResponse:
    """Record the agency's payment code; an amount that is not ours becomes a difference to be answered."""

    def record(row: Rincian) -> None:
        services.record_code(
            row,
            given.number,
            given.amount,
            first=given.first,
            last=given.last,
            valid_until=given.valid_until,
        )

    return _step(request, "iuran.code", key, given.model_dump(mode="json"), record)


@router.post(
    "/rincian/{key}/difference",
    response={200: RincianOut, **WRITES},
    operation_id="answer_difference",
    openapi_extra=ONCE,
)
def answer_difference(request: HttpRequest, given: Answer, key: int = Key) -> HttpResponse:
    """Answer the difference between a code and the bill."""
    acts: dict[str, Callable[..., Any]] = {
        Difference.Answer.KODE_BARU: differences.ask_new_code,
        Difference.Answer.DITERIMA: differences.accept,
        Difference.Answer.KREDIT: differences.use_credit,
    }
    act = acts[given.answer]
    return _step(request, "iuran.prepare", key, given.model_dump(), lambda row: act(row, given.reason))


@router.post(
    "/rincian/{key}/spp", response={200: RincianOut, **WRITES}, operation_id="spp", openapi_extra=ONCE
)
def spp(request: HttpRequest, given: Paper, key: int = Key) -> HttpResponse:
    """Record the request for payment (SPP-LS)."""
    return _paper(request, "iuran.prepare", key, given, services.record_spp)


@router.post(
    "/rincian/{key}/spm", response={200: RincianOut, **WRITES}, operation_id="spm", openapi_extra=ONCE
)
def spm(request: HttpRequest, given: Paper, key: int = Key) -> HttpResponse:
    """Record the order to pay (SPM); another than who prepared the bill."""
    return _paper(request, "iuran.pay", key, given, services.record_spm)


@router.post(
    "/rincian/{key}/sp2d", response={200: RincianOut, **WRITES}, operation_id="sp2d", openapi_extra=ONCE
)
def sp2d(request: HttpRequest, given: Paper, key: int = Key) -> HttpResponse:
    """Record the treasury's disbursement (SP2D): from here on the bill is paid."""
    return _paper(request, "iuran.pay", key, given, services.record_sp2d)


@router.post(
    "/rincian/{key}/proof", response={200: RincianOut, **WRITES}, operation_id="proof", openapi_extra=ONCE
)
def proof(
    request: HttpRequest,
    key: int = Key,
    day: Day = AnyForm,
    proof: UploadedFile = AnyFile,
) -> HttpResponse:
    """Keep the proof of payment: a PDF or a picture."""
    given = {"day": day.isoformat(), "proof": content_of(proof)}
    return _step(request, "iuran.pay", key, given, lambda row: services.record_proof(row, proof, day))


@router.post(
    "/rincian/{key}/collection",
    response={200: RincianOut, **WRITES},
    operation_id="collection",
    openapi_extra=ONCE,
)
def collection(
    request: HttpRequest,
    key: int = Key,
    day: Day = AnyForm,
    proof: UploadedFile = AnyFile,
) -> HttpResponse:
    """Record that a wadah paid the code with what its members pay themselves, with the proof of it."""
    given = {"day": day.isoformat(), "proof": content_of(proof)}
    return _step(request, "mandiri.pay", key, given, lambda row: services.record_collected(row, proof, day))


@router.post(
    "/rincian/{key}/confirmation",
    response={200: RincianOut, **WRITES},
    operation_id="confirmation",
    openapi_extra=ONCE,
)
def confirmation(request: HttpRequest, given: Confirmed, key: int = Key) -> HttpResponse:
    """Record that the agency has the money; another than who prepared and who paid."""
    body = given.model_dump(mode="json")
    return _step(request, "iuran.confirm", key, body, lambda row: services.confirm(row, given.day))


@router.post(
    "/rincian/{key}/cancellation",
    response={200: RincianOut, **WRITES},
    operation_id="cancellation",
    openapi_extra=ONCE,
)
def cancellation(request: HttpRequest, given: Why, key: int = Key) -> HttpResponse:
    """Take back a bill that was not paid."""
    body = given.model_dump()
    return _step(request, "iuran.prepare", key, body, lambda row: services.cancel(row, given.reason))


def _paper(
    request: HttpRequest, permission: str, key: int, given: Paper, record: Callable[..., None]
) -> HttpResponse:
    body = given.model_dump(mode="json")
    return _step(request, permission, key, body, lambda row: record(row, given.number, given.day))


def _step(
    request: HttpRequest, permission: str, key: int, body: dict[str, Any], act: Callable[[Rincian], Any]
) -> HttpResponse:
    """Take a step of a bill in scope, once for a key, and tell how the bill stands."""
    require(permission)
    row = _one(key)

    def take() -> tuple[int, dict[str, Any]]:
        act(row)
        return 200, _told(key)

    return once(request, body, take)


def _told(key: int) -> dict[str, Any]:
    return RincianOut.model_validate(_one(key)).model_dump(mode="json")


def _one(key: int) -> Rincian:
    row: Rincian = get_object_or_404(Rincian.objects, pk=key)
    return row
