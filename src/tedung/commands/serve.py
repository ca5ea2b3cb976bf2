"""``tedung serve``: open the office on this computer's address until Ctrl-C."""

import argparse
from typing import Any

from tedung.texts import text

HOST, PORT, PORTS = "127.0.0.1", 8000, 65_535


def add(commands: Any) -> None:
    """Declare ``serve``."""
    said = text("serve.help")
    parser = commands.add_parser("serve", help=said, description=said, epilog=text("serve.example"))
    parser.add_argument("--host", default=HOST, metavar="HOST", help=text("serve.host_help", host=HOST))
    parser.add_argument(
        "--port", type=_port, default=PORT, metavar="PORT", help=text("serve.port_help", port=PORT)
    )
    parser.set_defaults(run=run)


def _port(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= PORTS:
        raise argparse.ArgumentTypeError(text("serve.bad_port", given=given))
    return int(given)


def run(arguments: argparse.Namespace) -> int:
    """Bring the tables up to date, collect what the pages show, and serve."""
    from tedung.office.starting import ground, serving

    ground.open_django()
    serving.check(arguments.host, arguments.port)
    ground.make()
    ground.collect()
    said = text("office.open", host=arguments.host, port=arguments.port)
    return serving.serve(arguments.host, arguments.port, lambda: print(said, flush=True))
