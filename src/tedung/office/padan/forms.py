"""What an officer types about a file to the registry and its answer."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DAY = {"type": "date"}


class Sent(forms.Form):
    """The letter with which the file went out."""

    number = forms.CharField(label=_("Nomor surat pengantar"), max_length=80)
    day = forms.DateField(label=_("Tanggal dikirim"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))


class Answer(forms.Form):
    """The registry's answer."""

    file = forms.FileField(label=_("Berkas jawaban"), help_text=_("Seperti diterima: Excel, .ods atau .csv."))
    number = forms.CharField(label=_("Nomor surat jawaban"), max_length=80)
    day = forms.DateField(label=_("Tanggal jawaban"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))


class Waive(forms.Form):
    """An officer's own reason to go on without padan."""

    reason = forms.CharField(
        label=_("Alasan"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1_000,
        help_text=_("Apa yang dilihat, kapan, oleh siapa. Nama Anda dicatat."),
    )
    until = forms.DateField(label=_("Berlaku sampai"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))

    def __init__(self, *args: Any, latest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = latest
