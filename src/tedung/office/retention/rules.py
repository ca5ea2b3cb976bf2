"""What is kept for a while, by kind, and what never goes.

Here stands what may go at all; how long it stays the office decides (a setting a kind, with its ground), for
no regulation that was read names a period.  Until then nothing goes.  A rule names whole rows that nothing
else rests on: no decision, decree, posting, membership, step or audit is among them.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tedung.office.api.models import Question
from tedung.office.jobs.models import Job
from tedung.office.jobs.models import State as JobState
from tedung.office.outbox.models import Message
from tedung.office.outbox.models import State as MessageState


class Rule(NamedTuple):
    """A kind of rows: its name, what of it may go, and what stays of it."""

    name: str | Promise
    stays: str | Promise
    older: Callable[[datetime], QuerySet[Any, Any]]
    first: tuple[str, ...] = ()  # relations whose rows go with it, before it


def _jobs(before: datetime) -> QuerySet[Any, Any]:
    """Jobs that ended well, but for those that a selection, a decree or a report shows."""
    found: QuerySet[Any, Any] = Job.everything.filter(state=JobState.DONE, ended_at__lt=before)
    rows: list[Any] = [one for one in Job._meta.get_fields(include_hidden=True) if one.one_to_many]
    for one in rows:  # every foreign key to a job, also those that have no name on its side
        users = one.related_model._base_manager.filter(**{one.field.name: OuterRef("pk")})
        found = found.exclude(Exists(users))
    return found


def _messages(before: datetime) -> QuerySet[Any, Any]:
    """Messages that were sent or given up."""
    ended = (MessageState.SENT, MessageState.CANCELLED)
    return Message.everything.filter(state__in=ended, made_at__lt=before)


def _questions(before: datetime) -> QuerySet[Any, Any]:
    """Questions of programs whether people are covered."""
    return Question.objects.filter(at__lt=before)


RULES: Mapping[str, Rule] = {
    # kind: its setting is `retention.` and the kind
    "jobs": Rule(
        _("Pekerjaan yang selesai"),
        _("Langkah-langkahnya tetap tercatat; yang gagal dan yang dipakai keputusan tidak dihapus."),
        _jobs,
    ),
    "messages": Rule(
        _("Pesan yang terkirim atau dibatalkan"),
        _("Langkahnya tetap tercatat; jejak perubahan menyimpan isinya tersandi."),
        _messages,
    ),
    "questions": Rule(
        _("Pertanyaan perlindungan dari program lain"),
        _("Siapa bertanya tentang siapa; jawabannya memang tidak disimpan."),
        _questions,
        ("about",),
    ),
}
NEVER: tuple[tuple[str | Promise, str | Promise], ...] = (
    (
        _("Keputusan, kepesertaan, iuran, buku pembantu"),
        _("Dasar hak orang dan pertanggungjawaban uang; buku pembantu hanya dibetulkan dengan catatan baru."),
    ),
    (
        _("Jejak perubahan dan langkah"),
        _("Bukti siapa mengubah apa. Basis data menolak penghapusannya."),
    ),
    (
        _("Siapa melihat NIK lengkap, siapa mengunduh dokumen"),
        _("Bukti untuk pemeriksaan. Basis data menolak penghapusannya."),
    ),
    (
        _("Dokumen yang diunggah, juga dari usulan yang ditarik"),
        _("Baris lain merujuk kepadanya; berkas yang hilang dihitung sebagai kerusakan."),
    ),
    (
        _("Jawaban atas perintah program lain"),
        _("Supaya perintah yang diulang tidak dikerjakan dua kali. Basis data menolak penghapusannya."),
    ),
)
"""What never goes, with the reason."""
