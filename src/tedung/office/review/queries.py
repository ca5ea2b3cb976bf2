"""The queue of pairs, side by side, with the reasons in words; and how far the machine was right."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tedung.linkage.evaluate import wilson
from tedung.linkage.reasons import Reasons, signed
from tedung.office.base.templatetags.tedung import day, masked
from tedung.office.people.models import Person
from tedung.office.reference.queries import region_name
from tedung.office.review.models import Pair, Verdict
from tedung.texts import text

ENOUGH = 500
"""Labels of its own that an office has before it lets the machine merge more than tier A."""


def queue(state: str = Pair.State.OPEN) -> QuerySet[Any, Any]:
    """Return the pairs that wait, the surest first, so that the easy ones are done soon."""
    return Pair.objects.filter(state=state).select_related("first", "second").order_by("-weight", "pk")


def after(pairs: QuerySet[Any, Any], key: int | None) -> QuerySet[Any, Any]:
    """Return what comes after a pair in the order of the queue, whatever became of that pair meanwhile."""
    weight = Pair.objects.filter(pk=key).values_list("weight", flat=True).first()
    if weight is None:
        return pairs
    return pairs.filter(Q(weight__lt=weight) | Q(weight=weight, pk__gt=key))


def following(pair: Pair) -> Pair | None:
    """Return the pair that comes after this one in the queue."""
    return queue().exclude(pk=pair.pk).first()


@dataclass(frozen=True)
class Side:
    """One field of both persons, and whether they agree."""

    label: str
    first: str
    second: str

    @property
    def agrees(self) -> bool | None:
        """Return None where one side says nothing."""
        return None if not self.first or not self.second else self.first == self.second


def sides(pair: Pair) -> list[Side]:
    """Return the two persons field by field, numbers masked."""
    one, other = _told(pair.first), _told(pair.second)
    return [Side(label, one[label], other[label]) for label in one]


def _told(person: Person) -> dict[str, str]:
    return {
        _("Nama di KTP"): person.nama_ktp,
        _("Nama sebutan"): person.nama_sebutan,
        _("NIK"): masked(person.nik) if person.nik else "",
        _("Tanggal lahir"): day(person.birth_date),
        _("Tempat lahir"): person.birth_place,
        _("Jenis kelamin"): person.get_sex_display() if person.sex else "",
        _("Desa/kelurahan"): region_name(person.village) if person.village else "",
        _("Alamat"): person.address,
        _("Telepon"): person.phone,
        _("Nama ibu kandung"): person.mother,
    }


@dataclass(frozen=True)
class Reason:
    """A term of the waterfall: what it is, its weight in words, and how long its bar is (0 to 100)."""

    sentence: str
    bits: str
    share: int
    speaks_for: bool


def reasons(pair: Pair) -> list[Reason]:
    """Return the waterfall of a pair; the terms add up to its weight."""
    told = Reasons.parse(json.dumps(pair.reasons))
    lang = (get_language() or "id")[:2]
    terms = [(text("linkage.prior", lang), told.prior)]
    terms += [(text(f"linkage.level_{name}_{level}", lang), bits) for name, level, bits in told.terms]
    most = max((abs(bits) for _label, bits in terms), default=1) or 1
    return [
        Reason(label, signed(bits, lang), round(100 * abs(bits) / most), bits > 0) for label, bits in terms
    ]


def guard(pair: Pair) -> str:
    """Return the sentence of the rule that kept the machine from merging, empty where none did."""
    found = pair.reasons.get("guard") or ""
    return text(f"linkage.guard_{found}", (get_language() or "id")[:2]) if found else ""


@dataclass(frozen=True)
class Labels:
    """What an office's own verdicts say of the machine."""

    given: int
    right: int

    @property
    def least(self) -> float:
        """Return the share that is right at least, nine times of ten."""
        return wilson(self.right, self.given) if self.given else 0.0

    @property
    def is_enough(self) -> bool:
        """Say whether there are enough to trust the machine with more."""
        return self.given >= ENOUGH and self.right == self.given


def labels() -> Labels:
    """Count the pairs that the machine would merge under full trust, and those where a person agreed."""
    judged = Verdict.objects.filter(said__in=[Pair.State.SAME, Pair.State.DIFFERENT])
    pairs = Pair.everything.filter(pk__in=judged.values("pair"), reasons__tier__in=["A", "B", "C", "D"])
    return Labels(pairs.count(), pairs.filter(state=Pair.State.SAME).count())
