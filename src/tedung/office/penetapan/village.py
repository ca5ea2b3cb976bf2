"""Village money: a decree of the village's head after its meeting, prepared and confirmed in the village.

The list is the village's own proposal; its minutes (berita acara musyawarah) are back signed and name
as many people.  Whom the city pays for in the same office is not paid for again: the draft leaves
them out and says so, and the database refuses whoever is covered in between.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.audit.steps import begun, step
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.documents.services import store
from tedung.office.jobs.models import Job
from tedung.office.penetapan.decrees import write_rows
from tedung.office.penetapan.eligibility import Asked, Found, examine
from tedung.office.penetapan.entering import must_admit
from tedung.office.penetapan.eyes import must_be_another
from tedung.office.penetapan.issuing import ask_in_force, record_issue, write_note
from tedung.office.penetapan.mending import KIND, close_gaps, give_up, must_be_of, must_be_open, strike
from tedung.office.penetapan.models import DECREE_STEPS, Candidate, Decree, DecreeState, Row
from tedung.office.penetapan.printing import write_annex
from tedung.office.penetapan.working import ask
from tedung.office.tasks.services import open_task
from tedung.office.usulan import papers, queries
from tedung.office.usulan.models import Line, State, Usulan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile

MINUTES = "berita_acara_musyawarah"
KINDS = (Decree.Kind.PERKEL, Decree.Kind.PERKADES)
KELURAHAN = "1"
"""The fourth part of a village's Kemendagri code begins with 1 for a kelurahan, 2 for a desa."""
BALI = "51."
"""There the head of a desa is called perbekel."""


@dataclass(frozen=True)
class Drafted:
    """A draft, how many enter, and whom it leaves out: (sentence, people), the commonest first."""

    decree: Decree
    people: int
    left_out: list[tuple[str, int]]


@change("penetapan.village_prepare")
def draft(
    usulan: Usulan, about: str, *, since: date, until: date, meeting_day: date, sumber_dana: str = ""
) -> Drafted:
    """Write a village's decree over its own proposal, after its meeting."""
    must_have_met(usulan, meeting_day)
    if not since <= until or since.year != until.year:
        raise Refusal(_("Masa berlaku harus di dalam satu tahun, dari awal sampai akhirnya."))
    lines = good_lines(usulan)
    found = examine(lines, Asked(since, until, "apbdes", clock.today(usulan.region)))
    entering = [line for line, told in zip(lines, found, strict=True) if told.is_open]
    left = left_out(found)
    if not entering:
        raise Refusal(why_nobody(left), "nobody")
    decree = Decree.everything.create(
        kind=_kind(usulan),
        unit=usulan.unit,
        unit_code=usulan.unit_code,
        region=usulan.region,
        about=about,
        since=since,
        until=until,
        payer="apbdes",
        sumber_dana=sumber_dana,
        meeting_day=meeting_day,
        prepared_by=current().user_id,
        made_at=clock.now(),
    )
    begun(decree, DecreeState.KONSEP)
    write_rows(decree, [as_candidate(line) for line in entering], since, 1)
    return Drafted(decree, len(entering), left.most_common())


def left_out(found: "Sequence[Found]") -> "Counter[str]":
    """Count whom a decree leaves out, by the first thing that keeps each out."""
    return Counter(
        next(answer.sentence for answer in told.answers if answer.does != "ok")
        for told in found
        if not told.is_open
    )


def must_have_met(usulan: Usulan, meeting_day: date) -> None:
    """Refuse a decree whose village has not met over this very list and signed its minutes."""
    if usulan.unit.kind != "village":
        raise Refusal(_("Keputusan uang desa hanya dibuat dari usulan desa."))
    if usulan.region.rsplit(".", 1)[-1].startswith(KELURAHAN):
        raise Refusal(_("Kelurahan tidak mempunyai APB Desa. Orangnya diusulkan lewat kota."))
    if usulan.state == State.DITARIK:
        raise Refusal(_("Usulan ini sudah ditarik."))
    if meeting_day > clock.today(usulan.region):
        raise Refusal(_("Musyawarah desa belum berlangsung. Isi tanggal sesudah musyawarahnya."))
    letter = papers.of(usulan).get(MINUTES)
    if letter is None or letter.state != "signed":
        raise Refusal(
            _(
                "Berita acara musyawarah belum diunggah bertanda tangan. "
                "Cetak, tanda tangani, pindai, lalu unggah di halaman usulan."
            ),
            "no_minutes",
        )
    said, now = letter.data.get("people"), queries.counts(usulan).people
    if said != now:
        raise Refusal(
            _(
                "Berita acara musyawarah sudah diunggah, tetapi menyebut %(said)s orang, sedangkan daftarnya "
                "sekarang %(now)s orang. Buat lagi berita acaranya, tanda tangani, lalu unggah."
            )
            % {"said": said, "now": now},
            "no_minutes",
        )


