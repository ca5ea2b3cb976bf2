"""What is good goes on, the rest later: followers, wrong files put aside, stages, what waits for the operator."""

from datetime import date

import pytest
from conftest_office import KESIMAN
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tedung.office.access.actor import actor_of
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.jobs.models import Job
from tedung.office.letters.services import attach_signed
from tedung.office.tasks.queries import first_waiting
from tedung.office.usulan import (
    discarding,
    following,
    mending,
    papers,
    queries,
    services,
    stages,
    versions,
    waiting,
)
from tedung.office.usulan.models import STEPS, Berkas, Line, State, Usulan

pytestmark = pytest.mark.usefixtures("as_system")
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
NIKS = ("5171021203700003", "5171021508820002")
DAY = date(2026, 12, 1)


@pytest.fixture
def operator(make_user):
    return make_user("operator_desa", "region", KESIMAN)


@pytest.fixture
def usulan(offices, operator, as_user):
    with as_user(operator):
        return services.prepare(offices["desa:kesiman"], 2027, "Kesiman 2027")


@pytest.fixture
def read(usulan, operator, as_user):
    """Return a maker of files whose lines are in: one good, two to mend."""

    def make(name="a.csv", replaces=None):
        with as_user(operator):
            content = f"Nama,NIK\n{name},{Berkas.everything.count()}\n".encode()
            berkas, _new = services.hand_in(usulan, SimpleUploadedFile(name, content), replaces)
        Berkas.everything.filter(pk=berkas.pk).update(state=Berkas.State.READ)
        berkas.refresh_from_db()
        from conftest_office import person

        for number, outcome in enumerate(("accepted", "needs_fix", "needs_fix"), 2):
            Line.everything.create(
                usulan=usulan,
                berkas=berkas,
                unit_code=berkas.unit_code,
                region=berkas.region,
                line=number,
                sheet="Petani",
                outcome=outcome,
                nama_ktp=f"I Wayan {'ABC'[number - 2]}",
                village=KESIMAN,
                person=person(KESIMAN, f"I WAYAN {number}") if outcome == "accepted" else None,
            )
        waiting.renew(usulan)
        return berkas

    return make


@pytest.fixture
def send(operator, as_user):
    def act(row):
        with as_user(operator):
            for kind in papers.required(row):
                attach_signed(papers.write(row, kind), PDF, "pindaian.pdf")
            services.send(row)

    return act


def tasks(user):
    return [(task.kind, task.params) for task in first_waiting(actor_of(user.pk, DAY))]


def test_the_rest_goes_on_in_a_proposal_that_follows(usulan, read, send, operator, as_user):
    """One of three lines is sent; the two others are mended afterwards and sent on their own."""
    read()
    send(usulan)
    assert tasks(operator) == [("usulan.rest", {"lines": 2})]
    with as_user(operator):
        follower = following.follow_up(usulan)
        assert following.follow_up(usulan).pk == follower.pk  # again adds nothing
        for line, nik in zip(Line.everything.filter(usulan=follower).order_by("pk"), NIKS, strict=True):
            assert mending.mend(line, {"nik": nik}).outcome in queries.GOOD
    assert (queries.counts(usulan).lines, following.moved(usulan)) == (1, 2)
    assert (queries.counts(usulan).people, queries.counts(follower).people) == (1, 2)
    assert tasks(operator) == [("usulan.papers", {"people": 2})]
    send(follower)
    assert Usulan.everything.get(pk=follower.pk).state == State.DIKIRIM
    assert tasks(operator) == []


def test_nothing_follows_what_was_not_sent_or_is_whole(usulan, read, operator, as_user):
    read()
    with as_user(operator), pytest.raises(Refusal):
        following.follow_up(usulan)
    Line.everything.filter(outcome="needs_fix").delete()
    Usulan.everything.update(state=State.DIKIRIM)
    with as_user(operator), pytest.raises(Refusal):
        following.follow_up(usulan)


def test_a_withdrawn_follower_gives_its_lines_back(usulan, read, send, operator, as_user):
    read()
    send(usulan)
    with as_user(operator):
        follower = following.follow_up(usulan)
        services.withdraw(follower, "keliru")
    assert (queries.counts(usulan).to_mend, following.moved(usulan)) == (2, 0)


def test_the_page_of_a_sent_proposal_leads_to_the_rest(usulan, read, send, operator, signed_in):
    read()
    send(usulan)
    client = signed_in(operator)
    for name in ("usulan_detail", "usulan_check"):
        text = client.get(reverse(name, args=[usulan.pk])).content.decode()
        assert reverse("usulan_follow", args=[usulan.pk]) in text
        assert "baris 3 (lembar Petani)" in text or name == "usulan_detail"
    answer = client.post(reverse("usulan_follow", args=[usulan.pk]))
    follower = Usulan.everything.get(before=usulan)
    assert answer.url == reverse("usulan_check", args=[follower.pk])
    assert "Kesiman 2027 (susulan 1)" in client.get(answer.url).content.decode()
    told = client.get(reverse("usulan_detail", args=[usulan.pk])).content.decode()
    assert "Dilanjutkan di usulan susulan" in told


