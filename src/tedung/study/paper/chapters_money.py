"""The chapters on cost, expected benefits and options."""

from itertools import accumulate
from typing import Any

from tedung.money import rupiah, thousands
from tedung.study.paper.figures import Found
from tedung.study.paper.naskah import heading, paragraph, picture, say, table
from tedung.study.paper.words import month_said, payer_said, programmes_said

Blocks = list[dict[str, Any]]


def by_month(found: Found) -> list[dict[str, Any]]:
    """Return month, people, planned, expected and leavers of each month, all budget lines together."""
    lines = found.projection.lines.to_pylist()
    exits = {row["month"]: row for row in found.projection.exits.to_pylist()}
    rows = []
    for month in found.months:
        mine = [row for row in lines if row["month"] == str(month)]
        lost = exits[str(month)]
        rows.append(
            {
                "month": month,
                **{name: int(sum(row[name] for row in mine)) for name in ("people", "planned", "expected")},
                "leaving": sum(lost[name] for name in ("death", "move", "lapse", "age")),
            }
        )
    return rows


def spent_so_far(found: Found) -> list[int]:
    """Return the rupiah planned up to each month, that month included."""
    return list(accumulate(row["planned"] for row in by_month(found)))


def cost_chapter(found: Found) -> Blocks:
    """Return what it costs month by month, and what stays unspent."""
    projection, spent = found.projection, spent_so_far(found)
    money = {
        "planned": rupiah(projection.total("planned"), "id"),
        "expected": rupiah(projection.total("expected"), "id"),
        "budget": rupiah(found.request.budget, "id"),
    }
    chosen = thousands(int(found.selection.is_chosen.sum()), "id")
    ends = {"first": rupiah(spent[0], "id"), "last": rupiah(spent[-1], "id")}
    alt = say("cost_chart_alt", budget=money["budget"], **ends)
    rows = by_month(found)
    told = [
        [month_said(row["month"]), row["people"], row["planned"], row["expected"], _decimal(row["leaving"])]
        for row in rows
    ]
    total = [say("total"), None, projection.total("planned"), projection.total("expected")]
    total.append(_decimal(sum(row["leaving"] for row in rows)))
    return [
        heading("cost_head"),
        paragraph("cost_intro", chosen=chosen, months=len(found.months), **money),
        picture("chart_cost", (640, 254), say("cost_chart_caption"), alt),
        table("cost", "tnrrn", told, total=total),
        table("unspent", "trrn", _unspent(found), note=say("unspent_note")),
    ]


def _unspent(found: Found) -> list[list[Any]]:
    return [[say(f"unspent_{one.case}"), one.spent, one.left, one.people] for one in found.unspent]


def _decimal(value: float) -> str:
    """Return ``12,4``: people leaving are expected, not counted."""
    whole, tenth = divmod(round(value * 10), 10)
    return f"{thousands(whole, 'id')},{tenth}"


def benefit_chapter(found: Found) -> Blocks:
    """Return the benefits expected at three ends, and their bands."""
    told = [
        [say(f"end_{one.end}"), _decimal(one.deaths), _decimal(one.accidents), one.jkm, one.jkk]
        for one in found.expected
    ]
    bands = [[say(f"band_{one.what}"), one.low, one.middle, one.high] for one in found.bands]
    return [
        heading("benefit_head"),
        paragraph("benefit_intro"),
        table("benefit", "tnnrr", told, months=len(found.months)),
        table("bands", "tnnn", bands),
    ]


def options_chapter(found: Found) -> Blocks:
    """Return payers, bundles, lengths and reforms side by side."""
    choices = [
        [payer_said(one.payer), programmes_said(one.programmes), one.people, one.amount, one.relief]
        for one in found.choices
    ]
    lengths = [
        [str(one.months), one.people, one.amount, _decimal(float(one.counted_by_agency))]
        for one in found.lengths
    ]
    blocks = [
        heading("options_head"),
        paragraph("options_intro"),
        table("choices", "ttnrr", choices, months=len(found.months)),
        table("lengths", "tnrn", lengths, note=say("lengths_note")),
    ]
    return [*blocks, *_reforms(found)]


def _reforms(found: Found) -> Blocks:
    if found.simulation is None:
        return []
    told = [
        [
            row["reform"] or say("reform_now"),
            row["covered"],
            row["contributions"],
            row["jkk_expected"] + row["jkm_expected"],
            row["winners"],
            row["losers"],
        ]
        for row in found.simulation.totals()
    ]
    return [table("reform", "tnrrnn", told, note=say("reform_note"), place=found.place)]
