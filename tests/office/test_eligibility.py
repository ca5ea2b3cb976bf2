"""What a group asks of its people: the paper of an office and its term, the decile and its day, income, another job."""

from datetime import date

import pytest
from conftest_office import CITY, KESIMAN, SUMERTA, person

from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.documents.services import store
from tedung.office.padan.models import Check, Request
from tedung.office.penetapan.eligibility import Asked, examine
from tedung.office.people.models import Evidence
from tedung.office.people.services import show_evidence
from tedung.office.reference.models import Format, Group, Policy
from tedung.office.usulan import offices as usulan_offices
from tedung.office.usulan.models import Berkas, Line, Usulan

YEAR = Asked(date(2027, 1, 1), date(2027, 12, 31), "apbd_kota", date(2026, 12, 1))
DAY = date(2026, 6, 1)


@pytest.fixture
def line(as_system, offices):
    """A pemangku of Kesiman who is padan."""
    who = person(KESIMAN, birth_date=date(1970, 3, 12))
    scope = {"unit_code": "desa:kesiman", "region": KESIMAN}
    usulan = Usulan.everything.create(
        unit=offices["desa:kesiman"], year=2027, title="x", made_at=clock.now(), **scope
    )
    document = store(b"nama\n", "roster", name="daftar.csv", region=KESIMAN)
    berkas = Berkas.everything.create(
        usulan=usulan, document=document, sha256="0" * 64, name="x", at=clock.now(), **scope
    )
    form = Format.objects.create(code="x", version="1", name="x", columns=[], since=DAY)
    asked = Request.everything.create(region=CITY, form=form, reason="usulan", made_at=clock.now())
    Check.objects.create(request=asked, person=who, ordinal=1, result="padan", answered_on=clock.today())
    return Line.everything.create(
        usulan=usulan, berkas=berkas, line=2, outcome="accepted", person=who, group_code="pemangku", **scope
    )


@pytest.fixture
def asks(line):
    """Return a setter of what the group asks: asks(basis="desil", desil_max=5)."""

    def ask(**fields):
        Policy.objects.create(
            group=Group.objects.get(code="pemangku"), since=date(2026, 1, 1), source="uji", **fields
        )

    return ask


def codes(line):
    [found] = examine([line], YEAR)
    return {answer.code: answer.does for answer in found.answers}


def test_an_office_wants_its_paper(line, asks):
    asks(basis="office")
    assert codes(line) == {"office_unknown": "ask"}
    show_evidence(line.person, "jabatan", number="SK 1/2024", day=DAY, group_code="pemangku")
    assert codes(line) == {}


@pytest.mark.parametrize(
    ("until", "does"),
    [
        (date(2026, 12, 31), {"term_over": "stop"}),
        (date(2027, 1, 1), {"term_ends": "ask"}),
        (date(2027, 12, 30), {"term_ends": "ask"}),
        (date(2027, 12, 31), {}),
        (date(2031, 6, 1), {}),
        (None, {}),
    ],
)
def test_a_term_of_office_ends(line, asks, until, does):
    asks(basis="office")
    show_evidence(line.person, "jabatan", number="SK 1", day=DAY, group_code="pemangku", until=until)
    assert codes(line) == does


def test_the_latest_paper_counts_and_the_old_one_stays(line, asks):
    asks(basis="office")
    show_evidence(
        line.person,
        "jabatan",
        number="SK 1",
        day=date(2021, 6, 1),
        group_code="pemangku",
        until=date(2026, 6, 1),
    )
    assert codes(line) == {"term_over": "stop"}
    show_evidence(line.person, "jabatan", number="SK 2", day=DAY, group_code="pemangku")
    assert codes(line) == {}
    assert Evidence.objects.count() == 2


def test_the_paper_of_another_group_is_none(line, asks):
    asks(basis="office")
    show_evidence(line.person, "jabatan", number="SK 1", day=DAY, group_code="pedagang")
    assert codes(line) == {"office_unknown": "ask"}


