"""Every operation of the interface, by every grant that a token may carry, and by none."""

from datetime import timedelta

import pytest
from conftest_office import CITY, KESIMAN, PDF, SUMERTA
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse
from test_walk import STRANGERS, patterns
from walk_table import ANYONE, API, CLOSED, LISTED, POSTED, UPLOADED

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.access.models import Grant
from tedung.office.access.roles import MAY, ROLES
from tedung.office.api.services import make_token
from tedung.office.base import clock

GUARDED = [name for name, opens in API.items() if "." in opens.by]
WITH_ROW = [name for name in GUARDED if API[name].row]
LISTS = [name for name in GUARDED if not API[name].row and name not in POSTED]
WHAT = {"api:cover": {"on": "2027-01-15"}}


@pytest.fixture
def ask(client, world, make_user):
    """Call an operation with a token of a grant, or without one."""

    def answer(name, grant=None):
        where, headers = reverse(name, kwargs=world(API[name])), {"Idempotency-Key": f"walk-{name}-{grant}"}
        if grant:
            with acting(SYSTEM):
                held = Grant.objects.get(user=make_user(*grant))
                token = make_token(held, "walk", clock.today() + timedelta(days=1))
            headers["Authorization"] = f"Bearer {token}"
        if name in UPLOADED:
            upload = SimpleUploadedFile("bukti.pdf", PDF)
            return client.post(where, {**POSTED[name], UPLOADED[name]: upload}, headers=headers)
        if name in POSTED:
            return client.post(where, POSTED[name], content_type="application/json", headers=headers)
        return client.get(where, WHAT.get(name, {}), headers=headers)

    return answer


def opened(name):
    """Return what an operation may answer to whom it opens: a write may be refused as things stand."""
    if name not in POSTED:
        return {200}
    return {200, 201, 409} if API[name].row or name in {"api:covers", "api:new_usulan"} else {404}


def test_every_operation_is_in_the_table():
    named = {name for name, _ in patterns(get_resolver().url_patterns) if name.startswith("api:")}
    assert named == set(API)


@pytest.mark.parametrize("name", API)
def test_without_a_token_nothing_is_told(name, ask):
    by, status = API[name].by, ask(name).status_code
    assert status == {ANYONE: 200, CLOSED: 404}.get(by, 401)


@pytest.mark.parametrize("name", GUARDED)
def test_each_grant_opens_what_the_table_says_and_nothing_else(name, ask, offices):
    wrong = {}
    for role in ROLES:
        status = ask(name, (role, "region", CITY)).status_code
        if status not in (opened(name) if role in MAY[API[name].by] else {403}):
            wrong[role] = status
    assert not wrong


@pytest.mark.parametrize("name", WITH_ROW)
def test_rows_of_others_are_not_found(name, ask):
    wrong = {}
    for role, kind, code in STRANGERS:
        status = ask(name, (role, kind, code)).status_code
        if status != (404 if role in MAY[API[name].by] else 403):
            wrong[role, kind, code] = status
    assert not wrong


@pytest.mark.parametrize("name", LISTS)
def test_lists_hold_ones_own_rows_alone(name, ask, world):
    """A row in Kesiman stands in no list of Sumerta."""
    by = API[name].by
    row = LISTED.get(name) or next(one for one in API.values() if one.row and one.by == by)
    world(row)
    role = next(role for role in ROLES if role in MAY[by])
    here = ask(name, (role, "region", KESIMAN)).json()["items"]
    there = ask(name, (role, "region", SUMERTA)).json()["items"]
    assert (len(here), there) == (1, [])
