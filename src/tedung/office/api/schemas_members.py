"""A month's changes that are proposed, what members paid themselves, months paid and not used."""

from datetime import date
from typing import Annotated, Any

from ninja import Field, Schema

from tedung.office.api.values import Day, Month, Number, Reason, RowKey, Rupiah, shown
from tedung.office.wadah.members import ENDED

A_PAYMENT: dict[str, Any] = {
    "id": 12,
    "paid_on": "2027-01-10",
    "amount": 33_600,
    "first_month": "2027-01",
    "last_month": "2027-02",
    "number": "JTP/2027/0001",
    "due": 33_600,
    "months": 2,
    "rest": 0,
    "state": "tercatat",
}
A_REST: dict[str, Any] = {
    "id": 9,
    "person": "2H6HY8MC2QTF",
    "wadah": 3,
    "rincian": 17,
    "month": "2027-04",
    "amount": 16_800,
    "reason": "died",
    "rule": "refund",
    "state": "menunggu",
    "back_on": None,
    "back_number": "",
}
WhyEnded = Annotated[str, Field(pattern=f"^({'|'.join(ENDED)})$", examples=["mengundurkan_diri"])]
PersonKey = Annotated[str, Field(pattern=r"^[2-9A-HJ-NP-Z]{12}$", examples=["2H6HY8MC2QTF"])]


class NewMutasi(Schema):
    """A wadah and the first month for which its changes hold: this month or one of the next two."""

    model_config = shown({"wadah": 3, "month": "2027-03"})

    wadah: RowKey
    month: Month


class NewExit(Schema):
    """Who leaves, why, the last month, and from where it is known."""

    model_config = shown(
        {
            "person": "2H6HY8MC2QTF",
            "reason": "mengundurkan_diri",
            "last_month": "2027-03",
            "note": "Surat tanggal 2 Maret 2027.",
        }
    )

    person: PersonKey
    reason: WhyEnded
    last_month: Month
    note: Reason


class NewPayment(Schema):
    """A receipt of somebody who pays oneself: the day, rupiah, the months that it names, its number."""

    model_config = shown(
        {
            "paid_on": "2027-01-10",
            "amount": 33_600,
            "first": "2027-01",
            "last": "2027-02",
            "number": "JTP/2027/0001",
        }
    )

    paid_on: Day
    amount: Rupiah
    first: Month
    last: Month
    number: Number


class PaymentOut(Schema):
    """A payment: what the law asks for its months, how many it covers whole, what is left of it.

    `state` is `selisih` where the amount is not what the law asks: somebody is asked to explain it.
    """

    model_config = shown(A_PAYMENT)

    id: int = Field(alias="pk")
    paid_on: date
    amount: int
    first_month: str
    last_month: str
    number: str
    due: int
    months: int
    rest: int
    state: str


class RestOut(Schema):
    """A month that was paid and not used, and what becomes of it by the agreement."""

    model_config = shown(A_REST)

    id: int
    person: str
    wadah: int
    rincian: int
    month: str
    amount: int
    reason: str
    rule: str
    state: str
    back_on: date | None
    back_number: str


class Rests(Schema):
    """A page of them."""

    items: list[RestOut]
    next: int | None
