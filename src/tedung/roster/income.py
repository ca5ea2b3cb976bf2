"""Income as clerks write it, to whole rupiah a month."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from tedung.roster.findings import Findings, finding
from tedung.roster.tidying import as_text, is_nothing, plain

LONGEST = 80
"""Letters of a cell that can be an amount; a longer one is a story."""

LEAST, MOST = 50_000, 1_000_000_000
"""What a person can earn a month; a figure outside is asked again."""

UNITS = {
    "rb": 10**3,
    "ribu": 10**3,
    "rbu": 10**3,
    "k": 10**3,
    "jt": 10**6,
    "juta": 10**6,
    "jta": 10**6,
    "m": 10**6,
}
NUMBER = re.compile(r"(?<![\w.,])(-?\d[\d.,]*)\s*(ribu|rbu|rb|juta|jta|jt|k|m)?(?![a-z])")
NOT_MONTHLY = re.compile(r"(?:/|per|se|tiap)\s*(?:hari|hr|minggu|mgg|tahun|thn|jam)\b")
SCIENTIFIC = re.compile(r"^\d(?:[.,]\d+)?e\+?\d{1,2}$")
DOTTED = re.compile(r"^\d{1,3}(?:\.\d{3})+$")
COMMAED = re.compile(r"^\d{1,3}(?:,\d{3})+$")


class Income(NamedTuple):
    """Whole rupiah a month, or None where the cell does not say."""

    amount: int | None
    findings: Findings = ()


NONE = Income(None)


def read(cell: object) -> Income:
    """Return the monthly income in *cell*.

    Of a range the lower end is taken, with a warning: it picks the lower bracket, so
    that nobody is billed for what was not surely declared.
    """
    if cell is None:
        return NONE
    if isinstance(cell, float) and not cell.is_integer():
        return _weighed(int(cell)) if LEAST <= cell <= MOST else _odd()
    return _read(plain(as_text(cell)))


@lru_cache(maxsize=16_384)
def _read(text: str) -> Income:
    if is_nothing(text):
        return NONE
    if NOT_MONTHLY.search(text):
        return Income(None, (finding("income_not_monthly", "income"),))
    if SCIENTIFIC.match(text):
        return _weighed(int(Decimal(text.replace(",", "."))))
    amounts = _amounts(_undecorated(text)) if len(text) <= LONGEST else []
    if not amounts or None in amounts or len(amounts) > 2:
        return Income(None, (finding("income_unreadable", "income"),))
    known = [amount for amount in amounts if amount is not None]
    if len(known) == 2 and known[0] != known[1]:
        return _range(min(known))
    return _weighed(known[0])


def _undecorated(text: str) -> str:
    """Take off ``Rp``, ``,-``, ``,00`` and the dash that stands between two amounts."""
    text = re.sub(r"\b(?:rp|idr)\b\.?|rp\.?(?=\s*\d)", " ", text)
    text = re.sub(r",-+|\.-+(?!\d)|=", " ", text)
    text = re.sub(r",0{1,2}(?!\d)", "", text)
    return re.sub(r"(?<=[\da-z])\s*(?:-|–|—|s/?d|sampai|hingga)\s*(?=[\d]|\s)", " ~ ", text)


def _amounts(text: str) -> list[int | None]:
    found = NUMBER.findall(text)
    unit = next((unit for _, unit in reversed(found) if unit), "")
    return [_amount(digits.rstrip(".,"), own or _borrowed(digits, unit)) for digits, own in found]


def _borrowed(digits: str, unit: str) -> str:
    """In "1 - 1,5 juta" the first figure borrows the unit of the second."""
    return unit if len(digits.strip("-.,")) <= 4 else ""


def _amount(digits: str, unit: str) -> int | None:
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("-")
    if len(digits) > 18:
        return MOST + 1
    if DOTTED.match(digits) and not (unit and digits.count(".") == 1):
        return sign * int(digits.replace(".", "")) * UNITS.get(unit, 1)
    if COMMAED.match(digits) and not (unit and digits.count(",") == 1):
        return sign * int(digits.replace(",", "")) * UNITS.get(unit, 1)
    return _decimal(digits, unit, sign)


def _decimal(digits: str, unit: str, sign: int) -> int | None:
    """1.500.000,50 and 1,500,000.50: the last mark is the decimal one."""
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return sign * int(digits) * UNITS.get(unit, 1)
    whole, part = re.sub(r"[.,]", "", digits[:last]), digits[last + 1 :]
    if not whole or not part:
        return None
    return sign * int(Decimal(f"{whole}.{part}") * UNITS.get(unit, 1))


def _range(lower: int) -> Income:
    weighed = _weighed(lower)
    if weighed.amount is None:
        return weighed
    return Income(lower, (finding("income_range", "income"),))


def _weighed(amount: int) -> Income:
    if amount == 0:
        return NONE
    return Income(amount) if LEAST <= amount <= MOST else _odd()


def _odd() -> Income:
    return Income(None, (finding("income_odd", "income"),))
