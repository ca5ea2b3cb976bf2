"""The mapping file: which heading or column carries a field, where a village uses words of its own.

TOML or JSON.  Fields at the top hold for every file; a table under ``files`` for the files whose
name fits its pattern, and goes before the top:

    nik = "Nomor Kartu"             # a heading, as it stands in the sheet
    nama_ktp = "C"                  # or a column letter, A to ZZ; a heading of that name goes first

    [files."sanur*.xlsx"]
    birth = "Hari Jadi"

A heading that a sheet does not have is a remark about that sheet, not an error: files differ.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

from tedung.errors import TedungError
from tedung.roster.lexicon import FIELDS, known_field
from tedung.texts import text


class MappingFile(NamedTuple):
    """A mapping file as read: what holds for all files, and per pattern of file names."""

    everywhere: Mapping[str, str]
    by_glob: Mapping[str, Mapping[str, str]]

    def of(self, file: str) -> dict[str, str]:
        """Return what the mapping says of the file of that name; later patterns go before earlier ones."""
        found = dict(self.everywhere)
        for pattern, fields in self.by_glob.items():
            if fnmatchcase(file.casefold(), pattern.casefold()):
                found.update(fields)
        return found


def load_mapping(path: Path) -> MappingFile:
    """Read a mapping file; `TedungError` names all its faults at once."""
    content = _parsed(path)
    sections = content.pop("files", {})
    faults = list(_faults(content, ""))
    if not isinstance(sections, dict):
        faults.append(text("files_read.mapping_section", section="files"))
        sections = {}
    for pattern, fields in sections.items():
        faults += _faults(fields, f"[{pattern}] ")
    if faults:
        listed = "; ".join(faults)
        raise TedungError(
            text("files_read.mapping_faults", path=path, faults=listed, fields=", ".join(FIELDS))
        )
    return MappingFile(content, sections)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        raw = path.read_text("utf-8-sig")
        content = json.loads(raw) if path.suffix.lower() == ".json" else tomllib.loads(raw)
    except (tomllib.TOMLDecodeError, json.JSONDecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise TedungError(text("files_read.mapping_unreadable", path=path, reason=fault)) from fault
    if not isinstance(content, dict):
        raise TedungError(text("files_read.mapping_unreadable", path=path, reason="{}"))
    return content


def _faults(fields: Any, where: str) -> Iterator[str]:
    if not isinstance(fields, dict):
        yield text("files_read.mapping_section", section=where.strip())
        return
    for name, heading in fields.items():
        if not known_field(name):
            yield text("files_read.mapping_unknown_field", field=where + name)
        if not isinstance(heading, str) or not heading.strip():
            yield text("files_read.mapping_no_heading", field=where + name)
