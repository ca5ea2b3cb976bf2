"""The synthetic census: what is published is met, nobody is lost, the same seed makes the same people."""

from collections import Counter
from datetime import date

import numpy as np
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tedung.columns import population_schema
from tedung.dates import age_on
from tedung.errors import TedungError
from tedung.population.census import DAY, ages, groups, labour, places, region, synthesise_region, work
from tedung.population.census.margins import SECTORS, STATUSES

DENPASAR, BADUNG = "51.71", "51.03"


@pytest.fixture(scope="module")
def city():
    """Everybody of Denpasar."""
    return synthesise_region([DENPASAR], seed=1)


@pytest.fixture(scope="module")
def bali():
    """One in fifty of Bali."""
    return synthesise_region("51", seed=1, scale=0.02)


def counts(table, *columns):
    return Counter(zip(*(table[name].to_pylist() for name in columns), strict=True))


# What is published


def test_the_raked_table_of_bali_meets_what_sakernas_printed():
    """Participation 83.55 and 70.63 % (August 2023), unemployment 1.51 and 1.48 % (August 2025)."""
    found = labour.labour("51")
    working = found.raked.table.sum(axis=(0, 2, 3, 4))
    seeking, adults = found.seeking.sum(axis=(0, 2)), found.adults.sum(axis=(0, 2))
    assert (working + seeking) / adults == pytest.approx([0.8355, 0.7063], abs=1e-6)
    assert seeking / (working + seeking) == pytest.approx([0.0151, 0.0148], abs=1e-6)
    assert sum(working + seeking) / sum(adults) == pytest.approx(0.7708, abs=0.001)  # 77.08 %, not used


def test_unemployment_of_two_regencies_is_as_printed_and_alike_elsewhere():
    """Sakernas August 2025: Karangasem 1.80 %, Bangli 0.73 %."""
    found = labour.labour("51")
    working, seeking = found.raked.table.sum(axis=(1, 2, 3, 4)), found.seeking.sum(axis=(1, 2))
    rates = dict(zip(found.places, seeking / (working + seeking), strict=True))
    assert rates.pop("51.07") == pytest.approx(0.0180, abs=1e-6)
    assert rates.pop("51.06") == pytest.approx(0.0073, abs=1e-6)
    assert max(rates.values()) - min(rates.values()) < 1e-6


def test_men_and_women_are_paid_as_the_nations_means_stand(bali):
    """Rp3,370,000 and Rp2,610,000 in February 2025."""
    women, men = (pc.mean(bali.filter(pc.equal(bali["sex"], sex))["upah"]).as_py() for sex in "PL")
    assert women / men == pytest.approx(2_610 / 3_370, abs=0.02)


@pytest.mark.parametrize(
    ("area", "statuses", "sectors"),
    [
        ("51", {"wage_earner": 45.47, "family": 13.26}, {"A": 19.89, "I": 12.07, "O": 4.82}),
        ("ID", {"wage_earner": 38.80, "family": 13.34}, {"A": 28.18, "G": 18.89, "C": 13.83}),
    ],
)
def test_statuses_and_sectors_are_those_printed(area, statuses, sectors):
    table = labour.labour(area).raked.table
    shares = {
        **dict(zip(STATUSES, table.sum(axis=(0, 1, 2, 4)) / table.sum() * 100, strict=True)),
        **dict(zip(SECTORS, table.sum(axis=(0, 1, 2, 3)) / table.sum() * 100, strict=True)),
    }
    for name, printed in {**statuses, **sectors}.items():
        assert shares[name] == pytest.approx(printed, abs=0.01), name


def test_formal_work_in_the_city_is_what_the_working_estimate_says():
    """No figure is published; between 60 and 70 % is what we hold likely."""
    found = labour.labour("51")
    city = found.raked.table[found.places.index(DENPASAR)].sum(axis=(0, 1, 3))
    formal = city[STATUSES.index("wage_earner")] + city[STATUSES.index("employer")]
    assert 0.60 < formal / city.sum() < 0.70


