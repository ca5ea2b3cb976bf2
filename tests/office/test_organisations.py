"""Organisations: found by name and kind, put right by an administrator, their account by two people."""

from datetime import date

import pytest
from conftest_office import CITY, KESIMAN, SUMERTA
from django.db import connection
from django.urls import reverse

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.audit.models import Entry, StateChange
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.organisations import services
from tedung.office.organisations.models import BankChange, Kind, Organisation
from tedung.office.reference.models import Region, Setting
from tedung.office.tasks.models import Task

ACCOUNT = "0100-2030-4050"
DIGITS = "010020304050"


@pytest.fixture
def regions(db):
    for code, name, kind in ((KESIMAN, "Kesiman", "kelurahan"), (SUMERTA, "Sumerta", "kelurahan")):
        Region.objects.create(code=code, name=name, kind=kind, parent="51.71.02")
    Region.objects.create(code="51.71.02.2001", name="Sumerta Kaja", kind="desa", parent="51.71.02")


@pytest.fixture
def admin(make_user):
    return make_user("admin")


@pytest.fixture
def officers(make_user):
    """Two treasurers and the head of the office."""
    return [make_user("bendahara"), make_user("bendahara", username="bendahara-2"), make_user("kepala")]


def proposed(unit, **other):
    given = {"bank_name": "BPD Bali", "account": ACCOUNT, "holder": "Kas Dinas", "reason": "Surat 1/2026"}
    return services.propose_bank(unit, **{**given, **other})


def test_the_list_is_found_by_kind_and_words_and_goes_on(
    offices, admin, signed_in, django_assert_max_num_queries
):
    Organisation.objects.bulk_create(
        Organisation(code=f"usaha:{at:03d}", kind=Kind.EMPLOYER, name=f"UD Sari {at // 2:03d}")
        for at in range(120)
    )
    client, address, seen = signed_in(admin), reverse("organisations"), []
    client.get(address)
    with django_assert_max_num_queries(12):
        answer = client.get(address, {"jenis": "employer"})
    while True:
        seen += [row.pk for row in answer.context["rows"]]
        if not answer.context["next"]:
            break
        answer = client.get(address, {"jenis": "employer", "sesudah": answer.context["next"].pk})
    assert len(seen) == len(set(seen)) == 120  # two of one name across the end of a page too
    found = client.get(address, {"cari": "kesiman DESA"}).context["rows"]
    assert [row.code for row in found] == ["desa:kesiman"]
    assert not client.get(address, {"cari": "tidak ada"}).context["rows"]
    assert len(client.get(address, {"jenis": "no such", "sesudah": "x"}).context["rows"]) == 50


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("office", "Dinas Kesehatan", CITY), "dinas_kesehatan"),
        (("desa_adat", "Desa Adat Kesiman", KESIMAN), "adat:desa_adat_kesiman"),
        (("village", "Desa Sumerta Kaja", "51.71.02.2001"), "desa:51.71.02.2001"),
        (("employer", "PT. Citra, Bali & Co", ""), "usaha:pt_citra_bali_co"),
        (("wadah", "ᬩᬮᬶ", ""), "wadah:tanpa_nama"),
    ],
)
def test_a_code_follows_from_kind_and_name(as_system, offices, regions, given, code):
    kind, name, region = given
    Region.objects.create(code=CITY, name="Kota Denpasar", kind="kota")
    made = services.make(kind, name=name, region=region)
    assert made.code == code
    if kind != "village":
        assert services.make(kind, name=name, region=region).code == f"{code}_2"


@pytest.mark.parametrize(
    ("kind", "given", "why"),
    [
        ("desa", {"name": "A"}, "kind_unknown"),
        ("office", {"name": " "}, "name_missing"),
        ("office", {"name": "A", "region": "99.99"}, "region_unknown"),
        ("village", {"name": "A", "region": ""}, "not_a_village"),
    ],
)
def test_what_is_no_organisation_is_refused(as_system, regions, kind, given, why):
    with pytest.raises(Refusal) as told:
        services.make(kind, **given)
    assert told.value.code == why


def test_a_village_is_there_once(as_system, regions):
    services.make("village", name="Sumerta Kaja", region="51.71.02.2001")
    with pytest.raises(Refusal, match="sudah ada"):
        services.make("village", name="Sumerta Kaja", region="51.71.02.2001")


def test_an_administrator_puts_an_organisation_right(offices, regions, admin, signed_in):
    unit = offices["desa:kesiman"]
    client, address = signed_in(admin), reverse("organisation_change", args=[unit.pk])
    good = {
        "name": "Kelurahan Kesiman",
        "phone": "0361 223344",
        "head_title": "Lurah",
        "head_nip": "198001012005011001",
    }
    assert client.get(address).status_code == 200
    answer = client.post(address, {**good, "region": SUMERTA}, follow=True)
    assert "Kelurahan Kesiman" in answer.content.decode()
    unit.refresh_from_db()
    assert (unit.name, unit.region, unit.code) == ("Kelurahan Kesiman", KESIMAN, "desa:kesiman")
    for wrong in ({"name": ""}, {"head_nip": "12"}, {"phone": "<b>"}, {"email": "x"}):
        assert client.post(address, {**good, **wrong}).status_code == 422
    entry = Entry.objects.filter(table="organisations_organisation", act="UPDATE").latest("pk")
    assert entry.after["name"] == "Kelurahan Kesiman"


