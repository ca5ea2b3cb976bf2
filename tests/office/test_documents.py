"""A document is told by its content, lies encrypted, is handed out as a file and never deleted."""

import io
import zipfile

import pytest
from conftest_office import KESIMAN, SUMERTA
from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.documents.contents import harmless
from tedung.office.documents.kinds import KINDS
from tedung.office.documents.models import Document, Fetch
from tedung.office.documents.services import read, store
from tedung.office.documents.sweeping import missing, swept
from tedung.office.reference.models import Setting

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"
CSV = b"NIK,Nama\n5171012345678901,I WAYAN SUDARMA\n"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def packed(files, compression=zipfile.ZIP_STORED):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


XLSX = packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})
ODS = packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})
XLS = OLE + b"\0" * 600 + "Workbook".encode("utf-16-le") + b"\0\0" + b"\0" * 600


def keep(content=CSV, kind="roster", name="daftar.csv", **more):
    return store(SimpleUploadedFile(name, content), kind, **{"region": KESIMAN, **more})


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DOCUMENTS = tmp_path / "documents"


@pytest.mark.usefixtures("as_system")
@pytest.mark.parametrize(
    ("content", "kind", "extension"),
    [(CSV, "roster", "csv"), (XLSX, "roster", "xlsx"), (ODS, "roster", "ods"), (XLS, "roster", "xls"),
     (PDF, "signed", "pdf"), (PNG, "signed", "png"), (JPG, "evidence", "jpg")],
)  # fmt: skip
def test_what_it_is_is_told_from_its_content(content, kind, extension):
    document = keep(content, kind, "nama apa saja.exe")
    assert document.name == f"nama apa saja.{extension}"
    assert (document.size, read(document)) == (len(content), content)


@pytest.mark.usefixtures("as_system")
def test_the_bytes_lie_encrypted_under_a_random_name_readable_by_the_office_alone():
    document = keep()
    (path,) = settings.DOCUMENTS.iterdir()
    assert path.name == document.stored_as
    assert path.stat().st_mode & 0o777 == 0o600
    assert settings.DOCUMENTS.stat().st_mode & 0o777 == 0o700
    assert b"SUDARMA" not in path.read_bytes()
    assert document.name.encode() not in path.read_bytes()


@pytest.mark.usefixtures("as_system")
def test_the_same_content_twice_is_two_documents():
    first, second = keep(), keep()
    assert (first.sha256 == second.sha256, first.public_id != second.public_id) == (True, True)


@pytest.mark.usefixtures("as_system")
def test_bytes_that_were_changed_or_exchanged_do_not_open():
    first, second = keep(), keep()
    paths = [settings.DOCUMENTS / document.stored_as for document in (first, second)]
    sealed = paths[0].read_bytes()
    paths[0].write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(InvalidTag):
        read(first)
    paths[1].write_bytes(sealed)  # another's bytes
    with pytest.raises(InvalidTag):
        read(second)


@pytest.mark.usefixtures("as_system")
@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (b"", "roster", "empty"),
        (PDF, "roster", "wrong_type"),
        (XLSX, "signed", "wrong_type"),
        (b"<html><script>x</script></html>", "roster", "web_page"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", "signed", "wrong_type"),
        (b"MZ\x90\0program", "roster", "not_a_spreadsheet"),
        (b"\x7fELF", "signed", "wrong_type"),
        (PDF[:-8], "signed", "damaged"),
        (PNG[:20], "signed", "damaged"),
        (JPG[:-2], "evidence", "damaged"),
        (XLSX[:-30], "roster", "damaged"),
        (packed({"word/document.xml": "<x/>"}), "roster", "not_a_spreadsheet"),
        (packed({"[Content_Types].xml": "<x/>", "xl/workbook.xml": b"0" * (80 << 20)}, zipfile.ZIP_DEFLATED),
         "roster", "zip_bomb"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0\0", "roster", "password"),
        (b"PAR1" + b"\0" * 20, "roster", "wrong_type"),
    ],
    ids=lambda value: value if isinstance(value, str) else len(value),
)  # fmt: skip
def test_what_it_may_not_be_is_refused_with_a_sentence(content, kind, code):
    with pytest.raises(Refusal) as told:
        keep(content, kind, "daftar.xlsx")
    assert told.value.code == code
    assert told.value.sentence.endswith(".")
    assert not Document.everything.exists()
    assert not settings.DOCUMENTS.exists()


@pytest.mark.usefixtures("as_system")
def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    class Endless(SimpleUploadedFile):
        def read(self, *_):
            raise AssertionError("it was read")

    upload = Endless("daftar.csv", b"")
    upload.size = (KINDS["roster"].megabytes << 20) + 1
    with pytest.raises(Refusal, match="25 MB"):
        store(upload, "roster", region=KESIMAN)


