"""What the operations share: the bounds of a list, the header of a write, what a write may answer."""

import hashlib
from typing import Any

from ninja import File, Form, Path, Query, UploadedFile

from tedung.office.api.entry import REFUSALS
from tedung.office.api.values import GREATEST, MONTH, MOST

query: Any = Query  # ninja's own types stand in the way of a default
path: Any = Path
form: Any = Form
file: Any = File
Limit: Any = query(50, ge=1, le=MOST)
After: Any = query(0, ge=0, le=GREATEST)
Key: Any = path(..., ge=1, le=GREATEST)
PublicId: Any = path(..., min_length=12, max_length=12, pattern=r"^[2-9A-HJ-NP-Z]{12}$")
AnyYear: Any = query(None, ge=2015, le=2100)
AnyWadah: Any = query(None, ge=1, le=GREATEST)
AnyMonth: Any = query("", pattern=rf"{MONTH}|^$")
AnyState: Any = query(None)
AnyForm: Any = form(...)
AnyFile: Any = file(...)
AnyWords: Any = query("", max_length=12, pattern=r"^[a-z_]*$")
OneKey: Any = form(..., ge=1, le=GREATEST)
AnyNumber: Any = form("", max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")
ONCE: Any = {
    # the header that `once` reads; described here, because it refuses by a sentence of its own
    "parameters": [
        {
            "in": "header",
            "name": "Idempotency-Key",
            "required": True,
            "schema": {
                "type": "string",
                "minLength": 8,
                "maxLength": 80,
                "pattern": "^[!-~]+$",
                "examples": ["2027-01-sp2d-000017"],
            },
        }
    ]
}
WRITES: dict[int, Any] = {**REFUSALS, 413: REFUSALS[400]}
"""What a write may answer besides its result: also that it is larger than anything may be."""


def page_of(found: list[Any], limit: int, by: str = "pk") -> dict[str, Any]:
    """Return a page of what was asked for with one row more; `next` goes into `after`."""
    return {"items": found[:limit], "next": getattr(found[limit - 1], by) if len(found) > limit else None}


def content_of(upload: UploadedFile) -> str:
    """Return the hash of what was handed in, by which the same command is known again."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
