"""A line becomes fields and findings.

`Reader` knows the header, the habits and the day; it is made once a sheet and called
for every line, so whatever does not change from line to line is settled in `__init__`.
"""

import re
from collections.abc import Mapping
from datetime import date
from hashlib import blake2b
from typing import Any, NamedTuple

from tedung.roster import birth as births
from tedung.roster import income, names, occupations, phone, remarks, sex
from tedung.roster import nik as niks
from tedung.roster.birth import Birth
from tedung.roster.cells import Cell, CellError, Line, letter
from tedung.roster.findings import Finding, Findings, finding
from tedung.roster.headers import Header
from tedung.roster.lists import NOTHING, Saying
from tedung.roster.nik import Nik
from tedung.roster.places import Gazetteer, Village, regency_name
from tedung.roster.profile import Profile
from tedung.roster.table import ALLOWED, FIELDS, PASSED_ON
from tedung.roster.tidying import as_text, is_nothing, plain

VITAL = frozenset({"nik", "nama_ktp", "birth_date", "birth", "birth_day", "birth_month", "birth_year"})
TICKS = frozenset({"sex_l", "sex_p"})
KK_SINCE = 5
"""Family cards with sixteen digits bear a day of issue from 2005 on."""
CHILD = 15
"""Years below which nobody is proposed as a worker; the number is then hardly a NIK."""
DITTO = frozenset(
    form
    for word in ("sda", "sda.", "s.d.a", "s.d.a.", "idem", "idem.")
    for form in (word, word.upper(), word.title())
) | {'"', "''", ",,", "〃", '-"-'}
"""Signs for "as above": only a person knows which line is meant once lines are sorted."""
DANGEROUS = ("=", "+", "-", "@")
GROUP = re.compile("[a-z][a-z0-9_]{0,31}")
"""The code of a group, as an office or our own files write it."""


class Context(NamedTuple):
    """What every row is read against: the day, the villages, the key of `row_key`."""

    on: date
    villages: Gazetteer
    key: bytes


class Fields(NamedTuple):
    """The fields of a person's line, read, each with its findings."""

    name: names.Name
    nik: Nik
    born: births.Settled
    birth_place: str | None
    sex: sex.Sex
    village: Village
    work: occupations.Occupation
    phone: phone.Phone
    income: income.Income
    since: date | None
    since_found: Findings
    passed: tuple[str | None, ...]
    passed_found: Findings


