"""The file to the agency: who waits is written into it, in parts no longer than the format allows."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.office.access.actor import current
from tedung.office.access.change import change, changing
from tedung.office.audit.steps import begun, step
from tedung.office.base import clock
from tedung.office.base.bulk import copy_rows, count_anew
from tedung.office.base.crypto import blind_index
from tedung.office.base.refusals import Refusal
from tedung.office.documents.services import store
from tedung.office.events.services import record_select
from tedung.office.jobs.services import enqueue
from tedung.office.people.models import NikView, Person
from tedung.office.reference.models import Format, Group, Region
from tedung.office.reference.sheets import written
from tedung.office.wadah.formats import OUT, in_force
from tedung.office.wadah.members import tell_candidates
from tedung.office.wadah.models import (
    EXCHANGE_STEPS,
    Act,
    Exchange,
    ExchangeFile,
    ExchangeLine,
    ExchangeState,
    Member,
    MemberState,
    Wadah,
)
from tedung.office.wadah.states import move_members

AT_ONCE = 1_000
"""People whose file is written while the officer waits; more by a job."""
LINES = ExchangeLine._meta.db_table
NUMBERED = Q(person__merged_into=None, person__nik_state="valid") | Q(person__merged_into__nik_state="valid")
OPEN = (ExchangeState.DIBUAT, ExchangeState.DIKIRIM)
Asked = tuple[Member, str]
"""A member, and what the agency is asked to do: an `Act`."""


def waiting(wadah: Wadah) -> QuerySet[Any, Any]:
    """Return the members who wait for a file: candidates with a valid NIK, who live, on no open file."""
    on_a_file = ExchangeLine.everything.filter(
        member=OuterRef("pk"), act=Act.DAFTAR, result="", exchange__state__in=OPEN
    )
    return _candidates(wadah).filter(NUMBERED, ~Exists(on_a_file))


def without_nik(wadah: Wadah) -> int:
    """Count the candidates whom the agency cannot take in: no valid NIK is known."""
    return _candidates(wadah).exclude(pk__in=_candidates(wadah).filter(NUMBERED).values("pk")).count()


def _candidates(wadah: Wadah) -> QuerySet[Any, Any]:
    members = Member.everything.filter(wadah=wadah, state=MemberState.CALON)
    return members.filter(person__died_on=None, person__merged_into__died_on=None)


@change("wadah.exchange")
def prepare(wadah: Wadah) -> Exchange:
    """Begin a file over all who wait; written at once where they are few, else by a job."""
    people = waiting(wadah).count()
    if not people:
        raise Refusal(_("Tidak ada calon peserta dengan NIK yang perlu didaftarkan sekarang."), "nobody")
    if Exchange.everything.filter(wadah=wadah, state=ExchangeState.DIBUAT, lines_out=0).exists():
        raise Refusal(_("Berkas ini masih disiapkan. Muat ulang halaman ini sebentar lagi."), "not_written")
    exchange = Exchange.everything.create(
        wadah=wadah,
        form=in_force(OUT, wadah.kind, clock.today(wadah.region)),
        region=wadah.region,
        opd_code=wadah.opd_code,
        unit_code=wadah.unit_code,
        group_code=wadah.group_code,
        prepared_by=current().user_id,
        made_at=clock.now(),
    )
    begun(exchange, ExchangeState.DIBUAT)
    if people <= AT_ONCE:
        _write(exchange)
    else:
        enqueue("wadah.write", exchange_id=exchange.pk)
    return exchange


def write(exchange_id: int) -> dict[str, int]:
    """Write a file that was begun; a second time changes nothing."""
    with changing("wadah.exchange"):
        exchange = Exchange.everything.select_for_update().get(pk=exchange_id)
        if exchange.state == ExchangeState.DIBUAT and not exchange.files.exists():
            _write(exchange)
    return {"people": exchange.lines_out}


def _write(exchange: Exchange) -> None:
    """Write the lines, the parts of the file, and each number that leaves in full."""
    found = waiting(exchange.wadah).select_related("person__merged_into").order_by("village", "pk")
    if not write_lines(exchange, ((member, Act.DAFTAR) for member in _once(found))):
        raise Refusal(_("Tidak ada calon peserta dengan NIK yang perlu didaftarkan sekarang."), "nobody")


def write_lines(exchange: Exchange, asked: Iterable[Asked]) -> int:
    """Write what is asked about each member, inside a change, in parts as the format allows; return how many.

    asked: a member with their person, and an `Act`; lines of one act stand together.
    """
    place = 0
    for part, some in enumerate(_parts(iter(asked), exchange.form.most_rows or 1_000_000), 1):
        rows = [
            _line(exchange, ordinal, member, act) for ordinal, (member, act) in enumerate(some, place + 1)
        ]
        copy_rows(LINES, COLUMNS, rows)
        _log_views(_who(member) for member, _act in some)
        _store(exchange, part, place, some)
        place += len(some)
    Exchange.everything.filter(pk=exchange.pk).update(lines_out=place)
    exchange.lines_out = place
    if place > AT_ONCE:
        count_anew(LINES)
    return place


def _once(found: QuerySet[Any, Any]) -> Iterator[Member]:
    """Yield each person once: two who were found to be one are registered once."""
    seen = set()
    for member in found.iterator(chunk_size=5_000):
        who = _who(member).pk
        if who not in seen:
            seen.add(who)
            yield member


def _parts(asked: Iterator[Asked], most: int) -> Iterator[tuple[Asked, ...]]:
    while part := tuple(islice(asked, most)):
        yield part


def _who(member: Member) -> Person:
    person: Person = member.person
    return person.merged_into or person


COLUMNS = (
    "exchange_id",
    "member_id",
    "ordinal",
    "act",
    "nik_index",
    "kpj_index",
    "result",
    "reason_code",
    "reason",
    "kpj",
    "village",
    "opd_code",
    "unit_code",
    "group_code",
)


def _line(exchange: Exchange, ordinal: int, member: Member, act: str) -> tuple[Any, ...]:
    who = _who(member)
    index = who.nik_index or blind_index(who.nik)
    scope = (member.village, member.opd_code, member.unit_code, member.group_code)
    return (
        exchange.pk,
        member.pk,
        ordinal,
        str(act),
        index,
        member.kpj_index,
        "",
        "",
        "",
        "",
        *scope,
    )


def _store(exchange: Exchange, part: int, before: int, some: tuple[Asked, ...]) -> None:
    form, wadah, day = exchange.form, exchange.wadah, clock.today(exchange.region)
    content = written(form, _cells(wadah, some, before + 1))
    out_today = ExchangeFile.objects.filter(exchange__wadah=wadah, way=ExchangeFile.Way.OUT, day=day).count()
    document = store(
        content,
        "outgoing",
        name=f"{file_name(form, wadah, day, out_today + 1)}.xlsx",
        region=exchange.region,
        opd_code=exchange.opd_code,
        group_code=exchange.group_code,
        organisation_code=exchange.unit_code,
    )
    ExchangeFile.objects.create(
        exchange=exchange,
        way=ExchangeFile.Way.OUT,
        ordinal=part,
        document=document,
        sha256=document.sha256,
        form=form,
        day=day,
        lines=len(some),
        at=clock.now(),
    )


def _cells(wadah: Wadah, some: tuple[Asked, ...], first: int) -> Iterator[dict[str, str | date | None]]:
    for act, together in groupby(some, key=itemgetter(1)):
        members = tuple(member for member, _act in together)
        yield from told(wadah, members, act, first)
        first += len(members)


def file_name(form: Format, wadah: Wadah, day: date, part: int) -> str:
    """Return the name that the format gives a file: the agency refuses any other, and one that it has had."""
    name = form.file_name or "{wadah}_{day}_{part}"
    given = {"wadah": wadah.agency_code or f"w{wadah.pk}", "day": f"{day:%Y%m%d}", "part": str(part)}
    for key, value in given.items():  # never str.format: an officer typed the name
        name = name.replace(f"{{{key}}}", value)
    return name


def told(
    wadah: Wadah, members: "tuple[Member, ...]", act: str, first: int
) -> Iterator[dict[str, str | date | None]]:
    """Yield what a file says of members, by the fields of `formats.GOES_OUT`."""
    regions = dict(
        Region.objects.filter(code__in={one.village for one in members}).values_list("code", "name")
    )
    groups = dict(Group.objects.values_list("code", "name"))
    for ordinal, member in enumerate(members, first):
        who = _who(member)
        yield {
            "ordinal": str(ordinal),
            "nik": who.nik,
            "kpj": member.kpj,
            "nama_ktp": who.nama_ktp,
            "birth_place": who.birth_place,
            "birth_date": who.birth_date,
            "sex": who.sex,
            "mother": who.mother,
            "address": who.address,
            "village": regions.get(member.village, ""),
            "phone": who.phone,
            "group": groups.get(member.group_code, ""),
            "income": "" if member.income is None else str(member.income),
            "programmes": member.programmes.upper().replace("+", ", "),
            "since": member.since and Month.parse(member.since).first_day.strftime("%m-%Y"),
            "until": member.until and Month.parse(member.until).first_day.strftime("%m-%Y"),
            "agency_code": wadah.agency_code,
            "payer": wadah.payer_name,
            "act": str(act),
        }


def _log_views(persons: Iterator[Person]) -> None:
    who, reason = current(), _("berkas pendaftaran ke BPJS Ketenagakerjaan")
    rows = ((person.pk, who.user_id, who.label, clock.now(), reason) for person in persons)
    copy_rows(NikView._meta.db_table, ("person_id", "user_id", "by", "at", "reason"), rows)


@change("wadah.exchange")
def sent(exchange: Exchange, number: str, day: date) -> None:
    """Record that the file went out, with the number and day of its letter: who is in it is sent."""
    if not number.strip():
        raise Refusal(_("Isi nomor surat pengantar berkas ini."), "number")
    if not exchange.lines_out:
        raise Refusal(_("Berkas ini masih disiapkan. Muat ulang halaman ini sebentar lagi."), "not_written")
    if (
        not exchange.made_at.astimezone(clock.zone(exchange.region)).date()
        <= day
        <= clock.today(exchange.region)
    ):
        raise Refusal(_("Tanggal kirim harus sejak berkas dibuat dan paling akhir hari ini."), "day")
    step(exchange, ExchangeState.DIKIRIM, EXCHANGE_STEPS, number=number.strip(), sent_on=day)
    chosen = f"SELECT member_id FROM {LINES} WHERE exchange_id = %s AND act = 'daftar'"
    move_members(chosen, [exchange.pk], MemberState.DIKIRIM)
    people = f"SELECT m.person_id FROM wadah_member m WHERE m.id IN ({chosen})"
    record_select(people, [exchange.pk], "wadah.sent", day, exchange)
    tell_candidates()


@change("wadah.exchange")
def cancel(exchange: Exchange, reason: str) -> None:
    """Give a file up: whoever has no answer yet waits for another file."""
    step(exchange, ExchangeState.DIBATALKAN, EXCHANGE_STEPS, reason)
    chosen = f"SELECT member_id FROM {LINES} WHERE exchange_id = %s AND act = 'daftar' AND result = ''"
    sent_ones = f"SELECT id FROM wadah_member WHERE state = 'dikirim' AND id IN ({chosen})"
    move_members(sent_ones, [exchange.pk], MemberState.CALON)
    tell_candidates()
