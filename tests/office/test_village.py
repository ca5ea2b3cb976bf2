"""Village money after the village's meeting; a reserve that moves up by the regulation's own clause."""

from datetime import date

import pytest
from conftest_office import CITY, KESIMAN, PDF, SUMERTA, person, put_in_force
from django.urls import reverse

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.documents.services import store
from tedung.office.jobs import worker
from tedung.office.letters.services import attach_signed
from tedung.office.organisations.models import Organisation
from tedung.office.padan.models import Check, Request
from tedung.office.penetapan import clause, decrees, printing, selecting, village, village_amending
from tedung.office.penetapan.models import Candidate, Cover, Decree, Row
from tedung.office.reference.models import Format
from tedung.office.usulan import papers
from tedung.office.usulan.models import Berkas, Line, Usulan

DESA = "51.71.02.2010"  # a desa: it has money of its own, a kelurahan has not
TERM = {"since": date(2027, 1, 1), "until": date(2027, 12, 31), "meeting_day": date(2026, 11, 20)}
CLAUSE = "Pasal 7 ayat (2): cadangan menggantikan penerima yang meninggal"


@pytest.fixture
def registry(as_system):
    form = Format.objects.create(code="padan", version="1", name="uji", columns=[], since=date(2026, 1, 1))
    return Request.everything.create(region=CITY, form=form, reason="usulan", made_at=clock.now())


@pytest.fixture
def propose(offices, registry):
    """Return a maker of proposals with people: propose(3, unit="desa:baru", region=DESA)."""

    def make(people, unit="desa:baru", region=DESA, state="konsep"):
        organisation, _ = Organisation.objects.get_or_create(
            code=unit, defaults={"kind": "village", "name": "Desa Baru", "region": region}
        )
        scope = {"unit_code": unit, "region": region}
        usulan = Usulan.everything.create(
            unit=organisation, year=2027, title="2027", state=state, made_at=clock.now(), **scope
        )
        document = store(b"nama\n", "roster", name="daftar.csv", region=region)
        berkas = Berkas.everything.create(
            usulan=usulan, document=document, sha256="0" * 64, name="x", state="read", at=clock.now(), **scope
        )
        for number in range(people):
            who = person(region, f"I MADE {number}", birth_date=date(1970, 3, 12), sex="L")
            Line.everything.create(
                usulan=usulan,
                berkas=berkas,
                line=number + 2,
                outcome="accepted",
                person=who,
                nama_ktp=who.nama_ktp,
                village=region,
                group_code="pemangku",
                birth_date=who.birth_date,
                sex="L",
                **scope,
            )
            ordinal = Check.objects.count() + 1
            Check.objects.create(
                request=registry, person=who, ordinal=ordinal, result="padan", answered_on=clock.today()
            )
        return usulan

    return make


@pytest.fixture
def met(propose):
    """A proposal of three whose minutes are back signed."""
    usulan = propose(3)
    attach_signed(papers.write(usulan, "berita_acara_musyawarah"), PDF, "pindaian.pdf")
    return usulan


@pytest.fixture
def alice(make_user):
    return make_user("operator_desa", "region", DESA, username="alice")


@pytest.fixture
def bob(make_user):
    return make_user("operator_desa", "region", DESA, username="bob")


def confirm(decree, day=date(2026, 12, 1), signed=PDF):
    village.note(decree, "1/2026", day, "Perbekel Desa Baru", signed)
    return village.confirm(decree)


def test_one_of_the_village_prepares_and_another_confirms(met, alice, bob, as_user):
    with as_user(alice):
        drafted = village.draft(met, "Penerima 2027", **TERM)
        village.submit(drafted.decree)
        with pytest.raises(Refusal) as told:
            confirm(drafted.decree)
    assert told.value.code == "four_eyes"
    with as_user(bob):
        assert confirm(Decree.everything.get()) == 3
    decree = Decree.everything.get()
    assert (decree.kind, decree.payer, decree.meeting_day) == ("perkel", "apbdes", TERM["meeting_day"])
    with acting(SYSTEM):
        assert Cover.everything.filter(payer="apbdes", village=DESA).count() == 3


