"""Pages by keyset: what stands in an address is a key or nothing; a page is bounded and says what follows."""

import pytest
from conftest_office import KESIMAN
from django.test import RequestFactory

from tedung.office.base.paging import asked, cut, key
from tedung.office.usulan.models import Usulan

pytestmark = pytest.mark.usefixtures("as_system")

KEYS = [
    ("12", 12),
    ("0", 0),
    ("9" * 18, 10**18 - 1),
    ("", None),
    ("9" * 19, None),
    ("-3", None),
    ("1_0", None),
]


@pytest.mark.parametrize(("given", "found"), [*KEYS, ("1.5", None), ("²", None), ("\x00", None), ("a", None)])
def test_a_key_is_a_whole_number_that_a_database_holds(given, found):
    assert key(given) == found
    assert asked(RequestFactory().get("/", {"sesudah": given}), "sesudah") == found
    assert asked(RequestFactory().get("/"), "sesudah") is None


def test_a_page_names_its_last_row_only_where_more_follow(offices, make_user, as_user):
    from tedung.office.usulan.services import prepare

    with as_user(make_user("operator_desa", "region", KESIMAN)):
        made = [prepare(offices["desa:kesiman"], 2027, str(number)).pk for number in range(3)]
    found = Usulan.objects.order_by("pk")
    for most, rows, last in ((2, made[:2], made[1]), (3, made, None), (9, made, None)):
        shown, end = cut(found, most)
        assert ([row.pk for row in shown], end and end.pk) == (rows, last)
    assert cut(found.none()) == ([], None)
