"""The one command, ``tedung``.  Each sub-command lies in ``commands/``, its libraries loaded when called."""

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from tedung import __version__
from tedung.errors import TedungError
from tedung.parser import Parser
from tedung.texts import text

COMMANDS = ("roster", "link", "bill", "benefit", "law", "study", "demo", "serve", "office", "backup")

REASONS = {
    errno.ENOENT: "files.reason_missing",
    errno.EACCES: "files.reason_forbidden",
    errno.EPERM: "files.reason_forbidden",
    errno.EISDIR: "files.reason_folder",
    errno.ENOTDIR: "files.reason_missing",
    errno.EROFS: "files.reason_read_only",
}
DONE, TO_MEND, NOTHING_DONE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 done, 1 done and something to mend, 2 nothing could be done."""
    arguments = _parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments)
    except TedungError as fault:
        print(fault, file=sys.stderr)
        return NOTHING_DONE
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as fault:
        print(_sentence(fault), file=sys.stderr)
        return NOTHING_DONE
    return status


def _sentence(fault: OSError) -> str:
    path = fault.filename or "."
    if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
        return text("files.disk_full", path=path)
    reason = REASONS.get(fault.errno or 0)
    return text("files.cannot_read", path=path, reason=text(reason) if reason else fault.strerror or fault)


def _parser() -> Parser:
    parser = Parser(prog="tedung", description=text("cli.description"), epilog=text("cli.example"))
    parser.add_argument(
        "--version", action="version", version=f"tedung {__version__}", help=text("cli.version")
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in COMMANDS:
        import_module(f"tedung.commands.{name}").add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
