"""Users and their grants: made, given, revoked by an administrator; nothing is deleted."""

import secrets
from datetime import date

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.access.models import Grant, ScopeKind, User
from tedung.office.access.roles import ROLES
from tedung.office.access.scope import VILLAGE
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.organisations.models import Organisation
from tedung.office.reference.models import Group, Region

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is read for something else
PARTS, LETTERS = 4, 5
LONGEST = 150  # of a username, as Django has it


def new_word() -> str:
    """Return a password of 99 bits that can be read over the telephone: k7dmq-…"""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(PARTS))


@change("users.change")
def make_user(username: str, full_name: str) -> tuple[User, str]:
    """Make a user without any grant; return the password that is shown once and replaced at first use."""
    _check_username(username)
    if not full_name.strip():
        raise Refusal(_("Nama pengguna belum diisi. Tulis nama lengkapnya."), "name_missing")
    password = new_word()
    user = User(username=username, full_name=full_name.strip(), password_is_given=True)
    user.set_password(password)
    user.save()
    return user, password


def _check_username(username: str) -> None:
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError as fault:
        told = _("Nama masuk hanya boleh berisi huruf, angka, dan tanda @ . + - _. Tulis yang lain.")
        raise Refusal(told, "username_bad") from fault
    if len(username) > LONGEST:
        raise Refusal(_("Nama masuk paling banyak 150 huruf. Tulis yang lebih pendek."), "username_long")
    if User.objects.filter(username__iexact=username).exists():
        raise Refusal(_("Nama masuk itu sudah dipakai. Tulis yang lain."), "username_taken")


@change("users.change")
def give(
    user: User, role: str, kind: str, code: str = "", *, since: date | None = None, until: date | None = None
) -> Grant:
    """Give a user a role within a scope, from a day until a day; nobody gives one to himself."""
    _not_oneself(user, _("Anda tidak dapat memberi hak kepada diri sendiri. Mintalah administrator lain."))
    first = since or clock.today()
    if until is not None and until < first:
        raise Refusal(_("Hak itu berakhir sebelum mulai. Perbaiki salah satu tanggalnya."), "ends_before")
    code = str(user.pk) if kind == "self" else code.strip()
    _check_scope(role, kind, code)
    same = Grant.objects.filter(user=user, role=role, scope_kind=kind, scope_code=code)
    if same.in_force(first).exists():
        raise Refusal(_("Pengguna ini sudah memegang hak itu."), "held_already")
    if same.filter(since=first).exists():  # revoked on the day it was given
        raise Refusal(_("Hak itu dicabut hari ini juga. Berikan lagi mulai besok."), "revoked_today")
    return Grant.objects.create(
        user=user,
        role=role,
        scope_kind=kind,
        scope_code=code,
        since=first,
        until=until,
        given_by_id=current().user_id,
    )


def _check_scope(role: str, kind: str, code: str) -> None:
    if role not in ROLES:
        raise Refusal(_("Peran itu tidak ada. Pilih salah satu dari daftar."), "role_unknown")
    if role == "operator_desa" and kind == "region" and code.count(".") < VILLAGE:
        told = _("Operator desa/kelurahan memegang satu desa atau kelurahan. Pilih salah satunya.")
        raise Refusal(told, "not_a_village")
    known = {
        "region": Region.objects.filter(code=code),
        "opd": Organisation.objects.filter(code=code, kind="office"),
        "organisation": Organisation.objects.filter(code=code),
        "group": Group.objects.filter(code=code),
    }
    if kind not in ScopeKind.values or (kind in known and not known[kind].exists()):
        raise Refusal(_("Lingkup itu tidak ada. Pilih salah satu dari daftar."), "scope_unknown")


@change("users.change")
def revoke(grant: Grant) -> None:
    """End a grant at once; one administrator must remain."""
    if grant.revoked_at is not None:
        raise Refusal(_("Hak itu sudah dicabut."), "revoked_already")
    if grant.role == "admin":
        _one_remains(without=Grant.objects.filter(pk=grant.pk))
    grant.revoked_at = clock.now()
    grant.save(update_fields=["revoked_at"])


@change("users.change")
def close_account(user: User) -> None:
    """Let a user sign in no more; what he did keeps his name."""
    _not_oneself(user, _("Anda tidak dapat menutup akun sendiri. Mintalah administrator lain."))
    _one_remains(without=Grant.objects.filter(user=user))
    user.is_active = False
    user.save(update_fields=["is_active"])


@change("users.change")
def open_account(user: User) -> None:
    """Let a user sign in again, with the grants that are still in force."""
    user.is_active = True
    user.save(update_fields=["is_active"])


@change("users.change")
def new_password(user: User) -> str:
    """Give a user a new password, shown once and replaced at first use."""
    password = new_word()
    user.set_password(password)
    user.password_is_given = True
    user.save(update_fields=["password", "password_is_given"])
    return password


@change("users.change")
def forget_second_factor(user: User) -> None:
    """Let a user who lost the telephone set up the second factor anew at the next sign-in."""
    from allauth.mfa.models import Authenticator

    _not_oneself(user, _("Anda tidak dapat menghapus faktor kedua sendiri. Mintalah administrator lain."))
    Authenticator.objects.filter(user=user).delete()


def _not_oneself(user: User, sentence: str) -> None:
    if current().user_id == user.pk:
        raise Refusal(sentence, "oneself")


def _one_remains(without: QuerySet[Grant]) -> None:
    """Refuse what would leave the office without an administrator."""
    admins = Grant.objects.in_force(clock.today()).filter(role="admin", user__is_active=True)
    if not admins.exclude(pk__in=without).exists() and admins.exists():
        raise Refusal(_("Harus ada satu administrator. Angkat yang baru lebih dahulu."), "last_admin")
