"""Pages on paper: a typst template and data become PDF/UA-1, the same bytes every time.

    compile_pdf(Path("letter.typ"), {"title": "Surat"}, date(2026, 12, 1))

A template begins with ``#import "/print/style.typ": *``, which gives it the type, the colours, the
tables and ``data``.  What a person wrote reaches it as JSON alone, so it can never become markup or
code; the fonts are those beside this module and in typst itself, never those of the machine.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from tedung.print.writing import printable

PACKAGE = Path(__file__).parents[1]
"""What a template may import from, as ``/``: nothing outside the package can be read."""

RASTER = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


class PrintError(Exception):
    """A template does not compile; the message never repeats what the data say."""


def compile_pdf(
    template: Path, data: Mapping[str, Any], made_on: date, images: Mapping[str, bytes] | None = None
) -> bytes:
    """Return *template* filled with *data* as PDF/UA-1.

    data: text, whole numbers, truth, None, days, and lists and mappings of them; a day becomes
    ``2026-12-01``.  ``title`` is needed: PDF/UA refuses a document without one.
    made_on: the creation date in the file; nothing else of the day is in it.
    images: by the name that ``picture`` in the template asks for; SVG (our own drawings only),
    PNG or JPEG.

    PrintError where the template is wrong, an image has no alternative text or is none of the three;
    TypeError and ValueError where *data* holds what JSON does not.
    """
    handed = {
        "data": json.dumps(_plain(data), ensure_ascii=False, allow_nan=False),
        "images": json.dumps({name: _image(name, whole) for name, whole in (images or {}).items()}),
    }
    try:
        page = typst.Compiler(root=PACKAGE, font_paths=_fonts(), sys_inputs=handed)
        made = page.compile(
            template.read_bytes(),
            pdf_standards="ua-1",
            timestamp=datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise PrintError(_told(template, error)) from None  # the original quotes the text it failed on
    if not isinstance(made, bytes):
        raise PrintError(f"{template.name}: typst returned no single document")
    return made


def _plain(value: Any) -> Any:
    """Return *value* as JSON knows it, every text made printable."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {printable(str(key)): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and abs(value) >= 1 << 63:
        raise ValueError("a number does not fit in 64 bits; typst would make it a float")
    return value


def _image(name: str, whole: bytes) -> str | list[int]:
    """Return an image as typst's ``bytes`` takes it from JSON: SVG as text, the others as numbers."""
    if whole.startswith(RASTER):
        return list(whole)
    if b"<svg" in whole[:1000]:
        return whole.decode("utf-8")
    raise PrintError(f"image {name}: neither SVG nor PNG nor JPEG")


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[Path(__file__).parent / "fonts"])


def _told(template: Path, error: typst.TypstError) -> str:
    """Say what is wrong without the quoted text, which may be a person's name."""
    quoted = re.compile(r"`[^`]*`|\"[^\"]*\"", re.DOTALL)
    message = re.sub(r"(panicked with:).*", r"\1 …", error.message, flags=re.DOTALL)
    return f"{template.name}: {quoted.sub('…', message)}"
