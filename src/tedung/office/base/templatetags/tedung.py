"""Filters of every page: rupiah, thousands, days, masked numbers."""

from collections.abc import Mapping
from datetime import date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language

from tedung import money
from tedung.dates import Month

register = template.Library()


def _lang() -> str:
    return (get_language() or "id")[:2]


@register.filter
def rupiah(amount: int | str | None) -> str:
    """Write an amount: Rp1.500.000; nothing for nothing."""
    return money.rupiah(amount, _lang()) if isinstance(amount, int) else ""


@register.filter
def thousands(count: int | str | None) -> str:
    """Write a count: 10.717."""
    return money.thousands(count, _lang()) if isinstance(count, int) else ""


@register.filter
def day(value: date | None) -> str:
    """Write a day in full: 12 Agustus 2026; of an instant, the day that it was here."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = localtime(value)
    return "" if value is None else date_format(value, "j F Y")


@register.filter
def month(value: str) -> str:
    """Write a month of contribution in full: 2027-01 is Januari 2027."""
    return date_format(Month.parse(value).first_day, "F Y") if value else ""


@register.filter
def positive(amount: int) -> int:
    """Return an amount without its sign: the column says the side."""
    return abs(amount)


@register.filter
def named(code: str, names: Mapping[str, str]) -> str:
    """Return what a code is called, the code itself where it has no name."""
    return names.get(code, code) or "–"


@register.filter
def masked(nik: str) -> str:
    """Show of a NIK only what tells two people of one family apart: the last three digits."""
    return f"{'•' * 13}{nik[-3:]}" if nik else "–"


@register.filter
def masked_kpj(kpj: str) -> str:
    """Show of the agency's number only its last four signs."""
    return f"{'•' * 7}{kpj[-4:]}" if kpj else "–"