def test_nothing_before_the_meeting_and_its_signed_minutes(propose, as_system):
    usulan = propose(2)
    with pytest.raises(Refusal) as told:
        village.draft(usulan, "x", **TERM)
    assert told.value.code == "no_minutes"
    papers.write(usulan, "berita_acara_musyawarah")  # printed, not signed
    with pytest.raises(Refusal):
        village.draft(usulan, "x", **TERM)
    with pytest.raises(Refusal):
        village.draft(usulan, "x", **TERM | {"meeting_day": date(2026, 12, 2)})


def test_minutes_over_another_number_of_people_do_not_do(met, as_system):
    Line.everything.filter(usulan=met).order_by("pk").last()
    Line.everything.filter(usulan=met, line=2).update(outcome="not_eligible")
    with pytest.raises(Refusal) as told:
        village.draft(met, "x", **TERM)
    assert told.value.code == "no_minutes"


def test_whom_the_city_pays_for_is_left_out_and_told(met, as_system):
    line = Line.everything.filter(usulan=met).order_by("pk").first()
    cover(line, "apbd_kota")
    drafted = village.draft(met, "x", **TERM)
    assert drafted.people == 2
    [(sentence, people)] = drafted.left_out
    assert "Pembiayaan ganda" in sentence
    assert people == 1
    assert not Row.everything.filter(decree=drafted.decree, person=line.person).exists()


def test_whom_the_city_covers_in_between_is_refused_by_the_database(met, alice, bob, as_user, as_system):
    with as_user(alice):
        drafted = village.draft(met, "x", **TERM)
        village.submit(drafted.decree)
    cover(Line.everything.filter(usulan=met).first(), "apbd_kota")
    with as_user(bob), pytest.raises(Refusal) as told:
        confirm(Decree.everything.get(pk=drafted.decree.pk))
    assert told.value.code == "double_funding"
    assert Decree.everything.get(pk=drafted.decree.pk).state == "diajukan"


def cover(line, payer):
    """Cover a line's person by a decree of the city."""
    unit = Organisation.objects.get(code="disnaker")
    decree = Decree.everything.create(
        unit=unit,
        unit_code=unit.code,
        region=CITY,
        about="kota",
        since=TERM["since"],
        until=TERM["until"],
        payer=payer,
        made_at=clock.now(),
    )
    term = {"since": decree.since, "until": decree.until}
    row = Row.everything.create(decree=decree, ordinal=1, person=line.person, nama_ktp="x", **term)
    Cover.everything.create(
        person=line.person, row=row, payer=payer, programmes="jkk+jkm", group_code=line.group_code, **term
    )


def test_a_kelurahan_an_office_and_a_withdrawn_proposal_are_refused(propose, offices, as_system):
    for usulan in (
        propose(1, unit="desa:kesiman", region=KESIMAN),
        propose(1, unit="dinas_sosial", region=CITY),
        propose(1, state="ditarik"),
    ):
        with pytest.raises(Refusal):
            village.draft(usulan, "x", **TERM)
    assert not Decree.everything.exists()


def test_a_term_over_two_years_or_backwards_is_refused(met, as_system):
    for change in ({"until": date(2028, 1, 1)}, {"until": date(2026, 12, 31)}):
        with pytest.raises(Refusal):
            village.draft(met, "x", **TERM | change)


def test_a_scan_is_asked_for_and_a_day_after_the_meeting(met, alice, bob, as_user):
    with as_user(alice):
        drafted = village.draft(met, "x", **TERM)
        village.submit(drafted.decree)
    with as_user(bob):
        for wrong in ({"signed": None}, {"day": date(2026, 11, 19)}, {"day": date(2026, 12, 2)}):
            with pytest.raises(Refusal):
                confirm(Decree.everything.get(), **wrong)


def test_the_steps_of_the_city_are_not_the_villages(met, alice, as_user, make_user):
    with as_user(alice):
        decree = village.draft(met, "x", **TERM).decree
        with pytest.raises(NotAllowed):
            decrees.submit(decree)
    with as_user(make_user("verifikator")):
        with pytest.raises(Refusal):
            decrees.submit(decree)
        with pytest.raises(NotAllowed):
            village.submit(decree)
    with as_user(make_user("hukum")), pytest.raises(Refusal):
        put_in_force(decree, "1", date(2026, 12, 1), "x")


