"""The facts of one claim as a clerk hands them in, read key by key; every fault is told at once.

    >>> facts = Facts({"segment": "pu", "upah": 4_000_000})
    >>> facts.money("upah"), facts.count("arrears_months")
    (4000000, None)
    >>> facts.finish()

A key that is absent or null is *not verified*: its getter returns None.  A fault (a wrong
type, an impossible value, an unknown key) is kept, and `finish` raises them together.
No sentence repeats a value that could be a NIK or a name.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, TypeVar

from tedung.dates import Month
from tedung.errors import TedungError
from tedung.money import thousands
from tedung.texts import text

Value = TypeVar("Value")

MOST_MONEY = 10**12
"""Rp1.000.000.000.000: no wage, cost or balance of one person reaches it, and no product overflows."""

MOST_PARTS = 10_000
FIRST_DAY = date(1900, 1, 1)


class FactsError(TedungError):
    """Facts that contradict each other or cannot be; `faults` holds a sentence for each."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join([text("facts.head", count=len(faults)), *(f"- {one}" for one in faults)]))


class Facts:
    """The keys and values of one JSON object, and the faults found in it so far."""

    def __init__(self, given: Mapping[str, Any], path: str = "", faults: list[str] | None = None) -> None:
        self.path = path
        self.faults: list[str] = [] if faults is None else faults
        self._given = {str(key): value for key, value in given.items()} if isinstance(given, Mapping) else {}
        self._asked: dict[str, None] = {}
        self._parts: list[Facts] = []
        if not isinstance(given, Mapping):
            self.faults.append(text("facts.not_object", key=path.rstrip(".") or "FACTS"))

    def has(self, key: str) -> bool:
        """Say whether somebody gave *key* a value."""
        self._asked[key] = None
        return self._given.get(key) is not None

    def is_object(self, key: str) -> bool:
        """Say whether *key* holds an object, for keys that may be one or a plain value."""
        return isinstance(self._given.get(key), Mapping)

    def fault(self, code: str, **fields: Any) -> None:
        """Keep a fault; *code* is a sentence ``area.code``, its key fields the caller's."""
        sentence = text(code, **fields)
        if sentence not in self.faults:
            self.faults.append(sentence)

    def name(self, key: str) -> str:
        """Return *key* with its path, as ``children[1].level``."""
        return f"{self.path}{key}"

    def money(self, key: str, most: int = MOST_MONEY) -> int | None:
        """Return whole rupiah, from 0 up."""
        return self._whole(key, most, "facts.not_money")

    def count(self, key: str, most: int = 1200) -> int | None:
        """Return a whole number from 0 up to *most* (months, times, steps)."""
        return self._whole(key, most, "facts.not_count")

    def percent(self, key: str, low: int = 0, high: int = 100) -> Decimal | None:
        """Return a percentage between *low* and *high*, both included; decimals are allowed."""
        return self.decimal(key, low, high, "facts.not_percent")

    def decimal(self, key: str, low: int, high: int, code: str = "facts.not_number") -> Decimal | None:
        """Return a number between *low* and *high*, both included, exactly as written."""
        return self._read(key, lambda given: _decimal(given, low, high), code, low=low, high=high)

    def flag(self, key: str) -> bool | None:
        """Return true or false; 0, 1 and words are faults."""
        return self._read(key, lambda given: given if isinstance(given, bool) else None, "facts.not_flag")

    def choice(self, key: str, allowed: Iterable[str]) -> str | None:
        """Return one of *allowed*; the fault names those that come near."""
        allowed = list(allowed)
        given = self._given.get(key)
        near = get_close_matches(given, allowed, n=2) if isinstance(given, str) and len(given) < 40 else []
        return self._read(
            key,
            lambda value: value if isinstance(value, str) and value in allowed else None,
            "facts.not_choice",
            allowed=", ".join(near or allowed),
        )

    def word(self, key: str) -> str | None:
        """Return a short text, such as the code of a *wadah*."""
        return self._read(
            key,
            lambda given: given if isinstance(given, str) and 0 < len(given.strip()) <= 120 else None,
            "facts.not_word",
        )

    def label(self, key: str, most: int) -> str | None:
        """Return a short text, or a whole number from 1 to *most* as text (the row of a table)."""
        given = self._given.get(key)
        if isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= most:
            self._asked[key] = None
            return str(given)
        return self.word(key)

    def day(self, key: str, latest: date | None = None) -> date | None:
        """Return an ISO day; one after *latest* is impossible."""
        found = self._read(key, _day, "facts.not_day")
        if found and latest and found > latest:
            self.fault("facts.day_too_late", key=self.name(key), day=found, latest=latest)
        return found

    def month(self, key: str) -> Month | None:
        """Return a month written ``2026-12``."""
        return self._read(key, _month, "facts.not_month")

    def days(self, key: str) -> list[date] | None:
        """Return a list of ISO days."""
        return self._list(key, _day, "facts.not_day")

    def amounts(self, key: str) -> list[int] | None:
        """Return a list of whole rupiah."""
        return self._list(key, lambda given: _whole(given, MOST_MONEY), "facts.not_money")

    def amount_by_year(self, key: str) -> dict[int, int] | None:
        """Return ``{"2026": 11086300}`` as whole rupiah by year."""
        return self._by_year(key, lambda given: _whole(given, MOST_MONEY), "facts.not_money")

    def rate_by_year(self, key: str, low: int = -1, high: int = 10) -> dict[int, Decimal] | None:
        """Return ``{"2025": 0.0192}`` as shares by year."""
        return self._by_year(key, lambda given: _decimal(given, low, high), "facts.not_rate")

    def bounds_by_year(self, key: str) -> dict[int, tuple[int, int]] | None:
        """Return ``{"2030": [450000, 5400000]}``, or with ``{"min": …, "max": …}``, as rupiah by year."""
        return self._by_year(key, _bounds, "facts.not_bounds")

    def part(self, key: str) -> "Facts | None":
        """Return the object under *key*; its faults are kept with ours."""
        if not self.has(key):
            return None
        return self._part(self._given[key], f"{self.name(key)}.")

    def parts(self, key: str) -> "list[Facts] | None":
        """Return the objects of the list under *key*."""
        given = self._read(key, _list, "facts.not_list", most=MOST_PARTS)
        if given is None:
            return None
        return [self._part(one, f"{self.name(key)}[{number}].") for number, one in enumerate(given, 1)]

    def in_order(self, *keys: str) -> None:
        """Keep a fault for each day of *keys* that lies before one that must precede it."""
        days = [(key, _day(self._given.get(key))) for key in keys]
        known = [(key, day) for key, day in days if day]
        for (earlier, first), (later, second) in pairwise(known):
            if second < first:
                self.fault(
                    "facts.backwards", key=self.name(later), day=second, than=self.name(earlier), first=first
                )

    def finish(self) -> None:
        """Raise `FactsError` with every fault found, unknown keys included."""
        self.name_unknown()
        if self.faults:
            raise FactsError(self.faults)

    def name_unknown(self) -> None:
        """Keep a fault for each key that no getter asked for, here and below."""
        for key in self._given:
            if key not in self._asked:
                near = get_close_matches(key, self._asked, n=2)
                code = "facts.unknown_near" if near else "facts.unknown"
                self.fault(code, key=self.name(_masked(key)), near=", ".join(near))
        for part in self._parts:
            part.name_unknown()

    def _part(self, given: Any, path: str) -> "Facts":
        part = Facts(given, path, self.faults)
        self._parts.append(part)
        return part

    def _whole(self, key: str, most: int, code: str) -> int | None:
        return self._read(key, lambda given: _whole(given, most), code, most=thousands(most))

    def _read(self, key: str, read: Callable[[Any], Value | None], code: str, **fields: Any) -> Value | None:
        if not self.has(key):
            return None
        found = read(self._given[key])
        if found is None:
            self.fault(code, key=self.name(key), **fields)
        return found

    def _list(self, key: str, read: Callable[[Any], Value | None], code: str) -> list[Value] | None:
        given = self._read(key, _list, "facts.not_list", most=MOST_PARTS)
        if given is None:
            return None
        values = [read(one) for one in given]
        for number, value in enumerate(values, 1):
            if value is None:
                self.fault(code, key=f"{self.name(key)}[{number}]", most=thousands(MOST_MONEY))
        return [value for value in values if value is not None]

    def _by_year(self, key: str, read: Callable[[Any], Value | None], code: str) -> dict[int, Value] | None:
        given = self._read(key, lambda one: one if isinstance(one, Mapping) else None, "facts.not_by_year")
        if given is None:
            return None
        found: dict[int, Value] = {}
        for year, one in given.items():
            value = read(one)
            if not re.fullmatch(r"(19|20|21)\d\d", str(year)):
                self.fault("facts.not_by_year", key=self.name(key))
            elif value is None:
                self.fault(code, key=f"{self.name(key)}.{year}", most=thousands(MOST_MONEY))
            else:
                found[int(year)] = value
        return found


