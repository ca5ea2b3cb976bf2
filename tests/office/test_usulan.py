"""A proposal from the list as it is to the lines that go on: counts that add up, nothing twice, nothing leaked."""

from datetime import date

import pytest
from conftest_office import KESIMAN, SUMERTA, person
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from story_lists import PEMANGKU, sheet

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.access.models import Grant
from tedung.office.base.crypto import blind_index
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.documents.services import read
from tedung.office.jobs import worker
from tedung.office.letters.services import attach_signed
from tedung.office.people.meeting import name_keys
from tedung.office.people.models import Person
from tedung.office.review.models import Pair
from tedung.office.usulan import jobs, mending, papers, queries, services
from tedung.office.usulan.models import Berkas, Line, Mending, State, Usulan

pytestmark = pytest.mark.usefixtures("as_system")  # what a test itself looks at
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def operator(make_user):
    return make_user("operator_desa", "region", KESIMAN)


@pytest.fixture
def usulan(offices, operator, as_user):
    with as_user(operator):
        return services.prepare(offices["desa:kesiman"], 2027, "Kesiman 2027")


def upload(rows, name="daftar.xlsx"):
    return SimpleUploadedFile(name, sheet(rows, "DAFTAR PEMANGKU DESA KESIMAN"))


@pytest.fixture
def hand_in(usulan, operator, as_user):
    """Return a maker of files read by the worker: hand_in(rows, taken=True, replaces=None)."""

    def make(rows=PEMANGKU, *, taken=True, replaces=None, name="daftar.xlsx"):
        with as_user(operator):
            berkas, _is_new = services.hand_in(usulan, upload(rows, name), replaces)
            worker.run_waiting()
            berkas = fresh(berkas)
            if taken:
                services.take_lines(berkas)
                worker.run_waiting()
        return fresh(berkas)

    return make


def fresh(row):
    return type(row).everything.get(pk=row.pk)


@pytest.fixture
def signed(usulan, operator, as_user):
    """Return the signer of all papers of the proposal."""

    def sign():
        with as_user(operator):
            for kind in papers.required(usulan):
                attach_signed(papers.write(usulan, kind), PDF, "pindaian.pdf")

    return sign


@pytest.fixture
def sent(usulan, hand_in, signed, operator, as_user):
    hand_in()
    signed()
    with as_user(operator):
        services.send(usulan)
    return fresh(usulan)


def test_a_dry_run_finds_everything_and_takes_nothing_over(usulan, hand_in):
    berkas = hand_in(taken=False)
    assert berkas.state == Berkas.State.TRIED
    assert berkas.marked is not None
    assert sum(berkas.summary["outcomes"].values()) == len(PEMANGKU) + berkas.summary["outcomes"].get(
        "not_a_person", 0
    )
    assert not Line.everything.exists()
    assert not Person.everything.exists()


def test_the_counts_add_up_to_the_lines_that_were_read(usulan, hand_in):
    """Two of four lines are to be mended (a digit is missing; no number); titles are no people."""
    berkas = hand_in()
    counts = queries.counts(usulan)
    assert counts.lines == sum(counts.by_outcome.values()) == Line.everything.filter(berkas=berkas).count()
    assert counts.by_outcome["not_a_person"] == counts.lines - len(PEMANGKU)
    assert (counts.good, counts.to_mend, counts.people) == (2, 2, 2)


def test_the_same_file_again_changes_nothing(usulan, hand_in, operator, as_user):
    first = hand_in()
    before = (Line.everything.count(), Person.everything.count(), queries.counts(usulan))
    with as_user(operator):
        same = SimpleUploadedFile("nama lain.xlsx", read(first.document))
        again, is_new = services.hand_in(usulan, same)
        worker.run_waiting()
    assert (again.pk, is_new) == (first.pk, False)
    assert (Line.everything.count(), Person.everything.count(), queries.counts(usulan)) == before


def test_a_new_version_shows_who_joined_left_and_changed(usulan, hand_in):
    old = [
        ("1", "I Wayan Sudarma", "5171021203700003", "12-03-1970", "L", "Pemangku"),
        ("2", "I Nyoman Artawan", "5171021508820002", "15-08-1982", "L", "Pemangku"),
        ("3", "I Ketut Mudana", "5171020505790004", "05-05-1979", "L", "Pemangku"),
    ]
    new = [
        old[0],
        ("2", "I Nyoman Artawan", "5171021508820002", "15-08-1982", "L", "Pecalang"),
        ("3", "Ni Luh Suartini", "5171024704850001", "07-04-1985", "P", "Pemangku"),
    ]
    first = hand_in(old)
    second = hand_in(new, replaces=first, name="daftar-baru.xlsx")
    found = queries.changed(second)
    names = dict(Person.everything.values_list("pk", "nama_ktp"))
    assert [names[key].upper() for key in found.joined] == ["NI LUH SUARTINI"]
    assert [names[key].upper() for key in found.left] == ["I KETUT MUDANA"]
    assert len(found.changed) + found.same == 2
    assert len(found.joined) + len(found.changed) + found.same == queries.counts(usulan).people == 3
    assert fresh(first).state == Berkas.State.REPLACED
    assert not Line.everything.filter(berkas=first, is_current=True).exists()
    assert Person.everything.count() == 4  # nobody was made twice


