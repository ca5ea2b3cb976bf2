"""What operations take and hand out: a month, a day, rupiah, words; and how an example is shown."""

from datetime import date
from typing import Annotated, Any

from ninja import Field
from pydantic import ConfigDict

MOST, GREATEST = 100, 2**63 - 1
LARGEST = 10**15
"""Rupiah: more than any budget, and far below what 64 bits hold."""
MONTH = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"
WORDS = r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$"
"""Not blank, and nothing that no keyboard types."""

Month = Annotated[str, Field(pattern=MONTH, examples=["2027-01"])]
Day = Annotated[date, Field(ge=date(2015, 1, 1), le=date(2100, 12, 31), examples=["2027-01-12"])]
Number = Annotated[str, Field(min_length=1, max_length=80, pattern=WORDS)]
Reason = Annotated[str, Field(min_length=1, max_length=240, pattern=WORDS)]
Rupiah = Annotated[int, Field(ge=1, lt=LARGEST, strict=True, examples=[50_400])]
RowKey = Annotated[int, Field(ge=1, le=GREATEST, strict=True)]


def shown(told: dict[str, Any]) -> ConfigDict:
    """Return what stands beside a schema as its example; a test holds it against the schema."""
    return ConfigDict(json_schema_extra={"examples": [told]})
