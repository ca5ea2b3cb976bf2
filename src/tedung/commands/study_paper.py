"""``tedung study paper``: the study as a paper, PDF/UA-1 and OpenDocument, from one command."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tedung.commands.study_gap import day
from tedung.commands.study_select import PAYER, SEED, add_months, check_codes, months_of, rupiah_given
from tedung.texts import text

if TYPE_CHECKING:
    from tedung.study.paper import Request

NAME = "naskah-kajian"


def register(subparsers: Any) -> None:
    """Declare ``study paper``."""
    said = text("paper.help")
    parser = subparsers.add_parser("paper", help=said, description=said, epilog=text("paper.example"))
    parser.add_argument("people", type=Path, metavar="PEOPLE", help=text("study_command.help_people"))
    parser.add_argument("--region", required=True, metavar="51.71", help=text("study_command.help_region"))
    add_months(parser)
    parser.add_argument(
        "--budget", type=rupiah_given, required=True, metavar="RUPIAH", help=text("study_command.help_budget")
    )
    parser.add_argument(
        "--payer", default=PAYER, metavar="PAYER", help=text("study_command.help_payer", payer=PAYER)
    )
    parser.add_argument("--floors", type=Path, metavar="FILE", help=text("study_command.help_floors"))
    parser.add_argument("--weights", type=Path, metavar="FILE", help=text("study_command.help_weights"))
    parser.add_argument(
        "--seed", default=SEED, metavar="TEXT", help=text("study_command.help_seed_text", seed=SEED)
    )
    parser.add_argument("--on", type=day, metavar="DAY", help=text("paper.help_on"))
    _add_own(parser)
    parser.set_defaults(run=run)


def _add_own(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reform", type=Path, action="append", default=[], metavar="FILE", help=text("paper.help_reform")
    )
    parser.add_argument("--functions", type=Path, metavar="FILE", help=text("reform_command.help_functions"))
    parser.add_argument("--place", default="", metavar="TEXT", help=text("paper.help_place"))
    parser.add_argument("--office", default="", metavar="TEXT", help=text("paper.help_office"))
    parser.add_argument("--invented", action="store_true", help=text("paper.help_invented"))
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=text("paper.help_out"))


def run(arguments: argparse.Namespace) -> int:
    """Make the paper and write it three times: to be read, to be edited, to be checked."""
    from tedung.files import folder_aside
    from tedung.study.paper import make

    made = make(request(arguments))
    with folder_aside(arguments.out) as aside:
        (aside / f"{NAME}.pdf").write_bytes(made.pdf())
        (aside / f"{NAME}.odt").write_bytes(made.odt())
        (aside / f"{NAME}.json").write_bytes(made.data())
    print(text("paper.written", out=arguments.out, file=NAME))
    return 0


def request(arguments: argparse.Namespace) -> "Request":
    """Return what is asked; a population of ours in a folder is known to be invented."""
    from tedung.study.paper import Request

    months = months_of(arguments)
    check_codes(arguments.payer, arguments.programmes)
    invented = arguments.invented or (arguments.people / "fit.json").is_file()
    return Request(
        arguments.people,
        arguments.region,
        months,
        arguments.on or date.today(),  # noqa: DTZ011 - a day is an argument; this is its default
        arguments.budget,
        payer=arguments.payer,
        programmes=arguments.programmes,
        place=arguments.place,
        office=arguments.office,
        floors=arguments.floors,
        weights=arguments.weights,
        reforms=tuple(arguments.reform),
        functions=arguments.functions,
        seed=arguments.seed,
        is_invented=invented,
    )
