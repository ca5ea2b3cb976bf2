"""A seat of a decree is filled once: two officers at once, a clause beside an amendment, and four eyes."""

from datetime import date

import pytest
from conftest_office import MONTHLY, put_in_force
from test_village import CLAUSE

from tedung.office.access.models import Grant
from tedung.office.base.refusals import Refusal
from tedung.office.penetapan import clause, decrees, mending, selecting
from tedung.office.penetapan.models import Candidate, Cover, Decree, Row, Selection

pytestmark = pytest.mark.either
APRIL, MAY = date(2027, 4, 1), date(2027, 5, 1)


@pytest.fixture
def two(add, plan, make_user, as_user, offices):
    """A decree in force over two of five, with a clause; and the covers that it gives."""
    for _ in range(5):
        add()
    selection = plan(2 * 12 * MONTHLY)
    selecting.compute(selection)
    selecting.announce(selection)
    with as_user(make_user("verifikator")):
        decree = decrees.draft(selection, offices["disnaker"], "Penerima bantuan iuran 2027")
        clause.record_clause(decree, CLAUSE)
        decrees.submit(decree)
    with as_user(make_user("hukum")):
        put_in_force(decree, "188.45/12/HK/2026", date(2026, 12, 1), "Wali Kota Denpasar")
    return decree, list(Cover.everything.order_by("pk"))


@pytest.mark.parametrize("day", [date(2027, 3, 1), APRIL])
def test_a_second_click_on_one_cover_is_told_so(two, day):
    decree, [leaving, _other] = two
    clause.replace(decree, leaving, APRIL, "meninggal")
    with pytest.raises(Refusal):  # the cover as it was read before the first
        clause.replace(decree, leaving, day, "meninggal")
    assert decree.rows.count() == 4
    amendment = decrees.amend(decree, "Perubahan", date(2027, 2, 1))
    with pytest.raises(Refusal):
        decrees.take_out(amendment, leaving, "meninggal")


def test_what_was_read_before_the_other_submitted_is_not_filled(two):
    decree, [leaving, other] = two
    amendment = decrees.amend(decree, "Perubahan", APRIL)
    decrees.take_out(amendment, leaving, "meninggal")
    decrees.submit(Decree.everything.get(pk=amendment.pk))
    for act in (
        lambda: decrees.take_out(amendment, other, "pindah"),  # `amendment` still says konsep
        lambda: decrees.move_up(amendment),
        lambda: decrees.amend(decree, "Perubahan", APRIL),
    ):
        with pytest.raises(Refusal):
            act()


def test_the_clause_leaves_whom_an_open_amendment_takes_out(two):
    decree, [leaving, other] = two
    amendment = decrees.amend(decree, "Perubahan", MAY)
    out = decrees.take_out(amendment, leaving, "pindah")
    first = decrees.move_up(amendment, out)
    with pytest.raises(Refusal) as told:
        clause.replace(decree, leaving, APRIL, "meninggal")
    assert told.value.code == "amended"
    by_clause = clause.replace(decree, other, APRIL, "meninggal")  # the next in the order, not the same
    assert by_clause.person_id != first.person_id
    mending.cancel(amendment, "Menurut pasal saja")
    assert clause.replace(decree, leaving, APRIL, "meninggal").person_id == first.person_id


def test_an_amendment_is_not_issued_over_whom_another_decree_took_out(two, make_user, as_user):
    decree, [leaving, _other] = two
    amendment = decrees.amend(decree, "Perubahan", MAY)
    out = decrees.take_out(amendment, leaving, "pindah")
    decrees.move_up(amendment, out)
    decrees.submit(amendment)
    Cover.everything.filter(pk=leaving.pk).update(ended_by=out, until=date(2027, 3, 31))
    with as_user(make_user("hukum", username="hukum2")), pytest.raises(Refusal) as told:
        put_in_force(amendment, "188.45/13", date(2026, 12, 1), "Wali Kota")
    assert told.value.code == "left"
    assert Cover.everything.count() == 2


def test_a_reserve_needs_a_leaver_or_room_in_the_budget(two):
    decree, [leaving, _other] = two
    amendment = decrees.amend(decree, "Perubahan", APRIL)
    with pytest.raises(Refusal) as told:
        decrees.move_up(amendment)
    assert told.value.code == "no_room"
    out = decrees.take_out(amendment, leaving, "meninggal")
    decrees.move_up(amendment, out)
    with pytest.raises(Refusal):  # somebody stands there already
        decrees.move_up(amendment, out)
    with pytest.raises(Refusal):
        decrees.move_up(amendment)
    cost = Candidate.everything.get(person=leaving.person).cost
    Selection.everything.filter(pk=decree.selection_id).update(budget=3 * cost)
    assert decrees.move_up(Decree.everything.get(pk=amendment.pk)).replaces is None
    with pytest.raises(Refusal) as told:
        decrees.move_up(Decree.everything.get(pk=amendment.pk))
    assert told.value.code == "no_room"


def test_whoever_filled_or_submitted_an_amendment_does_not_issue_it(two, make_user, as_user):
    decree, [leaving, _other] = two
    alice, bob, carol = (make_user("verifikator", username=name) for name in ("alice", "bob", "carol"))
    for user in (alice, bob, carol):
        Grant.objects.create(
            user=user, role="hukum", scope_kind="region", scope_code="51.71", since=date(2026, 1, 1)
        )
    with as_user(alice):
        amendment = decrees.amend(decree, "Perubahan", APRIL)
    with as_user(bob):
        decrees.take_out(amendment, leaving, "meninggal")
    with as_user(carol):
        decrees.submit(amendment)
    given = ("188.45/13", date(2026, 12, 1), "Wali Kota")
    for user in (alice, bob, carol):
        with as_user(user), pytest.raises(Refusal) as told:
            put_in_force(amendment, *given)
        assert told.value.code == "four_eyes"
    dewi = make_user("hukum", username="dewi")
    with as_user(dewi):  # who gives back has prepared nothing
        decrees.give_back(amendment, "Periksa alasannya")
    with as_user(carol):
        decrees.submit(Decree.everything.get(pk=amendment.pk))
    with as_user(dewi):
        put_in_force(Decree.everything.get(pk=amendment.pk), *given)
    assert not Row.everything.filter(decree=amendment, act="masuk").exists()
