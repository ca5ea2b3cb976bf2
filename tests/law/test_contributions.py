"""Published examples and tables of contributions, each with its source."""

from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from tedung.dates import Calendar, Month, national_calendar
from tedung.law import LawError, bpu, dues, jakon, law_on, pmi, pu, wages
from tedung.law.bill import bill

DECEMBER_2026 = law_on(date(2026, 12, 1))


def billed(month, **worker):
    """One worker's bill as a dict; of age and registered long ago unless told."""
    row = {"birth_date": date(1985, 6, 15), "registered_on": date(2015, 7, 1), **worker}
    return bill(pa.Table.from_pylist([row]), month).to_pylist()[0]


def test_jkk_of_each_class(example):
    """PP 44/2015 Pasal 16 ayat (1): 0.24, 0.54, 0.89, 1.27, 1.74 %."""
    law = law_on(date(2015, 7, 1))
    upah = np.full(5, 5_000_000)
    assert pu.jkk(upah, np.array([1, 2, 3, 4, 5]), law).tolist() == [12_000, 27_000, 44_500, 63_500, 87_000]


def test_jkm_is_paid_by_the_employer():
    """PP 44/2015 Pasal 18: 0.30 %."""
    row = billed("2024-05", segment="pu", upah=5_000_000, risk_class=1, enterprise_size="micro")
    assert (row["jkk"], row["jkm"], row["by_employer"], row["by_worker"]) == (12_000, 15_000, 27_000, 0)


def test_jht_has_no_ceiling(example):
    """PP 46/2015 Pasal 16.  T-JHT-2 (viva 2024), T-JHT-3 (285,000 together), T-JHT-4 (171,000)."""
    table = """
              upah |  employer |  worker
         5_000_000 |   185_000 | 100_000
         3_000_000 |   111_000 |  60_000
         5_060_000 |   187_220 | 101_200
        50_000_000 | 1_850_000 | 1_000_000
    """
    example(pu.jht, "2024-05-01", table)


def test_five_years_of_jht_without_yield():
    """T-JHT-2 (viva 2024): Rp288.420 a month, Rp17.305.200 in 60 months."""
    shared = pu.jht(np.array([5_060_000] * 60), law_on(date(2024, 5, 1)))
    assert set((shared.employer + shared.worker).tolist()) == {288_420}
    assert int((shared.employer + shared.worker).sum()) == 17_305_200


def test_jp_counts_up_to_the_ceiling(example):
    """PP 45/2015 Pasal 29 ayat (2): Rp7.000.000,00 in 2015."""
    table = """
              upah | employer | worker
         6_999_850 |  139_997 | 69_999
         7_000_000 |  140_000 | 70_000
         7_000_050 |  140_000 | 70_000
        25_000_000 |  140_000 | 70_000
    """
    example(pu.jp, "2015-07-01", table)


def test_the_jp_ceiling_moves_in_march(example):
    """PP 45/2015 Pasal 29 ayat (3), announcements of 2025 and 2026."""
    february = """
              upah | employer |  worker
        15_000_000 |  210_948 | 105_474
    """
    march = """
              upah | employer |  worker
        15_000_000 |  221_726 | 110_863
    """
    example(pu.jp, "2026-02-28", february)
    example(pu.jp, "2026-03-01", march)


def test_each_jp_ceiling_follows_from_the_growth_of_the_year_before():
    """PP 45/2015 Pasal 29 ayat (3)-(4), rounded down to Rp100; the one of 2020: T-JP-2, 8,939,722 → 8,939,700."""
    growth = {2016: "4.79", 2017: "5.02", 2018: "5.07", 2019: "5.17", 2020: "5.02", 2021: "-2.07"}
    growth |= {2022: "3.69", 2023: "5.31", 2024: "5.05", 2025: "5.03", 2026: "5.11"}
    for year, percent in growth.items():
        before = law_on(date(year, 2, 28))["jp.upah_ceiling"]
        exact = before * (1 + Decimal(percent) / 100)
        assert law_on(date(year, 3, 1))["jp.upah_ceiling"] == int(exact) // 100 * 100, year


def test_jkp_before_and_after_pp_6_2025(example):
    """PP 37/2021 Pasal 11: 0.22 + 0.14 + 0.10 % of at most Rp5.000.000; PP 6/2025: nothing from JKM."""
    before = """
              upah |  state | from_jkk | from_jkm
         5_000_000 | 11_000 |    7_000 |    5_000
         9_000_000 | 11_000 |    7_000 |    5_000
         1_000_000 |  2_200 |    1_400 |    1_000
    """
    after = """
              upah |  state | from_jkk | from_jkm
         5_000_000 | 11_000 |    7_000 |        0
    """
    example(pu.jkp, "2025-02-06", before)
    example(pu.jkp, "2025-02-07", after)


