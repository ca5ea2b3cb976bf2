"""What is typed about a selection, a decree and its amendment."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tedung.dates import Month
from tedung.office.base import clock
from tedung.office.base.fields import MonthField, several_months
from tedung.office.organisations.models import Organisation
from tedung.office.penetapan.models import PAYER_NAMES, PUBLIC

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Plan(forms.Form):
    """A selection under a budget."""

    name = forms.CharField(label=_("Nama seleksi"), max_length=120)
    year = forms.TypedChoiceField(label=_("Tahun program"), coerce=int)
    first_month = MonthField(label=_("Bulan pertama"))
    months = forms.TypedChoiceField(
        label=_("Lama"), coerce=int, choices=[(n, several_months(n)) for n in (12, 10, 6, 3, 1)]
    )
    budget = forms.CharField(
        label=_("Anggaran"), max_length=24, help_text=_("Rupiah utuh, misalnya 1.500.000.000.")
    )
    payer = forms.ChoiceField(label=_("Dibayar oleh"), choices=[(code, PAYER_NAMES[code]) for code in PUBLIC])
    sumber_dana = forms.CharField(label=_("Sumber dana"), max_length=32, required=False)
    seed = forms.CharField(
        label=_("Kata undian"),
        max_length=64,
        help_text=_(
            "Bila nilainya sama, urutannya diundi dari kata ini. Kata ini diumumkan bersama hasilnya."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = clock.today().year
        years: Any = self.fields["year"]
        years.choices = [(year + 1, str(year + 1)), (year, str(year))]

    def clean_budget(self) -> int:
        """Read whole rupiah; dots and the letters Rp are no matter, decimals are."""
        given = re.sub(r"^\s*Rp\.?|[.\s]", "", self.cleaned_data["budget"], flags=re.IGNORECASE)
        if not re.fullmatch(r"[0-9]{1,15}", given):
            raise forms.ValidationError(_("Tulis rupiah utuh tanpa koma, misalnya 1.500.000.000."))
        return int(given)

    def clean(self) -> dict[str, Any]:
        """Refuse months that leave the year of the programme."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if {"first_month", "months", "year"} <= given.keys():
            first = Month.parse(given["first_month"])
            if first.year != given["year"] or (first + (given["months"] - 1)).year != given["year"]:
                self.add_error("first_month", _("Bulan-bulannya harus di dalam tahun program."))
        return given


class Draft(forms.Form):
    """A decree over a selection."""

    unit = forms.ChoiceField(label=_("Atas nama"))
    about = forms.CharField(label=_("Tentang"), max_length=240)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        units.choices = [
            (unit.code, unit.name)
            for unit in Organisation.objects.filter(kind="office", is_active=True).order_by("name")
        ]


class Note(forms.Form):
    """A decree as it was signed."""

    number = forms.CharField(label=_("Nomor keputusan"), max_length=80)
    day = forms.DateField(label=_("Tanggal keputusan"), widget=DAY)
    signatory = forms.CharField(label=_("Penanda tangan"), max_length=160)
    signed = forms.FileField(
        label=_("Pindaian yang ditandatangani"),
        required=False,
        help_text=_("PDF atau foto."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class NoteOfCity(Note):
    """The city's decree, whose scan may follow where it is said why."""

    why_unsigned = forms.CharField(
        label=_("Bila pindaian belum ada, tulis mengapa"),
        max_length=240,
        required=False,
        help_text=_("Alasannya tampak di halaman keputusan sampai pindaiannya diunggah."),
    )


class SignedScan(forms.Form):
    """The scan that was said to follow."""

    signed = forms.FileField(
        label=_("Pindaian yang ditandatangani"),
        help_text=_("PDF atau foto."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class Amend(forms.Form):
    """An amendment."""

    about = forms.CharField(label=_("Tentang"), max_length=240)
    since = forms.DateField(label=_("Berlaku sejak"), widget=DAY)


class VillageAmend(Amend):
    """An amendment of the village, after another meeting."""

    meeting_day = forms.DateField(label=_("Tanggal musyawarah desa"), widget=DAY)


class Leave(forms.Form):
    """Why a person leaves."""

    reason = forms.CharField(label=_("Alasan keluar"), max_length=240)


class TakeOff(forms.Form):
    """Why a row is taken off a draft."""

    reason = forms.CharField(label=_("Alasannya"), max_length=240)


class Replace(Leave):
    """Why and from when a reserve takes somebody's place."""

    since = forms.DateField(label=_("Cadangan masuk sejak"), widget=DAY)


class VillageDraft(forms.Form):
    """A village's decree over its own proposal."""

    about = forms.CharField(label=_("Tentang"), max_length=240)
    meeting_day = forms.DateField(label=_("Tanggal musyawarah desa"), widget=DAY)
    since = forms.DateField(label=_("Berlaku sejak"), widget=DAY)
    until = forms.DateField(label=_("Berlaku sampai"), widget=DAY)
    sumber_dana = forms.CharField(label=_("Sumber dana"), max_length=32, required=False)


class Clear(forms.Form):
    """An officer's answer to an open question."""

    reason = forms.CharField(label=_("Alasan"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1_000)
