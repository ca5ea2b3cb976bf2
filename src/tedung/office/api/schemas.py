"""What the interface hands out and takes: our columns by their names, numbers masked, money whole rupiah."""

from datetime import date
from typing import Any, Literal

from ninja import Field, Schema
from pydantic import model_validator

from tedung.office.api.values import shown

A_PERSON: dict[str, Any] = {
    "id": "2H6HY8MC2QTF",
    "nama_ktp": "NI MADE SARI",
    "nama_sebutan": "",
    "nik_masked": "•••••••••••••001",
    "nik_state": "valid",
    "birth_date": "1980-07-01",
    "sex": "P",
    "village": "51.71.02.1006",
    "is_dead": False,
}
A_COVER: dict[str, Any] = {
    "id": "2H6HY8MC2QTF",
    "status": "covered",
    "reason": "",
    "is_covered": True,
    "is_decreed": True,
    "is_registered": True,
    "is_paid": True,
    "covers": [
        {
            "payer": "apbd_kota",
            "programmes": "jkk+jkm",
            "kelompok_sasaran": "pemangku",
            "since": "2027-01-01",
            "until": "2027-12-31",
            "decree": "188.45/12/HK/2026",
        }
    ],
    "memberships": [{"state": "aktif", "since": "2027-01", "until": "2027-12"}],
    "paid_months": ["2027-01"],
    "confirmed_months": ["2027-01"],
}
NOT_KNOWN: dict[str, Any] = {
    "id": None,
    "status": "not_known",
    "reason": "",
    "is_covered": None,
    "is_decreed": None,
    "is_registered": None,
    "is_paid": None,
    "covers": [],
    "memberships": [],
    "paid_months": [],
    "confirmed_months": [],
}
A_PROPOSAL: dict[str, Any] = {
    "id": 4,
    "title": "Kesiman 2027",
    "unit": "desa:kesiman",
    "region": "51.71.02.1006",
    "year": 2027,
    "state": "draf",
}
A_DECREE: dict[str, Any] = {
    "id": 2,
    "kind": "sk",
    "number": "188.45/12/HK/2026",
    "day": "2026-12-01",
    "about": "Penerima bantuan iuran 2027",
    "since": "2027-01-01",
    "until": "2027-12-31",
    "payer": "apbd_kota",
    "programmes": "jkk+jkm",
    "state": "ditetapkan",
    "amends": None,
}
A_ROW: dict[str, Any] = {
    "ordinal": 1,
    "act": "masuk",
    "person": "2H6HY8MC2QTF",
    "nama_ktp": "NI MADE SARI",
    "nik_masked": "•••••••••••••001",
    "village": "51.71.02.1006",
    "kelompok_sasaran": "pemangku",
    "since": "2027-01-01",
    "until": "2027-12-31",
}


class Problem(Schema):
    """Why something is not done: a code for programs, a sentence for people."""

    model_config = shown({"code": "not_found", "sentence": "Tidak ada dalam lingkup token ini."})

    code: str
    sentence: str


class Faults(Schema):
    """What is wrong with what was sent, all at once."""

    model_config = shown(
        {"code": "invalid", "sentence": "Isi permintaan belum benar.", "faults": ["limit: …"]}
    )

    code: str = "invalid"
    sentence: str
    faults: list[str]


class PersonOut(Schema):
    """A person."""

    model_config = shown(A_PERSON)

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


class OneCover(Schema):
    """A cover that holds on the day."""

    payer: str
    programmes: str
    kelompok_sasaran: str = Field(alias="group_code")
    since: date
    until: date
    decree: str


class MembershipOut(Schema):
    """A membership: how far it is with the agency, from which month, and its last where one is known."""

    state: str
    since: str
    until: str


class CoverOut(Schema):
    """Whether somebody is covered on a day, by whom and until when; the months of that year that are paid.

    `covered`: decreed, registered with the agency and paid for, or paid by oneself.  `not_paid`: registered,
    the month is not paid.  `not_registered`: decreed, and the agency has not taken them in.  `not_covered`:
    no decree of that day and no payment of one's own.  `not_known`: nobody in the scope of the token is
    meant, and every `is_…` is empty.  `reason` is why a cover does not hold, empty where it does: one of the
    reasons of the report on deaths in a gap, or why the bill of the month asks nothing for them.
    """

    model_config = shown(A_COVER)

    id: str | None
    status: Literal["covered", "not_paid", "not_registered", "not_covered", "not_known"]
    reason: str
    is_covered: bool | None
    is_decreed: bool | None
    is_registered: bool | None
    is_paid: bool | None
    covers: list[OneCover]
    memberships: list[MembershipOut]
    paid_months: list[str]
    confirmed_months: list[str]


class CoverOn(CoverOut):
    """Whether a person is covered on a day."""

    model_config = shown({"on": "2027-01-15", **A_COVER})

    on: date


class CoversOut(Schema):
    """What is known of each who was asked for, in the order of the question."""

    model_config = shown({"on": "2027-01-15", "items": [A_COVER, NOT_KNOWN]})

    on: date
    items: list[CoverOut]


class Whom(Schema):
    """Who is meant: by the id that this interface tells, or by NIK."""

    id: str | None = Field(None, pattern=r"^[2-9A-HJ-NP-Z]{12}$")
    nik: str | None = Field(None, pattern=r"^[0-9]{16}$")

    @model_validator(mode="after")
    def _one_of_them(self) -> "Whom":
        if (self.id is None) == (self.nik is None):
            raise ValueError("id / nik")
        return self


class CoverQuestion(Schema):
    """A day, and up to a hundred people."""

    model_config = shown(
        {"on": "2027-01-15", "people": [{"id": "2H6HY8MC2QTF"}, {"nik": "5171024107800001"}]}
    )

    on: date
    people: list[Whom] = Field(min_length=1, max_length=100)


class UsulanOut(Schema):
    """A proposal."""

    model_config = shown(A_PROPOSAL)

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

    model_config = shown({"usulan": A_PROPOSAL, "lines": 3, "outcomes": {"accepted": 3}, "people": 3})

    usulan: UsulanOut
    lines: int
    outcomes: dict[str, int]
    people: int


class NewUsulan(Schema):
    """A proposal to be made."""

    model_config = shown({"unit": "desa:kesiman", "year": 2027, "title": "Kesiman 2027"})

    unit: str = Field(min_length=1, max_length=64)
    year: int = Field(ge=2015, le=2100)
    title: str = Field(min_length=1, max_length=160, pattern=r"^[^\x00-\x1f]+$")


class DecreeOut(Schema):
    """A decree."""

    model_config = shown(A_DECREE)

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

    model_config = shown(A_ROW)

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
