"""From accepted lines to the decree: who is chosen, who waits, who is stopped and why; who is covered."""

from datetime import date

import pytest
from conftest_office import CITY, KESIMAN, MONTHLY, SUMERTA, covered_by, put_in_force
from django.db import DatabaseError, transaction

from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.organisations.models import Organisation
from tedung.office.padan.models import Check, Waiver
from tedung.office.penetapan import decrees, queries, selecting
from tedung.office.penetapan.models import Candidate, Cover, Decree, Row
from tedung.office.reference.models import Group, Policy


def statuses(selection):
    return {row.person_id: row.status for row in Candidate.everything.filter(selection=selection)}


def test_the_budget_decides_how_many_and_the_rest_wait_in_order(add, plan):
    lines = [add() for _ in range(5)]
    selection = plan(3 * 12 * MONTHLY)
    counts = selecting.compute(selection)
    assert counts == {"chosen": 3, "reserve": 2, "stopped": 0}
    assert sum(counts.values()) == len(lines) == selection.result["lines"]
    assert selection.result["spent"] == 3 * 12 * MONTHLY
    waiting = Candidate.everything.filter(selection=selection, status="reserve").order_by("rank")
    assert [row.rank for row in waiting] == [1, 2]
    assert all(row.reasons for row in Candidate.everything.filter(selection=selection))


def test_computing_again_changes_nothing(add, plan):
    for _ in range(5):
        add()
    selection = plan(2 * 12 * MONTHLY)
    selecting.compute(selection)
    before = statuses(selection)
    selecting.compute(selection)
    assert statuses(selection) == before


def test_nobody_without_padan_is_chosen(add, plan):
    without, with_padan = add(result=""), add()
    selection = plan(10 * 12 * MONTHLY)
    selecting.compute(selection)
    assert statuses(selection) == {without.person_id: "stopped", with_padan.person_id: "chosen"}


def test_an_officers_reason_stands_for_padan(add, plan):
    line = add(result="nik_tidak_ditemukan")
    Waiver.objects.create(
        person=line.person,
        reason="KTP diperiksa langsung",
        user_id=1,
        by="petugas",
        at=clock.now(),
        until=date(2027, 12, 31),
    )
    selection = plan(12 * MONTHLY)
    selecting.compute(selection)
    assert statuses(selection) == {line.person_id: "chosen"}


def test_the_same_office_paid_by_another_public_budget_stops(add, plan):
    line = add()
    other = covered_by(line, "apbd_prov")
    selection = plan(12 * MONTHLY)
    selecting.compute(selection)
    row = Candidate.everything.get(selection=selection)
    assert (row.status, other.payer) == ("stopped", "apbd_prov")
    assert "Pembiayaan ganda" in row.reasons[0]


def test_another_group_paid_by_another_budget_is_asked(add, plan):
    line = add(group="pedagang")
    covered_by(line, "apbd_prov", group="pemangku")
    selection = plan(12 * MONTHLY)
    selecting.compute(selection)
    assert statuses(selection) == {line.person_id: "stopped"}
    selecting.clear(line.person, "pedagang", "other_group", 2027, "Dua kegiatan berbeda, disepakati rapat")
    selecting.compute(selection)
    assert statuses(selection) == {line.person_id: "chosen"}


def test_a_member_is_answered_as_the_group_says(add, plan, offices):
    line = add(is_member=True)
    policy = Policy.objects.create(
        group=Group.objects.get(code="pemangku"), since=date(2026, 1, 1), pays_himself="refused", source="uji"
    )
    selection = plan(12 * MONTHLY)
    selecting.compute(selection)
    assert statuses(selection) == {line.person_id: "stopped"}
    policy.pays_himself = "allowed"
    policy.save()
    selecting.compute(selection)
    assert statuses(selection) == {line.person_id: "chosen"}


def test_a_decree_covers_whom_it_names(issued, as_system):
    assert queries.covered_people(date(2027, 1, 1)) == 2
    assert queries.covered_people(date(2026, 12, 31)) == 0
    assert [row.ordinal for row in issued.rows.order_by("ordinal")] == [1, 2]
    assert queries.ending_without_successor(date(2027, 12, 31), date(2028, 1, 1)) == 2


def test_who_prepared_does_not_issue(add, plan, make_user, as_user, offices):
    from tedung.office.access.models import Grant

    add()
    selection = plan(12 * MONTHLY)
    selecting.compute(selection)
    both = make_user("verifikator")
    Grant.objects.create(
        user=both, role="hukum", scope_kind="region", scope_code=CITY, since=date(2026, 1, 1)
    )
    with as_user(both):
        decree = decrees.draft(selection, offices["disnaker"], "x")
        decrees.submit(decree)
        with pytest.raises(Refusal) as told:
            put_in_force(decree, "1", date(2026, 12, 1), "Wali Kota")
    assert told.value.code == "four_eyes"


