"""What is typed about a wadah, an agreement, a file to the agency and its answer."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tedung.office.base import clock
from tedung.office.organisations.models import Kind, Organisation
from tedung.office.penetapan.models import PAYER_NAMES
from tedung.office.reference.models import Group, Region
from tedung.office.reference.queries import setting
from tedung.office.wadah.formats import FIELDS, KINDS, REASONS
from tedung.office.wadah.mapping import FIXED, guess, kind_of, last_version
from tedung.office.wadah.models import RefundRule, Result, StartRule, Template

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
PROGRAMMES = [("jkk+jkm", "JKK + JKM"), ("jkk+jkm+jht", "JKK + JKM + JHT")]


def kinds() -> list[tuple[str, str]]:
    """Return the agency's kinds of wadah."""
    return [(code, f"{code} · {name}") for code, name in setting("wadah.kinds").items()]


class WadahForm(forms.Form):
    """A wadah: what it is called, whom it takes, who looks after it."""

    name = forms.CharField(label=_("Nama wadah"), max_length=160)
    kind = forms.ChoiceField(label=_("Jenis menurut BPJS"))
    agency_code = forms.CharField(
        label=_("Kode wadah di BPJS"),
        max_length=32,
        required=False,
        help_text=_("Diberikan kantor cabang. Boleh menyusul."),
    )
    payer = forms.ChoiceField(label=_("Pembayar"), choices=list(PAYER_NAMES.items()))
    sumber_dana = forms.CharField(label=_("Sumber dana"), max_length=32, required=False)
    group_code = forms.ChoiceField(
        label=_("Kelompok sasaran"),
        required=False,
        help_text=_("Yang dikosongkan tidak membatasi. Peserta masuk wadah yang paling khusus."),
    )
    opd_code = forms.ChoiceField(label=_("OPD pengampu"), required=False)
    unit_code = forms.ChoiceField(label=_("Unit pengusul"), required=False)
    region = forms.ChoiceField(label=_("Wilayah"))
    pic_name = forms.CharField(label=_("Penanggung jawab"), max_length=120, required=False)
    pic_phone = forms.CharField(label=_("Teleponnya"), max_length=32, required=False)
    since = forms.DateField(label=_("Sejak"), widget=DAY)
    is_active = forms.BooleanField(label=_("Menerima peserta baru"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        home, every = settings.HOME_REGION, ("", _("Semua"))
        below = Region.objects.filter(code__startswith=home).exclude(code=home).order_by("code")
        units = (
            Organisation.objects.filter(is_active=True).order_by("name").values_list("kind", "code", "name")
        )
        proposing = {Kind.VILLAGE, Kind.DESA_ADAT, Kind.SUBAK, Kind.COOPERATIVE}
        whole = Region.objects.filter(code=home).values_list("name", flat=True).first() or home
        found: dict[str, list[tuple[str, Any]]] = {
            "kind": kinds(),
            "group_code": [every, *Group.objects.order_by("name").values_list("code", "name")],
            "opd_code": [every, *((code, name) for kind, code, name in units if kind == Kind.OFFICE)],
            "unit_code": [every, *((code, name) for kind, code, name in units if kind in proposing)],
            "region": [(home, whole), *((one.code, f"{one.name} ({one.code})") for one in below)],
        }
        for name, choices in found.items():
            field: Any = self.fields[name]
            field.choices = choices


class AgreementForm(forms.Form):
    """A cooperation agreement (PKS) as it was signed."""

    number = forms.CharField(label=_("Nomor PKS"), max_length=120)
    day = forms.DateField(label=_("Tanggal PKS"), widget=DAY)
    parties = forms.CharField(label=_("Para pihak"), max_length=600, widget=forms.Textarea({"rows": 2}))
    since = forms.DateField(label=_("Berlaku sejak"), widget=DAY)
    until = forms.DateField(label=_("Berlaku sampai"), widget=DAY)
    programmes = forms.ChoiceField(label=_("Program"), choices=PROGRAMMES)
    start_rule = forms.ChoiceField(label=_("Perlindungan mulai"), choices=StartRule.choices)
    start_note = forms.CharField(
        label=_("Bunyi pasal mulai perlindungan"),
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    refund_rule = forms.ChoiceField(label=_("Iuran yang tidak terpakai"), choices=RefundRule.choices)
    refund_note = forms.CharField(
        label=_("Bunyi pasal pengembalian"),
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    signed = forms.FileField(label=_("Pindaian PKS"), required=False, help_text=_("PDF atau foto."))

    def clean(self) -> dict[str, Any]:
        """Ask for the words where the rule is what the words say."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("start_rule") == StartRule.TEXT and not given.get("start_note", "").strip():
            self.add_error("start_note", _("Tulis bunyi pasalnya."))
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", _("Perjanjian harus berakhir sesudah mulai."))
        return given


class Sent(forms.Form):
    """The letter with which the file went out."""

    number = forms.CharField(label=_("Nomor surat pengantar"), max_length=80)
    day = forms.DateField(label=_("Tanggal dikirim"), widget=DAY)


class Answer(forms.Form):
    """The agency's answer."""

    file = forms.FileField(label=_("Berkas jawaban"), help_text=_("Seperti diterima: Excel, .ods atau .csv."))
    number = forms.CharField(label=_("Nomor surat jawaban"), max_length=80)
    day = forms.DateField(label=_("Tanggal jawaban"), widget=DAY)


class Accepted(forms.Form):
    """The number that the agency gave."""

    kpj = forms.CharField(label=_("KPJ"), max_length=20, help_text=_("11 angka di kartu peserta."))
    day = forms.DateField(label=_("Tanggal kepesertaan"), widget=DAY)


class Rejected(forms.Form):
    """Why the agency refused."""

    reason = forms.ChoiceField(
        label=_("Sebab penolakan"), choices=[(code, reason.says) for code, reason in REASONS.items()]
    )


class HandIn(forms.Form):
    """The branch's empty template."""

    code = forms.ChoiceField(label=_("Berkas"), choices=[(code, kind.name) for code, kind in KINDS.items()])
    wadah_kind = forms.ChoiceField(label=_("Untuk jenis wadah"), required=False)
    file = forms.FileField(label=_("Contoh kosong dari cabang"), help_text=_("Excel, .ods atau .csv."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["wadah_kind"]
        field.choices = [("", _("Semua jenis")), *kinds()]


class MapForm(forms.Form):
    """What each column of a template holds; guessed, corrected by whoever knows."""

    since = forms.DateField(label=_("Dipakai sejak"), widget=DAY)
    file_name = forms.CharField(
        label=_("Nama berkas"),
        max_length=100,
        required=False,
        help_text=_("Tanpa akhiran. {wadah} kode wadah, {day} tanggal, {part} nomor bagian."),
    )
    most_rows = forms.IntegerField(
        label=_("Paling banyak baris per berkas"), min_value=1, max_value=1_000_000, required=False
    )

    def __init__(self, template: Template, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template = template
        code, before = kind_of(template.code), last_version(template.code)
        choices = [("", _("biarkan kosong")), *((one, FIELDS[one].label) for one in KINDS[code].fields)]
        if "ordinal" in KINDS[code].fields:
            choices.append((FIXED, _("selalu sama:")))
        for place, (heading, field) in enumerate(zip(template.headings, guess(template), strict=True)):
            shown = heading or _("kolom %(n)s tanpa judul") % {"n": place + 1}
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=shown, choices=choices, initial=field, required=False
            )
            if "ordinal" in KINDS[code].fields:
                self.fields[f"fixed_{place}"] = forms.CharField(
                    label=_("Isi tetap untuk %(heading)s") % {"heading": shown}, max_length=60, required=False
                )
        self.initial = {
            **self.initial,
            "since": clock.today(),
            "file_name": before.file_name if before else "",
            "most_rows": before.most_rows if before else None,
        }
        if "result" in KINDS[code].fields:
            self._ask_words(before)

    def _ask_words(self, before: Any) -> None:
        known: dict[str, str] = (
            next((one["values"] for one in before.columns if "values" in one), {}) if before else {}
        )
        for result in Result:
            words = ", ".join(word for word, code in known.items() if code == result)
            self.fields[f"says_{result.value}"] = forms.CharField(
                label=_("Kata untuk “%(result)s”") % {"result": result.label},
                initial=words,
                max_length=400,
                required=False,
                help_text=_("Pisahkan dengan koma."),
            )

    def pairs(self) -> list[tuple[Any, Any]]:
        """Return the fields of each heading: what it holds, and its fixed words."""
        return [
            (self[f"column_{place}"], self[f"fixed_{place}"] if f"fixed_{place}" in self.fields else None)
            for place in range(len(self.template.headings))
        ]

    def rest(self) -> list[Any]:
        """Return the other fields."""
        return [field for field in self if not field.name.startswith(("column_", "fixed_"))]

    def given(self) -> dict[str, Any]:
        """Return what `mapping.take` asks for."""
        data, count = self.cleaned_data, len(self.template.headings)
        says = {
            result: data[f"says_{result}"].split(",") for result in Result.values if f"says_{result}" in data
        }
        return {
            "fields": [data[f"column_{place}"] for place in range(count)],
            "fixed": {place: data.get(f"fixed_{place}", "") for place in range(count)},
            "since": data["since"],
            "file_name": data["file_name"],
            "most_rows": data["most_rows"],
            "says": says or None,
        }