def test_a_wrong_file_is_put_aside_and_taken_back(usulan, read, operator, as_user):
    berkas = read()
    with as_user(operator):
        discarding.discard(berkas)
        assert queries.counts(usulan).lines == 0
        assert tasks(operator) == []
        again, is_new = services.hand_in(usulan, SimpleUploadedFile("b.csv", b"Nama,NIK\na.csv,0\n"))
    assert (again.pk, is_new) == (berkas.pk, True)  # the same bytes: what stood stands again
    assert queries.counts(usulan).lines == 3
    assert Berkas.everything.get().state == Berkas.State.READ


def test_putting_a_new_version_aside_brings_the_one_before_back(usulan, read, operator, as_user):
    first = read()
    second = read("c.csv", replaces=first)
    Line.everything.filter(berkas=first).update(is_current=False)
    Berkas.everything.filter(pk=first.pk).update(state=Berkas.State.REPLACED)
    with as_user(operator):
        discarding.discard(Berkas.everything.get(pk=second.pk))
        assert set(Line.everything.filter(is_current=True).values_list("berkas", flat=True)) == {first.pk}
        discarding.take_back(Berkas.everything.get(pk=second.pk))
    assert set(Line.everything.filter(is_current=True).values_list("berkas", flat=True)) == {second.pk}


def stands(usulan):
    """Which versions stand, by their state and by their lines: both say the same."""
    found = set(Berkas.everything.filter(usulan=usulan, state="read").values_list("name", flat=True))
    current = Line.everything.filter(usulan=usulan, is_current=True)
    assert set(current.values_list("berkas__name", flat=True)) == found
    return found


def test_one_version_of_a_list_stands_whatever_is_put_aside_and_taken_back(usulan, read, operator, as_user):
    first = read("v1.csv")
    made = {"v1.csv": first}

    def take(name):
        made[name] = read(name, replaces=first)
        versions.replace(made[name])

    def put(name, act):
        with as_user(operator):
            act(Berkas.everything.get(pk=made[name].pk))
        return stands(usulan)

    take("v2.csv")
    assert stands(usulan) == {"v2.csv"}
    take("v3.csv")  # handed in for v1 as well
    assert stands(usulan) == {"v3.csv"}
    assert Berkas.everything.get(name="v3.csv").replaces == made["v2.csv"]
    assert put("v3.csv", discarding.discard) == {"v2.csv"}
    assert put("v2.csv", discarding.discard) == {"v1.csv"}
    take("v4.csv")
    with pytest.raises(Refusal, match=r"v4\.csv") as told:
        put("v2.csv", discarding.take_back)
    assert told.value.code == "version"
    assert stands(usulan) == {"v4.csv"}
    assert put("v4.csv", discarding.discard) == {"v1.csv"}
    assert put("v2.csv", discarding.take_back) == {"v2.csv"}


def test_a_version_that_was_never_taken_brings_nothing_back(usulan, read, operator, as_user):
    first = read("v1.csv")
    versions.replace(read("v2.csv", replaces=first))
    with as_user(operator):
        third, _new = services.hand_in(usulan, SimpleUploadedFile("v3.csv", b"Nama,NIK\nx,9\n"), first)
        discarding.discard(third)
    assert stands(usulan) == {"v2.csv"}


def test_what_was_sent_keeps_its_files(usulan, read, send, operator, as_user):
    berkas = read()
    send(usulan)
    with as_user(operator), pytest.raises(Refusal):
        discarding.discard(Berkas.everything.get(pk=berkas.pk))


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("dikirim", "Minta verifikator mengembalikannya"),
        ("diperiksa", "Minta verifikator mengembalikannya"),
        ("diterima", "dengan usulan baru"),  # nobody gives it back any more
        ("ditarik", "Buat usulan baru"),
    ],
)
def test_what_can_be_done_instead_is_what_the_state_allows(usulan, read, state, says):
    berkas = read()
    Usulan.everything.filter(pk=usulan.pk).update(state=state)
    with pytest.raises(Refusal, match=says):
        discarding.discard(Berkas.everything.get(pk=berkas.pk))
    assert (State.DIKEMBALIKAN in reachable(state)) == ("verifikator" in says)


def reachable(state):
    """Every state that a proposal may still come to."""
    found, new = set(), {state}
    while new:
        found, new = found | new, {after for one in new for after in STEPS[one]} - found - new
    return found