def test_the_padan_of_a_draft_is_asked_again_when_it_is_submitted(add, plan, offices):
    line = add()
    selection = plan(12 * MONTHLY)
    selecting.compute(selection)
    decree = decrees.draft(selection, offices["disnaker"], "x")
    Check.objects.filter(person=line.person).update(result="meninggal")
    with pytest.raises(Refusal) as told:
        decrees.submit(decree)
    assert told.value.code == "not_padan"


def test_an_amendment_lets_one_leave_and_the_first_of_the_reserve_in(issued, make_user, as_user, as_system):
    leaving = Cover.everything.filter(row__decree=issued).order_by("pk").first()
    with clock.at(date(2026, 12, 20)):
        amendment = decrees.amend(issued, "Perubahan I", date(2027, 4, 1))
        out = decrees.take_out(amendment, leaving, "meninggal")
        assert queries.acts(amendment) == (0, 1)
        entering = decrees.move_up(amendment, out)
        assert queries.acts(amendment) == (1, 1)  # counted anew: a row was added
        first = Candidate.everything.get(selection=issued.selection, status="reserve", rank=1)
        assert (entering.person_id, Row.everything.get(pk=entering.pk).replaces_id) == (
            first.person_id,
            out.pk,
        )
        decrees.submit(amendment)
        with as_user(make_user("hukum", username="hukum2")):
            with pytest.raises(Refusal):
                put_in_force(amendment, "188.45/13/HK/2026", date(2026, 12, 20), "Wali Kota Denpasar", None)
            put_in_force(amendment, "188.45/13/HK/2026", date(2026, 12, 20), "Wali Kota Denpasar")
    assert queries.covered_people(date(2027, 3, 31)) == 2
    assert queries.covered_people(date(2027, 4, 1)) == 2
    assert Cover.everything.get(pk=leaving.pk).until == date(2027, 3, 31)
    assert not queries.covered(date(2027, 4, 1)).filter(person=leaving.person).exists()


def test_the_database_refuses_two_public_budgets(issued, as_system):
    cover = Cover.everything.first()
    with pytest.raises(DatabaseError), transaction.atomic():
        Cover.everything.create(
            person=cover.person,
            row=cover.row,
            payer="apbdes",
            programmes="jkk+jkm",
            group_code=cover.group_code,
            since=date(2027, 12, 31),
            until=date(2028, 1, 31),
        )
    Cover.everything.create(  # the day after is another matter, and so is a donor
        person=cover.person,
        row=cover.row,
        payer="apbdes",
        programmes="jkk+jkm",
        group_code=cover.group_code,
        since=date(2028, 1, 1),
        until=date(2028, 1, 31),
    )
    Cover.everything.create(
        person=cover.person,
        row=cover.row,
        payer="donor",
        programmes="jkk+jkm",
        group_code=cover.group_code,
        since=date(2027, 1, 1),
        until=date(2027, 1, 31),
    )


def test_an_empty_or_future_decree_is_refused(add, plan, offices, make_user, as_user):
    line = add()
    selection = plan(1)
    selecting.compute(selection)
    decree = decrees.draft(selection, Organisation.objects.get(code="disnaker"), "x")
    with pytest.raises(Refusal):
        decrees.submit(decree)
    assert line.pk
    with as_user(make_user("hukum")), pytest.raises(Refusal):
        put_in_force(decree, "1", date(2026, 12, 2), "x")


def test_another_village_sees_no_row(issued, make_user, as_user):
    with as_user(make_user("operator_desa", "region", SUMERTA)):
        assert not Row.objects.exists()
        assert not Decree.objects.exists()
    with as_user(make_user("operator_desa", "region", KESIMAN)):
        assert Row.objects.count() == 2


def test_a_decree_is_not_older_than_its_draft(add, plan, offices, make_user, as_user):
    add()
    selection = plan(12 * MONTHLY)
    selecting.compute(selection)
    decree = decrees.draft(selection, offices["disnaker"], "x")
    decrees.submit(decree)
    with as_user(make_user("hukum")), pytest.raises(Refusal):
        put_in_force(decree, "1", date(1999, 1, 1), "Wali Kota")


@pytest.mark.parametrize("role", ["agency", "kepala", "inspektorat"])
def test_whoever_sees_a_person_is_told_the_truth(issued, make_user, as_user, as_system, role):
    from tedung.office.people.life import life_of

    covered = Cover.everything.first().person
    with as_user(make_user(role)), clock.at(date(2027, 1, 1)):
        life = life_of(covered)
        assert life.covers_today
        assert (issued.pk in life.decrees) == (role != "agency")
