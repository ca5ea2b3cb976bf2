"""The page on which an officer asks whether two persons are one."""

import re

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tedung.office.access.pages import page
from tedung.office.base.crypto import blind_index
from tedung.office.base.refusals import Refusal
from tedung.office.people.models import Person
from tedung.office.review.asking import ask_pair

DIGITS = 16


class Ask(forms.Form):
    """Two persons, each by the code of the page or by NIK."""

    first = forms.CharField(label=gettext_lazy("Orang pertama: kode atau NIK"), max_length=32)
    second = forms.CharField(label=gettext_lazy("Orang kedua: kode atau NIK"), max_length=32)

    def clean_first(self) -> Person:
        """Find the first person."""
        return _found(self.cleaned_data["first"])

    def clean_second(self) -> Person:
        """Find the second person."""
        return _found(self.cleaned_data["second"])


def _found(said: str) -> Person:
    """Return whom a code or a NIK names, of those whom the actor sees."""
    plain = re.sub(r"[ .\-]", "", said).upper()
    is_nik = len(plain) == DIGITS and plain.isascii() and plain.isdigit()
    asked = {"nik_index": blind_index(plain)} if is_nik else {"public_id": plain}
    person: Person | None = Person.objects.filter(merged_into=None, **asked).first()
    if person is None:
        raise forms.ValidationError(_("Tidak ditemukan di wilayah Anda. Periksa kode atau NIK-nya."))
    return person


@page("people.merge", methods=("GET", "POST"))
def ask(request: HttpRequest) -> HttpResponse:
    """Ask whether two persons are one; the answer is given where all pairs are decided."""
    form = Ask(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = ask_pair(form.cleaned_data["first"], form.cleaned_data["second"])
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect("review_pair", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "review/ask.html", {"form": form}, status=status)
