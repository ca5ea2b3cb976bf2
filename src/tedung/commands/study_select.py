"""``tedung study select``: whom to cover within a budget, with floors, a reserve and reasons."""

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tedung.commands.study_gap import DONE, TO_MEND, day, line
from tedung.errors import TedungError
from tedung.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import pyarrow as pa

    from tedung.dates import Month
    from tedung.study.cost import Costs
    from tedung.study.quota import Selection
    from tedung.study.score import Scores, Shift

PAYER, SEED = "apbd_kota", "tedung"
LONGEST = 60


def register(subparsers: Any) -> None:
    """Declare ``study select``."""
    said = text("study_command.help_select")
    parser = subparsers.add_parser(
        "select", help=said, description=said, epilog=text("study_command.example_select")
    )
    parser.add_argument("people", type=Path, metavar="PEOPLE", help=text("study_command.help_people"))
    parser.add_argument(
        "--budget", type=rupiah_given, required=True, metavar="RUPIAH", help=text("study_command.help_budget")
    )
    add_months(parser)
    parser.add_argument(
        "--payer", default=PAYER, metavar="PAYER", help=text("study_command.help_payer", payer=PAYER)
    )
    parser.add_argument("--floors", type=Path, metavar="FILE", help=text("study_command.help_floors"))
    parser.add_argument("--weights", type=Path, metavar="FILE", help=text("study_command.help_weights"))
    parser.add_argument(
        "--seed", default=SEED, metavar="TEXT", help=text("study_command.help_seed_text", seed=SEED)
    )
    parser.add_argument("--region", default="", metavar="51.71", help=text("study_command.help_region"))
    parser.add_argument("--on", type=day, metavar="DAY", help=text("study_command.help_on_month"))
    parser.add_argument("--sensitivity", action="store_true", help=text("study_command.help_sensitivity"))
    parser.add_argument("--out", type=Path, metavar="DIR", help=text("study_command.help_out"))
    parser.set_defaults(run=run)


def add_months(parser: argparse.ArgumentParser) -> None:
    """Declare the months and programmes that selection and budget share."""
    parser.add_argument("--month", required=True, metavar="YYYY-MM", help=text("study_command.help_month"))
    parser.add_argument("--to", metavar="YYYY-MM", help=text("study_command.help_to"))
    parser.add_argument(
        "--programmes", default="jkk+jkm", metavar="A+B", help=text("study_command.help_programmes")
    )
    parser.add_argument("--lowest-bracket", action="store_true", help=text("study_command.help_lowest"))


def rupiah_given(given: str) -> int:
    """Read rupiah written in digits only."""
    if not (given.isascii() and given.isdigit() and len(given) < 16):
        raise argparse.ArgumentTypeError(text("study_command.bad_rupiah", given=given[:20]))
    return int(given)


def months_of(arguments: argparse.Namespace) -> "tuple[Month, ...]":
    """Return the months asked, twelve unless ``--to`` tells; `TedungError` for what is no span of months."""
    from tedung.dates import Month

    ends: list[Month] = []
    for given in (arguments.month, arguments.to):
        try:
            ends.append(Month.parse(given) if given else ends[0] + 11)
        except ValueError:
            raise TedungError(text("study_command.bad_month", given=given)) from None
    count = ends[1] - ends[0] + 1
    if not 1 <= count <= LONGEST:
        raise TedungError(text("study_command.months_wrong", first=ends[0], last=ends[1], longest=LONGEST))
    return tuple(ends[0].until(ends[1]))


def check_codes(payer: str | None, programmes: str) -> None:
    """Refuse a payer or a programme that there is not."""
    from tedung.columns import PAYERS, PROGRAMMES

    if payer is not None and payer not in PAYERS:
        allowed = ", ".join(PAYERS)
        raise TedungError(text("bill.option_unknown", option="--payer", value=payer, allowed=allowed))
    if not programmes or not set(programmes.split("+")) <= set(PROGRAMMES):
        allowed = ", ".join(PROGRAMMES)
        raise TedungError(text("study_command.bad_programmes", given=programmes, allowed=allowed))


class Found(NamedTuple):
    """A selection with what it was made of."""

    people: "pa.Table"
    scores: "Scores"
    costs: "Costs"
    selection: "Selection"
    shifts: "Sequence[Shift]"
    on: "date"


def run(arguments: argparse.Namespace) -> int:
    """Choose, print and write; 1 where a floor is missed by the rounding."""
    months = months_of(arguments)
    check_codes(arguments.payer, arguments.programmes)
    found = choose(arguments, months)
    print("\n".join(page(found, months)))
    if arguments.out:
        write(found, arguments, months)
        print(text("study_command.written", out=arguments.out))
    return DONE if all(kept.is_kept for kept in found.selection.floors) else TO_MEND


def choose(arguments: argparse.Namespace, months: "Sequence[Month]") -> Found:
    """Score, cost and select; once more for each shifted weight where that is asked."""
    from tedung.study import people as tables
    from tedung.study import score
    from tedung.study.choosing import Asked, no_floors
    from tedung.study.choosing import choose as chosen_of
    from tedung.study.floors import read_floors

    criteria = score.weights(arguments.weights)
    on = arguments.on or months[0].first_day
    people = tables.read(arguments.people, arguments.region)
    asked = Asked(
        tuple(months),
        on,
        arguments.budget,
        criteria,
        payer=arguments.payer,
        programmes=arguments.programmes,
        floors=partial(read_floors, arguments.floors) if arguments.floors else no_floors,
        seed=arguments.seed,
        lowest_bracket=arguments.lowest_bracket,
    )
    found = chosen_of(people, asked)
    shifts = found.shifts() if arguments.sensitivity else []
    return Found(found.people, found.scores, found.costs, found.selection, shifts, on)


