"""From nothing to an open office: init, the first user, the demo's users, serve until a signal."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest_office import CITY, KESIMAN
from django.db import connection

from tedung.errors import TedungError
from tedung.office.access import services
from tedung.office.access.actor import SYSTEM, acting
from tedung.office.access.models import Grant, User
from tedung.office.access.services import close_account, give, open_account, revoke
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.organisations.models import Organisation
from tedung.office.reference.models import Group, Policy, Region
from tedung.office.starting import ground, users

pytestmark = pytest.mark.either  # an office of its own, on SQLite


def tedung(home, *words, **more):
    """Run the command in an office of its own."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("TEDUNG_", "DJANGO_"))}
    env = clean | {"TEDUNG_HOME": str(home)} | more
    words = [sys.executable, "-m", "tedung.cli", *words]
    return subprocess.run(words, env=env, capture_output=True, text=True, check=False, timeout=300)


def counts():
    return [model.objects.count() for model in (Region, Organisation, Group, Policy)]


def test_reference_data_is_laid_once(db):
    """Bali: 1 province, 9 regencies, 57 districts, 716 villages; Denpasar: 43 villages, 9 offices, 16 groups."""
    ground.seed()
    made = counts()
    assert made[0] == 1 + 9 + 57 + 716
    kinds = Organisation.objects.values_list("kind", flat=True)
    assert (list(kinds).count("village"), list(kinds).count("office")) == (43, 9)
    assert made[2:] == [16, 16]
    assert Region.objects.get(code=CITY).name == "Kota Denpasar"
    ground.seed()
    assert counts() == made


def test_what_an_officer_changed_is_not_laid_over(db):
    ground.seed()
    Group.objects.filter(code="pemangku").update(name="Jero Mangku")
    Organisation.objects.filter(code="dinas_sosial").update(phone="0361")
    ground.seed()
    assert Group.objects.get(code="pemangku").name == "Jero Mangku"
    assert Organisation.objects.get(code="dinas_sosial").phone == "0361"


def test_another_city_begins_without_the_offices_of_denpasar(db, settings):
    settings.HOME_REGION = "35.78"
    ground.seed()
    assert Region.objects.filter(code="35.78").exists()
    assert set(Organisation.objects.values_list("kind", flat=True)) == {"village"}
    assert not Group.objects.exists()


def test_the_users_of_the_demo_have_every_role_and_sign_in(db):
    ground.seed()
    made = users.add_demo()
    assert {one.role for one in made} == set(Grant.objects.values_list("role", flat=True))
    assert all(User.objects.get(username=one.username).check_password(users.DEMO_WORD) for one in made)
    users.add_demo()
    assert User.objects.count() == Grant.objects.count() == len(made)


@pytest.mark.parametrize(
    ("role", "scope", "said"),
    [
        ("raja", "region:51.71", "Peran itu tidak ada"),
        ("operator_desa", "region:51.71", "memegang satu desa"),
        ("admin", "region:99.99", "Lingkup itu tidak ada"),
        ("admin", "", "Lingkup itu tidak ada"),
        ("operator_opd", "opd:desa:51.71.02.2004", "Lingkup itu tidak ada"),
        ("operator_opd", "planet:51.71", "Lingkup itu tidak ada"),
    ],
)
def test_a_user_without_a_role_or_a_scope_there_is_is_not_made(db, role, scope, said):
    ground.seed()
    with pytest.raises(TedungError, match=said):
        users.add("wayan", "I Wayan", role, scope)
    assert not User.objects.exists()


@pytest.mark.parametrize("username", ["", "I Wayan", "a" * 151, "WAYAN", "wayan\0", "<b>"])
def test_a_name_that_cannot_be_signed_in_with_is_refused(as_system, username):
    services.make_user("wayan", "I Wayan")
    with pytest.raises(Refusal):
        services.make_user(username, "I Wayan")


