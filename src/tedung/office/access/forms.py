"""What an administrator fills in: a user, a grant."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tedung.office.access.models import Grant, User
from tedung.office.access.roles import ROLES
from tedung.office.organisations.models import Kind, Organisation
from tedung.office.reference.models import Group, Region

PROPOSING = (Kind.VILLAGE, Kind.DESA_ADAT, Kind.SUBAK)


def scopes() -> list[tuple[Any, list[tuple[str, str]]]]:
    """Return what a grant can hold over, by kind; of regions the home and what lies in it."""
    home = settings.HOME_REGION
    below = Region.objects.filter(code__startswith=home).order_by("code")
    offices = Organisation.objects.filter(kind=Kind.OFFICE, is_active=True)
    units = Organisation.objects.filter(kind__in=PROPOSING, is_active=True).order_by("kind", "name")
    groups = Group.objects.filter(is_active=True).order_by("name")
    return [
        (_("Wilayah"), [(f"region:{one.code}", f"{one.name} ({one.code})") for one in below]),
        (_("OPD pengampu"), [(f"opd:{one.code}", one.name) for one in offices]),
        (_("Kelompok sasaran"), [(f"group:{one.code}", one.name) for one in groups]),
        (_("Organisasi"), [(f"organisation:{one.code}", one.name) for one in units]),
        (_("Lainnya"), [("self:self", str(_("Diri sendiri")))]),
    ]


class GrantForm(forms.Form):
    """A role within a scope, from a day until a day."""

    role = forms.ChoiceField(
        label=_("Peran"),
        choices=[("", _("Pilih peran")), *((role.code, role.name) for role in ROLES.values())],
    )
    scope = forms.ChoiceField(label=_("Lingkup"), help_text=_("Baris di luar lingkup ini tidak terlihat."))
    until = forms.DateField(
        label=_("Berlaku sampai"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scope"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Pilih lingkup")), *scopes()]  # never the whole city by default

    def kind_and_code(self) -> tuple[str, str]:
        """Return the scope as it is kept."""
        kind, _colon, code = self.cleaned_data["scope"].partition(":")
        return kind, code


class UserForm(GrantForm):
    """A new user with the first grant."""

    full_name = forms.CharField(
        label=_("Nama lengkap"), max_length=User._meta.get_field("full_name").max_length
    )
    username = forms.CharField(
        label=_("Nama masuk"), max_length=150, help_text=_("Huruf, angka, dan tanda @ . + - _ saja.")
    )
    field_order = ("full_name", "username", "role", "scope", "until")


class Shown:
    """A grant with the words that a page shows for it."""

    def __init__(self, grant: Grant, names: dict[str, str]) -> None:
        self.grant = grant
        self.role = ROLES[grant.role].name
        self.kind = grant.get_scope_kind_display()
        self.scope = names.get(f"{grant.scope_kind}:{grant.scope_code}", grant.scope_code)


def shown(grants: list[Grant]) -> list[Shown]:
    """Return grants as a page shows them, the names of their scopes asked for at once."""
    codes = {
        kind: [one.scope_code for one in grants if one.scope_kind == kind] for kind in ("region", "group")
    }
    units = [one.scope_code for one in grants if one.scope_kind in {"opd", "organisation"}]
    names = {f"region:{one.code}": one.name for one in Region.objects.filter(code__in=codes["region"])}
    names |= {f"group:{one.code}": one.name for one in Group.objects.filter(code__in=codes["group"])}
    for one in Organisation.objects.filter(code__in=units):
        names |= {f"opd:{one.code}": one.name, f"organisation:{one.code}": one.name}
    names |= {f"self:{one.scope_code}": str(_("Diri sendiri")) for one in grants if one.scope_kind == "self"}
    return [Shown(one, names) for one in grants]
