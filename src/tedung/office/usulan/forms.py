"""What an operator or a verifikator types about a proposal, checked before anything is done."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tedung.office.access.scope import require_within
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed
from tedung.office.documents.contents import megabytes
from tedung.office.organisations.models import Organisation
from tedung.office.usulan.carrying import REASONS

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
PROPOSES = ("village", "desa_adat", "subak", "office", "cooperative")


def units() -> list[Organisation]:
    """Return the organisations for which the actor may prepare a proposal."""
    found = []
    for unit in Organisation.objects.filter(kind__in=PROPOSES, is_active=True):
        try:
            opd = unit.code if unit.kind == "office" else ""
            require_within("usulan.prepare", region=unit.region, organisation=unit.code, opd=opd)
        except NotAllowed:
            continue
        found.append(unit)
    return found


class NewUsulan(forms.Form):
    """A new proposal: whose, for which year, what it is called."""

    unit = forms.ChoiceField(label=_("Unit pengusul"))
    year = forms.TypedChoiceField(label=_("Tahun program"), coerce=int)
    title = forms.CharField(
        label=_("Judul"), max_length=160, help_text=_("Misalnya: Pekerja rentan Desa Kesiman 2027")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = clock.today().year
        self.units = {unit.code: unit for unit in units()}
        self._field("unit").choices = [(code, unit.name) for code, unit in self.units.items()]
        self._field("year").choices = [(year + 1, str(year + 1)), (year, str(year))]

    def _field(self, name: str) -> Any:
        return self.fields[name]


class Office(forms.Form):
    """The paper by which a group holds its office."""

    group_code = forms.ChoiceField(label=_("Kelompok"))
    number = forms.CharField(label=_("Nomor keputusan atau berita acara paruman"), max_length=120)
    day = forms.DateField(label=_("Tanggalnya"), widget=DAY)
    until = forms.DateField(
        label=_("Masa jabatan sampai"),
        widget=DAY,
        required=False,
        help_text=_("Kosongkan bila tidak ada batas waktunya."),
    )
    held = forms.CharField(label=_("Jabatan seperti tertulis"), max_length=120, required=False)

    def __init__(self, *args: Any, groups: list[tuple[str, str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["group_code"]
        chosen.choices = [(code, f"{name} ({people})") for code, name, people in groups]


class TakeOut(forms.Form):
    """Why somebody is not proposed again."""

    why = forms.ChoiceField(label=_("Mengapa keluar?"), choices=REASONS.items(), widget=forms.RadioSelect)
    note = forms.CharField(label=_("Keterangan"), max_length=120, required=False)


class Upload(forms.Form):
    """A list as it is."""

    file = forms.FileField(label=_("Daftar"))
    replaces = forms.TypedChoiceField(
        label=_("Menggantikan berkas"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, replaceable: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = _("Excel (.xlsx, .xls), .ods atau .csv, apa adanya. Paling besar %(most)s MB.")
        self.fields["file"].help_text = told % {"most": megabytes("roster")}
        replaces: Any = self.fields["replaces"]
        replaces.choices = [("", _("Tidak, ini daftar tambahan")), *replaceable]


class Columns(forms.Form):
    """Which column carries which field, of one sheet's columns."""

    def __init__(
        self, *args: Any, headings: list[tuple[str, str]], found: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(LABELS)
        for column, heading in headings:
            self.fields[f"column_{column}"] = forms.ChoiceField(
                label=f"{column} – {heading}" if heading else column,
                choices=[("", _("Tidak dipakai")), *labels.items()],
                required=False,
                initial=found.get(column, ""),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse two columns for one field."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        used: dict[str, str] = {}
        for name, field in given.items():
            if field and field in used:
                self.add_error(name, _("Kolom tujuan ini sudah dipakai oleh kolom lain."))
            used[field] = name
        return given

    def mapping(self) -> dict[str, str]:
        """Return field -> column letter."""
        chosen = {name.removeprefix("column_"): field for name, field in self.cleaned_data.items()}
        return {field: column for column, field in chosen.items() if field}


LABELS = [
    ("nama_ktp", _("Nama di KTP")),
    ("nama_sebutan", _("Nama sebutan")),
    ("nik", _("NIK")),
    ("kk", _("Nomor kartu keluarga")),
    ("birth_date", _("Tanggal lahir")),
    ("birth_place", _("Tempat lahir")),
    ("birth", _("Tempat dan tanggal lahir")),
    ("sex", _("Jenis kelamin")),
    ("address", _("Alamat")),
    ("banjar", _("Banjar")),
    ("village", _("Desa/kelurahan")),
    ("phone", _("Nomor telepon")),
    ("mother", _("Nama ibu kandung")),
    ("occupation", _("Jabatan atau pekerjaan")),
    ("kelompok_sasaran", _("Kelompok sasaran")),
    ("employer", _("Tempat kerja")),
    ("income", _("Penghasilan sebulan")),
    ("bpjs_number", _("Nomor peserta BPJS")),
    ("member_since", _("Peserta sejak")),
    ("remarks", _("Keterangan")),
]


class Reason(forms.Form):
    """Why something is given back or taken back."""

    reason = forms.CharField(label=_("Alasan"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2_000)
