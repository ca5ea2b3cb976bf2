"""A decree and its amendments: drafted from a selection, submitted, issued, and what they cover from then on.

Who prepared does not issue.  A person enters by *padan* or a named officer's reason; a reserve
moves up only by a signed amendment, or by a clause of the regulation that the decree records.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change, four_eyes
from tedung.office.access.scope import require_within
from tedung.office.audit.steps import begun, step
from tedung.office.base import clock
from tedung.office.base.bulk import copy_rows
from tedung.office.base.crypto import encrypt
from tedung.office.base.refusals import Refusal
from tedung.office.documents.models import Document
from tedung.office.documents.services import store
from tedung.office.organisations.models import Organisation
from tedung.office.padan.queries import admitted
from tedung.office.penetapan.models import DECREE_STEPS, Candidate, Cover, Decree, DecreeState, Row, Selection
from tedung.office.people.models import Person
from tedung.office.tasks.services import close_tasks, open_task

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

KIND = "penetapan.decree"
MASUK, KELUAR = Row.Act.MASUK, Row.Act.KELUAR


@change("penetapan.prepare")
def draft(selection: Selection, unit: Organisation, about: str, **fields: Any) -> Decree:
    """Write a decree over the chosen of a selection; its rows are numbered by village, group and rank."""
    from tedung.office.penetapan.selecting import asked

    require_within("penetapan.prepare", region=selection.region, organisation=unit.code)
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


@change("penetapan.prepare")
def amend(decree: Decree, about: str, since: date) -> Decree:
    """Begin an amendment (Perubahan) of an issued decree, in force from a day of its term."""
    must_be_of(decree, Decree.Kind.SK)
    if decree.state != DecreeState.DITETAPKAN or decree.amends_id:
        raise Refusal(_("Yang dapat diubah hanya keputusan induk yang sudah ditetapkan."))
    if not decree.since <= since <= decree.until:
        raise Refusal(_("Tanggal berlaku perubahan harus di dalam masa berlaku keputusan induk."))
    if decree.amendments.filter(state__in=[DecreeState.KONSEP, DecreeState.DIAJUKAN]).exists():
        raise Refusal(_("Masih ada perubahan yang belum ditetapkan. Selesaikan perubahan itu lebih dulu."))
    last = decree.amendments.exclude(state=DecreeState.DIBATALKAN).order_by("-sequence").first()
    made = Decree.everything.create(
        kind=decree.kind,
        unit=decree.unit,
        unit_code=decree.unit_code,
        region=decree.region,
        selection=decree.selection,
        amends=decree,
        sequence=(last.sequence if last else 0) + 1,
        about=about,
        since=since,
        until=decree.until,
        payer=decree.payer,
        programmes=decree.programmes,
        sumber_dana=decree.sumber_dana,
        prepared_by=current().user_id,
        made_at=clock.now(),
    )
    begun(made, DecreeState.KONSEP)
    return made


@change("penetapan.prepare")
def take_out(amendment: Decree, cover: Cover, reason: str) -> Row:
    """Let a person leave by an amendment, the day before it is in force being the last."""
    _must_be_draft(amendment)
    if cover.row.decree_id not in family(amendment) or cover.until < amendment.since:
        raise Refusal(_("Orang ini tidak sedang ditanggung oleh keputusan yang diubah."))
    row = cover.row
    return Row.everything.create(
        decree=amendment,
        ordinal=next_ordinal(amendment),
        act=KELUAR,
        since=amendment.since,
        until=amendment.until,
        reason=reason,
        replaces=row,
        **copied(row),
    )


@change("penetapan.prepare")
def move_up(amendment: Decree, left: Row | None = None) -> Row:
    """Let the first of the reserve who may enter come in, in the place of `left` where one is given."""
    _must_be_draft(amendment)
    if amendment.selection is None:
        raise Refusal(_("Keputusan ini tidak berasal dari seleksi, jadi tidak ada daftar cadangannya."))
    candidate = first_reserve(amendment)
    if candidate is None:
        raise Refusal(_("Daftar cadangan sudah habis, atau sisanya belum padan."))
    [row] = write_rows(amendment, [candidate], amendment.since, next_ordinal(amendment))
    if left is not None:
        Row.everything.filter(pk=row.pk).update(replaces=left)
    return row


@change("penetapan.prepare")
def submit(decree: Decree) -> None:
    """Hand a draft to the legal bureau; nobody on it may lack padan."""
    must_be_of(decree, Decree.Kind.SK)
    people = must_be_padan(decree)
    step(decree, DecreeState.DIAJUKAN, DECREE_STEPS)
    open_task(
        "penetapan.issue",
        "hukum",
        about=(KIND, decree.pk),
        path=f"/penetapan/{decree.pk}/",
        region=decree.region,
        params={"people": people},
    )


def must_be_padan(decree: Decree) -> int:
    """Refuse a draft with nobody on it, or with somebody who may not enter; return how many enter."""
    if not decree.rows.exists():
        raise Refusal(_("Keputusan ini belum berisi siapa pun."))
    persons = list(decree.rows.filter(act=MASUK).values_list("person_id", flat=True))
    missing = len(set(persons) - admitted(persons, clock.today()))
    if missing:
        raise Refusal(
            _("%(count)s orang belum padan dan belum ada alasan petugas. Padankan atau keluarkan lebih dulu.")
            % {"count": missing},
            "not_padan",
        )
    return len(persons)


def must_be_of(decree: Decree, *kinds: str) -> None:
    """Refuse a step of the city's decree on the village's, and the other way round."""
    if decree.kind not in kinds:
        raise Refusal(
            _("Langkah ini bukan untuk %(kind)s. Buka halaman keputusannya untuk melihat langkahnya.")
            % {"kind": decree.get_kind_display()},
            "kind",
        )


@change("penetapan.issue")
def give_back(decree: Decree, reason: str) -> None:
    """Give a submitted decree back to whoever prepared it."""
    must_be_of(decree, Decree.Kind.SK)
    step(decree, DecreeState.KONSEP, DECREE_STEPS, reason)
    close_tasks(KIND, decree.pk)


@change("penetapan.issue")
def issue(
    decree: Decree, number: str, day: date, signatory: str, signed: "UploadedFile[Any] | bytes | None" = None
) -> int:
    """Record a decree as signed: its number, day and signatory; return how many persons it covers anew."""
    must_be_of(decree, Decree.Kind.SK)
    four_eyes(decree.prepared_by, _("Yang menyiapkan keputusan tidak menetapkannya. Minta petugas lain."))
    document = store(signed, "signed", name=number.strip(), region=decree.region) if signed else None
    if document is None and decree.amends_id:
        raise Refusal(
            _("Unggah pindaian perubahan yang sudah ditandatangani; tanpa itu cadangan tidak naik.")
        )
    return record_issue(decree, number, day, signatory, document)


def record_issue(decree: Decree, number: str, day: date, signatory: str, document: Document | None) -> int:
    """Take the step of an issue and put the rows in force; inside the change of whoever may."""
    number, signatory = number.strip(), signatory.strip()
    if not number or not signatory:
        raise Refusal(_("Isi nomor dan penanda tangan seperti tertulis di keputusan."))
    if day > clock.today():
        raise Refusal(_("Tanggal keputusan belum tiba. Catat setelah ditandatangani."))
    if day < decree.made_at.astimezone(clock.zone(decree.region)).date():
        raise Refusal(_("Tanggal keputusan lebih awal daripada konsepnya. Periksa tanggal di naskahnya."))
    step(
        decree,
        DecreeState.DITETAPKAN,
        DECREE_STEPS,
        number=number,
        day=day,
        signatory=signatory,
        signed=document,
    )
    close_tasks(KIND, decree.pk)
    return put_in_force(decree.rows.all())


def put_in_force(rows: QuerySet[Any, Any]) -> int:
    """End the cover of whoever leaves, then give cover to whoever enters; the database refuses doubles."""
    for row in rows.filter(act=KELUAR):
        Cover.everything.filter(row=row.replaces_id, until__gte=row.since).update(
            until=row.since - timedelta(days=1), ended_by=row
        )
    entering = rows.filter(act=MASUK).select_related("decree").order_by("ordinal")
    covers = [
        (
            row.person_id,
            row.pk,
            row.decree.payer,
            row.decree.programmes,
            row.village,
            row.opd_code,
            row.unit_code,
            row.group_code,
            row.since,
            row.until,
        )
        for row in entering.iterator(chunk_size=5_000)
    ]
    try:
        with transaction.atomic():
            return copy_rows(Cover._meta.db_table, COVER, covers)
    except DatabaseError as fault:
        if "cover_never_twice" not in str(fault):
            raise
        raise Refusal(
            _(
                "Pembiayaan ganda: ada orang yang jabatannya sudah dibayar anggaran lain "
                "pada masa itu. Hitung ulang seleksinya."
            ),
            "double_funding",
        ) from fault


COVER = (
    "person_id",
    "row_id",
    "payer",
    "programmes",
    "village",
    "opd_code",
    "unit_code",
    "group_code",
    "since",
    "until",
)
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


def first_reserve(amendment: Decree) -> Candidate | None:
    """Return the first of the reserve, in published order, who is not on the decree and may enter."""
    known = family(amendment) | {amendment.pk}
    used = Row.everything.filter(decree__in=known, act=MASUK).values("person")
    waiting = Candidate.everything.filter(selection=amendment.selection, status="reserve").exclude(
        person__in=used
    )
    for candidate in waiting.order_by("rank")[:200]:
        if admitted([candidate.person_id], clock.today()):
            return candidate
    return None


def family(amendment: Decree) -> set[int]:
    """Return the keys of the decree that is amended and of its issued amendments."""
    root = amendment.amends_id or amendment.pk
    issued = Decree.everything.filter(amends=root, state=DecreeState.DITETAPKAN)
    return {root, *issued.values_list("pk", flat=True)}


def next_ordinal(decree: Decree) -> int:
    """Return the number of the next row of a decree."""
    last = decree.rows.order_by("-ordinal").values_list("ordinal", flat=True).first()
    return (last or 0) + 1


def _must_be_draft(decree: Decree) -> None:
    if decree.state != DecreeState.KONSEP or decree.amends_id is None:
        raise Refusal(_("Hanya konsep perubahan yang dapat diisi."))
