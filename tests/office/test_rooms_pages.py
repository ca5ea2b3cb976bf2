"""The pages of tasks, jobs, letters and messages: within scope, bounded, and honest."""

from datetime import date

import pytest
from conftest_office import CITY, KESIMAN, SUMERTA
from django.core.files.uploadedfile import SimpleUploadedFile
from jobs_of_test import KINDS_OF_TEST

from tedung.office.base import clock
from tedung.office.jobs import worker
from tedung.office.jobs.kinds import KINDS as JOB_KINDS
from tedung.office.jobs.models import Job, State
from tedung.office.jobs.services import enqueue
from tedung.office.letters.models import Letter
from tedung.office.letters.services import draft, issue, replacement
from tedung.office.outbox.models import Message
from tedung.office.outbox.services import write
from tedung.office.reference.models import Region
from tedung.office.tasks.services import open_task

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
QUERIES = 12
"""A page's own and those of its frame: session, user, grants, two of the audit."""


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    for code, kind in KINDS_OF_TEST.items():
        monkeypatch.setitem(JOB_KINDS, code, kind)


@pytest.fixture
def clerk(make_user):
    return make_user("operator_desa", "region", KESIMAN)


@pytest.fixture
def enter(client, as_system, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def letter(as_system, offices):
    counts = {"year": 2027, "people": 86, "groups": [{"name": "Pemangku", "people": 86}]}
    return draft(
        "surat_pengantar", offices["desa:kesiman"], subject="Usulan", addressee="Kepala", data=counts
    )


def text(answer):
    return answer.content.decode()


def open_some(count):
    for number in range(count):
        due = date(2026, 11, 20) if number % 3 == 0 else date(2026, 12, 24) if number % 3 == 1 else None
        open_task(
            "jobs.failed", "operator_desa", about=("x", number), path=f"/x/{number}/", due=due, region=KESIMAN
        )


def test_no_task_is_said_kindly(enter):
    assert "Tidak ada yang menunggu Anda" in text(enter.get("/tugas/"))


def test_tasks_are_paged_each_once_with_their_village(enter, django_assert_max_num_queries):
    Region.objects.create(code=KESIMAN, name="Kesiman Uji", kind="village")
    open_some(120)
    seen, address = [], "/tugas/"
    for _ in range(3):
        with django_assert_max_num_queries(QUERIES):
            answer = enter.get(address)
        assert "Kesiman Uji" in text(answer)
        seen += [row.path for row in answer.context["rows"]]
        address = f"/tugas/?setelah={answer.context['next']}"
    assert answer.context["next"] is None
    assert sorted(seen) == sorted(f"/x/{number}/" for number in range(120))
    assert text(enter.get("/tugas/")).count("Terlambat sejak 20 November 2026") == 40


@pytest.mark.parametrize("after", ["x", "-_x", "2026-13-01_1", "_", "9" * 40, "2026-12-01_" + "9" * 40])
def test_a_place_that_is_none_shows_the_beginning(enter, after):
    open_some(1)
    assert len(enter.get("/tugas/", {"setelah": after}).context["rows"]) == 1


def test_a_job_page_says_how_far_and_what_next(enter, clerk, as_user):
    other = enqueue("test.say_who")  # the system's: it is counted, not shown
    with as_user(clerk):
        job = enqueue("test.say_who")
    told = text(enter.get(f"/pekerjaan/{job.pk}/"))
    assert "Ada 1 pekerjaan lain di depannya" in told
    assert 'hx-trigger="every 2s"' in told
    Job.everything.filter(pk=job.pk).update(
        state=State.RUNNING, lease_until=clock.now(), done=1200, total=4800
    )
    told = text(enter.get(f"/pekerjaan/{job.pk}/"))
    assert "1.200 dari 4.800 bagian" in told
    assert '<progress id="kemajuan" max="4800" value="1200">' in told
    Job.everything.filter(pk=job.pk).update(state=State.DONE, result={"path": "/usulan/1/"})
    told = text(enter.get(f"/pekerjaan/{job.pk}/"))
    assert 'href="/usulan/1/"' in told
    assert "hx-trigger" not in told
    listed = text(enter.get("/pekerjaan/"))
    assert (f"/pekerjaan/{job.pk}/" in listed, f"/pekerjaan/{other.pk}/" in listed) == (True, False)


def test_a_failed_job_is_asked_again_by_one_button(enter, clerk, as_user):
    with as_user(clerk):
        job = enqueue("test.refuse")
    worker.run_waiting()
    assert "Daftar ini sudah dipakai." in text(enter.get(f"/pekerjaan/{job.pk}/"))
    assert "Pekerjaan yang Anda minta berhenti" in text(enter.get("/tugas/"))
    assert enter.post(f"/pekerjaan/{job.pk}/lagi/").status_code == 302
    assert enter.post(f"/pekerjaan/{job.pk}/lagi/").status_code == 409
    assert "Tidak ada yang menunggu Anda" in text(enter.get("/tugas/"))


def test_a_job_of_another_is_not_found(client, clerk, make_user, as_user, as_system):
    with as_user(clerk):
        job = enqueue("test.refuse")
    client.force_login(make_user("verifikator"))
    assert client.get(f"/pekerjaan/{job.pk}/").status_code == 404
    assert client.post(f"/pekerjaan/{job.pk}/lagi/").status_code == 404
    client.force_login(make_user("admin"))
    assert client.get(f"/pekerjaan/{job.pk}/").status_code == 200


def test_jobs_are_paged(enter, clerk, as_user, django_assert_max_num_queries):
    with as_user(clerk):
        for _ in range(60):
            enqueue("test.say_who")
    with django_assert_max_num_queries(QUERIES):
        first = enter.get("/pekerjaan/")
    second = enter.get(f"/pekerjaan/?sebelum={first.context['next']}")
    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 10)


