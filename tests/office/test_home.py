"""Hari ini: what waits, the calendar, and figures that respect the scope and hide the few."""

from datetime import date, timedelta

import pytest
from conftest_office import CITY, KESIMAN, SUMERTA, person

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.audit.steps import begun
from tedung.office.base import clock
from tedung.office.home import counting, maps, programme, queries, services
from tedung.office.home.cover import cover as cover_told
from tedung.office.home.models import Counting, Figure
from tedung.office.home.queries import Cell
from tedung.office.home.remedy import remedy
from tedung.office.jobs import worker
from tedung.office.jobs.models import Job
from tedung.office.organisations.models import Organisation
from tedung.office.padan.models import Waiver
from tedung.office.penetapan import selecting
from tedung.office.penetapan.models import Cover, Decree, Row
from tedung.office.people.models import NikView
from tedung.office.reference.models import Group, Setting
from tedung.office.usulan.models import Usulan

DAY = date(2026, 12, 1)


def cover(one, until, group="pemangku", opd="dinas_kebudayaan", since=date(2026, 1, 1)):
    """Let a decree cover a person until a day."""
    unit = Organisation.objects.get(code="disnaker")
    decree, _ = Decree.everything.get_or_create(
        unit=unit, unit_code=unit.code, region=CITY, about="Uji", since=since, until=date(2027, 12, 31),
        payer="apbd_kota", made_at=clock.now(),
    )  # fmt: skip
    row = Row.everything.create(
        decree=decree, ordinal=Row.everything.count() + 1, person=one, nama_ktp="X", village=one.village,
        group_code=group, opd_code=opd, since=since, until=until,
    )  # fmt: skip
    return Cover.everything.create(
        person=one, row=row, payer="apbd_kota", programmes="jkk+jkm", village=one.village, group_code=group,
        opd_code=opd, since=since, until=until,
    )  # fmt: skip


@pytest.fixture
def city(offices):
    """Ten in Kesiman, six covered, one of them on into 2027; five in Sumerta, five covered until March."""
    with acting(SYSTEM):
        people = [
            person(KESIMAN, sex="L" if number < 7 else "P", birth_date=date(1980, 1, number + 1))
            for number in range(10)
        ]
        for one in people[:6]:
            cover(one, date(2026, 12, 31))
        cover(people[0], date(2027, 6, 30), since=date(2027, 1, 1))
        for _ in range(5):
            cover(person(SUMERTA), date(2027, 3, 31), group="pedagang", opd="dinas_sosial")
        counting.count(DAY.isoformat())
    return people


def asked():
    with acting(SYSTEM):
        return Job.everything.filter(kind="home.count").count()


def total(user, as_user):
    with as_user(user):
        return queries.Total.of(queries.figures())


def test_the_count_by_hand(city, make_user, as_user):
    assert total(make_user("verifikator"), as_user) == queries.Total(
        people=15, covered=11, ending=5, coming=6
    )


def test_a_village_counts_its_own_alone(city, make_user, as_user):
    own = total(make_user("operator_desa", code=KESIMAN), as_user)
    assert own == queries.Total(people=10, covered=6, ending=5, coming=1)


def test_an_office_counts_its_own_groups(city, make_user, as_user):
    own = total(make_user("operator_opd", "opd", "dinas_sosial"), as_user)
    assert own == queries.Total(people=5, covered=5, ending=0, coming=5)


def test_whoever_has_no_grant_counts_nobody(city, make_user, as_user):
    assert total(make_user("admin"), as_user) == queries.Total(0, 0, 0)


def test_the_dead_and_the_merged_are_not_counted(city, make_user, as_user):
    with acting(SYSTEM):
        city[9].died_on = DAY
        city[9].save()
        city[1].merged_into = city[0]
        city[1].save()
        counting.count(DAY.isoformat())
    own = total(make_user("verifikator"), as_user)
    assert own == queries.Total(people=13, covered=10, ending=4, coming=6)


