"""Money of the months as a stepped line against the budget, drawn by the server."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tedung.money import thousands
from tedung.office.kajian.naming import lang, month

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, FOOT = 96, 12, 16, 40
FEW = 14
"""Months whose names fit side by side."""


@dataclass(frozen=True)
class Mark:
    """A word of an axis and where it stands."""

    at: float
    said: str


@dataclass(frozen=True)
class Steps:
    """The picture: its size, two paths, the height of the budget, the words of the axes."""

    width: int
    height: int
    left: int
    right: int
    planned: str
    expected: str
    budget: float
    amounts: Sequence[Mark]
    months: Sequence[Mark]
    foot: int


def steps(rows: Sequence[Mapping[str, Any]], budget: int) -> Steps | None:
    """Return the money planned and expected up to each month; None where nothing is paid."""
    if not rows:
        return None
    planned, expected = (_up_to([row[name] for row in rows]) for name in ("planned", "expected"))
    top = max(budget, planned[-1], 1)
    wide = (WIDTH - LEFT - RIGHT) / len(rows)
    every = -(-len(rows) // FEW)
    return Steps(
        WIDTH,
        HEIGHT,
        LEFT,
        WIDTH - RIGHT,
        _path(planned, top, wide),
        _path(expected, top, wide),
        _y(budget, top),
        [Mark(_y(top * part // 2, top), _short(top * part // 2)) for part in range(3)],
        [
            Mark(round(LEFT + (at + 0.5) * wide, 1), month(row["month"]).split()[0])
            for at, row in enumerate(rows)
            if at % every == 0
        ],
        HEIGHT - 12,
    )


def _up_to(amounts: Sequence[int]) -> list[int]:
    total, found = 0, []
    for amount in amounts:
        total += amount
        found.append(total)
    return found


def _y(amount: int, top: int) -> float:
    return round(TOP + (HEIGHT - TOP - FOOT) * (1 - amount / top), 1)


def _path(sums: Sequence[int], top: int, wide: float) -> str:
    path = f"M{LEFT},{_y(0, top)}"
    for at, amount in enumerate(sums):
        path += f"V{_y(amount, top)}H{round(LEFT + (at + 1) * wide, 1)}"
    return path


def _short(amount: int) -> str:
    """Write an amount of an axis: Rp1.092 jt."""
    unit = "jt" if lang() == "id" else "m"
    return f"Rp{thousands(amount // 1_000_000, lang())} {unit}"
