"""The interface: a token by grant, bounded pages, one write for one key, a sentence for every refusal."""

import re
from datetime import date, timedelta

import pytest
from conftest_office import CITY, KESIMAN, SUMERTA, person

from tedung.office.access.models import Grant
from tedung.office.access.services import revoke
from tedung.office.api.models import Answered, Token
from tedung.office.api.services import end_token, make_token
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.usulan.models import Usulan

TODAY = date(2026, 12, 1)


@pytest.fixture
def token(make_user, as_system):
    """Return a maker of tokens: token("verifikator"), token("operator_desa", "region", KESIMAN)."""

    def make(role, kind="region", code=CITY, until=TODAY + timedelta(days=30)):
        user = make_user(role, kind, code, username=f"api-{role}-{code}-{Token.objects.count()}")
        return make_token(Grant.objects.get(user=user), "uji", until)

    return make


@pytest.fixture
def ask(client):
    def do(token, path, method="get", body=None, key=None):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if key:
            headers["Idempotency-Key"] = key
        return client.generic(
            method.upper(),
            f"/api/v1{path}",
            data=body or "",
            content_type="application/json",
            headers=headers,
        )

    return do


def test_nobody_without_a_token(ask, as_system):
    for path in ("/people", "/usulan", "/decrees"):
        answer = ask("", path)
        assert answer.status_code == 401
        assert answer.json()["code"] == "unauthenticated"
    assert ask("tdg_bukan", "/people").status_code == 401


def test_a_sign_in_by_cookie_opens_nothing(client, make_user):
    client.force_login(make_user("verifikator"))
    assert client.get("/api/v1/people").status_code == 401


def test_pages_hold_everybody_once(ask, token, as_system):
    made = {person(KESIMAN).public_id for _ in range(5)}
    seen, after, key = [], "", token("verifikator")
    while True:
        page = ask(key, f"/people?limit=2&after={after}").json()
        seen += [one["id"] for one in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert sorted(seen) == sorted(made)


def test_a_number_is_masked(ask, token, as_system):
    who = person(KESIMAN, nik="5171021203700003", nik_state="valid")
    told = ask(token("verifikator"), f"/people/{who.public_id}")
    assert told.json()["nik_masked"].endswith("003")
    assert "5171021203700003" not in told.content.decode()


def test_another_village_finds_nothing(ask, token, as_system):
    who = person(KESIMAN)
    key = token("operator_desa", "region", SUMERTA)
    assert ask(key, f"/people/{who.public_id}").status_code == 404
    assert ask(key, f"/people/{who.public_id}/cover?on=2026-12-01").status_code == 404
    assert ask(key, "/people").json()["items"] == []


def test_an_analyst_may_not(ask, token):
    answer = ask(token("analis"), "/people")
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_a_token_does_only_what_its_grant_allows(ask, make_user, as_system):
    user = make_user("verifikator")
    narrow = Grant.objects.create(
        user=user, role="operator_desa", scope_kind="region", scope_code=SUMERTA, since=TODAY
    )
    person(KESIMAN)
    assert ask(make_token(narrow, "sempit", TODAY), "/people").json()["items"] == []


def test_tokens_end(ask, token, as_system):
    key = token("verifikator")
    row = Token.objects.get()
    with clock.at(row.until + timedelta(days=1)):
        assert ask(key, "/people").status_code == 401
    end_token(row)
    assert ask(key, "/people").status_code == 401
    other = token("verifikator")
    user = Token.objects.latest("pk").grant.user
    user.is_active = False
    user.save()
    assert ask(other, "/people").status_code == 401


def test_a_token_ends_with_its_grant(ask, token, as_system):
    key, grant = token("verifikator"), Token.objects.get().grant
    assert ask(key, "/people").status_code == 200
    revoke(grant)
    assert ask(key, "/people").status_code == 401
    with pytest.raises(Refusal):
        make_token(grant, "lagi", TODAY)


def test_an_administrator_makes_a_token_on_a_page_and_ends_it(ask, make_user, signed_in):
    held = Grant.objects.get(user=make_user("verifikator"))
    client, where = signed_in(make_user("admin")), f"/pengguna/{held.user_id}/token/"
    given = {"grant": str(held.pk), "name": "SIPD", "until": "2027-06-30"}
    answer = client.post(where, given)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    key = re.search(r"tdg_[\w-]{40,}", answer.content.decode()).group()
    assert ask(key, "/people").status_code == 200
    page = client.get(where).content.decode()
    assert "SIPD" in page
    assert key not in page
    wrongs = ({"grant": "999999"}, {"name": ""}, {"name": "x" * 81}, {"until": "2029-01-01"}, {"until": "x"})
    assert [client.post(where, {**given, **wrong}).status_code for wrong in wrongs] == [422] * len(wrongs)
    assert client.post(f"/pengguna/token/{Token.objects.get().pk}/akhiri/").status_code == 302
    assert ask(key, "/people").status_code == 401


def test_the_token_itself_is_nowhere(token):
    key = token("verifikator")
    assert key not in str(list(Token.objects.values()))
    with pytest.raises(Refusal):
        token("pptk", until=TODAY + timedelta(days=400))


NEW = '{"unit": "desa:kesiman", "year": 2027, "title": "Kesiman 2027"}'


def test_a_write_is_done_once_for_a_key(ask, token, offices):
    key = token("operator_desa", "region", KESIMAN)
    one, again = (ask(key, "/usulan", "post", NEW, "kunci-12345") for _ in range(2))
    assert (one.status_code, again.status_code) == (201, 201)
    assert one.json() == again.json()
    assert Usulan.everything.count() == Answered.objects.count() == 1
    other = ask(key, "/usulan", "post", NEW.replace("Kesiman 2027", "Lain"), "kunci-12345")
    assert (other.status_code, other.json()["code"]) == (409, "key")
    assert ask(key, "/usulan", "post", NEW).status_code == 409


def test_another_village_cannot_propose_for_it(ask, token, offices):
    key = token("operator_desa", "region", SUMERTA)
    assert ask(key, "/usulan", "post", NEW, "kunci-12345").status_code == 403
    assert not Usulan.everything.exists()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        '{"unit": 5}',
        NEW.replace("2027,", '"x",'),
        NEW.replace("Kesiman 2027", "a" * 500),
        NEW.replace("Kesiman 2027", "\\u0000"),
    ],
)
def test_nonsense_is_told_all_at_once(ask, token, offices, body):
    answer = ask(token("operator_desa", "region", KESIMAN), "/usulan", "post", body, "kunci-12345")
    assert answer.status_code in {400, 422}


@pytest.mark.parametrize(
    "path",
    [
        "/people?limit=0",
        "/people?limit=101",
        "/people?after='",
        "/usulan?after=-1",
        "/usulan/0",
        "/usulan/x",
        "/people/kecil",
        "/usulan?after=99999999999999999999",
    ],
)
def test_bounds(ask, token, path):
    assert ask(token("verifikator"), path).status_code == 422


def test_the_description_is_openapi_31(client, db):
    from tedung.office.api.operations import api

    told = api.get_openapi_schema()
    assert told["openapi"].startswith("3.1")
    for operations in told["paths"].values():
        for operation in operations.values():
            assert {"400", "401", "403", "404", "409", "422", "429"} <= {
                str(code) for code in operation["responses"]
            }
