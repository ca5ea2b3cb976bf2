"""What is typed about a line of the budget."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tedung.office.anggaran.models import Version
from tedung.office.base import clock
from tedung.office.base.fields import RupiahField, day_field
from tedung.office.organisations.models import Organisation
from tedung.office.penetapan.models import PAYER_NAMES, PUBLIC


class Open(forms.Form):
    """A line of the budget with its original amount."""

    year = forms.TypedChoiceField(label=_("Tahun anggaran"), coerce=int)
    opd_code = forms.ChoiceField(label=_("Perangkat daerah"))
    payer = forms.ChoiceField(label=_("Dibayar oleh"), choices=[(code, PAYER_NAMES[code]) for code in PUBLIC])
    sub_activity = forms.CharField(
        label=_("Sub kegiatan"), max_length=160, help_text=_("Kode dan nama seperti di DPA.")
    )
    account = forms.CharField(
        label=_("Kode rekening"), max_length=160, help_text=_("Kode dan nama seperti di DPA.")
    )
    nomenclature = forms.CharField(
        label=_("Versi nomenklatur"),
        max_length=80,
        help_text=_("Peraturan yang memuat kode itu, misalnya Kepmendagri 900.1-2850 Tahun 2025."),
    )
    sumber_dana = forms.CharField(label=_("Sumber dana"), max_length=32)
    amount = RupiahField(label=_("Anggaran murni"))
    day = day_field(label=_("Tanggal DPA"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = clock.today().year
        fields: Any = self.fields
        fields["year"].choices = [(one, str(one)) for one in (year + 1, year)]
        offices = Organisation.objects.filter(kind="office", is_active=True).order_by("name")
        fields["opd_code"].choices = [(one.code, one.name) for one in offices]


class ChangeAmount(forms.Form):
    """A shift or a change of the budget."""

    version = forms.ChoiceField(
        label=_("Jenis perubahan"), choices=[one for one in Version.choices if one[0] != Version.MURNI]
    )
    amount = RupiahField(label=_("Jumlah setelah perubahan"))
    day = day_field(label=_("Tanggal"))
    number = forms.CharField(label=_("Nomor dokumen"), max_length=120)
    upload = forms.FileField(label=_("Pindaian dokumen"), required=False, help_text=_("PDF atau foto."))


class Cash(forms.Form):
    """The cash of the four quarters."""

    q1 = RupiahField(label=_("Triwulan I"))
    q2 = RupiahField(label=_("Triwulan II"))
    q3 = RupiahField(label=_("Triwulan III"))
    q4 = RupiahField(label=_("Triwulan IV"))