def test_a_file_of_another_proposal_is_not_replaced(usulan, hand_in, offices, operator, as_user):
    berkas = hand_in()
    with as_user(operator):
        other = services.prepare(offices["desa:kesiman"], 2027, "lain")
        with pytest.raises(Refusal):
            services.hand_in(other, upload(PEMANGKU), berkas)


def test_columns_are_corrected_and_the_file_is_read_again(usulan, operator, as_user):
    """A list whose headings say nothing: nobody is found until the clerk names the columns."""
    content = "Anu,Itu\nI Wayan Sudarma,5171021203700003\nI Nyoman Artawan,5171021508820002\n"
    with as_user(operator):
        berkas, _ = services.hand_in(usulan, SimpleUploadedFile("tanpa-judul.csv", content.encode()))
        worker.run_waiting()
        services.map_columns(fresh(berkas), {"nama_ktp": "Anu", "nik": "Itu"})
        worker.run_waiting()
        services.take_lines(fresh(berkas))
        worker.run_waiting()
    assert Line.everything.exclude(outcome="not_a_person").count() == 2
    assert set(Line.everything.values_list("nama_ktp", flat=True)) >= {"I Wayan Sudarma", "I Nyoman Artawan"}


def test_an_unknown_field_is_refused(hand_in, operator, as_user):
    berkas = hand_in(taken=False)
    with as_user(operator), pytest.raises(Refusal):
        services.map_columns(berkas, {"kata_sandi": "A"})


def test_lines_that_were_taken_keep_their_columns(hand_in, operator, as_user):
    berkas = hand_in()
    with as_user(operator), pytest.raises(Refusal):
        services.map_columns(berkas, {"nama_ktp": "B"})


def to_mend():
    return Line.everything.filter(outcome="needs_fix").order_by("line").first()


def test_mending_keeps_before_and_after(usulan, hand_in, operator, as_user):
    hand_in()
    line = to_mend()
    with as_user(operator):
        line = mending.mend(line, {"nik": "5171025206750001"})
    assert line.outcome in queries.GOOD
    assert line.person_id is not None
    kept = Mending.objects.get()
    assert (kept.field, kept.before, kept.after) == ("nik", "517102520675001", "5171025206750001")
    assert kept.user_id == operator.pk
    counts = queries.counts(usulan)
    assert (counts.good, counts.to_mend, counts.people) == (3, 1, 3)


def test_mending_with_nothing_new_changes_nothing(hand_in, operator, as_user):
    hand_in()
    with as_user(operator):
        mending.mend(to_mend(), {"nik": "517102520675001", "nothing_of_ours": "x"})
    assert not Mending.objects.exists()


def test_mending_that_is_wrong_again_waits_again(usulan, hand_in, operator, as_user):
    hand_in()
    with as_user(operator):
        assert mending.mend(to_mend(), {"nik": "=1+1"}).outcome == "needs_fix"
    assert queries.counts(usulan).to_mend == 2


def test_nothing_goes_without_its_signed_papers(usulan, hand_in, operator, as_user):
    hand_in()
    with as_user(operator):
        with pytest.raises(Refusal):
            services.send(usulan)
        for kind in papers.required(usulan):
            papers.write(usulan, kind)  # printed, not signed
        with pytest.raises(Refusal):
            services.send(usulan)
    assert fresh(usulan).state == State.KONSEP


def test_papers_that_name_another_number_of_people_are_refused(usulan, hand_in, signed, operator, as_user):
    hand_in()
    signed()
    with as_user(operator):
        assert papers.unsigned(usulan) == []
        mending.mend(to_mend(), {"nik": "5171025206750001"})
        assert len(papers.unsigned(usulan)) == 3
        with pytest.raises(Refusal):
            services.send(usulan)


def test_no_paper_without_people_and_none_that_is_not_asked_for(usulan, operator, as_user):
    with as_user(operator):
        for kind in ("sptjm", "sk_palsu", ""):
            with pytest.raises(Refusal):
                papers.write(usulan, kind)