def test_jkp_costs_the_employer_nothing():
    """PP 37/2021 Pasal 11 ayat (5): JKK and JKM stay gross, the state pays 0.22 % beside them."""
    worker = {"segment": "pu", "upah": 5_000_000, "risk_class": 1, "enterprise_size": "large", "jkn": True}
    row = billed("2024-05", **worker)
    assert row["jkk"] == 12_000
    assert (row["jkp_state"], row["jkp_from_jkk"], row["jkp_from_jkm"]) == (11_000, 7_000, 5_000)
    assert row["total"] == 12_000 + 15_000 + 185_000 + 100_000 + 100_000 + 50_000
    assert row["by_state"] == 11_000


def test_a_month_follows_the_law_of_its_first_day():
    """docs/conventions.md, law-of-the-first-day: PP 37/2021 came on 2 and PP 6/2025 on 7 February."""
    worker = {"segment": "pu", "upah": 5_000_000, "risk_class": 1, "programmes": "jkk+jkm+jht+jp+jkp"}
    assert [billed(month, **worker)["jkp_state"] for month in ("2021-02", "2021-03")] == [0, 11_000]
    assert [billed(month, **worker)["jkp_from_jkm"] for month in ("2025-02", "2025-03")] == [5_000, 0]


BRACKETS = """
    1000000 10000 20000, 1200000 12000 24000, 1400000 14000 28000, 1600000 16000 32000, 1800000 18000 36000,
    2000000 20000 40000, 2200000 22000 44000, 2400000 24000 48000, 2600000 26000 52000, 2950000 29500 59000,
    3450000 34500 69000, 3950000 39500 79000, 4450000 44500 89000, 4950000 49500 99000, 5450000 54500 109000,
    5950000 59500 119000, 6450000 64500 129000, 6950000 69500 139000, 7450000 74500 149000, 7950000 79500 159000,
    8700000 87000 174000, 9700000 97000 194000, 10700000 107000 214000, 11700000 117000 234000,
    12700000 127000 254000, 13700000 137000 274000, 14700000 147000 294000, 15700000 157000 314000,
    16700000 167000 334000, 17700000 177000 354000, 18700000 187000 374000, 19700000 197000 394000,
    20700000 207000 414000
"""


def test_the_33_income_brackets_as_printed():
    """PP 44/2015 Annex II and PP 46/2015 Annex as transcribed: base, JKK, JHT of each bracket."""
    printed = [[int(cell) for cell in bracket.split()] for bracket in BRACKETS.split(",")]
    lowers = np.array(DECEMBER_2026["bpu.bracket_lower"])
    base = bpu.income_base(lowers, DECEMBER_2026)
    got = np.stack([base, bpu.jkk(base, DECEMBER_2026), bpu.jht(base, DECEMBER_2026)], axis=1)
    assert got.tolist() == printed
    assert len(printed) == 33


def test_a_bracket_is_half_open():
    """docs/conventions.md, half-open-brackets: 1,099,500 stands in no printed bracket."""
    income = np.array([0, 1_099_000, 1_099_500, 1_099_999, 1_100_000, 20_199_999, 20_200_000, 900_000_000])
    base = [1_000_000] * 4 + [1_200_000, 19_700_000, 20_700_000, 20_700_000]
    assert bpu.income_base(income, DECEMBER_2026).tolist() == base


def test_published_prices_of_vulnerable_workers():
    """P1 16,800 a month, P2 201,600 a year, P3 36,800 with JHT (BPJS news 28039; Kotim; Sumeks)."""
    worker = {"segment": "bpu", "income": 1_000_000, "payer": "self"}
    assert billed("2024-05", programmes="jkk+jkm", **worker)["total"] == 16_800
    assert (
        sum(billed(f"2024-{m:02d}", programmes="jkk+jkm", **worker)["total"] for m in range(1, 13)) == 201_600
    )
    assert billed("2024-05", programmes="jkk+jkm+jht", **worker)["total"] == 36_800


def test_relief_of_non_wage_workers_by_month_and_sector():
    """PP 50/2025 Pasal 3-4: D1 8,400 for transport in January 2026; D2 16,800 for a farmer in March."""
    worker = {"segment": "bpu", "income": 1_000_000, "payer": "self"}
    months = ("2025-12", "2026-01", "2026-03", "2026-04", "2026-12", "2027-01", "2027-03", "2027-04")
    driver = [billed(month, transport=True, **worker)["total"] for month in months]
    farmer = [billed(month, **worker)["total"] for month in months]
    assert driver == [16_800, 8_400, 8_400, 8_400, 8_400, 8_400, 8_400, 16_800]
    assert farmer == [16_800, 16_800, 16_800, 8_400, 8_400, 16_800, 16_800, 16_800]


