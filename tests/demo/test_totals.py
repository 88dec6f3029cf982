"""The rows of the files, added up again, against what was published."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import polars as pl
import pytest

from mtqg.demo import facts

YEARS = ("2021", "2022", "2023")
PROVINCES = ("38", "49")

# (province, review, part, whole) -> rate as printed, with its source.
PUBLISHED_RATES = {
    ("38", "2023", "poor", "households"): "3.52",  # report of 16/10/2024
    ("38", "2023", "near_poor", "households"): "5.57",  # iPoor public data set
    ("38", "2021", "poor", "households"): "6.7724",  # iPoor public data set
    ("38", "2022", "poor", "households"): "4.9864",  # iPoor public data set
    ("38", "2021", "minority_poor", "minority_households"): "27.2359",  # iPoor public data set, as the next seven
    ("38", "2022", "minority_poor", "minority_households"): "19.9032",
    ("38", "2023", "minority_poor", "minority_households"): "14.7492",
    ("38", "2023", "minority_near_poor", "minority_households"): "17.9106",
    ("49", "2021", "minority_poor", "minority_households"): "63.3790",
    ("49", "2022", "minority_poor", "minority_households"): "53.3425",
    ("49", "2023", "minority_poor", "minority_households"): "43.6212",
    ("49", "2023", "minority_near_poor", "minority_households"): "7.5984",
    ("49", "2021", "poor", "households"): "7.5971",  # iPoor public data set
    ("49", "2022", "poor", "households"): "6.63",  # cadn.com.vn 05/01/2023
    ("49", "2022", "near_poor", "households"): "1.97",  # cadn.com.vn 05/01/2023
    ("49", "2023", "poor", "households"): "5.57",  # baoquangnam.vn 10/01/2024
    ("49", "2023", "near_poor", "households"): "1.90",  # baoquangnam.vn 10/01/2024
}


def printed(exact: Fraction, like: str) -> str:
    """The exact value rounded half up to as many decimals as ``like`` shows."""
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    return str(value.quantize(Decimal(like), rounding=ROUND_HALF_UP))


@pytest.fixture(scope="session")
def added(written) -> dict[tuple[str, str, str], int]:
    """Counts by province, review and name, re-added from the files."""
    found = {}
    for province in PROVINCES:
        counts, sheets = written.rows("household-counts", province), written.rows("poverty-review", province)
        for year in YEARS:
            of_year = counts.filter(pl.col("Kỳ") == year)
            found[province, year, "households"] = of_year["Tổng số hộ"].cast(int).sum()
            found[province, year, "minority_households"] = of_year["Số hộ DTTS"].cast(int).sum()
            for name, label in (("poor", "Hộ nghèo"), ("near_poor", "Hộ cận nghèo")):
                chosen = sheets.filter(pl.col("Kỳ") == year, pl.col("Kết quả công nhận") == label)
                found[province, year, name] = chosen.height
                found[province, year, f"minority_{name}"] = chosen.filter(pl.col("Hộ DTTS") == "có").height
                found[province, year, f"urban_{name}"] = chosen.filter(pl.col("Khu vực") == "Thành thị").height
    return found


@pytest.mark.parametrize("province", PROVINCES)
@pytest.mark.parametrize("year", YEARS)
def test_every_total_of_the_table_comes_out_of_the_files(added, province, year):
    table = {what: count for (p, about, what), count in facts.totals().counts.items() if (p, about) == (province, year)}
    again = {what: added[province, year, what] for what in table if not what.startswith("area_")}
    assert again == {what: count for what, count in table.items() if not what.startswith("area_")}


@pytest.mark.parametrize(("key", "rate"), PUBLISHED_RATES.items())
def test_the_counts_give_the_published_rates(added, key, rate):
    province, year, part, whole = key
    assert printed(Fraction(100 * added[province, year, part], added[province, year, whole]), rate) == rate


def test_the_mean_yearly_fall_of_2022_and_2023_is_1_62_points(added):
    """As the report of 16/10/2024 prints it: from exact rates, rounded once."""
    first, last = (Fraction(100 * added["38", y, "poor"], added["38", y, "households"]) for y in ("2021", "2023"))
    assert printed((first - last) / 2, "0.01") == "1.62"


def test_in_the_minority_and_mountainous_area_11_05_percent_are_poor_in_2023(written):
    """As the report of 16/10/2024 prints it; the area list behind it is invented."""
    members = written.rows("area-list", "38")["Mã địa bàn"].implode()
    counts, sheets = written.rows("household-counts", "38"), written.rows("poverty-review", "38")
    households = counts.filter(pl.col("Kỳ") == "2023", pl.col("Mã thôn").is_in(members))["Tổng số hộ"].cast(int).sum()
    poor = sheets.filter(
        pl.col("Kỳ") == "2023", pl.col("Mã thôn").is_in(members), pl.col("Kết quả công nhận") == "Hộ nghèo"
    ).height
    assert printed(Fraction(100 * poor, households), "0.01") == "11.05"
    assert 24_000 <= poor <= 26_000


def test_towns_and_countryside_of_quang_nam_in_2023_are_as_published(added):
    """1,823 and 1,095 in towns, 22,846 and 7,307 in the countryside (baoquangnam.vn 10/01/2024)."""
    urban = [added["49", "2023", f"urban_{name}"] for name in ("poor", "near_poor")]
    rural = [added["49", "2023", name] - there for name, there in zip(("poor", "near_poor"), urban, strict=True)]
    assert (urban, rural) == ([1823, 1095], [22846, 7307])


def test_about_three_quarters_of_the_poor_of_thanh_hoa_live_in_its_11_mountain_districts(written):
    weights = pl.read_csv(facts.TABLES / "districts.csv", infer_schema=False)
    mountain = weights.filter(pl.col("terrain") == "mountain").select(pl.col("name").alias("Tên huyện"))
    villages = written.rows("villages", "38").join(mountain, on="Tên huyện")
    poor = written.rows("poverty-review", "38").filter(pl.col("Kết quả công nhận") == "Hộ nghèo")
    here = poor.join(villages.select("Mã thôn").unique(), on="Mã thôn")
    assert villages["Tên huyện"].n_unique() == 11
    assert Fraction(7, 10) < Fraction(here.height, poor.height) < Fraction(8, 10)
