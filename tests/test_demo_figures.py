"""The figures behind the summary, against tables small enough to count by hand."""

from collections import Counter
from datetime import date

import pyarrow as pa
import pytest

from tedung.columns import BILL_SCHEMA
from tedung.demo.belonging import Sender, district_of, group_of, read_register
from tedung.demo.figures import enrolments, figures, shares
from tedung.demo.page import page
from tedung.roster.outputs import PEOPLE

VILLAGE = Sender(
    "a.xlsx", "kelurahan", "Sesetan", "51.71.01.1003", "51.71.01", ("jumantik", "linmas", "pekerja_mandiri")
)
FISHERS = Sender("b.csv", "office", "Kelompok Nelayan Serangan", "", "51.71.01", ("nelayan",))
REGISTER = {each.file: each for each in (VILLAGE, FISHERS)}


def row(person, file="a.xlsx", outcome="accepted", **more):
    found = [{"code": code, "column": "nik", "sentence": "…"} for code in more.pop("codes", [])]
    return {
        "row_id": f"r{person}",
        "file": file,
        "sheet": "Sheet1",
        "line": 1,
        "outcome": outcome,
        "findings": found,
        "person_id": person,
        "village": None,
        "occupation": None,
        "kelompok_sasaran": None,
        "is_member": False,
        **more,
    }


ROWS = [
    row(None, outcome="not_a_person"),
    row("p1", kelompok_sasaran="jumantik", village="51.71.01.1003", is_member=True),
    row("p2", kelompok_sasaran="linmas", village="51.71.04.2001"),
    row("p2", file="b.csv", outcome="duplicate"),
    row("p3", file="b.csv", outcome="accepted_with_warnings"),
    row(
        "p4",
        outcome="needs_fix",
        kelompok_sasaran="jumantik",
        codes=["nik_short", "phone_lost"],
        is_member=True,
    ),
    row("p5", outcome="needs_fix", occupation="5211", codes=["nik_short"]),
    row("p6", file="b.csv", outcome="needs_fix", codes=["nik_missing"]),
    row("p7", file="b.csv", outcome="not_eligible"),
]


def people():
    given = [
        {"person_id": "p1", "is_member": True, "member_since": date(2023, 9, 1), "income": 5_000_000},
        {"person_id": "p2", "is_member": False, "birth_date": date(1980, 1, 1)},
        {"person_id": "p3", "is_member": False},
    ]
    return pa.Table.from_pylist(given, PEOPLE)


def bill(totals=(16_800, 16_800, 0)):
    lines = [
        {"enrolment_id": str(at), "total": total, "why_not": None if total else "too_old"}
        for at, total in enumerate(totals)
    ]
    return pa.Table.from_pylist(lines, BILL_SCHEMA)


def pairs(*zones):
    return pa.table(
        {"a": ["x"] * len(zones), "b": [b for b, _ in zones], "zone": [zone for _, zone in zones]}
    )


def counted():
    rows = pa.Table.from_pylist(ROWS)
    return figures(
        rows=rows,
        people=enrolments(people(), rows, REGISTER),
        bill=bill(),
        register=REGISTER,
        unread=[("c.xlsx", "c.xlsx rusak.")],
        members=10,
        pairs=pairs(("y", "review"), ("z", "auto")),
        member_pairs=pairs(
            ("m1", "auto"), ("m1", "review"), ("m2", "review"), ("m2", "review"), ("m3", "distinct")
        ),
    )


def test_lines_and_people_are_counted_once():
    found = counted()
    assert found.lines == 9
    assert sum(found.outcomes.values()) == 9
    assert found.people_seen == 7
    assert found.people == 3


def test_who_has_most_to_mend_comes_first_with_what_is_most_often_wrong():
    first, second = counted().mend
    assert (first.unit, first.to_mend, first.lines, first.commonest, first.kinds) == (
        "Kelurahan Sesetan",
        2,
        4,
        "nik_short",
        1,
    )
    assert (second.unit, second.to_mend, second.commonest) == ("Kelompok Nelayan Serangan", 1, "nik_missing")


def test_members_old_and_doubtful():
    found = counted()
    assert found.members == 10
    assert found.members_serving == 2  # p1, and p4 though her line must be mended
    assert found.members_in_doubt == 1  # m2; m1 was recognised elsewhere
    assert found.pairs_in_doubt == 1
    assert found.newcomers == 2