def test_casual_farm_work_is_on_farms_and_nowhere_else():
    table = labour.labour("51").raked.table.sum(axis=(0, 1, 2))
    farm = SECTORS.index("A")
    assert table[STATUSES.index("casual_farm")].sum() == pytest.approx(
        table[STATUSES.index("casual_farm"), farm]
    )
    assert table[STATUSES.index("casual_other"), farm] == 0


def test_the_persons_of_denpasar_are_those_registered(city):
    """Dukcapil, second half of 2024: 335,225 men and 338,045 women in 43 desa and kelurahan."""
    assert counts(city, "sex") == {("L",): 335_225, ("P",): 338_045}
    assert pc.count_distinct(city["village"]).as_py() == 43


def test_districts_and_villages_that_are_known_keep_their_proportions(city):
    """Denpasar Selatan 183,969 of 665,328 in 2023, of 673,270 persons: 186,165.  Sesetan 49,893."""
    by_village = counts(city, "village")
    south = sum(count for (village,), count in by_village.items() if village.startswith("51.71.01"))
    assert south == pytest.approx(186_165, abs=2)
    assert by_village["51.71.01.1003",] == pytest.approx(49_893, abs=2)


def test_the_city_pays_for_the_groups_of_2025(city):
    """5,415 people in eleven groups, by the numbers of the press; at Rp16,800 a month Rp90,972,000."""
    paid = city.filter(pc.equal(city["payer"], "apbd_kota"))
    assert counts(paid, "kelompok_sasaran") == {
        ("sulinggih",): 233,
        ("pemangku",): 156,
        ("pecalang",): 33,
        ("kelian_adat",): 342,
        ("petengen",): 274,
        ("penyarikan",): 274,
        ("jumantik",): 413,
        ("nelayan",): 349,
        ("petani",): 1462,
        ("pkh",): 1579,
        ("linmas",): 300,
    }
    assert paid.num_rows * 16_800 == 90_972_000


def test_a_tenth_of_bali_is_in_each_desil_and_fewer_poor_in_the_city(bali):
    shares = {tenth: count / bali.num_rows for (tenth,), count in counts(bali, "desil").items()}
    assert sorted(shares) == list(range(1, 11))
    assert all(share == pytest.approx(0.1, abs=0.001) for share in shares.values())
    poorest = bali.filter(pc.equal(bali["desil"], 1))
    city = pc.starts_with(poorest["village"], DENPASAR).to_numpy().mean()
    assert city < 673_270 / 4_375_263  # poverty 2.59 % in Denpasar, 4 % in Bali


def test_members_are_as_many_as_the_agency_lists(bali):
    """935,079 in March 2025, one in fifty: 18,702."""
    members = bali.filter(bali["is_member"])
    assert members.num_rows == pytest.approx(18_702, rel=0.002)
    assert counts(members, "segment")["pu",] == pytest.approx(601_534 / 50, rel=0.002)


def test_coverage_is_highest_in_badung_and_lowest_in_bangli(bali):
    rates = {}
    for code in places.expand(["51"]):
        own = bali.filter(pc.starts_with(bali["village"], code))
        workers = own.filter(own["segment"].is_valid())
        rates[code] = pc.mean(workers["is_member"].cast("int8")).as_py()
    assert max(rates, key=rates.get) == BADUNG
    assert min(rates, key=rates.get) == "51.06"


def test_upah_of_a_sector_lies_about_the_nations_mean(city):
    """Finance: Rp4,880,000 in February 2025, raised by 7.04 %, times 3,499,878 over 3,207,459 (UMK over UMP)."""
    finance = city.filter(pc.equal(city["sector"], "K"))
    assert pc.mean(finance["upah"]).as_py() == pytest.approx(
        4_880_000 * 1.0704 * 3_499_878 / 3_207_459, rel=0.01
    )


