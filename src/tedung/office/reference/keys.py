"""The settings that an administrator may change: what each is called and what it may hold."""

import re
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tedung.office.base.refusals import Refusal

LONGEST = 300
MOST_DAYS = 366
NUMBER = re.compile(r"\{(number|year)\}")


class Key(NamedTuple):
    """What a setting is called, what it is for, and which kind of value it holds."""

    name: str | Promise
    help: str | Promise
    kind: str = "text"  # text, email, address, days, number


KEYS = {
    # key: in the order of the page
    "office.name": Key(gettext_lazy("Nama kantor"), gettext_lazy("Kantor yang memiliki sistem ini.")),
    "office.government": Key(
        gettext_lazy("Nama pemerintah"), gettext_lazy("Baris teratas kop surat, misalnya Pemerintah Kota.")
    ),
    "office.city": Key(gettext_lazy("Nama kota/kabupaten"), gettext_lazy("Dipakai dalam kalimat surat.")),
    "office.address": Key(gettext_lazy("Alamat kantor"), gettext_lazy("Alamat lengkap kantor.")),
    "office.place": Key(gettext_lazy("Tempat surat"), gettext_lazy("Ditulis sebelum tanggal surat.")),
    "office.email": Key(
        gettext_lazy("Surel pengirim"), gettext_lazy("Alamat asal pesan dari kantor."), "email"
    ),
    "office.public_address": Key(
        gettext_lazy("Alamat publik"), gettext_lazy("Awal alamat pada kode QR surat."), "address"
    ),
    "decree.signatory": Key(
        gettext_lazy("Penanda tangan keputusan"), gettext_lazy("Jabatan yang menetapkan keputusan.")
    ),
    "decree.number": Key(
        gettext_lazy("Bentuk nomor keputusan"), gettext_lazy("Memakai {number} dan {year}."), "number"
    ),
    "padan.valid_days": Key(
        gettext_lazy("Masa berlaku padan"),
        gettext_lazy("Hasil padan yang lebih lama dari ini (hari) diminta lagi."),
        "days",
    ),
}


def checked(key: str, given: str) -> Any:
    """Return a value as it is kept; Refusal with a sentence where the setting cannot hold it."""
    kind, value = KEYS[key].kind, " ".join(given.split())
    if not value or len(value) > LONGEST:
        raise Refusal(_("Isi nilainya, paling banyak 300 huruf."), "value_missing")
    if kind == "days":
        return _days(value)
    try:
        if kind == "email":
            validate_email(value)
        if kind == "address":
            URLValidator(schemes=["http", "https"])(value)
    except ValidationError as fault:
        raise Refusal(_("Bentuknya tidak benar. Periksa lagi tulisannya."), "value_bad") from fault
    if kind == "number" and ("{number}" not in value or "{" in NUMBER.sub("", value)):
        raise Refusal(_("Bentuk nomor memuat {number}, boleh {year}, dan tidak ada yang lain."), "form_bad")
    return value


def _days(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 4 and 1 <= int(value) <= MOST_DAYS):
        raise Refusal(_("Tulis jumlah hari, dari 1 sampai 366."), "days_bad")
    return int(value)