def test_lines_are_listed_by_what_became_of_them(usulan, read, operator, as_user, signed_in):
    read()
    with as_user(operator):
        line = Line.everything.filter(outcome="needs_fix").order_by("pk").first()
        mending.mend(line, {"nama_ktp": "I Wayan Bagus"})
    client, address = signed_in(operator), reverse("usulan_lines", args=[usulan.pk])
    shown = {
        query: [
            name in client.get(address + query).content.decode() for name in ("I Wayan Bagus", "I Wayan A")
        ]
        for query in ("", "?tangan=1", "?hasil=accepted", "?hasil=duplicate", "?sesudah=x")
    }
    assert shown == {
        "": [True, True],
        "?tangan=1": [True, False],
        "?hasil=accepted": [False, True],
        "?hasil=duplicate": [False, False],
        "?sesudah=x": [True, True],
    }


def test_a_paper_whose_people_changed_is_not_called_absent(usulan, read, operator, as_user):
    read()
    with as_user(operator):
        for kind in papers.required(usulan):
            attach_signed(papers.write(usulan, kind), PDF, "pindaian.pdf")
        assert papers.lacking(usulan) == []
        mending.mend(Line.everything.filter(outcome="needs_fix").first(), {"nik": NIKS[0]})
        told = {paper.todo for paper in papers.lacking(usulan)}
        assert told == {"sudah diunggah untuk 1 orang, sekarang 2 orang: buat, tanda tangani dan unggah lagi"}
        with pytest.raises(Refusal, match="sekarang 2 orang"):
            services.send(usulan)


COVERS = [
    ([], False, "Diperiksa", "belum dikirim"),
    ([], True, "Dikirim", "menunggu padan"),
    ([(date(2026, 1, 1), date(2026, 12, 31))], True, "Terlindungi", "sampai 31 Desember 2026"),
    ([(date(2027, 1, 1), date(2027, 12, 31))], True, "Ditetapkan", "akan terlindungi mulai 1 Januari 2027"),
    ([(date(2025, 1, 1), date(2025, 12, 31))], True, "Dikirim", "menunggu padan"),
]


@pytest.mark.parametrize(("covers", "is_sent", "word", "sentence"), COVERS)
def test_a_person_has_come_as_far_as_the_word_says(covers, is_sent, word, sentence):
    found = stages.stage(None, covers, DAY, is_sent=is_sent)
    assert (found.word, found.sentence) == (word, sentence)


def test_a_proposal_has_come_as_far_as_its_row_says(usulan, read, send):
    def reached():
        row = Usulan.everything.get(pk=usulan.pk)
        return stages.reached_by([row], DAY)[usulan.pk]

    assert reached() == 0
    read()
    assert reached() == stages.UPLOADED  # two lines wait
    send(usulan)
    assert reached() == stages.SENT
    words = [(step.word, step.state) for step in stages.row_of(stages.SENT)]
    assert words == [
        ("Diunggah", "done"),
        ("Diperiksa", "done"),
        ("Dikirim", "done"),
        ("Padan", "now"),
        ("Ditetapkan", "ahead"),
        ("Terlindungi", "ahead"),
    ]
    (listed,) = stages.listed([Usulan.everything.get()], DAY)
    assert (listed.word, listed.good, listed.to_mend) == ("Dikirim", 1, 2)


def test_a_work_that_stopped_is_said_and_asked_again(usulan, operator, as_user, signed_in):
    """Killed or broken in the middle: the page does not wait for ever, and whoever helps may ask again."""
    with as_user(operator):
        berkas, _new = services.hand_in(usulan, SimpleUploadedFile("a.csv", b"Nama,NIK\nA,1\n"))
    client, address = signed_in(operator), reverse("usulan_file", args=[berkas.pk])
    assert "sedang dibaca" in client.get(address).content.decode()
    Job.everything.update(state="failed", ended_at=clock.now())
    text = client.get(address).content.decode()
    assert "berhenti sebelum selesai" in text
    assert "sedang dibaca" not in text
    for _ in range(2):
        client.post(reverse("usulan_again", args=[berkas.pk]))
    assert list(Job.everything.order_by("pk").values_list("state", flat=True)) == ["failed", "queued"]


def test_what_is_no_list_is_said_beside_the_file(usulan, operator, signed_in):
    client, address = signed_in(operator), reverse("usulan_upload", args=[usulan.pk])
    for name, content in (("foto.jpg", b"\xff\xd8\xff" + b"x" * 3_000 + b"\xff\xd9"), ("kosong.csv", b"")):
        answer = client.post(address, {"file": SimpleUploadedFile(name, content)})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "Ada yang perlu diperbaiki" in text
        assert "--mapping" not in text
    assert not Berkas.everything.exists()
