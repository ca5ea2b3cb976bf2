"""Why a message was not sent."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Reason(forms.Form):
    """A few words."""

    reason = forms.CharField(label=_("Mengapa tidak terkirim"), max_length=200)
