"""The interface against its own description: what it may be sent, and what it may not; never a 5xx."""

from datetime import date, timedelta

import jsonschema_rs
import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode, checks
from walk_table import API, POSTED

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.access.models import Grant
from tedung.office.access.roles import MAY
from tedung.office.api.models import Token
from tedung.office.api.operations import api
from tedung.office.api.services import make_token
from tedung.office.wsgi import application

NAMES = {"usulan": "many_usulan"}  # operation: its address, where that has another name
DESCRIBED = api.get_openapi_schema()
OPERATIONS = sorted(told["operationId"] for path in DESCRIBED["paths"].values() for told in path.values())
ROLES = ("verifikator", "pptk", "bendahara", "operator_desa")  # the first that may
DAY = date(2026, 12, 1)
EXAMPLES, FEW, MANY = 8, 4, 400
POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
HELD = [
    # what every answer must keep to; whether a refusal was due is asked by test_api.py and the walk
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


@pytest.fixture
def described(db):
    """The description as the interface hands it out; the test's transaction outlives each request."""
    ends = (signals.request_started, signals.request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield from _described()
    for signal in ends:
        signal.connect(close_old_connections)


def _described():
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def token(make_user, db):
    """Return a maker of tokens over the whole city."""

    def make(role):
        with acting(SYSTEM):
            user = make_user(role, username=f"skema-{role}-{Token.objects.count()}")
            return make_token(Grant.objects.get(user=user), "skema", DAY + timedelta(days=30))

    return make


@pytest.fixture
def probe(described, token, world, monkeypatch):
    """Return the trial of an operation: what is described, of a row that is there too, and what is not."""
    monkeypatch.setattr("tedung.office.api.entry.ByTokenRate.allow_request", lambda *_: True)

    def run(operation, examples):
        found = described.find_operation_by_id(operation)
        opens = API[f"api:{NAMES.get(operation, operation)}"]
        row = world(opens)
        key = token(next(role for role in ROLES if role in MAY[opens.by]))
        seen = set()
        for mode, there in ((POSITIVE, row), (POSITIVE, {}), (NEGATIVE, {})):
            cases = found.as_strategy(generation_mode=mode)
            seen |= statuses(cases, there, key, examples)
        return seen

    return run


def statuses(cases, there, key, examples):
    """Call an operation with so many examples, hold each answer to the description, return the statuses."""
    seen = set()

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(case=cases)
    def send(case):
        case.path_parameters = {**case.path_parameters, **there}
        answer = case.call(headers={"Authorization": f"Bearer {key}"})
        case.validate_response(answer, checks=HELD)
        seen.add(answer.status_code)

    send()
    return seen


def test_every_operation_is_described(described):
    told = {found.ok().definition.raw["operationId"] for found in described.get_all_operations()}
    assert told == set(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_keeps_to_its_description(operation, probe):
    is_write = f"api:{operation}" in POSTED
    seen = probe(operation, FEW if is_write else EXAMPLES)
    assert 200 in seen or is_write
    assert seen <= {200, 201, 400, 401, 404, 405, 409, 422}


def resolved(schema):
    name = schema.get("$ref", "").removeprefix("#/components/schemas/")
    return DESCRIBED["components"]["schemas"][name] if name else schema


def examples(content):
    """Yield each example of what is sent or answered, with its schema; of a page, those of its items."""
    for told in content.values():
        schema = resolved(told["schema"])
        items = schema.get("properties", {}).get("items", {}).get("items", {})
        found = [one for one in (schema, resolved(items)) if "examples" in one]
        assert found or "multipart" in str(content), schema
        yield from ((one, one["examples"][0]) for one in found)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_shows_examples_that_are_right(operation):
    (told,) = [
        one
        for path in DESCRIBED["paths"].values()
        for one in path.values()
        if one["operationId"] == operation
    ]
    bodies = [told["requestBody"]["content"]] if "requestBody" in told else []
    bodies += [answer["content"] for answer in told["responses"].values()]
    for content in bodies:
        for schema, example in examples(content):
            whole = {**schema, "components": DESCRIBED["components"]}
            jsonschema_rs.validate(whole, example)


@pytest.mark.parametrize("address", ["people?q=a%00", "decrees?%00=1", "people/2H6HY8MC2QTF/cover?x=%00"])
def test_a_nul_byte_in_an_address_is_answered_as_described(client, db, address):
    answer = client.get(f"/api/v1/{address}")
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (400, "application/json")
    assert set(answer.json()) == {"code", "sentence"}


@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_keeps_to_its_description_for_long(operation, probe):
    probe(operation, MANY)