def test_an_office_that_looks_after_groups_is_not_closed(as_system, offices):
    with pytest.raises(Refusal, match="kelompok"):
        services.close(offices["dinas_sosial"])
    services.close(offices["disnaker"])
    assert not Organisation.objects.get(code="disnaker").is_active
    services.reopen(offices["disnaker"])
    assert Organisation.objects.get(code="disnaker").is_active


def test_who_prepared_an_account_does_not_approve_it(offices, officers, as_user):
    first, second, _head = officers
    unit = offices["dinas_sosial"]
    with as_user(first):
        change = proposed(unit)
        with pytest.raises(Refusal) as told:
            services.approve_bank(change)
        assert told.value.code == "four_eyes"
    with acting(SYSTEM):
        waiting = Task.everything.filter(state="open").values_list("role", flat=True)
        assert set(waiting) == {"bendahara", "kepala"}
    unit.refresh_from_db()
    assert unit.bank_account == ""
    with as_user(second):
        services.approve_bank(change)
    unit.refresh_from_db()
    assert (unit.bank_name, unit.bank_account, unit.bank_holder) == ("BPD Bali", DIGITS, "Kas Dinas")
    with acting(SYSTEM):
        assert not Task.everything.filter(state="open").exists()
        steps = StateChange.objects.filter(kind="organisations.bankchange", row_id=change.pk).order_by("pk")
        assert list(steps.values_list("after", "user_id")) == [
            ("diajukan", first.pk),
            ("disetujui", second.pk),
        ]


def test_an_account_is_encrypted_where_it_lies_and_in_the_audit(as_system, offices):
    change = proposed(offices["dinas_sosial"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT bank_account, bank_holder FROM organisations_bankchange")
        assert all(value.startswith("v1:") for value in cursor.fetchone())
    kept = Entry.objects.get(table="organisations_bankchange", row_id=change.pk)
    assert DIGITS not in str(kept.after)
    assert "Kas Dinas" not in str(kept.after)


def test_an_account_refused_or_withdrawn_changes_nothing(offices, officers, as_user):
    first, second, head = officers
    unit = offices["dinas_sosial"]
    with as_user(first):
        change = proposed(unit)
        with pytest.raises(Refusal, match="menunggu"):
            proposed(unit)
    with as_user(head), pytest.raises(NotAllowed):
        services.withdraw_bank(change)
    with as_user(second):
        with pytest.raises(Refusal):
            services.withdraw_bank(change)  # not one's own
        with pytest.raises(Refusal):
            services.refuse_bank(change, "  ")
        services.refuse_bank(change, "Surat belum ditandatangani")
        with pytest.raises(Refusal) as told:
            services.approve_bank(change)  # once decided
        assert told.value.code == "step"
    with as_user(first):
        services.withdraw_bank(proposed(unit))
    unit.refresh_from_db()
    assert unit.bank_account == ""
    assert set(BankChange.objects.values_list("state", flat=True)) == {"ditolak", "ditarik"}


@pytest.mark.parametrize(
    "wrong", [{"account": "12"}, {"account": "a" * 10}, {"account": "1" * 21}, {"holder": " "}]
)
def test_an_account_that_is_none_is_refused(as_system, offices, wrong):
    with pytest.raises(Refusal):
        proposed(offices["dinas_sosial"], **wrong)


def test_an_account_is_seen_by_who_works_with_it(offices, officers, make_user, signed_in):
    first, second, _head = officers
    unit = offices["dinas_sosial"]
    answer = signed_in(first).post(
        reverse("bank_propose", args=[unit.pk]),
        {"bank_name": "BPD Bali", "account": ACCOUNT, "holder": "Kas Dinas", "reason": "Surat 1/2026"},
    )
    assert answer.status_code == 302
    detail = answer["Location"]
    assert "Setujui rekening" not in signed_in(first).get(detail).content.decode()
    page = signed_in(second).get(detail)
    assert DIGITS in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert signed_in(second).post(f"{detail}tolak/", {"reason": ""}).status_code == 422
    assert signed_in(second).post(f"{detail}setujui/").status_code == 302
    shown = reverse("organisation", args=[unit.pk])
    assert "••••••••4050" in signed_in(second).get(shown).content.decode()
    for role in ("verifikator", "operator_opd", "analis"):
        assert "4050" not in signed_in(make_user(role)).get(shown).content.decode()


def test_the_page_says_how_its_letters_are_numbered(offices, admin, signed_in):
    forms = {"*": "{number:3}/{kind}/{year}", "disnaker": "560/{number}/DNK/{year}"}
    Setting.objects.create(key="letters.number", value=forms, since=date(2026, 1, 1))
    client = signed_in(admin)
    for code, form in (("disnaker", forms["disnaker"]), ("dinas_sosial", forms["*"])):
        assert form in client.get(reverse("organisation", args=[offices[code].pk])).content.decode()
