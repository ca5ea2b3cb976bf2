"""A death or an accident is told by anybody, stops the next month, opens a card, and can be taken back."""

from datetime import date

import iuran_of_test
import pytest
from conftest_office import KESIMAN, SUMERTA, person
from django.db.models import Count

from tedung.dates import Month
from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.buku import queries as buku
from tedung.office.buku.seeds import seed
from tedung.office.iuran import arrears
from tedung.office.iuran.models import Rest
from tedung.office.kejadian import queries, rights, services
from tedung.office.kejadian.models import Kejadian
from tedung.office.people.models import Person
from tedung.office.tasks.models import Task
from tedung.office.usulan.models import Line

TODAY = date(2026, 12, 1)


@pytest.fixture
def who(as_system):
    return person(KESIMAN, birth_date=date(1970, 3, 12))


@pytest.fixture
def told(who, make_user, as_user):
    with as_user(make_user("operator_desa", "region", KESIMAN)):
        return services.report(who, "meninggal", date(2026, 11, 30), told_by="Kelian banjar")


def test_a_death_stops_the_next_month_at_once(told, who):
    assert Person.everything.get(pk=who.pk).died_on == date(2026, 11, 30)
    assert queries.stopped(Month(2026, 11)) == set()
    assert queries.stopped(Month(2026, 12)) == {who.pk}


def test_the_clock_is_two_days(told):
    """Permenaker 5/2021: the report is due within 2 x 24 hours."""
    assert rights.report_due(date(2026, 11, 30)) == date(2026, 12, 2)
    assert Task.everything.get(kind="kejadian.confirm").due == date(2026, 12, 2)


def test_who_told_does_not_confirm(told, make_user, as_user):
    with as_user(make_user("verifikator")):
        services.confirm(told, "Surat keterangan kematian dilihat")
    assert Kejadian.everything.get(pk=told.pk).state == "dipastikan"


def test_who_told_is_refused(who, make_user, as_user):
    user = make_user("verifikator")
    with as_user(user):
        own = services.report(who, "kecelakaan", TODAY)
        with pytest.raises(Refusal) as refused:
            services.confirm(own)
    assert refused.value.code == "four_eyes"


def test_a_report_that_was_not_so_gives_the_month_back(told, who, make_user, as_user):
    with as_user(make_user("verifikator")):
        with pytest.raises(Refusal):
            services.deny(told, " ")
        services.deny(told, "Orangnya datang ke kantor")
    assert Person.everything.get(pk=who.pk).died_on is None
    assert queries.stopped(Month(2026, 12)) == set()


def test_who_told_or_made_sure_does_not_take_it_back_alone(told, who, make_user, as_user):
    first, second = make_user("verifikator"), make_user("kepala")
    with as_user(first):
        services.confirm(told, "Akta kematian dilihat")
        with pytest.raises(Refusal) as refused:
            services.deny(told, "Orangnya datang ke kantor")
        assert refused.value.code == "four_eyes"
        own = services.report(person(KESIMAN), "kecelakaan", TODAY)
        with pytest.raises(Refusal) as refused:
            services.deny(own, "keliru")
        assert refused.value.code == "four_eyes"
    with as_user(second):
        services.deny(told, "Orangnya datang ke kantor")
    assert Person.everything.get(pk=who.pk).died_on is None


@pytest.mark.parametrize("by", ["line", "visibility"])
def test_who_told_sees_the_report_though_another_unit_has_the_newest_line(who, add, make_user, as_user, by):
    """The person was proposed by two units; the one that tells is the older, or none: they live there."""
    if by == "line":
        add(who=who, result="")
    newest = add(who=who, result="")
    Line.everything.filter(pk=newest.pk).update(unit_code="adat:sumerta", region=SUMERTA)
    with as_user(make_user("operator_desa", "region", KESIMAN)):
        told = services.report(who, "meninggal", date(2026, 11, 30))
        assert list(queries.reports()) == [told]
    assert told.unit_code == ("desa:kesiman" if by == "line" else "adat:sumerta")


def test_a_death_that_was_not_so_gives_paid_months_back(make_user, offices):
    """By hand: paid January to June, dead on 20 February; March to June are 4 x Rp16.800."""
    with clock.at(date(2027, 1, 12)), acting(SYSTEM):
        seed()
        desk, wadah = iuran_of_test.Desk(make_user), iuran_of_test.a_wadah()
        iuran_of_test.agreement(wadah, "refund")
        dead, gone, _ = iuran_of_test.members(wadah, 3)
        bill = desk.prepared(wadah, iuran_of_test.a_pos(), months=6)
        desk.paid(bill)
    with clock.at(date(2027, 2, 24)), acting(SYSTEM):
        told = services.report(dead.person, "meninggal", date(2027, 2, 20))
        type(gone).everything.filter(pk=gone.pk).update(until="2027-05", state="keluar")
        arrears.daily()
        assert buku.held("sisa_masa_iuran") == (4 + 1) * 16_800
        with desk.by("verifikator"):
            services.deny(told, "Orangnya datang ke kantor")
        arrears.daily()
        assert buku.held("sisa_masa_iuran") == 16_800  # of who left in May
        assert buku.held("beban_iuran") == (3 * 6 - 1) * 16_800
        states = Rest.everything.values_list("state").annotate(n=Count("pk"))
        assert dict(states.order_by()) == {"dibatalkan": 4, "menunggu": 1}


def test_one_death_once(told, who, make_user, as_user):
    with as_user(make_user("verifikator")), pytest.raises(Refusal) as refused:
        services.report(who, "meninggal", date(2026, 11, 29))
    assert refused.value.code == "twice"


@pytest.mark.parametrize("day", [date(2026, 12, 2), date(1960, 1, 1), date(2019, 1, 1)])
def test_an_impossible_day_is_refused(who, day):
    with pytest.raises(Refusal):
        services.report(who, "meninggal", day)
    assert not Kejadian.everything.exists()


def test_another_village_neither_tells_nor_sees(told, who, make_user, as_user):
    with as_user(make_user("operator_desa", "region", SUMERTA)):
        assert not queries.reports().exists()
        with pytest.raises(NotAllowed):
            services.report(who, "kecelakaan", TODAY)


def test_the_card_has_amounts_with_articles_papers_and_clocks(told):
    """PP 82/2019: 20 m + 12 x 0.5 m (as a lump sum 12 m) + 10 m funeral = 42 m."""
    card = rights.card(Kejadian.everything.get(pk=told.pk), TODAY)
    assert card.kind == "jkm_death"
    assert all(line["article"] for line in card.lines)
    assert card.documents
    assert card.deadlines
    assert card.total in {None, 10_000_000, 42_000_000}


def test_a_death_at_work_is_another_card(who):
    told = services.report(who, "meninggal", TODAY, is_work_related=True)
    assert rights.card(told, TODAY).kind == "jkk_death"


def test_what_the_registry_knows_and_nobody_told(as_system, who):
    from tedung.office.base import clock
    from tedung.office.padan.models import Check, Request
    from tedung.office.reference.models import Format

    form = Format.objects.create(code="x", version="1", name="x", columns=[], since=TODAY)
    request = Request.everything.create(region="51.71", form=form, reason="x", made_at=clock.now())
    Check.objects.create(request=request, person=who, ordinal=1, result="meninggal", answered_on=TODAY)
    assert list(queries.unreported_deaths()) == [who]
    services.report(who, "meninggal", TODAY)
    assert not queries.unreported_deaths().exists()
