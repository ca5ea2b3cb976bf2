"""``tedung demo``: a synthetic city from its lists to its bill, and the summary for its mayor."""

import argparse
from pathlib import Path
from typing import Any

from tedung.texts import text

SEED, PEOPLE = 2026, 5415


def add(commands: Any) -> None:
    """Declare ``demo``."""
    said = text("demo.help")
    parser = commands.add_parser("demo", help=said, description=said, epilog=text("demo.example"))
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=text("demo.out_help"))
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help=text("demo.seed_help", seed=SEED))
    parser.add_argument(
        "--people", type=_people, default=PEOPLE, metavar="N", help=text("demo.people_help", people=PEOPLE)
    )
    parser.set_defaults(run=run)


def _people(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= 100_000:
        raise argparse.ArgumentTypeError(text("demo.bad_people", given=given))
    return int(given)


def run(arguments: argparse.Namespace) -> int:
    """Run the demo and print its summary; what a clerk has to mend is no failure of the demo."""
    from tedung import demo

    print(demo.run(arguments.out, arguments.seed, arguments.people), end="")
    return 0
