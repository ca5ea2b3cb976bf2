"""A small office: two villages, two offices that look after groups, and whoever works there."""

import os
from datetime import date
from operator import attrgetter

import pytest
from conftest_office import CITY, KESIMAN, MONTHLY, SUMERTA, person, put_in_force
from django.core.cache import caches
from django.test import Client, TransactionTestCase

from plugins import anew, browser, pictures
from tedung.office.access.actor import SYSTEM, acting, actor_of
from tedung.office.access.models import Grant, User
from tedung.office.base import clock
from tedung.office.documents.services import store
from tedung.office.organisations.models import Organisation
from tedung.office.padan.models import Check, Request
from tedung.office.penetapan import decrees, selecting
from tedung.office.reference.models import Format, Group
from tedung.office.usulan.models import Berkas, Line, Usulan

DAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _day():
    """It is 1 December 2026."""
    with clock.at(DAY):
        yield


@pytest.fixture(autouse=True)
def _nothing_kept():
    """A test that is rolled back gives its keys away again."""
    caches["process"].clear()


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
def visit(chromium, live_server):
    """Return an opener of pages: visit(user) at 1280 px, visit(user, width=360), visit(None) for a stranger.

    What the browser complains of (a style that the policy refused, a missing file) fails the test.
    """
    opened = []

    def enter(user, width=1280):
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 800}, locale="id-ID"
        )
        if user is not None:
            client = Client()  # one of its own: another's sign-in would end this session
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
def picture(axe):
    """Hold that a page is without a fault, and keep its picture where the makers of the manual ask for it.

    `TEDUNG_PICTURES=1` keeps those that the documentation shows, `TEDUNG_PICTURES=<folder>` all, in there.
    """

    def take(page, name, *widths):
        size = page.viewport_size
        for width in widths or (size["width"],):
            page.set_viewport_size({**size, "width": width})
            axe(page)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{name} is {wide} px wide, the window {width}"
            pictures.keep(page, f"{name}-{width}")
        page.set_viewport_size(size)

    return take


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
        return {argument: attrgetter(attribute)(made[opens.row])}

    return find


@pytest.fixture
def proposal(as_system, offices):
    """An accepted proposal of Kesiman for 2027."""
    usulan = Usulan.everything.create(
        unit=offices["desa:kesiman"],
        unit_code="desa:kesiman",
        region=KESIMAN,
        year=2027,
        title="Kesiman 2027",
        state="diterima",
        made_at=clock.now(),
    )
    document = store(b"nama\n", "roster", name="daftar.csv", region=KESIMAN)
    Berkas.everything.create(
        usulan=usulan,
        unit_code="desa:kesiman",
        region=KESIMAN,
        document=document,
        sha256="0" * 64,
        name="daftar.csv",
        state="read",
        at=clock.now(),
    )
    return usulan


@pytest.fixture
def registry(as_system):
    form = Format.objects.create(code="padan", version="1", name="uji", columns=[], since=date(2026, 1, 1))
    return Request.everything.create(
        region=CITY, form=form, reason="usulan", state="dijawab", made_at=clock.now()
    )


@pytest.fixture
def add(proposal, registry):
    """Return a maker of accepted lines whose persons are padan unless told otherwise."""
    berkas = Berkas.everything.get(usulan=proposal)

    def make(group="pemangku", result="padan", village=KESIMAN, born=date(1970, 3, 12), **fields):
        number = Line.everything.count() + 2
        who = fields.pop("who", None) or person(village, birth_date=born, sex="L")
        line = Line.everything.create(
            usulan=proposal,
            berkas=berkas,
            unit_code=proposal.unit_code,
            region=KESIMAN,
            line=number,
            outcome="accepted",
            person=who,
            village=village,
            group_code=group,
            birth_date=born,
            sex="L",
            nama_ktp=who.nama_ktp,
            **fields,
        )
        if result:
            Check.objects.get_or_create(
                request=registry,
                person=who,
                defaults={"ordinal": number, "result": result, "answered_on": clock.today()},
            )
        return line

    return make


@pytest.fixture
def plan(as_system):
    def make(budget, months=12, payer="apbd_kota"):
        return selecting.plan(
            CITY,
            name="Seleksi 2027",
            year=2027,
            first_month="2027-01",
            months=months,
            budget=budget,
            payer=payer,
            seed="undian 1",
        )

    return make


@pytest.fixture
def issued(add, plan, make_user, as_user, offices):
    """A decree over two of four, prepared and issued by two persons."""
    for _ in range(4):
        add()
    selection = plan(2 * 12 * MONTHLY)
    selecting.compute(selection)
    selecting.announce(selection)
    with as_user(make_user("verifikator")):
        decree = decrees.draft(selection, offices["disnaker"], "Penerima bantuan iuran 2027")
        decrees.submit(decree)
    with as_user(make_user("hukum")):
        put_in_force(decree, "188.45/12/HK/2026", date(2026, 12, 1), "Wali Kota Denpasar")
    return decree