def test_the_old_of_the_nation_are_as_many_as_published():
    """ILO: 6.4 persons of 15 to 59 for each of 60 or more in 2020."""
    shape = ages.nation_shape().sum(axis=0)
    assert shape[3:12].sum() / shape[12:].sum() == pytest.approx(6.4, abs=0.01)


def test_the_nation_has_as_many_workers_as_sakernas_counted():
    """August 2024: 215.37 million of 15 or more, 144.64 million of them working."""
    found = labour.labour("ID")
    assert found.adults.sum() == pytest.approx(215.37e6, rel=0.001)
    assert found.raked.table.sum() == pytest.approx(144.64e6, rel=0.005)


def test_programmes_of_members_are_in_the_nations_shares(city):
    """End of 2023, of 25.004 million wage earners: 17.64 in JHT, 14.41 in JP, 13.45 in JKP; of 9.19 others 0.633 in JHT."""
    members = city.filter(city["is_member"])
    for segment, shares in (
        ("pu", {"jht": 17.64 / 25.004, "jp": 14.41 / 25.004, "jkp": 13.45 / 25.004}),
        ("bpu", {"jht": 0.633 / 9.19}),
    ):
        own = members.filter(pc.equal(members["segment"], segment))["programmes"].to_pylist()
        for name, share in shares.items():
            assert sum(name in each.split("+") for each in own) / len(own) == pytest.approx(
                share, abs=0.001
            ), name


def test_farming_brings_the_assumed_part_of_other_work(city, bali):
    """A casual worker's median is 0.60 of the minimum; a farm hand's 0.45 x 0.62; women have 0.8 of either."""
    for status, part in (("casual_other", 0.60), ("casual_farm", 0.45 * 0.62)):
        men = pc.and_(pc.equal(bali["employment_status"], status), pc.equal(bali["sex"], "L"))
        poorer = pc.and_(
            men, pc.starts_with(bali["village"], "51.08")
        )  # Buleleng, the minimum of the province
        median = pc.quantile(bali.filter(poorer)["income"])[0].as_py()
        assert median == pytest.approx(part * 3_207_459, rel=0.08), status


def test_women_do_most_of_the_unpaid_family_work_and_few_of_them_employ():
    """No figure is published; the leaning is assumed and raking keeps its direction."""
    table = labour.labour("51").raked.table.sum(axis=(0, 2, 4))
    women = table[1] / table.sum(axis=0)
    assert women[STATUSES.index("family")] > 0.6
    assert women[STATUSES.index("employer")] < 0.35


def test_a_wage_is_for_the_young_more_than_for_the_old():
    """Assumed; raking keeps the direction."""
    by_age = labour.labour("51").raked.table.sum(axis=(0, 1, 4))
    earning = by_age[:, STATUSES.index("wage_earner")] / by_age.sum(axis=1)
    assert earning[1:3].mean() > earning[8:11].mean() + 0.2


def test_a_kelurahan_is_larger_than_a_desa_and_has_fewer_farmers(bali):
    north = bali.filter(pc.starts_with(bali["village"], "51.08"))
    in_town = pc.equal(pc.utf8_slice_codeunits(north["village"], 9, 10), "1")  # 1xxx kelurahan, 2xxx desa
    town, country = north.filter(in_town), north.filter(pc.invert(in_town))
    sizes = [len(part) / pc.count_distinct(part["village"]).as_py() for part in (town, country)]
    assert sizes[0] > 1.1 * sizes[1]
    farming = [pc.mean(pc.equal(part["sector"], "A").cast("int8")).as_py() for part in (town, country)]
    assert farming[0] < 0.7 * farming[1]


def test_of_those_no_city_pays_for_villages_pay_for_one_in_twenty(city):
    payers = counts(city.filter(pc.equal(city["segment"], "bpu")), "payer")
    village, alone = payers["apbdes",], payers["self",]
    assert village / (village + alone) == pytest.approx(0.05, abs=0.005)


