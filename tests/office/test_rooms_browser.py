"""The rooms in Chromium, on a desk and on a phone: a letter from draft to scan, a job that ends while one looks."""

import pytest
from conftest_office import KESIMAN
from jobs_of_test import KINDS_OF_TEST
from playwright.sync_api import expect

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.jobs.kinds import KINDS
from tedung.office.jobs.models import Job, State
from tedung.office.jobs.services import enqueue
from tedung.office.letters.services import draft
from tedung.office.outbox.services import write
from tedung.office.tasks.services import open_task

pytestmark = pytest.mark.either

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
COUNTS = {"year": 2027, "people": 86, "groups": [{"name": "Pemangku", "people": 86}]}


@pytest.fixture
def clerk(transactional_db, make_user, monkeypatch):
    for code, kind in KINDS_OF_TEST.items():
        monkeypatch.setitem(KINDS, code, kind)
    return make_user("operator_desa", "region", KESIMAN)


@pytest.fixture
def letter(clerk, offices):
    with acting(SYSTEM):
        return draft(
            "surat_pengantar", offices["desa:kesiman"], subject="Usulan 2027", addressee="Kepala", data=COUNTS
        )


@pytest.mark.parametrize("width", [1280, 360])
def test_a_letter_is_issued_fetched_signed_and_checked(visit, axe, clerk, letter, width):
    page = visit(clerk, width=width)
    page.goto("/surat/")
    axe(page)
    page.get_by_role("link", name="Surat pengantar, usulan 2027", exact=True).click()
    axe(page)
    page.get_by_role("button", name="Terbitkan surat").click()
    expect(page.get_by_role("status")).to_contain_text("001/SP/KESIMAN/XII/2026")
    axe(page)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Unduh surat").click()
    assert fetched.value.suggested_filename == "Surat pengantar 001-SP-KESIMAN-XII-2026.pdf"
    scan = {"name": "foto.pdf", "mimeType": "application/pdf", "buffer": b"bukan pindaian"}
    page.get_by_label("Pindaian surat bertanda tangan").set_input_files(scan)
    page.get_by_role("button", name="Unggah pindaian").click()
    expect(page.get_by_role("alert")).to_contain_text("harus berupa .pdf, .jpg, .png")
    axe(page)
    page.get_by_label("Pindaian surat bertanda tangan").set_input_files({**scan, "buffer": PDF})
    page.get_by_role("button", name="Unggah pindaian").click()
    expect(page.get_by_text("Ditandatangani", exact=True)).to_be_visible()
    stranger = visit(None, width=width)
    stranger.goto(f"/cek/{letter.token}/")
    expect(stranger.get_by_role("heading", name="Surat ini berlaku")).to_be_visible()
    axe(stranger)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_job_ends_while_one_looks(visit, axe, clerk, as_user, width):
    with as_user(clerk):
        job = enqueue("test.say_who")
    page = visit(clerk, width=width)
    page.goto(f"/pekerjaan/{job.pk}/")
    expect(page.get_by_text("Menunggu giliran")).to_be_visible()
    axe(page)
    with acting(SYSTEM):
        far = {"lease_until": clock.now(), "done": 1_200, "total": 4_800}
        Job.everything.filter(pk=job.pk).update(state=State.RUNNING, **far)
    expect(page.get_by_label("1.200 dari 4.800 bagian")).to_be_visible(timeout=10_000)
    axe(page)
    with acting(SYSTEM):
        Job.everything.filter(pk=job.pk).update(state=State.DONE, result={"path": "/tugas/"})
    page.get_by_role("link", name="Lihat hasilnya").click(timeout=10_000)
    expect(page.get_by_role("heading", name="Yang menunggu Anda")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
def test_lists_of_tasks_jobs_and_messages(visit, axe, clerk, as_user, width):
    with as_user(clerk):
        enqueue("test.say_who")
        message = write(
            "whatsapp", "081234567890", "Usulan diterima.", key="a", subject="Usulan", region=KESIMAN
        )
        about = {"about": ("x", 1), "path": "/surat/", "region": KESIMAN, "due": clock.today()}
        open_task("jobs.failed", "operator_desa", **about)
    page = visit(clerk, width=width)
    for address in ("/tugas/", "/pekerjaan/", "/pesan/", f"/pesan/{message.pk}/"):
        page.goto(address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Tandai terkirim").click()
    expect(page.get_by_text("Terkirim", exact=True)).to_be_visible()
