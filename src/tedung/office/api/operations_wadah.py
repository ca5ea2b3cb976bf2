"""Wadah, files to the agency and their answers, comparisons, by the interface."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, UploadedFile

from tedung.office.access.scope import require
from tedung.office.api.asking import (
    ONCE,
    WRITES,
    After,
    AnyFile,
    AnyForm,
    AnyNumber,
    AnyWadah,
    Key,
    Limit,
    OneKey,
    content_of,
    page_of,
)
from tedung.office.api.entry import REFUSALS, once
from tedung.office.api.schemas_wadah import (
    Answers,
    Counts,
    ExchangeLines,
    Exchanges,
    ManyWadah,
    MemberDifferences,
    OneExchange,
    OneReconciliation,
    ReconciliationOut,
    Reconciliations,
)
from tedung.office.api.values import Day, Month
from tedung.office.base.templatetags.tedung import masked
from tedung.office.rekonsiliasi import queries as comparisons
from tedung.office.rekonsiliasi import services as comparing
from tedung.office.rekonsiliasi.models import Difference, Reconciliation
from tedung.office.wadah import answer_lines, queries
from tedung.office.wadah.models import Exchange, ExchangeLine, Wadah

router = Router()


@router.get("/wadah", response={200: ManyWadah, **REFUSALS}, operation_id="wadah")
def wadah(request: HttpRequest, after: int = After, limit: int = Limit) -> Any:
    """List the wadah in scope."""
    require("wadah.view")
    found = Wadah.objects.filter(pk__gt=after).select_related("organisation").order_by("pk")
    return page_of(list(found[: limit + 1]), limit)


@router.get("/exchanges", response={200: Exchanges, **REFUSALS}, operation_id="exchanges")
def exchanges(
    request: HttpRequest, after: int = After, limit: int = Limit, wadah: int | None = AnyWadah
) -> Any:
    """List the files to the agency in scope, the oldest first."""
    require("wadah.view")
    return listed(Exchange, after, limit, wadah)


@router.get("/exchanges/{key}", response={200: OneExchange, **REFUSALS}, operation_id="exchange")
def exchange(request: HttpRequest, key: int = Key) -> Any:
    """Return a file with its lines by result."""
    require("wadah.view")
    row = get_object_or_404(Exchange.objects, pk=key)
    return {"exchange": row, "results": {code: lines for code, _name, lines in queries.results_of(row)}}


@router.get(
    "/exchanges/{key}/lines", response={200: ExchangeLines, **REFUSALS}, operation_id="exchange_lines"
)
def exchange_lines(request: HttpRequest, key: int = Key, after: int = After, limit: int = Limit) -> Any:
    """List the lines of a file in scope, by ordinal."""
    require("wadah.view")
    row = get_object_or_404(Exchange.objects, pk=key)
    lines = ExchangeLine.objects.filter(exchange=row, ordinal__gt=min(after, 2**31 - 1))
    found = list(lines.select_related("member__person").order_by("ordinal")[: limit + 1])
    page = page_of(found, limit, "ordinal")
    return {"items": [_exchange_line(line) for line in page["items"]], "next": page["next"]}


def _exchange_line(line: ExchangeLine) -> dict[str, Any]:
    told = {name: getattr(line, name) for name in ("ordinal", "act", "result", "answered_on")}
    person = line.member.person.public_id
    return {**told, "person": person, "reason": line.reason_code, "kpj_masked": masked(line.kpj)}


@router.post(
    "/exchanges/{key}/answers",
    response={200: Counts, **WRITES},
    operation_id="exchange_answers",
    openapi_extra=ONCE,
)
def exchange_answers(request: HttpRequest, given: Answers, key: int = Key) -> HttpResponse:
    """Take the agency's answer line by line, as its file would be read: a later answer adds to it."""
    require("wadah.answer")
    row = get_object_or_404(Exchange.objects, pk=key)
    lines = [answer_lines.Said(one.ordinal, one.result, one.kpj, one.reason) for one in given.lines]

    def take() -> tuple[int, dict[str, Any]]:
        counts, unread = answer_lines.read_lines(row, lines, given.number, given.day)
        not_taken = [{"ordinal": line, "sentence": why} for line, why in unread]
        return 200, {**counts, "not_taken": not_taken}

    return once(request, {"key": key, **given.model_dump(mode="json")}, take)


@router.get("/reconciliations", response={200: Reconciliations, **REFUSALS}, operation_id="reconciliations")
def reconciliations(
    request: HttpRequest, after: int = After, limit: int = Limit, wadah: int | None = AnyWadah
) -> Any:
    """List the comparisons in scope, the oldest first."""
    require("rekonsiliasi.view")
    return listed(Reconciliation, after, limit, wadah)


@router.get(
    "/reconciliations/{key}", response={200: OneReconciliation, **REFUSALS}, operation_id="reconciliation"
)
def reconciliation(request: HttpRequest, key: int = Key) -> Any:
    """Return a comparison with its differences by kind."""
    require("rekonsiliasi.view")
    row = get_object_or_404(Reconciliation.objects, pk=key)
    return {"reconciliation": row, "differences": comparisons.groups(row)}


@router.get(
    "/reconciliations/{key}/differences",
    response={200: MemberDifferences, **REFUSALS},
    operation_id="reconciliation_differences",
)
def reconciliation_differences(
    request: HttpRequest, key: int = Key, after: int = After, limit: int = Limit
) -> Any:
    """List the differences of a comparison in scope."""
    require("rekonsiliasi.view")
    row = get_object_or_404(Reconciliation.objects, pk=key)
    found = Difference.objects.filter(reconciliation=row, pk__gt=after).select_related("member__person")
    page = page_of(list(found.order_by("pk")[: limit + 1]), limit)
    return {"items": [_difference(one) for one in page["items"]], "next": page["next"]}


def _difference(one: Difference) -> dict[str, Any]:
    named = {name: getattr(one, name) for name in ("kind", "field", "line", "how", "note")}
    return {"id": one.pk, "person": one.member.person.public_id if one.member else None, **named}


@router.post(
    "/reconciliations",
    response={201: ReconciliationOut, **WRITES},
    operation_id="new_reconciliation",
    openapi_extra=ONCE,
)
def new_reconciliation(
    request: HttpRequest,
    *,
    wadah: int = OneKey,
    month: Month = AnyForm,
    day: Day = AnyForm,
    number: str = AnyNumber,
    members: UploadedFile = AnyFile,
) -> HttpResponse:
    """Compare a wadah's members of a month with the agency's list; a large one by a job (`dibaca`)."""
    require("rekonsiliasi.prepare")
    row = get_object_or_404(Wadah.objects, pk=wadah)
    given = {"wadah": wadah, "month": month, "day": day.isoformat(), "number": number}

    def begin() -> tuple[int, dict[str, Any]]:
        made = comparing.begin(row, month, members, number, day)
        return 201, ReconciliationOut.model_validate(made).model_dump(mode="json")

    return once(request, {**given, "members": content_of(members)}, begin)


def listed(model: Any, after: int, limit: int, wadah: int | None) -> dict[str, Any]:
    """Return a page of rows in scope, of one wadah or of any."""
    found = model.objects.filter(pk__gt=after).order_by("pk")
    if wadah is not None:
        found = found.filter(wadah=wadah)
    return page_of([*found[: limit + 1]], limit)
