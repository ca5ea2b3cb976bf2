"""Who goes into which wadah: every cover, once, the most specific; killed in the middle, nothing twice."""

from datetime import date, timedelta

import pytest
from conftest_office import CITY, KESIMAN, SUMERTA
from wadah_of_test import YEAR, cover, decree, somebody, states, wadah

from tedung.office.audit.models import StateChange
from tedung.office.base import clock
from tedung.office.events.models import Event
from tedung.office.jobs.models import Job
from tedung.office.penetapan.covering import put_in_force
from tedung.office.penetapan.models import Cover, Row
from tedung.office.tasks.models import Task
from tedung.office.wadah import members, placing, queries, services
from tedung.office.wadah.models import Member, Placing

pytestmark = pytest.mark.usefixtures("as_system")


def placed():
    return {
        (one.person_id, one.wadah.organisation.name): (one.since, one.until, one.state)
        for one in Member.everything.select_related("wadah__organisation")
    }


def test_a_cover_becomes_a_candidate_of_its_months_once():
    who, of = somebody(1), decree()
    row = cover(who, of)
    wadah()
    assert placing.place_covers() == {"placed": 1, "changed": 0, "unplaced": 0}
    assert placed() == {(who.pk, "Pemangku Denpasar"): ("2027-01", "2027-12", "calon")}
    member = Member.everything.get()
    assert (member.cover, member.payer, member.programmes) == (row, "apbd_kota", "jkk+jkm")
    assert (member.village, member.opd_code, member.group_code) == (KESIMAN, "dinas_kebudayaan", "pemangku")
    assert list(StateChange.objects.filter(kind="wadah.member").values_list("row_id", "before", "after")) == [
        (member.pk, "", "calon")
    ]
    assert Event.objects.filter(person=who, kind="wadah.placed").count() == 1
    assert placing.place_covers() == {"placed": 0, "changed": 0, "unplaced": 0}
    assert (Member.everything.count(), Placing.objects.count()) == (1, 1)


def test_a_decree_that_is_put_in_force_asks_for_its_people_to_be_placed():
    who, of = somebody(1), decree()
    Row.everything.create(
        decree=of, ordinal=1, person=who, nama_ktp="X", village=KESIMAN, since=of.since, until=of.until
    )
    wadah()
    Job.everything.all().delete()
    assert put_in_force(of.rows.all()) == 1
    assert Job.everything.get(kind="wadah.place").arguments == {}
    assert placing.place_covers()["placed"] == 1


def test_the_group_decides_before_the_office_the_unit_and_the_place():
    of = decree()
    here, there = somebody(1), somebody(2, SUMERTA)
    for who in (here, there):
        cover(who, of, "pemangku", unit_code="adat:kesiman")
        cover(who, of, "pecalang")
        cover(who, of, "petani", opd_code="dinas_pertanian")
    for name, fields in {
        "kota": {},
        "kesiman": {"region": KESIMAN},
        "adat": {"unit_code": "adat:kesiman"},
        "opd": {"opd_code": "dinas_kebudayaan"},
        "pemangku": {"group_code": "pemangku"},
        "pemangku kesiman": {"group_code": "pemangku", "region": KESIMAN},
        "desa": {"payer": "apbdes", "region": KESIMAN, "group_code": "pemangku"},
    }.items():
        wadah(name, **fields)
    placing.place_covers()
    assert {name for person, name in placed() if person == here.pk} == {"pemangku kesiman", "opd", "kesiman"}
    assert {name for person, name in placed() if person == there.pk} == {"pemangku", "opd", "kota"}


def test_a_person_in_two_groups_is_in_two_wadah_and_in_one_only_once():
    who, of = somebody(1), decree()
    cover(who, of, "pemangku")
    cover(who, of, "pecalang")
    both = wadah("Semua")
    placing.place_covers()
    assert (Member.everything.count(), Placing.objects.count()) == (1, 2)
    other = somebody(2)
    cover(other, of, "pemangku")
    cover(other, of, "pecalang")
    wadah("Pecalang", group_code="pecalang")
    placing.place_covers()
    assert {name for person, name in placed() if person == other.pk} == {"Semua", "Pecalang"}
    assert states({"wadah": both}) == {"calon": 2}


def test_the_next_year_prolongs_and_a_hole_waits():
    who, gone = somebody(1), somebody(2)
    this = decree(since=date(2026, 1, 1), until=date(2026, 12, 31))
    cover(who, this)
    cover(gone, this, until=date(2026, 12, 15))
    wadah()
    placing.place_covers()
    following = decree()
    again = cover(who, following)
    late = cover(gone, following, since=date(2027, 3, 1))
    placing.place_covers()
    assert placed() == {
        (who.pk, "Pemangku Denpasar"): ("2026-01", "2027-12", "calon"),
        (gone.pk, "Pemangku Denpasar"): ("2026-01", "2026-12", "calon"),
    }
    assert Member.everything.get(person=who).cover == again
    assert not Placing.objects.filter(cover=late).exists()
    members.end(Member.everything.get(person=gone), "2026-12", "masa_berakhir")
    assert placing.place_covers()["placed"] == 1
    assert sorted(Member.everything.filter(person=gone).values_list("since", "state")) == [
        ("2026-01", "keluar"),
        ("2027-03", "calon"),
    ]


