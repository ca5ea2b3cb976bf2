"""What is changed about organisations: made, put right, closed, opened; bank details by two people."""

import re
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change, four_eyes
from tedung.office.audit.steps import begun, step
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.organisations.models import BANK_STEPS, BankChange, BankState, Kind, Organisation
from tedung.office.reference.models import Region
from tedung.office.tasks.services import close_tasks, open_task

PREFIXES = {
    Kind.OFFICE: "",
    Kind.VILLAGE: "desa",
    Kind.DESA_ADAT: "adat",
    Kind.SUBAK: "subak",
    Kind.EMPLOYER: "usaha",
    Kind.COOPERATIVE: "koperasi",
    Kind.PROVIDER: "latih",
    Kind.PAYER: "pembayar",
    Kind.BANK: "bank",
    Kind.WADAH: "wadah",
}
CORRECTED = ("name", "region", "address", "phone", "email", "head_title", "head_name", "head_nip")
VILLAGE_DOTS = 3
LONGEST_SLUG = 48
ACCOUNT = re.compile(r"[0-9]{5,20}")
ABOUT = "organisations.bankchange"
APPROVE = "organisations.bank_approve"


@change("organisations.change")
def make(kind: str, **given: Any) -> Organisation:
    """Make an organisation; its code follows from kind and name, and never changes again.

    given: the fields of CORRECTED.
    """
    if kind not in Kind.values:
        raise Refusal(_("Jenis organisasi itu tidak ada. Pilih dari daftar."), "kind_unknown")
    _must_fit({"name": "", **given})
    if kind == Kind.VILLAGE and given.get("region", "").count(".") != VILLAGE_DOTS:
        raise Refusal(_("Pilih desa atau kelurahannya."), "not_a_village")
    base = _code(kind, given)
    for number in range(1, 100):
        code = base if number == 1 else f"{base}_{number}"
        if not Organisation.objects.filter(code=code).exists():
            return Organisation.objects.create(code=code, kind=kind, **given)
        if kind == Kind.VILLAGE:
            raise Refusal(_("Desa atau kelurahan itu sudah ada. Bukalah dari daftar."), "village_there")
    raise Refusal(
        _("Sudah terlalu banyak organisasi bernama sama. Tulis nama yang lebih lengkap."), "too_many"
    )


@change("organisations.change")
def correct(organisation: Organisation, **given: Any) -> list[str]:
    """Put an organisation's data right; return the fields that changed."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    given = {field: given[field] for field in CORRECTED if field in given}
    if organisation.kind == Kind.VILLAGE:
        given.pop("region", None)  # its code is made of it
    changed = [field for field, value in given.items() if getattr(organisation, field) != value]
    _must_fit({field: given[field] for field in changed})
    for field in changed:
        setattr(organisation, field, given[field])
    if changed:
        organisation.save(update_fields=changed)
    return changed


@change("organisations.change")
def close(organisation: Organisation) -> None:
    """Let an organisation be chosen no more; what it did keeps its name."""
    if organisation.groups.filter(is_active=True).exists():
        told = _("Organisasi ini masih mengampu kelompok sasaran. Pindahkan kelompoknya lebih dahulu.")
        raise Refusal(told, "has_groups")
    _set_active(organisation, is_active=False)


@change("organisations.change")
def reopen(organisation: Organisation) -> None:
    """Let an organisation be chosen again."""
    _set_active(organisation, is_active=True)


def _set_active(organisation: Organisation, *, is_active: bool) -> None:
    organisation.is_active = is_active
    organisation.save(update_fields=["is_active"])


@change("organisations.bank")
def propose_bank(
    organisation: Organisation, bank_name: str, account: str, holder: str, reason: str
) -> BankChange:
    """Prepare new bank details; they hold once another officer has approved them."""
    digits = re.sub(r"[ .\-]", "", account)
    if not ACCOUNT.fullmatch(digits):
        raise Refusal(_("Nomor rekening berisi 5 sampai 20 angka. Periksa lagi."), "account_bad")
    if not all(" ".join(said.split()) for said in (bank_name, holder, reason)):
        raise Refusal(_("Isi nama bank, nama pemilik rekening, dan dasar perubahannya."), "bank_missing")
    made = _proposed(organisation, bank_name, digits, holder, reason)
    begun(made, BankState.PROPOSED, made.reason)
    for role in ("bendahara", "kepala"):
        path = f"/organisasi/rekening/{made.pk}/"
        open_task(APPROVE, role, about=(ABOUT, made.pk), path=path, region=_home())
    return made


def _proposed(unit: Organisation, bank_name: str, digits: str, holder: str, reason: str) -> BankChange:
    who = current()
    try:
        with transaction.atomic():
            return BankChange.objects.create(
                organisation=unit,
                bank_name=" ".join(bank_name.split())[:80],
                bank_account=digits,
                bank_holder=" ".join(holder.split())[:120],
                reason=" ".join(reason.split())[:200],
                prepared_by=who.user_id,
                by=who.label,
                at=clock.now(),
            )
    except IntegrityError as fault:
        told = _("Sudah ada perubahan rekening yang menunggu persetujuan. Selesaikan yang itu dahulu.")
        raise Refusal(told, "bank_waits") from fault


@change("organisations.bank_approve")
def approve_bank(proposed: BankChange) -> None:
    """Let new bank details hold; who prepared them does not approve them."""
    told = _("Anda yang menyiapkan perubahan rekening ini, jadi orang lain yang menyetujuinya.")
    four_eyes(proposed.prepared_by, told)
    step(proposed, BankState.APPROVED, BANK_STEPS)
    organisation = Organisation.objects.select_for_update().get(pk=proposed.organisation_id)
    for field in ("bank_name", "bank_account", "bank_holder"):
        setattr(organisation, field, getattr(proposed, field))
    organisation.save(update_fields=["bank_name", "bank_account", "bank_holder"])
    close_tasks(ABOUT, proposed.pk)


@change("organisations.bank_approve")
def refuse_bank(proposed: BankChange, reason: str) -> None:
    """Leave the bank details as they are, and say why."""
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal(_("Tulis mengapa perubahan ini ditolak; yang menyiapkan akan membacanya."), "reason")
    step(proposed, BankState.REFUSED, BANK_STEPS, reason)
    close_tasks(ABOUT, proposed.pk)


@change("organisations.bank")
def withdraw_bank(proposed: BankChange) -> None:
    """Take back what one prepared oneself."""
    who = current()
    if not who.is_system and who.user_id != proposed.prepared_by:
        raise Refusal(_("Hanya yang menyiapkan dapat menariknya kembali."), "not_own")
    step(proposed, BankState.WITHDRAWN, BANK_STEPS)
    close_tasks(ABOUT, proposed.pk)


def _must_fit(given: dict[str, Any]) -> None:
    if not given.get("name", "-").strip():
        raise Refusal(_("Nama organisasi belum diisi."), "name_missing")
    region = given.get("region", "")
    if region and not Region.objects.filter(code=region).exists():
        raise Refusal(_("Wilayah itu tidak ada. Pilih dari daftar."), "region_unknown")


def _code(kind: str, given: dict[str, Any]) -> str:
    """Return the code by which grants, files and letters name it: no comma, no capital."""
    if kind == Kind.VILLAGE:
        return f"desa:{given['region']}"
    slug = slugify(given["name"])[:LONGEST_SLUG].replace("-", "_") or "tanpa_nama"
    prefix = PREFIXES[Kind(kind)]
    return f"{prefix}:{slug}" if prefix else slug


def _home() -> str:
    from django.conf import settings

    return settings.HOME_REGION
