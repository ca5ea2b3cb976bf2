"""The two long works on a file: try it (nothing is taken over) and take it over (all of it or nothing)."""

from typing import Any

from django.utils.translation import gettext as _

from tedung.errors import TedungError
from tedung.office.access.change import changing
from tedung.office.base.bulk import copy_rows, count_anew, roomy, unmapped
from tedung.office.documents.services import store
from tedung.office.jobs.running import must_be_mine
from tedung.office.review.services import record_pairs
from tedung.office.usulan import versions, waiting
from tedung.office.usulan.linerows import COLUMNS, line_rows
from tedung.office.usulan.models import Berkas, Line
from tedung.office.usulan.reading import Read, read
from tedung.office.usulan.showing import show_lines
from tedung.office.usulan.taking import take

MANY = 5_000
"""Lines after which the database must not think of its table as it was before."""
READABLE = {Berkas.State.QUEUED, Berkas.State.TRIED, Berkas.State.FAILED}


def try_out(berkas_id: int) -> dict[str, Any]:
    """Read a file and keep what was found and the marked copy; take nothing over."""
    berkas = Berkas.everything.select_related("document").get(pk=berkas_id)
    if berkas.state not in READABLE:
        return {}  # read already: a second worker, or the same one again
    try:
        found = read(berkas)
    except TedungError as fault:
        _fail(berkas, str(fault))
        return {}
    with changing("usulan.try"):
        _keep(berkas, found, Berkas.State.TRIED)
        waiting.renew(berkas.usulan)
    return {"lines": found.checked.rows.num_rows}


def take_over(berkas_id: int) -> dict[str, Any]:
    """Read a file again and take over every line of it, in one transaction."""
    berkas = Berkas.everything.select_related("document", "usulan").get(pk=berkas_id)
    if berkas.state == Berkas.State.READ:
        return {}
    unmapped()
    try:
        found = read(berkas)
    except TedungError as fault:
        _fail(berkas, str(fault))
        return {}
    with roomy(), changing("usulan.take"):  # no transaction within another: see copy_rows
        berkas = Berkas.everything.select_for_update().select_related("document", "usulan").get(pk=berkas_id)
        if berkas.state not in READABLE:
            return {}
        taken = take(found.checked)
        copy_rows(Line._meta.db_table, COLUMNS, line_rows(berkas, found.checked, taken.persons))
        show_lines("berkas_id", berkas.pk)
        record_pairs(taken.pairs, berkas)
        versions.replace(berkas)
        _keep(berkas, found, Berkas.State.READ)
        if len(taken.persons) > MANY:
            count_anew(Line._meta.db_table)
        waiting.renew(berkas.usulan)
        must_be_mine()
    return {"lines": found.checked.rows.num_rows, "new_persons": taken.joined, "pairs": len(taken.pairs)}


def _fail(berkas: Berkas, sentence: str) -> None:
    with changing("usulan.try"):
        berkas.state, berkas.sentence = Berkas.State.FAILED, sentence
        berkas.save(update_fields=["state", "sentence"])


def _keep(berkas: Berkas, found: Read, state: Berkas.State) -> None:
    berkas.state, berkas.summary, berkas.sentence = state, dict(found.summary), ""
    if found.marked and not _has_same_marked(berkas, found):
        name, content = found.marked
        berkas.marked = store(
            content,
            "roster_marked",
            name=_("Hasil periksa – %(name)s") % {"name": name},
            region=berkas.region,
            opd_code=berkas.opd_code,
            organisation_code=berkas.unit_code,
        )
    berkas.save(update_fields=["state", "summary", "sentence", "marked"])


def _has_same_marked(berkas: Berkas, found: Read) -> bool:
    import hashlib

    if berkas.marked is None or found.marked is None:
        return False
    return berkas.marked.sha256 == hashlib.sha256(found.marked[1]).hexdigest()
