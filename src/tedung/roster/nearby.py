"""The lines of a big member list that may concern the rows at hand; only those are parsed.

**The rule.**  A member's line is parsed where it shares with some row the first fifteen digits of
a NIK, the birth date (typed, or inside the NIK), the last eight digits of a phone, the last word
of the name together with the year of birth (or with none on both sides), or that word together
with the village.  Linkage looks at no other member (`linkage/intake.py`), so nothing that it
would find is lost.  Each test here is as wide as the reading of the cell or wider: a cell of the
plain form is compared as it stands, any other is read as the row itself would be.

Text files are cut into columns by Polars, fifty thousand lines at once; where it finds another
number of records than there are lines (a line break inside quotes), the careful reader takes over.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import islice
from typing import NamedTuple

import polars as pl
import pyarrow as pa

from tedung.roster import headers, names, phone, profile
from tedung.roster import nik as niks
from tedung.roster.cells import Line
from tedung.roster.decoding import Decoder
from tedung.roster.inputs import Input
from tedung.roster.lists import listen
from tedung.roster.names import WATCHED
from tedung.roster.reading import Rows, read_batch
from tedung.roster.row import Context, Reader
from tedung.roster.sheets import BATCH, SheetStream, Source, open_source
from tedung.roster.tidying import as_text

BIG = BATCH
"""Lines from which on a list is big; a smaller one is parsed whole in a second."""
AT_ONCE = 50_000
"""Lines looked at together."""
BIRTH = ("birth_date", "birth", "age", "birth_place", "birth_day", "birth_month", "birth_year")

NO_YEAR = "--"
LAST_WORD = r"([a-z]+)[^a-z]*$"
PLAIN_NIK = r"^\d{16}$"
PLAIN_NAME = r"^[A-Za-z .,']+$"
WATCHED_WORD = rf"(?:^|[ .,])(?:{'|'.join(sorted(WATCHED))})(?:$|[ .,])"
PLAIN_PHONE = r"^[0-9 +().-]{8,22}$"
LONGEST_PHONE = 15
"""Digits; a cell with more may hold two numbers."""


class Size(NamedTuple):
    """How many members a list holds, and how many of them with a birth date."""

    members: int = 0
    dated: int = 0


class _OddFileError(Exception):
    """The file's quotes or lines ask for the careful reader."""


def read_nearby(given: Input, rows: pa.Table, found: Rows, context: Context) -> Size | None:
    """Add to *found* the persons of a member list that may concern *rows*; return how many it holds.

    None, and nothing added, where the list is small, no text file or Parquet, or needs the
    careful reader: a column slipped, a quote never closed.
    """
    source = open_source(given.path)
    if given.status or source.kind not in {"csv", "parquet"}:
        return None
    sheets = source.sheets()  # held: a Parquet file is read as long as somebody asks
    sheet = next(sheets, None)
    reader = _reader(given.name, sheet, context) if sheet and len(sheet.head) >= BIG else None
    if sheet is None or reader is None:
        return None
    near = Near(rows, reader[0])
    parsed = Rows()
    try:
        for part in _text_parts(source, near.width) if source.kind == "csv" else _parts(sheet, near.width):
            kept = [part.line(at) for at in near.places(part.cells)]
            kinds = ((line, headers.classify_line(line, reader[1])) for line in kept)
            read_batch([(line, kind) for line, kind in kinds if kind == "person"], reader[0], parsed)
    except (csv.Error, _OddFileError):
        return None
    if source.status != "read":
        return None
    found.batches += parsed.batches
    found.findings += parsed.findings
    return Size(near.members - len(reader[1].lines), near.dated)


def _reader(file: str, sheet: SheetStream, context: Context) -> tuple[Reader, headers.Header] | None:
    header = headers.find(sheet.head)
    if header.status != "read":
        return None
    habits = profile.profile(sheet.head, header)
    if habits.slips or habits.has("date_swapped"):
        return None
    said = listen(file, sheet.name, sheet.head, header, context.villages)
    return Reader((file, sheet.name), header, habits, context, said), header


class _Part(NamedTuple):
    """Some lines: their cells as text, a column each (`0`, `1`, …), and how to have one of them as a line."""

    cells: pl.DataFrame
    line: Callable[[int], Line]


def _parts(sheet: SheetStream, width: int) -> Iterator[_Part]:
    for batch in sheet.batches:
        texts = [[as_text(line.cell(at)) or None for line in batch] for at in range(width)]
        yield _Part(pl.DataFrame(texts, schema=_schema(width)), batch.__getitem__)


