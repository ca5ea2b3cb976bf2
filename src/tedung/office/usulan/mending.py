"""A line put right on the screen: judged by the same rules as a line of a file, the change kept beside it."""

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from tedung.errors import TedungError
from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.base import clock
from tedung.office.base.crypto import blind_index
from tedung.office.base.refusals import Refusal
from tedung.office.base.scratch import scratch
from tedung.office.people.models import Person
from tedung.office.review.models import Pair
from tedung.office.review.services import record_pairs
from tedung.office.usulan import asking, waiting
from tedung.office.usulan.asking import FOLLOW, KEEP, OTHER, SAME
from tedung.office.usulan.closed import must_be_open
from tedung.office.usulan.models import Line, Mending, Usulan
from tedung.office.usulan.queries import GOOD
from tedung.office.usulan.reading import read_path
from tedung.office.usulan.showing import show_lines
from tedung.office.usulan.taking import resembling, take, told_of
from tedung.roster import birth as births
from tedung.roster import nik as niks
from tedung.roster import sex as sexes
from tedung.roster.check import Checked

FIELDS = {
    # what may be mended: the heading that the roster knows
    "nama_ktp": "nama_ktp",
    "nik": "nik",
    "birth_place": "birth_place",
    "birth_date": "birth_date",
    "sex": "sex",
    "village": "village",
    "address": "address",
    "phone": "phone",
    "mother": "mother",
    "occupation": "occupation",
    "income": "income",
    "group_code": "kelompok_sasaran",
}
LONGEST = 200
TYPED_DAY = "%d-%m-%Y"
CONFIRMED = {"birth": "birth_differs_from_nik", "sex": "sex_differs_from_nik", "serial": "nik_serial"}
"""The finding that an answer settles."""
SHARED = "nik_shared"


class Stale(Refusal):
    """Somebody else mended the line after it was opened."""


def version(line: Line) -> int:
    """Return the mark of how a line stands: the key of its last mending."""
    return line.mendings.order_by("-pk").values_list("pk", flat=True).first() or 0


def shown(line: Line) -> dict[str, str]:
    """Return the fields of a line as they are shown and typed."""
    return {field: _shown(line, field) for field in FIELDS}


def _shown(line: Line, field: str) -> str:
    value = getattr(line, field)
    if isinstance(value, date):
        return f"{value:{TYPED_DAY}}"
    return "" if value is None else str(value)


@change("usulan.prepare")
def mend(
    line: Line, given: Mapping[str, str], answers: Mapping[str, str] | None = None, seen: int | None = None
) -> Line:
    """Judge a line anew with what was `given` (field -> as typed); return it, good or still to mend.

    answers: field of a question -> the chosen value.  seen: the line's `version` when it was opened.
    Asked where something is to be answered first, Stale where somebody else was quicker.
    """
    _hold(line)
    line = Line.everything.select_related("usulan", "berkas", "person").get(pk=line.pk)
    _must_be_mendable(line, seen)
    wanted = {field: value.strip()[:LONGEST] for field, value in given.items() if field in FIELDS}
    before = shown(line)
    after = {**before, **wanted}
    if after == before and not answers:
        return line
    return _mended(line, before, after, answers or {})


def _hold(line: Line) -> None:
    """Let nobody else mend a line of the unit meanwhile: two may get one number at once."""
    of_unit = Usulan.everything.filter(unit_code=line.unit_code, year=line.usulan.year)
    list(of_unit.select_for_update().order_by("pk").values_list("pk", flat=True))


def _must_be_mendable(line: Line, seen: int | None) -> None:
    must_be_open(line.usulan)
    if not line.is_current:
        raise Refusal(_("Baris ini sudah diganti oleh versi berkas yang baru. Buka versi yang baru."))
    if seen is not None and seen != version(line):
        last = line.mendings.order_by("-pk")[0]
        raise Stale(
            _(
                "Baris ini sudah diubah oleh %(by)s pada %(at)s, sesudah Anda membukanya. "
                "Belum ada yang disimpan: lihat dulu isinya yang sekarang."
            )
            % {"by": last.by, "at": date_format(localtime(last.at), "j F Y H.i")},
            "stale",
        )


