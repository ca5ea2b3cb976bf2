"""What the office sets for itself: each value and policy from a day on, never laid over."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.organisations.models import Kind, Organisation
from tedung.office.reference.keys import KEYS, checked
from tedung.office.reference.models import Format, Group, Policy, Setting
from tedung.office.reference.queries import setting

NUMBERING = "letters.number"
SIZES = "documents.megabytes"
COMMON_YEAR = 2027
"""A year without 29 February: the days of a calendar come every year."""
MOST_MEGABYTES = 64
"""What any upload may weigh at most: documents/uploads.py."""
SAMPLE = {"number": 7, "kind": "SP", "unit": "KANTOR", "month": "XII", "year": 2026}
LONGEST_FORM = 80
LONGEST_REASON = 200
MOST_DESIL = 10
MOST_INCOME = 10**12


@change("settings.change")
def set_value(key: str, given: str, since: date, reason: str) -> Setting:
    """Let a setting hold another value from a day on."""
    if key not in KEYS:
        raise Refusal(_("Pengaturan itu tidak ada di halaman ini."), "key_unknown")
    value = checked(key, given)
    if setting(key, since) == value:
        raise Refusal(_("Nilainya memang sudah begitu pada hari itu."), "same")
    made = Setting(key=key, value=value, since=since, reason=_reason(reason))
    _keep(made)
    return made


@change("settings.change")
def set_numbering(unit: Organisation | None, form: str, since: date, reason: str) -> Setting:
    """Let the letters of an organisation (None: of all others) be numbered in another form from a day on."""
    from tedung.office.letters.numbering import filled

    form = " ".join(form.split())
    told = _("Bentuk nomor memuat {number} dan hanya boleh {number:3} {kind} {unit} {month} {year}.")
    try:
        sample = filled(form, SAMPLE)
    except ValueError as fault:
        raise Refusal(told, "form_bad") from fault
    if len(sample) > LONGEST_FORM or not form.isprintable():
        raise Refusal(told, "form_bad")
    if Setting.objects.filter(key=NUMBERING, since__gt=since).exists():
        told = _("Sudah ada bentuk nomor yang direncanakan sesudah hari itu. Tarik yang itu lebih dahulu.")
        raise Refusal(told, "planned_later")
    forms = {**setting(NUMBERING, since), (unit.code if unit else "*"): form}
    made = Setting(key=NUMBERING, value=forms, since=since, reason=_reason(reason))
    _keep(made)
    return made


@change("settings.change")
def set_size(kind: str, most: int, since: date, reason: str) -> Setting:
    """Let documents of a kind weigh at most so many megabytes from a day on."""
    from tedung.office.documents.kinds import KINDS

    if kind not in KINDS or not 1 <= most <= max(MOST_MEGABYTES, KINDS[kind].megabytes):
        told = _("Pilih jenisnya, dan tulis ukuran dari 1 sampai %(most)s MB.")
        raise Refusal(told % {"most": MOST_MEGABYTES}, "size_bad")
    if Setting.objects.filter(key=SIZES, since__gt=since).exists():
        told = _("Sudah ada ukuran yang direncanakan sesudah hari itu. Tarik yang itu lebih dahulu.")
        raise Refusal(told, "planned_later")
    made = Setting(
        key=SIZES, value={**setting(SIZES, since), kind: most}, since=since, reason=_reason(reason)
    )
    _keep(made)
    return made


@change("settings.change")
def set_calendar(code: str, first: str, last: str, since: date, reason: str) -> Setting:
    """Let a step of the year's calendar have other days (MM-DD) from a day on."""
    from tedung.office.home.programme import PREFIX, ROWS

    told = _("Tulis tanggal dan bulan yang ada setiap tahun, misalnya 01-03; awal tidak sesudah akhir.")
    try:
        days = [date.fromisoformat(f"{COMMON_YEAR}-{given}") for given in (first, last)]
    except ValueError as fault:
        raise Refusal(told, "days_bad") from fault
    if code not in {row.code for row in ROWS} or days[0] > days[1]:
        raise Refusal(told, "days_bad")
    value = {"first": f"{days[0]:%m-%d}", "last": f"{days[1]:%m-%d}"}
    made = Setting(key=f"{PREFIX}{code}", value=value, since=since, reason=_reason(reason))
    _keep(made)
    return made


@change("settings.change")
def withdraw(row: Setting | Policy) -> None:
    """Take back what has not held yet, or holds since today; what held stays."""
    if row.withdrawn_at is not None:
        raise Refusal(_("Baris ini sudah ditarik."), "withdrawn")
    if row.since < clock.today():
        told = _("Baris ini sudah pernah berlaku, jadi tetap tersimpan. Buat yang baru mulai hari ini.")
        raise Refusal(told, "has_held")
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])