@pytest.mark.parametrize(
    ("desil", "day", "does"),
    [
        (5, DAY, {}),
        (6, DAY, {"desil_above": "stop"}),
        (1, date(2025, 11, 30), {"desil_old": "ask"}),
        (1, date(2025, 12, 1), {}),
    ],
)
def test_a_decile_has_the_day_of_its_data(line, asks, desil, day, does):
    """366 days before 1 December 2026 is 30 November 2025."""
    asks(basis="desil", desil_max=5)
    assert codes(line) == {"desil_unknown": "ask"}
    show_evidence(line.person, "desil", number="DTSEN 2026-2", day=day, value=desil)
    assert codes(line) == does if day != date(2025, 11, 30) else {"desil_old": "ask"}


def test_a_paper_about_income_counts_before_the_list(line, asks):
    asks(basis="income", income_max=1_500_000)
    assert codes(line) == {"income_unknown": "ask"}
    line.income = 900_000
    assert codes(line) == {}
    show_evidence(line.person, "income", number="SKTM 5", day=DAY, value=1_500_001)
    assert codes(line) == {"income_above": "stop"}


@pytest.mark.parametrize(("policy", "does"), [("allowed", "ok"), ("ask", "ask"), ("refused", "stop")])
def test_another_job_is_answered_as_the_group_says(line, asks, policy, does):
    asks(other_job=policy)
    show_evidence(line.person, "pekerjaan", number="Slip upah", day=DAY, held="Hotel")
    assert codes(line) == {"other_job": does}


def test_a_job_that_ended_before_is_nothing(line, asks):
    asks(other_job="refused")
    show_evidence(line.person, "pekerjaan", number="Slip upah", day=DAY, until=date(2026, 12, 31))
    assert codes(line) == {}


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "ijazah"},
        {"number": "  "},
        {"day": date(2026, 12, 2)},
        {"until": date(2026, 5, 31)},
        {"kind": "desil", "value": 0},
        {"kind": "desil", "value": 11},
        {"kind": "desil"},
        {"kind": "income", "value": -1},
        {"kind": "income"},
        {"group_code": ""},
    ],
    ids=str,
)
def test_what_no_paper_could_say_is_refused(line, given):
    told = {"kind": "jabatan", "number": "SK 1", "day": DAY, "group_code": "pemangku"} | given
    with pytest.raises(Refusal):
        show_evidence(line.person, told.pop("kind"), **told)
    assert not Evidence.objects.exists()


def test_the_same_paper_once(line):
    show_evidence(line.person, "desil", number="DTSEN", day=DAY, value=3)
    with pytest.raises(Refusal) as told:
        show_evidence(line.person, "desil", number="DTSEN", day=DAY, value=4)
    assert told.value.code == "twice"


def test_one_paper_for_a_whole_group(line, make_user, as_user):
    with as_user(make_user("operator_desa", "region", KESIMAN)):
        assert usulan_offices.groups(line.usulan) == [("pemangku", "Pemangku", 1)]
        given = (line.usulan, "pemangku", "Paruman 1/2025", DAY)
        assert usulan_offices.record_office(*given, until=date(2030, 6, 1)) == 1
        assert usulan_offices.record_office(*given) == 0
        with pytest.raises(Refusal):
            usulan_offices.record_office(line.usulan, "pedagang", "SK", DAY)
    kept = Evidence.objects.get()
    assert (kept.person_id, kept.held, kept.until) == (line.person_id, "Pemangku", date(2030, 6, 1))


def test_another_village_shows_nothing_of_it(line, make_user, as_user):
    with as_user(make_user("operator_desa", "region", SUMERTA)):
        with pytest.raises(NotAllowed):
            show_evidence(line.person, "desil", number="x", day=DAY, value=1)
        with pytest.raises(NotAllowed):
            usulan_offices.record_office(line.usulan, "pemangku", "x", DAY)


def test_the_questions_cost_the_same_for_one_and_for_many(line, asks, django_assert_num_queries):
    asks(basis="office")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as once:
        examine([line], YEAR)
    with django_assert_num_queries(len(once)):
        examine([line] * 40, YEAR)
