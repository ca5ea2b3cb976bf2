"""Next year starts from the decree in force: everybody a line, confirmed or taken out with a reason."""

from datetime import date

import pytest
from conftest_office import CITY, KESIMAN, SUMERTA, person
from django.urls import reverse

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.jobs import worker
from tedung.office.jobs.models import Job
from tedung.office.letters.services import attach_signed
from tedung.office.penetapan.models import Cover, Decree, Row
from tedung.office.people.models import Person
from tedung.office.usulan import carrying, papers, queries, services
from tedung.office.usulan.models import Berkas, Line, Mending, Usulan

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def covered(as_system, offices):
    """Four people of Kesiman and one of Sumerta in the decree of 2026; one of them has died."""
    unit = offices["disnaker"]
    term = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}
    decree = Decree.everything.create(
        unit=unit,
        unit_code=unit.code,
        region=CITY,
        about="2026",
        payer="apbd_kota",
        number="188.45/1",
        made_at=clock.now(),
        **term,
    )
    names = ["I MADE A", "I MADE B", "I MADE C", "I MADE D"]
    people = [person(KESIMAN, name, birth_date=date(1970, 3, 12)) for name in names]
    Person.everything.filter(pk=people[3].pk).update(died_on=date(2026, 11, 1))
    for ordinal, who in enumerate([*people, person(SUMERTA, "I KETUT X")], 1):
        code = "desa:kesiman" if ordinal < 5 else "desa:sumerta"
        own = {"unit_code": code, "group_code": "pemangku", "village": who.village}
        row = Row.everything.create(
            decree=decree, ordinal=ordinal, person=who, nama_ktp=who.nama_ktp, **term, **own
        )
        Cover.everything.create(person=who, row=row, payer="apbd_kota", programmes="jkk+jkm", **term, **own)
    return people


@pytest.fixture
def operator(make_user):
    return make_user("operator_desa", "region", KESIMAN)


@pytest.fixture
def usulan(covered, offices, operator, as_user):
    with as_user(operator):
        return services.prepare(offices["desa:kesiman"], 2027, "Kesiman 2027")


@pytest.fixture
def berkas(usulan, operator, as_user):
    with as_user(operator):
        return carrying.carry(usulan)


def line_of(who):
    return Line.everything.select_related("usulan", "berkas").get(person=who)


def test_everybody_in_force_is_a_line_of_the_persons_known(usulan, berkas, covered):
    counts = queries.counts(usulan)
    assert (counts.lines, counts.good, counts.people) == (4, 3, 3)
    assert counts.by_outcome["not_eligible"] == 1  # who died
    assert set(Line.everything.values_list("person_id", flat=True)) == {who.pk for who in covered}
    assert Person.everything.count() == 5  # nobody was made anew
    assert berkas.summary["carried"] == ["188.45/1"]


def test_again_changes_nothing(usulan, berkas, operator, as_user):
    with as_user(operator):
        assert carrying.carry(usulan).pk == berkas.pk
    assert (Line.everything.count(), Berkas.everything.count()) == (4, 1)


def test_not_confirmed_it_is_not_sent(usulan, berkas, operator, as_user):
    with as_user(operator):
        for kind in papers.required(usulan):
            attach_signed(papers.write(usulan, kind), PDF, "pindaian.pdf")
        with pytest.raises(Refusal):
            services.send(usulan)
        assert carrying.confirm(berkas) == 3
        services.send(usulan)
    assert Usulan.everything.get().state == "dikirim"


def test_whoever_is_taken_out_stays_as_a_line_with_the_reason(usulan, berkas, covered, operator, as_user):
    with as_user(operator):
        carrying.take_out(line_of(covered[0]), "masa_jabatan", "ngayah selesai")
    counts = queries.counts(usulan)
    assert (counts.lines, counts.people) == (4, 2)
    line = line_of(covered[0])
    assert line.findings[0]["sentence"] == "Masa jabatan berakhir: ngayah selesai"
    kept = Mending.objects.get()
    assert (kept.field, kept.before, kept.after) == ("keluar", "", "Masa jabatan berakhir: ngayah selesai")
    with as_user(operator):
        carrying.keep(line_of(covered[0]))
        carrying.keep(line_of(covered[0]))
    assert queries.counts(usulan).people == 3
    assert Mending.objects.count() == 2


