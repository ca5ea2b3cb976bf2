"""Which lines of a member list share enough with some row to be parsed.

A line is near where it shares with some row

- the first fifteen digits of a NIK, or the last eight of a phone;
- the birth date (typed, exchanged, or inside the NIK) and besides a word of the name or of the
  mother's name by sound, the village or the banjar;
- the last word of the name and the year of birth (or neither has one), and besides the village, the
  banjar, or the first letter of another word (both may lack one);
- the last word of the name and the village, and besides the banjar or the first letter of another word.

Each test is as wide as the reading of the cell or wider: a cell of the plain form is compared as
it stands, any other is read as the row itself would be.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

import polars as pl
import pyarrow as pa

from tedung.roster import names, phone
from tedung.roster import nik as niks
from tedung.roster.birth import OLDEST
from tedung.roster.names import WATCHED
from tedung.roster.row import Reader
from tedung.roster.sounds import place_key, sound
from tedung.roster.tidying import as_text, plain, words

BIRTH = ("birth_date", "birth", "age", "birth_place", "birth_day", "birth_month", "birth_year")
BESIDE = ("mother", "village", "district", "banjar")

NO_YEAR = "--"
LAST_WORD = re.compile(r"([a-z]+)[^a-z]*$")
WORD = re.compile(r"[^\W\d_]+")
PLAIN_NIK = r"^\d{16}$"
PLAIN_NAME = r"^[A-Za-z .,']+$"
WATCHED_WORD = rf"(?:^|[ .,])(?:{'|'.join(sorted(WATCHED))})(?:$|[ .,])"
PLAIN_PHONE = r"^[0-9 +().-]{8,22}$"
LONGEST_PHONE = 15
"""Digits; a cell with more may hold two numbers."""
COMMON = frozenset(map(sound, words("i ni wayan made nyoman ketut putu kadek komang")))
"""Words that half an island bears: no witness beside a birth date, unless there is no other."""


class _Born(NamedTuple):
    """What the cells of a birth say: the day and its exchanged twin as DDMMYY, the year's two digits."""

    day: str | None = None
    other: str | None = None
    year: str | None = None