def test_relief_by_payer():
    """PP 50/2025 Pasal 3: none for APBN and APBD (D5); village budgets and donors by convention."""
    cost = {
        payer: billed("2026-05", segment="bpu", income=1_000_000, payer=payer)["total"]
        for payer in ("self", "employer", "apbd_kota", "apbd_prov", "apbn", "apbdes", "donor")
    }
    full = {payer for payer, total in cost.items() if total == 16_800}
    assert full == {"apbd_kota", "apbd_prov", "apbn"}
    assert {total for payer, total in cost.items() if payer not in full} == {8_400}


def test_the_non_wage_workers_of_denpasar():
    """Facts D23: 5,415 of the lowest bracket, paid by the city, in December 2026."""
    row = {"segment": "bpu", "payer": "apbd_kota", "birth_date": date(1985, 6, 15)}
    assert sum(bill(pa.Table.from_pylist([row] * 5_415), "2026-12")["by_apbd_kota"].to_pylist()) == 90_972_000


def test_relief_is_not_for_employers_as_participants():
    """docs/conventions.md, bpu-employer-relief; an employer owes JHT too (PP 46/2015 Pasal 2, 6)."""
    row = billed("2026-05", segment="bpu", income=1_000_000, payer="self", bpu_kind="employer")
    assert (row["jkk"], row["jkm"], row["jht_worker"]) == (10_000, 6_800, 20_000)


def test_covid_relief():
    """PP 49/2020 Pasal 9, 12: 1 %.  P14: Rp68 of JKM; P15: 0.0021 and 0.0003 % of a contract."""
    non_wage = {"segment": "bpu", "income": 1_000_000, "payer": "self"}
    assert [billed(month, **non_wage)["jkm"] for month in ("2020-07", "2020-08", "2021-01", "2021-02")] == [
        6_800, 68, 68, 6_800,
    ]  # fmt: skip
    project = billed("2020-09", segment="jakon", contract_value=100_000_000)
    assert (project["jkk"], project["jkm"]) == (2_100, 300)
    wage_earner = billed("2020-09", segment="pu", upah=5_000_000, risk_class=1, enterprise_size="micro")
    assert (wage_earner["jkk"], wage_earner["jkm"]) == (120, 150)  # 0.0024 % and 0.003 %


def test_covid_relief_begins_in_the_third_month_of_new_participants():
    """PP 49/2020 as quoted: registered after July 2020, the first two months in full."""
    worker = {"segment": "bpu", "income": 1_000_000, "payer": "self", "registered_on": date(2020, 9, 10)}
    assert [billed(f"2020-{month:02d}", **worker)["jkm"] for month in (9, 10, 11, 12)] == [
        6_800,
        6_800,
        68,
        68,
    ]
    assert billed("2020-09", **worker | {"registered_on": date(2020, 7, 31)})["jkm"] == 68


def test_labour_intensive_relief():
    """PP 7/2025 Pasal 4 ayat (1), PP 36/2025.  P16: 0.12 % in group I, 0.87 % in group V; JKM stays."""
    worker = {"segment": "pu", "upah": 10_000_000, "enterprise_size": "large", "labour_intensive": True}
    months = ("2025-01", "2025-02", "2025-07", "2025-08", "2026-01", "2026-02")
    assert [billed(m, risk_class=1, **worker)["jkk"] for m in months] == [24_000, *[12_000] * 4, 24_000]
    assert billed("2025-02", risk_class=5, **worker)["jkk"] == 87_000
    assert billed("2025-02", risk_class=3, **worker)["jkk"] == 44_500
    assert billed("2025-02", risk_class=5, **worker)["jkm"] == 30_000


def test_construction_by_contract_value(example):
    """PP 44/2015 Pasal 54 ayat (2), 55 ayat (2): D14, D16, D17, D19 and a hand calculation at 6 bn."""
    table = """
        contract_value |       jkk |     jkm
           100_000_000 |   210_000 |  30_000
           500_000_000 |   890_000 | 110_000
         1_000_000_000 | 1_540_000 | 210_000
         5_000_000_000 | 5_940_000 | 610_000
         6_000_000_000 | 6_840_000 | 710_000
                     0 |         0 |       0
    """
    example(jakon.by_contract, "2024-05-01", table)


def test_construction_by_wages(example):
    """PP 44/2015 Pasal 54 ayat (1), 55 ayat (1): 1.74 and 0.30 %."""
    table = """
             upah |    jkk |    jkm
        5_000_000 | 87_000 | 15_000
    """
    example(jakon.by_upah, "2024-05-01", table)


