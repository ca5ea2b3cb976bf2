"""Pages of a file of a proposal: hand it in, see what was found, correct the columns, take the lines over."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base.refusals import Refusal
from tedung.office.base.templatetags.tedung import day
from tedung.office.usulan import discarding, queries, services, working
from tedung.office.usulan.forms import LABELS, Columns, Upload
from tedung.office.usulan.models import OPEN, Berkas, Usulan
from tedung.texts import text


@page("usulan.prepare", methods=("GET", "POST"))
def upload(request: HttpRequest, key: int) -> HttpResponse:
    """Hand a list in as it is."""
    usulan = get_object_or_404(Usulan.objects.select_related("unit"), pk=key)
    replaceable = [
        (berkas.pk, berkas.name) for berkas in usulan.files.filter(state=Berkas.State.READ).order_by("pk")
    ]
    form = Upload(request.POST or None, request.FILES or None, replaceable=replaceable)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["replaces"]
        replaced = Berkas.objects.get(pk=wanted) if wanted else None
        try:
            berkas, is_new = services.hand_in(usulan, form.cleaned_data["file"], replaced)
        except Refusal as fault:
            form.add_error("file", fault.sentence)
            return _upload(request, usulan, form)
        if not is_new:
            told = _("Berkas ini sama dengan %(name)s yang diunggah %(day)s; tidak ada yang berubah.")
            messages.info(request, told % {"name": berkas.name, "day": day(berkas.at)})
        return redirect("usulan_file", berkas.pk)
    return _upload(request, usulan, form)


def _upload(request: HttpRequest, usulan: Usulan, form: Upload) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "usulan/upload.html", {"form": form, "usulan": usulan}, status=status)


@page("usulan.view")
def file(request: HttpRequest, key: int) -> HttpResponse:
    """Show what was found in a file: its columns, its counts, its kinds of findings."""
    berkas = _berkas(key)
    may = current().may("usulan.prepare") and berkas.usulan.state in OPEN
    job = working.last_job(berkas)
    context = {
        "berkas": berkas,
        "usulan": berkas.usulan,
        "sheets": _sheets(berkas),
        "counts": _counts(berkas),
        "findings": _findings(berkas),
        "remarks": berkas.summary.get("remarks", []),
        "fault": _fault(berkas),
        "waits": working.is_at_work(berkas, job),
        "has_stopped": working.has_stopped(job),
        "may_prepare": may,
        "may_discard": may and discarding.may_go(berkas),
        "may_take_back": may and berkas.state == Berkas.State.DISCARDED,
    }
    return render(request, "usulan/file.html", context)


@page("usulan.prepare", methods=("GET", "POST"))
def columns(request: HttpRequest, key: int) -> HttpResponse:
    """Correct which column carries which field."""
    berkas = _berkas(key)
    headings, found = _columns(berkas)
    form = Columns(request.POST or None, headings=headings, found=found)
    if request.method == "POST" and form.is_valid():
        services.map_columns(berkas, form.mapping())
        messages.success(request, _("Kolom disimpan. Berkas dibaca ulang dengan kolom itu."))
        return redirect("usulan_file", berkas.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "berkas": berkas, "usulan": berkas.usulan}
    return render(request, "usulan/columns.html", context, status=status)


@page("usulan.prepare", methods=("POST",))
def take(request: HttpRequest, key: int) -> HttpResponse:
    """Take the lines of a file over."""
    berkas = _berkas(key)
    services.take_lines(berkas)
    messages.success(request, _("Baris sedang diambil. Halaman ini menunjukkan hasilnya bila sudah selesai."))
    return redirect("usulan_file", berkas.pk)


@page("usulan.prepare", methods=("POST",))
def discard(request: HttpRequest, key: int) -> HttpResponse:
    """Take a wrong file out of a proposal."""
    berkas = _berkas(key)
    discarding.discard(berkas)
    messages.success(
        request,
        _("Berkas dikeluarkan dan barisnya tidak diusulkan. Bila keliru, buka berkasnya lalu pakai lagi."),
    )
    return redirect("usulan_detail", berkas.usulan_id)


@page("usulan.prepare", methods=("POST",))
def take_back(request: HttpRequest, key: int) -> HttpResponse:
    """Let a file that was taken out stand again."""
    berkas = _berkas(key)
    discarding.take_back(berkas)
    messages.success(request, _("Berkas dipakai lagi."))
    return redirect("usulan_file", berkas.pk)


@page("usulan.prepare", methods=("POST",))
def again(request: HttpRequest, key: int) -> HttpResponse:
    """Ask once more for a work that stopped."""
    working.again(_berkas(key))
    return redirect("usulan_file", key)


@page("usulan.view")
def changes(request: HttpRequest, key: int) -> HttpResponse:
    """Show who joined, left and changed beside the version before."""
    berkas = _berkas(key)
    found = queries.changed(berkas)
    known = queries.named(found)
    groups = [
        (title, [known[key] for key in keys if key in known])
        for title, keys in (
            (_("Orang baru"), found.joined),
            (_("Tidak ada lagi"), found.left),
            (_("Datanya berubah"), found.changed),
        )
    ]
    context = {"berkas": berkas, "usulan": berkas.usulan, "changed": found, "groups": groups}
    return render(request, "usulan/changes.html", context)


def _berkas(key: int) -> Berkas:
    rows = Berkas.objects.select_related("usulan", "usulan__unit", "document", "marked")
    found: Berkas = get_object_or_404(rows, pk=key)
    return found


def _fault(berkas: Berkas) -> str:
    """Return why a file could not be read: the last line is about the file, the command line is not here."""
    told = berkas.sentence.strip().rpartition("\n")[2].strip().removeprefix(f"{berkas.name}: ")
    if told in {text("roster.no_header", lang) for lang in ("id", "en")}:
        return _(
            "Tidak ada judul kolom yang dikenal di berkas ini. Tulis satu baris judul di atas datanya, "
            "misalnya Nama, NIK, Tanggal Lahir."
        )
    return told


def _columns(berkas: Berkas) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Return (letter, heading) of every column of the first sheet that was read, and letter -> field."""
    sheet = next((sheet for sheet in berkas.summary.get("sheets", []) if sheet["columns"]), None)
    if sheet is None:
        return [], {}
    known = {found["column"]: (field, found["heading"]) for field, found in sheet["columns"].items()}
    headings = {letter: heading for letter, (_field, heading) in known.items()} | dict(
        sheet["unknown_columns"]
    )
    ordered = sorted(headings.items(), key=lambda item: (len(item[0]), item[0]))
    return ordered, {letter: field for letter, (field, _heading) in known.items()}