def test_a_letter_from_its_draft_to_its_scan(enter, letter):
    page = f"/surat/{letter.pk}/"
    assert "Terbitkan surat" in text(enter.get(page))
    preview = enter.get(f"{page}konsep/")
    assert preview.content.startswith(b"%PDF")
    assert preview["Content-Disposition"].startswith("attachment")
    assert enter.post(f"{page}terbit/").status_code == 302
    assert "001/SP/KESIMAN/XII/2026" in text(enter.get(page))
    assert enter.get(f"{page}konsep/").status_code == 409
    assert enter.post(f"{page}terbit/").status_code == 409
    scan = SimpleUploadedFile("pindai.pdf", PDF)
    assert enter.post(f"{page}tanda-tangan/", {"scan": scan}).status_code == 302
    told = text(enter.get(page))
    assert "Unduh yang bertanda tangan" in told
    assert enter.post(f"{page}ganti/").status_code == 302
    new = Letter.everything.exclude(pk=letter.pk).get()
    assert "menggantikan surat nomor 001/SP/KESIMAN/XII/2026" in text(enter.get(f"/surat/{new.pk}/"))
    enter.post(f"/surat/{new.pk}/terbit/")
    assert "Penggantinya: 002/SP/KESIMAN/XII/2026" in text(enter.get(page))


@pytest.mark.parametrize(
    ("scan", "sentence"),
    [
        (None, "Bidang ini"),
        (SimpleUploadedFile("pindai.pdf", b"MZ program"), "harus berupa .pdf, .jpg, .png"),
        (SimpleUploadedFile("pindai.pdf", b""), "kosong"),
    ],
)
def test_a_wrong_scan_is_told_at_its_field(enter, letter, scan, sentence):
    issue(letter)
    answer = enter.post(f"/surat/{letter.pk}/tanda-tangan/", {"scan": scan} if scan else {})
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert 'href="#id_scan"' in text(answer)


def test_letters_are_listed_within_scope_and_paged(enter, offices, letter, django_assert_max_num_queries):
    counts = {"year": 2027, "people": 1}
    for _ in range(60):
        draft("sptjm", offices["desa:kesiman"], subject="Pernyataan", data=counts)
    draft("sptjm", offices["desa:sumerta"], subject="Punya Sumerta", data=counts)
    with django_assert_max_num_queries(QUERIES):
        first = enter.get("/surat/")
    second = enter.get(f"/surat/?sebelum={first.context['next']}")
    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 11)
    assert "Punya Sumerta" not in text(first) + text(second)
    assert len(enter.get("/surat/?keadaan=signed").context["rows"]) == 0
    assert len(enter.get("/surat/?keadaan=lain&sebelum=x").context["rows"]) == 50
    assert enter.get("/surat/?keadaan=%00&sebelum=%00").status_code == 400


