"""A line of the log is one JSON object without a person's data: what and where, never with which words.

A message may quote a row (a database names the key it refuses), so a fault is told by its kind and its places
in the program.
"""

import json
import logging
import traceback
from pathlib import Path

from tedung.office.base import clock

OURS = ("tedung", "granian")
PLACES = 6


class Lines(logging.Formatter):
    """One JSON object a record; the words of other libraries' records are left out."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told = {
            "at": clock.instant().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
        }
        if record.name.startswith(OURS):
            told["said"] = record.getMessage()
        told |= getattr(record, "told", {})
        if record.exc_info and record.exc_info[1]:
            told["fault"] = type(record.exc_info[1]).__name__
            told["where"] = where(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False)


def where(fault: BaseException) -> str:
    """Return the places of the program that a fault came through, the innermost first."""
    places = traceback.extract_tb(fault.__traceback__)
    return " < ".join(f"{Path(place.filename).name}:{place.lineno}" for place in reversed(places[-PLACES:]))