@change("settings.change")
def make_group(name: str, opd: Organisation, *, is_office: bool) -> Group:
    """Make a target group; its code follows from its name and never changes again."""
    code = slugify(name)[:32].replace("-", "_").strip("_")
    if not code:
        raise Refusal(_("Nama kelompok belum diisi."), "name_missing")
    if Group.objects.filter(code=code).exists():
        raise Refusal(_("Kelompok dengan nama itu sudah ada. Bukalah dari daftar."), "group_there")
    _must_look_after(opd)
    return Group.objects.create(code=code, name=" ".join(name.split()), opd=opd, is_office=is_office)


@change("settings.change")
def correct_group(group: Group, name: str, opd: Organisation, *, is_office: bool, is_active: bool) -> None:
    """Put a group right; what was proposed before keeps the office that it had then."""
    _must_look_after(opd)
    group.name, group.opd = " ".join(name.split()), opd
    group.is_office, group.is_active = is_office, is_active
    group.save(update_fields=["name", "opd", "is_office", "is_active"])


def _must_look_after(opd: Organisation) -> None:
    if opd.kind != Kind.OFFICE or not opd.is_active:
        raise Refusal(_("Yang mengampu kelompok adalah perangkat daerah yang aktif."), "no_office")


@change("settings.change")
def set_policy(group: Group, since: date, source: str, given: Mapping[str, Any]) -> Policy:
    """Let a group ask something else of its members from a day on.

    given: basis, desil_max, income_max, other_job, pays_himself.
    """
    basis = given["basis"]
    desil, income = given.get("desil_max"), given.get("income_max")
    if basis == Policy.Basis.DESIL and not (desil and 1 <= desil <= MOST_DESIL):
        raise Refusal(_("Isi desil tertinggi, dari 1 sampai 10."), "desil_missing")
    if basis == Policy.Basis.INCOME and not (income and 0 < income <= MOST_INCOME):
        raise Refusal(_("Isi penghasilan tertinggi sebulan dalam rupiah."), "income_missing")
    made = Policy(
        group=group,
        since=since,
        basis=basis,
        desil_max=desil if basis == Policy.Basis.DESIL else None,
        income_max=income if basis == Policy.Basis.INCOME else None,
        other_job=given["other_job"],
        pays_himself=given["pays_himself"],
        source=_reason(source),
    )
    _keep(made)
    return made


@change("settings.change")
def new_version(form: Format, headings: list[str], since: date, note: str, *, is_compared: bool) -> Format:
    """Let a file have other headings from a day on; an empty one leaves a column out that is not needed."""
    _not_past(since)
    last = Format.objects.filter(code=form.code).order_by("-since", "-pk").first() or form
    if since < last.since:
        raise Refusal(_("Versi yang lebih baru sudah mulai sesudah hari itu."), "older")
    columns = _columns(last, headings)
    number = Format.objects.filter(code=form.code).count() + 1
    last.pk = None
    last.columns, last.since, last.note, last.is_compared = columns, since, note, is_compared
    last.version = str(number)
    last.save()
    return last


def _columns(last: Format, headings: list[str]) -> list[dict[str, Any]]:
    said = [" ".join(heading.split()) for heading in headings]
    if len(said) != len(last.columns):
        raise Refusal(_("Formulir ini sudah berubah. Muat ulang halaman, lalu isi lagi."), "changed")
    for column, heading in zip(last.columns, said, strict=True):
        if column.get("is_required") and not heading:
            raise Refusal(_("Kolom yang wajib harus punya judul."), "heading_missing")
    kept = [
        {**column, "heading": heading} for column, heading in zip(last.columns, said, strict=True) if heading
    ]
    names = [column["heading"].casefold() for column in kept]
    if len(set(names)) != len(names):
        raise Refusal(_("Dua kolom tidak boleh berjudul sama."), "heading_twice")
    return kept


def _keep(row: Setting | Policy) -> None:
    _not_past(row.since)
    who = current()
    row.user_id, row.by, row.at = who.user_id, who.label, clock.now()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        told = _("Sudah ada yang mulai berlaku pada hari itu. Tarik yang itu, atau pilih hari lain.")
        raise Refusal(told, "same_day") from fault


def _not_past(since: date) -> None:
    if since < clock.today():
        raise Refusal(_("Yang sudah lewat tidak diubah. Pilih hari ini atau sesudahnya."), "past")


def _reason(said: str) -> str:
    said = " ".join(said.split())[:LONGEST_REASON]
    if not said:
        raise Refusal(_("Tulis dasarnya: peraturan, surat, atau keputusan rapat."), "reason_missing")
    return said
