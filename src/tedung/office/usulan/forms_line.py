"""What a clerk types about one line: checked while it is typed, refused in words that say what was typed."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tedung.office.base import clock
from tedung.office.people.models import Sex
from tedung.office.reference.models import Region
from tedung.office.usulan.asking import Question
from tedung.office.usulan.mending import TYPED_DAY
from tedung.roster import birth as births
from tedung.roster import income as incomes
from tedung.roster import nik as niks
from tedung.roster import phone as phones

NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}
SEEN = "dilihat"
WHOLE = niks.LENGTH
ABOUT = {
    # code of a question: what it is about, in the summary of what is open
    "birth": gettext_lazy("Tanggal lahir dan NIK"),
    "sex": gettext_lazy("Jenis kelamin dan NIK"),
    "serial": gettext_lazy("Nomor urut NIK"),
    "region": gettext_lazy("Kode wilayah NIK"),
    "bearer": gettext_lazy("NIK yang sudah tercatat"),
}


class Mend(forms.Form):
    """The fields of a line that a clerk may put right; what was not touched is not judged here."""

    nama_ktp = forms.CharField(label=gettext_lazy("Nama di KTP"), max_length=200, required=False)
    nik = forms.CharField(
        label="NIK",
        max_length=40,
        required=False,
        help_text=gettext_lazy("16 angka, seperti di KTP."),
        widget=forms.TextInput(attrs=NUMERIC),
    )
    birth_date = forms.CharField(
        label=gettext_lazy("Tanggal lahir"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Tanggal, bulan, tahun; misalnya 31-12-1970."),
    )
    birth_place = forms.CharField(label=gettext_lazy("Tempat lahir"), max_length=120, required=False)
    sex = forms.ChoiceField(
        label=gettext_lazy("Jenis kelamin"), choices=[("", "–"), *Sex.choices], required=False
    )
    village = forms.ChoiceField(label=gettext_lazy("Desa/kelurahan"), required=False)
    address = forms.CharField(label=gettext_lazy("Alamat"), max_length=200, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Nomor telepon"),
        max_length=32,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )
    mother = forms.CharField(label=gettext_lazy("Nama ibu kandung"), max_length=200, required=False)
    occupation = forms.CharField(label=gettext_lazy("Jabatan atau pekerjaan"), max_length=64, required=False)
    income = forms.CharField(
        label=gettext_lazy("Penghasilan sebulan (Rp)"),
        max_length=32,
        required=False,
        widget=forms.TextInput(attrs=NUMERIC),
    )
    dilihat = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._field("village").choices = [("", "–"), *villages(self.initial.get("village", ""))]

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def ask(self, questions: list[Question]) -> None:
        """Add the questions; what was typed stays."""
        for question in questions:
            self.fields[question.field] = forms.ChoiceField(
                label=ABOUT[question.code],
                help_text=question.sentence,
                choices=question.choices,
                widget=forms.RadioSelect,
                required=False,
            )
            self.add_error(question.field, _("Pilih satu jawaban, lalu simpan lagi."))

    def given(self) -> dict[str, str]:
        """Return the fields that were typed anew."""
        own = set(self.base_fields) - {SEEN}
        return {field: self.cleaned_data[field] for field in self.changed_data if field in own}

    def clean_nik(self) -> str:
        """Refuse what no card could bear."""
        typed: str = self.cleaned_data["nik"].strip()
        if typed and "nik" in self.changed_data:
            found = niks.parse(typed, clock.today(settings.HOME_REGION))
            if found.state != "valid":
                raise forms.ValidationError(_nik_fault(typed, found))
        return typed

    def clean_birth_date(self) -> str:
        """Refuse a day that does not exist, or on which nobody on a list was born."""
        typed: str = self.cleaned_data["birth_date"].strip()
        if not typed or "birth_date" not in self.changed_data:
            return typed
        today = clock.today(settings.HOME_REGION)
        found = births.parse(typed, today)
        if found.day:
            return f"{found.day:{TYPED_DAY}}"
        codes = {one.code for one in found.findings}
        if "birth_implausible" in codes:
            told = _("Tahun lahir ini tidak mungkin: sekarang %(year)s. Lihat KTP, lalu ketik ulang.")
            raise forms.ValidationError(told % {"year": today.year})
        if found.year:
            raise forms.ValidationError(
                _("Lengkapi tanggal dan bulannya seperti di KTP, misalnya 31-12-1970.")
            )
        raise forms.ValidationError(
            _("Tanggal ini tidak ada di kalender atau tidak terbaca. Tulis misalnya 31-12-1970.")
        )

    def clean_phone(self) -> str:
        """Refuse what is no number."""
        typed: str = self.cleaned_data["phone"].strip()
        if "phone" in self.changed_data and phones.read(typed).findings:
            raise forms.ValidationError(_("Nomor ini tidak terbaca. Tulis lengkap, misalnya 081234567890."))
        return typed

    def clean_income(self) -> str:
        """Refuse what is no amount."""
        typed: str = self.cleaned_data["income"].strip()
        if typed and "income" in self.changed_data and incomes.read(typed).amount is None:
            raise forms.ValidationError(_("Tulis rupiah sebulan dengan angka saja, misalnya 1500000."))
        return typed


def villages(here: str) -> list[tuple[str, str]]:
    """Return the villages of the city by name, and the one of the line where it lies elsewhere."""
    within = Region.objects.filter(
        kind__in=["desa", "kelurahan"], code__startswith=f"{settings.HOME_REGION}."
    )
    found = list(within.order_by("name").values_list("code", "name"))
    if here and here not in dict(found):
        found.insert(
            0, (here, Region.objects.filter(code=here).values_list("name", flat=True).first() or here)
        )
    return found


def _nik_fault(typed: str, found: niks.Nik) -> str:
    """Say what was typed instead of sixteen digits."""
    digits, letters = len(re.findall(r"\d", typed)), sum(one.isalpha() for one in typed)
    told = {"digits": digits, "letters": letters}
    if not digits:
        return (
            _("NIK berisi 16 angka; Anda menulis %(letters)s huruf. Lihat KTP, lalu ketik angkanya.") % told
        )
    if letters:
        return _("NIK berisi 16 angka saja; Anda menulis %(digits)s angka dan %(letters)s huruf.") % told
    if digits != WHOLE:
        return _("NIK berisi 16 angka; Anda menulis %(digits)s angka. Lihat KTP, lalu ketik ulang.") % told
    if found.state == "dummy":
        return _("NIK ini hanya pengisi. Lihat KTP, lalu ketik NIK yang sebenarnya.")
    if found.findings and found.findings[0].code == "nik_impossible_date":
        return _("Angka ke-7 sampai ke-12 NIK ini bukan tanggal lahir yang ada. Lihat KTP, lalu ketik ulang.")
    return _("NIK ini tidak mungkin ada. Lihat KTP, lalu ketik ulang.")
