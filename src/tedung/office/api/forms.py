"""What an administrator fills in for a token."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tedung.office.access.forms import shown
from tedung.office.access.models import Grant, User
from tedung.office.base import clock
from tedung.office.base.fields import day_field


class TokenForm(forms.Form):
    """A token: by which grant it acts, what program has it, its last day."""

    grant = forms.ModelChoiceField(
        label=_("Bertindak dengan hak"),
        queryset=Grant.objects.none(),
        empty_label=_("Pilih hak"),
        help_text=_("Program ini boleh melakukan apa yang dibolehkan hak itu, tidak lebih."),
    )
    name = forms.CharField(label=_("Untuk program apa"), max_length=80)
    until = day_field(label=_("Berlaku sampai"), help_text=_("Paling lama satu tahun."))

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["grant"]
        field.queryset = Grant.objects.in_force(clock.today()).filter(user=user)
        names = {row.grant.pk: f"{row.role}, {row.scope}" for row in shown(list(field.queryset))}
        field.label_from_instance = lambda one: names.get(one.pk, str(one))
