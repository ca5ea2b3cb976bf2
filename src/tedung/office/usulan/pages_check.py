"""Periksa Usulan: only the lines to mend, one sentence and one action each; then the state of each person."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tedung.columns import OUTCOMES
from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.paging import asked, cut
from tedung.office.base.refusals import Refusal
from tedung.office.usulan import asking, following, mending, queries, stages
from tedung.office.usulan.forms_line import SEEN, Mend
from tedung.office.usulan.models import OPEN, Line, Mending, State, Usulan
from tedung.roster.findings import MUST_FIX
from tedung.texts import text

FIELD_OF = {
    # column that a finding names: field of the form
    "birth": "birth_date",
    "birth_year": "birth_date",
    "age": "birth_date",
    "kk": "nik",
}


@page("usulan.view")
def to_mend(request: HttpRequest, key: int) -> HttpResponse:
    """Show the lines to mend."""
    usulan = get_object_or_404(Usulan.objects.select_related("unit"), pk=key)
    rows = list(queries.lines(usulan, ("needs_fix",), asked(request, "sesudah") or 0))
    counts = queries.counts(usulan)
    context = {
        "usulan": usulan,
        "counts": counts,
        "sum": sum_of(usulan, counts),
        "rows": [(line, first_sentence(line)) for line in rows],
        "next": rows[-1].pk if len(rows) == queries.PAGE else None,
        "may_mend": current().may("usulan.prepare") and usulan.state in OPEN,
        "may_follow": may_follow(usulan, counts),
    }
    return render(request, "usulan/check.html", context)


@page("usulan.view")
def people(request: HttpRequest, key: int) -> HttpResponse:
    """Show the state of each person of a proposal."""
    usulan = get_object_or_404(Usulan.objects.select_related("unit"), pk=key)
    rows = list(queries.lines(usulan, queries.GOOD, asked(request, "sesudah") or 0))
    context = {
        "usulan": usulan,
        "rows": stages.with_stage(rows, usulan, clock.today()),
        "words": stages.WORDS.values(),
        "next": rows[-1].pk if len(rows) == queries.PAGE else None,
    }
    return render(request, "usulan/people.html", context)


@page("usulan.view")
def lines(request: HttpRequest, key: int) -> HttpResponse:
    """Show every line of a proposal, by what became of it; those mended by hand on their own."""
    usulan = get_object_or_404(Usulan.objects.select_related("unit"), pk=key)
    outcome, by_hand = request.GET.get("hasil", ""), request.GET.get("tangan") == "1"
    found = Line.objects.filter(usulan=usulan, is_current=True).order_by("pk")
    if outcome in OUTCOMES:
        found = found.filter(outcome=outcome)
    mended = Exists(Mending.objects.filter(line=OuterRef("pk")))
    found = found.annotate(is_mended=mended)
    if by_hand:
        found = found.filter(is_mended=True)
    if after := asked(request, "sesudah"):
        found = found.filter(pk__gt=after)
    rows, last = cut(found)
    context = {
        "usulan": usulan,
        "rows": [(row, outcome_name(row.outcome), first_sentence(row)) for row in rows],
        "next": last and last.pk,
        "outcomes": [(code, outcome_name(code)) for code in OUTCOMES],
        "outcome": outcome,
        "by_hand": by_hand,
        "may_mend": current().may("usulan.prepare") and usulan.state in OPEN,
    }
    return render(request, "usulan/lines.html", context)


@page("usulan.prepare", methods=("GET", "POST"))
def line(request: HttpRequest, key: int) -> HttpResponse:
    """Mend one line."""
    row = get_object_or_404(Line.objects.select_related("usulan", "berkas"), pk=key)
    form = _form(row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            mended = mending.mend(row, form.given(), _answers(request), form.cleaned_data[SEEN])
        except asking.Asked as open_ones:
            form.ask(open_ones.questions)
        except mending.Stale as told:
            fresh = _form(row, {**request.POST.dict(), SEEN: str(mending.version(row))})
            fresh.add_error(None, told.sentence)
            return _line(request, row, fresh, 409, now=mending.shown(row))
        except Refusal as told:
            form.add_error(None, told.sentence)
        else:
            return _told(request, mended)
    return _line(request, row, form, 422 if request.method == "POST" else 200)


def _form(row: Line, typed: Mapping[str, str] | None) -> Mend:
    return Mend(typed, initial={**mending.shown(row), SEEN: mending.version(row)})


def _answers(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.POST.items() if name.startswith(asking.TOLD)}


def _line(
    request: HttpRequest, row: Line, form: Mend, status: int, now: Mapping[str, str] | None = None
) -> HttpResponse:
    wrong = {FIELD_OF.get(found["column"], found["column"]) for found in row.findings}
    wrong |= {name for name in form.errors if name in form.base_fields}
    context = {
        "row": row,
        "usulan": row.usulan,
        "form": form,
        "questions": [form[name] for name in form.fields if name.startswith(asking.TOLD)],
        "wrong": [form[name] for name in form.base_fields if name in wrong],
        "right": [form[name] for name in form.base_fields if name not in wrong | {SEEN}],
        "seen": form[SEEN],
        "differs": _differing(form, now or {}),
        "last": row.mendings.order_by("-pk").first(),
        "may_mend": row.usulan.state in OPEN and row.is_current,
    }
    return render(request, "usulan/line.html", context, status=status)


def _differing(form: Mend, now: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return label, what stands now, what was typed, of the fields that differ."""
    typed = form.data
    return [
        (str(form[name].label), value, str(typed.get(name, "")))
        for name, value in now.items()
        if name in form.base_fields and typed.get(name, "") != value
    ]


