"""The paper as blocks: the same for the printed page and for the file that is edited."""

from typing import Any

import numpy as np

from tedung.law import law_version
from tedung.money import rupiah, thousands
from tedung.study.paper import charts, clauses, maps
from tedung.study.paper.chapters_gap import gap_chapter, group_rows, grouped, unprotected
from tedung.study.paper.chapters_money import benefit_chapter, cost_chapter, options_chapter, spent_so_far
from tedung.study.paper.chapters_sure import data_chapter, legal_chapter
from tedung.study.paper.figures import Found
from tedung.study.paper.naskah import heading, listed, panel, paragraph, say, table
from tedung.study.paper.words import (
    day_said,
    group_said,
    month_said,
    payer_said,
    percent,
    place_names,
    programmes_said,
)

Blocks = list[dict[str, Any]]


def document(found: Found) -> tuple[dict[str, Any], Blocks]:
    """Return the head of the paper and its blocks in their order."""
    request = found.request
    months = {"first_month": month_said(found.months[0]), "last_month": month_said(found.months[-1])}
    head = {
        "title": say("title"),
        "subtitle": say("subtitle", place=found.place, **months),
        "made": say("made", place=found.place, day=day_said(request.on)),
        "foot": say("foot_invented" if request.is_invented else "foot", place=found.place),
        "office": request.office,
        "invented": [say("invented_label"), say("invented")] if request.is_invented else None,
    }
    blocks = [
        *_summary(found),
        *_question(found),
        *_method(found),
        *data_chapter(found),
        *gap_chapter(found),
        *_choice(found),
        *cost_chapter(found),
        *benefit_chapter(found),
        *options_chapter(found),
        *legal_chapter(found),
        *_limits(found),
        {"kind": "break"},
        *_annex(found),
    ]
    return head, blocks


def pictures(found: Found) -> dict[str, bytes]:
    """Return the map and the charts as SVG by their name."""
    made = {}
    by_village = unprotected(found)
    if maps.villages_of(found.request.region):
        made["map"] = maps.choropleth(found.request.region, by_village, say("map_unit"), say("map_none"))
    legend = (say("legend_covered"), say("legend_gap"))
    for group in ("sector", "kelompok_sasaran"):
        rows = group_rows(found, group)
        if rows:
            made[f"chart_{group}"] = charts.bars([(label, one, two) for label, one, two, _ in rows], legend)
    names = [month_said(month)[:3] for month in found.months]
    words = (say("legend_spent"), say("legend_budget"))
    made["chart_cost"] = charts.steps(names, spent_so_far(found), found.request.budget, words)
    return made


def _counts(found: Found) -> dict[str, str]:
    """Return the counts that several chapters say."""
    counted = found.choice.counts
    return {
        "place": found.place,
        "people": thousands(found.gap.people, "id"),
        "covered": thousands(found.gap.states["covered"], "id"),
        "gap": thousands(found.gap.states["gap"], "id"),
        "chosen": thousands(counted["chosen"], "id"),
        "reserve": thousands(counted["reserve"], "id"),
        "outside": thousands(counted["not_eligible"], "id"),
        "eligible": thousands(counted["chosen"] + counted["reserve"], "id"),
        "months": str(len(found.months)),
        "budget": rupiah(found.request.budget, "id"),
    }


def _summary(found: Found) -> Blocks:
    counts = _counts(found)
    words = {
        "payer": payer_said(found.request.payer),
        "programmes": programmes_said(found.request.programmes),
        **counts,
    }
    planned = rupiah(found.projection.total("planned"), "id")
    low, central, high = (rupiah(one.jkk + one.jkm, "id") for one in found.expected)
    leavers = clauses.numbers(found)["leavers"]
    return [
        heading("summary_head"),
        paragraph("summary", **words),
        {
            "kind": "numbers",
            "pairs": [
                [counts["gap"], say("big_gap")],
                [counts["chosen"], say("big_chosen")],
                [planned, say("big_cost", months=counts["months"])],
            ],
        },
        paragraph("summary_leaver", leavers=leavers, **counts),
        paragraph("summary_benefit", low=low, central=central, high=high),
    ]


def _question(found: Found) -> Blocks:
    return [
        heading("question_head"),
        paragraph("question", place=found.place),
        listed([say(f"q{at}") for at in range(1, 5)]),
        panel(say("terms_label"), say("terms")),
    ]


