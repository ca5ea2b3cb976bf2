"""The operations: people, proposals, decrees; each bounded, each in the scope of the token's grant."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from tedung.office.access.scope import require
from tedung.office.api import operations_iuran, operations_members, operations_wadah
from tedung.office.api.asking import ONCE, WRITES, After, Key, Limit, PublicId, page_of, query
from tedung.office.api.covering import Asked, answered
from tedung.office.api.entry import REFUSALS, api, once, token_of
from tedung.office.api.schemas import (
    CoverOn,
    CoverQuestion,
    CoversOut,
    DecreeOut,
    Decrees,
    ManyUsulan,
    NewUsulan,
    PeopleOut,
    PersonOut,
    Rows,
    UsulanCounts,
    UsulanOut,
)
from tedung.office.base.templatetags.tedung import masked
from tedung.office.organisations.models import Organisation
from tedung.office.penetapan.models import Decree, Row
from tedung.office.people.models import Person
from tedung.office.people.queries import in_order
from tedung.office.usulan import queries, services
from tedung.office.usulan.models import Usulan

__all__ = ["api"]

api.add_router("", operations_iuran.router)
api.add_router("", operations_wadah.router)
api.add_router("", operations_members.router)


@api.get("/people", response={200: PeopleOut, **REFUSALS}, operation_id="people")
def people(
    request: HttpRequest,
    after: str = query("", max_length=12, pattern=r"^[2-9A-HJ-NP-Z]*$"),
    limit: int = Limit,
    village: str = query("", max_length=13, pattern=r"^[0-9.]*$"),
) -> Any:
    """List the persons in scope, in the order of their ids."""
    require("people.view")
    found = in_order(after)
    if village:
        found = found.filter(village=village)
    rows = list(found[: limit + 1])
    return {
        "items": [_person(row) for row in rows[:limit]],
        "next": rows[limit - 1].public_id if len(rows) > limit else None,
    }


@api.get("/people/{public_id}", response={200: PersonOut, **REFUSALS}, operation_id="person")
def person(request: HttpRequest, public_id: str = PublicId) -> Any:
    """Return a person."""
    require("people.view")
    return _person(get_object_or_404(Person.objects, public_id=public_id))


@api.get("/people/{public_id}/cover", response={200: CoverOn, **REFUSALS}, operation_id="cover")
def cover(request: HttpRequest, on: date, public_id: str = PublicId) -> Any:
    """Say whether a person is covered on a day, by whom, until when, and which months of it are paid."""
    require("people.view")
    get_object_or_404(Person.objects, public_id=public_id)
    return {"on": on, **answered(token_of(request), [Asked(public_id)], on)[0]}


@api.post("/cover", response={200: CoversOut, **WRITES}, operation_id="covers")
def covers(request: HttpRequest, given: CoverQuestion) -> Any:
    """Say it of up to a hundred people, by id or NIK; a NIK stands in no address.

    A question changes nothing and needs no Idempotency-Key: asked twice, it is answered as it is then, and
    kept twice.  Whoever is out of scope is answered like nobody: `not_known`.
    """
    require("people.view")
    asked = [Asked(one.id or "", one.nik or "") for one in given.people]
    return {"on": given.on, "items": answered(token_of(request), asked, given.on)}


@api.get("/usulan", response={200: ManyUsulan, **REFUSALS}, operation_id="usulan")
def many_usulan(
    request: HttpRequest,
    after: int = After,
    limit: int = Limit,
    year: int | None = query(None, ge=2015, le=2100),
) -> Any:
    """List the proposals in scope, the oldest first."""
    require("usulan.view")
    found = Usulan.objects.filter(pk__gt=after).order_by("pk")
    if year is not None:
        found = found.filter(year=year)
    return page_of(list(found[: limit + 1]), limit)


@api.get("/usulan/{key}", response={200: UsulanCounts, **REFUSALS}, operation_id="one_usulan")
def one_usulan(request: HttpRequest, key: int = Key) -> Any:
    """Return a proposal with its counts."""
    require("usulan.view")
    row = get_object_or_404(Usulan.objects, pk=key)
    counts = queries.counts(row)
    return {"usulan": row, "lines": counts.lines, "outcomes": counts.by_outcome, "people": counts.people}


@api.post("/usulan", response={201: UsulanOut, **WRITES}, operation_id="new_usulan", openapi_extra=ONCE)
def new_usulan(request: HttpRequest, given: NewUsulan) -> HttpResponse:
    """Make a proposal; asked twice with one key, it is made once."""
    require("usulan.prepare")
    unit = get_object_or_404(Organisation.objects, code=given.unit, is_active=True)

    def make() -> tuple[int, dict[str, Any]]:
        opd = unit if unit.kind == "office" else None
        row = services.prepare(unit, given.year, given.title, opd)
        told = {"id": row.pk, "title": row.title, "unit": row.unit_code, "region": row.region}
        return 201, {**told, "year": row.year, "state": str(row.state)}

    return once(request, given.model_dump(), make)


@api.get("/decrees", response={200: Decrees, **REFUSALS}, operation_id="decrees")
def decrees(request: HttpRequest, after: int = After, limit: int = Limit) -> Any:
    """List the decrees in scope, the oldest first."""
    require("penetapan.view")
    return page_of(list(Decree.objects.filter(pk__gt=after).order_by("pk")[: limit + 1]), limit)


@api.get("/decrees/{key}", response={200: DecreeOut, **REFUSALS}, operation_id="decree")
def decree(request: HttpRequest, key: int = Key) -> Any:
    """Return a decree."""
    require("penetapan.view")
    return get_object_or_404(Decree.objects, pk=key)


@api.get("/decrees/{key}/rows", response={200: Rows, **REFUSALS}, operation_id="rows")
def rows(request: HttpRequest, key: int = Key, after: int = After, limit: int = Limit) -> Any:
    """List the rows of a decree's annex in scope, by ordinal; numbers are masked."""
    require("penetapan.view")
    found = get_object_or_404(Decree.objects, pk=key)
    rows_in = Row.objects.filter(decree=found, ordinal__gt=min(after, 2**31 - 1)).select_related("person")
    shown = list(rows_in.order_by("ordinal")[: limit + 1])
    items = [
        {
            "ordinal": row.ordinal,
            "act": row.act,
            "person": row.person.public_id,
            "nama_ktp": row.nama_ktp,
            "nik_masked": masked(row.nik),
            "village": row.village,
            "group_code": row.group_code,
            "since": row.since,
            "until": row.until,
        }
        for row in shown[:limit]
    ]
    return {"items": items, "next": shown[limit - 1].ordinal if len(shown) > limit else None}


def _person(row: Person) -> dict[str, Any]:
    return {
        "public_id": row.public_id,
        "nama_ktp": row.nama_ktp,
        "nama_sebutan": row.nama_sebutan,
        "nik_masked": masked(row.nik),
        "nik_state": row.nik_state,
        "birth_date": row.birth_date,
        "sex": row.sex,
        "village": row.village,
        "is_dead": row.died_on is not None,
    }
