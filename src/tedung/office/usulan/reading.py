"""A handed-in file read by the roster: what every line says, who it may be, the file given back marked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.conf import settings
from django.utils.translation import get_language, override

from tedung import linkage
from tedung.office.access.actor import seeing_everything
from tedung.office.base import clock, keys
from tedung.office.base.scratch import scratch
from tedung.office.documents.services import read as read_document
from tedung.office.people.meeting import known_persons
from tedung.office.reference.queries import setting
from tedung.office.usulan.models import Berkas
from tedung.roster.check import Checked, Wish, check

MARKED = "marked"


@dataclass(frozen=True)
class Read:
    """A file as the roster read it; `marked` is the copy for its clerk, None where there is none."""

    checked: Checked
    summary: Mapping[str, Any]
    marked: tuple[str, bytes] | None


def read(berkas: Berkas) -> Read:
    """Read a file whole: its lines, its persons, the known persons that they are, wherever they live.

    TedungError where nothing in it could be read.
    """
    with scratch() as folder, seeing_everything():
        path = folder / berkas.name
        path.write_bytes(read_document(berkas.document))
        return read_path(path, folder, berkas.mapping)


def read_path(path: Path, folder: Path, mapping: Mapping[str, str]) -> Read:
    """Read the file at `path`; results go to `folder` and are gone with it."""
    kept: list[Checked] = []
    wish = Wish(
        on=clock.today(settings.HOME_REGION),
        mapping=_mapping_file(folder, mapping),
        trust=setting("trust"),
        home=settings.HOME_REGION,
        key=keys.read(settings.KEYS, "index"),
    )
    with override(get_language() or "id"):
        summary = check([path], folder / "out", wish, _link, kept.append)
    return Read(kept[0], summary["files"][0], _marked(folder / "out" / MARKED))


def _link(rows: pa.Table, **asked: Any) -> Any:
    """Link the rows with one another and with the persons whom the office knows."""
    known = known_persons(rows)
    asked["members"] = known
    return linkage.link(rows, **asked)


def _mapping_file(folder: Path, mapping: Mapping[str, str]) -> Path | None:
    if not mapping:
        return None
    import json

    path = folder / "mapping.json"
    path.write_text(json.dumps(dict(mapping), ensure_ascii=False), "utf-8")
    return path


def _marked(folder: Path) -> tuple[str, bytes] | None:
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()] if folder.exists() else []
    return (found[0].name, found[0].read_bytes()) if found else None


def persons_of(checked: Checked) -> Iterator[tuple[int, str]]:
    """Yield (place of the row, label of its person within the file) of the rows that are persons."""
    for place, label in enumerate(checked.linked.person_id):
        if label is not None:
            yield place, label