@pytest.mark.parametrize(
    ("months", "via_agency", "amount"),
    [(24, True, 370_000), (24, False, 332_500), (12, False, 189_000), (6, False, 108_000), (15, False, 229_500),
     (23, True, 375_000), (36, False, 494_500), (7, False, 121_500)],
)  # fmt: skip
def test_migrants_by_contract_months(months, via_agency, amount):
    """Permenaker 4/2023 Pasal 18: P12, P13; Rp13.500 for each month beyond the package."""
    assert pmi.package(np.array([months]), np.array([via_agency]), DECEMBER_2026).tolist() == [amount]
    assert billed("2026-12", segment="pmi", contract_months=months, via_agency=via_agency)["total"] == amount


def test_wages_of_daily_and_piece_workers():
    """PP 44/2015 Pasal 19 ayat (3)-(5): D26 150,000 a day is 3,750,000; D27 the mean of three months."""
    assert wages.of_daily(150_000, DECEMBER_2026) == 3_750_000
    assert wages.of_piece([2_400_000, 3_000_000, 3_600_000], DECEMBER_2026) == 3_000_000
    assert wages.of_piece([1_200_000] * 6 + [2_400_000] * 6, DECEMBER_2026, weather=True) == 1_800_000
    with pytest.raises(ValueError, match="4 months given, 3 are needed"):
        wages.of_piece([1, 2, 3, 4], DECEMBER_2026)


def test_due_days():
    """PP 44/2015 Pasal 21 (PU: the 15th after), 24 (BPU: the 15th itself); PP 46/2015 Pasal 21 (JHT after)."""
    calendar = national_calendar()
    assert dues.due_day(Month(2026, 9), "pu", "jkk", calendar) == date(2026, 10, 15)
    assert dues.due_day(Month(2026, 9), "bpu", "jkk", calendar) == date(2026, 9, 15)
    assert dues.due_day(Month(2026, 9), "bpu", "jht", calendar) == date(2026, 10, 15)
    assert dues.due_day(Month(2026, 8), "bpu", "jkm", calendar) == date(
        2026, 8, 18
    )  # Saturday, then a holiday
    assert dues.due_day(Month(2020, 8), "pu", "jkk", calendar) == date(2020, 9, 30)  # PP 49/2020 Pasal 4
    assert dues.due_day(Month(2020, 9), "pu", "jkk", calendar) == date(2020, 11, 2)  # 30 October: joint leave


def test_a_due_day_outside_the_calendar_is_refused():
    with pytest.raises(ValueError, match="the table of holidays holds 2019 to 2027"):
        dues.due_day(Month(2031, 1), "pu", "jkk", national_calendar())
    short = Calendar([date(2026, 1, 1)])
    with pytest.raises(ValueError, match="add the year's decree"):
        dues.due_day(Month(2026, 12), "pu", "jkk", short)


def test_late_fine():
    """PP 44/2015 Pasal 22: 2 % a month, employers only; PP 49/2020 Pasal 23: 0.5 %."""
    month = Month(2026, 9)
    assert dues.late_fine(np.array([1_000_000]), month, 3, "pu").tolist() == [60_000]
    assert dues.late_fine(np.array([1_000_000]), month, 3, "bpu").tolist() == [0]
    assert dues.late_fine(np.array([1_000_000]), Month(2020, 9), 2, "pu").tolist() == [10_000]
    due = date(2026, 10, 15)
    days = (
        date(2026, 10, 15),
        date(2026, 10, 16),
        date(2026, 11, 15),
        date(2026, 11, 16),
        date(2027, 10, 15),
    )
    assert [dues.months_late(due, day) for day in days] == [0, 1, 1, 2, 12]


def test_a_migrant_has_no_due_day():
    """Permenaker 4/2023 Pasal 18 ayat (3): at once."""
    with pytest.raises(LawError, match="paid at once"):
        dues.due_day(Month(2026, 9), "pmi", "jkk", national_calendar())
    with pytest.raises(LawError, match="paid at once"):
        dues.late_fine(np.array([1]), Month(2026, 9), 1, "pmi")


def test_arrears_beyond_three_months():
    """PP 44/2015 Pasal 38-42."""
    assert [dues.is_lapsed(months, Month(2026, 12)) for months in (0, 3, 4)] == [False, False, True]


def test_no_contribution_before_the_law_began():
    """PP 45/2015 Pasal 38: in force from 1 July 2015."""
    with pytest.raises(LawError, match=r"on 2015-06-30: begins on 2015-07-01"):
        pu.jp(np.array([3_500_000]), law_on(date(2015, 6, 30)))


def test_a_reform_replaces_one_value():
    doubled = DECEMBER_2026.reform({"jp.rate_worker": Decimal("0.02")})
    assert pu.jp(np.array([1_000_000]), doubled).worker.tolist() == [20_000]
    with pytest.raises(LawError, match="no parameter has this name"):
        DECEMBER_2026.reform({"jp.rate_wroker": Decimal("0.02")})
