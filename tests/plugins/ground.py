"""Where the office of the tests lies: said before pytest-django reads the settings, so loaded by `-p`.

TEDUNG_TEST_DATABASE=postgresql   run the tests on a server that is started for them
TEDUNG_ALL=1                      what is missing is a failure, not a skip: .ci/run says so
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from plugins import postgresql

HOME = "TEDUNG_TEST_HOME"  # of the whole run; each worker of xdist has a folder in it
MISSING = "TEDUNG_TEST_MISSING"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
NO_POSTGRESQL = (
    "PostgreSQL tidak ditemukan, jadi kantor tidak diuji di atasnya. Pasang dengan: sudo apt install postgresql "
    "(PostgreSQL was not found: the office is not tested on it)"
)


def _lay():
    os.environ.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # the tests start a program hundreds of times: compile it once
    if not WORKER:
        os.environ[HOME] = tempfile.mkdtemp(prefix="kantor-")
        atexit.register(shutil.rmtree, os.environ[HOME], ignore_errors=True)
        _choose_database()
    home = Path(os.environ[HOME]) / (WORKER or "alone")
    (home / "static").mkdir(parents=True, exist_ok=True)
    for name in ("TEDUNG_KEYS", "TEDUNG_HOSTS", "TEDUNG_REGION"):
        os.environ.pop(name, None)  # of whoever runs the tests
    os.environ.update(TEDUNG_MODE="test", TEDUNG_HOME=str(home), TEDUNG_DAY="2026-12-01")


def _choose_database():
    """Start PostgreSQL where it is asked for; the office of whoever runs the tests is never touched."""
    os.environ.pop("TEDUNG_DATABASE", None)
    os.environ.pop(MISSING, None)
    if os.environ.get("TEDUNG_TEST_DATABASE") != "postgresql":
        return
    address = postgresql.start()
    if address:
        os.environ["TEDUNG_DATABASE"] = address
    elif os.environ.get("TEDUNG_ALL"):
        raise pytest.UsageError(NO_POSTGRESQL)
    else:
        os.environ[MISSING] = NO_POSTGRESQL


_lay()


def pytest_report_header():
    """Say on which database the office is tested."""
    missing = os.environ.get(MISSING)
    address = os.environ.get("TEDUNG_DATABASE")
    return [missing or f"office on {'PostgreSQL' if address else 'SQLite'}"]


def pytest_collection_modifyitems(config, items):
    """Skip, saying why, what was asked for on a database that is not there; ask of either once."""
    missing = os.environ.get(MISSING)
    if os.environ.get("TEDUNG_DATABASE"):
        once = [item for item in items if item.get_closest_marker("either")]
        config.hook.pytest_deselected(items=once)
        items[:] = [item for item in items if item not in set(once)]
    for item in items if missing else ():
        item.add_marker(pytest.mark.skip(reason=missing))
