"""Three questions of each candidate, and what their answers do.

(a) Does another public budget pay for the same office?  *Pembiayaan ganda*: stop.
(b) Has one another job, or is a wage earner elsewhere?  As the group's policy says.
(c) Does one pay oneself?  As the group's policy says.
Besides: the evidence that the group asks for (office and its term, desil, income), *padan*, and death.

A line stands for the root of its person: what is known of an alias is known of the root.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tedung.office.padan import queries as padan
from tedung.office.penetapan.models import PUBLIC, Clearance, Cover
from tedung.office.people.models import Evidence, Person
from tedung.office.people.queries import together
from tedung.office.reference.models import Group, Policy
from tedung.office.reference.queries import setting
from tedung.office.usulan.models import Line

STOP, ASK, OK = "stop", "ask", "ok"
DESIL_DAYS = 366
"""How old the data of a decile may be before it is asked again (ours)."""
Shown = Mapping[tuple[str, str], Evidence]
"""The evidence of one person that counts, by kind and, of an office, by group."""


@dataclass(frozen=True)
class Answer:
    """One thing found about a candidate: what it does, and its sentence."""

    does: str
    code: str
    sentence: str


@dataclass
class Found:
    """All that was found about one candidate."""

    answers: list[Answer] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Say whether one may be chosen: nothing stops it, and no question waits for an officer."""
        return all(answer.does == OK for answer in self.answers)

    @property
    def waits(self) -> bool:
        """Say whether an officer's answer is all that is wanted: questions, and nothing that stops."""
        return {answer.does for answer in self.answers} - {OK} == {ASK}

    def add(self, does: str, code: str, sentence: str) -> None:
        """Note an answer."""
        self.answers.append(Answer(does, code, sentence))


@dataclass(frozen=True)
class Asked:
    """For which time and by which payer cover is asked."""

    since: date
    until: date
    payer: str
    day: date  # on which the question is asked


def examine(lines: Sequence[Line], asked: Asked) -> list[Found]:
    """Return what is found about whom each line stands for, in order; a constant number of queries.

    The lines are those of one selection: who stands in two groups of it is asked about.
    """
    one = together({line.person_id for line in lines if line.person_id is not None})
    dead = {one[key] for key in _dead(one)}
    standings = padan.standings(set(one.values()), asked.day)
    covers = _covers(one, asked)
    policies = _policies(asked.since)
    shown = _shown(one)
    valid_days = int(setting("padan.valid_days", asked.day))
    result = []
    for line in lines:
        found = Found()
        person = one.get(line.person_id or 0)
        if person is None:
            found.add(STOP, "no_person", _("Baris ini belum menjadi orang. Perbaiki barisnya lebih dulu."))
        else:
            if person in dead:
                found.add(STOP, "dead", _("Orang ini tercatat meninggal."))
            _padan(found, standings.get(person, padan.Standing()), asked.day, valid_days)
            _double(found, line, covers.get(person, []))
            _policy(found, line, policies.get(line.group_code), shown.get(person, {}), asked)
        result.append(found)
    whose = [one.get(line.person_id or 0) for line in lines]
    _second_places(lines, whose, result)
    cleared = _cleared(one, asked.since.year)
    for line, person, found in zip(lines, whose, result, strict=True):
        _clear(found, cleared.get((person or 0, line.group_code), frozenset()))
    return result


def _dead(persons: Collection[int]) -> list[int]:
    rows = Person.everything.filter(pk__in=persons, died_on__isnull=False)
    return list(rows.values_list("pk", flat=True))


def _second_places(lines: Sequence[Line], whose: Sequence[int | None], result: Sequence[Found]) -> None:
    """Ask about whoever has a place in an earlier group already, unless something stops that one."""
    names = dict(Group.objects.values_list("code", "name"))
    first: dict[int, str] = {}
    for line, person, found in zip(lines, whose, result, strict=True):
        if person is None or any(answer.does == STOP for answer in found.answers):
            continue
        group = first.setdefault(person, line.group_code)
        if group != line.group_code:
            sentence = _("Juga diusulkan sebagai %(group)s; pastikan apakah ditanggung dua kali.")
            told = {"group": names.get(group, group) or _("orang tanpa kelompok")}
            found.add(ASK, "second_place", sentence % told)


def _cleared(one: Mapping[int, int], year: int) -> dict[tuple[int, str], frozenset[str]]:
    """Return the codes of the questions that an officer has answered, by root and group."""
    told: dict[tuple[int, str], frozenset[str]] = {}
    rows = Clearance.objects.filter(person__in=one.keys(), year=year)
    for person, group, code in rows.values_list("person_id", "group_code", "code"):
        key = (one[person], group)
        told[key] = told.get(key, frozenset()) | {code}
    return told


def _clear(found: Found, codes: frozenset[str]) -> None:
    found.answers = [
        Answer(OK, answer.code, answer.sentence) if answer.does == ASK and answer.code in codes else answer
        for answer in found.answers
    ]


def _padan(found: Found, told: padan.Standing, day: date, valid_days: int) -> None:
    if told.admits(day, valid_days):
        return
    if not told.result:
        sentence = _("Belum dipadankan dengan data kependudukan.")
    elif told.result == "padan":
        sentence = _("Hasil padan sudah lebih dari %(days)s hari; padankan lagi.") % {"days": valid_days}
    else:
        sentence = _("Jawaban data kependudukan: %(result)s.") % {"result": told.result.replace("_", " ")}
    found.add(STOP, "not_padan", sentence)