class Near:
    """Tells which lines of one sheet are near some row; counts them all."""

    def __init__(self, rows: pa.Table, reader: Reader) -> None:
        people = rows.filter(rows["is_person"])
        self.reader = reader
        self.niks = _texts(_fifteen(people))
        self.phones = _texts(number[-8:] for number in people["phone"].to_pylist() if number)
        self.beside = _witnesses(people)
        self.anchors = _texts(self.beside)
        self.village_words = _texts(anchor.partition(" ")[0] for anchor in self.beside if " " in anchor)
        self.width = max(reader.column.values()) + 1
        self.known = pl.DataFrame(schema=_BORN)
        self.codes: dict[tuple[str, str], str] = {}
        self.days = {f"{day:%d%m%y}": f"{day:%Y%m%d}" for day in people["birth_date"].to_pylist() if day}
        self.born: Counter[str] = Counter()
        """How many lines have each birth date of the rows, as YYYYMMDD."""
        self.members = self.dated = 0

    def places(self, cells: pl.DataFrame) -> set[int]:
        """Return the places of the lines that are near some row."""
        self.members += cells.height
        frame = self._frame(cells)
        self.dated += int(frame["dated"].sum())
        days = frame["day"].fill_null(frame["inside"])
        for day, count in days.filter(days.is_in(_texts(self.days).implode())).value_counts().iter_rows():
            self.born[self.days[day]] += count
        kept = set(frame.filter(self._by_number())["at"].to_list())
        anchored = frame.filter(self._anchored())
        kept.update(self._with_witness(anchored, cells[anchored["at"]]))
        return kept

    def _by_number(self) -> pl.Expr:
        nik = pl.col("nik").str.slice(0, 15)
        return nik.is_in(self.niks.implode()) | pl.col("phone").is_in(self.phones.implode())

    def _anchored(self) -> pl.Expr:
        return pl.any_horizontal(pl.col(name).is_in(self.anchors.implode()) for name in DAYS + NAMED)

    def _with_witness(self, frame: pl.DataFrame, cells: pl.DataFrame) -> Iterator[int]:
        """Yield the places of the lines that have a witness beside what anchors them."""
        beside = pl.DataFrame({name: self._column(cells, name).fill_null("") for name in BESIDE})
        lines = frame.select("at", "name", *DAYS, *NAMED).hstack(beside)
        for at, name, *anchors, mother, village, district, banjar in lines.iter_rows():
            told = _witness(name or "", mother, self._village(village, district), banjar)
            if self._meet(anchors[: len(DAYS)], told.of_day) or self._meet(
                anchors[len(DAYS) :], told.of_name
            ):
                yield at

    def _meet(self, anchors: Iterable[str | None], told: set[str]) -> bool:
        known = (self.beside.get(anchor) for anchor in anchors if anchor)
        return any(beside and not told.isdisjoint(beside) for beside in known)

    def _frame(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Return a line for each line: what of it is compared with the rows."""
        typed = pl.DataFrame({name: self._column(cells, name) for name in ("nik", "nama_ktp", "phone")})
        plain = {
            "nik": _plainly(typed, "nik", pl.col("nik").str.contains(PLAIN_NIK), pl.col("nik"), self._nik),
            "phone": _plainly(typed, "phone", _IS_PLAIN_PHONE, _DIGITS.str.tail(8), _phone),
            "name": _plainly(typed, "nama_ktp", _IS_PLAIN_NAME, _LOWER, _name),
        }
        frame = pl.DataFrame(plain).with_row_index("at").hstack(self._born(cells))
        nik, last = pl.col("nik"), pl.col("name").str.extract(LAST_WORD.pattern)
        inside = nik.str.slice(6, 1).replace_strict(WOMAN_FROM_40, default=None) + nik.str.slice(7, 5)
        frame = frame.with_columns(last=last)
        return frame.with_columns(
            inside=inside,
            last_village=self._last_village(frame["last"], cells),
            last_year=pl.concat_str("last", pl.col("year").fill_null(NO_YEAR)),
            last_inside=pl.concat_str("last", nik.str.slice(10, 2)),
            dated=pl.col("day").is_not_null() | (nik.str.len_bytes() == 16).fill_null(value=False),
        )

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
        self.known = pl.concat([self.known, self._read_all(new, typed.columns)])
        return keys.join(self.known, on="key", how="left", maintain_order="left").drop("key")

    def _read_all(self, new: pl.DataFrame, fields: list[str]) -> pl.DataFrame:
        """Return what each key says: plain dates by Polars, any other as the row itself would be."""
        plain = new.head(0).select("key", **_NO_BIRTH)
        if fields[0] == "birth_date" and self.reader.order == "dmy":
            plain = _plain_dates(new, self.reader.on)
        odd = new.filter(~pl.col("key").is_in(plain["key"].implode()))["key"]
        read = [(key, *self._read(dict(zip(fields, key.split("\x1f"), strict=True)))) for key in odd]
        return pl.concat([plain, pl.DataFrame(read, schema=_BORN, orient="row")])

    def _read(self, typed: Mapping[str, str]) -> _Born:
        birth = self.reader.born({name: cell or None for name, cell in typed.items()})
        if birth.day is None:
            return _Born(year=f"{birth.year % 100:02d}" if birth.year else None)
        return _Born(f"{birth.day:%d%m%y}", f"{birth.other or birth.day:%d%m%y}", f"{birth.day:%y}")

    def _last_village(self, last: pl.Series, cells: pl.DataFrame) -> pl.Series:
        """Return last word and village of each line, where some row has that last word."""
        where = ("village", "district")
        named = pl.DataFrame({name: self._column(cells, name).fill_null("") for name in where})
        named = named.with_columns(last=last.zip_with(last.is_in(self.village_words.implode()), _NO_WORDS))
        typed = named.filter(pl.col("last").is_not_null()).select(where).unique()
        codes = [self._village(village, district) or None for village, district in typed.iter_rows()]
        coded = typed.with_columns(code=pl.Series(codes, dtype=pl.String))
        named = named.join(coded, on=where, how="left", maintain_order="left")
        return named.select(pl.concat_str("last", "code", separator=" ")).to_series()

    def _village(self, village: str, district: str) -> str:
        if (village, district) not in self.codes:
            self.codes[village, district] = self.reader.village_of(as_text(village), as_text(district))
        return self.codes[village, district]


DAYS, NAMED = ("day", "other", "inside"), ("last_year", "last_inside", "last_village")
_NO_WORDS = pl.Series([None], dtype=pl.String)
_BORN = {"key": pl.String, "day": pl.String, "other": pl.String, "year": pl.String}
_NO_BIRTH = {name: pl.lit(None, dtype=pl.String) for name in ("day", "other", "year")}
WOMAN_FROM_40 = {str(first): str(first % 4) for first in range(8)}
"""The first digit of the day in a NIK: a woman's has 40 added."""
_DIGITS = pl.col("phone").str.replace_all(r"[^0-9]", "")
_IS_PLAIN_PHONE = pl.col("phone").str.contains(PLAIN_PHONE) & (_DIGITS.str.len_bytes() <= LONGEST_PHONE)
_LOWER = pl.col("nama_ktp").str.to_lowercase()
_IS_PLAIN_NAME = pl.col("nama_ktp").str.contains(PLAIN_NAME) & ~_LOWER.str.contains(WATCHED_WORD)


def _plain_dates(keys: pl.DataFrame, on: date) -> pl.DataFrame:
    """Return the keys that are 12-08-1978, 12/08/1978 or 1978-08-12 and nothing else, read."""
    typed = pl.col("key").str.strip_chars_end("\x1f")
    day = pl.coalesce(
        pl.when(typed.str.contains(shape)).then(typed).str.to_date(form, strict=False)
        for shape, form in (
            (r"^\d\d-\d\d-\d{4}$", "%d-%m-%Y"),
            (r"^\d\d/\d\d/\d{4}$", "%d/%m/%Y"),
            (r"^\d{4}-\d\d-\d\d$", "%Y-%m-%d"),
        )
    )
    is_plausible = (pl.col("at") <= on) & (pl.col("at").dt.year() >= on.year - OLDEST)
    read = keys.with_columns(at=day).filter(is_plausible)
    month_first = pl.col("at").dt.strftime("%m%d%y")
    return read.select(
        "key",
        day=pl.col("at").dt.strftime("%d%m%y"),
        other=pl.when(pl.col("at").dt.day() <= 12).then(month_first),
        year=pl.col("at").dt.strftime("%y"),
    )


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


def _name(typed: str) -> str | None:
    return plain(names.read(typed).nama_ktp) or None


def _texts(found: Iterable[str]) -> pl.Series:
    return pl.Series(sorted(set(found)), dtype=pl.String)


def _fifteen(people: pa.Table) -> Iterator[str]:
    for one in (*people["nik"].to_pylist(), *people["nik_digits"].to_pylist()):
        if one and len(one) >= 15:
            yield one[:15]


class _Witness(NamedTuple):
    """What may stand beside a birth date, and beside a name with its year; each kind by its sign."""

    of_day: set[str]
    of_name: set[str]


def _witness(name: str, mother: str, village: str, banjar: str) -> _Witness:
    spoken, hers = ([sound(word) for word in WORD.findall(one.lower())] for one in (name, mother))
    place = {f"v {village}"} if village else set()
    if key := place_key(banjar):
        place.add(f"b {key}")
    initials = {word[0] for word in spoken[:-1] if word not in {"i", "ni"}} or {"-"}
    return _Witness(
        {*_uncommon(spoken), *(f"m {word}" for word in _uncommon(hers)), *place}, initials | place
    )


def _uncommon(spoken: list[str]) -> list[str]:
    return [word for word in spoken if word not in COMMON and len(word) > 1] or spoken


def _witnesses(people: pa.Table) -> Mapping[str, set[str]]:
    """Return the witnesses beside each anchor of the rows: a day, or a last word with year or village."""
    beside: dict[str, set[str]] = defaultdict(set)
    fields = ("nama_ktp", "birth_date", "birth_year", "mother", "village", "banjar")
    for typed, day, year, mother, village, banjar in zip(
        *(people[field].to_pylist() for field in fields), strict=True
    ):
        name = plain(typed or "")
        told = _witness(name, mother or "", village or "", banjar or "")
        found, born = LAST_WORD.search(name), day.year if day else year
        if day:
            beside[f"{day:%d%m%y}"] |= told.of_day
        if found:
            beside[found[1] + (f"{born % 100:02d}" if born else NO_YEAR)] |= told.of_name
        if found and village:
            beside[f"{found[1]} {village}"] |= told.of_name - {f"v {village}"}
    return beside