def _whole(given: Any, most: int) -> int | None:
    if isinstance(given, bool) or not isinstance(given, int):
        return None  # true is no amount, and a float has lost its last digits
    return given if 0 <= given <= most else None


def _bounds(given: Any) -> tuple[int, int] | None:
    if isinstance(given, Mapping):
        if set(given) != {"min", "max"}:
            return None
        given = [given["min"], given["max"]]
    if not isinstance(given, list) or len(given) != 2:
        return None
    least, most = (_whole(one, MOST_MONEY) for one in given)
    return (least, most) if least is not None and most is not None and least <= most else None


def _decimal(given: Any, low: int, high: int) -> Decimal | None:
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal):
        return None
    exact = Decimal(str(given))
    return exact if exact.is_finite() and low <= exact <= high else None


def _day(given: Any) -> date | None:
    if not isinstance(given, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", given, re.ASCII):
        return None
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return None
    return day if FIRST_DAY <= day < date(2200, 1, 1) else None


def _month(given: Any) -> Month | None:
    try:
        return Month.parse(given) if isinstance(given, str) else None
    except ValueError:
        return None


def _list(given: Any) -> list[Any] | None:
    return given if isinstance(given, list) and len(given) <= MOST_PARTS else None


def _masked(key: str) -> str:
    """Return a key fit for a sentence: nothing long, and no run of digits that could be a NIK."""
    return re.sub(r"\d{6,}", "…", key[:60])
