"""The names of what the figures are broken down by, in the order they are shown."""

from collections.abc import Collection
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from tedung.office.home.counting import BANDS
from tedung.office.organisations.models import Kind, Organisation
from tedung.office.people.models import Sex
from tedung.office.reference.models import Group, Region


def villages(codes: Collection[str]) -> dict[Any, str]:
    """Return villages by name, those without one last."""
    found = Region.objects.filter(code__in=codes).order_by("name")
    return {**dict(found.values_list("code", "name")), "": _("desa belum diketahui")}


def groups() -> dict[Any, str]:
    """Return the groups by name."""
    return {**dict(Group.objects.order_by("name").values_list("code", "name")), "": _("tanpa kelompok")}


def office_of() -> dict[str, str]:
    """Return the office that looks after each group, by the group's code."""
    return dict(Group.objects.values_list("code", "opd__code"))


def offices() -> dict[Any, str]:
    """Return the offices by name."""
    found = Organisation.objects.filter(kind=Kind.OFFICE).order_by("name")
    return {**dict(found.values_list("code", "name")), "": _("tanpa OPD")}


def sexes() -> dict[Any, str]:
    """Return the sexes as on the card."""
    return {**{value: str(label) for value, label in Sex.choices}, "": _("tidak tercatat")}


def bands() -> dict[Any, str]:
    """Return the bands of age."""
    between = {
        number: _("%(first)d sampai %(last)d tahun") % {"first": first, "last": after - 1}
        for number, (first, after) in enumerate(pairwise(BANDS), start=1)
    }
    under, over = (
        _("di bawah %(age)d tahun") % {"age": BANDS[0]},
        _("%(age)d tahun ke atas") % {"age": BANDS[-1]},
    )
    return {0: under, **between, len(BANDS): over, -1: _("tanggal lahir tidak tercatat")}
