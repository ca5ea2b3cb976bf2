"""Every address, as everybody: who is led to the sign-in, who is refused, who finds nothing, who may open it."""

import re

import pytest
from conftest_office import KESIMAN, SUMERTA
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import URLPattern, get_resolver, reverse
from walk_table import ANYONE, CLOSED, OF_THE_OFFICE, SIGNED_IN, TABLE

from tedung.office.access.roles import MAY, ROLES

API_NAMES = "api:"  # its operations have a table of their own
GUARDED = [name for name, opens in TABLE.items() if "." in opens.by]
WITH_ROW = [name for name in GUARDED if TABLE[name].row and not TABLE[name].row.startswith(OF_THE_OFFICE)]
STRANGERS = (
    ("operator_desa", "region", SUMERTA),
    ("operator_adat", "organisation", "desa:sumerta"),
    ("operator_opd", "opd", "dinas_kebudayaan"),
    ("operator_opd", "group", "pemangku"),
    ("verifikator", "region", SUMERTA),
    ("inspektorat", "region", "51.7"),
    ("hukum", "self", "self"),
)
INLINE = re.compile(
    rb"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<[^>]*\son[a-z]+=|<[^>]*\sstyle=|<style|javascript:|hx-on",
    re.IGNORECASE,
)


def patterns(resolvers=None, before=""):
    """Yield the name and the view of every address."""
    for found in get_resolver().url_patterns if resolvers is None else resolvers:
        if isinstance(found, URLPattern):
            yield f"{before}{found.name}", found.callback
        else:
            space = f"{found.namespace}:" if found.namespace else ""
            yield from patterns(found.url_patterns, before + space)


VIEWS = dict(patterns())


def session_of(user):
    """Return the key of a new session: signing in writes six more statements, and a walk signs in thousands of times."""
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session.save()
    return session.session_key


@pytest.fixture
def ask(client, world):
    """Open an address as a user, or as a stranger; by POST, with nothing in it, where it has no page."""

    def answer(name, user=None):
        opens = TABLE[name]
        where = (
            "/akun/signup/"
            if name == "closed"
            else reverse(name, kwargs={**world(opens), **dict(opens.given)})
        )
        client.cookies.clear()
        if user is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
        is_posted = name == "set_language" or "GET" not in getattr(VIEWS[name], "methods", ("GET",))
        return client.post(where) if is_posted else client.get(where)

    return answer


def test_every_address_is_in_the_table():
    named = {name for name in VIEWS if not name.startswith(API_NAMES)}
    assert "None" not in named, "an address has no name"
    assert named - set(TABLE) == set()
    assert set(TABLE) - named == set()


def test_the_table_and_the_page_name_one_permission():
    said = {name: getattr(view, "permission", None) for name, view in VIEWS.items() if name in GUARDED}
    assert said == {name: TABLE[name].by for name in GUARDED}
    guarded = {name for name, view in VIEWS.items() if hasattr(view, "permission")}
    assert guarded <= set(GUARDED)


@pytest.mark.either
@pytest.mark.parametrize("name", TABLE)
def test_a_stranger_is_led_to_the_sign_in(name, ask):
    answer, by = ask(name), TABLE[name].by
    if by == CLOSED:
        assert answer.status_code == 404
    elif by == ANYONE:
        assert answer.status_code in {200, 302, 204}
    else:
        assert answer.status_code == 302
        assert answer["Location"].startswith(("/masuk/", "/akun/login/")) or name == "account_logout"


@pytest.mark.parametrize("name", GUARDED)
def test_each_role_opens_what_the_table_says_and_nothing_else(name, ask, make_user):
    """With a grant over the whole city: 403 without the permission, an answer with it."""
    opens, wrong = TABLE[name], {}
    for role in ROLES:
        status = ask(name, make_user(role)).status_code
        if role not in MAY[opens.by]:
            fits = status == 403
        else:
            is_hidden = opens.absent and role not in MAY.get(opens.absent, ())
            fits = status == 404 if is_hidden else status in {200, 204, 302, 400, 409, 422}
        if not fits:
            wrong[role] = status
    assert not wrong


@pytest.mark.parametrize("name", WITH_ROW)
def test_rows_of_others_are_not_found(name, ask, make_user):
    """By the operator of the next village, by the culture office before rows of the social office."""
    wrong = {}
    for role, kind, code in STRANGERS:
        status = ask(name, make_user(role, kind, code)).status_code
        if status != (404 if role in MAY[TABLE[name].by] else 403):
            wrong[role, kind, code] = status
    assert not wrong


@pytest.mark.parametrize(
    "name", [name for name in WITH_ROW if "operator_desa" in MAY[TABLE[name].by] and not TABLE[name].absent]
)
def test_the_operator_of_the_village_finds_its_rows(name, ask, make_user):
    assert ask(name, make_user("operator_desa", "region", KESIMAN)).status_code not in {403, 404, 500}


@pytest.mark.parametrize("name", [name for name, opens in TABLE.items() if opens.by in {SIGNED_IN, CLOSED}])
def test_whoever_signed_in_has_an_account_and_no_closed_page(name, ask, make_user):
    status = ask(name, make_user("admin")).status_code
    assert (status == 404) == (TABLE[name].by == CLOSED) or name.startswith("mfa_")


@pytest.mark.either
@pytest.mark.parametrize("name", [name for name, opens in TABLE.items() if not opens.absent])
def test_every_answer_keeps_to_the_policy(name, ask, make_user):
    """CSP without an exception, no script or style in the page, never guessed, never framed."""
    answer = ask(name, make_user(min(MAY.get(TABLE[name].by, ["verifikator"]))))
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    if answer["Content-Type"].startswith("text/html"):
        assert not INLINE.search(answer.content), INLINE.search(answer.content)[0]


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_no_page_answers_another_method(client, make_user, method):
    client.force_login(make_user("admin"))
    assert getattr(client, method)(reverse("users")).status_code == 405