def test_a_count_twice_is_a_count_once(city):
    with acting(SYSTEM):
        before = sorted(Figure.everything.values_list("kind", "village", "sex", "band", "people", "covered"))
        counting.count(DAY.isoformat())
        after = sorted(Figure.everything.values_list("kind", "village", "sex", "band", "people", "covered"))
    assert before == after
    assert Counting.objects.count() == 1


def test_bands_change_on_the_birthday(offices, make_user, as_user):
    with acting(SYSTEM):
        person(KESIMAN, birth_date=date(2001, 12, 1))  # 25 today
        person(KESIMAN, birth_date=date(2001, 12, 2))  # 24 still
        person(KESIMAN)
        counting.count(DAY.isoformat())
        assert sorted(Figure.everything.values_list("band", "people")) == [(-1, 1), (1, 1), (2, 1)]


def test_the_page_tells_the_alarm_the_map_and_its_table(city, signed_in, make_user):
    page = signed_in(make_user("verifikator")).get("/").content.decode()
    assert "1 Januari 2027: 5 orang tanpa perlindungan" in page
    assert "Lanjutkan konsep keputusan" in page
    assert "Batas desa di peta ini hanya petunjuk" in page
    assert page.count("<path class=") == 43
    assert "Kalender program 2026" in page


def test_a_village_sees_no_map_and_no_other_village(city, signed_in, make_user):
    page = signed_in(make_user("operator_desa", code=KESIMAN)).get("/").content.decode()
    assert "<path class=" not in page
    assert SUMERTA not in page
    assert "Buat usulan tahun depan" in page


def test_an_analyst_sees_no_cell_of_a_few(city, signed_in, make_user):
    page = signed_in(make_user("analis")).get("/").content.decode()
    assert "disembunyikan" in page
    assert "WAYAN" not in page
    assert "Siapkan keputusan" not in page


def test_an_administrator_is_told_what_waits_and_no_figure(city, signed_in, make_user):
    answer = signed_in(make_user("admin")).get("/")
    assert answer.status_code == 200
    assert "Siapa yang terlindungi" not in answer.content.decode()


def test_a_stranger_is_led_to_the_sign_in(client, db):
    assert client.get("/")["Location"] == "/masuk/?next=/"


@pytest.mark.parametrize("village", [KESIMAN, SUMERTA])
def test_the_page_does_not_grow_with_the_people(
    city, signed_in, make_user, village, django_assert_max_num_queries
):
    with acting(SYSTEM):
        for _ in range(30):
            person(village)
        counting.count(DAY.isoformat())
    client = signed_in(make_user("verifikator"))
    client.get("/")
    with django_assert_max_num_queries(24):
        client.get("/")


def test_the_few_are_hidden_and_so_is_a_second():
    table = [
        Cell("a", "A", 100, 60),
        Cell("b", "B", 40, 3),  # three covered
        Cell("c", "C", 30, 20),
        Cell("d", "D", 0, 0),
    ]
    shown = {cell.code: cell.covered for cell in queries.hidden(table)}
    assert shown == {"a": 60, "b": None, "c": 20, "d": None}


@pytest.mark.parametrize(("people", "covered"), [(4, 0), (40, 4), (40, 36), (4, 4)])
def test_few_covered_or_few_uncovered_are_hidden(people, covered):
    table = [Cell("a", "A", people, covered), Cell("b", "B", 90, 50), Cell("c", "C", 80, 50)]
    shown = queries.hidden(table)
    assert [cell.covered for cell in shown] == [None, 50, None]
    assert [cell.people for cell in shown] == [None, 90, None]


def test_nothing_is_hidden_where_nobody_is_few():
    table = [Cell("a", "A", 40, 20), Cell("b", "B", 90, 0), Cell("c", "C", 90, 90)]
    assert queries.hidden(table) == table


def test_a_share_of_all_but_one_is_not_all():
    assert Cell("a", "A", 1000, 999).share == 99
    assert Cell("a", "A", 0, 0).share is None


