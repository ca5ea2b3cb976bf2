"""``tedung study population``: a synthetic population of whole regencies, by village, with its fit."""

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tedung.texts import language, text

if TYPE_CHECKING:
    from tedung.population.census.folder import Written

BALI = "51"
DEFAULT_SEED = 2026
DONE = 0
SHOWN = (
    "persons",
    "ages",
    "participation",
    "unemployment",
    "status",
    "sector",
    "members",
    "desil",
    "household_size",
)


def register(subparsers: Any) -> None:
    """Describe ``population`` to the parser of ``tedung study``."""
    parser = subparsers.add_parser(
        "population",
        help=text("population.help"),
        description=text("population.help"),
        epilog=text("population.example"),
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=text("population.help_out"))
    parser.add_argument("--regions", default=BALI, metavar="51,53.71", help=text("population.help_regions"))
    parser.add_argument(
        "--seed",
        type=int,
        default=DEFAULT_SEED,
        metavar="N",
        help=text("population.help_seed", seed=DEFAULT_SEED),
    )
    parser.add_argument("--scale", type=float, default=1.0, metavar="S", help=text("population.help_scale"))
    parser.add_argument("--on", type=_day, metavar="DAY", help=text("population.help_on"))
    parser.set_defaults(run=run)


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise argparse.ArgumentTypeError(text("population.bad_day", given=given)) from None


def run(arguments: argparse.Namespace) -> int:
    """Make the persons, write them, and say how near every margin is and what was assumed."""
    from tedung.population.census import DAY
    from tedung.population.census.folder import write

    codes = [code.strip() for code in arguments.regions.split(",") if code.strip()]
    written = write(arguments.out, codes, arguments.seed, arguments.scale, arguments.on or DAY)
    print("\n".join(_page(written, arguments.out)))
    return DONE


def _page(written: "Written", out: Path) -> Iterator[str]:
    from tedung.money import thousands

    counts = {
        "persons": thousands(written.persons),
        "workers": thousands(written.workers),
        "villages": thousands(written.villages),
    }
    yield text("population.title")
    yield text("population.invented")
    yield ""
    yield text("population.made", **counts)
    yield from _fit(written)
    yield from _compared(written)
    yield ""
    yield text("population.assumed", count=len(written.fit["assumptions"]))
    yield from (f"  - {each[language()]}" for each in written.fit["assumptions"])
    yield ""
    yield text("population.where", folder=out)


def _fit(written: "Written") -> Iterator[str]:
    """Yield the largest difference of each margin, and how many of its figures are only assumed."""
    from tedung.population.census.fit import worst

    yield ""
    yield text("population.fit")
    for name in SHOWN:
        lines = [line for line in written.fit["margins"] if line["margin"] == name]
        guessed = sum(line["certainty"] == "assumption" for line in lines)
        yield text(
            "population.fit_line",
            margin=text(f"population.margin_{name}"),
            figures=len(lines),
            guessed=guessed,
            worst=f"{worst(written.fit, name):.3f}",
        )


def _compared(written: "Written") -> Iterator[str]:
    """Yield published figures of the province that were not used, beside ours."""
    from tedung.money import thousands

    rows = [row for row in written.fit["compared"] if row["margin"] == "compared"]
    if rows:
        yield ""
        yield text("population.compared")
    for row in rows:
        yield text(
            "population.compared_line",
            what=text(f"population.compared_{row['key']}"),
            published=thousands(int(row["value"])),
            found=thousands(row["found"]),
        )
