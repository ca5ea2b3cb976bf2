"""``tedung office``: make an office, add its users, work its jobs, move it to PostgreSQL."""

import argparse
from pathlib import Path
from typing import Any

from tedung.texts import text

SCOPE = "region:51.71"


def add(commands: Any) -> None:
    """Declare ``office init``, ``migrate``, ``user``, ``work``, ``daily``, ``move`` and ``demo``."""
    said = text("office.help")
    parser = commands.add_parser("office", help=said, description=said)
    kinds = parser.add_subparsers(metavar="init|migrate|user|work|daily|move|demo", required=True)

    _declare(kinds, "init", run_init)
    _declare(kinds, "migrate", run_migrate)

    user = _declare(kinds, "user", run_user)
    user.add_argument("username", metavar="USERNAME", help=text("office.help_username"))
    user.add_argument("--name", required=True, metavar="NAME", help=text("office.help_name"))
    user.add_argument("--role", required=True, metavar="ROLE", help=text("office.help_role"))
    user.add_argument(
        "--scope", default=SCOPE, metavar="KIND:CODE", help=text("office.help_scope", scope=SCOPE)
    )

    work = _declare(kinds, "work", run_work)
    work.add_argument("--once", action="store_true", help=text("office.help_once"))

    _declare(kinds, "daily", run_daily)

    move = _declare(kinds, "move", run_move)
    move.add_argument("address", metavar="POSTGRESQL-URL", help=text("office.help_address"))

    demo = _declare(kinds, "demo", run_demo)
    demo.add_argument("--lists", type=Path, default=None, metavar="DIR", help=text("office.help_lists"))


def _declare(kinds: Any, name: str, run: Any) -> argparse.ArgumentParser:
    said, example = text(f"office.help_{name}"), text(f"office.example_{name}")
    parser: argparse.ArgumentParser = kinds.add_parser(name, help=said, description=said, epilog=example)
    parser.set_defaults(run=run)
    return parser


def run_init(_arguments: argparse.Namespace) -> int:
    """Make the folder, the keys, the tables and the reference data; again changes nothing."""
    from tedung.office.starting import ground

    ground.open_django()
    ground.make()
    print(text("office.made", folder=ground.home()))
    return 0


def run_migrate(_arguments: argparse.Namespace) -> int:
    """Bring the tables to what this version needs."""
    from tedung.office.starting import ground

    ground.open_django()
    ground.migrate()
    print(text("office.migrated"))
    return 0


def run_user(arguments: argparse.Namespace) -> int:
    """Make a user with a grant and print the password, once."""
    from tedung.office.starting import ground, users

    ground.open_django()
    password = users.add(arguments.username, arguments.name, arguments.role, arguments.scope)
    print(text("office.user_made", username=arguments.username, password=password))
    return 0


def run_work(arguments: argparse.Namespace) -> int:
    """Work the jobs that wait, until a signal; with --once, until none is left."""
    from tedung.office.starting import ground

    ground.open_django()
    from tedung.office.jobs import worker
    from tedung.office.starting import daily

    return worker.main(once=arguments.once, between=None if arguments.once else daily.Watch().look)


def run_daily(_arguments: argparse.Namespace) -> int:
    """Do what is not done yet of today's round; 1 where a step broke, which the next round tries again."""
    from tedung.office.starting import ground

    ground.open_django()
    from tedung.office.starting import daily

    done, broken = daily.run()
    for name, counts in done.items():
        told = ", ".join(f"{what} {count}" for what, count in counts.items())
        print(text("office.daily_step", step=name, counts=told or "–"))
    print(text("office.daily_broken", steps=", ".join(broken)) if broken else text("office.daily_done"))
    return 1 if broken else 0


def run_move(arguments: argparse.Namespace) -> int:
    """Copy this SQLite office into PostgreSQL, whole or not at all, and prove that nothing is lost."""
    from tedung.office.starting import ground, moving

    ground.open_django()
    moved = moving.move(arguments.address)
    for table in moved:
        if table.rows:
            print(text("office.moved_table", table=table.name, rows=table.rows))
    rows = sum(table.rows for table in moved)
    print(text("office.moved", tables=len(moved), rows=rows, sums=sum(len(table.sums) for table in moved)))
    return 0


def run_demo(arguments: argparse.Namespace) -> int:
    """Make an office and fill it with the demo, some of it going wrong; print who may sign in."""
    from tedung.office.starting import ground, users

    ground.open_django()
    ground.make()
    made = users.add_demo()
    _fill(arguments.lists)
    print(text("office.demo_users", password=users.DEMO_WORD))
    for user in made:
        print(f"  {user.username:<14} {user.full_name}")
    return 0


def _fill(lists: Path | None) -> None:
    """Fill the office from the lists that ``tedung demo`` wrote; without them the city is made anew."""
    from tempfile import TemporaryDirectory

    from tedung import demo
    from tedung.commands.demo import PEOPLE, SEED
    from tedung.office.starting import ground

    if lists is not None or ground.is_filled():
        ground.fill(lists)
        return
    with TemporaryDirectory() as folder:
        demo.run(Path(folder), SEED, PEOPLE)
        ground.fill(Path(folder))