def test_a_letter_of_another_village_is_not_found(client, letter, make_user):
    client.force_login(make_user("operator_desa", "region", SUMERTA))
    for act in ("", "konsep/"):
        assert client.get(f"/surat/{letter.pk}/{act}").status_code == 404
    for act in ("terbit/", "tanda-tangan/", "ganti/"):
        assert client.post(f"/surat/{letter.pk}/{act}").status_code == 404
    client.force_login(make_user("inspektorat"))
    assert client.get(f"/surat/{letter.pk}/").status_code == 200
    assert "Terbitkan" not in text(client.get(f"/surat/{letter.pk}/"))
    assert client.post(f"/surat/{letter.pk}/terbit/").status_code == 403


def test_anybody_checks_a_letter_and_learns_of_nobody(client, letter):
    assert client.get(f"/cek/{letter.token}/").status_code == 404  # a draft is in no register
    issue(letter)
    answer = client.get(f"/cek/{letter.token}/")
    told = text(answer)
    for shown in (
        "Surat ini berlaku",
        "001/SP/KESIMAN/XII/2026",
        "Desa Kesiman",
        "1 Desember 2026",
        "Surat pengantar",
    ):
        assert shown in told
    for hidden in ("Usulan", "Kepala", "86"):
        assert hidden not in told.partition("<main")[2].partition("</main>")[0]
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert "berlaku" in text(client.get(f"/cek/{letter.token.lower()}/"))
    issue(replacement(letter))
    assert "Surat ini sudah diganti" in text(client.get(f"/cek/{letter.token}/"))


@pytest.mark.parametrize("token", ["TIDAKADA", "x" * 200, "0" * 20, "-_"])
def test_a_token_that_is_none_is_not_known(client, db, token):
    answer = client.get(f"/cek/{token}/")
    assert answer.status_code == 404
    assert "tidak kami kenali" in text(answer)


def test_whoever_asks_too_often_waits(client, letter, settings):
    issue(letter)
    asked = [client.get(f"/cek/{letter.token}/").status_code for _ in range(31)]
    assert asked == [200] * 30 + [429]
    assert client.get(f"/cek/{letter.token}/")["Retry-After"] == "60"
    assert client.get(f"/cek/{letter.token}/", REMOTE_ADDR="10.0.0.9").status_code == 200
    spoofed = {"HTTP_X_FORWARDED_FOR": "10.1.1.1"}
    assert client.get(f"/cek/{letter.token}/", **spoofed).status_code == 429
    settings.PROXIES = 1
    assert client.get(f"/cek/{letter.token}/", **spoofed).status_code == 200


def test_messages_are_sent_by_hand_and_marked(enter, as_system):
    message = write("whatsapp", "081234567890", "Usulan Anda diterima.", key="a", region=KESIMAN)
    page = f"/pesan/{message.pk}/"
    assert "belum mempunyai server surel" in text(enter.get("/pesan/"))
    assert "+6281234567890" not in text(enter.get("/pesan/"))
    told = text(enter.get(page))
    assert "+6281234567890" in told
    assert "Usulan Anda diterima." in told
    answer = enter.post(f"{page}gagal/", {"reason": ""})
    assert (answer.status_code, 'href="#id_reason"' in text(answer)) == (422, True)
    enter.post(f"{page}gagal/", {"reason": "nomor tidak aktif"})
    assert "nomor tidak aktif" in text(enter.get(page))
    enter.post(f"{page}tunggu/")
    enter.post(f"{page}terkirim/")
    assert Message.everything.get().state == "sent"
    assert enter.post(f"{page}batal/").status_code == 409
    assert "Tidak ada pesan di sini" in text(enter.get("/pesan/"))


def test_messages_are_paged_and_within_scope(enter, as_system, django_assert_max_num_queries):
    for number in range(60):
        write("sms", "081234567890", "x", key=str(number), region=KESIMAN)
    other = write("sms", "081234567890", "x", key="other", region=SUMERTA)
    with django_assert_max_num_queries(QUERIES):
        first = enter.get("/pesan/")
    second = enter.get(f"/pesan/?setelah={first.context['next']}&keadaan=waiting")
    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 10)
    assert enter.get(f"/pesan/{other.pk}/").status_code == 404
    assert enter.post(f"/pesan/{other.pk}/terkirim/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/tugas/", "/pekerjaan/", "/surat/", "/pesan/", "/surat/1/", "/pesan/1/"]
)
def test_a_stranger_is_led_to_the_sign_in(client, db, address):
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", ["/surat/999999/", "/pesan/999999/", "/pekerjaan/999999/"])
def test_what_is_not_there_is_not_found(client, make_user, address):
    client.force_login(make_user("verifikator", "region", CITY))
    assert client.get(address).status_code == 404
    assert client.get(address.replace("999999", "9" * 18)).status_code == 404
