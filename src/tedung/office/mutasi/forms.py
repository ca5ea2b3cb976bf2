"""What an officer types about a month's changes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tedung.dates import Month
from tedung.office.organisations.models import Kind, Organisation
from tedung.office.wadah.members import ENDED
from tedung.office.wadah.models import Wadah

MONTH = {"type": "month"}


def _month(given: str) -> str:
    try:
        return str(Month.parse(given))
    except ValueError:
        raise forms.ValidationError(_("Tulis bulan seperti 2027-01.")) from None


class Open(forms.Form):
    """Which wadah, which month."""

    wadah = forms.ModelChoiceField(Wadah.everything.none(), label=_("Wadah"))
    month = forms.CharField(label=_("Berlaku mulai bulan"), max_length=7, widget=forms.TextInput(attrs=MONTH))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["wadah"]
        choices.queryset = Wadah.objects.select_related("organisation").order_by("organisation__name")
        choices.label_from_instance = lambda wadah: wadah.name

    def clean_month(self) -> str:
        """Return the month, refused in words where it is none."""
        return _month(self.cleaned_data["month"])


class Note(forms.Form):
    """A reason."""

    note = forms.CharField(label=_("Alasan"), max_length=240)


class Exit(forms.Form):
    """An exit that no list knows."""

    reason = forms.ChoiceField(label=_("Sebab keluar"), choices=[*ENDED.items()])
    last_month = forms.CharField(label=_("Bulan terakhir"), max_length=7, widget=forms.TextInput(attrs=MONTH))
    note = forms.CharField(label=_("Diketahui dari"), max_length=240)

    def clean_last_month(self) -> str:
        """Return the month, refused in words where it is none."""
        return _month(self.cleaned_data["last_month"])


class Office(forms.Form):
    """Which office signs the letters."""

    office = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Perangkat daerah yang menandatangani")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["office"]
        found = Organisation.objects.filter(kind=Kind.OFFICE, is_active=True)
        choices.queryset = found.order_by("name")