def _method(found: Found) -> Blocks:
    selection = found.selection
    fields = {
        "criteria": ", ".join(one.label_id for one in found.criteria),
        "value": thousands(selection.value, "id"),
        "bound": thousands(selection.bound, "id"),
        "seed": found.request.seed,
        "life_table": found.life_table,
    }
    return [heading("method_head"), listed([say(f"m{at}", **fields) for at in range(1, 7)])]


def _choice(found: Found) -> Blocks:
    selection, counts = found.selection, _counts(found)
    scores = selection.score[selection.is_chosen]
    kept = sum(floor.is_kept for floor in selection.floors)
    blocks = [heading("choice_head"), *_target(found), paragraph("choice_intro", **counts)]
    if len(scores):
        ends = {"lowest": int(np.min(scores)), "highest": int(np.max(scores))}
        blocks.append(paragraph("choice_line", **ends))
    weights = [[one.label_id, min(one.points), max(one.points)] for one in found.criteria]
    blocks.append(table("weights", "tnn", weights))
    if selection.floors:
        blocks.append(paragraph("choice_floors", kept=kept, count=len(selection.floors)))
        blocks.append(table("floors", "tnnt", [_floor(one) for one in selection.floors]))
    if kept < len(selection.floors):
        blocks.append(paragraph("choice_broken"))
    return [*blocks, *_fair(found)]


def _target(found: Found) -> Blocks:
    """Say among whom is chosen and what is billed, where it is not everybody by their own income."""
    request = found.request
    asked = (("village", request.places), ("kelompok_sasaran", request.target_groups))
    named = ["; ".join(group_said(column, value) for value in values) for column, values in asked if values]
    blocks = [paragraph("choice_target", who="; ".join(named))] if named else []
    return [*blocks, *([paragraph("choice_lowest")] if request.lowest_bracket else [])]


def _floor(one: Any) -> list[Any]:
    label = group_said(one.floor.column, one.floor.value)
    return [label, one.candidates, one.chosen, say("yes" if one.is_kept else "no")]


def _fair(found: Found) -> Blocks:
    """Return who is chosen among the eligible, by sex, age and decile."""
    blocks = []
    for group in ("sex", "age_band", "desil"):
        rows = [
            row
            for row in found.fairness.to_pylist()
            if row["grouped_by"] == group and row["chosen"] + row["left_out"]
        ]
        told = [
            [
                group_said(group, row["group"]),
                row["chosen"] + row["left_out"],
                row["chosen"],
                row["per_mille"],
            ]
            for row in sorted(rows, key=lambda row: _order(row["group"]))
        ]
        if told:
            note = say("fair_note", share=percent(rows[0]["per_mille_all"]))
            one = grouped("fair", group, "tnns", told)
            blocks.append({**one, "note": note if group == "desil" else ""})
    return blocks


def _order(group: str) -> tuple[int, str]:
    return (int(group), "") if group.isdigit() else (99, group)


def _limits(found: Found) -> Blocks:
    fields = {"day": day_said(found.request.on), "version": law_version()}
    return [heading("limits_head"), listed([say(f"l{at}", **fields) for at in range(1, 5)])]


def _annex(found: Found) -> Blocks:
    return [
        heading("annex_head"),
        paragraph("annex_intro"),
        *clauses.blocks(found),
        {"kind": "break"},
        heading("villages_head"),
        _villages(found),
    ]


def _villages(found: Found) -> dict[str, Any]:
    """Return every village with who is covered, who is not and who is chosen."""
    chosen = {
        row["group"]: row["chosen"] for row in found.fairness.to_pylist() if row["grouped_by"] == "village"
    }
    rows = [row for row in found.gap.by.to_pylist() if row["grouped_by"] == "village" and row["group"]]
    names = place_names()
    told = [
        [
            names.get(row["group"], row["group"]),
            row["covered"],
            row["gap"] + row["unsaid"],
            row["per_mille_low"],
            chosen.get(row["group"], 0),
        ]
        for row in rows
    ]
    sums = [sum(row[at] for row in told) for at in (1, 2, 4)]
    total = [say("total"), sums[0], sums[1], share_of(sums[0], sums[0] + sums[1]), sums[2]]
    heads = [say("villages_c1"), say("by_c2"), say("by_c3"), say("by_c4"), say("villages_c5")]
    return {
        "kind": "table",
        "caption": say("villages_caption"),
        "head": heads,
        "kinds": ["text", "count", "count", "share", "count"],
        "rows": told,
        "total": total,
        "note": "",
        "widths": [],
        "dense": True,
    }


def share_of(part: int, whole: int) -> int | None:
    """Return a share in per mille, rounded half up; None of nothing."""
    return (2000 * part + whole) // (2 * whole) if whole else None
