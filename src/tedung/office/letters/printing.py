"""A letter on paper: the head of the office that signs, the text of its kind, the QR that checks it."""

import io
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import segno
from django.utils.translation import override

from tedung.office.letters.kinds import KINDS
from tedung.office.letters.models import Letter
from tedung.office.organisations.models import Kind, Organisation
from tedung.office.reference.queries import region_name, setting
from tedung.print import compile_pdf


def printed(letter: Letter, number: str, day: date) -> bytes:
    """Return the letter as PDF/UA-1, in Indonesian; without a number it says that it is a draft."""
    kind, kind_name = KINDS[letter.kind], name_of(letter.kind)
    handed: dict[str, Any] = {
        "title": f"{kind_name} {number}".strip(),
        "kind": kind_name,
        "number": number,
        "day": day,
        "place": letter.place or setting("office.place", day),
        "addressee": letter.addressee,
        "subject": letter.subject,
        "office": _office(letter),
        "check": check_address(letter),
        **dict.fromkeys(kind.keys),
        **letter.data,
    }
    return compile_pdf(kind.template, handed, day, {"qr.svg": qr(check_address(letter))})


def name_of(kind: str) -> str:
    """Return what a kind is called on paper, whichever language its officer reads."""
    with override("id"):
        return str(KINDS[kind].name)


def check_address(letter: Letter) -> str:
    """Return the public address at which a letter is checked."""
    return f"{setting('office.public_address').rstrip('/')}/cek/{letter.token}/"


def is_local_address() -> bool:
    """Say whether the public address is still that of one computer: nobody else could open what a QR says."""
    return urlsplit(setting("office.public_address")).hostname in {"127.0.0.1", "::1", "localhost", None}


def qr(address: str) -> bytes:
    """Return an address as a QR in SVG."""
    made = io.BytesIO()
    segno.make(address, error="m").save(
        made, kind="svg", border=0, xmldecl=False, svgclass=None, lineclass=None
    )
    return made.getvalue()


def _office(letter: Letter) -> dict[str, Any]:
    """Return the head of the letter: the office that signs, never ours."""
    signing = letter.organisation
    return {
        "above": _above(signing),
        "name": signing.name,
        "address": signing.address,
        "phone": signing.phone,
        "email": signing.email,
        "head_title": signing.head_title,
        "head_name": signing.head_name,
        "head_nip": signing.head_nip,
    }


def _above(signing: Organisation) -> list[str]:
    """Return the lines over the name: the government, and a village's district; none over a customary one."""
    if signing.kind not in {Kind.OFFICE, Kind.VILLAGE}:
        return []
    district = signing.region.rsplit(".", 1)[0] if signing.kind == Kind.VILLAGE else ""
    name = region_name(district) if district.count(".") == 2 else ""
    return [setting("office.government"), *([f"Kecamatan {name}"] if name and name != district else [])]
