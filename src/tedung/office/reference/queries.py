"""What other parts read of the office's own settings."""

from collections.abc import Collection
from datetime import date
from typing import Any

from tedung.office.base import clock
from tedung.office.reference.models import Format, Group, Policy, Region, Setting

DEFAULTS: dict[str, Any] = {
    "office.name": "Dinas Ketenagakerjaan dan Sertifikasi Kompetensi",
    "office.city": "Kota Denpasar",
    "office.address": "",
    "office.place": "Denpasar",
    "decree.signatory": "Wali Kota Denpasar",
    "decree.number": "188.45/{number}/HK/{year}",
    "trust": "cautious",  # which pairs the machine may merge: linkage, --trust
    "padan.valid_days": 31,
    "wadah.kinds": {  # the agency's codes of containers, from its membership handbook
        "SG": "Pemerintah",
        "SA": "Desa, dibayar APBD",
        "SD": "Desa, dibayar APB Desa",
        "SL": "Desa, dana lain",
        "SC": "Perusahaan",
        "SB": "Perbankan",
    },
    "office.email": "kantor@example.invalid",  # from whom mail comes, where the office has a server
    "office.government": "Pemerintah Kota Denpasar",
    "office.public_address": "http://127.0.0.1:8000",  # what the QR of a letter begins with
    "letters.number": {
        "*": "{number:3}/{kind}/{unit}/{month}/{year}"
    },  # by organisation: letters/numbering.py
    "documents.megabytes": {},  # by kind of document, where other than documents/kinds.py says
}


def setting(key: str, day: date | None = None) -> Any:
    """Return the value of a setting on a day, or its default; an unknown key is a fault of ours."""
    found = (
        Setting.objects.filter(key=key, since__lte=day or clock.today())
        .order_by("-since")
        .values_list("value", flat=True)
        .first()
    )
    return DEFAULTS[key] if found is None else found


def policy(group: Group, day: date) -> Policy | None:
    """Return what a group asks on a day."""
    return group.policies.filter(since__lte=day).order_by("-since").first()


def file_format(code: str, day: date) -> Format:
    """Return the form of a file in force on a day."""
    return Format.objects.filter(code=code, since__lte=day).latest("since", "version")


def region_names(codes: Collection[str]) -> dict[str, str]:
    """Return the names of regions by code, of those that are known."""
    return dict(Region.objects.filter(code__in=codes).values_list("code", "name"))


def region_name(code: str) -> str:
    """Return a region's name, or its code where it is not known."""
    return Region.objects.filter(code=code).values_list("name", flat=True).first() or code