@pytest.mark.usefixtures("as_system")
def test_an_office_sets_its_own_limits():
    Setting.objects.create(key="documents.megabytes", since=clock.today(), value={"roster": 1})
    with pytest.raises(Refusal, match="1 MB"):
        keep(b"a,b\n" * (1 << 18) + b"a")
    assert keep(b"a,b\n" * (1 << 17))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.csv"),
        ("C:\\Data\\Usulan Kesiman.xlsx", "Usulan Kesiman.csv"),
        ("a\0b\r\nc.csv", "a b c.csv"),
        ("\u202eexe.tadataD", "exe.csv"),
        (".htaccess", "htaccess.csv"),
        ("", "berkas.csv"),
        ("...", "berkas.csv"),
        ('a"b<c>|d?.csv', "a_b_c__d_.csv"),
        ("x" * 500 + ".csv", "x" * 120 + ".csv"),
        ("Daftar Désa 子.csv", "Daftar Désa 子.csv"),
    ],
)
def test_a_name_is_made_harmless(name, shown):
    assert harmless(name, "csv") == shown


@given(st.text(max_size=300))
def test_no_name_leads_out_of_its_folder(name):
    made = harmless(name, "pdf")
    assert made.endswith(".pdf")
    assert len(made) <= 140
    assert not set(made) & set('/\\\0\r\n<>:"|?*')
    assert not made.startswith(".")
    made.encode()


@pytest.mark.usefixtures("as_system")
def test_a_document_is_never_changed_or_deleted():
    document = keep()
    for attempt in (document.save, document.delete, Document.everything.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_nothing_is_kept_where_one_has_no_grant(make_user, as_user):
    with as_user(make_user("operator_desa", "region", KESIMAN)):
        keep()
        with pytest.raises(NotAllowed):
            keep(region=SUMERTA)
    with as_user(make_user("admin")), pytest.raises(NotAllowed):
        keep()


@pytest.mark.usefixtures("as_system")
def test_a_file_that_nobody_names_is_swept_a_day_later(settings):
    document = keep()
    with transaction.atomic():
        keep()
        transaction.set_rollback(True)
    folder = settings.DOCUMENTS
    (folder / ".halfway").write_bytes(b"x")
    assert len(list(folder.iterdir())) == 3
    assert swept() == 0
    old = (folder / document.stored_as).stat().st_mtime + 25 * 60 * 60
    assert swept(now=old) == 2
    assert [path.name for path in folder.iterdir()] == [document.stored_as]
    assert missing() == []


@pytest.mark.usefixtures("as_system")
def test_a_document_that_lost_its_file_is_told(capsys, settings):
    document = keep()
    call_command("sweep_documents")
    assert "0 berkas" in capsys.readouterr().out
    (settings.DOCUMENTS / document.stored_as).unlink()
    with pytest.raises(CommandError, match=document.public_id):
        call_command("sweep_documents")


@pytest.fixture
def kept(as_system):
    return keep(name="Daftar désa.csv")


def test_a_document_is_handed_out_as_a_file(kept, make_user, signed_in):
    user = make_user("operator_desa", "region", KESIMAN)
    answer = signed_in(user).get(f"/dokumen/{kept.public_id}/")
    assert (answer.status_code, answer.content) == (200, CSV)
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Daftar%20d%C3%A9sa.csv"
    assert answer["Content-Type"] == "text/csv"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Fetch.objects.values_list("user_id", "document_id").get() == (user.pk, kept.pk)


@pytest.mark.parametrize(
    ("who", "status"),
    [(("operator_desa", "region", SUMERTA), 404), (("analis", "region", "51.71"), 403), (None, 302)],
)
def test_nobody_else_is_told_that_it_exists(kept, make_user, client, who, status):
    if who:
        client.force_login(make_user(*who))
    assert client.get(f"/dokumen/{kept.public_id}/").status_code == status
    assert client.get("/dokumen/TIDAKADA2345/").status_code == status
    assert not Fetch.objects.exists()


def test_a_document_is_only_ever_got(kept, make_user, signed_in):
    client = signed_in(make_user("verifikator"))
    assert client.post(f"/dokumen/{kept.public_id}/").status_code == 405
    assert client.get("/dokumen/..%2F..%2Fetc%2Fpasswd/").status_code == 404


@pytest.mark.parametrize(
    ("megabytes", "is_signed_in", "status"),
    [(1, False, 302), (2, False, 413), (2, True, 403), (64, True, 403), (65, True, 413), (10**40, True, 413)],
)
def test_what_is_too_large_is_answered_before_it_is_read(client, make_user, megabytes, is_signed_in, status):
    """The body is not there: an answer that had read it would fail."""
    if is_signed_in:
        client.force_login(make_user("analis"))
    given = {"CONTENT_LENGTH": str(megabytes << 20), "wsgi.input": io.BytesIO(b"")}
    answer = client.generic("GET", "/surat/", **given)
    assert answer.status_code == status
    assert ("64 MB" in answer.content.decode()) == (status == 413 and is_signed_in)


def test_a_length_that_is_no_number_is_too_large(client, db):
    assert client.generic("GET", "/surat/", CONTENT_LENGTH="banyak").status_code == 413
