"""A small office: two villages, two offices that look after groups, and whoever works there."""

import os
from datetime import date

import pytest
from conftest_office import CITY, KESIMAN, SUMERTA
from django.test import TransactionTestCase

from plugins import anew, browser
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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let a test that commits (`transactional_db`, `live_server`) leave the database as it was."""
    with django_db_blocker.unblock():
        anew.keep()
    lay, TransactionTestCase._fixture_teardown = TransactionTestCase._fixture_teardown, lambda _: anew.lay()
    yield
    TransactionTestCase._fixture_teardown = lay
    with django_db_blocker.unblock():
        anew.forget()


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


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, once for all tests of a process."""
    place = browser.needed()
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # Playwright's loop runs beside the test, which waits for it
    )
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=place, args=["--no-sandbox"])
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(chromium, live_server, client):
    """Return an opener of pages: visit(user) at 1280 px, visit(user, width=360), visit(None) for a stranger.

    What the browser complains of (a style that the policy refused, a missing file) fails the test.
    """
    opened = []

    def enter(user, width=1280):
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 800}, locale="id-ID"
        )
        if user is not None:
            client.force_login(user)
            session = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        opened.append((context, browser.complaints(page)))
        return page

    yield enter
    for context, _ in opened:
        context.close()
    assert [said for _, complaints in opened for said in complaints] == []


@pytest.fixture
def axe():
    """Return the check of a page against WCAG 2.2 AA: axe(page)."""

    def check(page):
        assert browser.violations(page) == []

    return check


@pytest.fixture
def world(offices):
    """Return the maker of the row that an address of the walk names: in Kesiman, of the social office."""
    from walk_rows import row_of
    from walk_table import FILLED, MAKERS

    made = {}

    def find(opens):
        if not opens.row:
            return {}
        if opens.row not in made:
            with acting(SYSTEM):
                made[opens.row] = row_of(opens.row, MAKERS, FILLED)
        argument, attribute = opens.keys
        return {argument: getattr(made[opens.row], attribute)}

    return find