def _sheets(berkas: Berkas) -> list[dict[str, Any]]:
    """Return each sheet's columns: letter, heading, and what it was read as, empty for a column not used."""
    labels = {field: str(label) for field, label in LABELS}
    return [
        {
            "name": sheet["sheet"] or berkas.name,
            "columns": sorted(
                [
                    *(
                        (one["column"], one["heading"], labels.get(field, field))
                        for field, one in sheet["columns"].items()
                    ),
                    *((letter, heading, "") for letter, heading in sheet["unknown_columns"].items()),
                ],
                key=lambda column: (len(column[0]), column[0]),
            ),
        }
        for sheet in berkas.summary.get("sheets", [])
        if sheet["columns"]
    ]


def _counts(berkas: Berkas) -> list[tuple[str, str, int]]:
    outcomes: dict[str, int] = berkas.summary.get("outcomes", {})
    return [(code, text(f"outcome.{code}"), count) for code, count in outcomes.items()]


def _findings(berkas: Berkas) -> list[tuple[str, int]]:
    """Return the kinds of findings of all sheets by a title that a clerk understands, the commonest first."""
    total: dict[str, int] = {}
    for sheet in berkas.summary.get("sheets", []):
        counted: dict[str, Any] = sheet["findings"]
        for code, count in counted.items():
            total[code] = total.get(code, 0) + count
    return [
        (text(f"roster_kinds.{code}"), count)
        for code, count in sorted(total.items(), key=lambda item: (-item[1], item[0]))
    ]
