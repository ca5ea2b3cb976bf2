"""``tedung study budget``: what a programme costs, what stays unspent, what is got for it."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tedung.commands import study_budget_page as pages
from tedung.commands.study_gap import DONE, TO_MEND
from tedung.commands.study_select import add_months, check_codes, months_of, rupiah_given
from tedung.errors import TedungError
from tedung.texts import text

if TYPE_CHECKING:
    import pyarrow as pa

    from tedung.dates import Month
    from tedung.study.budget import Projection
    from tedung.study.choices import Choice, Length, Unspent
    from tedung.study.expected_benefits import Band, Expected

SEED, RUNS = 2026, 200


def register(subparsers: Any) -> None:
    """Declare ``study budget``."""
    said = text("study_command.help_project")
    parser = subparsers.add_parser(
        "budget", help=said, description=said, epilog=text("study_command.example_budget")
    )
    parser.add_argument("people", type=Path, metavar="PEOPLE", help=text("study_command.help_people"))
    add_months(parser)
    parser.add_argument(
        "--budget", type=rupiah_given, metavar="RUPIAH", help=text("study_command.help_budget")
    )
    parser.add_argument("--payer", metavar="PAYER", help=text("study_command.help_own_payer"))
    parser.add_argument("--region", default="", metavar="51.71", help=text("study_command.help_region"))
    parser.add_argument("--chosen", type=Path, metavar="FILE", help=text("study_command.help_chosen"))
    parser.add_argument(
        "--replaced-after", type=_number(0, 60), metavar="N", help=text("study_command.help_replaced")
    )
    parser.add_argument(
        "--leave-at",
        type=_number(0, 120),
        default=None,
        metavar="N",
        help=text("study_command.help_leave_at"),
    )
    parser.add_argument("--life-table", type=Path, metavar="FILE", help=text("study_command.help_life_table"))
    parser.add_argument("--versions", type=Path, metavar="FILE", help=text("study_command.help_versions"))
    _add_draws(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help=text("study_command.help_out"))
    parser.set_defaults(run=run)


def _add_draws(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--seed",
        type=_number(0, 2**31),
        default=SEED,
        metavar="N",
        help=text("study_command.help_seed", seed=SEED),
    )
    parser.add_argument(
        "--runs",
        type=_number(1, 10_000),
        default=RUNS,
        metavar="N",
        help=text("study_command.help_runs", runs=RUNS),
    )


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(given: str) -> int:
        if not (given.isascii() and given.isdigit() and least <= int(given[:12]) <= most):
            raise argparse.ArgumentTypeError(
                text("study_command.bad_number", given=given[:20], least=least, most=most)
            )
        return int(given)

    return read


class Found(NamedTuple):
    """A budget with all its choices."""

    months: "tuple[Month, ...]"
    projection: "Projection"
    unspent: "Sequence[Unspent]"
    lengths: "Sequence[Length]"
    choices: "Sequence[Choice]"
    expected: "Sequence[Expected]"
    bands: "Sequence[Band]"
    versions: "pa.Table | None"
    life_table: str


def run(arguments: argparse.Namespace) -> int:
    """Project, print and write; 1 where the plan asks for more than the budget."""
    months = months_of(arguments)
    check_codes(arguments.payer, arguments.programmes)
    found = project(arguments, months)
    print("\n".join(pages.page(found, arguments)))
    if arguments.out:
        write(found, arguments)
        print(text("study_command.written", out=arguments.out))
    planned = found.projection.total("planned")
    return TO_MEND if arguments.budget is not None and planned > arguments.budget else DONE


def project(arguments: argparse.Namespace, months: "tuple[Month, ...]") -> Found:
    """Return the budget and everything that is set beside it."""
    from tedung.study import budget, choices, cost, expected_benefits
    from tedung.study.flows import Chances, leaving_age
    from tedung.study.rates import mortality
    from tedung.study.versions import read_versions, side_by_side

    versions = side_by_side(read_versions(arguments.versions)) if arguments.versions else None
    people, payer = _people(arguments), arguments.payer
    table = mortality(months[0].year, arguments.life_table)
    plan = budget.Plan(months, payer, arguments.programmes, arguments.replaced_after)
    leave_at = leaving_age(months[0]) if arguments.leave_at is None else arguments.leave_at or None
    projection = budget.project(people, plan, Chances.at("central", table, leave_at))
    costs = cost.costs(people, months, payer=payer or "apbd_kota", programmes=arguments.programmes)
    covered = people.filter(costs.amount > 0)
    paid = [amount[costs.amount > 0] for amount in costs.by_month.values()]
    return Found(
        months,
        projection,
        _unspent(arguments, projection, len(months)),
        choices.lengths(covered, months[0], payer or "apbd_kota", arguments.programmes),
        choices.compare(covered, months),
        expected_benefits.expect(covered, months, table, payer=payer),
        expected_benefits.bands(
            covered, months, paid, table, seed=arguments.seed, runs=arguments.runs, payer=payer
        ),
        versions,
        table.source,
    )


def _people(arguments: argparse.Namespace) -> "pa.Table":
    """Return the people of the table, or those of them whom a selection chose."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from tedung.study.cost import in_lowest_bracket
    from tedung.study.people import ids, read

    people = read(arguments.people, arguments.region)
    if arguments.lowest_bracket:
        people = in_lowest_bracket(people)
    if arguments.chosen is None:
        return people
    try:
        selection = pq.read_table(arguments.chosen, columns=["person_id", "status"])
    except (pa.ArrowInvalid, pa.ArrowKeyError, ValueError) as fault:
        raise TedungError(text("bill.table_damaged", file=arguments.chosen.name)) from fault
    chosen = selection.filter(pc.equal(selection["status"], "chosen"))["person_id"]
    return people.filter(pc.is_in(pa.array(ids(people)), value_set=chosen.combine_chunks()))


def _unspent(arguments: argparse.Namespace, projection: "Projection", months: int) -> "list[Unspent]":
    from tedung.study.choices import after_refusals

    planned, expected = projection.total("planned"), projection.total("expected")
    person_months = sum(projection.lines["people"].to_pylist())
    budget = planned if arguments.budget is None else arguments.budget
    return after_refusals(budget, expected, planned=planned, person_months=person_months, months=months)


def write(found: Found, arguments: argparse.Namespace) -> None:
    """Write every table and a summary with its rates and their sources."""
    from tedung.files import folder_aside
    from tedung.law import law_version
    from tedung.study.choices import table
    from tedung.study.output import write_json, write_table
    from tedung.study.rates import rates

    with folder_aside(arguments.out) as aside:
        write_table(aside, "lines", found.projection.lines)
        write_table(aside, "exits", found.projection.exits)
        for name in ("unspent", "lengths", "choices", "expected", "bands"):
            write_table(aside, name, table(getattr(found, name)))
        if found.versions is not None:
            write_table(aside, "versions", found.versions)
        summary = {
            "months": [str(month) for month in found.months],
            "budget": arguments.budget,
            "payer": arguments.payer,
            "programmes": arguments.programmes,
            "lowest_bracket": arguments.lowest_bracket,
            "people": found.projection.enrolled,
            "not_paid_for": dict(found.projection.why_not),
            **{name: found.projection.total(name) for name in ("planned", "expected", "with_replacement")},
            "seed": arguments.seed,
            "runs": arguments.runs,
            "life_table": found.life_table,
            "rates": {name: rate._asdict() for name, rate in rates().items()},
            "law_version": law_version(),
        }
        write_json(aside, "summary", summary)
