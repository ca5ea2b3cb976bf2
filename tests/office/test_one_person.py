"""A line stands for the root of its person: merged, selected, undone, selected again, nobody is lost or doubled."""

from datetime import date

import pytest
from conftest_office import KESIMAN, MONTHLY, covered_by, person, put_in_force
from django.urls import reverse

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.penetapan import decrees, selecting
from tedung.office.penetapan.models import Candidate, Cover
from tedung.office.people.models import Evidence, Person
from tedung.office.reference.models import Group, Policy
from tedung.office.review.models import Pair
from tedung.office.review.services import decide
from tedung.office.usulan import papers, queries

PLENTY = 20 * 12 * MONTHLY


@pytest.fixture
def known(as_system, offices):
    """P1: whom the office knows by a valid number."""
    return person(KESIMAN, nik_index="p1", nik_state="valid", birth_date=date(1970, 3, 12))


def join(one, other, said="same"):
    """Say of two persons what a verifikator says; "open" takes it back."""
    first, second = sorted((one.pk, other.pk))
    pair, _is_new = Pair.everything.get_or_create(
        first_id=first,
        second_id=second,
        defaults={"weight": 5.0, "reasons": {}, "region": KESIMAN, "found_at": clock.now()},
    )
    decide(pair, said)


def placed(selection):
    """Compute a selection: (person, group) -> status, and what kept each out or in."""
    counts = selecting.compute(selection)
    rows = Candidate.everything.filter(selection=selection)
    found = {(row.person_id, row.group_code): row.status for row in rows}
    assert sum(counts.values()) == len(found) == len(rows)
    return found


def told(selection, who, group="pemangku"):
    return " ".join(Candidate.everything.get(selection=selection, person=who, group_code=group).reasons)


def test_the_line_of_this_year_is_not_lost_when_its_person_is_one_we_know(known, add, plan):
    line = add(nik_state="invalid")  # P9, made of a damaged number
    add_padan(known, line)
    selection = plan(PLENTY)
    alone = placed(selection)
    assert alone == {(line.person_id, "pemangku"): "chosen"}
    join(known, line.person)
    assert Person.everything.get(pk=line.person_id).merged_into_id == known.pk
    assert placed(selection) == {(known.pk, "pemangku"): "chosen"}
    join(known, line.person, "open")
    assert placed(selection) == alone


def add_padan(who, line):
    from tedung.office.padan.models import Check

    known = Check.objects.get(person=line.person)
    Check.objects.create(
        request=known.request, person=who, ordinal=99, result="padan", answered_on=clock.today()
    )


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_whatever_is_merged_and_undone_everybody_has_one_place_a_group(known, add, plan, order):
    persons = [known, *(person(KESIMAN, birth_date=date(1970, 3, 12)) for _ in range(3))]
    lines = [add(who=who) for who in persons] + [add(who=persons[3], group="pedagang")]
    selection = plan(PLENTY)
    before, counted = placed(selection), queries.counts(lines[0].usulan).people
    pairs = [(persons[at], persons[at + 1]) for at in range(3)]
    for many, at in enumerate(order, 1):
        join(*pairs[at])
        now = placed(selection)
        roots = set(
            Person.everything.filter(merged_into=None, lines__isnull=False).values_list("pk", flat=True)
        )
        roots |= set(Person.everything.exclude(merged_into=None).values_list("merged_into", flat=True))
        assert {key for key, _group in now} == roots
        assert len(now) == len(lines) - many
        assert queries.counts(lines[0].usulan).people == counted - many == len(roots)
    assert [group["people"] for group in papers._groups(lines[0].usulan)] == [1, 1]
    for at in order:
        join(*pairs[at], "open")
    assert placed(selection) == before
    assert queries.counts(lines[0].usulan).people == counted


def test_cover_of_an_alias_is_cover_of_its_root(known, add, plan):
    """The decree named P9, the list names P1, and they are one: the same office is not paid twice."""
    other = add(who=person(KESIMAN))
    covered_by(other, "apbd_prov")
    type(other).everything.filter(pk=other.pk).update(is_current=False)
    add(who=known)
    selection = plan(PLENTY)
    assert placed(selection) == {(known.pk, "pemangku"): "chosen"}
    join(known, other.person)
    assert placed(selection) == {(known.pk, "pemangku"): "stopped"}
    assert "Pembiayaan ganda" in told(selection, known)
    join(known, other.person, "open")
    assert placed(selection) == {(known.pk, "pemangku"): "chosen"}


