"""The settings that an administrator may change: what each is called and what it may hold."""

import re
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tedung.office.base.refusals import Refusal

LONGEST = 300
MOST_DAYS = 366
LONGEST_DAYS = 36_500
FIELDS = {"reminder": {"month", "amount", "day"}, "collector": {"month", "people", "amount", "day"}}
"""What a sentence of a kind is filled with."""

NUMBER = re.compile(r"\{(number|year)\}")


class Key(NamedTuple):
    """What a setting is called, what it is for, and which kind of value it holds."""

    name: str | Promise
    help: str | Promise
    kind: str = "text"  # text, email, address, days, number, period, a sentence of FIELDS
    least: int = 0  # of a period: the fewest days, but for 0, which is without end


PERIOD = gettext_lazy(
    "Jumlah hari, paling sedikit {least}; 0 berarti tidak dihapus. Tulis peraturan atau keputusan dasarnya."
)
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
    "mandiri.reminder_days": Key(
        gettext_lazy("Pengingat iuran mandiri"),
        gettext_lazy("Dikirim sekian hari sebelum jatuh tempo."),
        "days",
    ),
    "mandiri.reminder_text": Key(
        gettext_lazy("Bunyi pengingat iuran mandiri"),
        gettext_lazy("Memakai {month}, {amount} dan {day}, dan kata BERHENTI."),
        "reminder",
    ),
    "mandiri.collector_text": Key(
        gettext_lazy("Bunyi pengingat untuk pengumpul iuran"),
        gettext_lazy("Memakai {month}, {people}, {amount} dan {day}."),
        "collector",
    ),
    "padan.valid_days": Key(
        gettext_lazy("Masa berlaku padan"),
        gettext_lazy("Hasil padan yang lebih lama dari ini (hari) diminta lagi."),
        "days",
    ),
    "retention.jobs": Key(
        gettext_lazy("Masa simpan pekerjaan yang selesai"), format_lazy(PERIOD, least=30), "period", 30
    ),
    "retention.messages": Key(
        gettext_lazy("Masa simpan pesan"), format_lazy(PERIOD, least=366), "period", 366
    ),
    "retention.questions": Key(
        gettext_lazy("Masa simpan pertanyaan perlindungan"), format_lazy(PERIOD, least=366), "period", 366
    ),
}


def checked(key: str, given: str) -> Any:
    """Return a value as it is kept; Refusal with a sentence where the setting cannot hold it."""
    kind, value = KEYS[key].kind, " ".join(given.split())
    if not value or len(value) > LONGEST:
        raise Refusal(_("Isi nilainya, paling banyak 300 huruf."), "value_missing")
    if kind == "days":
        return _days(value)
    if kind == "period":
        return _period(value, KEYS[key].least)
    try:
        if kind == "email":
            validate_email(value)
        if kind == "address":
            URLValidator(schemes=["http", "https"])(value)
    except ValidationError as fault:
        raise Refusal(_("Bentuknya tidak benar. Periksa lagi tulisannya."), "value_bad") from fault
    if kind in FIELDS:
        _must_name(value, FIELDS[kind], needs_stop=kind == "reminder")
    if kind == "number" and ("{number}" not in value or "{" in NUMBER.sub("", value)):
        raise Refusal(_("Bentuk nomor memuat {number}, boleh {year}, dan tidak ada yang lain."), "form_bad")
    return value


def _must_name(value: str, fields: set[str], *, needs_stop: bool) -> None:
    """Refuse a sentence that leaves out a field, names another, or does not say how to stop it."""
    named = re.findall(r"\{([a-z]+)\}", value)
    rest = re.sub(r"\{[a-z]+\}", "", value)
    if set(named) != fields or "{" in rest or "}" in rest:
        told = ", ".join(f"{{{name}}}" for name in sorted(fields))
        raise Refusal(
            _("Kalimatnya memuat %(fields)s, dan tidak ada yang lain.") % {"fields": told}, "form_bad"
        )
    if needs_stop and "BERHENTI" not in value:
        raise Refusal(_("Tulis juga kata BERHENTI: cara penerima menghentikan pengingat."), "form_bad")


def _period(value: str, least: int) -> int:
    is_number = value.isascii() and value.isdigit() and len(value) < len(str(LONGEST_DAYS)) + 1
    if not is_number or not (int(value) == 0 or least <= int(value) <= LONGEST_DAYS):
        told = _("Tulis jumlah hari dari %(least)s sampai %(most)s, atau 0 bila tidak dihapus.")
        raise Refusal(told % {"least": least, "most": LONGEST_DAYS}, "period_bad")
    return int(value)


def _days(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 4 and 1 <= int(value) <= MOST_DAYS):
        raise Refusal(_("Tulis jumlah hari, dari 1 sampai 366."), "days_bad")
    return int(value)
