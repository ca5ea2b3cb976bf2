"""Compute a scenario: in a job, once for the same inputs; the page and the paper read the same figures."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tedung.errors import TedungError
from tedung.money import rupiah, thousands
from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.audit.steps import step
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.jobs.running import batch_of_job, progress
from tedung.office.kajian import choices, naming, tables
from tedung.office.kajian.models import SCENARIO_STEPS, Result, Scenario, ScenarioState
from tedung.office.kajian.sources import opened
from tedung.office.reference.queries import region_name, setting
from tedung.study.paper.figures import Found
from tedung.study.paper.figures import compute as study
from tedung.study.quota import Floor, FloorError

SHOWN = 8


def compute(scenario_id: int) -> dict[str, Any]:
    """Do the work of a scenario; what was computed from the same inputs is taken, not made again."""
    scenario = Scenario.objects.select_related("source__people").get(pk=scenario_id)
    done = {"path": f"/kajian/{scenario.pk}/"}
    inputs = choices.inputs_sha256(scenario.choices, scenario.source)
    there = scenario.results.filter(inputs_sha256=inputs).first()
    if there is not None and scenario.result_pk == there.pk:
        return done
    if there is None:
        there = _computed(scenario, inputs)
    with batch_of_job():
        _stands(scenario, there)
    return done


def _computed(scenario: Scenario, inputs: str) -> Result:
    try:
        with found_of(scenario) as found:
            told, rows = tables.facts(found, scenario.source), tables.tables(found)
    except (Refusal, TedungError) as fault:
        _refused(scenario, str(fault))
        raise
    who = current()
    return Result(
        scenario=scenario,
        inputs_sha256=inputs,
        sha256=choices.sha256([told, rows]),
        choices=choices.whole(scenario.choices),
        source_id_then=scenario.source_id,
        facts=told,
        tables=rows,
        law_day=told["law_day"],
        law_version=told["law_version"],
        by=who.label,
        at=clock.now(),
    )


@contextmanager
def found_of(scenario: Scenario) -> Iterator[Found]:
    """Yield what the study finds for a scenario; Refusal with the floors that cannot be kept."""
    chosen = choices.whole(scenario.choices)
    with opened(scenario.source) as people:
        asked = choices.request(
            chosen, scenario.source, people, region_name(scenario.region), setting("office.name")
        )
        try:
            yield study(asked, progress)
        except FloorError as fault:
            raise Refusal(_floors_said(fault), "floors") from fault


@change("kajian.prepare")
def _stands(scenario: Scenario, result: Result) -> None:
    """Let a result stand; one of choices that were changed meanwhile is kept and does not."""
    if result.pk is None:
        result.save()
    now = Scenario.everything.select_for_update().get(pk=scenario.pk)
    if choices.whole(now.choices) != result.choices or now.source_id != result.source_id_then:
        return
    step(scenario, ScenarioState.DIHITUNG, SCENARIO_STEPS, result_pk=result.pk, sentence="")


@change("kajian.prepare")
def _refused(scenario: Scenario, sentence: str) -> None:
    step(scenario, ScenarioState.KONSEP, SCENARIO_STEPS, result_pk=None, sentence=sentence)


def _floors_said(fault: FloorError) -> str:
    """Say which floors cannot be kept, by name, and the least budget that would keep them all."""
    names = naming.Names()
    told = [_floor_said(floor, by, names) for floor, by in list(fault.shortages.items())[:SHOWN]]
    if fault.least_budget is None:
        head = _("Batas terendah ini tidak dapat dipenuhi: orangnya tidak cukup, atau saling bertentangan.")
        end = _("Turunkan batasnya, atau perluas siapa yang boleh dipilih.")
    else:
        head = _("Batas terendah ini tidak dapat dipenuhi dengan anggaran itu.")
        end = _("Paling sedikit diperlukan %(least)s. Naikkan anggaran, atau turunkan batasnya.") % {
            "least": rupiah(fault.least_budget)
        }
    more = len(fault.shortages) - SHOWN
    rest = [_("dan %(count)s batas lain") % {"count": more}] if more > 0 else []
    return "\n".join([head, *told, *rest, end])


def _floor_said(floor: Floor, by: float, names: "naming.Names") -> str:
    said = ngettext("%(floor)s: kurang %(by)s orang", "%(floor)s: kurang %(by)s orang", round(by))
    asked = naming.percent(floor.share) if floor.share else thousands(floor.least)
    label = f"{names.of(floor.column, floor.value)} ({asked})"
    return said % {"floor": label, "by": thousands(max(1, round(by)))}
