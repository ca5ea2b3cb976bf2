"""A reform against the law as it is: figures by hand, over a few invented people."""

from datetime import date
from decimal import Decimal
from random import Random

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tedung.cli import main
from tedung.columns import ENTERPRISE_SIZES, PAYERS, SEGMENTS
from tedung.dates import Month
from tedung.errors import TedungError
from tedung.law import law_on
from tedung.law.arrays import where
from tedung.law.bill import bill
from tedung.study.expected_benefits import expect
from tedung.study.rates import mortality
from tedung.study.reform import PAID, simulate
from tedung.study.reform_file import Reform, read_reform

MONTH = Month(2026, 12)
LAW = law_on(MONTH.first_day)
VILLAGE, OTHER = "51.71.01.1003", "51.71.02.2001"
CERTAIN = "sex,age,qx\n" + "".join(f"{sex},{age},0\n" for sex in "LP" for age in range(111))
"""A life table in which nobody dies."""


def person(number, **known):
    return {
        "person_id": f"p{number}",
        "village": VILLAGE,
        "sex": "L",
        "birth_date": date(1986, 5, 1),
        "desil": 3,
        "is_working": True,
        "segment": "bpu",
        "upah": None,
        "income": 1_000_000,
        "enterprise_size": None,
        "risk_class": None,
        "programmes": "jkk+jkm",
        "payer": "self",
        "is_member": True,
        **known,
    }


PEOPLE = [
    person(1),  # Rp8.400, own: half of Rp16.800 until December 2026, PP 50/2025
    person(2, payer="apbd_kota", village=OTHER, desil=1),  # Rp16.800, the city
    person(3, is_member=False, programmes=None, payer=None, desil=1),
    person(
        4,
        segment="pu",
        upah=4_000_000,
        income=None,
        enterprise_size="small",
        risk_class=2,
        programmes="jkk+jkm+jht",
        payer=None,
        desil=8,
    ),
    person(5, segment=None, is_working=False, programmes=None, payer=None, is_member=False),
]


@pytest.fixture
def people(tmp_path):
    def write(rows=PEOPLE):
        path = tmp_path / "people.parquet"
        kinds = dict.fromkeys(("upah", "income", "risk_class", "desil"), pa.int64())
        kinds |= dict.fromkeys(("segment", "enterprise_size", "programmes", "payer"), pa.string())
        names = list(rows[0])
        columns = {name: pa.array([row[name] for row in rows], kinds.get(name)) for name in names}
        pq.write_table(pa.table(columns), path)
        return path

    return write


@pytest.fixture
def nobody_dies(tmp_path):
    path = tmp_path / "life.csv"
    path.write_text(CERTAIN)
    return path


def test_the_law_as_it_is_by_hand(people):
    """PP 44/2015 Pasal 16, 18, 20; PP 46/2015 Pasal 16: rates of class 2, 0.3 %, 3.7 % and 2 %."""
    (now,) = simulate(people(), [], MONTH).totals()
    assert (now["people"], now["enrolled"], now["covered"]) == (4, 3, 3)
    assert now["by_apbd_kota"] == 16_800
    assert now["by_worker"] == 8_400 + 80_000
    assert now["by_employer"] == 4_000_000 * 54 // 10_000 + 12_000 + 148_000
    assert now["contributions"] == sum(now[name] for name in PAID if name != "by_state")


def test_a_halved_rate_halves_the_contribution_and_nobody_loses(people):
    half = Reform("separuh", {"bpu.rate_jkk": Decimal("0.005")})
    now, then = simulate(people(), [half], MONTH).totals()
    assert now["by_worker"] - then["by_worker"] == 2_500  # a half of a half
    assert now["by_apbd_kota"] - then["by_apbd_kota"] == 5_000
    assert now["by_employer"] == then["by_employer"]
    assert (then["winners"], then["losers"]) == (1, 0)  # the city's own gain is no person's
    assert (then["gained"], then["lost"]) == (2_500, 0)


