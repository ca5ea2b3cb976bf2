"""The printed study of a result: the same figures, as a paper to be read and one to be edited; in a job.

A paper leaves the office, so the small cells of real people are hidden in it from everybody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
from django.utils.translation import gettext as _

from tedung.office.access.change import change
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.documents.services import store
from tedung.office.jobs.running import batch_of_job
from tedung.office.kajian import choices, tables
from tedung.office.kajian.computing import found_of
from tedung.office.kajian.models import Paper, Result, Scenario
from tedung.office.kajian.showing import is_small
from tedung.study.paper import Paper as Printed
from tedung.study.paper.document import document, pictures
from tedung.study.paper.figures import Found


def make(scenario_id: int) -> dict[str, Any]:
    """Do the work of a paper; made once for a result."""
    scenario = Scenario.objects.select_related("source__people").get(pk=scenario_id)
    done, result = {"path": f"/kajian/{scenario.pk}/"}, scenario.result
    if result is None:
        raise Refusal(_("Hitung kajian ini lebih dulu; naskahnya dibuat dari hasilnya."), "no_result")
    there = set(result.papers.values_list("form", flat=True))
    if there == set(Paper.Form.values):
        return done
    printed = _printed(scenario, result)
    with batch_of_job():
        _keep(result, scenario, {Paper.Form.PDF: printed.pdf(), Paper.Form.ODT: printed.odt()})
    return done


def _printed(scenario: Scenario, result: Result) -> Printed:
    """Compute the study again and put it into words; Refusal where the law has changed since."""
    with found_of(scenario) as found:
        told = choices.sha256([tables.facts(found, scenario.source), tables.tables(found)])
        if told != result.sha256:
            raise Refusal(
                _("Angka hukum berubah sejak kajian ini dihitung. Hitung ulang, lalu buat naskahnya."),
                "changed",
            )
        dated = replace(found, request=replace(found.request, on=clock.today()))
        head, blocks = document(dated)
        images = pictures(dated if scenario.source.is_invented else _seen(dated))
    shown = blocks if scenario.source.is_invented else [_without_small(one) for one in blocks]
    return Printed(head, shown, images, dated.request)


@change("kajian.prepare")
def _keep(result: Result, scenario: Scenario, files: Mapping[str, bytes]) -> None:
    there = set(result.papers.values_list("form", flat=True))
    for form, content in files.items():
        if form not in there:
            kept = store(
                content, "kajian_paper", name=f"naskah-kajian-{scenario.pk}.{form}", region=scenario.region
            )
            Paper.objects.create(result=result, form=form, document=kept, day=clock.today(), at=clock.now())


def _without_small(block: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a block whose table tells no count of so few people, nor the shares of its row.

    Where one row alone is silenced, the next smallest is too, lest the sum tell it.
    """
    if block["kind"] != "table" or "count" not in block["kinds"]:
        return block
    kinds: Sequence[str] = block["kinds"]
    rows = [list(row) for row in block["rows"]]
    small = {at for at, row in enumerate(rows) if _is_small_row(row, kinds)}
    others = [at for at in range(len(rows)) if at not in small]
    if len(small) == 1 and others:
        small.add(min(others, key=lambda at: (sum(_counted(rows[at], kinds)), at)))
    shown = [_silenced(row, kinds) if at in small else row for at, row in enumerate(rows)]
    return {**block, "rows": shown}


def _counted(row: Sequence[Any], kinds: Sequence[str]) -> list[int]:
    return [
        value for value, kind in zip(row, kinds, strict=True) if kind == "count" and isinstance(value, int)
    ]


def _is_small_row(row: Sequence[Any], kinds: Sequence[str]) -> bool:
    return any(is_small(count) for count in _counted(row, kinds))


def _silenced(row: Sequence[Any], kinds: Sequence[str]) -> list[Any]:
    return [value if kind == "text" else None for value, kind in zip(row, kinds, strict=True)]


def _seen(found: Found) -> Found:
    """Return what a map or a chart may draw: no group in which somebody would be recognised."""
    rows = [
        row
        for row in found.gap.by.to_pylist()
        if not any(is_small(row[name]) for name in ("covered", "gap", "unsaid"))
    ]
    by = pa.Table.from_pylist(rows, schema=found.gap.by.schema)
    return replace(found, gap=replace(found.gap, by=by))
