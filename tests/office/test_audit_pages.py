"""The audit as its readers see it: by day, actor, kind and row; no NIK, no name for who may not see persons."""

import io
import zipfile
from datetime import date, datetime, timedelta

import pytest
from conftest_office import KESIMAN, person
from django.db import connection
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.access.models import User
from tedung.office.audit import names, queries, sheets
from tedung.office.audit.models import Context, Entry
from tedung.office.audit.queries import Asked, span
from tedung.office.audit.shown import changes, without_numbers
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed
from tedung.office.organisations import services as organisations
from tedung.office.people import services as people
from tedung.office.people.models import NikView

NIK = "5171024107800001"
TODAY = date(2026, 12, 1)
THIS_DAY = Asked(TODAY, TODAY)


@pytest.fixture
def who(as_system, offices):
    return person(KESIMAN, name="NI MADE RAHASIA", nik=NIK, phone="+628123456789")


@pytest.fixture
def told(who, make_user, as_user):
    """A verifikator who looked at a number and put a name right, an administrator who put an office right."""
    verifikator, admin = make_user("verifikator"), make_user("admin")
    with as_user(verifikator):
        people.show_nik(who, f"Cocokkan dengan KTP {NIK}")
        people.correct(who, "KTP", nama_ktp="NI MADE RAHAYU")
    with as_user(admin):
        from tedung.office.organisations.models import Organisation

        organisations.correct(Organisation.objects.get(code="disnaker"), name="Dinas Tenaga Kerja")
    return verifikator, admin


