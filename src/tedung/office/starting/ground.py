"""An office that is ready: keys, tables, reference data."""

import os
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from tedung.errors import TedungError
from tedung.texts import text


def open_django() -> None:
    """Let Django read the settings; what is wrong with them is one sentence."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tedung.office.settings")
    try:
        django.setup()
    except (ValueError, ImproperlyConfigured) as fault:
        raise TedungError(text("office.bad_settings", reason=fault)) from fault


def migrate() -> None:
    """Bring the tables to what this version needs."""
    from django.core.management import call_command
    from django.db import OperationalError

    from tedung.office.access.actor import SYSTEM, acting

    try:
        with acting(SYSTEM):
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
    except OperationalError as fault:
        raise TedungError(text("office.no_database")) from fault


def make() -> None:
    """Make an office that is empty but for its reference data; a second time changes nothing."""
    from django.conf import settings

    settings.DOCUMENTS.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.HOME.chmod(0o700)
    migrate()
    seed()


def seed() -> None:
    """Let every part put down what it starts with: a module `seeds` with `seed()`, then `seed_after()`."""
    from tedung.office.access.actor import SYSTEM, acting
    from tedung.office.access.change import changing

    found = [import_module(name) for name in _seeds()]
    with acting(SYSTEM), changing("office.init"):
        for step in ("seed", "seed_after"):
            for part in found:
                if hasattr(part, step):
                    getattr(part, step)()


def _seeds() -> list[str]:
    from django.conf import settings

    names = [f"tedung.office.{part}.seeds" for part in settings.PARTS]
    return [name for name in names if find_spec(name)]


def is_production() -> bool:
    """Say whether real people's data may lie here."""
    from django.conf import settings

    return bool(settings.PRODUCTION)


def home() -> str:
    """Return the office's folder."""
    from django.conf import settings

    return str(settings.HOME)


def collect() -> None:
    """Lay together what the pages show: styles, scripts, fonts."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)


def is_filled() -> bool:
    """Say whether the office has work in it already."""
    from tedung.office.access.actor import SYSTEM, acting
    from tedung.office.usulan.models import Usulan

    with acting(SYSTEM):  # PostgreSQL shows nobody a row
        return Usulan.everything.exists()


def fill(lists: Path | None) -> None:
    """Fill the office with the demo, once; lists: the folder that ``tedung demo`` wrote."""
    from tedung.office.demo import fill as fill_it

    if lists is not None and not is_filled():
        fill_it(lists)
