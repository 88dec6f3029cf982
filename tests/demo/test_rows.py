"""What must hold of every row that the generator writes."""

import datetime as dt
from fractions import Fraction

import polars as pl
import pytest

from mtqg.localities.book import Localities

PROVINCES = ("38", "49")
URBAN = ("phường", "thị trấn")
# Decree 07/2021/NĐ-CP and Circular 07/2021/TT-BLĐTBXH: points at or under which income is low, points from which a
# household is deprived.
LOW_INCOME = {"Nông thôn": 140, "Thành thị": 175}
DEPRIVED = 30
FIRST_VISIT, LAST_DAY = (9, 1), (12, 14)  # 24/2021/QĐ-TTg: the yearly review


@pytest.fixture(scope="session")
def book() -> Localities:
    return Localities.seed()


@pytest.fixture(scope="session")
def sheets(written) -> pl.DataFrame:
    rows = pl.concat([written.rows("poverty-review", province) for province in PROVINCES], how="diagonal")
    return rows.with_columns(
        pl.col("Điểm B1", "Điểm B2").cast(pl.Int64), pl.col("Ngày rà soát", "Ngày ký").str.to_date("%d/%m/%Y")
    )


def day(text: str) -> dt.date:
    date, month, year = text.split("/")
    return dt.date(int(year), int(month), int(date))


@pytest.mark.parametrize("province", PROVINCES)
@pytest.mark.parametrize("form", ["household-counts", "poverty-review"])
def test_every_commune_of_the_day_is_there_in_each_review(written, book, province, form):
    rows = written.rows(form, province)
    for year in (2021, 2022, 2023):
        there = set(rows.filter(pl.col("Kỳ") == str(year))["Mã xã"])
        tree = book.tree(dt.date(year, 11, 30), within=province, level="commune")
        assert there == {version.code for version in tree}


@pytest.mark.parametrize("province", PROVINCES)
@pytest.mark.parametrize(
    ("form", "on"),
    [
        ("villages", "Có từ ngày"),
        ("household-counts", "Ngày thống kê"),
        ("poverty-review", "Ngày rà soát"),
        ("ocop-products", "Ngày công nhận"),
    ],
)
def test_every_commune_stands_on_the_row_s_day_under_its_name(written, book, province, form, on):
    rows = written.rows(form, province)
    area = ["Khu vực"] if "Khu vực" in rows.columns else []
    for code, name, text, *place in rows.select("Mã xã", "Tên xã", on, *area).unique().iter_rows():
        version = book.version(code, day(text))
        assert version is not None, (code, text)
        assert name in (version.name, None)  # a csv of sheets has codes only
        assert place in ([], ["Thành thị" if version.kind in URBAN else "Nông thôn"])


@pytest.mark.parametrize("province", PROVINCES)
def test_every_commune_and_district_with_a_title_stood_on_that_day_under_its_name(written, book, province):
    rows = written.rows("recognitions", province).filter(pl.col("Cấp") != "Thôn")
    for level, code, name, text in rows.select("Cấp", "Mã đơn vị", "Tên đơn vị", "Ngày công nhận").iter_rows():
        version = book.version(code, day(text))
        assert version is not None, (code, text)
        assert version.name == name
        assert level == "Huyện" or version.kind == "xã"


@pytest.mark.parametrize("province", PROVINCES)
def test_every_village_stands_in_the_list_of_villages_on_the_row_s_day(written, province):
    spells: dict[str, list[tuple[str, dt.date, dt.date]]] = {}
    villages = written.rows("villages", province).select("Mã thôn", "Mã xã", "Có từ ngày", "Đến ngày")
    for code, commune, first, last in villages.iter_rows():
        spells.setdefault(code, []).append((commune, day(first), day(last) if last else dt.date.max))
    asked = [
        *written.rows("household-counts", province).select("Mã thôn", "Mã xã", "Ngày thống kê").unique().iter_rows(),
        *written.rows("poverty-review", province).select("Mã thôn", "Mã xã", "Ngày rà soát").unique().iter_rows(),
    ]
    titles = written.rows("recognitions", province).filter(pl.col("Cấp") == "Thôn")
    asked += [(code, code[:5], text) for code, text in titles.select("Mã đơn vị", "Ngày công nhận").iter_rows()]
    members = written.rows("area-list", province).select("Mã địa bàn", "Từ ngày")
    asked += [(code, code[:5], text) for code, text in members.iter_rows()]
    for code, commune, text in asked:
        assert any(c == commune and first <= day(text) < last for c, first, last in spells[code]), (code, commune, text)


