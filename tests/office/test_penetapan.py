"""From accepted lines to the decree: who is chosen, who waits, who is stopped and why; who is covered."""

from datetime import date

import pytest
from conftest_office import CITY, KESIMAN, PDF, SUMERTA, person, put_in_force
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.documents.services import store
from tedung.office.jobs import worker
from tedung.office.jobs.models import Job
from tedung.office.organisations.models import Organisation
from tedung.office.padan.models import Check, Request, Waiver
from tedung.office.penetapan import decrees, issuing, jobs, queries, selecting
from tedung.office.penetapan.models import Candidate, Cover, Decree, Row
from tedung.office.reference.models import Format, Group, Policy
from tedung.office.tasks.models import Task
from tedung.office.usulan.models import Berkas, Line, Usulan

MONTHLY = 16_800  # JKK 10,000 + JKM 6,800 for the lowest bracket: PP 44/2015 and its amendments, a month


@pytest.fixture
def proposal(as_system, offices):
    """An accepted proposal of Kesiman for 2027."""
    usulan = Usulan.everything.create(
        unit=offices["desa:kesiman"],
        unit_code="desa:kesiman",
        region=KESIMAN,
        year=2027,
        title="Kesiman 2027",
        state="diterima",
        made_at=clock.now(),
    )
    document = store(b"nama\n", "roster", name="daftar.csv", region=KESIMAN)
    Berkas.everything.create(
        usulan=usulan,
        unit_code="desa:kesiman",
        region=KESIMAN,
        document=document,
        sha256="0" * 64,
        name="daftar.csv",
        state="read",
        at=clock.now(),
    )
    return usulan


@pytest.fixture
def registry(as_system):
    form = Format.objects.create(code="padan", version="1", name="uji", columns=[], since=date(2026, 1, 1))
    return Request.everything.create(
        region=CITY, form=form, reason="usulan", state="dijawab", made_at=clock.now()
    )


@pytest.fixture
def add(proposal, registry):
    """Return a maker of accepted lines whose persons are padan unless told otherwise."""
    berkas = Berkas.everything.get(usulan=proposal)

    def make(group="pemangku", result="padan", village=KESIMAN, born=date(1970, 3, 12), **fields):
        number = Line.everything.count() + 2
        who = fields.pop("who", None) or person(village, birth_date=born, sex="L")
        line = Line.everything.create(
            usulan=proposal,
            berkas=berkas,
            unit_code=proposal.unit_code,
            region=KESIMAN,
            line=number,
            outcome="accepted",
            person=who,
            village=village,
            group_code=group,
            birth_date=born,
            sex="L",
            nama_ktp=who.nama_ktp,
            **fields,
        )
        if result:
            Check.objects.get_or_create(
                request=registry,
                person=who,
                defaults={"ordinal": number, "result": result, "answered_on": clock.today()},
            )
        return line

    return make


@pytest.fixture
def plan(as_system):
    def make(budget, months=12, payer="apbd_kota"):
        return selecting.plan(
            CITY,
            name="Seleksi 2027",
            year=2027,
            first_month="2027-01",
            months=months,
            budget=budget,
            payer=payer,
            seed="undian 1",
        )

    return make


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


def covered_by(line, payer, group=None):
    """Cover a line's person by another decree."""
    decree = Decree.everything.create(
        unit=line.usulan.unit,
        unit_code=line.unit_code,
        region=CITY,
        about="lain",
        since=date(2027, 1, 1),
        until=date(2027, 12, 31),
        payer=payer,
        made_at=clock.now(),
    )
    row = Row.everything.create(
        decree=decree, ordinal=1, person=line.person, nama_ktp="x", since=decree.since, until=decree.until
    )
    return Cover.everything.create(
        person=line.person,
        row=row,
        payer=payer,
        programmes="jkk+jkm",
        group_code=group or line.group_code,
        village=line.village,
        since=decree.since,
        until=decree.until,
    )


@pytest.fixture
def issued(add, plan, make_user, as_user, offices):
    """A decree over two of four, prepared and issued by two persons."""
    for _ in range(4):
        add()
    selection = plan(2 * 12 * MONTHLY)
    selecting.compute(selection)
    selecting.announce(selection)
    with as_user(make_user("verifikator")):
        decree = decrees.draft(selection, offices["disnaker"], "Penerima bantuan iuran 2027")
        decrees.submit(decree)
    with as_user(make_user("hukum")):
        put_in_force(decree, "188.45/12/HK/2026", date(2026, 12, 1), "Wali Kota Denpasar")
    return decree


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
        entering = decrees.move_up(amendment, out)
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


