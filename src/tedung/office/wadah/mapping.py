"""The branch's empty template becomes a version of a format: its headings, and what each holds of ours."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.access.scope import require_within
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.base.scratch import scratch
from tedung.office.documents.services import read, store
from tedung.office.reference.models import Format
from tedung.office.reference.sheets import headings_of
from tedung.office.wadah.formats import FIELDS, KINDS, guessed, own
from tedung.office.wadah.models import Result, Template

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

FEWEST, MOST_COLUMNS = 2, 120
FIXED = "="
"""Stands for `always the same words` where a field is chosen."""


def kind_of(code: str) -> str:
    """Return the file that a format's code is of: bpu_kolektif_sg is a bpu_kolektif."""
    return next((kind for kind in KINDS if code == kind or code.startswith(f"{kind}_")), "")


def last_version(code: str) -> Format | None:
    """Return the last version of a format, of a kind of wadah that has none yet the common one's."""
    found = list(Format.objects.filter(code=code)) or list(Format.objects.filter(code=kind_of(code)))
    return max(found, key=lambda form: (form.since, int(form.version)), default=None)


@change("wadah.change")
def hand_in(code: str, upload: "UploadedFile[Any] | bytes", wadah_kind: str = "") -> Template:
    """Keep an empty template and read its headings; Refusal where it has none."""
    region = settings.HOME_REGION
    require_within("wadah.change", region=region)
    if code not in KINDS:
        raise Refusal(_("Pilih berkas mana yang contohnya Anda unggah."), "kind")
    document = store(upload, "answer", name=getattr(upload, "name", "contoh.xlsx"), region=region)
    with scratch() as folder:
        path = folder / document.name
        path.write_bytes(read(document))
        sheet, line, headings = headings_of(path)
    if len([heading for heading in headings if heading]) < FEWEST:
        raise Refusal(
            _("Berkas ini tidak berisi judul kolom. Unggah contoh kosong seperti diterima dari cabang."),
            "headings",
        )
    return Template.everything.create(
        region=region,
        code=own(code, wadah_kind) if wadah_kind else code,
        document=document,
        sheet=sheet[:31],
        heading_line=line,
        headings=headings[:MOST_COLUMNS],
        made_by=current().user_id,
        made_at=clock.now(),
    )


def guess(template: Template) -> list[str]:
    """Return for each heading of a template the field that it seems to hold."""
    before = last_version(template.code)
    return guessed(template.headings, kind_of(template.code), before.columns if before else ())


@change("wadah.change")
def take(
    template: Template,
    fields: Sequence[str],
    since: date,
    *,
    fixed: Mapping[int, str] | None = None,
    file_name: str = "",
    most_rows: int | None = None,
    says: Mapping[str, Sequence[str]] | None = None,
) -> Format:
    """Make a template the next version of its format, from a day on; the old versions stay.

    fields: for each heading a field, `FIXED`, or nothing.  says: of an answer, result -> the words for it.
    """
    if template.taken_id:
        raise Refusal(
            _("Contoh ini sudah menjadi format. Unggah contoh yang baru untuk mengubahnya."), "taken"
        )
    kind = KINDS[kind_of(template.code)]
    chosen = [field for field in fields if field and field != FIXED]
    if len(fields) != len(template.headings) or any(field not in kind.fields for field in chosen):
        raise Refusal(_("Ada kolom yang tidak dikenal. Muat ulang halaman ini."), "fields")
    _must_be_whole(kind, chosen)
    before = last_version(template.code)
    mine = [int(one.version) for one in Format.objects.filter(code=template.code)]
    form = Format.objects.create(
        code=template.code,
        version=str(max(mine, default=0) + 1),
        name=str(kind.name),
        columns=_columns(template, fields, fixed or {}, kind.required, _values(before, says)),
        since=since,
        sheet=template.sheet,
        file_name=file_name.strip() or (before.file_name if before else ""),
        most_rows=most_rows or (before.most_rows if before else None),
        is_compared=True,
    )
    Template.everything.filter(pk=template.pk).update(taken=form)
    return form


def _must_be_whole(kind: Any, chosen: Sequence[str]) -> None:
    twice = {field for field in chosen if chosen.count(field) > 1}
    if twice:
        names = ", ".join(str(FIELDS[field].label) for field in sorted(twice))
        raise Refusal(_("Dua kolom diberi isi yang sama: %(names)s.") % {"names": names}, "twice")
    missing = [field for field in kind.required if field not in chosen]
    if kind.one_of and not set(kind.one_of) & set(chosen):
        missing.append(kind.one_of[0])
    if missing:
        names = ", ".join(str(FIELDS[field].label) for field in missing)
        raise Refusal(_("Belum ada kolom untuk: %(names)s.") % {"names": names}, "missing")


def _values(before: Format | None, says: Mapping[str, Sequence[str]] | None) -> dict[str, str]:
    """Return what an answer's words mean: as typed, else as the version before has it."""
    if says is None:
        columns = before.columns if before else []
        return next((column["values"] for column in columns if "values" in column), {})
    return {word.strip(): result for result in Result.values for word in says.get(result, ()) if word.strip()}


def _columns(
    template: Template,
    fields: Sequence[str],
    fixed: Mapping[int, str],
    required: Sequence[str],
    values: Mapping[str, str],
) -> list[dict[str, Any]]:
    columns = []
    for place, (heading, field) in enumerate(zip(template.headings, fields, strict=True)):
        column: dict[str, Any] = {"heading": heading}
        if field == FIXED:
            column["fixed"] = fixed.get(place, "")[:60]
        elif field:
            column["field"] = field
            if field in required:
                column["is_required"] = True
            if field == "result":
                column["values"] = dict(values)
        columns.append(column)
    return columns
