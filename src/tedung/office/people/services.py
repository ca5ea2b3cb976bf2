"""What is changed about a person: seen in full, corrected, related to another, shown by a paper."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.access.scope import require
from tedung.office.base import clock
from tedung.office.base.crypto import blind_index
from tedung.office.base.refusals import Refusal
from tedung.office.events.services import record
from tedung.office.people.meeting import name_keys
from tedung.office.people.models import Evidence, FormerName, FormerNik, Kinship, NikView, Person
from tedung.roster.nik import parse

CORRECTED = (
    "nama_ktp",
    "nama_sebutan",
    "birth_date",
    "birth_place",
    "sex",
    "mother",
    "phone",
    "address",
    "village",
    "domicile",
)
LONGEST_REASON = 64
"""As the former name and number keep it."""
MOST_DESIL = 10


@change("people.nik")
def show_nik(person: Person, reason: str) -> str:
    """Return the full NIK of a person; who looked, when and why is kept."""
    reason = reason.strip()[:120]
    if not reason:
        raise Refusal(_("Tulis untuk apa NIK lengkap diperlukan; alasan ini disimpan."))
    who = current()
    NikView.objects.create(person=person, user_id=who.user_id, by=who.label, at=clock.now(), reason=reason)
    return person.nik


@change("people.change")
def correct(person: Person, reason: str, **given: Any) -> list[str]:
    """Put a person's data right; return the fields that changed.  Former names and numbers are kept.

    given: fields of CORRECTED, and `nik`.  Every former value stays in the audit.
    """
    person = Person.everything.select_for_update().get(pk=person.pk)
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise Refusal(_("Tulis dari mana data yang benar diketahui, misalnya KTP atau KK."))
    _must_be_plausible(given)
    changed = [field for field in CORRECTED if field in given and given[field] != getattr(person, field)]
    for field in changed:
        if field == "nama_ktp":
            _keep_name(person, reason)
        setattr(person, field, given[field])
    person.name_bag, person.name_last = name_keys(person.nama_ktp)
    if "nik" in given and given["nik"] != person.nik:
        _renumber(person, given["nik"], reason)
        changed.append("nik")
    if changed:
        person.save()
        record(person, "people.changed", clock.today(), person)
    return changed


def _must_be_plausible(given: dict[str, Any]) -> None:
    if not given.get("nama_ktp", "x"):
        raise Refusal(_("Nama di KTP tidak boleh kosong."))
    born = given.get("birth_date")
    if born and not date(1900, 1, 1) <= born <= clock.today():
        raise Refusal(_("Tanggal lahir tidak mungkin. Periksa tahunnya."))


def _keep_name(person: Person, reason: str) -> None:
    FormerName.objects.create(person=person, name=person.nama_ktp, reason=reason, at=clock.now())


def _renumber(person: Person, typed: str, reason: str) -> None:
    """Give a person another number; two persons never share a valid one."""
    found = parse(typed, clock.today(settings.HOME_REGION))
    if not found.usable:
        raise Refusal(_("NIK ini tidak sah: harus 16 angka dengan tanggal lahir yang ada."), "nik")
    index = blind_index(found.digits)
    others = Person.everything.filter(nik_index=index, nik_state="valid", merged_into=None)
    if others.exclude(pk=person.pk).exists():
        raise Refusal(
            _("NIK ini sudah tercatat pada orang lain. Periksa apakah keduanya orang yang sama."),
            "nik_taken",
        )
    if person.nik:
        FormerNik.objects.create(
            person=person, nik=person.nik, nik_index=blind_index(person.nik), reason=reason, at=clock.now()
        )
    person.nik, person.nik_index, person.nik_state = found.digits, index, "valid"


@change("people.change")
def relate(person: Person, relative: Person, relation: str, since: date | None = None) -> Kinship:
    """Say that `relative` is the `relation` of `person`; one that had ended begins anew."""
    require("people.view", relative)
    if relation not in Kinship.Relation.values:
        raise Refusal(_("Pilih hubungan keluarganya."))
    if person.pk == relative.pk:
        raise Refusal(_("Seseorang tidak berhubungan keluarga dengan dirinya sendiri."))
    if _is_said_otherwise(person, relative):
        raise Refusal(
            _("Hubungan kedua orang ini sudah tercatat. Akhiri dulu yang lama bila keliru."), "twice"
        )
    found, _is_new = Kinship.objects.update_or_create(
        person=person, relative=relative, relation=relation, defaults={"since": since, "until": None}
    )
    return found


def _is_said_otherwise(person: Person, relative: Person) -> bool:
    between = Q(person=person, relative=relative) | Q(person=relative, relative=person)
    standing = Kinship.objects.filter(between, until=None).exclude(relation=Kinship.Relation.WILL)
    return standing.exists()


@change("people.change")
def end_relation(person: Person, kinship: Kinship, until: date) -> None:
    """End a relation of a person: a divorce, a death, or a mistake."""
    if person.pk not in {kinship.person_id, kinship.relative_id}:
        raise Refusal(_("Hubungan ini bukan milik orang ini."))
    if kinship.until is not None:
        return
    if until > clock.today() or (kinship.since and until < kinship.since):
        raise Refusal(_("Tanggal berakhir harus setelah mulainya dan paling akhir hari ini."))
    kinship.until = until
    kinship.save(update_fields=["until"])


@change("people.evidence")
def show_evidence(
    person: Person,
    kind: str,
    *,
    number: str,
    day: date,
    group_code: str = "",
    held: str = "",
    value: int | None = None,
    until: date | None = None,
) -> Evidence:
    """Keep what a paper or a register says of a person; what was kept before stays beside it."""
    must_be_evidence(kind, number=number, day=day, group_code=group_code, value=value, until=until)
    who = current()
    try:
        with transaction.atomic():
            return Evidence.objects.create(
                person=person,
                kind=kind,
                group_code=group_code if kind == Evidence.Kind.JABATAN else "",
                held=held,
                value=value if kind in {Evidence.Kind.DESIL, Evidence.Kind.INCOME} else None,
                number=number.strip(),
                day=day,
                until=until,
                user_id=who.user_id,
                by=who.label,
                at=clock.now(),
            )
    except IntegrityError as fault:
        raise Refusal(_("Bukti dengan nomor dan tanggal ini sudah tercatat."), "twice") from fault


def must_be_evidence(
    kind: str,
    *,
    number: str,
    day: date,
    group_code: str = "",
    value: int | None = None,
    until: date | None = None,
) -> None:
    """Refuse what no paper could say."""
    if kind not in Evidence.Kind.values:
        raise Refusal(_("Pilih jenis buktinya."))
    if not number.strip():
        raise Refusal(_("Isi nomor keputusan, berita acara, surat, atau nama datanya."))
    if day > clock.today():
        raise Refusal(_("Tanggal bukti belum tiba. Periksa tanggalnya."))
    if until is not None and until < day:
        raise Refusal(_("Masa jabatan berakhir sebelum buktinya dibuat. Periksa tanggalnya."))
    if kind == Evidence.Kind.JABATAN and not group_code:
        raise Refusal(_("Pilih kelompok yang jabatannya dibuktikan."))
    if kind == Evidence.Kind.DESIL and (value is None or not 1 <= value <= MOST_DESIL):
        raise Refusal(_("Desil adalah angka 1 sampai 10."))
    if kind == Evidence.Kind.INCOME and (value is None or value < 0):
        raise Refusal(_("Tulis penghasilan sebulan dalam rupiah utuh."))
