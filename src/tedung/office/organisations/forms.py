"""What is filled in about an organisation."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from tedung.office.organisations.models import Kind
from tedung.office.organisations.services import CORRECTED
from tedung.office.reference.models import Region

NIP = RegexValidator(r"^\d{18}$", _("NIP terdiri dari 18 angka."))
PHONE = RegexValidator(r"^[0-9+() .\-]{5,32}$", _("Tulis nomor telepon dengan angka, misalnya 0361 223344."))


class OrganisationForm(forms.Form):
    """Name, place, letter head, signatory, contact."""

    name = forms.CharField(
        label=_("Nama"), max_length=160, help_text=_("Seperti tertulis pada kop suratnya.")
    )
    region = forms.ChoiceField(label=_("Wilayah"), required=False)
    address = forms.CharField(
        label=_("Alamat pada kop surat"), required=False, max_length=300, widget=forms.Textarea({"rows": 2})
    )
    phone = forms.CharField(label=_("Telepon"), required=False, max_length=32, validators=[PHONE])
    email = forms.EmailField(label=_("Surel"), required=False, max_length=120)
    head_title = forms.CharField(
        label=_("Jabatan penanda tangan"),
        required=False,
        max_length=120,
        help_text=_("Misalnya Perbekel, Lurah, Bendesa, Kepala Dinas."),
    )
    head_name = forms.CharField(label=_("Nama penanda tangan"), required=False, max_length=120)
    head_nip = forms.CharField(label=_("NIP penanda tangan"), required=False, max_length=18, validators=[NIP])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        below = Region.objects.filter(code__startswith=settings.HOME_REGION).order_by("code")
        field = self.fields["region"]
        if isinstance(field, forms.ChoiceField):
            known = [(one.code, f"{one.name} ({one.code})") for one in below]
            now = self.initial.get("region", "")
            if now and now not in dict(known):
                known.append((now, now))
            field.choices = [("", _("Di luar wilayah kantor ini")), *known]

    def given(self) -> dict[str, Any]:
        """Return what was filled in, by field of an organisation."""
        return {field: self.cleaned_data[field] for field in CORRECTED}


class NewOrganisationForm(OrganisationForm):
    """A new organisation: its kind too."""

    kind = forms.ChoiceField(label=_("Jenis"), choices=[("", _("Pilih jenis")), *Kind.choices])
    field_order = ("kind", *CORRECTED)


class BankForm(forms.Form):
    """New bank details."""

    bank_name = forms.CharField(label=_("Nama bank"), max_length=80)
    account = forms.CharField(
        label=_("Nomor rekening"),
        max_length=32,
        help_text=_("5 sampai 20 angka."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    holder = forms.CharField(label=_("Atas nama"), max_length=120)
    reason = forms.CharField(
        label=_("Dasar perubahan"), max_length=200, help_text=_("Surat atau buku rekening yang Anda lihat.")
    )


class RefusalForm(forms.Form):
    """Why new bank details are refused."""

    reason = forms.CharField(label=_("Alasan"), max_length=200)