@pytest.mark.parametrize(
    ("most", "step"),
    [(0, 1), (3, 1), (5, 1), (6, 2), (19, 4), (20, 4), (23, 5), (50, 10), (51, 20), (100, 20)],
)
def test_classes_have_round_limits_that_reach_the_highest(most, step):
    ramp = maps.classes({"a": most})
    assert [(one.first, one.last) for one in ramp] == [(n * step, (n + 1) * step) for n in range(5)]


@pytest.mark.parametrize(("share", "rank"), [(0, 1), (19, 1), (20, 2), (99, 5), (100, 5)])
def test_a_limit_belongs_to_the_class_above(share, rank):
    assert maps.rank_of(share, maps.classes({"a": 100})) == rank


def test_the_map_of_denpasar_has_its_villages_and_a_region_without_shapes_none():
    ground = maps.ground("51.71")
    assert len({shape.code for shape in ground.shapes}) == 43
    assert all(shape.path.startswith("M") and shape.path.endswith("z") for shape in ground.shapes)
    assert sum(len(shape.path) for shape in ground.shapes) < 60_000
    assert maps.ground("53.71") is None


def test_the_calendar_says_what_is_over_under_way_and_next(db):
    states = {step.row.code: step.state for step in programme.steps(DAY)}
    assert states["rkpd"] == states["padan"] == "past"
    assert states["sk"] == "now"
    assert states["mutasi"] == "next"
    first = programme.steps(date(2026, 12, 18))
    assert {step.row.code: step.is_now for step in first}["sk"]  # the last day belongs to it


def test_an_office_sets_its_own_days(db):
    Setting.objects.create(
        key="calendar.sk", value={"first": "11-20", "last": "12-10"}, since=date(2026, 7, 1)
    )
    step = next(step for step in programme.steps(DAY) if step.row.code == "sk")
    assert (step.first, step.last) == (date(2026, 11, 20), date(2026, 12, 10))


def test_stale_figures_are_asked_for_once(city, signed_in, make_user):
    user = make_user("verifikator")
    signed_in(user).get("/")
    assert asked() == 0  # counted this very moment
    with clock.at(DAY + timedelta(days=1)):
        assert services.ask_for_count()
        assert not services.ask_for_count()
        services.keep_fresh()
    assert asked() == 1


def test_a_step_of_a_decree_makes_the_figures_stale(city):
    assert not queries.is_stale(queries.counted())
    with acting(SYSTEM):
        begun(Decree.everything.first(), "konsep")
    assert queries.is_stale(queries.counted())


def test_whoever_will_be_covered_is_told_apart(city, make_user, signed_in):
    page = signed_in(make_user("verifikator")).get("/").content.decode()
    assert "6 orang sudah akan terlindungi mulai 1 Januari 2027" in page  # one of Kesiman, five of Sumerta


def test_the_page_says_that_its_figures_are_older_than_a_decree(city, make_user, signed_in):
    client = signed_in(make_user("verifikator"))
    said = "Angkanya sedang dihitung ulang."
    assert said not in client.get("/").content.decode()
    with acting(SYSTEM):
        begun(Decree.everything.first(), "konsep")
    assert said in client.get("/").content.decode()
    assert asked() == 1
    worker.run_waiting()
    assert said not in client.get("/").content.decode()


def proposal(state, year=2027):
    with acting(SYSTEM):
        unit = Organisation.objects.get(code="desa:kesiman")
        return Usulan.everything.create(
            unit=unit, unit_code=unit.code, region=KESIMAN, year=year, title="2027", state=state,
            made_at=clock.now(),
        )  # fmt: skip


def mended_by(user, as_user):
    with as_user(user):
        found = remedy(DAY)
        return found and found.address