def test_a_selection_is_computed_by_the_worker_once_however_often_it_is_asked(
    add, plan, make_user, signed_in, as_system
):
    add()
    selection = plan(12 * MONTHLY)
    client, page = signed_in(make_user("verifikator")), reverse("selection", args=[selection.pk])
    for _ in range(2):
        client.post(reverse("selection_compute", args=[selection.pk]))
    assert Job.everything.filter(kind="penetapan.compute").count() == 1
    said = client.get(page).content.decode()
    assert "Seleksi sedang dihitung" in said
    assert "Diminta oleh verifikator-51.71" in said
    with pytest.raises(Refusal) as told:
        selecting.announce(selection)
    assert told.value.code == "busy"
    worker.run_waiting()
    assert "sedang dihitung" not in client.get(page).content.decode()
    selection.refresh_from_db()
    assert (selection.state, selection.result["times"]) == ("dihitung", 1)
    jobs.compute(selection.pk, times=0)  # a worker that died after its end was written, begun again
    selection.refresh_from_db()
    assert selection.result["times"] == 1


def test_a_job_that_is_refused_says_why_on_the_page(plan, make_user, signed_in, as_system):
    selection = plan(12 * MONTHLY)
    client = signed_in(make_user("verifikator"))
    client.post(reverse("selection_compute", args=[selection.pk]))
    worker.run_waiting()
    said = client.get(reverse("selection", args=[selection.pk])).content.decode()
    assert "Seleksi tidak jadi dihitung." in said
    assert "Belum ada usulan tahun ini yang diterima" in said


def test_whoever_announces_sees_what_is_open_and_only_questions_are_answered(
    add, plan, make_user, signed_in, as_system
):
    asked, dead, chosen = add(group="pedagang"), add(group="pedagang"), add()
    for line in (asked, dead):
        covered_by(line, "apbd_prov", group="pemangku")
    dead.person.died_on = date(2026, 11, 1)
    dead.person.save()
    selection = plan(10 * 12 * MONTHLY)
    selecting.compute(selection)
    client = signed_in(make_user("verifikator"))
    where = reverse("selection_announce", args=[selection.pk])
    said = client.get(where).content.decode()
    assert "1 orang masih menunggu jawaban petugas" in said
    assert "sudah dibayar anggaran publik sebagai anggota kelompok lain" in said
    selection.refresh_from_db()
    assert selection.state == "dihitung"  # looking announces nothing
    rows = {row.person_id: row for row in Candidate.everything.filter(selection=selection)}
    listed = client.get(reverse("selection", args=[selection.pk]), {"keadaan": "stopped"}).content.decode()
    assert reverse("candidate_clear", args=[rows[asked.person_id].pk]) in listed
    assert reverse("candidate_clear", args=[rows[dead.person_id].pk]) not in listed
    answer = client.post(reverse("candidate_clear", args=[rows[dead.person_id].pk]), {"reason": "tetap saja"})
    assert answer.status_code == 409
    assert rows[chosen.person_id].status == "chosen"
    client.post(where)
    selection.refresh_from_db()
    assert selection.state == "diumumkan"


def test_the_reason_says_in_plain_words_what_the_lot_was_for(add, plan):
    for _ in range(3):
        add()
    selection = plan(12 * MONTHLY)
    selecting.compute(selection)
    [first] = Candidate.everything.filter(selection=selection, status="chosen")
    waits = Candidate.everything.filter(selection=selection, status="reserve").first()
    for row, said in ((first, "Terpilih lewat undian"), (waits, "Cadangan lewat undian")):
        assert said in row.reasons[0]
        assert "undian 1" in row.reasons[0]  # the word it was drawn from, so that anybody may repeat it


@pytest.fixture
def submitted(add, plan, make_user, as_user, offices):
    """A decree over two that waits for the legal bureau."""
    for _ in range(2):
        add()
    selection = plan(2 * 12 * MONTHLY)
    selecting.compute(selection)
    selecting.announce(selection)
    with as_user(make_user("verifikator")):
        decree = decrees.draft(selection, offices["disnaker"], "Penerima bantuan iuran 2027")
        decrees.submit(decree)
    return decree


NOTE = {"number": "188.45/12/HK/2026", "day": "2026-12-01", "signatory": "Wali Kota Denpasar"}