def _text_parts(source: Source, width: int) -> Iterator[_Part]:
    """Yield the lines of a text file; each record must be one line."""
    delimiter = source.details["delimiter"]
    lines = Decoder(source.path, source.details["encoding"]).lines()
    first = 1
    while batch := list(islice(lines, AT_ONCE)):
        numbered = [(number, line) for number, line in enumerate(batch, first) if not line.isspace()]
        first += len(batch)
        cells = _cut([line for _, line in numbered], delimiter, width)
        yield _Part(cells, partial(_line, numbered, delimiter))


def _cut(lines: list[str], delimiter: str, width: int) -> pl.DataFrame:
    if not lines:
        return pl.DataFrame(schema=_schema(width))
    typed = "".join(lines).replace("\r\n", "\n").replace("\r", "\n").encode()
    try:
        cells = pl.read_csv(
            typed,
            has_header=False,
            separator=delimiter,
            schema=_schema(width),
            truncate_ragged_lines=True,
        )
    except pl.exceptions.PolarsError as fault:
        raise _OddFileError from fault
    if cells.height != len(lines):
        raise _OddFileError
    return cells


def _line(numbered: Sequence[tuple[int, str]], delimiter: str, at: int) -> Line:
    number, typed = numbered[at]
    [fields] = csv.reader([typed], delimiter=delimiter)
    return Line(number, tuple(field or None for field in fields))


def _schema(width: int) -> dict[str, type[pl.String]]:
    return {str(at): pl.String for at in range(width)}


class _Born(NamedTuple):
    """What the cells of a birth say."""

    shared: bool
    """Whether some row has this day."""
    year: str | None
    """Its last two digits."""
    day: bool
    """Whether a day is known."""


