"""Keep a document, and open it again."""

import hashlib
import os
import secrets
from typing import TYPE_CHECKING, Any

from django.conf import settings

from tedung.office.access.actor import current
from tedung.office.access.change import change, changing
from tedung.office.access.scope import require_within
from tedung.office.base import clock
from tedung.office.base.crypto import seal, unseal
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.documents.contents import checked, harmless, media_type, megabytes, too_large
from tedung.office.documents.models import Document, Fetch
from tedung.office.people.models import new_public_id

if TYPE_CHECKING:
    from pathlib import Path

    from django.core.files.uploadedfile import UploadedFile


@change("documents.add")
def store(
    upload: "UploadedFile[Any] | bytes",
    kind: str,
    *,
    name: str = "",
    region: str = "",
    opd_code: str = "",
    group_code: str = "",
    organisation_code: str = "",
) -> Document:
    """Keep a file that was handed in, or bytes that we made, under `name`.

    Refusal with a sentence where it is too large, damaged or not what its kind may be.  The same content
    twice is two documents.  The bytes are on disk before the row is written; a transaction that fails
    leaves a file that nobody names, which `swept` removes.
    """
    require_within(
        "documents.add", region=region, opd=opd_code, group=group_code, organisation=organisation_code
    )
    content = upload if isinstance(upload, bytes) else _content(upload, kind)
    found = checked(content, kind)
    public_id = new_public_id()
    actor = current()
    return Document.everything.create(
        public_id=public_id,
        kind=kind,
        name=harmless(name or getattr(upload, "name", "") or "", found),
        media_type=media_type(found),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_as=_written(seal(content, _place(public_id))),
        region=region,
        opd_code=opd_code,
        group_code=group_code,
        organisation_code=organisation_code,
        uploaded_by=actor.user_id,
        by=actor.label,
        at=clock.now(),
    )


def read(document: Document) -> bytes:
    """Return a document's bytes; raise InvalidTag when they were changed on disk or belong to another."""
    return unseal((settings.DOCUMENTS / document.stored_as).read_bytes(), _place(document.public_id))


def fetched(document: Document) -> bytes:
    """Return a document's bytes for the actor who fetches it, and keep who it was.

    Raise NotAllowed where it holds full numbers and the actor may not see them.
    """
    actor = current()
    if not document.is_open:
        raise NotAllowed("people.nik")
    with changing("documents.view"):
        Fetch.objects.create(document=document, user_id=actor.user_id, by=actor.label, at=clock.now())
    return read(document)


def _content(upload: "UploadedFile[Any]", kind: str) -> bytes:
    """Read what was handed in; its size is asked before its bytes."""
    most = megabytes(kind)
    if (upload.size or 0) > most << 20:
        raise Refusal(too_large(most), "too_large")
    upload.seek(0)
    content: bytes = upload.read()
    return content


def _place(public_id: str) -> str:
    """Return what the sealed bytes are bound to: put under another document's name, they do not open."""
    return f"documents.document:{public_id}"


def _written(sealed: bytes) -> str:
    """Write bytes aside, give them a random name, and return it; readable by the office alone."""
    folder: Path = settings.DOCUMENTS
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = secrets.token_hex(16)
    aside = folder / f".{name}"
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(sealed)
            stream.flush()
            os.fsync(stream.fileno())
        aside.rename(folder / name)
    finally:
        aside.unlink(missing_ok=True)
    return name
