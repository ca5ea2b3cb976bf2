"""What an officer types: the agency's list of a month, an answer to a difference, who signs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tedung.office.base.fields import MonthField
from tedung.office.organisations.models import Kind as OrganisationKind
from tedung.office.organisations.models import Organisation
from tedung.office.rekonsiliasi.models import How
from tedung.office.wadah.models import Wadah

DAY = {"type": "date"}


class Compare(forms.Form):
    """The agency's list of a wadah's members in a month."""

    wadah = forms.ModelChoiceField(Wadah.everything.none(), label=_("Wadah"))
    month = MonthField(label=_("Bulan iuran (BLTH)"))
    file = forms.FileField(
        label=_("Daftar peserta dari BPJS"), help_text=_("Seperti diterima: Excel, .ods atau .csv.")
    )
    number = forms.CharField(label=_("Nomor surat atau nama berkas"), max_length=80, required=False)
    day = forms.DateField(label=_("Tanggal data"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["wadah"]
        choices.queryset = Wadah.objects.select_related("organisation").order_by("organisation__name")
        choices.label_from_instance = lambda wadah: wadah.name


class Answer(forms.Form):
    """What is done about a difference, or about all of its kind."""

    how = forms.ChoiceField(
        label=_("Yang dilakukan"), choices=[choice for choice in How.choices if choice[0]]
    )
    note = forms.CharField(label=_("Alasan"), max_length=240)


class Minutes(forms.Form):
    """Which office signs the minutes with the agency's branch."""

    office = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Perangkat daerah yang menandatangani")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["office"]
        choices.queryset = Organisation.objects.filter(kind=OrganisationKind.OFFICE, is_active=True).order_by(
            "name"
        )