def good_lines(usulan: Usulan) -> list[Line]:
    """Return one good line a person and group, by name."""
    rows = Line.everything.filter(
        usulan=usulan, is_current=True, outcome__in=queries.GOOD, person__isnull=False
    )
    return queries.one_each(rows.order_by("group_code", "nama_ktp", "pk"))


def why_nobody(left: "Counter[str]") -> str:
    """Say why a decree would name nobody."""
    if not left:
        return _("Usulan ini belum berisi orang yang dapat ditetapkan.")
    [(sentence, _people)] = left.most_common(1)
    return _("Tidak ada yang dapat ditetapkan. %(sentence)s") % {"sentence": sentence}


def _kind(usulan: Usulan) -> Decree.Kind:
    return Decree.Kind.PERKEL if usulan.region.startswith(BALI) else Decree.Kind.PERKADES


def as_candidate(line: Line) -> Candidate:
    """Return a line as whoever writes the rows of a decree takes it; it is not kept."""
    return Candidate(
        person_id=line.person_id or 0,
        line_id=line.pk,
        village=line.village or line.region,
        opd_code=line.opd_code,
        unit_code=line.unit_code,
        group_code=line.group_code,
    )


@change("penetapan.village_prepare")
def submit(decree: Decree) -> None:
    """Hand a village's draft to whoever confirms it; nobody on it may lack padan."""
    must_be_of(decree, *KINDS)
    must_be_open(decree)
    people = must_admit(decree)
    close_gaps(decree)
    step(decree, DecreeState.DIAJUKAN, DECREE_STEPS)
    open_task(
        "penetapan.village_confirm",
        "operator_desa",
        about=(KIND, decree.pk),
        path=f"/penetapan/{decree.pk}/",
        region=decree.region,
        params={"people": people},
    )


@change("penetapan.village_prepare")
def cancel(decree: Decree, reason: str) -> None:
    """Give a village's draft up."""
    must_be_of(decree, *KINDS)
    give_up(decree, reason)


@change("penetapan.village_prepare")
def take_off(decree: Decree, row: Row, reason: str) -> None:
    """Take a row off a village's draft, as if it had not been written."""
    must_be_of(decree, *KINDS)
    strike(decree, row, reason)


@change("penetapan.village_prepare")
def ask_for_annex(decree: Decree) -> Job:
    """Have the annex of a village's decree written by the worker."""
    must_be_of(decree, *KINDS)
    return ask(decree, "penetapan.annex", before=decree.document_id)


@change("penetapan.village_prepare")
def print_annex(decree: Decree) -> Decree:
    """Write the annex of a village's decree."""
    must_be_of(decree, *KINDS)
    return write_annex(decree)


@change("penetapan.village_confirm")
def note(
    decree: Decree, number: str, day: date, signatory: str, signed: "UploadedFile[Any] | bytes | None"
) -> None:
    """Write down how a village's decree was signed by its head; whoever prepared it does not."""
    must_be_of(decree, *KINDS)
    _must_be_another(decree)
    if decree.meeting_day is None or day < decree.meeting_day:
        raise Refusal(_("Keputusan desa ditandatangani sesudah musyawarahnya. Periksa tanggalnya."), "day")
    document = None
    if signed:
        place = {"region": decree.region, "organisation_code": decree.unit_code}
        document = store(signed, "signed", name=number.strip(), **place)
    write_note(decree, number, day, signatory, document=document)


@change("penetapan.village_confirm")
def ask_to_confirm(decree: Decree) -> Job:
    """Have a noted decree of a village put in force by the worker."""
    must_be_of(decree, *KINDS)
    _must_be_another(decree)
    return ask_in_force(decree)


@change("penetapan.village_confirm")
def confirm(decree: Decree) -> int:
    """Put a noted decree of a village in force; return how many persons it covers anew."""
    must_be_of(decree, *KINDS)
    _must_be_another(decree)
    return record_issue(decree)


def _must_be_another(decree: Decree) -> None:
    must_be_another(decree, _("Yang menyiapkan keputusan desa tidak mengesahkannya. Minta petugas lain."))
