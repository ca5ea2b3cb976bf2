"""Tables too long for a cell: the income brackets and the disability percentages."""

from decimal import Decimal

from tedung.law import bpu, disability, law_on
from tedung.law.book.numbers import DAY, grid
from tedung.law.words import rupiah_said, share_said
from tedung.texts import text


def brackets(lang: str) -> str:
    """Return the income brackets with their contributions, as the rules compute them."""
    law = law_on(DAY)
    columns = ("from", "base", "jkk", "jkm", "both", "jht")
    rows = [tuple(text(f"manual.col_{column}", lang) for column in columns)]
    for lower in law["bpu.bracket_lower"]:
        base = int(bpu.income_base(lower, law))
        jkk, jkm, jht = int(bpu.jkk(base, law)), bpu.jkm(law), int(bpu.jht(base, law))
        rows.append(tuple(rupiah_said(amount, lang) for amount in (lower, base, jkk, jkm, jkk + jkm, jht)))
    return grid(rows, right=len(columns))


def losses(lang: str) -> str:
    """Return the disability table: each loss and its percentage of 80 months of wage."""
    rows = [tuple(text(f"manual.col_{column}", lang) for column in ("row", "loss", "percent"))]
    for row in disability.table().values():
        told = row.label_en if lang == "en" else row.label_id
        rows.append((row.code, told, _percent(row, lang)))
    return grid(rows, right=1)


def _percent(row: disability.Row, lang: str) -> str:
    if row.percent is not None:
        return share_said(row.percent / Decimal(100), lang)
    return f"{share_said(row.least / Decimal(100), lang)} – {share_said(row.most / Decimal(100), lang)}"


ANNEXES = {"brackets": brackets, "losses": losses}
