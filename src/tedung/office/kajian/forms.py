"""What is typed about a source and a scenario."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tedung.columns import PAYERS
from tedung.dates import Month
from tedung.office.access.roles import MAY, ROLES
from tedung.office.base import clock
from tedung.office.base.fields import MonthField, several_months
from tedung.office.kajian import naming, queries
from tedung.office.kajian.models import Scenario
from tedung.office.organisations.models import Kind, Organisation
from tedung.office.penetapan.models import PAYER_NAMES
from tedung.office.reference.models import Group, Region
from tedung.study.score import weights

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
COUNTS = (1, 2, 3, 6, 9, 10, 12, 18, 24, 36, 48, 60)
BUNDLES = ("jkk+jkm", "jkk+jkm+jht")
EACH = ("village", "district", "kelompok_sasaran", "opd_pengampu", "sex")
ROWS = 4
MOST_FLOORS = 20
HUNDRED = 100
_later: Any = lazy(lambda count: ngettext("setelah %d bulan", "setelah %d bulan", count) % count, str)
DISTRICT = 2  # dots in its code: 51.71.02


class Look(forms.Form):
    """From when the registry is read."""

    day = forms.DateField(
        label=_("Keadaan pada"),
        widget=DAY,
        help_text=_(
            "Untuk rencana tahun depan pilih 1 Januari, agar yang perlindungannya habis 31 Desember "
            "ikut dihitung belum."
        ),
    )


class Invent(forms.Form):
    """An invented population."""

    region = forms.ChoiceField(
        label=_("Wilayah"),
        help_text=_("Kota, kabupaten atau provinsi utuh; satu provinsi memerlukan beberapa menit."),
    )
    day = forms.DateField(label=_("Keadaan pada"), widget=DAY)
    seed = forms.IntegerField(
        label=_("Benih"),
        min_value=0,
        max_value=2**31,
        help_text=_("Benih yang sama memberi penduduk yang sama."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        home = settings.HOME_REGION
        codes = dict.fromkeys((home, home.split(".", maxsplit=1)[0]))
        names = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
        fields: dict[str, Any] = self.fields
        fields["region"].choices = [(code, names.get(code, code)) for code in codes]


class Upload(forms.Form):
    """A table of people."""

    name = forms.CharField(label=_("Nama data"), max_length=120)
    day = forms.DateField(label=_("Keadaan pada"), widget=DAY)
    table = forms.FileField(
        label=_("Tabel orang"),
        help_text=_(
            "Berkas .parquet, .csv atau .xlsx dengan nama kolom seperti people.parquet. "
            "Nama, NIK dan alamat di dalamnya tidak ikut dipakai."
        ),
    )


class Choose(forms.Form):
    """A scenario."""

    name = forms.CharField(label=_("Nama kajian"), max_length=120)
    note = forms.CharField(
        label=_("Catatan"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    source: Any = forms.ModelChoiceField(label=_("Data orang"), queryset=None, empty_label=None)
    target_groups = forms.MultipleChoiceField(
        label=_("Kelompok sasaran"), required=False, widget=forms.CheckboxSelectMultiple
    )
    places = forms.MultipleChoiceField(
        label=_("Kecamatan, desa dan kelurahan"), required=False, widget=forms.CheckboxSelectMultiple
    )
    programmes = forms.ChoiceField(
        label=_("Program"), choices=[(code, naming.programmes(code)) for code in BUNDLES]
    )
    first_month = MonthField(label=_("Bulan pertama"))
    months = forms.TypedChoiceField(
        label=_("Lama"), coerce=int, choices=[(count, several_months(count)) for count in COUNTS]
    )
    payer = forms.ChoiceField(
        label=_("Dibayar oleh"), choices=[(code, PAYER_NAMES[code]) for code in PAYERS if code != "employer"]
    )
    sumber_dana = forms.CharField(
        label=_("Sumber dana"), max_length=32, required=False, help_text=_("Misalnya PAD atau DBH CHT.")
    )
    budget = forms.CharField(
        label=_("Anggaran"), max_length=24, help_text=_("Rupiah utuh, misalnya 1.500.000.000.")
    )
    lowest_bracket = forms.BooleanField(
        label=_("Iuran dari golongan terendah"),
        required=False,
        help_text=_("Bagi semua orang, berapa pun penghasilannya, seperti lazimnya anggaran daerah."),
    )
    replaced_after = forms.TypedChoiceField(
        label=_("Tempat yang kosong diisi cadangan"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("tidak diisi"))] + [(count, _later(count)) for count in (1, 2, 3, 6)],
    )
    sensitivity = forms.BooleanField(label=_("Uji juga bobotnya: siapa yang tetap terpilih"), required=False)
    seed = forms.CharField(
        label=_("Kata undian"),
        max_length=64,
        help_text=_(
            "Bila nilainya sama, urutannya diundi dari kata ini. Kata yang sama memberi hasil yang sama."
        ),
    )

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["source"].queryset = queries.ready()
        fields["source"].label_from_instance = _source_said
        fields["target_groups"].choices = Group.objects.order_by("name").values_list("code", "name")
        fields["places"].choices = places(region)
        for one in weights():
            fields[f"weight_{one.name}"] = forms.IntegerField(
                label=naming.upper(naming.criterion(one.name)), min_value=0, max_value=300, initial=HUNDRED
            )

    @property
    def weighed(self) -> list[Any]:
        """The fields of the weights, in their order."""
        return [self[f"weight_{one.name}"] for one in weights()]

    def clean_budget(self) -> int:
        """Read whole rupiah; dots and the letters Rp are no matter, decimals are."""
        given = re.sub(r"^\s*Rp\.?|[.\s]", "", self.cleaned_data["budget"], flags=re.IGNORECASE)
        if not re.fullmatch(r"[0-9]{1,15}", given):
            raise forms.ValidationError(_g("Tulis rupiah utuh tanpa koma, misalnya 1.500.000.000."))
        return int(given)

    def clean_first_month(self) -> str:
        """Read a month of the years whose law is known."""
        month = Month.parse(self.cleaned_data["first_month"])
        if not 2016 <= month.year <= clock.today().year + 10:
            raise forms.ValidationError(_g("Tulis bulan antara 2016 dan sepuluh tahun ke depan."))
        return str(month)

    def clean(self) -> dict[str, Any]:
        """Refuse weights of which none counts."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        told = [given.get(f"weight_{one.name}", 1) for one in weights()]
        if not any(told):
            self.add_error(f"weight_{weights()[0].name}", _g("Beri bobot pada paling sedikit satu kriteria."))
        return given

    def chosen(self) -> dict[str, Any]:
        """Return the choices but for the floors."""
        given = self.cleaned_data
        plain = (
            "places",
            "target_groups",
            "programmes",
            "first_month",
            "months",
            "payer",
            "sumber_dana",
            "budget",
        )
        more = ("lowest_bracket", "replaced_after", "sensitivity", "seed")
        return {
            **{name: given[name] for name in (*plain, *more)},
            "weights": {one.name: given[f"weight_{one.name}"] for one in weights()},
        }