class Reader:
    """Reads the lines of one sheet."""

    def __init__(
        self,
        place: tuple[str, str],
        header: Header,
        profile: Profile,
        context: Context,
        said: Saying = NOTHING,
    ) -> None:
        file, sheet = place
        self.file, self.sheet, self.on = file, sheet, context.on
        self.column: Mapping[str, int] = header.columns
        self.heading = {
            name: header.headings.get(name, "")[:40] or letter(at) for name, at in header.columns.items()
        }
        """What a clerk calls each column: its heading, or its letter where it has none."""
        self.context = context
        self.said = said
        self.said_code = "" if "occupation" in header.columns else said.work.code
        self.order = "mdy" if profile.date_style == "mdy" else "dmy"
        self.all_kk = profile.has("nik_is_kk", sure=True)
        self.all_rounded = profile.has("nik_rounded", sure=True)
        self.swapped = profile.has("date_swapped", sure=True)
        self.slipped = dict(profile.slips)
        self.is_ticked = "sex" not in self.column and not TICKS.isdisjoint(self.column)
        self.in_parts = "birth_date" not in self.column and "birth_year" in self.column
        self.works, self.noted = header.works, header.noted
        self.passed = [(name, self.column.get(name)) for name in PASSED_ON]
        told = {"unit_pengusul_kind": said.unit_kind, "unit_pengusul": said.village_name}
        self.unsaid = tuple(told.get(name) or None for name in PASSED_ON)
        self.seed = blake2b(f"{file}\x1f{sheet}\x1f".encode(), digest_size=8)

    def other(self, line: Line) -> tuple[Any, ...]:
        """Return the row of a line that is no person: where it stands and nothing else."""
        identity = (self._row_id(line.number), None, self.file, self.sheet, line.number, False)
        return identity + _EMPTY

    def person(self, line: Line) -> tuple[tuple[Any, ...], Findings]:
        """Return the row of a person, in the order of `table.ROWS`, and what was found."""
        cells, failed = self._cells(line)
        fields = self._fields(cells)
        found = self._findings(line.number, cells, fields, failed)
        return self._row(line.number, cells, fields), (*found, *self._noted(line, found))

    def born(self, cells: Mapping[str, Cell]) -> Birth:
        """Return what the cells of one line, by field, say of a birth, before the NIK is asked."""
        return self._birth({**cells, "birth_date": _in_parts(cells)} if self.in_parts else cells)

    def village_of(self, village: str, district: str) -> str:
        """Return the code of the village that a line names, else of the one that the list names."""
        return self.context.villages.find(village, district).code or self.said.village

    def _fields(self, cells: Mapping[str, Cell]) -> Fields:
        """Read every field; only the birth date, the sex and the NIK look at one another."""
        typed = self._birth(cells)
        nik = self._nik(cells, typed)
        return Fields(
            names.read(cells.get("nama_ktp")),
            nik,
            births.settle(typed, nik),
            typed_text(cells.get("birth_place")) or disarmed(typed.place) or None,
            sex.read(cells.get("sex"), nik),
            self.context.villages.find(as_text(cells.get("village")), as_text(cells.get("district"))),
            self._work(cells),
            phone.read(cells.get("phone")),
            income.read(cells.get("income")),
            *self._member_since(cells.get("member_since")),
            *self._passed(cells),
        )

    def _findings(self, number: int, cells: Mapping[str, Cell], fields: Fields, failed: Findings) -> Findings:
        return (
            *_without_vital(fields.nik.findings, "nik_missing", failed),
            *_without_vital(fields.name.findings, "name_missing", failed),
            *_without_vital(fields.born.findings, "birth_missing", failed),
            *fields.sex.findings,
            *(fields.village.findings or self._at_home(fields.village.code, failed)),
            *fields.work.findings,
            *fields.phone.findings,
            *fields.income.findings,
            *fields.since_found,
            *fields.passed_found,
            *self._remarks(cells, (*fields.name.findings, *fields.work.findings)),
            *self._slips(number),
            *failed,
        )

    def _row(self, number: int, cells: Mapping[str, Cell], fields: Fields) -> tuple[Any, ...]:
        name, nik, born, work = fields.name, fields.nik, fields.born, fields.work
        return (
            *(self._row_id(number), self._row_key(name.nama_ktp, nik.digits, born)),
            *(self.file, self.sheet, number, True),
            *(name.nama_ktp or None, name.nama_sebutan or typed_text(cells.get("nama_sebutan"))),
            *(nik.usable or None, nik.state, nik.digits or None),
            *(born.day, born.source or None, born.year, fields.birth_place),
            *(fields.sex.sex or None, fields.sex.source or None),
            fields.village.code or self.said.village or None,
            typed_text(cells.get("village")),
            *(typed_text(cells.get("banjar")), typed_text(cells.get("address"))),
            *(fields.phone.number or None, typed_text(cells.get("mother"))),
            *(work.code or self.said_code or None, typed_text(cells.get("occupation"))),
            fields.income.amount,
            _group_said(as_text(cells.get("kelompok_sasaran"))) or self._group(work) or None,
            fields.since,
            *fields.passed,
        )

    def _cells(self, line: Line) -> tuple[dict[str, Cell], Findings]:
        """Return the cells by field; a failed formula is a finding and then an empty cell."""
        cells = line.cells
        width = len(cells)
        here = {field: cells[at] for field, at in self.column.items() if at < width}
        failed = [field for field, cell in here.items() if type(cell) is CellError or cell in DITTO]
        found = tuple(self._failed(field, here[field]) for field in failed)
        if failed:
            here.update(dict.fromkeys(failed))
        if self.works:
            here["other_work"] = next((cells[at] for at in self.works if at < width and cells[at]), None)
        if self.is_ticked:
            here["sex"] = sex.ticked(here.get("sex_l"), here.get("sex_p"))
        if self.in_parts:
            here["birth_date"] = _in_parts(here)
        return here, found

    def _failed(self, field: str, cell: Cell) -> Finding:
        if isinstance(cell, str):
            return finding("ditto" if field in VITAL else "ditto_other", field, heading=self.heading[field])
        shown = cell.code if isinstance(cell, CellError) else ""
        code = "cell_error" if field in VITAL else "cell_error_other"
        return finding(code, field, shown=shown, heading=self.heading[field])

    def _birth(self, cells: Mapping[str, Cell]) -> Birth:
        """Read the birth date where it stands: its column, the one with the place, the age."""
        best = births.NOTHING
        for field in ("birth_date", "birth", "age"):
            cell = cells.get(field)
            if cell is None:
                continue
            read = births.parse(self._unswapped(cell), self.on, self.order)
            if read.day:
                return read if read.place or not best.place else read._replace(place=best.place)
            best = _fuller(best, read)
        place = cells.get("birth_place")
        if isinstance(place, str) and any(one.isdigit() for one in place):
            read = births.parse(place, self.on, self.order)
            return read if read.day else best
        return best

    def _unswapped(self, cell: Cell) -> Cell:
        """Put day and month back where a spreadsheet of another language took one for the other."""
        if self.swapped and isinstance(cell, date) and cell.day <= 12:
            return cell.replace(month=cell.day, day=cell.month)
        return cell

    def _slips(self, line: int) -> Findings:
        """Say of a line below a slip that a column of it was read from its neighbour."""
        if not self.slipped:
            return ()
        return tuple(
            finding("column_shifted", name, heading=self.heading[name])
            for name, slip in self.slipped.items()
            if line >= slip.first_line
        )

    def _nik(self, cells: Mapping[str, Cell], typed: Birth) -> Nik:
        nik = niks.parse(cells.get("nik"), self.on)
        if nik.state != "valid":
            return nik
        if self.all_rounded and nik.digits.endswith("0"):
            return Nik("lost", nik.digits, findings=(finding("nik_rounded_column", "nik"),))
        if self.all_kk or self._is_family_card(nik, cells.get("kk"), typed):
            return Nik("damaged", nik.digits, findings=(finding("nik_is_kk", "nik"),))
        return nik

    def _is_family_card(self, nik: Nik, kk: Cell, typed: Birth) -> bool:
        """Say whether the number is the family card's: the same, or a day of issue for a birth date.

        A card bears the day of its issue where a NIK bears the birth date; a grown
        person whose number says "born after 2004" carries the family's.
        """
        if kk is not None and niks.parse(kk, self.on).digits == nik.digits:
            return True
        issued = int(nik.digits[10:12])
        if nik.sex == "P" or not KK_SINCE <= issued <= self.on.year % 100:
            return False
        born = typed.day.year if typed.day else typed.year
        if born is None:  # nothing but the number: a child on a list of workers
            return self.on.year - (2000 + issued) < CHILD
        return born <= 2000 + issued - 10

    def _member_since(self, cell: Cell) -> tuple[date | None, Findings]:
        if cell is None or is_nothing(as_text(cell)):
            return None, ()
        read = births.parse(cell, self.on, self.order)
        if read.day:
            return read.day, ()
        if read.year and len(as_text(cell)) == 4:
            return date(read.year, 1, 1), ()
        return None, (finding("member_since_unreadable", "member_since"),)

    def _passed(self, cells: Mapping[str, Cell]) -> tuple[tuple[str | None, ...], Findings]:
        if not any(at is not None for _, at in self.passed):
            return self.unsaid, ()
        values, found = [], []
        for name, at in self.passed:
            value = as_text(cells.get(name)) if at is not None else ""
            if value and ALLOWED[name] and value not in ALLOWED[name]:
                found.append(
                    finding(
                        "code_unknown", name, heading=self.heading[name], allowed=", ".join(ALLOWED[name])
                    )
                )
                value = ""
            values.append(value or None)
        return tuple(values), tuple(found)

    def _remarks(self, cells: Mapping[str, Cell], said: Findings) -> Findings:
        """A remark column may say that a person died, moved, or serves the state."""
        cell, name = cells.get("remarks"), cells.get("nama_ktp")
        notes = remarks.read(as_text(cell)) if isinstance(cell, str) else ()
        if isinstance(name, str) and "(" in name:
            notes += remarks.beside_a_name(as_text(name))
        if not notes:
            return ()
        known = {one.code for one in said}
        return tuple(note for note in dict.fromkeys(notes) if note.code not in known)

    def _at_home(self, code: str, failed: Findings) -> Findings:
        """A village must be known, and is expected in the region of the lists."""
        code = code or self.said.village
        if code.startswith(self.context.villages.home):
            return ()
        if code:
            return (finding("village_elsewhere", "village", regency=regency_name(code)),)
        is_told = any(found.column == "village" for found in failed)
        return () if is_told else (finding("village_missing", "village"),)

    def _noted(self, line: Line, said: Findings) -> Findings:
        """A column that is read for no field may say so too: *Pekerjaan lain*, a second remark."""
        known = {one.code: one for one in said} if self.noted else {}
        found = {}
        for at in self.noted:
            cell = line.cell(at)
            if isinstance(cell, str) and cell:
                found.update({note.code: note for note in remarks.read(as_text(cell))})
        return tuple(note for code, note in found.items() if code not in known)

    def _work(self, cells: Mapping[str, Cell]) -> occupations.Occupation:
        work = occupations.read(as_text(cells.get("occupation")))
        other = cells.get("other_work")
        return occupations.together(work, occupations.read(as_text(other))) if other else work

    def _group(self, work: occupations.Occupation) -> str:
        """The row's own office, else the group that the whole list is about, else the row's work."""
        return work.group if work.is_office else self.said.work.group or work.group

    def _row_id(self, line: int) -> str:
        digest = self.seed.copy()
        digest.update(b"%d" % line)
        return digest.hexdigest()

    def _row_key(self, name: str, digits: str, settled: births.Settled) -> str:
        """Return the keyed hash of who the row says it is: name, birth and the digits of the NIK."""
        born = settled.day or settled.year or ""
        said = f"{' '.join(plain(name).split())}\x1f{born}\x1f{digits}"
        return blake2b(said.encode(), digest_size=16, key=self.context.key).hexdigest()


