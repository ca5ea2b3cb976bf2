"""Which part of the audit is asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tedung.office.audit.names import TABLES
from tedung.office.audit.queries import Asked, span


class Filter(forms.Form):
    """Days, whose, of what; all may stay empty."""

    dari = forms.DateField(
        label=_("Dari tanggal"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    sampai = forms.DateField(
        label=_("Sampai tanggal"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    siapa = forms.CharField(label=_("Nama masuk"), required=False, max_length=150)
    apa = forms.ChoiceField(label=_("Jenis data"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["apa"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Semua")), *sorted(TABLES.items(), key=lambda pair: str(pair[1]))]

    def asked(self) -> Asked:
        """Return what is asked; what cannot be read is not asked."""
        self.full_clean()
        given = self.cleaned_data
        since, until = span(given.get("dari"), given.get("sampai"))
        return Asked(since, until, given.get("siapa", ""), given.get("apa", ""))
