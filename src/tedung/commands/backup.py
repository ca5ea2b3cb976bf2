"""``tedung backup`` and ``tedung restore``: the whole office in one sealed file, and back."""

import argparse
import getpass
import sys
from pathlib import Path
from typing import Any

from tedung.errors import TedungError
from tedung.texts import text


def add(commands: Any) -> None:
    """Declare ``backup`` and ``restore``."""
    made = _declare(commands, "backup", run_backup)
    made.add_argument("file", type=Path, metavar="FILE", help=text("backup.help_out"))
    read = _declare(commands, "restore", run_restore)
    read.add_argument("file", type=Path, metavar="FILE", help=text("backup.help_file"))
    read.add_argument("--check", action="store_true", help=text("backup.help_check"))


def _declare(commands: Any, name: str, run: Any) -> argparse.ArgumentParser:
    said, example = text(f"backup.help_{name}"), text(f"backup.example_{name}")
    parser: argparse.ArgumentParser = commands.add_parser(name, help=said, description=said, epilog=example)
    parser.add_argument(
        "--passphrase-file", type=Path, default=None, metavar="FILE", help=text("backup.help_passphrase")
    )
    parser.set_defaults(run=run)
    return parser


def run_backup(arguments: argparse.Namespace) -> int:
    """Write the office into one file; 1 where a document of its rows is missing in the folder."""
    from tedung.office.starting import backup, ground

    passphrase = _passphrase(arguments.passphrase_file, is_new=True)
    ground.open_django()
    made = backup.backup(arguments.file, passphrase)
    print(text("backup.made", path=arguments.file, **made._asdict()))
    if made.missing:
        print(text("backup.missing", count=made.missing), file=sys.stderr)
    return 1 if made.missing else 0


def run_restore(arguments: argparse.Namespace) -> int:
    """Put a backup into an empty office; with --check only say what it holds."""
    from tedung.office.starting import ground, restore

    passphrase = _passphrase(arguments.passphrase_file, is_new=False)
    if arguments.check:
        print(text("backup.whole", **restore.look(arguments.file, passphrase)._asdict()))
        return 0
    ground.open_django()
    held = restore.restore(arguments.file, passphrase)
    ground.migrate()
    print(text("backup.restored", folder=ground.home(), **held._asdict()))
    return 0


def _passphrase(path: Path | None, *, is_new: bool) -> str:
    """Read the first line of a file, or ask on a terminal, twice for a new one."""
    if path is not None:
        return path.read_text("utf-8").partition("\n")[0].strip()
    if not sys.stdin.isatty():
        raise TedungError(text("backup.no_passphrase"))
    given = getpass.getpass(text("backup.ask"))
    if is_new and getpass.getpass(text("backup.ask_again")) != given:
        raise TedungError(text("backup.not_alike"))
    return given
