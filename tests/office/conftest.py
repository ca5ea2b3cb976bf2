"""A small office: two villages, two offices that look after groups, and whoever works there."""

from datetime import date

import pytest
from conftest_office import CITY, KESIMAN, SUMERTA

from tedung.office.access.actor import SYSTEM, acting, actor_of
from tedung.office.access.models import Grant, User
from tedung.office.base import clock
from tedung.office.organisations.models import Organisation
from tedung.office.reference.models import Group

DAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _day():
    """It is 1 December 2026."""
    with clock.at(DAY):
        yield


@pytest.fixture
def offices(db):
    """Two villages and two offices with a group each, by code."""
    made = [
        Organisation.objects.create(code=code, kind=kind, name=name, region=region)
        for code, kind, name, region in (
            ("desa:kesiman", "village", "Desa Kesiman", KESIMAN),
            ("desa:sumerta", "village", "Desa Sumerta", SUMERTA),
            ("dinas_kebudayaan", "office", "Dinas Kebudayaan", CITY),
            ("dinas_sosial", "office", "Dinas Sosial", CITY),
            ("disnaker", "office", "Dinas Ketenagakerjaan", CITY),
        )
    ]
    by_code = {organisation.code: organisation for organisation in made}
    Group.objects.create(code="pemangku", name="Pemangku", opd=by_code["dinas_kebudayaan"], is_office=True)
    Group.objects.create(code="pedagang", name="Pedagang kecil", opd=by_code["dinas_sosial"])
    return by_code


@pytest.fixture
def make_user(db):
    """Return a maker of users: make_user("verifikator"), make_user("operator_desa", "region", KESIMAN)."""

    def make(role, kind="region", code=CITY, username=None):
        user = User.objects.create_user(
            username or f"{role}-{code}".replace(":", "-"), password="kata-sandi-uji-panjang", full_name=role
        )
        Grant.objects.create(user=user, role=role, scope_kind=kind, scope_code=code, since=date(2026, 1, 1))
        return user

    return make


@pytest.fixture
def as_user():
    """Return a context in which a user acts: with as_user(user): …"""
    return lambda user: acting(actor_of(user.pk, clock.today()))


@pytest.fixture
def as_system(db):
    """Let the system act for the whole test."""
    with acting(SYSTEM):
        yield


@pytest.fixture
def signed_in(client):
    """Return a maker of signed-in clients."""

    def enter(user):
        client.force_login(user)
        return client

    return enter
