"""The administrator's pages in a browser: nothing runs over the edge of a phone, axe finds nothing."""

from datetime import date

import pytest
from django.urls import reverse

from tedung.office.access.actor import acting, actor_of
from tedung.office.base import clock
from tedung.office.organisations import services as organisations
from tedung.office.reference import services
from tedung.office.reference.models import Group

NEW_YEAR = date(2027, 1, 1)


@pytest.mark.parametrize("width", [1280, pytest.param(360, marks=pytest.mark.either)])
def test_the_administrator_s_pages_are_read_by_everybody(offices, make_user, visit, axe, width):
    admin, unit, group = make_user("admin"), offices["dinas_sosial"], Group.objects.get(code="pedagang")
    with acting(actor_of(admin.pk, clock.today())):
        organisations.correct(unit, name="Dinas Sosial", address="Jalan Uji 1")
        services.set_value("office.name", "Dinas Tenaga Kerja Kota Denpasar", NEW_YEAR, "Perwali 1/2026")
        given = {
            "basis": "income",
            "income_max": 3_000_000,
            "other_job": "allowed",
            "pays_himself": "refused",
        }
        services.set_policy(group, NEW_YEAR, "Perwali 2/2026", given)
    page = visit(admin, width)
    for address in (
        reverse("organisation", args=[unit.pk]),
        reverse("audit"),
        reverse("audit_row", args=["organisations_organisation", unit.pk]),
        reverse("setting", args=["office.name"]),
        reverse("group", args=[group.pk]),
    ):
        assert page.goto(address).status == 200
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        axe(page)