@pytest.mark.either
def test_every_table_that_the_audit_keeps_has_a_name(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tbl_name FROM sqlite_master WHERE name LIKE tbl_name || '_audit%'")
        kept = {table for (table,) in cursor.fetchall()}
    assert "people_person" in kept
    assert kept - set(names.TABLES) == set()


@pytest.fixture
def page_of(told, make_user, signed_in):
    """Return the text of a page as a role sees it."""

    def open_as(role, name, *given, **asked):
        user = User.objects.filter(username=f"{role}-51.71").first() or make_user(role)
        answer = signed_in(user).get(reverse(name, args=given), asked)
        assert answer.status_code == 200
        return answer

    return open_as


def labels(answer):
    return [(row["change"].label, row["act_name"]) for row in answer.context["rows"]]


def test_changes_are_found_by_day_actor_and_kind(page_of, told):
    verifikator, admin = told
    all_of_today = labels(page_of("inspektorat", "audit", dari="2026-12-01", sampai="2026-12-01"))
    assert all_of_today[0] == (admin.username, "mengubah organisasi")
    assert (verifikator.username, "mengubah data orang") in all_of_today
    assert not labels(page_of("inspektorat", "audit", dari="2026-11-01", sampai="2026-11-30"))
    of_one = labels(page_of("inspektorat", "audit", siapa=verifikator.username))
    assert {name for name, _ in of_one} == {verifikator.username}
    offices = labels(page_of("inspektorat", "audit", apa="organisations_organisation"))
    assert offices == [(admin.username, "mengubah organisasi")]
    assert not labels(page_of("inspektorat", "audit", siapa="nobody-here"))


def test_before_and_after_stand_side_by_side(page_of, told, who):
    entry = Entry.objects.get(table="people_person", act="UPDATE")
    assert [change.column for change in changes(entry)] == ["nama di KTP"]  # the NIK was only sealed anew
    assert entry.before["nik"] != entry.after["nik"]
    text = page_of("inspektorat", "audit_change", entry.context_id).content.decode()
    assert "NI MADE RAHASIA" in text
    assert "NI MADE RAHAYU" in text
    assert "NI MADE RAHAYU" in page_of("inspektorat", "audit_row", "people_person", who.pk).content.decode()


def test_the_administrator_reads_what_changed_but_of_no_person_to_what(page_of, who):
    text = page_of("admin", "audit_row", "people_person", who.pk).content.decode()
    assert "nama di KTP" in text
    assert "(data pribadi)" in text
    assert "RAHASIA" not in text
    assert "8123456789" not in text
    assert "RAHASIA" not in page_of("admin", "audit_nik").content.decode()


@pytest.mark.parametrize("role", ["inspektorat", "admin"])
def test_no_page_and_no_file_holds_a_nik(page_of, who, role):
    pages = [
        page_of(role, "audit"),
        page_of(role, "audit_row", "people_person", who.pk),
        page_of(role, "audit_row", "people_nikview", NikView.objects.get().pk),
        page_of(role, "audit_nik"),
        *(page_of(role, "audit_change", key) for key in Context.objects.values_list("pk", flat=True)),
    ]
    files = [page_of(role, "audit_export"), page_of(role, "audit_nik_export")]
    for text in [page.content.decode() for page in pages] + [str(cells(file)) for file in files]:
        assert NIK not in text
        assert who.nik_index not in text or not who.nik_index
        assert "v1:" not in text
    assert f"{'•' * 13}001" in page_of("inspektorat", "audit_row", "people_person", who.pk).content.decode()


def test_who_saw_which_number_is_listed(page_of, told, who):
    rows = page_of("inspektorat", "audit_nik").context["rows"]
    assert [(row["view"].by, row["view"].person) for row in rows] == [(told[0].username, who)]
    assert rows[0]["reason"] == f"Cocokkan dengan KTP {'•' * 13}001"
    assert who.public_id in page_of("inspektorat", "audit_nik").content.decode()
    assert not page_of("inspektorat", "audit_nik", sampai="2026-11-30").context["rows"]


def cells(answer):
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def test_a_file_holds_a_line_a_column_and_is_itself_in_the_trail(page_of, told):
    rows = cells(page_of("inspektorat", "audit_export", apa="organisations_organisation"))
    assert rows[0][:3] == ["Waktu", "Siapa", "Tindakan"]
    (changed,) = [row for row in rows[1:] if row[3] == "Organisasi"]
    assert changed[6:] == ["nama", "Dinas Ketenagakerjaan", "Dinas Tenaga Kerja"]
    assert ("inspektorat-51.71", "mengunduh jejak") in labels(page_of("inspektorat", "audit"))


def test_a_file_says_where_it_stops(page_of, monkeypatch):
    monkeypatch.setattr(sheets, "MOST", 3)
    rows = cells(page_of("inspektorat", "audit_export"))
    assert len(rows) == 5
    assert "3 baris" in rows[-1][0]


def test_a_formula_in_a_file_is_a_text(page_of, told, as_user):
    from tedung.office.organisations.models import Organisation

    with as_user(told[1]):
        organisations.correct(Organisation.objects.get(code="disnaker"), address="=cmd|'/c calc'!A1")
    file = page_of("inspektorat", "audit_export")
    assert "calc" in str(cells(file))
    with zipfile.ZipFile(io.BytesIO(file.content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_pages_go_on_by_key_and_no_query_grows_with_them(
    make_user, signed_in, as_system, django_assert_max_num_queries
):
    client = signed_in(make_user("inspektorat"))
    at = datetime(2026, 12, 1, 4, tzinfo=clock.zone())
    made = Context.objects.bulk_create(
        Context(label="x", reason="people.change", at=at + timedelta(seconds=n // 3)) for n in range(230)
    )
    Entry.objects.bulk_create(
        Entry(table="people_person", row_id=7, act="UPDATE", before={}, after={"sex": "L"}, context_id=one.pk)
        for one in made
        for _ in range(2)
    )
    seen, asked = [], {"apa": "people_person"}
    client.get(reverse("audit"))
    while True:
        with django_assert_max_num_queries(8):
            answer = client.get(reverse("audit"), asked)
        seen += [row["change"].pk for row in answer.context["rows"]]
        if not answer.context["next"]:
            break
        asked["sesudah"] = answer.context["next"]
    assert seen == sorted((one.pk for one in made), reverse=True)
    with django_assert_max_num_queries(8):
        answer = client.get(reverse("audit_row", args=["people_person", 7]))
    assert len(answer.context["rows"]) == 50


def test_what_nobody_s_act_changed_stands_apart(page_of, make_user):
    User.objects.filter(pk=make_user("pptk").pk).update(full_name="Diubah langsung")
    text = page_of("inspektorat", "audit_outside").content.decode()
    assert "Diubah langsung" in text


def test_only_the_whole_office_s_auditor_reads_the_trail(make_user, signed_in, offices):
    """What a row held has no scope any more: a grant over a part of the office opens none of it."""
    user = make_user("inspektorat", "region", KESIMAN)
    for name in ("audit", "audit_nik", "audit_outside", "audit_export", "audit_nik_export"):
        assert signed_in(user).get(reverse(name)).status_code == 403
    with acting(SYSTEM):
        queries.whole_office()
    with pytest.raises(NotAllowed):
        queries.whole_office()


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (None, None, (date(2026, 11, 1), TODAY)),
        (date(2026, 12, 5), date(2026, 12, 1), (date(2026, 12, 1), date(2026, 12, 5))),
        (date(1, 1, 1), TODAY, (date(2025, 11, 30), TODAY)),
        (date(1, 1, 1), date(1, 1, 1), (date(2000, 1, 1), date(2000, 1, 1))),
        (None, date.max, (date(2199, 12, 1), date(2199, 12, 31))),
    ],
)
def test_the_days_asked_are_bounded(since, until, days):
    assert span(since, until) == days


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (f"KTP {NIK}.", f"KTP {'•' * 13}001."),
        ("5171 0241 0780 0001", f"{'•' * 13}001"),
        ("51.7102.410780-0001", f"{'•' * 13}001"),
        (f"a{NIK}b{NIK}", f"a{'•' * 13}001b{'•' * 13}001"),
        ("rekening 010020304050", "rekening 010020304050"),
        ("12345678901234567", "12345678901234567"),  # seventeen: no NIK
        ("2026-12-01 dan 2027-01-01", "2026-12-01 dan 2027-01-01"),  # sixteen digits, and words between
    ],
)
def test_sixteen_digits_are_masked_wherever_they_stand(said, shown):
    assert without_numbers(said) == shown


def test_a_row_of_a_table_that_is_gone_is_still_read(as_system):
    entry = Entry(table="old_table", row_id=1, act="DELETE", before={"name": "A", "nik": "v1:xx"}, after=None)
    assert {change.column: change.before for change in changes(entry)} == {"nama": "A", "NIK": "(tersegel)"}
