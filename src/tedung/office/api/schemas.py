"""What the interface hands out and takes: our columns by their names, numbers masked, money whole rupiah."""

from datetime import date

from ninja import Field, Schema


class Problem(Schema):
    """Why something is not done: a code for programs, a sentence for people."""

    code: str
    sentence: str


class Faults(Schema):
    """What is wrong with what was sent, all at once."""

    code: str = "invalid"
    sentence: str
    faults: list[str]


class PersonOut(Schema):
    """A person."""

    id: str = Field(alias="public_id")
    nama_ktp: str
    nama_sebutan: str
    nik_masked: str
    nik_state: str
    birth_date: date | None
    sex: str
    village: str
    is_dead: bool


class PeopleOut(Schema):
    """A page of persons; `next` goes into `after`."""

    items: list[PersonOut]
    next: str | None


class CoverOut(Schema):
    """Whether a person is covered on a day, by whom and until when."""

    on: date
    is_covered: bool
    covers: list["OneCover"]


class OneCover(Schema):
    """A cover."""

    payer: str
    programmes: str
    kelompok_sasaran: str = Field(alias="group_code")
    since: date
    until: date
    decree: str


class UsulanOut(Schema):
    """A proposal."""

    id: int = Field(alias="pk")
    title: str
    unit: str = Field(alias="unit_code")
    region: str
    year: int
    state: str


class ManyUsulan(Schema):
    """A page of proposals."""

    items: list[UsulanOut]
    next: int | None


class UsulanCounts(Schema):
    """A proposal with its lines by outcome, which add up, and its people."""

    usulan: UsulanOut
    lines: int
    outcomes: dict[str, int]
    people: int


class NewUsulan(Schema):
    """A proposal to be made."""

    unit: str = Field(min_length=1, max_length=64)
    year: int = Field(ge=2015, le=2100)
    title: str = Field(min_length=1, max_length=160, pattern=r"^[^\x00-\x1f]+$")


class DecreeOut(Schema):
    """A decree."""

    id: int = Field(alias="pk")
    kind: str
    number: str
    day: date | None
    about: str
    since: date
    until: date
    payer: str
    programmes: str
    state: str
    amends: int | None = Field(alias="amends_id")


class Decrees(Schema):
    """A page of decrees."""

    items: list[DecreeOut]
    next: int | None


class RowOut(Schema):
    """A row of a decree's annex."""

    ordinal: int
    act: str
    person: str
    nama_ktp: str
    nik_masked: str
    village: str
    kelompok_sasaran: str = Field(alias="group_code")
    since: date
    until: date


class Rows(Schema):
    """A page of an annex."""

    items: list[RowOut]
    next: int | None