def test_what_no_wadah_takes_is_a_task_with_its_people_until_there_is_one():
    of = decree()
    for number in range(3):
        cover(somebody(number), of)
    cover(somebody(9, SUMERTA), decree("apbdes"), opd_code="")
    wadah("Desa", payer="apbdes", region=SUMERTA)
    assert placing.place_covers()["unplaced"] == 3
    [missing] = placing.unplaced()
    assert (missing.payer, missing.group_code, missing.people) == ("apbd_kota", "pemangku", 3)
    assert [(one.group_code, one.people) for one in queries.missing(8)] == [("pemangku", 3)]
    assert Task.everything.get(kind="wadah.unplaced", state="open").params == {"people": 3}
    wadah()
    assert placing.place_covers() == {"placed": 3, "changed": 0, "unplaced": 0}
    assert (queries.missing(8), queries.missing_people()) == ([], 0)
    assert not Task.everything.filter(kind="wadah.unplaced", state="open").exists()
    assert Task.everything.get(kind="wadah.to_send", state="open").params == {"people": 4}


def test_the_dead_the_past_and_the_voided_are_not_placed():
    of = decree()
    cover(somebody(1, died_on=date(2026, 11, 1)), of)
    cover(somebody(2), decree(since=date(2026, 1, 1), until=date(2026, 11, 30)))
    voided = cover(somebody(3), of)
    Cover.everything.filter(pk=voided.pk).update(until=voided.since - timedelta(days=1))
    wadah()
    assert placing.place_covers() == {"placed": 0, "changed": 0, "unplaced": 0}


def test_an_amendment_shortens_who_leaves_and_takes_out_who_never_was_sent():
    of, amendment = decree(), decree()
    stays, leaves, never = (cover(somebody(number), of) for number in range(3))
    wadah()
    placing.place_covers()
    for one, last in ((leaves, date(2027, 4, 14)), (never, date(2026, 12, 31))):
        out = Row.everything.create(
            decree=amendment,
            ordinal=one.pk,
            act="keluar",
            person=one.person,
            nama_ktp="X",
            since=last + timedelta(days=1),
            until=YEAR[1],
            replaces=one.row,
        )
        Cover.everything.filter(pk=one.pk).update(until=last, ended_by=out)
    assert placing.place_covers()["changed"] == 2
    assert {person: months[1:] for (person, _), months in placed().items()} == {
        stays.person_id: ("2027-12", "calon"),
        leaves.person_id: ("2027-04", "calon"),
        never.person_id: ("2027-12", "keluar"),
    }
    assert placing.place_covers()["changed"] == 0


def test_killed_in_the_middle_nobody_is_lost_or_placed_twice(monkeypatch):
    monkeypatch.setattr(placing, "BATCH", 3)
    of = decree()
    for number in range(10):
        cover(somebody(number), of)
    wadah()
    done = []

    def killed(number, total):
        done.append(number)
        if len(done) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(placing, "progress", killed)
    with pytest.raises(KeyboardInterrupt):
        placing.place_covers()
    assert 0 < Member.everything.count() < 10
    placing.place_covers()
    assert Member.everything.count() == Placing.objects.count() == 10
    assert set(Member.everything.values_list("cover", flat=True)) == set(
        Cover.everything.values_list("pk", flat=True)
    )
    assert Event.objects.filter(kind="wadah.placed").count() == 10


def test_two_who_were_found_to_be_one_are_placed_as_one():
    of, root = decree(), somebody(1)
    alias = somebody(2, merged_into=root)
    cover(root, of, "pemangku")
    cover(alias, of, "pecalang")
    wadah()
    placing.place_covers()
    assert [one.person_id for one in Member.everything.all()] == [root.pk]


def test_a_number_that_is_known_goes_along_into_the_next_wadah():
    who, of = somebody(1), decree()
    cover(who, of, "pemangku")
    wadah("Pemangku", group_code="pemangku")
    placing.place_covers()
    members.set_kpj(Member.everything.get(), "26 000000001")
    cover(who, of, "pecalang")
    wadah("Pecalang", group_code="pecalang", region=CITY)
    placing.place_covers()
    assert [one.kpj for one in Member.everything.all()] == ["26000000001"] * 2


def agreed(wadah, rule, since=date(2027, 1, 1), until=date(2027, 12, 31)):
    """An agreement over a wadah, with the rule of when protection starts."""
    services.agree(
        wadah, number=f"PKS/{rule}/{since}", day=since, parties="Kota dan BPJS", since=since, until=until,
        start_rule=rule, start_note="Pasal 5" if rule == "text" else "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "first"),
    [("first_of_month", "2027-01"), ("on_payment", "2027-03"), ("text", "2027-01"), ("", "2027-01")],
)
def test_a_late_decree_bills_no_month_that_a_payment_cannot_protect(rule, first):
    """Decreed on 10 March 2027 for the whole year: where protection starts with the payment, January is over."""
    with clock.at(date(2027, 3, 10)):
        who, made = somebody(1), wadah()
        if rule:
            agreed(made, rule)
        cover(who, decree())
        placing.place_covers()
        assert placed() == {(who.pk, "Pemangku Denpasar"): (first, "2027-12", "calon")}


def test_a_month_that_began_stays_where_protection_starts_with_the_payment():
    """The next year's decree prolongs what began in March."""
    with clock.at(date(2027, 3, 10)):
        who, made = somebody(1), wadah()
        agreed(made, "on_payment", until=date(2028, 12, 31))
        cover(who, decree())
        placing.place_covers()
    with clock.at(date(2027, 11, 20)):
        cover(who, decree(since=date(2028, 1, 1), until=date(2028, 12, 31)))
        placing.place_covers()
        assert placed() == {(who.pk, "Pemangku Denpasar"): ("2027-03", "2028-12", "calon")}


def test_who_is_decreed_in_time_begins_with_the_decree_whatever_the_rule():
    who, made = somebody(1), wadah()
    agreed(made, "first_of_month", since=date(2026, 1, 1))
    agreed(made, "on_payment", since=date(2026, 12, 1))  # the later one counts
    cover(who, decree())
    placing.place_covers()
    assert placed() == {(who.pk, "Pemangku Denpasar"): ("2027-01", "2027-12", "calon")}
