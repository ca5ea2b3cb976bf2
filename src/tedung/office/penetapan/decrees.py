"""A decree and its amendments: drafted from a selection, filled, submitted; `issuing` puts them in force.

A person enters by *padan* or a named officer's reason; a reserve moves up only by a signed amendment, or
by a clause of the regulation that the decree records.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, Q
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.access.scope import require_within
from tedung.office.audit.steps import begun, noted, step
from tedung.office.base import clock
from tedung.office.base.bulk import copy_rows
from tedung.office.base.crypto import encrypt
from tedung.office.base.refusals import Refusal
from tedung.office.jobs.models import Job
from tedung.office.organisations.models import Organisation
from tedung.office.padan.queries import admitted
from tedung.office.penetapan.entering import must_admit, paid_for
from tedung.office.penetapan.mending import KIND, close_gaps, must_be_of, must_be_open
from tedung.office.penetapan.models import (
    DECREE_STEPS,
    Candidate,
    Cover,
    Decree,
    DecreeState,
    Row,
    Selection,
    SelectionState,
)
from tedung.office.penetapan.seats import OPEN, freed, leaving, must_have_room
from tedung.office.penetapan.working import ask, locked, must_rest
from tedung.office.people.models import Person
from tedung.office.tasks.services import close_tasks, open_task

NOTHING_NOTED = {"number": "", "day": None, "signatory": "", "signed": None, "unsigned_reason": ""}
LOOKED_AT = 200
"""How far down the reserve somebody who may enter is looked for."""
MASUK, KELUAR = Row.Act.MASUK, Row.Act.KELUAR


@change("penetapan.prepare")
def draft(selection: Selection, unit: Organisation, about: str, **fields: Any) -> Decree:
    """Write a decree over the chosen of a selection; its rows are numbered by village, group and rank."""
    from tedung.office.penetapan.selecting import asked

    require_within("penetapan.prepare", region=selection.region, organisation=unit.code)
    if drafted(selection) is not None:
        raise Refusal(
            _("Seleksi ini sudah mempunyai keputusan. Buka keputusannya dari halaman ini."), "drafted"
        )
    term = asked(selection)
    decree = Decree.everything.create(
        unit=unit,
        unit_code=unit.code,
        region=selection.region,
        selection=selection,
        about=about,
        since=term.since,
        until=term.until,
        payer=selection.payer,
        programmes=selection.programmes,
        sumber_dana=selection.sumber_dana,
        prepared_by=current().user_id,
        made_at=clock.now(),
        **fields,
    )
    begun(decree, DecreeState.KONSEP)
    chosen = Candidate.everything.filter(selection=selection, status="chosen")
    write_rows(decree, list(chosen.order_by("village", "group_code", "rank")), term.since, 1)
    return decree


def drafted(selection: Selection) -> Decree | None:
    """Return the decree over a selection that stands, None where there is none."""
    found = Decree.everything.filter(selection=selection, amends=None).exclude(state=DecreeState.DIBATALKAN)
    return found.order_by("pk").first()


@change("penetapan.prepare")
def ask_to_draft(selection: Selection, unit: Organisation, about: str) -> Job:
    """Have the decree over a selection written by the worker."""
    require_within("penetapan.prepare", region=selection.region, organisation=unit.code)
    if selection.state != SelectionState.DIUMUMKAN:
        raise Refusal(_("Umumkan urutan cadangannya lebih dulu, lalu buat keputusannya."), "not_announced")
    return ask(selection, "penetapan.draft", unit=unit.code, about=about)


@change("penetapan.prepare")
def amend(decree: Decree, about: str, since: date) -> Decree:
    """Begin an amendment (Perubahan) of an issued decree, in force from a day of its term."""
    must_be_of(decree, Decree.Kind.SK)
    return begin_amendment(decree, about, since)


def begin_amendment(decree: Decree, about: str, since: date, **fields: Any) -> Decree:
    """Write the draft of an amendment; inside the change of whoever may."""
    decree = locked(decree)
    if decree.state != DecreeState.DITETAPKAN or decree.amends_id:
        raise Refusal(_("Yang dapat diubah hanya keputusan induk yang sudah ditetapkan."))
    if not decree.since <= since <= decree.until:
        raise Refusal(_("Tanggal berlaku perubahan harus di dalam masa berlaku keputusan induk."))
    if decree.amendments.filter(state__in=OPEN).exists():
        raise Refusal(_("Masih ada perubahan yang belum ditetapkan. Selesaikan perubahan itu lebih dulu."))
    last = decree.amendments.exclude(state=DecreeState.DIBATALKAN).order_by("-sequence").first()
    same = ("kind", "unit", "unit_code", "region", "selection", "until", "payer", "programmes", "sumber_dana")
    made = Decree.everything.create(
        **{name: getattr(decree, name) for name in same},
        amends=decree,
        sequence=(last.sequence if last else 0) + 1,
        about=about,
        since=since,
        prepared_by=current().user_id,
        made_at=clock.now(),
        **fields,
    )
    begun(made, DecreeState.KONSEP)
    return made


@change("penetapan.prepare")
def take_out(amendment: Decree, cover: Cover, reason: str) -> Row:
    """Let a person leave by an amendment, the day before it is in force being the last."""
    must_be_of(amendment, Decree.Kind.SK)
    return write_out(amendment, cover, reason)


def write_out(amendment: Decree, cover: Cover, reason: str) -> Row:
    """Write the row of who leaves; inside the change of whoever may."""
    draft_of = must_be_draft(amendment)
    cover = leaving(cover)
    if cover.row.decree_id not in family(amendment) or cover.until < amendment.since:
        raise Refusal(_("Orang ini tidak sedang ditanggung oleh keputusan yang diubah."))
    if amendment.rows.filter(act=KELUAR, replaces=cover.row).exists():
        raise Refusal(_("Orang ini sudah dikeluarkan dalam perubahan ini."))
    row, ordinal = cover.row, next_ordinal(amendment)
    noted(draft_of, _("Nomor %(n)s ditulis keluar.") % {"n": ordinal})
    return Row.everything.create(
        decree=amendment,
        ordinal=ordinal,
        act=KELUAR,
        since=amendment.since,
        until=amendment.until,
        reason=reason,
        replaces=row,
        **copied(row),
    )


@change("penetapan.prepare")
def move_up(amendment: Decree, left: Row | None = None) -> Row:
    """Let the first of the reserve who may enter come in, in place of `left` or of the first who leaves."""
    must_be_of(amendment, Decree.Kind.SK)
    draft_of = must_be_draft(amendment)
    if amendment.selection is None:
        raise Refusal(_("Keputusan ini tidak berasal dari seleksi, jadi tidak ada daftar cadangannya."))
    candidate = first_reserve(amendment, amendment.since)
    if candidate is None:
        raise Refusal(
            _("Daftar cadangan sudah habis, atau padannya sudah lama. Minta padan lagi, lalu naikkan."),
            "reserve",
        )
    left = freed(amendment, left)
    if left is None:
        must_have_room(amendment.selection, candidate, family(amendment) | {amendment.pk})
    [row] = write_rows(amendment, [candidate], amendment.since, next_ordinal(amendment))
    if left is not None:
        Row.everything.filter(pk=row.pk).update(replaces=left)
    noted(draft_of, _("Cadangan naik sebagai nomor %(n)s.") % {"n": row.ordinal})
    return row


@change("penetapan.prepare")
def submit(decree: Decree) -> None:
    """Hand a draft to the legal bureau; nobody on it may lack padan."""
    must_be_of(decree, Decree.Kind.SK)
    must_be_open(decree)
    people = must_admit(decree)
    close_gaps(decree)
    step(decree, DecreeState.DIAJUKAN, DECREE_STEPS)
    open_task(
        "penetapan.issue",
        "hukum",
        about=(KIND, decree.pk),
        path=f"/penetapan/{decree.pk}/",
        region=decree.region,
        params={"people": people},
    )


@change("penetapan.issue")
def give_back(decree: Decree, reason: str) -> None:
    """Give a submitted decree back to whoever prepared it."""
    must_be_of(decree, Decree.Kind.SK)
    must_rest(decree)
    step(decree, DecreeState.KONSEP, DECREE_STEPS, reason, **NOTHING_NOTED)
    close_tasks(KIND, decree.pk)


ROW = (
    "decree_id",
    "ordinal",
    "act",
    "person_id",
    "nama_ktp",
    "nama_sebutan",
    "nik",
    "birth_date",
    "village",
    "opd_code",
    "unit_code",
    "group_code",
    "line_id",
    "since",
    "until",
    "reason",
)


def write_rows(decree: Decree, candidates: Sequence[Candidate], since: date, first: int) -> list[Row]:
    """Write the rows of who enters, as they are named on this day."""
    persons = Person.everything.in_bulk([candidate.person_id for candidate in candidates])
    place = f"{Row._meta.db_table}.nik"
    rows = []
    for ordinal, candidate in enumerate(candidates, first):
        person = persons[candidate.person_id]
        rows.append(
            (
                decree.pk,
                ordinal,
                MASUK.value,
                person.pk,
                person.nama_ktp,
                person.nama_sebutan,
                encrypt(person.nik, place),
                person.birth_date,
                candidate.village,
                candidate.opd_code,
                candidate.unit_code,
                candidate.group_code,
                candidate.line_id,
                since,
                decree.until,
                "",
            )
        )
    copy_rows(Row._meta.db_table, ROW, rows)
    return list(Row.everything.filter(decree=decree, ordinal__gte=first).order_by("ordinal"))


def copied(row: Row) -> dict[str, Any]:
    """Return what a row that takes somebody out says of the person."""
    names = (
        "person_id",
        "nama_ktp",
        "nama_sebutan",
        "nik",
        "birth_date",
        "village",
        "opd_code",
        "unit_code",
        "group_code",
        "line_id",
    )
    return {name: getattr(row, name) for name in names}


def first_reserve(amendment: Decree, since: date) -> Candidate | None:
    """Return the first of the reserve, in published order, who may enter and stands in no draft, nor here."""
    known = family(amendment) | {amendment.pk}
    named = Q(decree__in=known) | Q(decree__state__in=OPEN)
    used = Row.everything.filter(named, act=MASUK).values("person")
    found = Candidate.everything.filter(selection=amendment.selection, status="reserve")
    found = found.exclude(person__in=used).exclude(Exists(paid_for(since, amendment.until)))
    waiting = list(found.order_by("rank")[:LOOKED_AT])
    open_to = admitted({candidate.person_id for candidate in waiting}, clock.today(amendment.region))
    return next((candidate for candidate in waiting if candidate.person_id in open_to), None)


def family(amendment: Decree) -> set[int]:
    """Return the keys of the decree that is amended and of its issued amendments."""
    root = amendment.amends_id or amendment.pk
    issued = Decree.everything.filter(amends=root, state=DecreeState.DITETAPKAN)
    return {root, *issued.values_list("pk", flat=True)}


def next_ordinal(decree: Decree) -> int:
    """Return the number of the next row of a decree."""
    last = decree.rows.order_by("-ordinal").values_list("ordinal", flat=True).first()
    return (last or 0) + 1


def must_be_draft(decree: Decree) -> Decree:
    """Refuse to fill what is no draft of an amendment; return it as it stands, with its decree locked too."""
    stands = must_be_open(decree)
    if stands.amends is None:
        raise Refusal(_("Hanya konsep perubahan yang dapat diisi."))
    locked(stands.amends)
    return stands