def test_villages_of_a_merged_commune_move_to_the_one_that_took_it_in(written):
    """939/NQ-UBTVQH15: Thiệu Phú (15790) went into the town of Thiệu Hóa (15772) on 1/2/2024."""
    rows = written.rows("villages", "38").filter(pl.col("Mã thôn").str.starts_with("15790-"))
    first, later = (rows.filter(pl.col("Mã xã") == commune) for commune in ("15790", "15772"))
    assert first.height == later.height == rows.height // 2 > 0
    assert set(first["Đến ngày"]) == set(later["Có từ ngày"]) == {"01/02/2024"}


def test_a_household_has_one_sheet_in_a_review_and_keeps_its_code(sheets):
    assert sheets.select("Kỳ", "Mã hộ").is_unique().all()
    poor, left = (
        sheets.filter(pl.col("Kỳ") == year, pl.col("Kết quả công nhận") == result)["Mã hộ"]
        for year, result in (("2021", "Hộ nghèo"), ("2023", "Không nghèo"))
    )
    assert len(set(poor) & set(left)) > 100  # poor in 2021, seen out of poverty in 2023
    assert sheets["Mã hộ"].str.contains(r"^(38|49)-\d{5}-\d{6}$").all()


def test_no_village_has_more_poor_and_near_poor_than_households(written, sheets):
    found = sheets.group_by("Kỳ", "Mã thôn", "Hộ DTTS").len()
    for province in PROVINCES:
        counts = written.rows("household-counts", province).with_columns(
            pl.col("Tổng số hộ", "Số hộ DTTS").cast(pl.Int64)
        )
        both = counts.rename({"Số hộ DTTS": "có"}).with_columns((pl.col("Tổng số hộ") - pl.col("có")).alias("không"))
        room = both.unpivot(["có", "không"], index=["Kỳ", "Mã thôn"], variable_name="Hộ DTTS", value_name="room")
        assert (room["room"] >= 0).all()
        assert found.join(room, on=["Kỳ", "Mã thôn", "Hộ DTTS"]).filter(pl.col("len") > pl.col("room")).height == 0


def test_the_law_proposes_what_was_decided_but_for_a_few_sheets(sheets):
    low = pl.col("Điểm B1") <= pl.col("Khu vực").replace_strict(LOW_INCOME)
    proposed = (
        pl.when(~low)
        .then(pl.lit("Không nghèo"))
        .when(pl.col("Điểm B2").is_null())
        .then(None)
        .when(pl.col("Điểm B2") >= DEPRIVED)
        .then(pl.lit("Hộ nghèo"))
        .otherwise(pl.lit("Hộ cận nghèo"))
    )
    judged = sheets.with_columns(proposed.alias("đề xuất"))
    differing = judged.filter(pl.col("đề xuất") != pl.col("Kết quả công nhận")).height
    assert Fraction(2, 1000) < Fraction(differing, sheets.height) < Fraction(4, 1000)
    assert 50 < judged["đề xuất"].null_count() < sheets.height // 1000
    assert sheets["Kết quả công nhận"].null_count() == 0


def test_points_stand_on_the_limits_too_and_are_whole_indicators(sheets):
    for area, limit in LOW_INCOME.items():
        assert {limit, limit + 1} <= set(sheets.filter(pl.col("Khu vực") == area)["Điểm B1"])
    assert set(sheets["Điểm B2"].drop_nulls()) <= set(range(0, 121, 10))


def test_households_are_visited_and_decided_on_within_the_yearly_review(sheets):
    for year, visited, signed in sheets.select("Kỳ", "Ngày rà soát", "Ngày ký").unique().iter_rows():
        assert dt.date(int(year), *FIRST_VISIT) <= visited < signed <= dt.date(int(year), *LAST_DAY)


def test_some_households_that_are_neither_poor_nor_near_poor_hand_in_a_sheet(sheets):
    left = sheets.filter(pl.col("Kết quả công nhận") == "Không nghèo").height
    assert Fraction(2, 100) < Fraction(left, sheets.height) < Fraction(4, 100)


def test_no_file_has_a_column_or_a_number_that_identifies_a_person(written):
    personal = {"Họ và tên chủ hộ", "Họ tên chủ hộ", "Chủ hộ", "Số định danh", "CCCD", "Số CCCD", "Chủ thể"}
    for form in {one.form for one in written.files}:
        for province in PROVINCES:
            rows = written.rows(form, province)
            assert not personal & set(rows.columns)
            text = rows.select(pl.concat_str(pl.all(), separator="|", ignore_nulls=True).alias("row"))["row"]
            assert not text.str.contains(r"\d{9}").any()