def test_the_button_under_the_alarm_leads_to_the_next_step(city, make_user, as_user):
    operator, verifikator = make_user("operator_desa", code=KESIMAN), make_user("verifikator")
    hukum = make_user("hukum")
    with acting(SYSTEM):
        Decree.everything.update(state="dibatalkan")
    assert mended_by(operator, as_user) == "/usulan/baru/"
    assert mended_by(verifikator, as_user) == "/usulan/"
    own = proposal("konsep")
    assert mended_by(operator, as_user) == f"/usulan/{own.pk}/"
    with acting(SYSTEM):
        Usulan.everything.filter(pk=own.pk).update(state="diterima")
    assert mended_by(verifikator, as_user) == "/penetapan/seleksi/baru/"
    with as_user(verifikator):
        chosen = selecting.plan(
            CITY, name="x", year=2027, first_month="2027-01", months=12, budget=1, payer="apbd_kota", seed="x"
        )
    assert mended_by(verifikator, as_user) == f"/penetapan/seleksi/{chosen.pk}/"
    assert mended_by(hukum, as_user) is None
    with acting(SYSTEM):
        unit = Organisation.objects.get(code="disnaker")
        decree = Decree.everything.create(
            unit=unit, unit_code=unit.code, region=CITY, about="x", since=date(2027, 1, 1),
            until=date(2027, 12, 31), payer="apbd_kota", state="diajukan", made_at=clock.now(),
        )  # fmt: skip
    assert mended_by(hukum, as_user) == f"/penetapan/{decree.pk}/"
    assert mended_by(make_user("bappeda"), as_user) is None


def test_the_head_and_the_inspectorate_find_what_they_come_for(city, make_user, signed_in, as_user):
    page = signed_in(make_user("kepala")).get("/").content.decode()
    assert "keputusan menunggu ditetapkan" in page
    client = signed_in(make_user("inspektorat"))
    page = client.get("/").content.decode()
    assert "siapa melihat NIK lengkap" in page
    assert "Untuk Anda lihat" not in signed_in(make_user("verifikator")).get("/").content.decode()


def test_an_examination_sees_what_was_passed_over(city, make_user, signed_in, django_assert_max_num_queries):
    with acting(SYSTEM):
        for number in range(60):
            at = clock.now() - timedelta(minutes=number // 30)
            NikView.objects.create(person=city[0], by="hukum", at=at, reason="lampiran keputusan")
        Waiver.objects.create(
            person=city[1], reason="KTP asli dilihat", user_id=1, by="verifikator", at=clock.now(), until=DAY
        )
        issued = {
            "state": "ditetapkan",
            "number": "1",
            "day": DAY,
            "signatory": "x",
            "unsigned_reason": "Di meja",
        }
        Decree.everything.filter(pk=Decree.everything.first().pk).update(**issued)
    client = signed_in(make_user("inspektorat"))
    with django_assert_max_num_queries(20):
        page = client.get("/pemeriksaan/").content.decode()
    for said in ("Di meja", "KTP asli dilihat", "lampiran keputusan", "I WAYAN SUDARMA"):
        assert said in page
    assert page.count("lampiran keputusan") == 2  # two times at once, not sixty people
    assert "I WAYAN SUDARMA" not in signed_in(make_user("admin")).get("/pemeriksaan/").content.decode()


def test_what_is_kept_is_of_the_last_count_of_who_looks_and_of_the_names_of_now(city, make_user, as_user):
    def told(user):
        with as_user(user):
            return cover_told(queries.counted())

    whole, own = make_user("verifikator"), make_user("operator_desa", code=KESIMAN)
    before = told(whole)
    assert told(whole) == before
    assert told(own).total.people == 10
    assert "Pemangku" in before.tables
    Group.objects.filter(code="pemangku").update(name="Juru kunci")
    assert "Pemangku" not in told(whole).tables
    with acting(SYSTEM):
        person(KESIMAN)
        assert told(whole).total == before.total  # nobody counted yet, and the page says of when it is
        counting.count(DAY.isoformat())
    assert (told(whole).total.people, told(own).total.people) == (16, 11)


def test_before_the_first_count_the_page_says_so(offices, signed_in, make_user):
    page = signed_in(make_user("verifikator")).get("/").content.decode()
    assert "sedang dihitung untuk pertama kali" in page
    assert asked() == 1