def _source_said(source: Any) -> str:
    day = naming.day(source.day)
    return _g("%(name)s, keadaan %(day)s, %(state)s") % {
        "name": source.name,
        "day": day,
        "state": source.get_state_display().lower(),
    }


def places(region: str) -> list[tuple[str, str]]:
    """Return the districts and villages of a region, each district before its villages.

    Of a province the regencies and districts alone: its villages fill no list that anybody reads.
    """
    found = Region.objects.filter(code__startswith=f"{region}.").order_by("code")
    is_province = "." not in region
    return [
        (
            one.code,
            _g("Kecamatan %(name)s") % {"name": one.name} if one.code.count(".") == DISTRICT else one.name,
        )
        for one in found
        if not is_province or one.code.count(".") <= DISTRICT
    ]


class Floor(forms.Form):
    """One floor: for whom, and how many at least or which part of the chosen."""

    what = forms.ChoiceField(label=_("Untuk"), required=False)
    least = forms.IntegerField(
        label=_("Paling sedikit (orang)"), required=False, min_value=1, max_value=1_000_000_000
    )
    percent = forms.DecimalField(
        label=_("atau bagian (%)"),
        required=False,
        min_value=Decimal("0.1"),
        max_value=HUNDRED,
        decimal_places=1,
    )

    def __init__(self, *args: Any, kinds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what: Any = self.fields["what"]
        what.choices = kinds

    def clean(self) -> dict[str, Any]:
        """Refuse half a floor, and one that says both."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        said = [name for name in ("least", "percent") if given.get(name) is not None]
        if given.get("what") and len(said) != 1 and not self.errors:
            self.add_error("least", _g("Isi jumlah orang atau bagian, salah satu."))
        if said and not given.get("what"):
            self.add_error("what", _g("Pilih untuk siapa batas ini."))
        return given

    def asked(self) -> dict[str, Any] | None:
        """Return the floor as data; None for a row that was left empty."""
        given = self.cleaned_data
        if not given.get("what"):
            return None
        column, _colon, value = given["what"].partition(":")
        percent = given["percent"]
        return {
            "column": column,
            "value": value,
            "least": given["least"] or 0,
            "percent": "" if percent is None else f"{percent:g}",
        }


Floors = forms.formset_factory(
    Floor, extra=0, max_num=MOST_FLOORS, absolute_max=MOST_FLOORS, validate_max=True
)


def floor_kinds(region: str) -> list[Any]:
    """Return for whom a floor may be, in groups."""
    titles = naming.dimensions()
    groups = Group.objects.order_by("name").values_list("code", "name")
    offices = Organisation.objects.filter(kind=Kind.OFFICE, is_active=True).order_by("name")
    each = [(f"{column}:", _g("setiap %(what)s") % {"what": naming.lower(titles[column])}) for column in EACH]
    return [
        ("", "–"),
        (_g("Setiap"), each),
        (titles["sex"], [("sex:P", _g("Perempuan")), ("sex:L", _g("Laki-laki"))]),
        (titles["kelompok_sasaran"], [(f"kelompok_sasaran:{code}", name) for code, name in groups]),
        (titles["opd_pengampu"], [(f"opd_pengampu:{one.code}", one.name) for one in offices]),
        (
            _g("Tempat"),
            [(f"{_column(code)}:{code}", name) for code, name in places(region)],
        ),
    ]


def _column(code: str) -> str:
    return ("regency", "district", "village")[min(code.count("."), 3) - 1]


def begun(scenario: Scenario | None) -> dict[str, Any]:
    """Return what the form of a scenario begins with: its own choices, or next year's plain ones."""
    year = clock.today().year + 1
    if scenario is None:
        return {
            "first_month": f"{year}-01",
            "months": 12,
            "payer": "apbd_kota",
            "lowest_bracket": True,
            "sensitivity": True,
            "seed": _g("undian %(year)s") % {"year": year},
        }
    chosen = scenario.choices
    told = {name: value for name, value in chosen.items() if name not in {"floors", "weights"}}
    told |= {f"weight_{name}": percent for name, percent in chosen.get("weights", {}).items()}
    return {**told, "name": scenario.name, "note": scenario.note, "source": scenario.source_id}


def floors_begun(scenario: Scenario | None) -> list[dict[str, Any]]:
    """Return the rows of floors that a form begins with; some are empty."""
    floors = scenario.choices.get("floors", []) if scenario else []
    told = [
        {
            "what": f"{one['column']}:{one['value']}",
            "least": one["least"] or None,
            "percent": one["percent"] or None,
        }
        for one in floors
    ]
    return [*told, *({} for _empty in range(max(1, ROWS - len(told))))]


class Link(forms.Form):
    """With whom a scenario is shared."""

    role = forms.ChoiceField(label=_("Peran"), required=False)
    region = forms.ChoiceField(label=_("Wilayah"))

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        readers = [(code, role.name) for code, role in ROLES.items() if code in MAY["kajian.read"]]
        fields["role"].choices = [("", _g("semua peran")), *readers]
        name = Region.objects.filter(code=region).values_list("name", flat=True).first() or region
        fields["region"].choices = [(region, name), *places(region)]


class Try(forms.Form):
    """A reform as an expert's file."""

    reform = forms.FileField(
        label=_("Berkas perubahan (.toml)"),
        help_text=_("Nilai hukum yang diganti, misalnya bpu.rate_jkk = 0.005. Fungsi tidak dibaca di sini."),
    )