def test_badung_pays_for_its_poorest_first():
    found = synthesise_region([BADUNG], seed=1, scale=0.1)
    paid = found.filter(pc.equal(found["payer"], "apbd_kota"))
    assert paid.num_rows == 2_500
    mean = {name: pc.mean(table["desil"]).as_py() for name, table in (("paid", paid), ("all", found))}
    assert mean["paid"] < mean["all"] - 1


# Nobody is lost


def test_villages_add_up_to_every_regency(bali):
    totals = Counter(village[:5] for village in bali["village"].to_pylist())
    for code, count in totals.items():
        place = places.regency(code)
        assert count == round((place.men + place.women) * 0.02)


def test_all_716_villages_of_bali_are_there_and_83_762_of_the_nation():
    assert sum(len(places.regency(code).villages) for code in places.expand(["51"])) == 716
    assert sum(len(places.regency(code).villages) for code in places.regencies()) == 83_762
    assert len(places.expand([code[:2] for code in places.regencies()])) == 514


def test_the_table_has_the_columns_and_types_of_the_vocabulary(bali):
    assert bali.schema.equals(population_schema())
    assert pc.count_distinct(bali["person_id"]).as_py() == bali.num_rows
    for name in (
        "person_id",
        "household_id",
        "village",
        "sex",
        "birth_date",
        "desil",
        "is_working",
        "is_member",
        "jkn",
    ):
        assert bali[name].null_count == 0, name


def test_who_works_has_a_status_a_sector_and_an_occupation_and_nobody_else(bali):
    working = bali["is_working"].to_numpy()
    for name in ("employment_status", "sector", "occupation"):
        assert (bali[name].is_valid().to_numpy() == working).all(), name
    assert (pc.equal(bali["activity"], "working").fill_null(False).to_numpy() == working).all()


def test_a_segment_has_its_own_columns(bali):
    pu = pc.equal(bali["segment"], "pu").fill_null(False).to_numpy()
    bpu = pc.equal(bali["segment"], "bpu").fill_null(False).to_numpy()
    for name in ("upah", "risk_class", "enterprise_size"):
        assert (bali[name].is_valid().to_numpy() == pu).all(), name
    for name in ("income", "bpu_kind", "kelompok_sasaran", "opd_pengampu"):
        filled = bali[name].is_valid().to_numpy()
        assert not (filled & ~bpu).any(), name
        assert (filled == bpu).all(), name


def test_unpaid_family_workers_have_no_segment_and_employers_are_bpu(bali):
    found = counts(bali.filter(bali["is_working"]), "employment_status", "segment", "bpu_kind")
    assert {key[1:] for key in found if key[0] == "family"} == {(None, None)}
    assert {key[1:] for key in found if key[0] == "employer"} == {("bpu", "employer")}
    assert {key[1:] for key in found if key[0] == "wage_earner"} == {
        ("pu", None),
        ("bpu", "outside_employment"),  # servants of a household
        (None, None),  # civil servants
    }


def test_a_member_has_programmes_a_payer_and_a_day_before_today_and_nobody_else(bali):
    member = bali["is_member"].to_numpy()
    for name in ("programmes", "payer", "member_since"):
        assert (bali[name].is_valid().to_numpy() == member).all(), name
    assert pc.max(bali["member_since"]).as_py() < DAY
    assert not (member & bali["segment"].is_null().to_numpy()).any()


def test_members_became_so_between_18_and_64_years_of_age(city):
    members = city.filter(city["is_member"])
    dates = zip(members["birth_date"].to_pylist(), members["member_since"].to_pylist(), strict=True)
    assert {18 <= age_on(born, since) < 65 or since == date(2026, 11, 30) for born, since in dates} == {True}