def page(found: Found, months: "Sequence[Month]") -> list[str]:
    """Return the page: who, for how much, why, under which floors."""
    from tedung.money import rupiah, thousands

    selection = found.selection
    head = {
        "months": f"{months[0]} – {months[-1]}",
        "people": thousands(len(selection.ids)),
        "budget": rupiah(selection.terms.budget),
        "seed": selection.terms.seed,
    }
    lines = [text("study_command.select_head", **head), ""]
    lines += [
        line(text(f"study_command.status_{status}"), thousands(selection.counts[status]))
        for status in ("chosen", "reserve", "not_eligible")
    ]
    lines.append(line(text("study_command.spent"), rupiah(selection.spent)))
    lines.append(line(text("study_command.left"), rupiah(selection.terms.budget - selection.spent)))
    lines += [
        _worth(selection),
        "",
        *_reasons(selection),
        *_floors(selection),
        *_shifts(found),
        *_lacking(found),
    ]
    return lines


def _worth(selection: "Selection") -> str:
    from tedung.money import thousands

    broken = selection.greedy_broken
    said = text("study_command.select_broken", count=broken) if broken else ""
    numbers = {"value": selection.value, "bound": selection.bound, "greedy": selection.greedy_value}
    told = {name: thousands(number) for name, number in numbers.items()}
    return text("study_command.select_value", **told, broken=said)


def _reasons(selection: "Selection") -> list[str]:
    from collections import Counter

    from tedung.money import thousands
    from tedung.study.quota import REASONS, sentence

    counts = Counter(selection.reason)
    lines = [text("study_command.select_reasons")]
    lines += [
        line(text(f"study_command.reason_{code}"), thousands(counts[code]))
        for code in REASONS
        if counts[code]
    ]
    others = sorted((code, count) for code, count in counts.items() if code not in REASONS)
    return lines + [line(sentence(code, 0, 0, ""), thousands(count)) for code, count in others]


def _floors(selection: "Selection") -> list[str]:
    from tedung.money import thousands

    if not selection.floors:
        return []
    lines = ["", text("study_command.select_floors")]
    for kept in selection.floors:
        missed = "" if kept.is_kept else f" {text('study_command.floor_missed')}"
        counts = f"{thousands(kept.chosen)} / {thousands(kept.candidates)}; {kept.points_each:g}"
        lines.append(line(kept.floor.said + missed, counts))
    return lines


def _shifts(found: Found) -> list[str]:
    from tedung.money import thousands

    if not found.shifts:
        return []
    labels = {one.name: one.label for one in found.scores.criteria}
    lines = ["", text("study_command.select_sensitivity")]
    for one in found.shifts:
        label = text("study_command.select_shift", criterion=labels[one.criterion], percent=one.percent)
        lines.append(line(label, f"{thousands(one.stays)} / {thousands(found.selection.counts['chosen'])}"))
    return lines


NEEDED = ("income", "desil", "household_id", "birth_date", "is_working")


def _lacking(found: Found) -> list[str]:
    from tedung.study.people import missing

    lacking = missing(found.people, NEEDED)
    return ["", text("study_command.select_missing", columns=", ".join(lacking))] if lacking else []


def write(found: Found, arguments: argparse.Namespace, months: "Sequence[Month]") -> None:
    """Write the selection, the scores, the table of fairness, the floors and a summary."""
    from tedung.files import folder_aside
    from tedung.study import score
    from tedung.study.fairness import fairness
    from tedung.study.output import write_json, write_table

    with folder_aside(arguments.out) as aside:
        write_table(aside, "selection", found.selection.table())
        write_table(aside, "scores", score.to_table(found.scores))
        write_table(aside, "fairness", fairness(found.people, found.selection, found.on))
        floors = [
            {**kept.floor._asdict(), **kept._asdict(), "floor": kept.floor.said}
            for kept in found.selection.floors
        ]
        write_json(aside, "floors", floors)
        if found.shifts:
            write_json(aside, "sensitivity", [vars(shift) for shift in found.shifts])
        write_json(aside, "summary", _summary(found, arguments, months))


def _summary(found: Found, arguments: argparse.Namespace, months: "Sequence[Month]") -> dict[str, Any]:
    from tedung.law import law_version

    selection = found.selection
    return {
        "months": [str(month) for month in months],
        "payer": arguments.payer,
        "programmes": arguments.programmes,
        "lowest_bracket": arguments.lowest_bracket,
        "budget": selection.terms.budget,
        "spent": selection.spent,
        "seed": selection.terms.seed,
        "people": dict(selection.counts),
        "score_of_chosen": selection.value,
        "score_bound": selection.bound,
        "score_greedy": selection.greedy_value,
        "greedy_floors_missed": selection.greedy_broken,
        "fractions_rounded": selection.fractions,
        "not_eligible": dict(found.costs.reasons),
        "weights": {
            one.name: dict(zip(map(str, one.bounds), one.points, strict=True))
            for one in found.scores.criteria
        },
        "law_version": law_version(),
    }
