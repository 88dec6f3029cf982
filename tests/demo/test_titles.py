"""Titles and certificates in the files, against the sentences of the province's report of 16/10/2024."""

import datetime as dt

import polars as pl
import pytest

from mtqg.localities.book import Localities

AS_OF = dt.date(2024, 10, 16)
PERIOD = (dt.date(2021, 1, 1), AS_OF)


def dated(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.col("Ngày công nhận", "Ngày hết hiệu lực").str.to_date("%d/%m/%Y"))


@pytest.fixture(scope="session")
def titles(written) -> pl.DataFrame:
    return dated(written.rows("recognitions", "38"))


@pytest.fixture(scope="session")
def products(written) -> dict[str, pl.DataFrame]:
    return {province: dated(written.rows("ocop-products", province)) for province in ("38", "49")}


def holding(rows: pl.DataFrame, on: dt.date = AS_OF) -> pl.DataFrame:
    ends = pl.col("Ngày hết hiệu lực")
    return rows.filter(pl.col("Ngày công nhận") <= on, ends.is_null() | (ends > on))


def of(rows: pl.DataFrame, level: str, title: str) -> pl.DataFrame:
    return rows.filter(pl.col("Cấp") == level, pl.col("Danh hiệu") == title)


NTM, ADVANCED, MODEL = "Đạt chuẩn nông thôn mới", "Nông thôn mới nâng cao", "Nông thôn mới kiểu mẫu"


def test_6_districts_52_communes_and_177_mountain_villages_were_recognised_since_2021(titles, written):
    area = written.rows("area-list", "38")["Mã địa bàn"].implode()
    added = titles.filter(pl.col("Ngày công nhận").is_between(*PERIOD))
    villages = of(added, "Thôn", NTM)
    assert of(added, "Huyện", NTM).height == 6
    assert of(added, "Xã", NTM).height == 52
    assert villages.filter(pl.col("Mã đơn vị").is_in(area)).height == 177
    assert villages.height > 177  # and villages elsewhere, which the sentence does not count


def test_94_communes_are_advanced_26_communes_and_459_villages_model(titles):
    standing = holding(titles)
    assert of(standing, "Xã", ADVANCED).height == 94
    assert of(standing, "Xã", MODEL).height == 26
    assert of(standing, "Thôn", MODEL).height == 459


def test_a_subject_holds_a_title_once(titles):
    standing = holding(titles)
    assert standing.select("Mã đơn vị", "Danh hiệu").is_unique().all()
    assert titles.select("Mã đơn vị", "Danh hiệu", "Bộ tiêu chí").is_unique().all()


def test_a_higher_title_rests_on_the_lower_one_and_comes_later(titles):
    standing = holding(titles).filter(pl.col("Cấp") == "Xã")
    for higher, lower in ((ADVANCED, NTM), (MODEL, ADVANCED)):
        pairs = of(standing, "Xã", higher).join(of(standing, "Xã", lower), on="Mã đơn vị", how="left", suffix=" dưới")
        assert (pairs["Ngày công nhận"] >= pairs["Ngày công nhận dưới"]).all()
        assert pairs["Ngày công nhận dưới"].null_count() == 0


def test_titles_that_ended_are_there_and_end_after_they_began(titles):
    ended = titles.filter(pl.col("Ngày hết hiệu lực").is_not_null())
    assert ended.height > 0
    assert (ended["Ngày hết hiệu lực"] > ended["Ngày công nhận"]).all()


def test_492_products_of_thanh_hoa_hold_a_certificate_and_69_have_lapsed(products):
    rows = products["38"]
    stars = dict(holding(rows)["Hạng sao"].value_counts().iter_rows())
    assert sum(stars.values()) == 492
    assert rows.height - 492 == 69
    assert stars["5 sao"] == 2
    assert stars["3 sao"] > stars["4 sao"] > 0


def test_no_certificate_begins_or_ends_so_near_the_day_of_the_report_that_a_day_more_would_matter(products):
    for rows in products.values():
        assert {holding(rows, AS_OF + dt.timedelta(days=shift)).height for shift in (-7, 0, 7)} == {
            holding(rows).height
        }


def test_a_certificate_holds_36_months(products):
    """148/QĐ-TTg: 36 months from the decision."""
    for rows in products.values():
        assert (rows["Ngày công nhận"].dt.offset_by("36mo") == rows["Ngày hết hiệu lực"]).all()
        assert rows["Mã sản phẩm"].is_unique().all()


def test_402_products_of_quang_nam_hold_a_certificate(products):
    assert holding(products["49"]).height == 402


def test_all_communes_of_a_recognised_district_had_the_title_before_it(titles):
    book = Localities.seed()
    since = dict(of(titles, "Xã", NTM).select("Mã đơn vị", "Ngày công nhận").iter_rows())
    for code, day in of(titles, "Huyện", NTM).select("Mã đơn vị", "Ngày công nhận").iter_rows():
        rural = [version for version in book.tree(day, within=code, level="commune") if version.kind == "xã"]
        assert all(since[version.code] < day for version in rural), code
