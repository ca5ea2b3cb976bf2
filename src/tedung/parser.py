"""A parser of arguments that speaks the language of the command, where argparse speaks English."""

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from tedung.texts import text

FAULTS = (
    (r"the following arguments are required: (?P<what>.*)", "cli.required"),
    (
        r"argument (?P<what>.*): invalid choice: '?(?P<value>.*?)'? \(choose from (?P<allowed>.*)\)",
        "cli.choice",
    ),
    (r"unrecognized arguments: (?P<what>.*)", "cli.unrecognised"),
    (r"argument (?P<what>.*): expected .*", "cli.expected"),
)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Any, prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, text("cli.usage") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """argparse's parser with its headings, its help option and its errors in the command's language."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "add_help": False, "formatter_class": _Formatter})
        self._positionals.title = text("cli.positionals")
        self._optionals.title = text("cli.options")
        self.add_argument("-h", "--help", action="help", help=text("cli.help"))

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words of the command, and end with status 2."""
        self.exit(2, f"{_said(message)}\n{text('cli.see_help', command=self.prog)}\n")


def _said(message: str) -> str:
    for pattern, code in FAULTS:
        found = re.fullmatch(pattern, message)
        if found:
            return text(code, **found.groupdict())
    return message
