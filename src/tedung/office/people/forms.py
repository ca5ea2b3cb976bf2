"""What is typed about a person: data put right, a relation, a paper."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tedung.office.people.models import Evidence, Kinship, Sex
from tedung.office.people.search import search
from tedung.office.reference.models import Group, Region

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Correct(forms.Form):
    """A person's data as the card has it."""

    nama_ktp = forms.CharField(label=_("Nama di KTP"), max_length=200)
    nama_sebutan = forms.CharField(label=_("Nama sebutan"), max_length=200, required=False)
    nik = forms.CharField(
        label=_("NIK baru"),
        max_length=32,
        required=False,
        help_text=_("Kosongkan bila NIK tidak berubah. NIK lama tetap tersimpan."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    birth_date = forms.DateField(label=_("Tanggal lahir"), widget=DAY, required=False)
    birth_place = forms.CharField(label=_("Tempat lahir"), max_length=120, required=False)
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=[("", "–"), *Sex.choices], required=False)
    mother = forms.CharField(label=_("Nama ibu kandung"), max_length=200, required=False)
    phone = forms.RegexField(
        r"^\+?[0-9][0-9 -]{5,18}$", label=_("Nomor telepon"), max_length=20, required=False
    )
    address = forms.CharField(label=_("Alamat di KTP"), max_length=300, required=False)
    domicile = forms.ChoiceField(label=_("Tinggal di desa/kelurahan"), required=False)
    reason = forms.CharField(
        label=_("Dari mana diketahui?"), max_length=64, help_text=_("Misalnya: KTP dilihat langsung.")
    )

    def __init__(self, *args: Any, city: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        villages = Region.objects.filter(code__startswith=f"{city}.", kind__in=["desa", "kelurahan"])
        domicile: Any = self.fields["domicile"]
        domicile.choices = [("", "–"), *villages.order_by("name").values_list("code", "name")]

    def clean_phone(self) -> str:
        """Write a number as it is searched for."""
        digits = re.sub(r"[^0-9]", "", self.cleaned_data["phone"])
        return f"+62{digits.removeprefix('62').removeprefix('0')}" if digits else ""


class Relate(forms.Form):
    """Who is whose relative."""

    relation = forms.ChoiceField(label=_("Hubungan"), choices=Kinship.Relation.choices)
    relative = forms.CharField(
        label=_("Siapa"),
        max_length=200,
        help_text=_("NIK lengkap, atau nama persis orang yang sudah tercatat di wilayah Anda."),
    )
    since = forms.DateField(label=_("Sejak"), widget=DAY, required=False)

    def clean_relative(self) -> Any:
        """Find the one person who is meant, within scope."""
        asked = self.cleaned_data["relative"].strip()
        is_number = asked.replace(" ", "").isdecimal()
        found = [one for one in search(asked) if is_number or one.nama_ktp.casefold() == asked.casefold()]
        if not found:
            raise forms.ValidationError(
                _("Tidak ditemukan di wilayah Anda. Periksa ejaannya atau pakai NIK.")
            )
        if len(found) > 1:
            raise forms.ValidationError(_("Ada beberapa orang bernama itu. Pakai NIK lengkapnya."))
        return found[0]


class EndRelation(forms.Form):
    """When a relation ended."""

    until = forms.DateField(label=_("Berakhir sejak"), widget=DAY)


class Show(forms.Form):
    """A paper or a register's word about a person."""

    kind = forms.ChoiceField(label=_("Yang dibuktikan"), choices=Evidence.Kind.choices)
    group_code = forms.ChoiceField(label=_("Kelompok"), required=False, help_text=_("Hanya untuk jabatan."))
    held = forms.CharField(
        label=_("Jabatan atau tempat kerja, seperti tertulis"), max_length=120, required=False
    )
    value = forms.IntegerField(
        label=_("Angka"),
        required=False,
        min_value=0,
        max_value=10_000_000_000,
        help_text=_("Desil 1 sampai 10, atau penghasilan sebulan dalam rupiah utuh."),
    )
    number = forms.CharField(
        label=_("Nomor surat atau nama data"),
        max_length=120,
        help_text=_("Misalnya: SK 12/2025, DTSEN 2026-2."),
    )
    day = forms.DateField(label=_("Tanggal surat atau data"), widget=DAY)
    until = forms.DateField(label=_("Berlaku sampai"), widget=DAY, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group: Any = self.fields["group_code"]
        offices = Group.objects.filter(is_active=True).order_by("name")
        group.choices = [("", "–"), *offices.values_list("code", "name")]
