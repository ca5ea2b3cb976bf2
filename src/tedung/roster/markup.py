"""The XML inside a workbook, read as a stream: nothing is expanded, nothing is held whole.

A document type or an entity is refused before it means anything: no spreadsheet program writes one.
"""

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any
from xml.parsers import expat

CHUNK = 1 << 16
"""Small pieces: what comes before a damaged byte in a piece is lost with it."""
SMALL = 32 << 20
"""The most of a directory part (workbook.xml, its relations) that is read."""

FAULTS = (
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
    KeyError,
)
"""What a damaged part may raise while it is read."""


class EntityError(Exception):
    """A part holds a document type: somebody built it, no spreadsheet program did."""


class Enough(Exception):  # noqa: N818 -- not an error: the reader has seen what it came for
    """Raised by a handler to stop reading."""


def parser() -> Any:
    """Return an expat parser that refuses document types."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _refuse
    made.EntityDeclHandler = _refuse
    return made


def _refuse(*_: object) -> None:
    raise EntityError


def feed(reader: Any, stream: IO[bytes]) -> None:
    """Hand the whole stream to the parser; faults of `FAULTS` come through."""
    while chunk := stream.read(CHUNK):
        reader.Parse(chunk)
    reader.Parse(b"", True)


def refuse_entities(archive: zipfile.ZipFile, part: str) -> None:
    """Read a part up to its first element; EntityError where a document type comes before it."""
    reader = parser()

    def stop(*_: object) -> None:
        raise Enough

    reader.StartElementHandler = stop
    try:
        with archive.open(part) as stream:
            feed(reader, stream)
    except (Enough, *FAULTS):
        return


def elements(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Return the elements of a small part: local name and attributes (their prefixes kept)."""
    found: list[tuple[str, dict[str, str]]] = []
    reader = parser()
    reader.StartElementHandler = lambda name, attributes: found.append((local(name), attributes))
    with archive.open(part) as stream:
        reader.Parse(stream.read(SMALL), True)
    return iter(found)


def local(name: str) -> str:
    """Return a name without its namespace prefix."""
    return name.rpartition(":")[2]
