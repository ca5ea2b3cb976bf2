"""What a typed line leaves to ask its clerk: numbers and columns that disagree, a number that another bears.

A NIK stays when a birth date is corrected, so a disagreement is no fault: it is asked, and what the clerk
answers is kept beside the line.  An answer counts for the values that it was asked about, no others.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tedung.office.base.refusals import Refusal
from tedung.office.base.templatetags.tedung import day as written
from tedung.office.people.models import Person, Sex
from tedung.office.usulan.models import Line, Mending, State
from tedung.office.usulan.queries import GOOD
from tedung.roster import birth as births
from tedung.roster.nik import Nik

FOLLOW, KEEP, SAME, OTHER = "nik", "tetap", "sama", "lain"
"""Answers: the column follows the number; both are as on the card; one person; two persons."""
TOLD = "jawab_"
"""What the field of a Mending begins with that holds an answer."""
CONTRADICTED = ("nik", "nama_ktp", "birth_date", "sex")
"""Once one of these is mended, an earlier answer counts no more."""


class Question(NamedTuple):
    """A question about a line; the value of a choice says which answer, and about what."""

    code: str
    sentence: str
    choices: tuple[tuple[str, str], ...]

    @property
    def field(self) -> str:
        """Return the name of its field in the form."""
        return f"{TOLD}{self.code}"


class Asked(Refusal):
    """Nothing is saved before these are answered."""

    def __init__(self, questions: list[Question]) -> None:
        super().__init__(" ".join(question.sentence for question in questions), "asked")
        self.questions = questions


class Typed(NamedTuple):
    """What the questions are about."""

    name: str
    nik: Nik
    born: date | None
    sex: str


def questions(typed: Typed, bearer: Line | Person | None) -> list[Question]:
    """Return what is to be asked of a line as it is typed now."""
    found = [*_differing(typed), *_doubtful(typed.nik)]
    if bearer is not None:
        found.append(_of_line(bearer) if isinstance(bearer, Line) else _of_person())
    about = _mark(typed, bearer)
    return [
        Question(code, sentence, tuple((f"{choice}:{about}", label) for choice, label in choices))
        for code, sentence, choices in found
    ]


def answered(asked: list[Question], given: Mapping[str, str]) -> dict[str, str]:
    """Return code -> answer, of the questions that are answered for the very values that were asked about."""
    told = {question.code: given.get(question.code, "") for question in asked}
    valid = {question.code: {value for value, _label in question.choices} for question in asked}
    return {code: value.partition(":")[0] for code, value in told.items() if value in valid[code]}


def settled(line: Line) -> set[str]:
    """Return the questions that were answered before about what the line still says."""
    kept = list(line.mendings.order_by("pk").values_list("field", flat=True)) if line.pk else []
    last = max((at for at, field in enumerate(kept) if field in CONTRADICTED), default=-1)
    return {field.removeprefix(TOLD) for field in kept[last + 1 :] if field.startswith(TOLD)}


def _differing(typed: Typed) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    nik = typed.nik
    if nik.birth_date and typed.born and births.settle(births.Birth(typed.born), nik).findings:
        days = {"inside": written(nik.birth_date), "typed": written(typed.born)}
        yield (
            "birth",
            _("Menurut NIK lahir %(inside)s, Anda menulis %(typed)s. Mana yang benar?") % days,
            [
                (FOLLOW, _("NIK benar: tanggal lahirnya %(inside)s") % days),
                (KEEP, _("Tanggal yang saya tulis benar, dan NIK ini sama dengan KTP")),
            ],
        )
    if nik.sex and typed.sex and nik.sex != typed.sex:
        says = {"inside": Sex(nik.sex).label, "typed": Sex(typed.sex).label}
        yield (
            "sex",
            _("Menurut NIK %(inside)s, Anda menulis %(typed)s. Mana yang benar?") % says,
            [
                (FOLLOW, _("NIK benar: %(inside)s") % says),
                (KEEP, _("%(typed)s benar, dan NIK ini sama dengan KTP") % says),
            ],
        )


def _doubtful(nik: Nik) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    codes = {found.code for found in nik.findings}
    agrees = [(KEEP, _("Sudah dicocokkan: NIK ini sama dengan KTP"))]
    if "nik_serial" in codes:
        yield (
            "serial",
            _(
                "NIK ini berakhir 0000, padahal nomor urut dimulai dari 0001. "
                "Bila keliru, ketik ulang NIK-nya."
            ),
            agrees,
        )
    if "nik_unknown_region" in codes:
        yield (
            "region",
            _(
                "Enam angka pertama NIK ini bukan kode kecamatan yang dikenal. "
                "Bila keliru, ketik ulang NIK-nya."
            ),
            agrees,
        )


def _of_line(bearer: Line) -> tuple[str, str, list[tuple[str, str]]]:
    return (
        "bearer",
        _(
            "NIK ini sudah tertulis di %(place)s atas nama %(name)s. Apakah orangnya sama? "
            "Bila salah ketik, betulkan NIK-nya."
        )
        % {"place": bearer.place, "name": bearer.nama_ktp},
        [
            (SAME, _("Orang yang sama: baris ini ganda")),
            (OTHER, _("Orang lain, dan NIK ini sama dengan KTP-nya: biar petugas yang memutuskan")),
        ],
    )


def _of_person() -> tuple[str, str, list[tuple[str, str]]]:
    return (
        "bearer",
        _("NIK ini sudah tercatat pada orang lain. Cocokkan dengan KTP; bila salah ketik, betulkan NIK-nya."),
        [(OTHER, _("NIK ini sama dengan KTP: biar petugas yang memutuskan"))],
    )


def _mark(typed: Typed, bearer: Line | Person | None) -> str:
    """Return a mark of what is asked about; it tells nothing of it."""
    about = (typed.name, typed.nik.digits, typed.born, typed.sex, type(bearer).__name__, bearer and bearer.pk)
    key = settings.SECRET_KEY.encode()[:64]
    return hashlib.blake2b(repr(about).encode(), key=key, digest_size=6).hexdigest()


def bearer_of(line: Line, nik_index: str, person: int | None) -> Line | Person | None:
    """Return who else bears a valid number: a good line of this unit's year, else a person of the office.

    person: whom the line is known to be.
    """
    if not nik_index:
        return None
    lines = siblings(line).filter(nik_index=nik_index).select_related("person", "berkas")
    other: Line | None = next((one for one in lines.order_by("pk") if root_of(one.person) != person), None)
    if other is not None:
        return other
    persons = Person.everything.filter(nik_index=nik_index, nik_state="valid", merged_into=None)
    found: Person | None = persons.exclude(pk=person or 0).order_by("pk").first()
    return found


def twin_of(line: Line, person: int | None) -> Line | None:
    """Return the good line that proposes the same person for the same, where there is one."""
    if person is None:
        return None
    same = siblings(line).filter(Q(person=person) | Q(person__merged_into=person))
    same = same.filter(Q(berkas=line.berkas_id) | Q(group_code=line.group_code))
    found: Line | None = same.select_related("berkas").order_by("pk").first()
    return found


def siblings(line: Line) -> QuerySet[Any, Any]:
    """Return the other good lines that the unit proposes for the year."""
    same = Line.everything.filter(
        unit_code=line.unit_code, usulan__year=line.usulan.year, is_current=True, outcome__in=GOOD
    )
    return same.exclude(pk=line.pk).exclude(usulan__state=State.DITARIK)


def root_of(person: Person | None) -> int | None:
    """Return the key of the person whom an alias is one of."""
    return None if person is None else person.merged_into_id or person.pk


def remember(line: Line, asked: list[Question], answers: Mapping[str, str], **who: Any) -> None:
    """Keep each answer with its question, in the words that the clerk read."""
    labels = {
        question.code: {value.partition(":")[0]: label for value, label in question.choices}
        for question in asked
    }
    Mending.objects.bulk_create(
        Mending(
            line=line,
            field=question.field,
            before=question.sentence,
            after=labels[question.code][answers[question.code]],
            **who,
        )
        for question in asked
        if question.code in answers
    )