def test_papers_answers_and_death_of_an_alias_are_those_of_its_root(known, add, plan):
    line = add()
    add_padan(known, line)
    group = Group.objects.get(code="pemangku")
    Policy.objects.create(group=group, since=date(2026, 1, 1), source="uji", basis="office", other_job="ask")
    for kind, code in (("jabatan", "pemangku"), ("pekerjaan", "")):
        Evidence.objects.create(
            person=line.person,
            kind=kind,
            group_code=code,
            number="SK",
            day=date(2026, 6, 1),
            by="x",
            at=clock.now(),
        )
    selecting.clear(line.person, "pemangku", "other_job", 2027, "Bekerja paruh waktu")
    join(known, line.person)
    selection = plan(PLENTY)
    assert placed(selection) == {(known.pk, "pemangku"): "chosen"}
    Person.everything.filter(pk=line.person_id).update(died_on=date(2026, 11, 1))
    assert placed(selection) == {(known.pk, "pemangku"): "stopped"}


def test_the_state_of_a_line_is_that_of_its_root(known, add):
    from tedung.office.usulan.stages import COVERED, SENT, with_stage

    line = add(result="")
    day = date(2027, 1, 1)
    assert [stage.reached for _row, stage in with_stage([line], line.usulan, day)] == [SENT]
    covered_by(add(who=known), "apbd_kota")
    join(known, line.person)
    assert [stage.reached for _row, stage in with_stage([line], line.usulan, day)] == [COVERED]


def test_a_version_that_names_an_alias_changes_nobody(known, add):
    line = add(row_key="a")
    new = type(line.berkas).everything.create(
        usulan=line.usulan,
        replaces=line.berkas,
        document=line.berkas.document,
        sha256="1" * 64,
        at=clock.now(),
    )
    add(who=known, row_key="a")
    type(line).everything.filter(person=known).update(berkas=new)
    changed = queries.changed(new)
    assert (changed.joined, changed.left) == ([known.pk], [line.person_id])
    join(known, line.person)
    changed = queries.changed(new)
    assert (changed.joined, changed.left, changed.same) == ([], [], 1)


def test_a_second_group_is_asked_about_and_never_chosen_unasked(add, plan):
    one = add()
    add(who=one.person, group="pedagang")
    selection = plan(PLENTY)
    assert placed(selection) == {
        (one.person_id, "pemangku"): "chosen",
        (one.person_id, "pedagang"): "stopped",
    }
    assert "Pemangku" in told(selection, one.person, "pedagang")
    second = Candidate.everything.get(selection=selection, group_code="pedagang")
    assert [answer.code for answer in selecting.open_questions(second)] == ["second_place"]
    assert selection.result["questions"] == {"": 1, "second_place": 1}
    selecting.clear(one.person, "pedagang", "second_place", 2027, "Dua kegiatan, disepakati rapat")
    assert set(placed(selection).values()) == {"chosen"}


def test_a_first_group_that_is_stopped_takes_no_place(add, plan):
    one = add(is_member=True)
    add(who=one.person, group="pedagang")
    group = Group.objects.get(code="pemangku")
    Policy.objects.create(group=group, since=date(2026, 1, 1), pays_himself="refused", source="uji")
    selection = plan(PLENTY)
    assert placed(selection) == {
        (one.person_id, "pemangku"): "stopped",
        (one.person_id, "pedagang"): "chosen",
    }


@pytest.fixture
def amendment(add, plan, offices, make_user, as_user):
    """The draft of an amendment of a decree that covers one person in two groups."""
    one = add()
    add(who=one.person, group="pedagang")
    selecting.clear(one.person, "pedagang", "second_place", 2027, "Dua kegiatan, disepakati rapat")
    selection = plan(PLENTY)
    selecting.compute(selection)
    selecting.announce(selection)
    with as_user(make_user("verifikator")):
        decree = decrees.draft(selection, offices["disnaker"], "x")
        decrees.submit(decree)
    with as_user(make_user("hukum")):
        put_in_force(decree, "1", date(2026, 12, 1), "Wali Kota")
    return decrees.amend(decree, "Perubahan I", date(2027, 4, 1))


def test_an_amendment_lists_both_covers_of_a_person(amendment, make_user, signed_in):
    client = signed_in(make_user("pptk"))
    page = client.get(reverse("decree", args=[amendment.pk]))
    assert {cover.group_code for cover in page.context["covers"]} == {"pemangku", "pedagang"}
    with acting(SYSTEM):
        decrees.take_out(amendment, Cover.everything.get(group_code="pemangku"), "mundur")
    page = client.get(reverse("decree", args=[amendment.pk]))
    assert [cover.group_code for cover in page.context["covers"]] == ["pedagang"]
    assert "Pedagang kecil" in page.content.decode()
