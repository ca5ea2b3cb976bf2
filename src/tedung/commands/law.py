"""``tedung law``: the parameters in force on a day, their history, and what nobody has read."""

import argparse
import difflib
import json
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tedung.errors import TedungError
from tedung.texts import text

if TYPE_CHECKING:
    from tedung.law import Entry


def add(commands: Any) -> None:
    """Declare ``law show`` and ``law gaps``."""
    parser = commands.add_parser("law", help=text("law.help"), description=text("law.help"))
    kinds = parser.add_subparsers(metavar="show|gaps", required=True)
    show = _declare(kinds, "show", run_show)
    show.add_argument("name", nargs="?", metavar="NAME", help=text("law.name_help"))
    show.add_argument("--on", type=_day, metavar="DAY", help=text("law.on_help"))
    gaps = _declare(kinds, "gaps", run_gaps)
    gaps.add_argument("name", nargs="?", metavar="PROGRAMME", help=text("law.gaps_name_help"))


def _declare(kinds: Any, name: str, run: Any) -> argparse.ArgumentParser:
    said = text(f"law.{name}_help")
    parser: argparse.ArgumentParser = kinds.add_parser(
        name, help=said, description=said, epilog=text(f"law.{name}_example")
    )
    parser.add_argument("--json", action="store_true", help=text("law.json_help"))
    parser.set_defaults(run=run)
    return parser


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise argparse.ArgumentTypeError(text("law.bad_day", given=given)) from None


def run_show(arguments: argparse.Namespace) -> int:
    """Print the parameters in force, or the history of those whose name begins with NAME."""
    from tedung.law import manual

    day = arguments.on or date.today()  # noqa: DTZ011 -- the day where the reader sits
    if arguments.name is None:
        lines = _in_force(day)
        page = manual.table(day, lines, _width())
    else:
        found = _named(arguments.name)
        lines = [line for history in found.values() for line in history]
        page = manual.histories(day, found, _width())
    print(_as_json({"law_day": str(day)}, lines) if arguments.json else page)
    return 0


def _width() -> int | None:
    """Return the width of the terminal; in a pipe a row stays one line, for grep."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _in_force(day: date) -> list["Entry"]:
    from tedung.law import days_of_change, law_on

    entries = law_on(day).entries
    if not entries:
        raise TedungError(text("law.nothing_in_force", day=day, first=days_of_change()[0]))
    return [entries[name] for name in sorted(entries)]


def _named(name: str) -> Mapping[str, tuple["Entry", ...]]:
    """Return the parameter of this name, in capitals or not, else all whose name begins so."""
    from tedung.law import history

    known, asked = history(), name.lower()
    if asked in known:
        return {asked: known[asked]}
    found = {one: lines for one, lines in sorted(known.items()) if asked and one.startswith(asked)}
    if not found:
        raise TedungError(_unknown(name, sorted(known)))
    return found


def _unknown(name: str, known: Sequence[str]) -> str:
    near = _near(name, known)
    said = (
        text("law.unknown_near", asked=name, near=", ".join(near))
        if near
        else text("law.unknown", asked=name)
    )
    return f"{said} {text('law.unknown_list')}"


def _near(name: str, known: Sequence[str]) -> list[str]:
    """Return up to five names that may have been meant: spelled alike, or with that last part."""
    alike = difflib.get_close_matches(name, known, n=3)
    last = name.rpartition(".")[2]
    parts = difflib.get_close_matches(last, {one.rpartition(".")[2] for one in known}, n=2)
    same_part = [one for one in known if one.rpartition(".")[2] in parts]
    return list(dict.fromkeys([*alike, *same_part]))[:5]


def run_gaps(arguments: argparse.Namespace) -> int:
    """Print every value that is not ``text``, or those of PROGRAMME, the least certain first."""
    from tedung.law import history, manual

    known = history() if arguments.name is None else _named(arguments.name)
    lines = [line for name in sorted(known) for line in known[name]]
    if arguments.json:
        named = [one._asdict() for one in manual.conventions().values()]
        print(_as_json({"values": len(lines), "conventions": named}, manual.unread(lines)))
    else:
        print(manual.gaps(lines, _width(), is_whole=arguments.name is None))
    return 0


def _as_json(head: Mapping[str, Any], lines: Iterable["Entry"]) -> str:
    from tedung.law import law_version

    whole = {"law_version": law_version(), **head, "parameters": [_record(line) for line in lines]}
    return json.dumps(whole, ensure_ascii=False, indent=2, default=_plain)


def _record(line: "Entry") -> dict[str, Any]:
    from tedung.law.manual import certainty

    return {
        "name": line.name,
        "label_id": line.label,
        "label_en": line.label_en,
        "first_day": line.first_day,
        "published": line.published,
        "value": line.value,
        "unit": line.unit,
        "gap": line.gap,
        "gap_id": line.gap_id,
        "article": line.source,
        "certainty": certainty(line),
        "convention": line.convention,
    }


def _plain(value: Any) -> Any:
    """Return what JSON can hold: a rate as a float, whose shortest writing has the same digits."""
    return float(value) if isinstance(value, Decimal) else str(value)
