"""The chapters on how sure the data are, and on the law: each figure with its source."""

import tomllib
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from tedung.money import rupiah, thousands
from tedung.study.gap import uncertainty
from tedung.study.paper import legal
from tedung.study.paper.figures import Found
from tedung.study.paper.naskah import heading, panel, paragraph, say, table
from tedung.study.paper.words import CERTAINTIES, COLUMNS, day_said, month_said, range_said
from tedung.study.rates import rates
from tedung.texts import text

Blocks = list[dict[str, Any]]

ARTICLES = (
    *("coverage.age_minimum", "coverage.age_limit", "bpu.rate_jkk", "bpu.amount_jkm", "bpu.rate_jht"),
    *("jkm.death_sum", "jkm.periodic", "jkm.funeral", "jkk.death_share", "jkk.benefit_months"),
    *("relief.bpu_other_factor", "relief.bpu_transport_factor", "dues.due_day_bpu"),
)
"""Values of the law on which the figures of the paper rest."""


def data_chapter(found: Found) -> Blocks:
    """Return what is published beside what is used, the uncertain rates, and what is missing."""
    beside = uncertainty(found.gap)
    blocks: Blocks = [heading("data_head")]
    if beside:
        told = [
            [
                text(f"study_command.what_{one.what}", "id"),
                one.published,
                one.ours,
                CERTAINTIES[one.certainty],
                f"{one.source} ({one.on})",
            ]
            for one in beside
        ]
        blocks.append(paragraph("data_intro", place=found.place))
        blocks.append(table("data", "tnntt", told, widths=[20, 13, 13, 18, 36]))
    else:
        blocks.append(paragraph("data_none", place=found.place))
    missing = found.gap.missing
    blocks.append(
        paragraph("data_missing", columns=", ".join(COLUMNS.get(name, name) for name in missing))
        if missing
        else paragraph("data_complete")
    )
    return [*blocks, table("rates", "tttt", _rates(), widths=[28, 22, 16, 34])]


def _rates() -> list[list[Any]]:
    labels = _rate_labels()
    return [
        [labels[name], _range(one.low, one.central, one.high), CERTAINTIES[one.certainty], one.source]
        for name, one in rates().items()
    ]


def _range(low: Any, central: Any, high: Any) -> str:
    if central >= 1_000:
        return " – ".join(rupiah(int(one), "id") for one in (low, central, high))
    return range_said(low, central, high)


@cache
def _rate_labels() -> dict[str, str]:
    """Return the labels in Indonesian, whatever language the command speaks."""
    told = tomllib.loads((resources.files("tedung.study") / "rates.toml").read_text("utf-8"))
    return {name: one["label_id"] for name, one in told.items()}


def legal_chapter(found: Found) -> Blocks:
    """Return what is in force on the day of the paper, what has ended, and the values used."""
    request = found.request
    asked = (request.on, request.region, request.programmes)
    told = [[one.name, one.says, CERTAINTIES[one.certainty]] for one in legal.in_force(*asked)]
    blocks = [
        heading("legal_head"),
        paragraph("legal_intro", day=day_said(request.on)),
        table("legal", "ttt", told, widths=[42, 40, 18]),
    ]
    for one in legal.ended(*asked):
        day = day_said(one.ends) if one.ends else ""
        blocks.append(panel(say("legal_ended_label"), say("legal_ended", name=one.name, day=day), "danger"))
    month = month_said(found.months[0])
    return [*blocks, table("articles", "tttt", _articles(found), month=month, widths=[32, 18, 34, 16])]


def _articles(found: Found) -> list[list[Any]]:
    rows = []
    for name in ARTICLES:
        entry = found.law.cite(name)
        certainty = CERTAINTIES["convention" if entry.convention else entry.certainty]
        rows.append([entry.label, _value(entry.value, entry.unit), entry.source, certainty])
    return rows


def _value(value: Any, unit: str) -> str:
    if unit.startswith("IDR"):
        return rupiah(int(value), "id")
    if unit.startswith("share"):
        return f"{(Decimal(value) * 100).normalize():f} %".replace(".", ",")
    said = str(value).replace(".", ",") if not isinstance(value, int) else thousands(value, "id")
    units = {"years": "tahun", "months": "bulan", "day of month": "hari bulan", "factor": "kali"}
    return f"{said} {units.get(unit, '')}".strip()