def test_the_dead_stay_out(usulan, berkas, covered, operator, as_user):
    with as_user(operator), pytest.raises(Refusal):
        carrying.keep(line_of(covered[3]))
    assert queries.counts(usulan).people == 3


@pytest.mark.parametrize(("why", "note"), [("", ""), ("bosan", "x"), ("lain", "  ")])
@pytest.mark.usefixtures("berkas")
def test_a_reason_is_one_that_is_known(covered, operator, as_user, why, note):
    with as_user(operator), pytest.raises(Refusal):
        carrying.take_out(line_of(covered[0]), why, note)
    assert not Mending.objects.exists()


def test_what_was_sent_is_not_changed(usulan, berkas, covered, operator, as_user):
    Usulan.everything.filter(pk=usulan.pk).update(state="dikirim")
    with as_user(operator):
        for act in (
            lambda: carrying.take_out(line_of(covered[0]), "pindah"),
            lambda: carrying.keep(line_of(covered[0])),
            lambda: carrying.confirm(berkas),
            lambda: carrying.carry(usulan),
        ):
            with pytest.raises(Refusal):
                act()


def test_without_a_decree_there_is_nothing_to_carry(offices, operator, as_user):
    with as_user(operator):
        usulan = services.prepare(offices["desa:kesiman"], 2027, "x")
        with pytest.raises(Refusal):
            carrying.carry(usulan)
    assert not Berkas.everything.exists()


def test_another_village_carries_nothing(usulan, berkas, covered, make_user, as_user):
    line = line_of(covered[0])
    with as_user(make_user("operator_desa", "region", SUMERTA)):
        for act in (
            lambda: carrying.carry(usulan),
            lambda: carrying.confirm(berkas),
            lambda: carrying.take_out(line, "pindah"),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_the_pages_lead_from_the_decree_to_the_proposal(
    usulan, covered, operator, signed_in, django_assert_max_num_queries
):
    client = signed_in(operator)
    shown = client.get(reverse("usulan_detail", args=[usulan.pk])).content.decode()
    assert "Lanjutkan dari keputusan yang berlaku" in shown
    answer = client.post(reverse("usulan_carry", args=[usulan.pk]))
    with django_assert_max_num_queries(25):
        shown = client.get(answer["Location"]).content.decode()
    assert "Pastikan 3 orang" in shown
    out = reverse("usulan_line_out", args=[line_of(covered[0]).pk])
    assert client.get(out).status_code == 200
    assert client.post(out, {}).status_code == 422
    assert client.post(out, {"why": "pindah"}).status_code == 302
    assert "Pastikan 2 orang" in client.get(answer["Location"]).content.decode()
    client.post(reverse("usulan_line_keep", args=[line_of(covered[0]).pk]))
    berkas = Berkas.everything.get()
    assert client.post(reverse("usulan_carried_confirm", args=[berkas.pk])).status_code == 302
    assert Berkas.everything.get().state == "read"


def test_many_people_are_carried_over_by_a_worker(usulan, operator, as_user, signed_in, monkeypatch):
    """The page says that it is being made; killed in the middle nothing stays, and again makes it whole."""
    monkeypatch.setattr(carrying, "MANY", 1)
    client = signed_in(operator)
    answer = client.post(reverse("usulan_carry", args=[usulan.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("usulan_detail", args=[usulan.pk])
    assert "sedang disiapkan" in answer.content.decode()
    with as_user(operator):
        assert carrying.begin(usulan) is None  # asked again: one job
    assert Job.everything.filter(kind=carrying.JOB).count() == 1
    with monkeypatch.context() as broken:
        broken.setattr(carrying, "_file", lambda *_: 1 / 0)
        with acting(SYSTEM), pytest.raises(ZeroDivisionError):
            carrying.carry_over(usulan.pk)
    assert not Line.everything.exists()
    worker.run_waiting()
    assert queries.counts(usulan).lines == 4
    assert "sedang disiapkan" not in client.get(reverse("usulan_detail", args=[usulan.pk])).content.decode()
    with acting(SYSTEM):
        carrying.carry_over(usulan.pk)  # a second worker, or the same one again
    assert (queries.counts(usulan).lines, Berkas.everything.count()) == (4, 1)
