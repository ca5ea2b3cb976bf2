"""A list becomes sheets: each entry is typed with the clerk's habits and faults."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from random import Random

from tedung.dates import age_on
from tedung.population import layouts
from tedung.population.clerks import (
    Clerk,
    Value,
    typed_date,
    typed_income,
    typed_name,
    typed_nik,
    typed_phone,
)
from tedung.population.faults import FAULTS, Draft, Scene, spoil
from tedung.population.layouts import Line, Sheet
from tedung.population.lists import Entry, RosterList
from tedung.population.people import City, Person
from tedung.population.tables import groups

INCOMES = (
    600_000,
    750_000,
    900_000,
    1_000_000,
    1_200_000,
    1_500_000,
    1_500_000,
    2_000_000,
    2_500_000,
    3_000_000,
)

COMMAND = "=cmd|' /C calc'!A0"
"""A cell that an old spreadsheet would run as a program: the classic attack by a list."""


@dataclass
class Typist:
    """One clerk at work on one list."""

    city: City
    where: RosterList
    clerk: Clerk
    rng: Random

    to_spoil: set[int] = field(default_factory=set)
    places: dict[int, int] = field(default_factory=dict)

    def sheets(self) -> list[Sheet]:
        """Return the sheets of the list, and note in each entry what was done to it."""
        columns = layouts.columns_of(self.where, self.clerk)
        self.to_spoil = self._chosen()
        self.places = {id(entry): at for at, entry in enumerate(self.where.entries)}
        if not self.clerk.has_sheets:
            return [self._sheet("Sheet1", self.where.entries, columns, "pekerja rentan")]
        return [self._group_sheet(code, columns) for code in self.where.groups]

    def _chosen(self) -> set[int]:
        """Choose the entries to spoil, so that with those who are wrong already the clerk's share is met."""
        entries = self.where.entries
        sound = [at for at, entry in enumerate(entries) if not entry.faults]
        wanted = round(self.clerk.carelessness * len(entries)) - (len(entries) - len(sound))
        return set(self.rng.sample(sound, min(len(sound), max(0, wanted))))

    def _group_sheet(self, code: str, columns: tuple[str, ...]) -> Sheet:
        name = groups()[code].name_id
        return self._sheet(name.upper(), [e for e in self.where.entries if e.group == code], columns, name)

    def _sheet(self, name: str, entries: list[Entry], columns: tuple[str, ...], subject: str) -> Sheet:
        sheet = Sheet(name, layouts.letterhead(self.where, self.clerk, subject), columns=columns)
        lines, sheet.merges = layouts.header(columns, self.clerk, self.where, len(sheet.lines))
        sheet.lines += lines
        sheet.lines += self._body(entries, columns)
        sheet.lines += layouts.footer(self.where, self.clerk, len(entries), len(columns))
        sheet.merges += [
            (at, 0, at, len(columns) - 1) for at, line in enumerate(sheet.lines) if line.is_merged
        ]
        sheet.widths = [layouts.width_of(column) for column in columns]
        return sheet

    def _body(self, entries: list[Entry], columns: tuple[str, ...]) -> list[Line]:
        lines: list[Line] = []
        for part, (title, group) in enumerate(self._sections(entries)):
            if title:
                lines.append(Line("title", [f"{'ABCDEFGH'[part]}. {title.upper()}"], is_merged=True))
            for number, entry in enumerate(group, start=1):
                lines.append(self._line(entry, columns, number))
                if self.clerk.has_blank_lines and self.rng.random() < 0.05:
                    lines.append(Line("blank", []))
        return lines

    def _sections(self, entries: list[Entry]) -> Iterable[tuple[str, list[Entry]]]:
        if not self.clerk.has_sections:
            return [("", entries)]
        found = {code: [e for e in entries if e.group == code] for code in self.where.groups}
        return [(groups()[code].name_id, group) for code, group in found.items() if group]

    def _line(self, entry: Entry, columns: tuple[str, ...], number: int) -> Line:
        person = self.city.people[entry.person_id]
        draft = self._draft(entry, person)
        place = self.places[id(entry)]
        if place in self.to_spoil:
            self._spoil(draft, entry, person, columns)
        cells = [self._cell(column, draft, person, number) for column in columns]
        return Line("person", cells, entry=place)

    def _draft(self, entry: Entry, person: Person) -> Draft:
        rng = self.rng
        name = typed_name(rng, str(person.name), self.clerk.names)
        if entry.group == "pemangku" and rng.random() < 0.25:
            name = person.called
        draft = Draft(
            nik=person.nik,
            name=f"{name} {rng.choice(('(alm)', '(Alm.)', 'ALM'))}" if person.dead else name,
            called=person.called,
            birth_place=person.birth_place,
            birth=person.birth,
            sex=person.sex,
            address=f"{person.address}, Br. {person.banjar}" if rng.random() < 0.2 else person.address,
            banjar=person.banjar,
            village=person.village.name,
            part=entry.part,
            phone=person.phone if rng.random() < 0.75 else "",
            mother=person.mother if rng.random() < 0.7 else "",
            occupation=person.occupation(entry.group),
            income=rng.choice(INCOMES),
        )
        return self._public(draft, person)

    def _public(self, draft: Draft, person: Person) -> Draft:
        """Say of a public servant what he or she is, where the list has room for it."""
        if person.public_servant:
            draft.occupation = person.public_servant
            draft.note = person.public_servant
        return draft

    def _spoil(self, draft: Draft, entry: Entry, person: Person, columns: tuple[str, ...]) -> None:
        others = tuple(self.city.people[e.person_id] for e in self.where.entries[:40])
        scene = Scene(self.rng, person, others)
        kinds = frozenset("birth" if column == "place_birth" else column for column in columns)
        for _ in range(2 if self.rng.random() < 0.12 else 1):
            fault = spoil(draft, scene, kinds)
            entry.faults.append(fault)
            kinds -= {FAULTS[fault][2]}  # a cell is spoiled once

    def _cell(self, column: str, draft: Draft, person: Person, number: int) -> Value:
        clerk = self.clerk
        simple: dict[str, Value] = {
            "no": number,
            "nik": typed_nik(draft.nik, clerk.nik),
            "name": draft.name,
            "called": draft.called,
            "place": draft.birth_place,
            "age": age_on(person.birth, layouts.today_of(clerk)),
            "sex": clerk.sexes[draft.sex == "P"],
            "address": draft.address,
            "banjar": draft.banjar,
            "village": draft.village,
            "part": draft.part,
            "mother": draft.mother,
            "occupation": draft.occupation,
            "income": typed_income(draft.income, clerk.incomes),
            "note": draft.note,
        }
        if column in simple:
            return simple[column] or None
        return self._phone(draft) if column == "phone" else self._birth(column, draft)

    def _phone(self, draft: Draft) -> Value:
        if self.clerk.whole_list == "one_phone":  # the helper gives her own number for every family
            return "0845 1234 9000"
        return typed_phone(draft.phone, self.clerk.phones)

    def _birth(self, column: str, draft: Draft) -> Value:
        typed: Value = draft.birth_text or typed_date(draft.birth, self.clerk.dates)
        if column == "birth":
            return typed
        if isinstance(typed, date):
            typed = f"{typed:%d-%m-%Y}"
        elif isinstance(typed, int):
            typed = typed_date(draft.birth, "dd-mm-yyyy")
        return f"{draft.birth_place}, {typed}" if typed else draft.birth_place


def put_command(sheet: Sheet, entries: list[Entry]) -> None:
    """Let the first name of a sheet be a formula that runs a program."""
    line = next(line for line in sheet.lines if line.kind == "person")
    line.cells[sheet.columns.index("name")] = COMMAND
    entries[line.entry].faults.append("name_formula")