def test_another_village_neither_sees_nor_confirms(met, alice, as_user, make_user, signed_in):
    with as_user(alice):
        drafted = village.draft(met, "x", **TERM)
        village.submit(drafted.decree)
    charlie = make_user("operator_desa", "region", SUMERTA)
    with as_user(charlie):
        for act in (
            lambda: village.draft(met, "x", **TERM),
            lambda: confirm(drafted.decree),
            lambda: village.cancel(drafted.decree, "x"),
        ):
            with pytest.raises(NotAllowed):
                act()
    client = signed_in(charlie)
    assert client.get(reverse("village_decree_new", args=[met.pk])).status_code == 404
    assert client.post(reverse("village_decree_confirm", args=[drafted.decree.pk])).status_code == 404


def test_a_draft_is_given_up_with_a_reason(met, alice, as_user):
    with as_user(alice):
        decree = village.draft(met, "x", **TERM).decree
        with pytest.raises(Refusal):
            village.cancel(decree, " ")
        village.cancel(decree, "Daftarnya keliru")
        assert Decree.everything.get().state == "dibatalkan"


def test_the_pages_lead_from_the_proposal_to_the_cover(met, alice, bob, signed_in):
    client = signed_in(alice)
    assert (
        reverse("village_decree_new", args=[met.pk])
        in client.get(reverse("usulan_detail", args=[met.pk])).content.decode()
    )
    given = {"about": "Penerima 2027", "since": "2027-01-01", "until": "2027-12-31"}
    where = reverse("village_decree_new", args=[met.pk])
    assert client.get(where).status_code == 200
    assert client.post(where, given).status_code == 422
    assert client.post(where, given | {"meeting_day": "2026-11-20"}).status_code == 302
    key = Decree.everything.get().pk
    assert "Ajukan" in client.get(reverse("decree", args=[key])).content.decode()
    client.post(reverse("village_decree_submit", args=[key]))
    client = signed_in(bob)
    assert "Catat keputusan desanya" in client.get(reverse("decree", args=[key])).content.decode()
    from django.core.files.uploadedfile import SimpleUploadedFile

    signed = {"number": "1/2026", "day": "2026-12-01", "signatory": "Perbekel"}
    scan = {"signed": SimpleUploadedFile("pindaian.pdf", PDF)}
    answer = client.post(reverse("village_decree_note", args=[key]), signed | scan)
    assert answer.url == reverse("village_decree_confirm", args=[key])
    assert "1/2026" in client.get(answer.url).content.decode()
    assert not Cover.everything.exists()
    client.post(answer.url)
    worker.run_waiting()
    assert Decree.everything.get().state == "ditetapkan"


@pytest.fixture
def issued(propose, make_user, as_user, offices):
    """The city's decree over two of four, with a clause when asked for."""

    def make(text=CLAUSE):
        propose(4, unit="desa:kesiman", region=KESIMAN, state="diterima")
        selection = selecting.plan(
            CITY,
            name="x",
            year=2027,
            first_month="2027-01",
            months=12,
            budget=2 * 12 * 16_800,
            payer="apbd_kota",
            seed="undian",
        )
        selecting.compute(selection)
        selecting.announce(selection)
        with as_user(make_user("verifikator")):
            decree = decrees.draft(selection, offices["disnaker"], "Penerima 2027")
            if text:
                clause.record_clause(decree, text)
            decrees.submit(decree)
        with as_user(make_user("hukum")):
            put_in_force(decree, "188.45/1", date(2026, 12, 1), "Wali Kota")
        return Decree.everything.get(pk=decree.pk)

    return make


def first_cover(decree):
    return Cover.everything.filter(row__decree=decree).order_by("pk").first()


def test_a_reserve_moves_up_by_the_clause_that_the_row_quotes(issued, make_user, as_user, as_system):
    decree = issued()
    leaving = first_cover(decree)
    with as_user(make_user("kepala")):
        entering = clause.replace(decree, leaving, date(2027, 4, 1), "meninggal")
    first = Candidate.everything.get(selection=decree.selection, status="reserve", rank=1)
    assert entering.person_id == first.person_id
    assert CLAUSE in entering.reason
    assert CLAUSE in entering.replaces.reason
    assert entering.replaces.act == "keluar"
    assert Cover.everything.get(pk=leaving.pk).until == date(2027, 3, 31)
    assert Cover.everything.get(row=entering).since == date(2027, 4, 1)
    day = date(2027, 4, 1)
    assert Cover.everything.filter(since__lte=day, until__gte=day).count() == 2
    assert list(decree.rows.order_by("ordinal").values_list("ordinal", flat=True)) == [1, 2, 3, 4]


