"""What an officer types about a month's changes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tedung.office.base.fields import MonthField
from tedung.office.organisations.models import Kind, Organisation
from tedung.office.wadah.members import ENDED
from tedung.office.wadah.models import Wadah


class Open(forms.Form):
    """Which wadah, which month."""

    wadah = forms.ModelChoiceField(Wadah.everything.none(), label=_("Wadah"))
    month = MonthField(label=_("Berlaku mulai bulan"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["wadah"]
        choices.queryset = Wadah.objects.select_related("organisation").order_by("organisation__name")
        choices.label_from_instance = lambda wadah: wadah.name


class Note(forms.Form):
    """A reason."""

    note = forms.CharField(label=_("Alasan"), max_length=240)


class Exit(forms.Form):
    """An exit that no list knows."""

    reason = forms.ChoiceField(label=_("Sebab keluar"), choices=[*ENDED.items()])
    last_month = MonthField(label=_("Bulan terakhir"))
    note = forms.CharField(label=_("Diketahui dari"), max_length=240)


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
