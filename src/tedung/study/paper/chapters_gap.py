"""The chapter on who is unprotected: states, map, groups, indicators."""

from typing import Any

from tedung.money import thousands
from tedung.study.indicators import definitions
from tedung.study.paper import maps
from tedung.study.paper.figures import Found
from tedung.study.paper.naskah import heading, paragraph, picture, say, table
from tedung.study.paper.words import CERTAINTIES, group_said, percent, place_names

SHOWN = 12
"""Groups of a long dimension that are shown, those with most unprotected; the rest is one row less."""

Row = tuple[str, int, int, int | None]


def gap_chapter(found: Found) -> list[dict[str, Any]]:
    """Return the chapter."""
    states = found.gap.states
    base = states["covered"] + states["gap"] + states["unsaid"]
    low, high = found.gap.ends
    fields = {
        "place": found.place,
        "gap": thousands(states["gap"], "id"),
        "covered": thousands(states["covered"], "id"),
        "share": percent((2000 * states["covered"] + base) // (2 * base)) if base else "–",
    }
    blocks = [heading("gap_head"), paragraph("gap_intro", **fields)]
    if high > low:
        ends = {"unsaid": states["unsaid"], "low": low, "high": high}
        blocks.append(paragraph("gap_unsaid", **{name: thousands(one, "id") for name, one in ends.items()}))
    told = [[say(f"state_{state}"), count] for state, count in states.items()]
    blocks.append(table("states", "tn", told, total=[say("total"), found.gap.people]))
    blocks += _map(found)
    for group in ("sector", "kelompok_sasaran"):
        blocks += _with_chart(found, group)
    for group in ("district", "sex", "age_band", "desil"):
        rows = group_rows(found, group)
        if rows:
            blocks.append(grouped("by", group, "tnns", [list(row) for row in rows]))
    return [*blocks, _indicators(found)]


def unprotected(found: Found) -> dict[str, int]:
    """Return the people who must be members and are not known to be, by village."""
    rows = [row for row in found.gap.by.to_pylist() if row["grouped_by"] == "village" and row["group"]]
    return {row["group"]: row["gap"] + row["unsaid"] for row in rows}


def _map(found: Found) -> list[dict[str, Any]]:
    if not maps.villages_of(found.request.region):
        return [paragraph("no_map")]
    by_village, names = unprotected(found), place_names()
    most = sorted(by_village, key=lambda code: (-by_village[code], code))[:3]
    said = ", ".join(f"{names.get(code, code)} {thousands(by_village[code], 'id')} orang" for code in most)
    size = (maps.WIDTH, maps.MAP_HEIGHT + maps.LEGEND)
    return [picture("map", size, say("map_caption"), say("map_alt", place=found.place, most=said))]


def group_rows(found: Found, group: str) -> list[Row]:
    """Return (label, covered, unprotected, share covered) of the groups in whom somebody is counted.

    A long dimension shows those with most unprotected; an ordered one keeps its order.
    """
    rows = [
        row
        for row in found.gap.by.to_pylist()
        if row["grouped_by"] == group and row["covered"] + row["gap"] + row["unsaid"] and row["group"]
    ]
    if group in {"sector", "kelompok_sasaran"}:
        rows = sorted(rows, key=lambda row: (-row["gap"] - row["unsaid"], row["group"]))[:SHOWN]
    else:
        rows.sort(key=lambda row: (int(row["group"]), "") if row["group"].isdigit() else (0, row["group"]))
    return [
        (group_said(group, row["group"]), row["covered"], row["gap"] + row["unsaid"], row["per_mille_low"])
        for row in rows
    ]


def _with_chart(found: Found, group: str) -> list[dict[str, Any]]:
    rows = group_rows(found, group)
    if not rows:
        return []
    name = say(f"group_{group}")
    most = ", ".join(f"{label} {thousands(count, 'id')} orang" for label, _, count, _ in rows[:3])
    caption, alt = say("chart_caption", group=name), say("chart_alt", group=name, most=most)
    size = (640, 22 * len(rows) + 34)
    told = [list(row) for row in rows]
    return [picture(f"chart_{group}", size, caption, alt), grouped("by", group, "tnns", told)]


def grouped(code: str, group: str, kinds: str, rows: list[list[Any]]) -> dict[str, Any]:
    """Return a table whose first head is the name of the group."""
    name = say(f"group_{group}")
    heads = [name.capitalize(), *(say(f"{code}_c{at}") for at in range(2, len(kinds) + 1))]
    kind_of = {"t": "text", "n": "count", "s": "share"}
    return {
        "kind": "table",
        "caption": say(f"{code}_caption", group=name),
        "head": heads,
        "kinds": [kind_of[one] for one in kinds],
        "rows": rows,
        "total": None,
        "note": "",
        "widths": [],
        "dense": False,
    }


def _indicators(found: Found) -> dict[str, Any]:
    told = []
    for one in found.gap.indicators:
        label = definitions()[one.name]["label_id"]
        share = one.per_ten_thousand
        shown = None if share is None else f"{share // 100},{share % 100:02d} %"
        told.append([label, shown, one.base, CERTAINTIES[one.certainty]])
    note = say("indicators_note")
    return table("indicators", "ttnt", told, note=note, widths=[46, 13, 13, 28])