_EMPTY: tuple[Any, ...] = (None,) * (len(FIELDS) + len(PASSED_ON))


def _group_said(said: str) -> str:
    """Return the group that a column of its own names: its code, or an office or work in words."""
    return said if GROUP.fullmatch(said) else occupations.read(said).group


def _in_parts(cells: Mapping[str, Cell]) -> str:
    """Return the date whose day, month and year stand in columns of their own."""
    return births.joined(*(cells.get(name) for name in ("birth_day", "birth_month", "birth_year")))


def _fuller(best: Birth, read: Birth) -> Birth:
    """Of two cells without a day keep what says more, and the place of either."""
    chosen = read if (read.year and not best.year) or not best.findings else best
    return chosen._replace(place=chosen.place or best.place or read.place)


def _without_vital(findings: Findings, missing: str, failed: Findings) -> Findings:
    """A failed formula explains why the cell is empty: say it once."""
    if not failed or not findings:
        return findings
    columns = {found.column for found in failed}
    return tuple(found for found in findings if found.code != missing or found.column not in columns)


def disarmed(text: str) -> str:
    """Return *text* so that no spreadsheet runs it."""
    return text.lstrip("=+-@ ") if text.startswith(DANGEROUS) else text


def typed_text(cell: Cell) -> str | None:
    """Return a cell as tidy text that no spreadsheet runs; None where nothing is said."""
    if cell is None:
        return None
    text = as_text(cell)
    return None if is_nothing(text) else disarmed(text) or None