def test_a_file_that_waits_keeps_the_proposal_back(usulan, hand_in, signed, operator, as_user):
    hand_in()
    signed()
    hand_in(PEMANGKU[:1], taken=False, name="lagi.xlsx")
    with as_user(operator), pytest.raises(Refusal):
        services.send(usulan)


def test_what_was_sent_is_not_changed(sent, operator, as_user):
    line, berkas = to_mend(), Berkas.everything.get()
    with as_user(operator):
        for act in (
            lambda: mending.mend(line, {"nik": "5171025206750001"}),
            lambda: services.hand_in(sent, upload(PEMANGKU[:1])),
            lambda: services.map_columns(berkas, {"nama_ktp": "B"}),
            lambda: services.take_lines(berkas),
            lambda: services.withdraw(sent, "x"),
            lambda: services.send(sent),
        ):
            with pytest.raises(Refusal):
                act()
    assert not Mending.objects.exists()


def test_who_prepared_does_not_check(sent, operator, make_user, as_user):
    Grant.objects.create(
        user=operator, role="verifikator", scope_kind="region", scope_code=KESIMAN, since=sent.made_at.date()
    )
    with as_user(operator):
        for act in (services.begin_check, services.accept):
            with pytest.raises(Refusal) as told:
                act(sent)
            assert told.value.code in {"four_eyes", "step"}
    with as_user(make_user("verifikator")):
        services.begin_check(sent)
        assert services.accept(sent) == 2
    assert fresh(sent).state == State.DITERIMA


def test_given_back_it_is_mended_and_sent_again(sent, signed, make_user, operator, as_user):
    with as_user(make_user("verifikator")):
        services.begin_check(sent)
        with pytest.raises(Refusal):
            services.give_back(sent, "  ")
        services.give_back(sent, "Dua NIK belum benar")
    with as_user(operator):
        mending.mend(to_mend(), {"nik": "5171025206750001"})
    signed()
    with as_user(operator):
        services.send(fresh(sent))
    assert fresh(sent).state == State.DIKIRIM


def test_a_job_done_twice_doubles_nothing(usulan, hand_in):
    berkas = hand_in()
    before = (Line.everything.count(), Person.everything.count(), Pair.everything.count())
    with acting(SYSTEM):
        jobs.take_over(berkas.pk)
        jobs.try_out(berkas.pk)
    assert (Line.everything.count(), Person.everything.count(), Pair.everything.count()) == before


def test_a_job_that_breaks_leaves_nothing(hand_in, monkeypatch):
    berkas = hand_in(taken=False)

    def broken(*_):
        raise OSError

    monkeypatch.setattr(jobs.versions, "replace", broken)  # nearly at its end
    with acting(SYSTEM), pytest.raises(OSError):
        jobs.take_over(berkas.pk)
    assert (Line.everything.count(), Person.everything.count()) == (0, 0)
    monkeypatch.undo()
    with acting(SYSTEM):
        jobs.take_over(berkas.pk)
    assert Person.everything.count() == 2


def test_the_same_people_in_two_lists_are_one(usulan, hand_in):
    hand_in()
    hand_in(PEMANGKU[:1], name="lagi.xlsx")
    assert Person.everything.count() == 2
    assert queries.counts(usulan).people == 2


