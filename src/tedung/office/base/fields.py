"""What officers type in many forms: an amount in whole rupiah, a month of contribution, a day."""

import re
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tedung.dates import Month

LARGEST = 10**15
"""Rupiah: more than any budget, and far below what 64 bits hold."""


class RupiahField(forms.Field):
    """Whole rupiah; dots and the letters Rp are no matter, decimals are refused."""

    def __init__(self, *, least: int = 0, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 24}), **kwargs)
        self.least = least

    def to_python(self, value: Any) -> int | None:
        """Return the amount, None where nothing was typed."""
        typed = str(value or "").strip()
        if not typed:
            return None
        given = re.sub(r"^Rp\.?|[.\s]", "", typed, flags=re.IGNORECASE)
        if not re.fullmatch(r"[0-9]{1,16}", given) or not self.least <= int(given) < LARGEST:
            raise forms.ValidationError(_("Tulis rupiah utuh tanpa koma, misalnya 1.500.000.000."))
        return int(given)


class MonthField(forms.CharField):
    """A month of contribution (BLTH), kept as text: 2027-01; from a calendar where the browser has one."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Tahun dan bulan, misalnya 2027-01."))
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "month"}))
        super().__init__(max_length=7, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the month as it is kept."""
        typed = super().to_python(value)
        if not typed:
            return ""
        try:
            return str(Month.parse(typed))
        except ValueError:
            raise forms.ValidationError(_("Tulis tahun dan bulan, misalnya 2027-01.")) from None


several_months: Any = lazy(lambda count: ngettext("%d bulan", "%d bulan", count) % count, str)
"""So many months, said in the language of whoever reads the form and not of whoever started the office."""


def day_field(**kwargs: Any) -> forms.DateField:
    """Return a field for a day, chosen from a calendar where the browser has one."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)