def test_an_administrator_gives_nothing_to_himself(make_user, as_user, offices):
    ground.seed()
    admin = make_user("admin")
    with as_user(admin):
        for act in (lambda: give(admin, "kepala", "region", CITY), lambda: close_account(admin)):
            with pytest.raises(Refusal) as refused:
                act()
            assert refused.value.code == "oneself"


def test_one_administrator_remains(make_user, as_system):
    grant = make_user("admin").grants.get()
    with pytest.raises(Refusal, match="Harus ada satu administrator"):
        revoke(grant)
    with pytest.raises(Refusal, match="Harus ada satu administrator"):
        close_account(grant.user)
    make_user("admin", username="another")
    revoke(grant)
    with pytest.raises(Refusal, match="sudah dicabut"):
        revoke(grant)


def test_a_grant_is_given_once_and_ends_after_it_begins(as_system):
    ground.seed()
    user, _ = services.make_user("wayan", "I Wayan")
    give(user, "operator_desa", "region", "51.71.02.2004")
    with pytest.raises(Refusal, match="sudah memegang"):
        give(user, "operator_desa", "region", "51.71.02.2004")
    with pytest.raises(Refusal, match="berakhir sebelum mulai"):
        give(user, "verifikator", "region", CITY, until=date(2026, 12, 1) - timedelta(1))
    revoke(Grant.objects.get())
    with pytest.raises(Refusal, match="hari ini juga"):
        give(user, "operator_desa", "region", "51.71.02.2004")


def test_an_account_is_closed_and_opened(make_user, as_system):
    user = make_user("verifikator")
    close_account(user)
    assert not User.objects.get().is_active
    open_account(user)
    assert User.objects.get().is_active


def test_only_an_administrator_makes_users(make_user, as_user):
    other = make_user("verifikator")
    with as_user(make_user("kepala")):
        with pytest.raises(NotAllowed):
            close_account(other)
        with pytest.raises(NotAllowed):
            services.make_user("wayan", "I Wayan")


def test_the_page_makes_a_user_and_shows_the_password_once(client, make_user, offices):
    with acting(SYSTEM):
        Region.objects.create(code=KESIMAN, name="Kesiman", kind="kelurahan")
    client.force_login(make_user("admin"))
    fields = {
        "username": "wayan",
        "full_name": "I Wayan",
        "role": "operator_desa",
        "scope": f"region:{KESIMAN}",
    }
    answer = client.post("/pengguna/baru/", fields)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    made = User.objects.get(username="wayan")
    password = answer.context["password"]
    assert made.check_password(password)
    assert password.encode() in answer.content
    assert password.encode() not in client.get(f"/pengguna/{made.pk}/").content
    assert made.grants.get().given_by.username.startswith("admin")


@pytest.mark.parametrize("name", ["username", "full_name", "role", "scope", "until"])
@pytest.mark.parametrize("bad", ["", "x" * 5000, "a\0b", "<script>", "99999999999999999999", "-1"])
def test_a_bad_field_is_answered_on_the_page(client, make_user, offices, name, bad):
    client.force_login(make_user("admin"))
    good = {"username": "wayan", "full_name": "I Wayan", "role": "operator_desa", "scope": "opd:dinas_sosial"}
    answer = client.post("/pengguna/baru/", {**good, name: bad})
    if "\x00" in bad:  # no page reads what no database keeps
        assert answer.status_code == 400
        return
    assert answer.status_code in ({200} if name == "until" and not bad else {200, 422})
    assert b"<script>" not in answer.content
    if answer.status_code == 422:
        assert not User.objects.filter(full_name="I Wayan").exists()


@pytest.mark.parametrize("query", ["cari=%00", "setelah=%00", "cari=" + "x" * 5000, "setelah=~", "cari=%25_"])
def test_the_list_bears_any_question(client, make_user, query):
    client.force_login(make_user("admin"))
    assert client.get(f"/pengguna/?{query}").status_code == (400 if "%00" in query else 200)


