"""Bills, their lines and papers as the interface tells them: whole rupiah, months as text, days as dates."""

from datetime import date
from typing import Any, Literal

from ninja import Field, Schema

from tedung.office.api.values import WORDS, Day, Month, Number, Reason, RowKey, Rupiah, shown

A_BILL: dict[str, Any] = {
    "id": 17,
    "wadah": 3,
    "payer": "apbd_kota",
    "pos": 5,
    "first_month": "2027-01",
    "last_month": "2027-01",
    "months": 1,
    "state": "sp2d",
    "people": 3,
    "lines": 3,
    "total": 50_400,
    "payable": 50_400,
    "due_day": "2027-01-15",
    "law_version": "1f2e3d4c5b6a",
    "code_number": "270000000017",
    "code_amount": 50_400,
    "code_first": "2027-01",
    "code_last": "2027-01",
    "code_valid_until": "2027-01-31",
    "spp_number": "SPP/17",
    "spp_day": "2027-01-11",
    "spm_number": "SPM/17",
    "spm_day": "2027-01-12",
    "sp2d_number": "SP2D/17",
    "sp2d_day": "2027-01-12",
    "paid_on": None,
    "confirmed_on": None,
}


class RincianOut(Schema):
    """A bill of a wadah and the papers that it has."""

    model_config = shown(A_BILL)

    id: int = Field(alias="pk")
    wadah: int = Field(alias="wadah_id")
    payer: str
    pos: int | None = Field(alias="pos_id")
    first_month: str
    last_month: str
    months: int
    state: str
    people: int
    lines: int = Field(alias="lines_all")
    total: int
    payable: int
    due_day: date | None
    law_version: str
    code_number: str
    code_amount: int | None
    code_first: str
    code_last: str
    code_valid_until: date | None
    spp_number: str
    spp_day: date | None
    spm_number: str
    spm_day: date | None
    sp2d_number: str
    sp2d_day: date | None
    paid_on: date | None
    confirmed_on: date | None


class ManyRincian(Schema):
    """A page of bills."""

    items: list[RincianOut]
    next: int | None


class MonthOut(Schema):
    """What a month of a bill asks."""

    month: str
    people: int
    jkk: int
    jkm: int
    jht: int
    total: int


class ReasonOut(Schema):
    """Why months are not billed: the code, its sentence, how many person-months."""

    code: str
    sentence: str
    lines: int


class DifferenceOut(Schema):
    """A code whose amount is not ours: it waits for an answer before anything is paid."""

    code_number: str
    ours: int
    theirs: int


class OneRincian(Schema):
    """A bill with its months, the reasons of what is not billed, and the difference that waits."""

    model_config = shown(
        {
            "rincian": A_BILL,
            "months": [
                {
                    "month": "2027-01",
                    "people": 3,
                    "jkk": 30_000,
                    "jkm": 20_400,
                    "jht": 0,
                    "total": 50_400,
                }
            ],
            "reasons": [],
            "difference": None,
        }
    )

    rincian: RincianOut
    months: list[MonthOut]
    reasons: list[ReasonOut]
    difference: DifferenceOut | None


class LineOut(Schema):
    """A member and month of a bill: what is due, or why nothing is."""

    model_config = shown(
        {
            "id": 91,
            "person": "2H6HY8MC2QTF",
            "month": "2027-01",
            "jkk": 10_000,
            "jkm": 6_800,
            "jht": 0,
            "total": 16_800,
            "is_covered": True,
            "why_not": "",
            "is_cancelled": False,
        }
    )

    id: int
    person: str
    month: str
    jkk: int
    jkm: int
    jht: int
    total: int
    is_covered: bool
    why_not: str
    is_cancelled: bool


class Lines(Schema):
    """A page of lines."""

    items: list[LineOut]
    next: int | None


class PosOut(Schema):
    """A line of the budget and what is left of it."""

    model_config = shown(
        {
            "id": 5,
            "year": 2027,
            "opd": "dinas_sosial",
            "payer": "apbd_kota",
            "sub_activity": "2.07.05.2.01.0004",
            "account": "5.1.02.02.01.0080",
            "sumber_dana": "PAD",
            "budget": 1_200_000_000,
            "realised": 50_400,
            "committed": 0,
            "rest": 1_199_949_600,
        }
    )

    id: int
    year: int
    opd: str
    payer: str
    sub_activity: str
    account: str
    sumber_dana: str
    budget: int
    realised: int
    committed: int
    rest: int


class ManyPos(Schema):
    """A page of lines of the budget."""

    items: list[PosOut]
    next: int | None


class NewRincian(Schema):
    """A bill to be made: whose, from which month, for how many, from which line of the budget."""

    model_config = shown({"wadah": 3, "first_month": "2027-01", "months": 1, "pos": 5})

    wadah: RowKey
    first_month: Month
    months: Literal[1, 3, 6, 10, 12]
    pos: RowKey | None = None


class Code(Schema):
    """The agency's payment code, as it is written."""

    model_config = shown(
        {
            "number": "270000000017",
            "amount": 50_400,
            "first": "2027-01",
            "last": "2027-01",
            "valid_until": "2027-01-31",
        }
    )

    number: str = Field(min_length=1, max_length=40, pattern=WORDS)
    amount: Rupiah
    first: Month
    last: Month
    valid_until: Day


class Paper(Schema):
    """A paper of the treasury."""

    model_config = shown({"number": "SP2D/17", "day": "2027-01-12"})

    number: Number
    day: Day


class Confirmed(Schema):
    """The day on which the agency said that it has the money."""

    model_config = shown({"day": "2027-01-14"})

    day: Day


class Answer(Schema):
    """An answer to a difference, with its reason."""

    model_config = shown({"answer": "kode_baru", "reason": "BPJS menghitung dua orang yang sudah keluar"})

    answer: Literal["kode_baru", "diterima", "kredit"]
    reason: Reason


class Why(Schema):
    """Why something is taken back."""

    model_config = shown({"reason": "Salah bulan"})

    reason: Reason