def test_another_village_sees_and_changes_nothing(usulan, hand_in, make_user, as_user, offices):
    hand_in()
    line, berkas = to_mend(), Berkas.everything.get()
    with as_user(make_user("operator_desa", "region", SUMERTA)):
        assert not Usulan.objects.exists()
        assert not Line.objects.exists()
        assert not Person.objects.exists()
        for act in (
            lambda: services.prepare(offices["desa:kesiman"], 2027, "x"),
            lambda: services.hand_in(usulan, upload(PEMANGKU)),
            lambda: services.take_lines(berkas),
            lambda: mending.mend(line, {"nik": "5171025206750001"}),
            lambda: services.send(usulan),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_a_colleague_of_the_village_helps(usulan, hand_in, make_user, as_user):
    hand_in()
    with as_user(make_user("operator_desa", "region", KESIMAN, username="bob")):
        assert mending.mend(to_mend(), {"nik": "5171025206750001"}).outcome in queries.GOOD


@pytest.mark.parametrize("year", [2024, 2028, 0, 9999])
def test_a_year_out_of_reach_is_refused(year, offices, operator, as_user):
    with as_user(operator), pytest.raises(Refusal):
        services.prepare(offices["desa:kesiman"], year, "x")


HOSTILE = {
    "formula": '=HYPERLINK("http://x","klik")',
    "long": "I WAYAN " + "SUDARMA " * 625,
    "nul": "I WAYAN\x00SUDARMA",
    "markup": "<script>alert(1)</script>",
    "quotes": "I'; DROP TABLE usulan_line; --",
    "turned": "I WAYAN \u202egnalusi",
}


@pytest.mark.parametrize("cell", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_cell_is_a_line_like_any_other(cell, usulan, operator, as_user, signed_in):
    content = f'Nama,NIK,Tanggal Lahir\n"{cell.replace(chr(34), chr(34) * 2)}",5171021203700003,12-03-1970\n'
    with as_user(operator):
        berkas, _ = services.hand_in(usulan, SimpleUploadedFile("daftar.csv", content.encode()))
        worker.run_waiting()
        services.take_lines(fresh(berkas))
        worker.run_waiting()
    counts = queries.counts(usulan)
    assert counts.lines == 2
    line = Line.everything.exclude(outcome="not_a_person").get()
    assert len(line.nama_ktp) <= 200
    assert "\x00" not in line.nama_ktp
    client = signed_in(operator)
    for name in ("usulan_detail", "usulan_check", "usulan_people"):
        shown = client.get(reverse(name, args=[usulan.pk])).content.decode()
        assert "<script>alert" not in shown


@pytest.mark.parametrize(
    ("name", "content"),
    [("kosong.csv", b""), ("rusak.xlsx", b"PK\x03\x04rusak"), ("gambar.xlsx", b"\x89PNG")],
)
def test_a_damaged_file_says_why_and_takes_nothing(name, content, usulan, operator, as_user):
    with as_user(operator):
        try:
            berkas, _ = services.hand_in(usulan, SimpleUploadedFile(name, content))
        except Refusal:
            return  # the room of documents looked at the content
        worker.run_waiting()
        assert fresh(berkas).state == Berkas.State.FAILED
        assert fresh(berkas).sentence
        with pytest.raises(Refusal):
            services.take_lines(fresh(berkas))
    assert not Line.everything.exists()


def test_pages_of_a_proposal_are_bounded(usulan, hand_in, operator, signed_in, django_assert_max_num_queries):
    hand_in()
    client = signed_in(operator)
    for name in ("usulan_detail", "usulan_check", "usulan_people", "usulan_upload"):
        with django_assert_max_num_queries(36):  # PostgreSQL is told who acts, and asked apart
            assert client.get(reverse(name, args=[usulan.pk])).status_code == 200


def test_a_line_to_mend_hears_that_it_may_be_a_known_person_and_nothing_of_them(
    usulan, hand_in, operator, signed_in, offices
):
    """The known person lives in another village: neither name nor number of theirs is shown."""
    known = person(
        SUMERTA,
        "I MADE SUDIRA",
        birth_date=date(1980, 2, 1),
        sex="L",
        birth_place="TABANAN",
        phone="+6281234567890",
        **dict(zip(("name_bag", "name_last"), name_keys("I MADE SUDIRA"), strict=True)),
    )
    hand_in()
    line = Line.everything.get(nama_ktp="I Made Sudira")
    assert (line.outcome, line.person_id) == ("needs_fix", None)
    assert [found["code"] for found in line.findings][-1] == "maybe_known"
    text = signed_in(operator).get(reverse("usulan_line", args=[line.pk])).content.decode()
    assert "Mungkin orang yang sudah tercatat" in text
    assert known.public_id not in text
    assert "TABANAN" not in text
    assert "81234567890" not in text
    good = Line.everything.filter(outcome="accepted").values_list("findings", flat=True)
    assert all(found["code"] != "maybe_known" for findings in good for found in findings)


def test_a_person_whom_another_village_named_is_the_same_person(usulan, hand_in, operator, as_user):
    """On PostgreSQL too, whose row security hides that village's persons from the operator."""
    nik = "5171021203700003"
    known = person(
        SUMERTA,
        "I WAYAN SUDARMA",
        nik=nik,
        nik_index=blind_index(nik),
        nik_state="valid",
        birth_date=date(1970, 3, 12),
        sex="L",
        **dict(zip(("name_bag", "name_last"), name_keys("I WAYAN SUDARMA"), strict=True)),
    )
    with as_user(operator):
        assert not Person.objects.filter(pk=known.pk).exists()
    hand_in()
    assert Line.everything.get(nik_index=blind_index(nik)).person_id == known.pk
    with as_user(operator):
        assert Person.objects.filter(pk=known.pk).exists()  # whom one proposes, one sees
