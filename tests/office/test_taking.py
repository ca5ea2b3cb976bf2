"""The demo's lists taken over by the set, beside a plain reading of them: a line at a time, a person at a time."""

import json
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tedung.office.base.crypto import blind_index
from tedung.office.people.meeting import name_keys
from tedung.office.people.models import ALPHABET, Person, Visibility
from tedung.office.review.models import Pair
from tedung.office.usulan import jobs, services
from tedung.office.usulan.linerows import COLUMNS, line_rows
from tedung.office.usulan.models import Berkas, Line
from tedung.office.usulan.reading import read
from tedung.office.usulan.taking import GOOD, HINT, resembling
from tedung.population.synthesis import synthesise

pytestmark = pytest.mark.usefixtures("as_system")
SAID = [
    "nama_ktp",
    "nama_sebutan",
    "birth_place",
    "sex",
    "village",
    "banjar",
    "address",
    "phone",
    "mother",
    "occupation",
    "nik_state",
    "row_key",
    "sheet",
]
OWN = ["nama_ktp", "nama_sebutan", "birth_place", "sex", "village", "address", "phone", "mother", "nik_state"]


@pytest.fixture(scope="module")
def lists(tmp_path_factory):
    """The demo's lists of a small city, those that a spreadsheet opens."""
    made = synthesise(tmp_path_factory.mktemp("kota"), 2026, 120)
    return sorted(path for path in made.lists if path.suffix in {".xlsx", ".csv"})[:3]


@pytest.fixture
def handed_in(lists, offices):
    """Each list handed in, not yet taken over."""
    usulan = services.prepare(offices["dinas_sosial"], 2027, "Bersama", offices["dinas_sosial"])
    return [services.hand_in(usulan, SimpleUploadedFile(path.name, path.read_bytes()))[0] for path in lists]


def test_lines_and_persons_are_what_a_plain_reading_says(handed_in):
    for berkas in handed_in:
        checked = read(berkas).checked  # before it is taken: what is known then
        before = set(Person.everything.values_list("pk", flat=True))
        told = jobs.take_over(berkas.pk)
        lines = list(Line.everything.filter(berkas=berkas).order_by("pk"))
        rows = checked.rows.to_pylist()
        assert len(lines) == len(rows) == told["lines"]
        for line, row, outcome, findings in zip(lines, rows, checked.outcomes, checked.findings, strict=True):
            same_line(line, row, outcome, findings, resembling(checked))
        same_persons(lines, rows, checked, before, told)
    assert Person.everything.count() > 20
    assert Pair.everything.filter(first__isnull=False).count() == Pair.everything.count()


def same_line(line, row, outcome, findings, known):
    """Compare a line with its row, field by field."""
    row = {**row, "group_code": row["kelompok_sasaran"]}
    assert {name: getattr(line, name) for name in (*SAID, "group_code")} == {
        name: cut(name, row[name]) for name in (*SAID, "group_code")
    }
    typed = ("birth_date", "income", "is_member")
    assert [getattr(line, name) for name in typed] == [
        row[name] if row["is_person"] else None for name in typed
    ]
    assert (line.line, line.outcome, line.is_current) == (row["line"], outcome, True)
    assert (line.nik, line.nik_index) == (row["nik_digits"] or row["nik"] or "", index(row["nik"]))
    hint = row["row_id"] in known and outcome == "needs_fix"
    assert [told["code"] for told in line.findings] == [one.code for one in findings] + [HINT] * hint


def same_persons(lines, rows, checked, before, told):
    """Compare the persons with their rows: one for each label, made of its first good row, or known before."""
    people = Person.everything.in_bulk()
    made, by_label = set(people) - before, {}
    for line, row, label, outcome in zip(
        lines, rows, checked.linked.person_id, checked.outcomes, strict=True
    ):
        if label is None:
            assert line.person_id is None
            continue
        assert by_label.setdefault(label, line.person_id) == line.person_id
        if line.person_id in made and outcome in GOOD:
            made.remove(line.person_id)
            same_person(people[line.person_id], row)
    assert not made
    assert told["new_persons"] == len(set(people) - before)
    keys = {line.person_id for line in lines} - {None}
    seen = Visibility.objects.filter(person__in=keys, kind="opd", code="dinas_sosial")
    assert seen.count() == len(keys)


def same_person(person, row):
    """Compare a new person with the row it was made of."""
    assert {name: getattr(person, name) for name in OWN} == {name: cut(name, row[name]) for name in OWN}
    assert (person.name_bag, person.name_last) == name_keys(row["nama_ktp"] or "")
    assert (person.nik, person.nik_index) == (row["nik"] or row["nik_digits"] or "", index(row["nik"]))
    assert person.birth_date == row["birth_date"]
    assert (person.domicile, person.died_on, person.merged_into_id) == ("", None, None)
    assert len(person.public_id) == 12
    assert set(person.public_id) <= set(ALPHABET)


def cut(name, value):
    """Return a text as its column holds it."""
    width = Line._meta.get_field(name).max_length
    return (value or "")[:width]


def index(nik):
    return blind_index(nik or "")


def test_the_same_list_again_makes_nobody(handed_in):
    """As a new version of itself, with another name: every line has its person already."""
    jobs.take_over(handed_in[0].pk)
    before = (Person.everything.count(), Visibility.objects.count())
    again = Berkas.everything.get(pk=handed_in[0].pk)
    again.pk, again.sha256, again.replaces_id, again.state = None, "0" * 64, handed_in[0].pk, "queued"
    again.save()
    assert jobs.take_over(again.pk)["new_persons"] == 0
    assert (Person.everything.count(), Visibility.objects.count()) == before
    keys = [
        list(Line.everything.filter(berkas=one).order_by("pk").values_list("person", flat=True))
        for one in (handed_in[0], again)
    ]
    assert keys[0] == keys[1]


def test_a_file_longer_than_a_slice_keeps_its_order(handed_in):
    """Slices of 5,000 lines: the values of a line stay together across their borders."""
    checked = read(handed_in[0]).checked
    often = 5_200 // checked.rows.num_rows + 1
    many = SimpleNamespace(
        rows=type(checked.rows).from_batches(checked.rows.to_batches() * often),
        outcomes=list(checked.outcomes) * often,
        findings=list(checked.findings) * often,
        linked=checked.linked,
    )
    persons = list(range(many.rows.num_rows))
    written = [dict(zip(COLUMNS, row, strict=True)) for row in line_rows(handed_in[0], many, persons)]
    assert [row["person_id"] for row in written] == persons
    assert [row["line"] for row in written] == many.rows["line"].to_pylist()
    assert [len(json.loads(row["findings"])) for row in written[: checked.rows.num_rows]] == [
        len(found) for found in written_findings(checked)
    ]


def written_findings(checked):
    """Return the findings of each line with the hint, if it has one."""
    known = resembling(checked)
    for row, outcome, found in zip(
        checked.rows["row_id"].to_pylist(), checked.outcomes, checked.findings, strict=True
    ):
        yield [*found, HINT] if row in known and outcome == "needs_fix" else found