def test_a_dearer_law_makes_losers(people):
    now, then = simulate(people(), [Reform("naik", {"jht.rate_worker": Decimal("0.03")})], MONTH).totals()
    assert then["by_worker"] - now["by_worker"] == 40_000
    assert (then["winners"], then["losers"], then["lost"]) == (0, 1, 40_000)


def test_expected_benefits_by_hand_where_nobody_dies(people, nobody_dies):
    """1 - (1 - 0.0028)^(1/12) = 0.000233635…; of a cost of Rp8.100.000: Rp1.892 a month."""
    (now,) = simulate(people(PEOPLE[:1]), [], MONTH, life_table=nobody_dies).totals()
    assert now["jkm_expected"] == 0
    assert now["jkk_expected"] == 1_892


def test_expected_death_benefits_by_hand(people, tmp_path):
    """A chance of 0.012 a year is 0.00100552… a month, less 0.00000584 at work, of Rp42.000.000."""
    path = tmp_path / "life.csv"
    path.write_text(CERTAIN.replace(",0\n", ",0.012\n"))
    (now,) = simulate(people(PEOPLE[:1]), [], MONTH, life_table=path).totals()
    monthly = Decimal(1) - (Decimal("0.988").ln() / 12).exp()
    hurt = Decimal(1) - (Decimal("0.9972").ln() / 12).exp()
    at_work = hurt * Decimal("0.025")
    natural, work = 20_000_000 + 12_000_000 + 10_000_000, 48 * 1_000_000 + 12_000_000 + 10_000_000
    assert abs(now["jkm_expected"] - natural * (monthly - at_work)) < 1
    assert abs(now["jkk_expected"] - work * at_work - 8_100_000 * (hurt - at_work)) < 1


def test_a_higher_death_sum_is_worth_its_chance_and_costs_nobody(people, nobody_dies):
    raised = Reform("santunan", {"jkm.death_sum": 40_000_000})
    now, then = simulate(people(), [raised], MONTH).totals()
    assert then["jkm_expected"] > now["jkm_expected"]
    assert then["contributions"] == now["contributions"]
    assert then["winners"] == 3
    now, then = simulate(people(), [raised], MONTH, life_table=nobody_dies).totals()
    assert then["jkm_expected"] == now["jkm_expected"] == 0


def test_groups_add_up_to_the_whole(people):
    half = Reform("separuh", {"bpu.rate_jkk": Decimal("0.005")})
    found = simulate(people(), [half], MONTH)
    for group in found.groups:
        rows = found.by(group)
        for run, whole in enumerate(found.totals()):
            mine = [row for row in rows if row["reform"] == whole["reform"]]
            for name in ("people", "enrolled", "contributions", "winners", "gained", *PAID):
                assert sum(row[name] for row in mine) == whole[name], (group, run, name)
    villages = {row["group"]: row for row in found.by("village") if row["reform"]}
    assert villages[VILLAGE]["winners"] == 1
    assert villages[OTHER]["by_apbd_kota"] == 11_800


def test_everybody_with_a_duty(people):
    (now,) = simulate(people(), [], MONTH, members_only=False).totals()
    assert (now["enrolled"], now["covered"]) == (4, 4)
    assert now["by_worker"] == 2 * 8_400 + 80_000


def test_a_function_may_enrol_and_another_may_charge(people):
    def join(workers, terms):
        joins = (workers["desil"] <= 2) & ~workers["is_enrolled"]
        return {
            "is_enrolled": workers["is_enrolled"] | joins,
            "payer": where(joins, PAYERS.index("apbd_kota"), workers["payer"]),
        }

    def free(workers, terms):
        return {"jkk": where(workers["desil"] <= 2, 0, workers["jkk"])}

    joined = Reform("desil 1-2", functions={"enrol": join})
    both = Reform("desil 1-2 tanpa JKK", functions={"enrol": join, "charge": free})
    now, first, second = simulate(people(), [joined, both], MONTH).totals()
    assert (now["enrolled"], first["enrolled"], second["enrolled"]) == (3, 4, 4)
    assert first["by_apbd_kota"] == 2 * 16_800
    assert second["by_apbd_kota"] == 2 * 6_800
    assert first["by_worker"] == now["by_worker"]
    assert first["winners"] == 1


