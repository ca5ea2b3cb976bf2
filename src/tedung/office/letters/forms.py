"""The one form of a letter: its scan."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Scan(forms.Form):
    """The signed paper, scanned or photographed."""

    scan = forms.FileField(
        label=_("Pindaian surat bertanda tangan"),
        help_text=_("PDF, JPG atau PNG, paling besar 15 MB. Pastikan nomor dan tanda tangannya terbaca."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
