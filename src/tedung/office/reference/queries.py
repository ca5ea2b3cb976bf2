"""What other parts read of the office's own settings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from tedung.office.base import clock
from tedung.office.organisations.models import Organisation
from tedung.office.reference.keys import KEYS, Key
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
    "mandiri.reminder_days": 5,  # before the due day; texts to who pays oneself
    "mandiri.reminder_text": (
        "Iuran BPJS Ketenagakerjaan Anda sampai {month}: {amount}. Bayar paling lambat {day} supaya "
        "perlindungan tidak terputus. Balas BERHENTI bila tidak ingin diingatkan."
    ),
    "mandiri.collector_text": (
        "Iuran BPJS Ketenagakerjaan {people} anggota sampai {month} belum dibayar: {amount}. Bayar paling "
        "lambat {day}. Daftar tagihan anggota dapat diminta di kantor kami."
    ),
    "office.email": "kantor@example.invalid",  # from whom mail comes, where the office has a server
    "office.government": "Pemerintah Kota Denpasar",
    "office.public_address": "http://127.0.0.1:8000",  # what the QR of a letter begins with
    "letters.number": {
        "*": "{number:3}/{kind}/{unit}/{month}/{year}"
    },  # by organisation: letters/numbering.py
    "retention.jobs": 0,  # undecided: nothing goes until the office decides
    "retention.messages": 0,
    "retention.questions": 0,
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
    found: Policy | None = Policy.objects.filter(group=group, since__lte=day).order_by("-since").first()
    return found


def file_format(code: str, day: date) -> Format:
    """Return the form of a file in force on a day."""
    return Format.objects.filter(code=code, since__lte=day).latest("since", "version")


def region_names(codes: Collection[str]) -> dict[str, str]:
    """Return the names of regions by code, of those that are known."""
    return dict(Region.objects.filter(code__in=codes).values_list("code", "name"))


def region_name(code: str) -> str:
    """Return a region's name, or its code where it is not known."""
    return Region.objects.filter(code=code).values_list("name", flat=True).first() or code


@dataclass(frozen=True)
class Value:
    """A setting as it holds today: since when (None: from the beginning), and what is planned next."""

    key: str
    about: Key
    value: Any
    since: date | None
    planned: date | None


def values_today() -> list[Value]:
    """Return each setting that an administrator may change, in the order of the page; one query."""
    day = clock.today()
    held: dict[str, Setting] = {}
    planned: dict[str, date] = {}
    for row in Setting.objects.filter(key__in=list(KEYS)).order_by("since"):
        if row.since <= day:
            held[row.key] = row
        else:
            planned.setdefault(row.key, row.since)
    return [
        Value(
            key,
            about,
            held[key].value if key in held else DEFAULTS[key],
            held[key].since if key in held else None,
            planned.get(key),
        )
        for key, about in KEYS.items()
    ]


def history(key: str) -> QuerySet[Any]:
    """Return all that was ever written of a setting, withdrawn ones too, the latest first."""
    return Setting.written.filter(key=key).order_by("-since", "-pk")


def histories(prefix: str) -> QuerySet[Any]:
    """Return all that was ever written of settings with a prefix, the latest first."""
    return Setting.written.filter(key__startswith=prefix).order_by("-since", "-pk")


def policies(group: Group) -> QuerySet[Any]:
    """Return all that a group ever asked or was to ask, the latest first."""
    return Policy.written.filter(group=group).order_by("-since", "-pk")


def numbering_forms() -> list[tuple[str, str]]:
    """Return how letters are numbered today: (organisation, or empty for all others, form)."""
    forms: dict[str, str] = dict(setting("letters.number"))
    others = forms.pop("*")
    names = {one.code: one.name for one in Organisation.objects.filter(code__in=list(forms))}
    return [("", others), *sorted((names.get(code, code), form) for code, form in forms.items())]


def numbering_of(unit: int | None) -> str:
    """Return the form in which the letters of an organisation (None: of all others) are numbered today."""
    forms: dict[str, str] = setting("letters.number")
    code = Organisation.objects.filter(pk=unit).values_list("code", flat=True).first() if unit else None
    return forms.get(code or "*", forms["*"])


def groups_today() -> list[dict[str, Any]]:
    """Return the groups by name with what each asks today; two queries."""
    asked: dict[int, Policy] = {}
    for row in Policy.objects.filter(since__lte=clock.today()).order_by("since"):
        asked[row.group_id] = row
    groups = Group.objects.select_related("opd").order_by("-is_active", "name")
    return [{"group": group, "policy": asked.get(group.pk)} for group in groups]


def formats_today() -> list[Format]:
    """Return of each file the version of today, else the first that is planned."""
    day, found = clock.today(), {}
    for row in Format.objects.order_by("since", "pk"):
        if row.since <= day or row.code not in found:
            found[row.code] = row
    return sorted(found.values(), key=lambda row: row.name)


def versions(code: str) -> list[Format]:
    """Return the versions of a file, the latest first."""
    return list(Format.objects.filter(code=code).order_by("-since", "-pk"))
