"""The paper's sentences: ``say("gap_intro", place=…)``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def sentences() -> Mapping[str, str]:
    """Return the sentences of `naskah.toml` by their code."""
    return tomllib.loads((resources.files("tedung.study.paper") / "naskah.toml").read_text("utf-8"))


def say(code: str, **fields: Any) -> str:
    """Return a sentence with its fields filled in; KeyError for one that is not there."""
    return sentences()[code].format(**fields)


def heading(code: str, level: int = 1) -> dict[str, Any]:
    """Return a heading."""
    return {"kind": "heading", "level": level, "text": say(code)}


def paragraph(code: str, **fields: Any) -> dict[str, Any]:
    """Return a paragraph."""
    return {"kind": "paragraph", "text": say(code, **fields)}


def listed(items: list[str]) -> dict[str, Any]:
    """Return a list."""
    return {"kind": "list", "items": items}


def panel(label: str, words: str, tone: str = "note") -> dict[str, Any]:
    """Return a panel; tone: note, waits, done or danger."""
    return {"kind": "panel", "label": label, "text": words, "tone": tone}


def table(
    code: str,
    kinds: str,
    rows: list[list[Any]],
    *,
    total: list[Any] | None = None,
    note: str = "",
    widths: list[int] | None = None,
    **fields: Any,
) -> dict[str, Any]:
    """Return a table whose caption is ``{code}_caption`` and whose heads are ``{code}_c1`` and so on.

    kinds: a letter a column: t text, n count, r rupiah, s share in per mille.
    widths: of the columns as parts of the whole; without them texts share what figures leave.
    """
    names = {"t": "text", "n": "count", "r": "rupiah", "s": "share"}
    heads = [say(f"{code}_c{at}") for at in range(1, len(kinds) + 1)]
    return {
        "kind": "table",
        "caption": say(f"{code}_caption", **fields),
        "head": heads,
        "kinds": [names[one] for one in kinds],
        "rows": rows,
        "total": total,
        "note": note,
        "widths": widths or [],
        "dense": False,
    }


def picture(name: str, size: tuple[int, int], caption: str, alt: str) -> dict[str, Any]:
    """Return a picture with what it shows in words."""
    return {"kind": "picture", "name": name, "size": list(size), "caption": caption, "alt": alt}
