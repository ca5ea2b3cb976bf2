"""A wadah is made and changed; an agreement with the agency's branch is written down."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.access.scope import require_within
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.documents.services import store
from tedung.office.jobs.services import enqueue
from tedung.office.organisations.models import Kind, Organisation
from tedung.office.wadah.models import Agreement, Member, MemberState, Wadah

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

TAKES = ("payer", "region", "opd_code", "unit_code", "group_code")
"""What says whose covers go into a wadah: fixed once somebody is in it."""


@change("wadah.change")
def make(name: str, **fields: Any) -> Wadah:
    """Make a wadah and let the covers that it takes be placed.  fields: of the model, with those of TAKES."""
    region = fields["region"]
    require_within("wadah.change", region=region, opd=fields.get("opd_code", ""))
    code = slugify(name)[:40] or "wadah"
    taken = Organisation.objects.filter(code__startswith=f"wadah:{code}").count()
    organisation = Organisation.objects.create(
        code=f"wadah:{code}" + (f"-{taken + 1}" if taken else ""), kind=Kind.WADAH, name=name, region=region
    )
    with _alone():
        wadah = Wadah.everything.create(
            organisation=organisation,
            prepared_by=current().user_id,
            made_at=clock.now(),
            **{"since": clock.today(region), **fields},
        )
    enqueue("wadah.place")
    return wadah


@change("wadah.change")
def alter(wadah: Wadah, name: str, **fields: Any) -> None:
    """Change what a wadah is called, who looks after it, or, while nobody is in it, whom it takes."""
    differs = [key for key in TAKES if key in fields and fields[key] != getattr(wadah, key)]
    live = Member.everything.filter(wadah=wadah).exclude(state=MemberState.KELUAR)
    if differs and live.exists():
        raise Refusal(
            _("Di wadah ini sudah ada peserta, jadi siapa yang masuk tidak dapat diubah. Buat wadah baru."),
            "has_members",
        )
    Organisation.objects.filter(pk=wadah.organisation_id).update(name=name)
    for key, value in fields.items():
        setattr(wadah, key, value)
    with _alone():
        wadah.save(update_fields=list(fields))
    enqueue("wadah.place")


@contextmanager
def _alone() -> Iterator[None]:
    """Say in words that two wadah would take the same covers, or bear one agency code."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fault:
        raise Refusal(
            _("Sudah ada wadah aktif dengan pembayar dan lingkup yang sama, atau dengan kode BPJS itu."),
            "taken",
        ) from fault


@change("wadah.change")
def agree(
    wadah: Wadah,
    also: Collection[Wadah] = (),
    signed: "UploadedFile[Any] | bytes | None" = None,
    **fields: Any,
) -> Agreement:
    """Write an agreement down over a wadah and others; the last one whose term holds a day counts."""
    if fields["until"] < fields["since"]:
        raise Refusal(_("Perjanjian harus berakhir sesudah mulai."), "term")
    for other in also:
        require_within("wadah.change", region=other.region, opd=other.opd_code)
    if signed is not None:
        fields["document"] = store(
            signed, "signed", name=fields["number"], region=wadah.region, opd_code=wadah.opd_code
        )
    try:
        with transaction.atomic():
            made = Agreement.objects.create(made_at=clock.now(), **fields)
    except IntegrityError as fault:
        raise Refusal(_("Perjanjian dengan nomor dan tanggal itu sudah dicatat."), "twice") from fault
    made.wadah.set([wadah, *also])
    return made