def test_a_run_leaves_the_next_as_it_was(people):
    changed = Reform(
        "a",
        {"bpu.rate_jkk": Decimal("0.005")},
        {"charge": lambda workers, terms: {"jkm": workers["jkm"] * 0}},
    )
    same = Reform("b", {"bpu.rate_jkk": Decimal("0.01")})
    now, _, last = simulate(people(), [changed, same], MONTH).totals()
    assert {**now, "reform": ""} == {**last, "reform": ""}


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (lambda workers, terms: {"total": workers["jkk"]}, "hanya boleh memberi"),
        (lambda workers, terms: None, "hanya boleh memberi"),
        (lambda workers, terms: {"jkk": workers["nothing"]}, "gagal: KeyError"),
    ],
)
def test_a_function_that_goes_wrong_is_named(people, function, said):
    with pytest.raises(TedungError, match=said):
        simulate(people(), [Reform("x", functions={"charge": function})], MONTH)


def test_a_folder_is_its_files_whatever_their_order(people, tmp_path):
    whole = simulate(people(), [], MONTH)
    folder = tmp_path / "villages"
    for name, row in zip("dcba", PEOPLE, strict=False):
        path = people([row])
        folder.mkdir(exist_ok=True)
        path.rename(folder / f"{name}.parquet")
    parts = simulate(folder, [], MONTH)
    assert parts.totals() == whole.totals()


def test_a_region_is_its_villages(people):
    (here,) = simulate(people(), [], MONTH, region="51.71.02").totals()
    assert here["by_apbd_kota"] == 16_800
    assert here["people"] == 1


def test_an_empty_table_gives_zeros(people):
    (now,) = simulate(people([person(1, is_member=False)]), [], MONTH).totals()
    assert now["contributions"] == now["covered"] == 0


@settings(max_examples=25, deadline=None)
@given(rate=st.integers(0, 1000), upah=st.integers(1, 10**9))
def test_a_share_of_any_upah_agrees_with_decimals(tmp_path_factory, rate, upah):
    row = {**PEOPLE[3], "upah": upah}
    path = tmp_path_factory.mktemp("one") / "one.parquet"
    pq.write_table(pa.Table.from_pylist([row]), path)
    share = Decimal(rate) / 1000
    _, then = simulate(path, [Reform("x", {"jht.rate_worker": share})], MONTH).totals()
    assert then["by_worker"] == (2 * upah * rate + 1000) // 2000


# The file.


@pytest.fixture
def reform(tmp_path):
    def read(written, functions=None):
        path = tmp_path / "reform.toml"
        path.write_text(written, "utf-8")
        beside = None
        if functions is not None:
            beside = tmp_path / "functions.py"
            beside.write_text(functions)
        return read_reform(path, LAW, beside)

    return read


def test_both_ways_to_write_a_value(reform):
    quoted = reform(
        'name = "x"\n[values]\n"bpu.rate_jkk" = 0.005\n"jkm.death_sum" = { value = 1, unit = "IDR" }'
    )
    nested = reform('name = "x"\n[values.bpu]\nrate_jkk = 0.005\n[values.jkm]\ndeath_sum = 1')
    assert quoted == nested
    assert quoted.changes == {"bpu.rate_jkk": Decimal("0.005"), "jkm.death_sum": 1}


