"""The first user, from the shell; the users of the demo."""

from typing import NamedTuple

from tedung.errors import TedungError
from tedung.texts import text

DEMO_WORD = "payung-kertas-2026"  # everybody's in the demo, which opens on this computer alone


class Demo(NamedTuple):
    """A user of the demo."""

    username: str
    full_name: str
    role: str
    kind: str = "region"
    code: str = "51.71"


DEMO = (
    Demo("desa.kesiman", "Operator Kesiman Petilan", "operator_desa", "region", "51.71.02.2004"),
    Demo("desa.sumerta", "Operator Sumerta Kelod", "operator_desa", "region", "51.71.02.2002"),
    Demo("adat.kesiman", "Operator Desa Adat Kesiman", "operator_adat", "organisation", "adat:kesiman"),
    Demo("kebudayaan", "Operator Dinas Kebudayaan", "operator_opd", "opd", "dinas_kebudayaan"),
    Demo("sosial", "Operator Dinas Sosial", "operator_opd", "opd", "dinas_sosial"),
    Demo("verifikator", "Verifikator", "verifikator"),
    Demo("pptk", "Pejabat Pelaksana Teknis Kegiatan", "pptk"),
    Demo("bendahara", "Bendahara Pengeluaran", "bendahara"),
    Demo("kepala", "Kepala Dinas", "kepala"),
    Demo("bappeda", "Bappeda", "bappeda"),
    Demo("hukum", "Bagian Hukum", "hukum"),
    Demo("inspektorat", "Inspektorat", "inspektorat"),
    Demo("bpjs", "Petugas BPJS Ketenagakerjaan", "agency"),
    Demo("analis", "Analis", "analis"),
    Demo("admin", "Administrator", "admin"),
)


def add(username: str, full_name: str, role: str, scope: str) -> str:
    """Make a user with one grant and return the password; `scope` is kind:code, region:51.71."""
    from tedung.office.access.actor import SYSTEM, acting
    from tedung.office.access.change import changing
    from tedung.office.access.services import give, make_user
    from tedung.office.base.refusals import Refusal

    kind, _, code = scope.partition(":")
    try:
        with acting(SYSTEM), changing("office.user"):
            user, password = make_user(username, full_name)
            give(user, role, kind, code)
    except Refusal as fault:
        raise TedungError(fault.sentence) from fault
    return password


def add_demo() -> tuple[Demo, ...]:
    """Make the users of the demo that are not there yet; refused where real people's data may lie."""
    from tedung.office.access.actor import SYSTEM, acting
    from tedung.office.access.change import changing
    from tedung.office.access.models import User
    from tedung.office.starting.ground import is_production

    if is_production():
        raise TedungError(text("office.no_demo_here"))
    with acting(SYSTEM), changing("office.demo"):
        known = set(User.objects.values_list("username", flat=True))
        for one in DEMO:
            if one.username not in known:
                _make(one)
    return DEMO


def _make(one: Demo) -> None:
    from datetime import date

    from tedung.office.access.services import give, make_user

    user, _ = make_user(one.username, one.full_name)
    user.set_password(DEMO_WORD)
    user.password_is_given = False
    user.save()
    give(user, one.role, one.kind, one.code, since=date(2026, 1, 1))


def any_of_the_demo() -> bool:
    """Say whether somebody can sign in with the word that the demo prints."""
    from tedung.office.access.models import User

    names = [one.username for one in DEMO]
    users = User.objects.filter(username__in=names, is_active=True)
    return any(user.check_password(DEMO_WORD) for user in users)
