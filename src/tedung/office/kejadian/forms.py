"""What is told about a death or an accident."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tedung.office.kejadian.models import Kind


class Report(forms.Form):
    """A report, as whoever is in the field can give it."""

    kind = forms.ChoiceField(label=_("Apa yang terjadi?"), choices=Kind.choices, widget=forms.RadioSelect)
    day = forms.DateField(
        label=_("Kapan?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    is_work_related = forms.TypedChoiceField(
        label=_("Terjadi saat bekerja, atau di jalan pergi dan pulang kerja?"),
        choices=[("", _("Belum tahu")), ("ya", _("Ya")), ("tidak", _("Tidak"))],
        coerce={"ya": True, "tidak": False}.get,
        empty_value=None,
        required=False,
    )
    told_by = forms.CharField(label=_("Siapa yang memberi tahu?"), max_length=120, required=False)
    place = forms.CharField(label=_("Di mana?"), max_length=160, required=False)
    note = forms.CharField(
        label=_("Keterangan"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2_000, required=False
    )


class Verdict(forms.Form):
    """Why a report is confirmed or denied."""

    reason = forms.CharField(
        label=_("Dari mana diketahui?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1_000,
        required=False,
    )
