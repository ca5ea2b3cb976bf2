"""``tedung roster check``: read lists, judge every line, give the villages' files back."""

import argparse
import errno
from datetime import date
from pathlib import Path
from typing import Any

from tedung.errors import TedungError
from tedung.money import thousands
from tedung.texts import text

OFTEN = 5
"""Kinds of faults named in the printed summary; all of them are in summary.json."""


def add(commands: Any) -> None:
    """Declare ``roster check``."""
    parser = commands.add_parser("roster", help=text("roster.help"), description=text("roster.help"))
    kinds = parser.add_subparsers(metavar="check", required=True)
    check = kinds.add_parser(
        "check",
        help=text("roster.help_check"),
        description=text("roster.help_check"),
        epilog=text("roster.help_example"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument("files", nargs="+", type=Path, metavar="FILE", help=text("roster.help_files"))
    check.add_argument("--out", type=Path, required=True, metavar="DIR", help=text("roster.help_out"))
    for name in ("members", "mapping", "decisions"):
        check.add_argument(f"--{name}", type=Path, metavar="FILE", help=text(f"roster.help_{name}"))
    check.add_argument("--on", type=_day, metavar="DAY", help=text("roster.help_on"))
    check.add_argument("--no-link", action="store_true", help=text("roster.help_no_link"))
    check.add_argument(
        "--trust", choices=("cautious", "full"), default="full", help=text("roster.help_trust")
    )
    check.add_argument("--home", default="51.71", metavar="CODE", help=text("roster.help_home"))
    check.add_argument("--key", type=Path, metavar="FILE", help=text("roster.help_key"))
    check.set_defaults(run=run)


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise argparse.ArgumentTypeError(text("roster.bad_day", given=given)) from None


def run(arguments: argparse.Namespace) -> int:
    """Check the files; 0 nothing to mend, 1 something to mend."""
    from tedung.roster.check import KEY, Wish, check
    from tedung.roster.summary import needs_mending

    wish = Wish(
        on=arguments.on or date.today(),  # noqa: DTZ011 -- the day where the clerk sits
        members=arguments.members,
        mapping=arguments.mapping,
        decisions=arguments.decisions,
        trust=arguments.trust,
        home=arguments.home,
        key=_key(arguments.key) if arguments.key else KEY,
    )
    try:
        summary = check(arguments.files, arguments.out, wish, None if arguments.no_link else _link())
    except OSError as fault:
        if fault.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise TedungError(text("files.disk_full", path=arguments.out)) from fault
        raise
    print("\n".join([*_passed_over(arguments.files), printed(summary, arguments.out)]))
    return 1 if needs_mending(summary) else 0


def _link() -> Any:
    from tedung.linkage import link

    return link


def _key(path: Path) -> bytes:
    key = path.read_bytes()
    if not 1 <= len(key) <= 64:
        raise TedungError(text("roster.bad_key", file=path))
    return key


def printed(summary: dict[str, Any], out: Path) -> str:
    """Return the short account that a clerk reads at the end of a run."""
    from tedung.roster.summary import needs_mending

    totals = {name: thousands(count) for name, count in summary["totals"].items() if name != "pairs"}
    lines = [
        text(
            "roster.summary_head",
            files=totals["files"],
            lines=totals["lines"],
            persons=totals["person_lines"],
        ),
        *(_counted(count, text(f"outcome.{code}")) for code, count in summary["outcomes"].items() if count),
        text("roster.summary_people", people=totals["people"], members=totals["members"]),
        *_members(summary),
        *_remarks(summary),
        *_often(summary),
        *_unread(summary),
        *_columns(summary),
        *([] if needs_mending(summary) else [text("roster.nothing_to_mend")]),
        text("roster.summary_where", folder=out / "marked"),
        *_review(summary, out),
    ]
    return "\n".join(lines)


def _counted(count: int, label: str) -> str:
    return text("roster.summary_line", count=thousands(count), label=label)


def _members(summary: dict[str, Any]) -> list[str]:
    listed = summary.get("member_list")
    return [text("roster.summary_members", members=thousands(listed["members"]))] if listed else []


def _remarks(summary: dict[str, Any]) -> list[str]:
    """Say once what linkage met: one NIK under many names, persons in several files, crowded values."""
    told = {one["code"]: one for one in sorted(summary["remarks"], key=lambda one: one.get("rows", 0))}
    return [text(f"linkage.{code}", **_counts(one)) for code, one in sorted(told.items())]


def _counts(remark: dict[str, Any]) -> dict[str, str]:
    return {name: thousands(value) for name, value in remark.items() if isinstance(value, int)}


def _review(summary: dict[str, Any], out: Path) -> list[str]:
    pairs = summary["totals"]["pairs"].get("review", 0)
    return [text("roster.summary_review", pairs=thousands(pairs), folder=out)] if pairs else []


def _often(summary: dict[str, Any]) -> list[str]:
    """Name the faults met most, each by its sentence without the figures of one row."""
    from tedung.roster.findings import INFORMS

    most = [one for one in summary["findings"].items() if one[0] not in INFORMS][:OFTEN]
    if not most:
        return []
    return [
        text("roster.summary_fix"),
        *(_counted(count, text(f"roster_kinds.{code}")) for code, count in most),
    ]


def _columns(summary: dict[str, Any]) -> list[str]:
    """Name the columns that were not read, file by file."""
    from tedung.roster.summary import with_file

    told = [with_file(file["file"], one) for file in summary["files"] for one in file["unread_columns"]]
    more = [text("roster.summary_more", count=thousands(len(told) - OFTEN))] if len(told) > OFTEN else []
    return [*told[:OFTEN], *more]


def _passed_over(given: list[Path]) -> list[str]:
    """Name the files of a folder that were not opened, because they are no spreadsheets."""
    from tedung.roster.inputs import passed_over

    names = passed_over(given)
    if not names:
        return []
    shown = ", ".join(names[:OFTEN]) + (", …" if len(names) > OFTEN else "")
    return [text("roster.summary_passed_over", count=thousands(len(names)), files=shown)]


def _unread(summary: dict[str, Any]) -> list[str]:
    from tedung.roster.summary import with_file

    unread = [file for file in summary["files"] if file["status"] != "read"]
    told = ["  " + with_file(file["file"], file["sentence"]) for file in unread]
    return [text("roster.summary_unread"), *told] if told else []
