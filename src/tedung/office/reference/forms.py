"""What an administrator fills in: a value, a form of numbers, a group, its policy, a file's headings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tedung.office.base import clock
from tedung.office.documents.kinds import KINDS
from tedung.office.home.programme import ROWS
from tedung.office.organisations.models import Kind, Organisation
from tedung.office.reference.models import Format, Policy
from tedung.office.reference.services import MOST_INCOME


class SinceForm(forms.Form):
    """From which day on, and on what ground."""

    since = forms.DateField(
        label=_("Berlaku mulai"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label=_("Dasar"), max_length=200, help_text=_("Peraturan, surat, atau keputusan rapat.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = clock.today


class ValueForm(SinceForm):
    """Another value of a setting."""

    value = forms.CharField(label=_("Nilai"), max_length=300)
    field_order = ("value", "since", "reason")


class NumberingForm(SinceForm):
    """Another form of the numbers of letters."""

    unit = forms.ChoiceField(label=_("Surat milik"), required=False)
    form = forms.CharField(
        label=_("Bentuk nomor"),
        max_length=80,
        help_text=_("Memakai {number} atau {number:3}, {kind}, {unit}, {month}, {year}."),
    )
    field_order = ("unit", "form", "since", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {
            str(one.pk): one for one in Organisation.objects.filter(is_active=True).order_by("name")
        }
        field = self.fields["unit"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", _("Semua yang lain")),
                *((key, one.name) for key, one in self.units.items()),
            ]


class SizeForm(SinceForm):
    """How large documents of a kind may be."""

    kind = forms.ChoiceField(label=_("Jenis berkas"))
    megabytes = forms.IntegerField(label=_("Paling besar (MB)"), min_value=1, max_value=400)
    field_order = ("kind", "megabytes", "since", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", _("Pilih jenis berkas")),
                *((code, one.name) for code, one in KINDS.items()),
            ]


class CalendarForm(SinceForm):
    """Other days for a step of the year."""

    code = forms.ChoiceField(label=_("Langkah"))
    first = forms.CharField(
        label=_("Mulai (tanggal-bulan)"), max_length=5, help_text=_("Misalnya 01-03 untuk 1 Maret.")
    )
    last = forms.CharField(label=_("Sampai (tanggal-bulan)"), max_length=5)
    field_order = ("code", "first", "last", "since", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Pilih langkah")), *((row.code, row.name) for row in ROWS)]

    def days(self) -> tuple[str, str]:
        """Return the days as they are kept: month first."""
        first, last = ("-".join(reversed(self.cleaned_data[name].split("-"))) for name in ("first", "last"))
        return first, last


class GroupForm(forms.Form):
    """A target group and who looks after it."""

    name = forms.CharField(label=_("Nama kelompok"), max_length=120)
    opd = forms.ChoiceField(label=_("OPD pengampu"))
    is_office = forms.BooleanField(label=_("Dipegang karena jabatan, dengan masa jabatan"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Organisation.objects.filter(kind=Kind.OFFICE, is_active=True).order_by("name")
        self.offices = {str(one.pk): one for one in found}
        field = self.fields["opd"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Pilih OPD")), *((key, one.name) for key, one in self.offices.items())]


class GroupChangeForm(GroupForm):
    """A group that is there."""

    is_active = forms.BooleanField(label=_("Masih dipakai"), required=False)


class PolicyForm(SinceForm):
    """What a group asks of its members."""

    basis = forms.ChoiceField(label=_("Dasar keanggotaan"), choices=Policy.Basis.choices)
    desil_max = forms.IntegerField(
        label=_("Desil tertinggi"),
        required=False,
        min_value=1,
        max_value=10,
        help_text=_("Hanya untuk dasar desil."),
    )
    income_max = forms.IntegerField(
        label=_("Penghasilan tertinggi sebulan (rupiah)"),
        required=False,
        min_value=1,
        max_value=MOST_INCOME,
        help_text=_("Hanya untuk dasar penghasilan."),
    )
    other_job = forms.ChoiceField(
        label=_("Punya pekerjaan lain atau menerima upah di tempat lain"), choices=Policy.Answer.choices
    )
    pays_himself = forms.ChoiceField(
        label=_("Sudah peserta dan membayar sendiri"), choices=Policy.Answer.choices
    )
    field_order = ("basis", "desil_max", "income_max", "other_job", "pays_himself", "since", "reason")


class VersionForm(SinceForm):
    """A file's headings, one field a column."""

    is_compared = forms.BooleanField(label=_("Sudah dicocokkan dengan formulir asli mereka"), required=False)

    def __init__(self, form: Format, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = [f"column_{place}" for place in range(len(form.columns))]
        for name, column in zip(self.columns, form.columns, strict=True):
            self.fields[name] = forms.CharField(
                label=column.get("field") or column.get("fixed", ""),
                required=bool(column.get("is_required")),
                max_length=80,
                initial=column["heading"],
            )
        self.order_fields([*self.columns, "is_compared", "since", "reason"])

    def headings(self) -> list[str]:
        """Return the headings in the order of the columns."""
        return [self.cleaned_data[name] for name in self.columns]