def _mended(
    line: Line, before: Mapping[str, str], typed: Mapping[str, str], given: Mapping[str, str]
) -> Line:
    """Ask what is to be asked; with the answers judge the line, and keep both."""
    said = _said(typed)
    found = _judged(typed, said.born)
    known = _known(line, found, said.nik.usable)
    bearer = asking.bearer_of(line, blind_index(said.nik.usable), known)
    asked = asking.questions(said, bearer)
    answers = asking.answered(asked, {name.removeprefix(asking.TOLD): value for name, value in given.items()})
    is_same = all(before[field] == typed[field] for field in asking.CONTRADICTED)
    old = asking.settled(line) if is_same else set()
    open_ones = [question for question in asked if question.code not in answers and question.code not in old]
    if open_ones:
        raise asking.Asked(open_ones)
    answers = {code: KEEP if code != "bearer" else OTHER for code in old} | answers
    after = _followed(typed, said, answers)
    if after != typed:
        found = _judged(after, said.nik.birth_date if answers.get("birth") == FOLLOW else said.born)
    found = _as_confirmed(found, said, answers)
    _remember(line, before, after, asked, {code: answers[code] for code in answers if code not in old})
    with override("id"):  # what is kept beside a line is Indonesian, whoever mends it
        _rewrite(line, found, answers)
        _decide_person(line, found, known, bearer, answers)
    line.save()
    show_lines("id", line.pk)
    waiting.renew(line.usulan)
    return line


def _said(fields: Mapping[str, str]) -> asking.Typed:
    today = clock.today(settings.HOME_REGION)
    nik = niks.parse(fields["nik"], today)
    sex = sexes.read(fields["sex"], nik)
    born = births.parse(fields["birth_date"], today).day
    return asking.Typed(fields["nama_ktp"], nik, born, sex.sex if fields["sex"] else "")


def _judged(fields: Mapping[str, str], born: date | None) -> Checked:
    """Read the fields as a file of one line; a day goes in so that nobody can take it for another."""
    values = {**fields, "birth_date": born.isoformat() if born else fields["birth_date"]}
    with scratch() as folder:
        path = Path(folder) / "baris.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(FIELDS[field] for field in values)
            writer.writerow(values.values())
        try:
            found = read_path(path, Path(folder), {}).checked
        except TedungError as fault:
            raise Refusal(_("Baris ini belum dapat dibaca. Isi paling sedikit nama dan NIK.")) from fault
    if not any(found.rows["is_person"].to_pylist()):  # nothing was typed
        raise Refusal(_("Baris ini belum dapat dibaca. Isi paling sedikit nama dan NIK."))
    return found


def _known(line: Line, found: Checked, nik: str) -> int | None:
    """Return the person whom the linkage is sure of, else the line's own where the number is theirs."""
    place = _place(found)
    key = found.linked.members.get(found.rows["row_id"][place].as_py())
    if key is not None:
        return int(key)
    own = line.person
    return asking.root_of(own) if own and nik and own.nik_index == blind_index(nik) else None


def _place(found: Checked) -> int:
    return next(at for at, is_person in enumerate(found.rows["is_person"].to_pylist()) if is_person)