def test_the_list_is_bounded_and_asks_as_often_for_many_as_for_few(
    client, make_user, django_assert_max_num_queries
):
    client.force_login(make_user("admin"))
    User.objects.bulk_create(User(username=f"user{n:04}", full_name=f"User {n}") for n in range(120))
    with django_assert_max_num_queries(10):
        first = client.get("/pengguna/")
    seen = [row["user"].username for row in first.context["rows"]]
    while first.context["next"]:
        first = client.get("/pengguna/", {"setelah": first.context["next"]})
        seen += [row["user"].username for row in first.context["rows"]]
    assert seen == sorted(User.objects.values_list("username", flat=True))


@pytest.mark.parametrize("width", [1280, 360])
def test_the_pages_of_users_are_clean_in_a_browser(visit, make_user, axe, width):
    admin = make_user("admin")
    with acting(SYSTEM):
        ground.seed()
        user, _ = services.make_user("wayan", "I Wayan Sudarma")
        give(user, "operator_desa", "region", "51.71.02.2004")
    page = visit(admin, width=width)
    for address in ("/pengguna/", "/pengguna/baru/", f"/pengguna/{user.pk}/"):
        page.goto(address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto("/pengguna/baru/")
    page.get_by_role("button", name="Buat pengguna").click()
    assert page.get_by_role("alert").is_visible()
    axe(page)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer_of(port, path):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as opened:
        opened.request("GET", path, headers={"Connection": "close"})
        with opened.getresponse() as answer:
            answer.read()
            return answer.status


def children_of(pid):
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in listed.stdout.split()]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="an office of its own in SQLite; once is enough")
def test_an_office_is_made_and_opens_until_a_signal(tmp_path):
    """What a city types: init, a user, serve; SIGTERM ends the server and the worker."""
    assert connection.vendor == "sqlite"
    made = tedung(tmp_path, "office", "init")
    assert (made.returncode, made.stderr) == (0, "")
    first = tedung(tmp_path, "office", "user", "wayan", "--name", "I Wayan", "--role", "admin")
    assert first.returncode == 0
    assert "Kata sandi sekali pakai" in first.stdout
    again = tedung(tmp_path, "office", "user", "wayan", "--name", "I Wayan", "--role", "admin")
    assert again.returncode == 2
    assert again.stderr == "Nama masuk itu sudah dipakai. Tulis yang lain.\n"

    port = free_port()
    env = {key: value for key, value in os.environ.items() if not key.startswith(("TEDUNG_", "DJANGO_"))}
    words = [sys.executable, "-m", "tedung.cli", "serve", "--port", str(port)]
    with subprocess.Popen(words, env=env | {"TEDUNG_HOME": str(tmp_path)}, stdout=subprocess.PIPE) as office:
        assert f":{port}/" in office.stdout.readline().decode()
        assert answer_of(port, "/masuk/") == 200
        assert answer_of(port, "/tugas/") == 302
        assert answer_of(port, "/static/tedung.css") == 200
        taken = tedung(tmp_path, "serve", "--port", str(port))
        assert taken.returncode == 2
        assert f"Port {port}" in taken.stderr
        children = children_of(office.pid)
        assert len(children) == 2  # the server, the worker
        office.send_signal(signal.SIGTERM)
        assert office.wait(60) == 0
    until = time.monotonic() + 10
    while time.monotonic() < until and any(Path(f"/proc/{pid}").exists() for pid in children):
        time.sleep(0.1)
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["serve", "--port", "0"], "bukan nomor port"),
        (["serve", "--port", "x"], "bukan nomor port"),
        (["office", "migrate", "--x"], "--x"),
        (["office", "user", "a"], "--name"),
    ],
)
def test_a_wrong_word_is_one_sentence(tmp_path, words, said):
    done = tedung(tmp_path, *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"TEDUNG_DATABASE": "mysql://x/y"}, "postgresql:// is needed"),
        ({"TEDUNG_DATABASE": "postgresql://nobody@127.0.0.1:1/none"}, "tidak menjawab"),
        ({"TEDUNG_DAY": "besok"}, "TEDUNG_"),
    ],
)
def test_settings_that_are_wrong_are_one_sentence(tmp_path, more, said):
    done = tedung(tmp_path, "office", "migrate", **more)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