def _covers(one: Mapping[int, int], asked: Asked) -> dict[int, list[Cover]]:
    """Return the public cover that overlaps with what is asked, by root."""
    met: dict[int, list[Cover]] = {}
    overlap = Cover.everything.filter(
        person__in=one.keys(), since__lte=asked.until, until__gte=asked.since, payer__in=PUBLIC
    )
    for cover in overlap.order_by("pk"):
        met.setdefault(one[cover.person_id], []).append(cover)
    return met


def _double(found: Found, line: Line, covers: Sequence[Cover]) -> None:
    for cover in covers:
        if cover.group_code == line.group_code:
            sentence = _("Pembiayaan ganda: jabatan yang sama sudah dibayar %(payer)s pada waktu itu.")
            found.add(STOP, "double_funding", sentence % {"payer": cover.payer_name})
        else:
            sentence = _("Sudah dibayar %(payer)s sebagai anggota kelompok lain pada waktu itu.")
            found.add(ASK, "other_group", sentence % {"payer": cover.payer_name})


def _policies(day: date) -> Mapping[str, Policy]:
    """Return the policy of each group on a day: the last one that began."""
    rows = Policy.objects.filter(since__lte=day).select_related("group").order_by("since")
    return {policy.group.code: policy for policy in rows}


def _shown(one: Mapping[int, int]) -> dict[int, Shown]:
    """Return by root the evidence that counts: of each kind and group the latest paper."""
    told: dict[int, dict[tuple[str, str], Evidence]] = {}
    for paper in Evidence.objects.filter(person__in=one.keys()).order_by("day", "pk"):
        told.setdefault(one[paper.person_id], {})[paper.kind, paper.group_code] = paper
    return dict(told)


def _policy(found: Found, line: Line, policy: Policy | None, shown: Shown, asked: Asked) -> None:
    if policy is None:
        return
    if policy.basis == Policy.Basis.OFFICE:
        _office(found, shown.get((Evidence.Kind.JABATAN, line.group_code)), asked)
    if policy.basis == Policy.Basis.DESIL and policy.desil_max is not None:
        _desil(found, shown.get((Evidence.Kind.DESIL, "")), policy.desil_max, asked)
    if policy.basis == Policy.Basis.INCOME and policy.income_max is not None:
        _income(found, _earned(line, shown), policy.income_max)
    other = shown.get((Evidence.Kind.PEKERJAAN, ""))
    if other is not None and (other.until is None or other.until >= asked.since):
        sentence = _("Penerima upah atau punya pekerjaan lain menurut %(number)s.")
        found.add(_does(policy.other_job), "other_job", sentence % {"number": other.number})
    if line.is_member:
        sentence = _("Sudah peserta BPJS Ketenagakerjaan; pastikan siapa yang membayar.")
        found.add(_does(policy.pays_himself), "member", sentence)


def _office(found: Found, paper: Evidence | None, asked: Asked) -> None:
    if paper is None:
        found.add(ASK, "office_unknown", _("Dasar jabatan (keputusan atau paruman) belum dicatat."))
    elif paper.until is not None and paper.until < asked.since:
        sentence = _("Masa jabatan berakhir %(day)s, sebelum perlindungan dimulai.")
        found.add(STOP, "term_over", sentence % {"day": _day(paper.until)})
    elif paper.until is not None and paper.until < asked.until:
        sentence = _("Masa jabatan berakhir %(day)s, di tengah masa perlindungan.")
        found.add(ASK, "term_ends", sentence % {"day": _day(paper.until)})


def _desil(found: Found, data: Evidence | None, most: int, asked: Asked) -> None:
    if data is None or data.value is None:
        found.add(ASK, "desil_unknown", _("Desil DTSEN belum dicatat; kelompok ini memerlukannya."))
    elif data.value > most:
        sentence = _("Desil %(desil)s menurut data %(day)s, di atas batas kelompok ini (%(most)s).")
        found.add(STOP, "desil_above", sentence % {"desil": data.value, "day": _day(data.day), "most": most})
    elif asked.day - data.day > timedelta(days=DESIL_DAYS):
        sentence = _("Data desil per %(day)s sudah lebih dari setahun; mintakan yang baru.")
        found.add(ASK, "desil_old", sentence % {"day": _day(data.day)})


def _earned(line: Line, shown: Shown) -> int | None:
    """Return the income that a paper shows, else the one that the list says."""
    paper = shown.get((Evidence.Kind.INCOME, ""))
    return paper.value if paper is not None else line.income


def _income(found: Found, income: int | None, most: int) -> None:
    if income is None:
        found.add(ASK, "income_unknown", _("Penghasilan belum diisi; kelompok ini memerlukannya."))
    elif income > most:
        found.add(STOP, "income_above", _("Penghasilan di atas batas kelompok ini."))


def _day(value: date) -> str:
    return date_format(value, "j F Y")


def _does(answer: str) -> str:
    return {Policy.Answer.ALLOWED: OK, Policy.Answer.ASK: ASK, Policy.Answer.REFUSED: STOP}[
        Policy.Answer(answer)
    ]
