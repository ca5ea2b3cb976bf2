"""The cover that a decree gives and ends: written in one go, doubles refused by the database."""

from datetime import timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tedung.office.base.bulk import copy_rows
from tedung.office.base.refusals import Refusal
from tedung.office.home.services import recount
from tedung.office.jobs.services import enqueue
from tedung.office.penetapan.models import Cover, Row


def put_in_force(rows: QuerySet[Any, Any]) -> int:
    """End the cover of whoever leaves, then give cover to whoever enters; the database refuses doubles."""
    for row in rows.filter(act=Row.Act.KELUAR):
        Cover.everything.filter(row=row.replaces_id, until__gte=row.since).update(
            until=row.since - timedelta(days=1), ended_by=row
        )
    entering = rows.filter(act=Row.Act.MASUK).select_related("decree").order_by("ordinal")
    covers = [
        (
            row.person_id,
            row.pk,
            row.decree.payer,
            row.decree.programmes,
            row.village,
            row.opd_code,
            row.unit_code,
            row.group_code,
            row.since,
            row.until,
        )
        for row in entering.iterator(chunk_size=5_000)
    ]
    recount()
    enqueue("wadah.place")
    try:
        with transaction.atomic():
            return copy_rows(Cover._meta.db_table, COVER, covers)
    except DatabaseError as fault:
        if "cover_never_twice" not in str(fault):
            raise
        raise Refusal(
            _("Pembiayaan ganda: ada orang yang baru saja dibayar anggaran lain. Coba lagi."),
            "double_funding",
        ) from fault


COVER = (
    "person_id",
    "row_id",
    "payer",
    "programmes",
    "village",
    "opd_code",
    "unit_code",
    "group_code",
    "since",
    "until",
)
