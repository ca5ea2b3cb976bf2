"""The agency's answer handed in line by line, by the ordinals of our file: kept and laid as its file is."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from tedung.office.access.change import change
from tedung.office.base.bulk import copy_rows, insert_select, staging
from tedung.office.base.refusals import Refusal
from tedung.office.base.workbook import Sheet, workbook
from tedung.office.wadah.answering import (
    GIVEN,
    LINES,
    MET,
    ROOT,
    handed_in,
    judged,
    kept,
    read_before,
    row_of,
)
from tedung.office.wadah.models import Exchange
from tedung.office.wadah.states import MEMBER

HEAD = (("Baris", 8), ("Hasil", 16), ("KPJ", 16), ("Alasan", 40))


class Said(NamedTuple):
    """What is said of a line: its ordinal in our file, the result, the number, the agency's words."""

    ordinal: int
    result: str
    kpj: str = ""
    reason: str = ""


@change("wadah.answer")
def read_lines(
    exchange: Exchange, lines: Sequence[Said], number: str, day: date
) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """Take an answer line by line; return how many met which result, and those not taken with the reason."""
    twice = [ordinal for ordinal, many in Counter(one.ordinal for one in lines).items() if many > 1]
    if twice:
        raise Refusal(_("Satu baris dijawab dua kali. Kirim satu jawaban untuk setiap baris."), "twice")
    document = handed_in(exchange, _written(lines), number, day, "jawaban-per-baris.xlsx")
    exchange = Exchange.everything.select_for_update().select_related("wadah").get(pk=exchange.pk)
    if (same := read_before(exchange, document)) is not None:
        return same, []
    with staging(**GIVEN) as given, staging(**MET) as met:
        rows = (row_of(one.ordinal, "", one.kpj, one.result, one.reason) for one in lines)
        copy_rows(given, tuple(GIVEN), rows)
        _meet(exchange, given, met)
        return kept(exchange, document, (given, met), [], lines=len(lines), letter=(number.strip(), day))


def _written(lines: Sequence[Said]) -> bytes:
    """Return the lines as a sheet, so that what was answered can be read beside the files."""
    return workbook([Sheet("Jawaban", HEAD, [(str(one.ordinal), *one[1:]) for one in lines])])


def _meet(exchange: Exchange, given: str, met: str) -> None:
    insert_select(
        met,
        tuple(MET),
        f"SELECT a.line, l.id, l.member_id, {ROOT}, l.act, '' FROM {given} a "
        f"JOIN {LINES} l ON l.ordinal = a.line AND l.exchange_id = %s "
        f"JOIN {MEMBER} m ON m.id = l.member_id JOIN people_person p ON p.id = m.person_id",
        [exchange.pk],
    )
    judged(given, met)