def _told(request: HttpRequest, row: Line) -> HttpResponse:
    """Say what came of a mended line, and what is next."""
    place = row.place[:1].upper() + row.place[1:]
    if row.outcome == "needs_fix":
        told = _("%(place)s belum selesai: %(sentence)s")
        messages.error(request, told % {"place": place, "sentence": first_sentence(row)})
        return redirect("usulan_line", row.pk)
    left = queries.counts(row.usulan).to_mend
    said = {
        "duplicate": _("%(place)s ternyata ganda: %(sentence)s"),
        "not_eligible": _("%(place)s tersimpan, tetapi orangnya belum dapat diusulkan: %(sentence)s"),
    }.get(row.outcome, _("%(place)s sudah baik."))
    told = said % {"place": place, "sentence": first_sentence(row)}
    if left:
        more = _("Masih %(left)s baris yang perlu diperbaiki.") % {"left": left}
    else:
        more = _("Tidak ada lagi baris yang perlu diperbaiki.")
    messages.success(request, f"{told} {more}")
    return redirect("usulan_check", row.usulan_id)


def first_sentence(row: Line) -> str:
    """Return the sentence of the finding that decides."""
    ranked = sorted(row.findings, key=lambda found: found["code"] not in MUST_FIX)
    return str(ranked[0]["sentence"]) if ranked else ""


def outcome_name(code: str) -> str:
    """Return what people call an outcome."""
    return text(f"outcome.{code}", (get_language() or "id")[:2])


def sum_of(usulan: Usulan, counts: queries.Counts) -> dict[str, Any]:
    """Return every outcome with its lines, what went on elsewhere, and the sum: the lines that were read."""
    parts = [(code, outcome_name(code), count) for code, count in counts.by_outcome.items()]
    moved = following.moved(usulan)
    return {"parts": parts, "moved": moved, "lines": counts.lines + moved}


def may_follow(usulan: Usulan, counts: queries.Counts) -> bool:
    """Say whether the actor may take the lines left to mend into a proposal that follows."""
    is_over = usulan.state not in OPEN and usulan.state != State.DITARIK
    return bool(is_over and counts.to_mend and current().may("usulan.prepare"))