def test_a_bill_can_be_made_of_the_workers(city):
    """Straight into `tedung bill`: a row a worker, members left out."""
    from tedung.law.bill import bill

    workers = city.filter(city["segment"].is_valid()).slice(0, 20_000)
    billed = bill(workers, "2026-12", payer="self", programmes="jkk+jkm")
    reasons = counts(billed, "why_not")
    assert billed.num_rows == workers.num_rows
    assert set(reasons) <= {(None,), ("already_member",), ("too_young",), ("too_old",)}
    assert pc.sum(billed["total"]).as_py() > 0


def test_nobody_has_less_than_the_least_that_is_assumed(city):
    assert pc.min(city["upah"]).as_py() == 500_000
    assert pc.min(city["income"]).as_py() >= 150_000


# Households


def test_a_household_is_of_one_village_and_about_as_large_as_assumed(bali):
    homes = counts(bali, "household_id", "village")
    assert len(homes) == len({home for home, _ in homes})
    assert bali.num_rows / len(homes) == pytest.approx(3.9, abs=0.1)
    assert max(Counter(bali["household_id"].to_pylist()).values()) < 40


def test_in_a_household_the_oldest_stands_first(bali):
    homes, born = bali["household_id"].to_pylist(), bali["birth_date"].to_pylist()
    pairs = zip(homes, homes[1:], born, born[1:], strict=False)
    assert all(one <= other for home, same, one, other in pairs if home == same)


def test_no_child_lives_without_an_adult(city):
    adult = np.array(city["birth_date"].to_numpy()) <= np.datetime64("2008-12-01")
    homes = np.array(city["household_id"].combine_chunks().dictionary_encode().indices)
    has_adult = np.bincount(homes, weights=adult) > 0
    assert has_adult.all()


def test_all_of_a_household_share_its_desil(bali):
    assert len(counts(bali, "household_id", "desil")) == len(counts(bali, "household_id"))


# The same people again


def test_the_same_seed_makes_the_same_people_whatever_is_asked_beside_it():
    alone = synthesise_region(["51.05"], seed=7, scale=0.05)
    beside = synthesise_region(["51.06", "51.05"], seed=7, scale=0.05)
    assert (
        beside.filter(pc.starts_with(beside["village"], "51.05"))
        .combine_chunks()
        .equals(alone.combine_chunks())
    )


def test_another_seed_makes_other_people_in_villages_of_the_same_size():
    one, other = (synthesise_region(["51.05"], seed=seed, scale=0.05) for seed in (1, 2))
    assert not one.equals(other)
    assert counts(one, "village") == counts(other, "village")


def test_a_regency_in_several_blocks_has_the_same_persons_and_all_villages(monkeypatch):
    monkeypatch.setattr(region, "BLOCK", 5_000)
    made = list(region.blocks([DENPASAR], seed=1, scale=0.05))
    assert len(made) > 5
    assert sum(block.table.num_rows for block in made) == round(673_270 * 0.05)
    paid = sum(
        pc.equal(block.table["payer"], "apbd_kota").fill_null(False).to_numpy().sum() for block in made
    )
    assert paid == pytest.approx(5_415 * 0.05, rel=0.15)  # every block rounds its groups


def test_regions_outside_bali_have_no_customary_offices():
    found = synthesise_region(["53.71", "31.01"], seed=1, scale=0.05)
    assert not {"pemangku", "bendesa", "pekaseh"} & set(found["kelompok_sasaran"].to_pylist())
    assert groups.offices("53.71") == ()
    assert {village[:5] for village in found["village"].to_pylist()} == {"53.71", "31.01"}


# Wrong twins