def test_all_faults_are_named_at_once(reform):
    wrong = """
    name = ""
    colour = 1
    [values]
    "bpu.rate_jkx" = 0.1
    "jkm.death_sum" = { value = 20_000_000, unit = "USD" }
    "jkm.funeral" = 1.5
    "jp.rate_worker" = 2
    "bpu.bracket_lower" = [5, 3]
    "coverage.age_minimum" = 70
    """
    with pytest.raises(TedungError) as caught:
        reform(wrong)
    said = str(caught.value)
    for part in (
        "10 hal",
        "colour",
        "name:",
        "bpu.rate_jkx: tidak ada nilai hukum dengan nama ini; yang mirip: bpu.rate_jkk",
        "jkm.death_sum: satuannya IDR, bukan USD",
        "jkm.funeral",
        "jp.rate_worker",
        "bpu.bracket_lower memiliki 2 nilai, sedangkan bpu.bracket_base memiliki 33",
        "bpu.bracket_lower: nilainya harus naik",
        "nilai pertama harus 0",
        "coverage.age_minimum (70) tidak boleh lebih besar dari coverage.age_limit (65)",
    ):
        assert part in said, part


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("true", "jkm.death_sum"),
        ('"20000000"', "jkm.death_sum"),
        ("-1", "jkm.death_sum"),
        ("1000000000000000", "jkm.death_sum"),
        ("[1]", "jkm.death_sum"),
        ("nan", "bpu.rate_jkk"),
        ("inf", "bpu.rate_jkk"),
        ("-0.01", "bpu.rate_jkk"),
        ("11", "bpu.rate_jkk"),
        ("0.01", "bpu.bracket_base"),
        ("[]", "bpu.bracket_base"),
        ('["jkk", "xyz"]', "coverage.duty_bpu"),
        ("1", "jht.bpu_stop"),
        ("5", "relief.covid_registered_by"),
    ],
)
def test_a_value_of_the_wrong_kind(reform, value, path):
    with pytest.raises(TedungError, match=path.replace(".", r"\.")):
        reform(f'[values]\n"{path}" = {value}')


def test_a_value_written_twice_in_two_ways(reform):
    with pytest.raises(TedungError, match=r"bpu\.rate_jkk: ditulis dua kali"):
        reform('[values]\n"bpu.rate_jkk" = 0.1\n[values.bpu]\nrate_jkk = 0.2')


@pytest.mark.parametrize("written", ["", "[values]", 'name = "x"', "values = 3", '[values]\n"a" = '])
def test_a_file_that_changes_nothing_or_is_broken(reform, written):
    with pytest.raises(TedungError, match=r"reform\.toml"):
        reform(written)


def test_a_file_that_is_not_there_or_not_text(tmp_path):
    with pytest.raises(TedungError, match="FileNotFoundError"):
        read_reform(tmp_path / "none.toml", LAW)
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TedungError, match="UnicodeDecodeError"):
        read_reform(tmp_path / "binary.toml", LAW)


def test_functions_are_found_by_name(reform):
    found = reform('[functions]\ncharge = "free"', "def free(workers, terms):\n    return {}\n")
    assert found.functions["charge"]({}, None) == {}


@pytest.mark.parametrize(
    ("written", "functions", "said"),
    [
        ('[functions]\ncharge = "free"', None, "--functions"),
        ('[functions]\ncharge = "other"', "free = 1", "other: tidak ada fungsi"),
        ('[functions]\npay = "free"', "def free(): ...", "pay: tempat ini tidak dikenal"),
        ('[functions]\ncharge = "free"', "1/0", "ZeroDivisionError"),
        ('[functions]\ncharge = "free"', "def (", "SyntaxError"),
    ],
)
def test_functions_that_cannot_be_had(reform, written, functions, said):
    with pytest.raises(TedungError, match=said):
        reform(written, functions)


# The command.