class Near:
    """Tells which lines of one sheet share something with some row; counts them all."""

    def __init__(self, rows: pa.Table, reader: Reader) -> None:
        people = rows.filter(rows["is_person"])
        self.reader = reader
        self.days = {day for day in people["birth_date"].to_pylist() if day}
        self.inside = pl.Series(sorted(_as_in_nik(self.days)), dtype=pl.String)
        self.niks = pl.Series(sorted(_fifteen(people)), dtype=pl.String)
        numbers = {number[-8:] for number in people["phone"].to_pylist() if number}
        self.phones = pl.Series(sorted(numbers), dtype=pl.String)
        years, self.villages = _words(people)
        self.years = pl.Series(sorted(years), dtype=pl.String)
        self.village_words = pl.Series(sorted({word for word, _ in self.villages}), dtype=pl.String)
        self.width = max(reader.column.values()) + 1
        self.known = pl.DataFrame(schema=_BORN)
        self.codes: dict[tuple[str, ...], str] = {}
        self.members = self.dated = 0

    def places(self, cells: pl.DataFrame) -> list[int]:
        """Return the places of the lines that may concern some row."""
        self.members += cells.height
        frame = self._frame(cells)
        self.dated += int(frame["dated"].sum())
        kept = set(frame.filter(self._shared())["at"].to_list())
        kept.update(self._of_one_village(frame.filter(~pl.col("at").is_in(kept)), cells))
        return sorted(kept)

    def _shared(self) -> pl.Expr:
        nik, last = pl.col("nik"), pl.col("last")
        return (
            pl.col("shared")
            | nik.str.slice(0, 15).is_in(self.niks.implode())
            | nik.str.slice(6, 6).is_in(self.inside.implode())
            | pl.col("phone").is_in(self.phones.implode())
            | pl.concat_str(last, pl.col("year").fill_null(NO_YEAR)).is_in(self.years.implode())
            | pl.concat_str(last, nik.str.slice(10, 2)).is_in(self.years.implode())
        )

    def _frame(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Return a line for each line: what of it is compared with the rows."""
        typed = pl.DataFrame({name: self._column(cells, name) for name in ("nik", "nama_ktp", "phone")})
        plain = {
            "nik": _plainly(typed, "nik", pl.col("nik").str.contains(PLAIN_NIK), pl.col("nik"), self._nik),
            "phone": _plainly(typed, "phone", _IS_PLAIN_PHONE, _DIGITS.str.tail(8), _phone),
            "last": _plainly(typed, "nama_ktp", _IS_PLAIN_NAME, _LAST, _last_word),
        }
        frame = pl.DataFrame(plain).with_row_index("at").hstack(self._born(cells))
        dated = pl.col("day") | (pl.col("nik").str.len_bytes() == 16).fill_null(value=False)
        return frame.with_columns(dated=dated)

    def _column(self, cells: pl.DataFrame, name: str) -> pl.Series:
        at = self.reader.column.get(name)
        return pl.repeat(None, cells.height, dtype=pl.String, eager=True) if at is None else cells[str(at)]

    def _nik(self, typed: str) -> str | None:
        return niks.parse(typed, self.reader.on).digits or None

    def _born(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Return what each line says of the birth; each spelling is read once."""
        fields = [name for name in BIRTH if name in self.reader.column]
        columns = [self._column(cells, name).fill_null("").alias(name) for name in fields]
        typed = pl.DataFrame(columns) if columns else pl.DataFrame({"age": [""] * cells.height})
        if "birth_place" in fields:  # looked at only for a date in it
            place = pl.col("birth_place")
            typed = typed.with_columns(pl.when(place.str.contains(r"\d")).then(place).otherwise(pl.lit("")))
        whole = pl.all().str.replace_all("\x1f", " ", literal=True)
        keys = typed.select(key=pl.concat_str(whole, separator="\x1f"))
        new = keys.unique().filter(~pl.col("key").is_in(self.known["key"].implode()))
        read = [
            (key, *self._read(dict(zip(typed.columns, key.split("\x1f"), strict=True)))) for key in new["key"]
        ]
        self.known = pl.concat([self.known, pl.DataFrame(read, schema=_BORN, orient="row")])
        return keys.join(self.known, on="key", how="left", maintain_order="left").drop("key")

    def _read(self, typed: Mapping[str, str]) -> _Born:
        birth = self.reader.born({name: cell or None for name, cell in typed.items()})
        if birth.day is None:
            return _Born(shared=False, year=f"{birth.year % 100:02d}" if birth.year else None, day=False)
        shared = birth.day in self.days or birth.other in self.days
        return _Born(shared, f"{birth.day:%y}", day=True)

    def _of_one_village(self, frame: pl.DataFrame, cells: pl.DataFrame) -> Iterator[int]:
        """Yield the places of the lines whose last word and village are some row's."""
        typed = cells.select(
            self._column(cells, "village").fill_null("").alias("village"),
            self._column(cells, "district").fill_null("").alias("district"),
        )
        named = frame.filter(pl.col("last").is_in(self.village_words.implode())).select("at", "last")
        for at, last, village, district in named.hstack(typed[named["at"]]).iter_rows():
            if (last, self._village(village, district)) in self.villages:
                yield at

    def _village(self, *typed: str) -> str:
        if typed not in self.codes:
            self.codes[typed] = self.reader.village_of(*map(as_text, typed))
        return self.codes[typed]


_BORN = {"key": pl.String, "shared": pl.Boolean, "year": pl.String, "day": pl.Boolean}
_DIGITS = pl.col("phone").str.replace_all(r"[^0-9]", "")
_IS_PLAIN_PHONE = pl.col("phone").str.contains(PLAIN_PHONE) & (_DIGITS.str.len_bytes() <= LONGEST_PHONE)
_LOWER = pl.col("nama_ktp").str.to_lowercase()
_IS_PLAIN_NAME = pl.col("nama_ktp").str.contains(PLAIN_NAME) & ~_LOWER.str.contains(WATCHED_WORD)
_LAST = _LOWER.str.extract(LAST_WORD)


def _plainly(
    frame: pl.DataFrame, column: str, is_plain: pl.Expr, plain: pl.Expr, read: Callable[[str], str | None]
) -> pl.Series:
    """Return *plain* where a cell has the plain form, else what *read* makes of it."""
    told = frame.select(column, ok=is_plain, made=pl.when(is_plain).then(plain))
    odd = (~told["ok"]).fill_null(value=False).arg_true()
    if not len(odd):
        return told["made"]
    return told["made"].scatter(
        odd, pl.Series([read(one) for one in told[column].gather(odd)], dtype=pl.String)
    )


def _phone(typed: str) -> str | None:
    return phone.read(typed).number[-8:] or None


def _last_word(typed: str) -> str | None:
    found = re.search(LAST_WORD, names.read(typed).nama_ktp.lower())
    return found[1] if found else None


def _as_in_nik(days: Iterable[date]) -> set[str]:
    """Return the days as a NIK has them: a man's, and a woman's with 40 added."""
    return {f"{day.day + more:02d}{day:%m%y}" for day in days for more in (0, 40)}


def _fifteen(people: pa.Table) -> set[str]:
    digits = [*people["nik"].to_pylist(), *people["nik_digits"].to_pylist()]
    return {one[:15] for one in digits if one and len(one) >= 15}


def _words(people: pa.Table) -> tuple[set[str], set[tuple[str, str]]]:
    """Return last word with year (two digits), and last word with village, of the rows."""
    years, villages = set(), set()
    told = (people[name].to_pylist() for name in ("nama_ktp", "birth_date", "birth_year", "village"))
    for name, day, year, village in zip(*told, strict=True):
        found = re.search(LAST_WORD, (name or "").lower())
        born = day.year if day else year
        if found:
            years.add(f"{found[1]}{born % 100:02d}" if born else found[1] + NO_YEAR)
        if found and village:
            villages.add((found[1], village))
    return years, villages