@pytest.mark.parametrize(
    ("codes", "seed", "scale", "said"),
    [
        (["51.99"], 1, 1.0, "51.99"),
        (["51", "Denpasar"], 1, 1.0, "Denpasar"),
        (["51.7"], 1, 1.0, "51.7"),
        ([""], 1, 1.0, "Bukan kode"),
        ([], 1, 1.0, "Bukan kode"),
        (["5171010001990099"], 1, 1.0, "Bukan kode"),
        (["51.71"], -1, 1.0, "Benih -1"),
        (["51.71"], 1.5, 1.0, "Benih 1.5"),
        (["51.71"], True, 1.0, "Benih"),
        (["51.71"], 1, 0, "Skala 0"),
        (["51.71"], 1, -0.5, "Skala -0.5"),
        (["51.71"], 1, 1.01, "Skala 1.01"),
        (["51.71"], 1, float("nan"), "Skala nan"),
        (["51.71"], 1, "1", "Skala 1"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(codes, seed, scale, said):
    with pytest.raises(TedungError, match=said):
        synthesise_region(codes, seed, scale)


def test_a_number_that_may_be_a_nik_is_not_repeated():
    with pytest.raises(TedungError) as told:
        places.expand(["5171010001990099"])
    assert "5171010001990099" not in str(told.value)


def test_a_handful_of_people_is_a_population_too():
    """One in a hundred thousand: seven persons in 43 villages."""
    found = synthesise_region([DENPASAR], seed=3, scale=0.00001)
    assert found.num_rows == 7
    assert found.schema.equals(population_schema())


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(sorted(places.regencies())),
    st.integers(0, 2**40),
    st.sampled_from([0.00003, 0.0004, 0.005]),
)
def test_any_regency_any_seed_any_size(code, seed, scale):
    found = synthesise_region([code], seed, scale)
    place = places.regency(code)
    assert found.num_rows == max(round((place.men + place.women) * scale), 1)
    assert set(found["village"].to_pylist()) <= set(place.villages)
    assert len(counts(found, "household_id", "village")) == len(counts(found, "household_id"))
    assert not pc.any(pc.and_(found["is_member"], found["segment"].is_null())).as_py()
    assert found.schema.equals(population_schema())


# Pieces


@given(st.floats(0, 110), st.dates(date(2000, 1, 1), date(2030, 12, 31)))
def test_a_birth_date_makes_the_whole_years_it_was_made_from(years, on):
    born = ages.birth_dates(np.array([years]), on)[0].astype(date)
    assert age_on(born, on) == int(years)


@pytest.mark.parametrize(
    ("kbli", "expected"),
    [("47", 1), ("45407", 3), ("41", 5), ("0311", 4), ("55", 2), ("97", 0), ("4", 0)],
)
def test_the_risk_class_is_that_of_the_longest_prefix(kbli, expected):
    """`kbli_jkk_suggestion.csv`: retail 1, motor cycle repair 3, building 5, sea fishing 4, hotels 2, servants none."""
    assert work.risk_class(kbli) == expected


def test_every_kind_of_work_is_in_a_sector_of_sakernas_and_has_an_occupation_of_kbji():
    from tedung.population.tables import table

    known = {row["code"] for row in table("classification/kbji2014.csv")}
    assert {row["kbji"] for row in work.kinds().rows} <= known
    assert {SECTORS[number] for number in work.kinds().sectors} == set(SECTORS)


def test_farming_is_commoner_where_a_village_is_not_dense():
    """By hand: two desa and a kelurahan as large; twice the people a km2 is 2 ** -0.6 as likely."""
    place = places.regency(DENPASAR)._replace(
        villages=("51.71.01.1001", "51.71.01.1001", "51.71.01.1001"), is_kelurahan=(False, False, True)
    )
    found = places.rurality(place, np.array([100, 200, 100]))
    assert found[1] / found[0] == pytest.approx(2**-0.6)
    assert found[2] / found[0] == pytest.approx(0.3)


def test_drivers_and_couriers_are_those_of_the_relief(bali):
    """PP 50/2025: JKK and JKM of non-wage transport workers."""
    found = counts(bali.filter(bali["transport"]), "segment", "kelompok_sasaran")
    assert set(found) == {("bpu", "ojek"), ("bpu", "sopir"), ("bpu", "kurir")}


def test_the_whole_nation_is_one_code():
    assert len(places.expand(["ID"])) == 514