def test_a_decree_is_noted_then_looked_at_then_put_in_force(submitted, make_user, signed_in, as_system):
    client = signed_in(make_user("hukum"))
    where = reverse("decree_issue", args=[submitted.pk])
    assert client.post(where).status_code == 409  # nothing is noted yet
    answer = client.post(reverse("decree_note", args=[submitted.pk]), NOTE)
    assert (answer.status_code, NOTE["number"] in answer.content.decode()) == (
        422,
        True,
    )  # no scan, no reason
    scan = {"signed": SimpleUploadedFile("pindaian.pdf", PDF)}
    assert client.post(reverse("decree_note", args=[submitted.pk]), NOTE | scan).url == where
    said = client.get(where).content.decode()
    for told in (
        "188.45/12/HK/2026",
        "1 Desember 2026",
        "Wali Kota Denpasar",
        "mulai 1 Januari 2027",
        "Tetapkan 2 orang",
    ):
        assert told in said
    client.post(where)
    page = reverse("decree", args=[submitted.pk])
    assert "sedang ditetapkan untuk 2 orang" in client.get(page).content.decode()
    assert not Cover.everything.exists()
    assert client.post(reverse("decree_give_back", args=[submitted.pk]), {"alasan": "x"}).status_code == 409
    worker.run_waiting()
    assert "2 orang akan terlindungi mulai 1 Januari 2027" in client.get(page).content.decode()
    assert Cover.everything.count() == 2
    assert jobs.issue(submitted.pk)["people"] == 2  # begun again after its end was written: nothing more
    assert Cover.everything.count() == 2
    assert Job.everything.filter(kind="home.count").exists()  # the alarm is counted anew


def test_a_missing_scan_is_said_and_followed_up(submitted, make_user, as_user, signed_in, as_system):
    user = make_user("hukum")
    told = (submitted, NOTE["number"], date(2026, 12, 1), "Wali Kota")
    with as_user(user):
        with pytest.raises(Refusal) as refused:
            issuing.note(*told)
        assert refused.value.code == "unsigned"
        issuing.note(*told, why_unsigned="Naskah masih di meja Wali Kota")
        issuing.issue(submitted)
    client, page = signed_in(user), reverse("decree", args=[submitted.pk])
    assert "Naskah masih di meja Wali Kota" in client.get(page).content.decode()
    assert Task.everything.filter(kind="penetapan.scan", state="open").count() == 1
    scan = {"signed": SimpleUploadedFile("pindaian.pdf", PDF)}
    assert client.post(reverse("decree_scan", args=[submitted.pk]), scan).status_code == 302
    assert not Task.everything.filter(kind="penetapan.scan", state="open").exists()
    scan = {"signed": SimpleUploadedFile("pindaian.pdf", PDF)}
    assert client.post(reverse("decree_scan", args=[submitted.pk]), scan).status_code == 409


def test_what_is_given_back_loses_its_note(submitted, make_user, as_user):
    with as_user(make_user("hukum")):
        issuing.note(submitted, "1", date(2026, 12, 1), "Wali Kota", PDF)
        decrees.give_back(submitted, "Salah ketik")
    submitted.refresh_from_db()
    assert (submitted.state, submitted.number, submitted.signed_id) == ("konsep", "", None)


def test_a_village_reads_of_a_decree_its_own_people_alone(issued, make_user, signed_in, as_system):
    row = issued.rows.order_by("ordinal").last()
    Row.everything.filter(pk=row.pk).update(village=SUMERTA, nama_ktp="NI LUH JAUH")
    client, page = (
        signed_in(make_user("operator_desa", "region", KESIMAN)),
        reverse("decree", args=[issued.pk]),
    )
    assert page in client.get(reverse("penetapan")).content.decode()
    said = client.get(page).content.decode()
    assert "1 orang akan terlindungi mulai 1 Januari 2027" in said
    assert "NI LUH JAUH" not in said
    own = issued.rows.order_by("ordinal").first().person
    assert f'href="{page}"' in client.get(reverse("person", args=[own.public_id])).content.decode()
    assert "Unduh" not in said
    far = signed_in(make_user("operator_desa", "region", "51.71.01.1001"))
    assert far.get(page).status_code == 404
    assert client.post(reverse("decree_annex", args=[issued.pk])).status_code in {403, 404}


def test_a_draft_begins_like_the_decree_of_last_year(issued, plan, make_user, signed_in):
    selection = plan(2 * 12 * MONTHLY)
    selection.year = 2028
    selection.save()
    with clock.at(date(2027, 12, 1)):
        client = signed_in(make_user("pptk"))
        form = client.get(reverse("selection", args=[selection.pk])).context["form"]
    assert form.initial == {"unit": "disnaker", "about": "Penerima bantuan iuran 2028"}


def test_a_second_draft_over_one_selection_is_refused(issued, offices, as_system):
    with pytest.raises(Refusal) as told:
        decrees.draft(issued.selection, offices["disnaker"], "x")
    assert told.value.code == "drafted"
    assert jobs.draft(issued.selection.pk, "disnaker", "x")["path"] == f"/penetapan/{issued.pk}/"


def test_the_annex_is_a_job_that_prints_once(submitted, make_user, signed_in, as_system):
    client = signed_in(make_user("hukum"))
    client.post(reverse("decree_annex", args=[submitted.pk]))
    worker.run_waiting()
    submitted.refresh_from_db()
    printed = submitted.document_id
    assert printed is not None
    jobs.annex(submitted.pk, before=None)
    submitted.refresh_from_db()
    assert submitted.document_id == printed
