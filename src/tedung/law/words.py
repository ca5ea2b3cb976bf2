"""Numbers of the law as a person reads them: Rp1.500.000, 0,24 %, 1 Juli 2015, with unit."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tedung.columns import PROGRAMMES
from tedung.texts import sentences, text

CODES: Mapping[str, str] = {"procedure": "procedure.document_{}", "sanctions": "sanctions.service_{}"}
"""How the codes in a list are called, by the file of the law that lists them."""


def day_said(day: date, lang: str) -> str:
    """Return *day* in words: ``1 Juli 2015``, ``1 July 2015``."""
    return f"{day.day} {text('manual.month_names', lang).split()[day.month - 1]} {day.year}"


def rupiah_said(amount: int, lang: str) -> str:
    """Return whole rupiah in the writing of the language: ``Rp1.500.000``, ``Rp1,500,000``."""
    return f"{'-' if amount < 0 else ''}Rp{_local(abs(amount), lang)}"


def share_said(share: int | Decimal, lang: str) -> str:
    """Return a share as a percentage: ``0,24 %``."""
    return f"{_local((Decimal(share) * 100).normalize(), lang)} %"


def _local(number: int | Decimal, lang: str) -> str:
    english = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
    return english if lang == "en" else english.translate(str.maketrans(",.", ".,"))


def with_unit(bare: str, unit: str, lang: str) -> str:
    """Return *bare* with the words of its unit: ``Rp6.800 sebulan``, ``0,3 % dari upah``, ``90 hari``."""
    slug = re.sub(r"\W+", "_", unit.lower()).strip("_") or "none"
    whole = text(f"manual.unit_{slug}", lang, value=bare)
    return re.sub(r"^1 (\w+?)(?:s|ren)\b", r"1 \1", whole) if lang == "en" else whole


def bare_value(value: Any, unit: str, lang: str, area: str = "") -> str:
    """Return a value without the words of its unit.

    area: the file of the law, which says what its codes mean.
    """
    if isinstance(value, bool):
        return text("law.yes" if value else "law.no", lang)
    if isinstance(value, date):
        return day_said(value, lang)
    if isinstance(value, str):
        return _word(value, lang, area)
    if unit.startswith(("share", "factor")):
        return share_said(value, lang)
    return rupiah_said(value, lang) if unit.startswith("IDR") else _local(value, lang)


def _word(code: str, lang: str, area: str) -> str:
    if code in PROGRAMMES:
        return code.upper()
    return sentences(lang).get(CODES.get(area, "manual.value_{}").format(code), code)
