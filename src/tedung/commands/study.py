"""``tedung study``: the population, the gap, whom to cover, what it costs, a reform, and the paper."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tedung.texts import text

KINDS = ("population", "gap", "select", "budget", "reform", "paper")


def add(commands: Any) -> None:
    """Declare ``study`` and its kinds, each in a file of its own with its arguments and its run."""
    parser = commands.add_parser(
        "study", help=text("study_command.help"), description=text("study_command.help")
    )
    kinds = [kind for kind in KINDS if find_spec(f"tedung.commands.study_{kind}")]
    subparsers = parser.add_subparsers(metavar="|".join(kinds), required=True)
    for kind in kinds:
        import_module(f"tedung.commands.study_{kind}").register(subparsers)
