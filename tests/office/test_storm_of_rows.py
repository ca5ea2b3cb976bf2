"""No page asks more of the database when there is more in it: as many queries for 200 rows as for 2."""

import pytest
from conftest_office import KESIMAN, person
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from walk_table import TABLE

from tedung.office.access.actor import SYSTEM, acting

FEW, MANY, MOST = 2, 200, 40
PAGES = {
    # page: the model whose rows it lists, which fields tell one row from another
    "usulan": ("usulan.Usulan", {}),
    "usulan_detail": ("usulan.Line", {"line": int}),
    "usulan_check": ("usulan.Line", {"line": int}),
    "usulan_people": ("usulan.Line", {"line": int, "person_id": "person"}),
    "review": ("review.Pair", {"first_id": "person", "second_id": "person"}),
    "padan": ("padan.Request", {}),
    "padan_detail": ("padan.Check", {"ordinal": int, "person_id": "person"}),
    "penetapan": ("penetapan.Selection", {}),
    "selection": ("penetapan.Candidate", {"person_id": "person", "rank": int}),
    "decree": ("penetapan.Row", {"ordinal": int, "person_id": "person"}),
    "kejadian": ("kejadian.Kejadian", {"person_id": "person"}),
    "letters": ("letters.Letter", {"token": str}),
}
OUTCOMES = {"usulan_check": "needs_fix", "usulan_people": "accepted"}


LARGE = {"people_person", "people_visibility", "people_nameword", "usulan_line", "events_event"}
LARGE |= {"padan_check", "penetapan_candidate", "penetapan_row", "penetapan_cover"}


def reading_all(queries):
    """Return the statements that read a large table from end to end, by the plan of SQLite."""
    if connection.vendor != "sqlite":
        return []  # PostgreSQL goes by how much there is, and here there is little
    found = []
    with connection.cursor() as cursor:
        for sql in (query["sql"] for query in queries if query["sql"].startswith("SELECT")):
            cursor.execute(f"EXPLAIN QUERY PLAN {sql.replace('%', '%%')}", ())
            steps = [step.split() for *_, step in cursor.fetchall()]
            if any(step[0] == "SCAN" and step[1] in LARGE and "USING" not in step for step in steps):
                found.append(sql)
    return found


@pytest.fixture
def asked(signed_in, make_user, world):
    """Return how many queries a page takes."""
    client = signed_in(make_user("verifikator"))

    def count(name):
        address = reverse(name, kwargs=world(TABLE[name]))
        client.get(address)  # what is kept for a while is fetched once
        with CaptureQueriesContext(connection) as found:
            answer = client.get(address)
        assert answer.status_code == 200
        assert not reading_all(found.captured_queries)
        return len(found)

    return count


def more(name, row, many):
    """Make rows like `row` until there are so many."""
    label, differ = PAGES[name]
    model = apps.get_model(label)
    rows = getattr(model, "everything", model._default_manager)
    kept = {field.attname: getattr(row, field.attname) for field in model._meta.local_concrete_fields}
    del kept["id"]
    made = []
    with acting(SYSTEM):  # row security counts with us
        there = rows.count()
    for number in range(there + row.pk, many + row.pk):  # far above the numbers that the walk gives
        told = {
            field: person(KESIMAN).pk if how == "person" else how(number + 1_000_000)
            for field, how in differ.items()
        }
        if name in OUTCOMES:
            told["outcome"] = OUTCOMES[name]
        made.append(model(**{**kept, **told}))
    rows.bulk_create(made)


def row_of_page(name, world):
    """Return the row that the page lists, beneath the one that its address names."""
    from walk_rows import row_of
    from walk_table import FILLED, MAKERS

    label, _ = PAGES[name]
    above = world(TABLE[name])
    opens = TABLE[name]
    if not opens.row:
        return row_of(label, MAKERS, FILLED)
    parent = apps.get_model(opens.row).everything.get(pk=above["key"])
    model = apps.get_model(label)
    link = next(field.name for field in model._meta.local_fields if field.related_model is type(parent))
    return row_of(label, MAKERS, {**FILLED, f"{model._meta.label}.{link}": parent})


@pytest.mark.parametrize("name", PAGES)
def test_a_page_does_not_grow_with_its_table(name, asked, world):
    with acting(SYSTEM):
        row = row_of_page(name, world)
        more(name, row, FEW)
    few = asked(name)
    with acting(SYSTEM):
        more(name, row, MANY)
    assert asked(name) <= few <= MOST


@pytest.mark.parametrize("role", ["verifikator", "operator_desa"])
def test_a_search_takes_few_queries(role, signed_in, make_user, offices, django_assert_max_num_queries):
    with acting(SYSTEM):
        for _ in range(MANY):
            person(KESIMAN)
    client = signed_in(make_user(role, "region", KESIMAN if role == "operator_desa" else "51.71"))
    with django_assert_max_num_queries(17):  # one of them asks who pays alone
        answer = client.post(reverse("people"), {"cari": "sudarma"})
    assert answer.content.decode().count("/orang/") >= 25


@pytest.mark.django_db
def test_a_walk_through_a_large_table_is_told():
    walked = reading_all([{"sql": "SELECT id FROM people_person WHERE mother LIKE '%x'"}])
    assert len(walked) == (connection.vendor == "sqlite")