def test_the_command_prints_and_writes(people, tmp_path, capsys):
    path = tmp_path / "half.toml"
    path.write_text('name = "JKK separuh"\n[values]\n"bpu.rate_jkk" = 0.005\n')
    out = tmp_path / "out"
    assert main(["study", "reform", str(people()), str(path), "--month", "2026-12", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "JKK separuh" in said
    assert "Rp11.800" in said
    assert "UN WPP 2024" in said
    rows = pq.read_table(out / "reform.parquet").to_pylist()
    assert {row["grouped_by"] for row in rows} == {"", "village", "desil", "segment", "sex"}
    assert (out / "reform.csv").is_file()


def test_the_command_says_what_is_wrong(people, tmp_path, capsys):
    path = tmp_path / "half.toml"
    path.write_text('[values]\n"bpu.rate" = 0.005\n')
    assert main(["study", "reform", str(people()), str(path), "--month", "2026-12"]) == 2
    assert "bpu.rate: tidak ada nilai hukum" in capsys.readouterr().err
    path.write_text('[values]\n"bpu.rate_jkk" = 0.005\n')
    assert main(["study", "reform", str(people()), str(path), str(path), "--month", "2026-12"]) == 2
    assert "bernama sama" in capsys.readouterr().err
    again = ["--month", "2026-12", "--by", "kelompok_sasaran"]
    assert main(["study", "reform", str(people()), str(path), *again]) == 2
    assert "kelompok_sasaran" in capsys.readouterr().err


# Agreement with the bill, and with the other count of benefits.


def several(count, seed):
    """Return invented enrolments of every segment and payer."""
    draw = Random(seed)
    rows = []
    for number in range(count):
        segment = draw.choice(SEGMENTS)
        own = {"pu": "", "bpu": draw.choice(["jkk+jkm", "jkk+jkm+jht"])}.get(segment)
        rows.append(
            {
                "enrolment_id": f"e{number}",
                "village": draw.choice([VILLAGE, OTHER]),
                "sex": draw.choice(["L", "P", None]),
                "birth_date": date(draw.randint(1950, 2010), draw.randint(1, 12), draw.randint(1, 28)),
                "segment": segment,
                "upah": draw.randrange(500_000, 30_000_000, 50) if segment in {"pu", "jakon"} else None,
                "income": draw.randrange(0, 25_000_000, 500) if segment == "bpu" else None,
                "risk_class": draw.randint(1, 5) if segment == "pu" else None,
                "enterprise_size": draw.choice(ENTERPRISE_SIZES) if segment == "pu" else None,
                "programmes": own or None,
                "payer": draw.choice(PAYERS) if segment == "bpu" else None,
                "contract_months": draw.randint(6, 30) if segment == "pmi" else None,
                "transport": draw.random() < 0.3,
                "is_member": draw.random() < 0.5,
            }
        )
    return pa.Table.from_pylist(rows)


def test_the_law_as_it_is_agrees_with_the_bill(tmp_path):
    table = several(3_000, 7)
    path = tmp_path / "all.parquet"
    pq.write_table(table, path)
    billed = bill(table, MONTH, include_members=True)
    now, same = simulate(
        path, [Reform("x", {"jkm.rate": LAW["jkm.rate"]})], MONTH, members_only=False
    ).totals()
    for name in PAID:
        assert now[name] == same[name] == pc.sum(billed[name]).as_py(), name
    assert now["contributions"] == pc.sum(billed["total"]).as_py()
    assert now["covered"] == pc.sum(billed["is_covered"]).as_py()
    assert (same["winners"], same["losers"]) == (0, 0)


def test_the_benefits_agree_with_the_budgets_count(tmp_path):
    """The budget counts them in floats over all people; here a person is rounded to the rupiah."""
    wanted = [row for row in several(2_000, 8).to_pylist() if row["segment"] in {"pu", "bpu"}]
    wanted = [{**row, "birth_date": date(1980, 1, 1), "is_member": True} for row in wanted]
    table = pa.Table.from_pylist(wanted)
    path = tmp_path / "members.parquet"
    pq.write_table(table, path)
    (now,) = simulate(path, [], MONTH).totals()
    found = {one.end: one for one in expect(table, [MONTH], mortality(2026), payer="apbd_kota", is_new=False)}
    assert abs(now["jkm_expected"] - found["central"].jkm) < len(wanted)
    assert abs(now["jkk_expected"] - found["central"].jkk) < len(wanted)
