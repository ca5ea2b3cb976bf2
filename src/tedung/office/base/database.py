"""Where the office's rows lie: SQLite in its home, or the PostgreSQL that one address names."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
    "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;"
)
KEPT = 60  # seconds a connection serves request after request: to open one reads the whole schema


def settings(address: str, home: Path) -> dict[str, Any]:
    """Return Django's description of the database at `address`; an empty one is SQLite in `home`."""
    return postgresql(address) if address else sqlite(home / "tedung.sqlite3")


def sqlite(path: Path) -> dict[str, Any]:
    """Return the description of one SQLite file.

    IMMEDIATE: a transaction that will write waits its turn at its beginning; a deferred one fails when
    two upgrade at once, whatever the time-out.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": KEPT,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS},
    }


def postgresql(address: str) -> dict[str, Any]:
    """Return the description of the PostgreSQL at `address`; raise ValueError for any other."""
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"TEDUNG_DATABASE begins with {parts.scheme}://, postgresql:// is needed")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": KEPT,
        "OPTIONS": {"options": "-c jit=off"},  # compiling a page's query took 40 times its run
    }
