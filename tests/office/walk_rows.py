"""A row of any model, made of its fields alone: what must be filled is filled with the first thing that fits."""

from itertools import count

from conftest_office import KESIMAN
from django.apps import apps

from tedung.office.base import clock
from tedung.office.organisations.models import Organisation

SCOPE = {
    "region": KESIMAN,
    "village": KESIMAN,
    "opd_code": "dinas_sosial",
    "unit_code": "desa:kesiman",
    "organisation_code": "desa:kesiman",
    "group_code": "pedagang",
}
NUMBERS = count(1)


def row_of(label, makers, filled):
    """Make a row of `label` in Kesiman, looked after by the social office."""
    if label in makers:
        return makers[label]()
    model = apps.get_model(label)
    fields = {
        field.name: _value(field, makers, filled) for field in model._meta.local_fields if _is_needed(field)
    }
    fields |= {
        name: code for name, code in SCOPE.items() if name in {f.name for f in model._meta.local_fields}
    }
    manager = getattr(model, "everything", model._default_manager)
    return manager.create(**fields)


def _is_needed(field):
    if field.primary_key or field.has_default() or field.null:
        return False
    return not (field.empty_strings_allowed and field.blank)


def _value(field, makers, filled):
    for name in (f"{field.model._meta.label}.{field.name}", field.name):
        if name in filled:
            return filled[name]
    if field.is_relation:
        return _related(field, makers, filled)
    if field.choices:
        return next(value for value, _ in field.flatchoices if value not in {"", None})
    kind = field.get_internal_type()
    if "Integer" in kind:
        return next(NUMBERS)
    made = {
        "BooleanField": False,
        "FloatField": 1.0,
        "DateField": clock.today(),
        "DateTimeField": clock.now(),
        "JSONField": {},
        "BinaryField": b"x",
    }
    return made.get(kind, f"x{next(NUMBERS)}"[: field.max_length or 16])


def _related(field, makers, filled):
    if field.related_model is Organisation:
        return Organisation.objects.get(code="desa:kesiman")
    return row_of(field.related_model._meta.label, makers, filled)