def test_what_a_clause_changes_has_a_paper_of_its_own(issued, make_user, as_user, as_system):
    decree = issued()
    first, second = Cover.everything.filter(row__decree=decree).order_by("pk")
    before = list(decree.rows.filter(supplement=None).values_list("pk", flat=True))
    with as_user(make_user("kepala")):
        clause.replace(decree, first, date(2027, 4, 1), "meninggal")
        clause.replace(decree, second, date(2027, 4, 1), "pindah")
    papers_of = list(decree.supplements.order_by("sequence"))
    assert [(one.sequence, one.day) for one in papers_of] == [(1, date(2026, 12, 1)), (2, date(2026, 12, 1))]
    assert all(one.document.size > 1_000 for one in papers_of)
    assert [one.rows.count() for one in papers_of] == [2, 2]
    # The annex that was signed stays as it was.
    assert list(decree.rows.filter(supplement=None).values_list("pk", flat=True)) == before


def test_without_a_clause_only_an_amendment(issued, make_user, as_user, as_system):
    decree = issued("")
    with as_user(make_user("kepala")), pytest.raises(Refusal) as told:
        clause.replace(decree, first_cover(decree), date(2027, 4, 1), "meninggal")
    assert told.value.code == "no_clause"
    assert decree.rows.count() == 2


@pytest.mark.parametrize("day", [date(2026, 11, 30), date(2027, 1, 1), date(2028, 1, 1)])
def test_a_day_outside_the_term_is_refused(issued, make_user, as_user, as_system, day):
    decree = issued()
    with as_user(make_user("kepala")), pytest.raises(Refusal):
        clause.replace(decree, first_cover(decree), day, "meninggal")


def test_the_same_person_does_not_leave_twice_and_the_reserve_ends(issued, make_user, as_user, as_system):
    decree = issued()
    leaving, other = Cover.everything.filter(row__decree=decree).order_by("pk")
    with as_user(make_user("kepala")):
        clause.replace(decree, leaving, date(2027, 4, 1), "meninggal")
        leaving.refresh_from_db()
        with pytest.raises(Refusal):
            clause.replace(decree, leaving, date(2027, 4, 1), "meninggal")
        clause.replace(decree, other, date(2027, 4, 1), "pindah")
        last = Cover.everything.get(person=decree.rows.order_by("ordinal").last().person)
        with pytest.raises(Refusal):
            clause.replace(decree, last, date(2027, 5, 1), "pindah")


def test_who_prepared_does_not_move_the_reserve_up(issued, make_user, as_user, as_system):
    from tedung.office.access.models import Grant, User

    decree = issued()
    both = User.objects.get(pk=decree.prepared_by)
    Grant.objects.create(
        user=both, role="kepala", scope_kind="region", scope_code=CITY, since=date(2026, 1, 1)
    )
    with as_user(both), pytest.raises(Refusal) as told:
        clause.replace(decree, first_cover(decree), date(2027, 4, 1), "meninggal")
    assert told.value.code == "four_eyes"


@pytest.mark.parametrize("text", ["Pasal 7", "cadangan naik begitu saja tanpa dasar", "Pasal " + "x" * 200])
def test_what_is_no_clause_is_refused(issued, text):
    with pytest.raises(Refusal):
        issued(text)


def test_the_clause_is_recorded_before_the_decree_is_submitted(issued, as_system):
    with pytest.raises(Refusal):
        clause.record_clause(issued(""), CLAUSE)


def test_the_page_replaces_by_the_clause(issued, make_user, signed_in, as_system):
    decree = issued()
    leaving = first_cover(decree)
    client = signed_in(make_user("kepala"))
    where = reverse("decree_clause_replace", args=[decree.pk, leaving.pk])
    assert where in client.get(reverse("decree", args=[decree.pk])).content.decode()
    assert CLAUSE in client.get(where).content.decode()
    assert client.post(where, {"reason": "", "since": "2027-04-01"}).status_code == 422
    assert client.post(where, {"reason": "meninggal", "since": "2027-04-01"}).status_code == 302
    assert Decree.everything.get(pk=decree.pk).rows.count() == 4


@pytest.fixture
def in_force(met, alice, bob, as_user):
    """The village's decree over three, in force."""
    with as_user(alice):
        decree = village.draft(met, "Penerima 2027", **TERM).decree
        village.submit(decree)
    with as_user(bob):
        confirm(decree)
    return decree


