"""Wadah, files to the agency, a month's changes and comparisons, as the interface tells them."""

from datetime import date
from typing import Any, Literal

from ninja import Field, Schema

from tedung.office.api.values import Day, Number, shown

A_FILE: dict[str, Any] = {
    "id": 8,
    "wadah": 3,
    "number": "560/12/2027",
    "state": "dikirim",
    "lines": 250,
    "sent_on": "2027-01-04",
    "answered_on": None,
}
A_MONTH: dict[str, Any] = {
    "id": 6,
    "wadah": 3,
    "month": "2027-03",
    "state": "disetujui",
    "approved_on": "2027-03-02",
    "exchange": 9,
}
A_COMPARISON: dict[str, Any] = {
    "id": 2,
    "wadah": 3,
    "month": "2027-01",
    "number": "B/12/012027",
    "day": "2027-01-20",
    "state": "dibandingkan",
    "lines": 250,
    "counts": {"lines": 250, "ours": 251, "same": 248, "different": 2, "only_here": 1, "only_there": 0},
}


class WadahOut(Schema):
    """A wadah: whose covers go into it and who pays."""

    model_config = shown(
        {
            "id": 3,
            "name": "Pemangku Denpasar",
            "agency_code": "SG012345",
            "kind": "SG",
            "payer": "apbd_kota",
            "region": "51.71",
            "opd": "dinas_kebudayaan",
            "unit": "",
            "kelompok_sasaran": "pemangku",
            "is_active": True,
        }
    )

    id: int = Field(alias="pk")
    name: str
    agency_code: str
    kind: str
    payer: str
    region: str
    opd: str = Field(alias="opd_code")
    unit: str = Field(alias="unit_code")
    kelompok_sasaran: str = Field(alias="group_code")
    is_active: bool


class ManyWadah(Schema):
    """A page of wadah."""

    items: list[WadahOut]
    next: int | None


class ExchangeOut(Schema):
    """A file to the agency about members of a wadah."""

    model_config = shown(A_FILE)

    id: int = Field(alias="pk")
    wadah: int = Field(alias="wadah_id")
    number: str
    state: str
    lines: int = Field(alias="lines_out")
    sent_on: date | None
    answered_on: date | None


class Exchanges(Schema):
    """A page of files."""

    items: list[ExchangeOut]
    next: int | None


class OneExchange(Schema):
    """A file with its lines by result; without an answer under the empty word."""

    model_config = shown(
        {"exchange": A_FILE, "results": {"diterima": 0, "ditolak": 0, "sudah_peserta": 0, "": 250}}
    )

    exchange: ExchangeOut
    results: dict[str, int]


class ExchangeLineOut(Schema):
    """A line of a file and what came back; the agency's number is masked."""

    model_config = shown(
        {
            "ordinal": 1,
            "person": "2H6HY8MC2QTF",
            "act": "daftar",
            "result": "diterima",
            "reason": "",
            "kpj_masked": "••••••••123",
            "answered_on": "2027-01-06",
        }
    )

    ordinal: int
    person: str
    act: str
    result: str
    reason: str
    kpj_masked: str
    answered_on: date | None


class ExchangeLines(Schema):
    """A page of the lines of a file."""

    items: list[ExchangeLineOut]
    next: int | None


class LineAnswer(Schema):
    """What the agency says of one line, by its ordinal in the file."""

    ordinal: int = Field(ge=1, lt=2**31, strict=True)
    result: Literal["diterima", "ditolak", "sudah_peserta"]
    kpj: str = Field("", pattern=r"^([0-9]{2}[0-9A-Z][0-9]{8})?$")
    reason: str = Field("", max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")


class Answers(Schema):
    """A letter of the agency and up to a thousand lines of it."""

    model_config = shown(
        {
            "number": "B/77/012027",
            "day": "2027-01-06",
            "lines": [
                {"ordinal": 1, "result": "diterima", "kpj": "27012345678"},
                {"ordinal": 2, "result": "ditolak", "reason": "NIK tidak cocok dengan Adminduk"},
            ],
        }
    )

    number: Number
    day: Day
    lines: list[LineAnswer] = Field(min_length=1, max_length=1_000)


class Unread(Schema):
    """A line that was not taken, and why."""

    ordinal: int
    sentence: str


class Counts(Schema):
    """What became of the lines of an answer; they add up to those that were sent."""

    model_config = shown(
        {"diterima": 1, "ditolak": 1, "sudah_peserta": 0, "same": 0, "unread": 0, "not_taken": []}
    )

    diterima: int
    ditolak: int
    sudah_peserta: int
    same: int
    unread: int
    not_taken: list[Unread]


class MutasiOut(Schema):
    """The changes of a wadah in a month."""

    model_config = shown(A_MONTH)

    id: int = Field(alias="pk")
    wadah: int = Field(alias="wadah_id")
    month: str
    state: str
    approved_on: date | None
    exchange: int | None = Field(alias="exchange_id")


class ManyMutasi(Schema):
    """A page of months."""

    items: list[MutasiOut]
    next: int | None


class OneMutasi(Schema):
    """A month with how many come, go and change; those left for later under `ditunda`."""

    model_config = shown(
        {
            "mutasi": A_MONTH,
            "counts": {"masuk": 1, "pengganti": 0, "keluar": 2, "perubahan": 0, "ditunda": 0},
        }
    )

    mutasi: MutasiOut
    counts: dict[str, int]


class ChangeOut(Schema):
    """One change: who, what, why, from where it is known, and whether it is taken."""

    model_config = shown(
        {
            "id": 44,
            "person": "2H6HY8MC2QTF",
            "act": "keluar",
            "reason": "meninggal",
            "source": "kejadian",
            "last_month": "2027-03",
            "replaces": None,
            "is_taken": True,
        }
    )

    id: int
    person: str
    act: str
    reason: str
    source: str
    last_month: str
    replaces: str | None
    is_taken: bool


class Changes(Schema):
    """A page of changes."""

    items: list[ChangeOut]
    next: int | None


class ReconciliationOut(Schema):
    """A comparison of a wadah's members of a month with the agency's list."""

    model_config = shown(A_COMPARISON)

    id: int = Field(alias="pk")
    wadah: int = Field(alias="wadah_id")
    month: str
    number: str
    day: date
    state: str
    lines: int
    counts: dict[str, int]


class Reconciliations(Schema):
    """A page of comparisons."""

    items: list[ReconciliationOut]
    next: int | None


class DifferenceGroup(Schema):
    """How many differences there are of a kind, in what, with which answer (empty: none yet)."""

    kind: str
    field: str
    how: str
    people: int


class OneReconciliation(Schema):
    """A comparison with its differences by kind."""

    model_config = shown(
        {
            "reconciliation": A_COMPARISON,
            "differences": [{"kind": "different", "field": "name", "how": "", "people": 2}],
        }
    )

    reconciliation: ReconciliationOut
    differences: list[DifferenceGroup]


class MemberDifference(Schema):
    """One difference; who is in the agency's list alone is known by the line of that list."""

    model_config = shown(
        {
            "id": 31,
            "kind": "different",
            "field": "name",
            "person": "2H6HY8MC2QTF",
            "line": 17,
            "how": "",
            "note": "",
        }
    )

    id: int
    kind: str
    field: str
    person: str | None
    line: int | None
    how: str
    note: str


class MemberDifferences(Schema):
    """A page of differences."""

    items: list[MemberDifference]
    next: int | None
