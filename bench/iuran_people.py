"""Make an office with one wadah of many members, for bench_iuran.py.

TEDUNG_HOME=… [TEDUNG_DATABASE=…] python bench/iuran_people.py 1000000
"""

import itertools
import sys
from datetime import UTC, date, datetime, timedelta

CITY, VILLAGE = "51.71", "51.71.02.1006"
AT = datetime(2027, 1, 1, tzinfo=UTC)
PERSON = ("public_id", "nama_ktp", "birth_date", "village", "sex", "nik", "nik_index", "nik_state", "made_at")
EMPTY = ("nama_sebutan", "name_bag", "name_last", "birth_place", "mother", "phone", "address", "domicile")
BORN = date(1965, 1, 1)


def main(count: int) -> None:
    """Make the office, its wadah and *count* members who are *aktif* since January 2027."""
    from tedung.office.starting import ground

    ground.open_django()
    ground.make()
    from tedung.office.access.actor import SYSTEM, acting
    from tedung.office.access.change import changing

    with acting(SYSTEM), changing("bench"):
        wadah = _wadah()
        _people(count)
        _members(wadah)


def _wadah() -> int:
    from tedung.office.base import clock
    from tedung.office.organisations.models import Organisation
    from tedung.office.wadah.models import Wadah

    unit = Organisation.objects.create(code="wadah:bench", kind="wadah", name="Wadah", region=CITY)
    told = {"kind": "SG", "payer": "apbd_kota", "since": date(2026, 1, 1), "made_at": clock.now()}
    return int(Wadah.everything.create(organisation=unit, region=CITY, **told).pk)


def _people(count: int) -> None:
    from tedung.office.base.bulk import copy_rows

    rows = (
        (
            f"B{number:011d}", f"ORANG {number}", BORN + timedelta(days=number % 14_000), VILLAGE, "L", "", "",
            "missing", AT, *([""] * len(EMPTY)),
        )
        for number in range(count)
    )  # fmt: skip
    while some := list(itertools.islice(rows, 100_000)):
        copy_rows("people_person", (*PERSON, *EMPTY), some)


def _members(wadah: int) -> None:
    from tedung.office.base.bulk import insert_select

    columns = (
        "person_id", "wadah_id", "payer", "programmes", "kpj", "kpj_index", "state", "refused_for", "since", "until",
        "ended_reason", "village", "opd_code", "unit_code", "group_code", "made_at",
    )  # fmt: skip
    one = (
        f"SELECT id, {wadah}, 'apbd_kota', 'jkk+jkm', '', 'x', 'aktif', '', '2027-01', '', '', village, '', '', '', "
        "made_at FROM people_person"
    )
    insert_select("wadah_member", columns, one)


if __name__ == "__main__":
    main(int(sys.argv[1]))
