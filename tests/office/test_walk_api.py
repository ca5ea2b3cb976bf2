"""Every operation of the interface, by every grant that a token may carry, and by none."""

from datetime import timedelta

import pytest
from conftest_office import CITY, KESIMAN, SUMERTA
from django.urls import get_resolver, reverse
from test_walk import STRANGERS, patterns
from walk_table import ANYONE, API, CLOSED

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.access.models import Grant
from tedung.office.access.roles import MAY, ROLES
from tedung.office.api.services import make_token
from tedung.office.base import clock

GUARDED = [name for name, opens in API.items() if "." in opens.by]
READS = [name for name in GUARDED if name != "api:new_usulan"]  # whose body is read before its grant
WITH_ROW = [name for name in READS if API[name].row]
WHAT = {"api:cover": {"on": "2027-01-15"}}


@pytest.fixture
def ask(client, world, make_user):
    """Call an operation with a token of a grant, or without one."""

    def answer(name, grant=None):
        where, headers = reverse(name, kwargs=world(API[name])), {}
        if grant:
            with acting(SYSTEM):
                held = Grant.objects.get(user=make_user(*grant))
                token = make_token(held, "walk", clock.today() + timedelta(days=1))
            headers = {"Authorization": f"Bearer {token}"}
        return client.get(where, WHAT.get(name, {}), headers=headers)

    return answer


def test_every_operation_is_in_the_table():
    named = {name for name, _ in patterns(get_resolver().url_patterns) if name.startswith("api:")}
    assert named == set(API)


@pytest.mark.parametrize("name", API)
def test_without_a_token_nothing_is_told(name, ask):
    by, status = API[name].by, ask(name).status_code
    assert status == {ANYONE: 200, CLOSED: 404}.get(by, 401)


@pytest.mark.parametrize("name", READS)
def test_each_grant_opens_what_the_table_says_and_nothing_else(name, ask):
    wrong = {}
    for role in ROLES:
        status = ask(name, (role, "region", CITY)).status_code
        if status != (200 if role in MAY[API[name].by] else 403):
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


@pytest.mark.parametrize("name", [name for name in READS if not API[name].row])
def test_lists_hold_ones_own_rows_alone(name, ask, world):
    """A row in Kesiman stands in no list of Sumerta."""
    row = next((opens for opens in API.values() if opens.row and opens.by == API[name].by), None)
    world(row)
    here = ask(name, ("operator_desa", "region", KESIMAN)).json()["items"]
    there = ask(name, ("operator_desa", "region", SUMERTA)).json()["items"]
    assert (len(here), there) == (1, [])
