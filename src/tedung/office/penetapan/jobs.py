"""The long works on a selection and a decree, done by the worker as whoever asked.

Each is one transaction, so that a worker that was killed has done nothing; begun again after its end was
written, it finds it done and does nothing more.
"""

from typing import Any

from tedung.office.jobs.running import batch_of_job
from tedung.office.organisations.models import Organisation
from tedung.office.penetapan import decrees, issuing, printing, selecting, village
from tedung.office.penetapan.models import Decree, DecreeState, Row, Selection


def compute(key: int, times: int) -> dict[str, Any]:
    """Choose under the budget; `times` is how often it had been computed when this was asked."""
    selection = Selection.everything.get(pk=key)
    if selection.result.get("times", 0) <= times:
        with batch_of_job():
            selecting.compute(selection)
    return {"path": f"/penetapan/seleksi/{key}/", **selection.result["counts"]}


def draft(key: int, unit: str, about: str) -> dict[str, Any]:
    """Write the decree over a selection."""
    selection = Selection.everything.get(pk=key)
    decree = decrees.drafted(selection)
    if decree is None:
        with batch_of_job():
            decree = decrees.draft(selection, Organisation.objects.get(code=unit), about)
    return {"path": f"/penetapan/{decree.pk}/"}


def annex(key: int, before: int | None) -> dict[str, Any]:
    """Write the annex; `before` is the document that there was when this was asked."""
    decree = Decree.everything.get(pk=key)
    if decree.document_id == before:
        write = printing.print_annex if decree.kind == Decree.Kind.SK else village.print_annex
        with batch_of_job():
            write(decree)
    return {"path": f"/penetapan/{key}/"}


def issue(key: int) -> dict[str, Any]:
    """Put a noted decree in force."""
    decree = Decree.everything.get(pk=key)
    if decree.state != DecreeState.DITETAPKAN:
        put = issuing.issue if decree.kind == Decree.Kind.SK else village.confirm
        with batch_of_job():
            put(decree)
    people = decree.rows.filter(act=Row.Act.MASUK, supplement=None).count()
    return {"path": f"/penetapan/{key}/", "people": people}
