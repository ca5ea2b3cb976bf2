"""Sentences that people read, by code, in Indonesian and English.

    >>> text("outcome.accepted", lang="id")
    'Diterima'

One file an area in ``id/`` and ``en/``; a test holds the two to the same codes and
the same fields.  A sentence never has a field for a NIK or a person's name.
"""

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("id", "en")


def language() -> str:
    """Return the language of the command: ``TEDUNG_LANG``, Indonesian unless it says ``en``."""
    wanted = os.environ.get("TEDUNG_LANG", "id")
    return wanted if wanted in LANGUAGES else "id"


def text(code: str, lang: str | None = None, **fields: Any) -> str:
    """Return the sentence behind ``area.code``, its ``{fields}`` filled in.

    A code that no file holds is a programmer's mistake: KeyError.
    """
    return sentences(lang or language())[code].format(**fields)


@cache
def sentences(lang: str) -> Mapping[str, str]:
    """Return every sentence of *lang* by ``area.code``."""
    found: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / lang).glob("*.toml")):
        for code, sentence in tomllib.loads(path.read_text("utf-8")).items():
            found[f"{path.stem}.{code}"] = sentence
    return found
