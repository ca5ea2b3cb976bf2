"""The tasks of a bill: who has to do what next."""

from datetime import date

from tedung.office.iuran.models import Rincian
from tedung.office.tasks.services import open_task

ROLES = {
    "iuran.code": "pptk",
    "iuran.difference": "pptk",
    "iuran.expired": "pptk",
    "iuran.due": "pptk",
    "iuran.confirm": "verifikator",
    "iuran.rest": "pptk",
}


def told(kind: str, rincian: Rincian, due: date | None = None, **counts: int) -> None:
    """Open a task about a bill for the role that does it, due with the bill."""
    open_task(
        kind,
        ROLES[kind],
        about=("iuran.rincian", rincian.pk),
        path=f"/iuran/{rincian.pk}/",
        due=due or rincian.due_day,
        region=rincian.region,
        opd_code=rincian.opd_code,
        organisation_code=rincian.unit_code,
        group_code=rincian.group_code,
        params=counts,
    )