def test_a_villages_decree_is_amended_as_the_citys(in_force, propose, alice, bob, as_user):
    met = Usulan.everything.get()
    leaving = Cover.everything.filter(row__decree=in_force).order_by("pk").first()
    joining = propose(1).pk  # one more whom the meeting added to the village's list
    Line.everything.filter(usulan=joining).update(usulan=met)
    attach_signed(papers.write(met, "berita_acara_musyawarah"), PDF, "pindaian.pdf")
    with as_user(alice):
        amendment = village_amending.amend(in_force, "Perubahan", date(2027, 4, 1), date(2026, 11, 30))
        village_amending.take_out(amendment, leaving, "meninggal")
        with pytest.raises(Refusal):
            village_amending.take_out(amendment, leaving, "meninggal")
        assert village_amending.bring_in(amendment, met).people == 1
        village.submit(amendment)
    with as_user(bob):
        with pytest.raises(Refusal) as told:
            village.note(amendment, "2/2026", date(2026, 12, 1), "Perbekel", None)
        assert told.value.code == "unsigned"
        village.note(amendment, "2/2026", date(2026, 12, 1), "Perbekel", PDF)
        assert village.confirm(amendment) == 1
    assert (amendment.kind, amendment.sequence, printing.name_of(amendment)) == (
        "perkel",
        1,
        "Perubahan I atas Peraturan Perbekel",
    )
    assert Cover.everything.get(pk=leaving.pk).until == date(2027, 3, 31)
    day = date(2027, 4, 1)
    assert Cover.everything.filter(since__lte=day, until__gte=day, payer="apbdes").count() == 3


def test_whoever_filled_a_villages_amendment_does_not_confirm_it(in_force, alice, bob, as_user, make_user):
    leaving = Cover.everything.filter(row__decree=in_force).order_by("pk").first()
    with as_user(alice):
        amendment = village_amending.amend(in_force, "Perubahan", date(2027, 4, 1), date(2026, 11, 30))
    with as_user(bob):
        village_amending.take_out(amendment, leaving, "meninggal")
    with as_user(alice):
        village.submit(amendment)
    for user in (alice, bob):
        with as_user(user), pytest.raises(Refusal) as told:
            village.note(amendment, "2/2026", date(2026, 12, 1), "Perbekel", PDF)
        assert told.value.code == "four_eyes"
    with as_user(make_user("operator_desa", "region", DESA, username="made")):
        village.note(amendment, "2/2026", date(2026, 12, 1), "Perbekel", PDF)
        village.confirm(amendment)


def test_the_city_does_not_amend_the_villages_nor_another_village(in_force, met, make_user, as_user, propose):
    with as_user(make_user("verifikator")), pytest.raises(Refusal):
        decrees.amend(in_force, "x", date(2027, 4, 1))
    day = date(2026, 11, 30)
    with as_user(make_user("operator_desa", "region", SUMERTA)), pytest.raises(NotAllowed):
        village_amending.amend(in_force, "x", date(2027, 4, 1), day)
    with acting(SYSTEM):
        amendment = village_amending.amend(in_force, "x", date(2027, 4, 1), day)
        with pytest.raises(Refusal):
            village_amending.bring_in(amendment, propose(1, unit="desa:kesiman", region=KESIMAN))
        with pytest.raises(Refusal) as told:
            village_amending.bring_in(amendment, met)  # everybody is named already
        assert told.value.code == "nobody"


def test_the_pages_of_a_villages_amendment(in_force, alice, signed_in):
    client = signed_in(alice)
    page = client.get(reverse("decree", args=[in_force.pk])).content.decode()
    assert "Buat perubahan" in page
    given = {"about": "Perubahan", "since": "2027-04-01", "meeting_day": "2026-11-30"}
    where = reverse("village_decree_amend", args=[in_force.pk])
    assert client.post(where, given | {"meeting_day": ""}).status_code == 422
    made = client.post(where, given).url
    page = client.get(made).content.decode()
    assert "Masukkan orang baru dari usulan" in page
    cover_of = Cover.everything.filter(row__decree=in_force).order_by("pk").first()
    leave = reverse("village_decree_leave", args=[int(made.rstrip("/").rsplit("/", 1)[1]), cover_of.pk])
    assert leave in page
    assert client.post(leave, {"reason": ""}).status_code == 422
    assert client.post(leave, {"reason": "pindah"}).status_code == 302
    assert "keluar: pindah" in client.get(made).content.decode()
