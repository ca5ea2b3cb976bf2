"""An office for real people: what its settings refuse, how one signs in, what the keys are."""

import os
import stat
import subprocess
import sys
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from tedung.errors import TedungError
from tedung.office.access.actor import SYSTEM, acting
from tedung.office.access.models import User
from tedung.office.access.roles import ROLES
from tedung.office.access.services import forget_second_factor, make_user, new_password
from tedung.office.base import keys
from tedung.office.starting import ground, serving, users

pytestmark = pytest.mark.either

WORD = "kata-sandi-uji-panjang"


def in_production(home, code, **more):
    """Run code in an office of its own, in production."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("TEDUNG_", "DJANGO_"))}
    env = clean | {
        "TEDUNG_MODE": "production",
        "TEDUNG_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "tedung.office.settings",
        "TEDUNG_HOSTS": "kantor.example",
        **more,
    }
    return subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False, timeout=120
    )


def test_django_finds_nothing_to_warn_of(tmp_path):
    code = (
        "import django; django.setup(); from django.core.management import call_command\n"
        "call_command('check', deploy=True, fail_level='WARNING')"
    )
    done = in_production(tmp_path, code)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_production_shows_no_fault_and_takes_no_day_from_outside(tmp_path):
    code = (
        "import django; django.setup(); from django.conf import settings as s\n"
        "print(s.DEBUG, s.DEMO_DAY, s.TOTP_REQUIRED, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,\n"
        "  s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SECURE_HSTS_SECONDS > 0, s.ALLOWED_HOSTS,\n"
        "  s.PASSWORD_HASHERS[0].rpartition('.')[2])"
    )
    done = in_production(tmp_path, code, TEDUNG_DAY="2026-12-01", DEBUG="1", DJANGO_DEBUG="1")
    expected = "False None True True True True Lax True ['kantor.example'] PBKDF2PasswordHasher"
    assert done.stdout.strip() == expected, done.stderr


def test_keys_are_read_by_their_owner_alone(tmp_path):
    folder = keys.folder(tmp_path / "home", "")
    for name in keys.NAMES:
        assert len(keys.read(folder, name)) == 32
        assert stat.S_IMODE((folder / f"{name}.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len({(folder / f"{name}.key").read_text() for name in keys.NAMES}) == 3


def test_a_key_that_was_cut_is_refused(tmp_path):
    (tmp_path / "nik.key").write_text("00" * 8)
    with pytest.raises(ValueError, match=r"nik.key holds 8 bytes"):
        keys.read(tmp_path, "nik")


def test_production_refuses_keys_that_others_may_read(tmp_path):
    keys.read(tmp_path / "keys", "nik")
    (tmp_path / "keys/nik.key").chmod(0o644)
    code = (
        "import django; django.setup(); from django.core.management import call_command\n"
        "call_command('check', deploy=True, fail_level='WARNING')"
    )
    done = in_production(tmp_path, code)
    assert done.returncode == 1
    assert "nik.key" in done.stderr


def test_an_office_of_the_demo_opens_on_this_computer_alone(db):
    with pytest.raises(TedungError, match="hanya dibuka di komputer ini"):
        serving.check("0.0.0.0", 8000)  # noqa: S104 - that it is refused is what is asked


def test_production_never_opens_with_the_users_of_the_demo(db, monkeypatch, settings):
    monkeypatch.setattr(serving, "_check_production", lambda: None)
    ground.seed()
    users.add_demo()
    settings.PRODUCTION = True
    with pytest.raises(TedungError, match="kata sandi yang diketahui umum"):
        serving.check("127.0.0.1", 8000)
    with pytest.raises(TedungError, match="data sungguhan"):
        users.add_demo()


@pytest.mark.parametrize(
    "address", ["/akun/signup/", "/akun/password/reset/", "/akun/email/", "/akun/login/code/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_signs_up_or_gets_a_password_by_mail(client, db, address, method):
    fields = {"username": "stranger", "password1": WORD, "email": "a@b.example"}
    assert getattr(client, method)(address, fields).status_code == 404
    assert not User.objects.exists()


def sign_in(client, username, password):
    return client.post(reverse("sign_in"), {"login": username, "password": password})


@pytest.fixture
def limits():
    """Each test begins with no failed attempt."""
    cache.clear()
    yield
    cache.clear()


def test_too_many_wrong_passwords_close_the_door_to_that_name(client, make_user, limits):
    """Five in five minutes, kept in a cache that all workers share; the sixth is not even tried."""
    user = make_user("verifikator")
    for _ in range(5):
        assert sign_in(client, user.username, "wrong-password-here").status_code == 200
    assert sign_in(client, user.username, WORD).wsgi_request.user == AnonymousUser()
    cache.clear()
    assert sign_in(client, user.username, WORD).wsgi_request.user == user


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(client, make_user, limits):
    user = make_user("verifikator")
    pages = [
        sign_in(client, *given).content.decode().replace(given[0], "")
        for given in ((user.username, "wrong-password-here"), ("no-such-user", "wrong-password-here"))
    ]
    tokenless = [page.partition("csrfmiddlewaretoken")[0] for page in pages]
    assert tokenless[0] == tokenless[1]


STAFF = [role.code for role in ROLES.values() if role.is_staff]


@pytest.mark.parametrize("role", ROLES)
def test_staff_is_led_to_a_second_factor_before_any_page(client, make_user, settings, role):
    settings.TOTP_REQUIRED = True
    client.force_login(make_user(role))
    answer = client.get("/tugas/")
    is_led = answer.status_code == 302 and answer["Location"] == reverse("mfa_activate_totp")
    assert is_led == (role in STAFF)


def test_with_the_second_factor_the_pages_open_and_its_secret_lies_encrypted(
    client, make_user, settings, limits
):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    settings.TOTP_REQUIRED = True
    user, secret = make_user("verifikator"), generate_totp_secret()
    TOTP.activate(user, secret)
    stored = Authenticator.objects.get(user=user).data["secret"]
    assert secret not in stored
    assert stored.startswith("v1:")
    client.force_login(user)
    assert client.get("/tugas/").status_code == 200
    client.logout()
    assert "/2fa/authenticate/" in sign_in(client, user.username, WORD)["Location"]
    with acting(SYSTEM):
        forget_second_factor(user)
    client.force_login(user)
    assert client.get("/tugas/")["Location"] == reverse("mfa_activate_totp")


def test_a_password_that_was_given_is_replaced_before_any_page(client, db, limits):
    with acting(SYSTEM):
        user, given = make_user("wayan", "I Wayan")
    sign_in(client, "wayan", given)
    assert client.get("/tugas/")["Location"] == reverse("account_change_password")
    fields = {
        "oldpassword": given,
        "password1": "sandi-baru-yang-panjang",
        "password2": "sandi-baru-yang-panjang",
    }
    client.post(reverse("account_change_password"), fields)
    assert client.get("/tugas/").status_code == 403  # no grant yet, but nothing before it
    user.refresh_from_db()
    assert not user.password_is_given
    with acting(SYSTEM):
        again = new_password(user)
    assert again != given
    assert client.get("/tugas/").status_code == 302  # the old session holds no more


@pytest.mark.parametrize("bad", ["pendek", "password1234", "wayan-wayan"])
def test_a_weak_password_is_refused(client, db, limits, bad):
    with acting(SYSTEM):
        _, given = make_user("wayan-wayan", "I Wayan")
    sign_in(client, "wayan-wayan", given)
    client.post(
        reverse("account_change_password"), {"oldpassword": given, "password1": bad, "password2": bad}
    )
    assert not User.objects.get().check_password(bad)


def test_a_form_of_another_site_is_refused(make_user):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("admin"))
    assert client.post(reverse("user_new"), {}).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example"])
def test_another_name_in_the_address_is_refused(client, db, host):
    assert client.get("/masuk/", headers={"host": host}).status_code == 400


def test_a_session_is_not_read_by_scripts_nor_sent_to_other_sites(client, make_user, limits):
    user = make_user("operator_desa", "region", "51.71.02.1006")
    cookie = sign_in(client, user.username, WORD).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""  # it ends with the browser, and with the working day
    assert Session.objects.get().expire_date <= timezone.now() + timedelta(hours=8)
