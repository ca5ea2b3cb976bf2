"""Works of the worker on selections and decrees: asked for once, told on the page, done once; a look before."""

from datetime import date

import pytest
from conftest_office import KESIMAN, MONTHLY, PDF, SUMERTA, covered_by
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.jobs import worker
from tedung.office.jobs.models import Job
from tedung.office.penetapan import decrees, issuing, jobs, selecting
from tedung.office.penetapan.models import Candidate, Cover, Row
from tedung.office.tasks.models import Task


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
