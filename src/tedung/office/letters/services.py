"""Write, issue, replace and sign a letter."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.access.scope import require_within
from tedung.office.audit.steps import begun, step
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.documents.services import store
from tedung.office.letters.kinds import KINDS
from tedung.office.letters.models import STEPS, Letter, State
from tedung.office.letters.numbering import next_ordinal, number
from tedung.office.letters.printing import is_local_address, name_of, printed
from tedung.office.organisations.models import Kind, Organisation

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

NIK = re.compile(r"(?<!\d)\d{16}(?!\d)")


@change("letters.prepare")
def draft(
    kind: str,
    organisation: Organisation,
    *,
    subject: str,
    data: Mapping[str, Any],
    addressee: str = "",
    place: str = "",
    opd_code: str = "",
    about: tuple[str, int] | None = None,
    replaces: Letter | None = None,
) -> Letter:
    """Write a letter that `organisation` will sign; its draft about the same thing is written anew.

    data: what the kind's template reads (letters/kinds.py); KeyError where it lacks something or has
    more.  Refusal where a NIK is in it: a letter travels.
    """
    opd_code = opd_code or (organisation.code if organisation.kind == Kind.OFFICE else "")
    require_within(
        "letters.prepare", region=organisation.region, organisation=organisation.code, opd=opd_code
    )
    _must_fit(kind, data, subject, addressee)
    told = {
        "organisation_code": organisation.code,
        "region": organisation.region,
        "opd_code": opd_code,
        "place": place,
        "addressee": addressee,
        "subject": subject,
        "data": dict(data),
        "replaces": replaces or _in_force(kind, organisation, about),
        "prepared_by": current().user_id,
        "made_at": clock.now(),
    }
    if about is None:
        letter, is_new = Letter.everything.create(kind=kind, organisation=organisation, **told), True
    else:
        letter, is_new = Letter.everything.update_or_create(
            kind=kind,
            organisation=organisation,
            about_kind=about[0],
            about_id=about[1],
            state=State.DRAFT,
            defaults=told,
        )
    if is_new:
        begun(letter, State.DRAFT)
    return letter


@change("letters.issue")
def issue(letter: Letter) -> Letter:
    """Give a draft its number and day and print it; what it replaces is no longer valid."""
    Letter.everything.select_for_update().get(pk=letter.pk)
    letter.refresh_from_db()
    if letter.state != State.DRAFT:
        raise Refusal(_("Surat ini sudah terbit dengan nomor %(number)s.") % {"number": letter.number})
    if settings.PRODUCTION and is_local_address():
        raise Refusal(
            _(
                "Alamat publik kantor belum disetel, jadi kode QR surat ini tidak dapat dibuka orang lain. "
                "Minta administrator menyetel office.public_address, lalu terbitkan lagi."
            ),
            "no_address",
        )
    day = clock.today(letter.region)
    ordinal = next_ordinal(letter.organisation, letter.kind, day.year)
    given = number(letter.organisation, letter.kind, ordinal, day)
    document = store(
        printed(letter, given, day),
        "letter",
        name=f"{name_of(letter.kind)} {given}".replace("/", "-"),
        region=letter.region,
        opd_code=letter.opd_code,
        organisation_code=letter.organisation_code,
    )
    whole = {"year": day.year, "ordinal": ordinal, "number": given, "day": day, "document": document}
    step(letter, State.ISSUED, STEPS, "", **whole)
    if letter.replaces:
        step(letter.replaces, State.REPLACED, STEPS, given)
    return letter


@change("letters.issue")
def attach_signed(letter: Letter, upload: "UploadedFile[Any] | bytes", name: str = "") -> Letter:
    """Keep the scan of the signed paper with its letter."""
    scan = store(
        upload,
        "signed",
        name=name,
        region=letter.region,
        opd_code=letter.opd_code,
        organisation_code=letter.organisation_code,
    )
    step(letter, State.SIGNED, STEPS, signed_document=scan)
    return letter


@change("letters.prepare")
def replacement(letter: Letter) -> Letter:
    """Write a draft that will replace a letter: the same text, to be corrected."""
    if letter.state not in {State.ISSUED, State.SIGNED}:
        raise Refusal(_("Hanya surat yang sudah terbit dan masih berlaku yang dapat diganti."))
    return draft(
        letter.kind,
        letter.organisation,
        subject=letter.subject,
        data=letter.data,
        addressee=letter.addressee,
        place=letter.place,
        opd_code=letter.opd_code,
        about=(letter.about_kind, letter.about_id) if letter.about_id else None,
        replaces=letter,
    )


def _in_force(kind: str, organisation: Organisation, about: tuple[str, int] | None) -> Letter | None:
    """Return the letter about the same thing that a new one will replace."""
    if about is None:
        return None
    found = Letter.everything.filter(
        kind=kind, organisation=organisation, about_kind=about[0], about_id=about[1]
    )
    return found.filter(state__in=[State.ISSUED, State.SIGNED]).order_by("-pk").first()


def _must_fit(kind: str, data: Mapping[str, Any], *texts: str) -> None:
    """Refuse data that the template cannot print: these are faults of the program, but for a NIK."""
    wanted = KINDS[kind]
    missing, unknown = wanted.needed - set(data), set(data) - wanted.keys
    if missing or unknown:
        raise KeyError(f"{kind}: {sorted(missing)} missing, {sorted(unknown)} unknown")
    if any(NIK.search(words) for words in _texts([*texts, data])):
        raise Refusal(_("Surat tidak boleh memuat NIK. Hapus NIK dari teksnya, lalu simpan lagi."), "nik")


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return _texts(list(value.values()))
    return [text for inner in value for text in _texts(inner)] if isinstance(value, list | tuple) else []