def test_groups_offices_and_districts_each_add_up_to_everybody():
    found = counted()
    by_group = {
        share.code: (share.people, share.members, share.to_mend, share.cost) for share in found.by_group
    }
    assert by_group == {
        "jumantik": (1, 1, 1, 16_800),
        "linmas": (1, 0, 0, 16_800),
        "nelayan": (1, 0, 1, 0),
        "pekerja_mandiri": (0, 0, 1, 0),
    }
    by_district = {share.code: share.people for share in found.by_district}
    assert by_district == {"51.71.01": 2, "51.71.04": 1}
    for table in (found.by_group, found.by_opd, found.by_district):
        assert sum(share.people for share in table) == 3
        assert sum(share.to_mend for share in table) == 3
        assert sum(share.cost for share in table) == 33_600


def test_the_cost_of_the_month_and_of_the_year():
    found = counted()
    assert found.month_cost == 33_600
    assert found.members_cost == 16_800
    assert found.year_cost == 403_200
    assert found.billed == 2
    assert found.not_billed == {"too_old": 1}


def test_an_enrolment_has_its_group_and_no_income():
    table = enrolments(people(), pa.Table.from_pylist(ROWS), REGISTER)
    assert table["kelompok_sasaran"].to_pylist() == ["jumantik", "linmas", "nelayan"]
    assert table["opd_pengampu"].to_pylist() == ["dinas_kesehatan", "satpol_pp", "dinas_perikanan"]
    assert table["unit_pengusul"].to_pylist() == ["Sesetan", "Sesetan", "Kelompok Nelayan Serangan"]
    assert table["income"].null_count == 3
    assert table["registered_on"].to_pylist() == [date(2023, 9, 1), None, None]
    assert set(table.column_names) == set(PEOPLE.names)


@pytest.mark.parametrize(
    ("line", "group"),
    [
        (row("p", kelompok_sasaran="linmas"), "linmas"),
        (row("p", occupation="jumantik"), "jumantik"),
        (row("p", sheet="JUMANTIK"), "jumantik"),
        (row("p", occupation="5211"), "pekerja_mandiri"),
        (row("p", kelompok_sasaran="nelayan"), ""),  # a fisher whom the village did not propose as one
        (row("p"), ""),
    ],
)
def test_a_line_says_its_group_or_nobody_does(line, group):
    assert group_of(line, VILLAGE) == group


def test_a_list_of_one_group_needs_no_word():
    assert group_of(row("p"), FISHERS) == "nelayan"


def test_where_somebody_lives_goes_before_who_sent_the_list():
    assert district_of(row("p", village="51.71.03.1005"), VILLAGE) == "51.71.03"
    assert district_of(row("p"), VILLAGE) == "51.71.01"


def test_an_unknown_code_comes_last_and_an_empty_one_not_at_all():
    lines = [("", {"is_member": False}, 5), ("b", {"is_member": True}, 7)]
    assert [share.code for share in shares(lines, Counter(), ["a", "b"])] == ["b", ""]


def test_a_register_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "agenda.csv"
    path.write_text(
        "file,unit_pengusul_kind,unit_pengusul,village,district,kelompok_sasaran,opd_pengampu\n"
        "x.xlsx,desa,Sidakarya,51.71.01.2007,51.71.01,jumantik+linmas,a+b\n"
        "y.xlsx,office,Dinas Kesehatan,,,,\n",
        "utf-8",
    )
    village, office = read_register(path).values()
    assert (village.label, village.groups) == ("Desa Sidakarya", ("jumantik", "linmas"))
    assert (office.label, office.groups) == ("Dinas Kesehatan", ())


def test_the_page_of_these_figures():
    told = page(counted(), "demo", "Kelurahan Sesetan", "hasil/marked/a.xlsx")
    assert "Rp33.600" in told
    assert "Rp403.200" in told
    assert "c.xlsx rusak." in told
    assert "1 orang yang datanya cukup tidak ditagih" in told
    assert told.endswith("  demo/hasil/marked/a.xlsx\n")


def test_a_page_with_nothing_to_mend_opens_nothing():
    clean = [line for line in ROWS if line["outcome"] != "needs_fix"]
    rows = pa.Table.from_pylist(clean)
    found = figures(
        rows=rows,
        people=enrolments(people(), rows, REGISTER),
        bill=bill((16_800,) * 3),
        register=REGISTER,
        unread=[],
        members=1,
        pairs=pairs(),
        member_pairs=pairs(),
    )
    told = page(found, "demo", "", "")
    assert found.mend == ()
    assert "Tidak ada baris yang menunggu perbaikan." in told
    assert "Buka berkas ini" not in told
    assert "tidak ditagih" not in told