def _followed(typed: Mapping[str, str], said: asking.Typed, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the fields with what follows the number, where the clerk said that the number is right."""
    after = dict(typed)
    if answers.get("birth") == FOLLOW and said.nik.birth_date:
        after["birth_date"] = f"{said.nik.birth_date:{TYPED_DAY}}"
    if answers.get("sex") == FOLLOW:
        after["sex"] = said.nik.sex
    return after


def _as_confirmed(found: Checked, said: asking.Typed, answers: Mapping[str, str]) -> Checked:
    """Let the day stand that the clerk confirmed, where the roster took the number's for it."""
    if answers.get("birth") != KEEP or said.born is None:
        return found
    rows, place = found.rows, _place(found)
    days = rows["birth_date"].to_pylist()
    if days[place] == said.born:
        return found
    days[place] = said.born
    at = rows.schema.get_field_index("birth_date")
    return replace(found, rows=rows.set_column(at, rows.schema.field(at), pa.array(days, pa.date32())))


def _remember(
    line: Line,
    before: Mapping[str, str],
    after: Mapping[str, str],
    asked: list[asking.Question],
    answers: Mapping[str, str],
) -> None:
    actor = current()
    who = {"user_id": actor.user_id, "by": actor.label, "at": clock.now()}
    Mending.objects.bulk_create(
        Mending(line=line, field=field, before=before[field], after=after[field], **who)
        for field in FIELDS
        if before[field] != after[field]
    )
    asking.remember(line, asked, answers, **who)


TEXTS = ("nama_ktp", "birth_place", "sex", "village", "address", "phone", "mother", "occupation", "nik_state")


def _rewrite(line: Line, found: Checked, answers: Mapping[str, str]) -> None:
    place = _place(found)
    row: dict[str, Any] = found.rows.slice(place, 1).to_pylist()[0]
    for field in TEXTS:
        setattr(line, field, row[field] or "")
    line.nik = row["nik_digits"] or row["nik"] or ""
    line.nik_index = blind_index(row["nik"] or "")
    line.birth_date, line.income = row["birth_date"], row["income"]
    line.group_code = row["kelompok_sasaran"] or line.group_code
    line.row_key = row["row_key"]
    line.outcome = found.outcomes[place]
    resembles = row["row_id"] in resembling(found)
    line.findings = told_of(line.outcome, found.findings[place], resembles=resembles)
    confirmed = {CONFIRMED.get(code, "") for code, answer in answers.items() if answer == KEEP}
    for told in line.findings:
        if told["code"] in confirmed:
            told["sentence"] = _("Berbeda menurut NIK; operator sudah mencocokkan keduanya dengan KTP.")


def _decide_person(
    line: Line,
    found: Checked,
    known: int | None,
    bearer: Line | Person | None,
    answers: Mapping[str, str],
) -> None:
    """Say who the line is: a person known, a new one, a double of another line, or one for review."""
    if answers.get("bearer") == SAME and isinstance(bearer, Line) and line.outcome in GOOD:
        line.person_id = asking.root_of(bearer.person)
        _double(line, bearer)
        return
    taken = take(found) if known is None else None
    line.person_id = (taken.persons[_place(found)] if taken else known) or line.person_id
    if line.outcome not in GOOD:
        return
    if taken:
        record_pairs(taken.pairs, line.usulan)
    twin = asking.twin_of(line, line.person_id)
    if twin is not None:
        _double(line, twin)
    elif bearer is not None:
        _leave_to_review(line, bearer, found)


def _double(line: Line, other: Line) -> None:
    line.outcome = "duplicate"
    sentence = _("Orang yang sama sudah tercantum di %(place)s, jadi dihitung satu kali.")
    line.findings = [
        {"code": "duplicate_here", "column": "nama_ktp", "sentence": sentence % {"place": other.place}}
    ]


def _leave_to_review(line: Line, bearer: Line | Person, found: Checked) -> None:
    """Let the line go on with a note, and an officer decide whether the two are one."""
    other = asking.root_of(bearer.person if isinstance(bearer, Line) else bearer)
    line.outcome = "accepted_with_warnings"
    sentence = _("NIK ini juga tercatat pada orang lain. Petugas memutuskannya; Anda tidak perlu menunggu.")
    line.findings = [*line.findings, {"code": SHARED, "column": "nik", "sentence": sentence}]
    if other is None or line.person_id is None or other == line.person_id:
        return
    pair = (min(other, line.person_id), max(other, line.person_id))
    if not Pair.everything.filter(first=pair[0], second=pair[1]).exists():
        record_pairs([(*pair, *_weighed(found, other))], line.usulan)


def _weighed(found: Checked, other: int) -> tuple[float, str]:
    """Return the weight and the reasons that the linkage gave the two, none where it saw two strangers."""
    table = found.linked.member_pairs
    for member, weight, reasons in zip(
        *(table[name].to_pylist() for name in ("b", "weight", "reasons")), strict=True
    ):
        if int(member) == other:
            return weight, reasons
    return 0.0, '{"prior": 0.0, "terms": [], "guard": "unrelated_name"}'
