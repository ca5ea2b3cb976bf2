"""Charts of our own, as SVG: bars of counts, and money of the months as a stepped line against the budget."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from tedung.money import thousands

INK, STONE, INDIGO, MIST, MARIGOLD, BRICK = "#1b2430", "#5a626d", "#233a73", "#e9edf0", "#f2b441", "#b3372b"
WIDTH = 640
LABELS, FIGURES = 210, 70
"""Room at the left for the words of a bar, at the right for its figure."""

ROW = 22


def bars(rows: Sequence[tuple[str, int, int]], legend: tuple[str, str]) -> bytes:
    """Return a bar a row: (label, first part, second part), and what the two parts are.

    The second part's figure stands at the end; the parts differ in darkness, not in hue alone.
    """
    most = max((first + second for _, first, second in rows), default=1) or 1
    room = WIDTH - LABELS - FIGURES
    parts = [_open(ROW * len(rows) + 34)]
    for at, (label, first, second) in enumerate(rows):
        top = 4 + at * ROW
        one, two = room * first / most, room * second / most
        parts += [
            (
                f'<text x="{LABELS - 8}" y="{top + 13}" font-size="11" text-anchor="end" fill="{INK}">'
                f"{escape(label[:34])}</text>"
            ),
            f'<rect x="{LABELS}" y="{top}" width="{one:.1f}" height="16" fill="#bcc6dc"/>',
            f'<rect x="{LABELS + one:.1f}" y="{top}" width="{two:.1f}" height="16" fill="{INDIGO}"/>',
            (
                f'<text x="{LABELS + one + two + 6:.1f}" y="{top + 13}" font-size="10.5" fill="{INK}">'
                f"{thousands(second, 'id')}</text>"
            ),
        ]
    foot = ROW * len(rows) + 14
    for at, (fill, words) in enumerate(zip(("#bcc6dc", INDIGO), legend, strict=True)):
        left = LABELS + at * 190
        parts.append(
            f'<rect x="{left}" y="{foot}" width="12" height="12" fill="{fill}"/>'
            f'<text x="{left + 17}" y="{foot + 10}" font-size="10.5" fill="{STONE}">{escape(words)}</text>'
        )
    return _closed(parts)


def steps(months: Sequence[str], spent: Sequence[int], budget: int, words: tuple[str, str]) -> bytes:
    """Return money spent up to each month as a stepped line, and the budget as a dashed one."""
    height, left, foot = 230, 70, 26
    top = max([budget, *spent, 1])
    wide = (WIDTH - left - 12) / max(len(months), 1)

    def y(amount: int) -> float:
        return 14 + (height - 14 - foot) * (1 - amount / top)

    parts = [_open(height + 24)]
    for quarter in range(5):
        amount = top * quarter // 4
        parts.append(
            f'<line x1="{left}" x2="{WIDTH - 12}" y1="{y(amount):.1f}" y2="{y(amount):.1f}" stroke="{MIST}"/>'
            f'<text x="{left - 6}" y="{y(amount) + 4:.1f}" font-size="10" text-anchor="end" fill="{STONE}">'
            f"{_millions(amount)}</text>"
        )
    path = f"M{left},{y(0):.1f}"
    for at, amount in enumerate(spent):
        path += f"V{y(amount):.1f}H{left + (at + 1) * wide:.1f}"
        parts.append(
            f'<text x="{left + (at + 0.5) * wide:.1f}" y="{height - 8}" font-size="10" text-anchor="middle" '
            f'fill="{STONE}">{escape(months[at])}</text>'
        )
    parts += [
        f'<path d="{path}" fill="none" stroke="{INDIGO}" stroke-width="2"/>',
        (
            f'<line x1="{left}" x2="{WIDTH - 12}" y1="{y(budget):.1f}" y2="{y(budget):.1f}" stroke="{BRICK}" '
            'stroke-width="1.4" stroke-dasharray="6 4"/>'
        ),
        *_key(left, height + 10, words),
    ]
    return _closed(parts)


def _key(left: int, top: int, words: tuple[str, str]) -> list[str]:
    keys = ((left, INDIGO, "2", ""), (left + 260, BRICK, "1.4", 'stroke-dasharray="6 4" '))
    return [
        f'<line x1="{at}" x2="{at + 18}" y1="{top}" y2="{top}" stroke="{colour}" '
        f'{dash}stroke-width="{wide}"/>'
        f'<text x="{at + 24}" y="{top + 4}" font-size="10.5" fill="{STONE}">{escape(said)}</text>'
        for (at, colour, wide, dash), said in zip(keys, words, strict=True)
    ]


def _millions(amount: int) -> str:
    return f"Rp{thousands(amount // 1_000_000, 'id')} jt"


def _open(height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="Plus Jakarta Sans">'
    )


def _closed(parts: Sequence[str]) -> bytes:
    return "\n".join([*parts, "</svg>\n"]).encode()
