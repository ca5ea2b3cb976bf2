"""Make a scenario, change it, have it computed, copy it, share it; what is shared does not change."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.access.roles import MAY
from tedung.office.access.scope import require_within
from tedung.office.audit.steps import begun, step
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.jobs.models import Job, State
from tedung.office.jobs.services import enqueue
from tedung.office.kajian import choices
from tedung.office.kajian.models import SCENARIO_STEPS, Scenario, ScenarioState, Share, Source, SourceState

COMPUTE, PAPER = "kajian.compute", "kajian.paper"
LARGEST = 10**15
LONGEST = 60


@change("kajian.prepare")
def prepare(source: Source, name: str, chosen: Mapping[str, Any], note: str = "") -> Scenario:
    """Make a scenario over the people of a source."""
    require_within("kajian.prepare", region=source.region)
    _check(source, chosen)
    who = current()
    scenario = Scenario.everything.create(
        region=source.region,
        name=name,
        note=note,
        source=source,
        choices=choices.whole(chosen),
        prepared_by=who.user_id,
        by=who.label,
        made_at=clock.now(),
    )
    begun(scenario, ScenarioState.KONSEP)
    return scenario


@change("kajian.prepare")
def alter(scenario: Scenario, source: Source, name: str, chosen: Mapping[str, Any], note: str = "") -> None:
    """Change the choices of a scenario that is not shared; its result no longer stands."""
    require_within("kajian.prepare", region=source.region)
    _check(source, chosen)
    fields: dict[str, Any] = {"source": source, "name": name, "note": note, "choices": choices.whole(chosen)}
    step(scenario, ScenarioState.KONSEP, SCENARIO_STEPS, result_pk=None, sentence="", **fields)


@change("kajian.prepare")
def copy(scenario: Scenario) -> Scenario:
    """Make another scenario with the same choices, to change one of them."""
    name = _("%(name)s (salinan)") % {"name": scenario.name[:100]}
    return prepare(scenario.source, name, scenario.choices, scenario.note)


@change("kajian.prepare")
def ask(scenario: Scenario) -> Job:
    """Ask for a scenario to be computed; once while it waits."""
    if scenario.state == ScenarioState.DIBAGIKAN:
        raise Refusal(
            _("Kajian ini sudah dibagikan dan tidak berubah lagi. Salin dulu, lalu hitung salinannya.")
        )
    if scenario.source.state != SourceState.SIAP:
        raise Refusal(
            _("Data kajian ini belum siap. Tunggu pekerjaannya selesai, lalu hitung lagi."), "not_ready"
        )
    return _enqueued(scenario, COMPUTE)


@change("kajian.prepare")
def ask_paper(scenario: Scenario) -> Job:
    """Ask for the printed study of a scenario that was computed."""
    if scenario.result is None:
        raise Refusal(_("Hitung kajian ini lebih dulu; naskahnya dibuat dari hasilnya."), "no_result")
    return _enqueued(scenario, PAPER)


def _enqueued(scenario: Scenario, kind: str) -> Job:
    waiting = Job.everything.filter(
        kind=kind, arguments__scenario_id=scenario.pk, state__in=[State.QUEUED, State.RUNNING]
    ).first()
    job = waiting or enqueue(kind, scenario_id=scenario.pk)
    scenario.job_id = job.pk
    scenario.save(update_fields=["job_id"])
    return job


@change("kajian.share")
def share(scenario: Scenario, role: str, region: str) -> Share:
    """Let the holders of a role within a region read a scenario; from now on it does not change."""
    require_within("kajian.share", region=scenario.region)
    if role and role not in MAY["kajian.read"]:
        raise Refusal(_("Peran ini tidak membaca kajian. Pilih peran lain."), "role")
    if region != scenario.region and not region.startswith(f"{scenario.region}."):
        raise Refusal(_("Wilayah ini di luar kajiannya. Pilih wilayah di dalamnya."), "region")
    if scenario.state != ScenarioState.DIBAGIKAN:
        if scenario.result is None:
            raise Refusal(_("Hitung kajian ini lebih dulu; yang dibagikan adalah hasilnya."), "no_result")
        step(scenario, ScenarioState.DIBAGIKAN, SCENARIO_STEPS)
    there = Share.objects.filter(scenario=scenario, role=role, region=region, ended_at=None).first()
    if there is not None:
        return there
    who = current()
    return Share.objects.create(
        scenario=scenario, role=role, region=region, user_id=who.user_id, by=who.label, at=clock.now()
    )


@change("kajian.share")
def end_share(scenario: Scenario, share_id: int) -> None:
    """End a link; whoever has read has read."""
    scenario.shares.filter(pk=share_id, ended_at=None).update(ended_at=clock.now())


def _check(source: Source, chosen: Mapping[str, Any]) -> None:
    """Refuse choices that no form lets through: the services stand alone."""
    asked = choices.whole(chosen)
    if source.state == SourceState.GAGAL:
        raise Refusal(_("Data ini tidak terbaca. Pilih data lain."), "source")
    budget, count = asked["budget"], asked["months"]
    if type(budget) is not int or not 0 <= budget < LARGEST:
        raise Refusal(_("Anggaran harus rupiah utuh, nol atau lebih, di bawah seribu triliun."), "budget")
    if type(count) is not int or not 1 <= count <= LONGEST:
        raise Refusal(_("Lama program antara 1 dan %(most)s bulan.") % {"most": LONGEST}, "months")
    if any(not 0 <= int(one) <= 300 for one in asked["weights"].values()):
        raise Refusal(_("Bobot antara 0 dan 300 persen."), "weights")
    if not choices.criteria(asked):
        raise Refusal(
            _("Paling sedikit satu kriteria harus dihitung. Beri bobot pada salah satunya."), "weights"
        )
    if any(not _is_floor(one) for one in asked["floors"]):
        raise Refusal(_("Satu batas terendah memerlukan jumlah orang atau persen, tidak keduanya."), "floors")


def _is_floor(one: Mapping[str, Any]) -> bool:
    least, percent = one.get("least"), one.get("percent")
    return bool(least) != bool(percent)
