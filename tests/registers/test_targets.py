"""The office's own targets beside the shipped ones: the decision signed last judges; what contradicts is told."""

import datetime as dt
from decimal import Decimal

import pytest

from mtqg.books import targets_now, targets_of
from mtqg.closing import close_dataset
from mtqg.core.period import read_period
from mtqg.programmes.targets import seed

FALL = "poor_household_rate_mean_yearly_fall"
TARGET = {
    "Mã chỉ tiêu": FALL,
    "Mã đơn vị": "14845",
    "Kỳ": "2021..2025",
    "Áp dụng": "mỗi năm trong kỳ",
    "Yêu cầu": "ít nhất",
    "Mức giao": "3,5",
    "Đơn vị tính": "điểm phần trăm",
    "Số quyết định": "100/QĐ-UBND",
    "Cơ quan ban hành": "UBND tỉnh Thanh Hóa",
    "Ngày ký": "15/06/2022",
    "Điều, phụ lục": "Phụ lục I",
}
COUNT = {"Mã xã": "14845", "Mã thôn": "14845-01", "Ngày thống kê": "15/12/2023", "Tổng số hộ": "120"}
SHEET = {
    "Chuẩn nghèo": "poverty-2022",
    "Mã xã": "14845",
    "Mã thôn": "14845-01",
    "Mã hộ": "H-1",
    "Ngày rà soát": "10/10/2023",
    "Khu vực": "Thành thị",
    "Kết quả công nhận": "Hộ nghèo",
    "Số quyết định": "12/QĐ-UBND",
    "Cơ quan ban hành": "UBND thị trấn Mường Lát",
    "Ngày ký": "20/12/2023",
}
COMMUNE, PERIOD = "14845", read_period("2022..2023")


def given(office, *changes):
    office.good("targets", [{**TARGET, **one} for one in changes])
    return targets_now(office.instance)


def test_an_office_adds_a_target_of_its_own(office):
    target = given(office, {}).of(FALL, COMMUNE, PERIOD)
    assert (target.value, target.direction, target.standing) == (Decimal("3.5"), "at_least", "read")
    assert (target.document, target.issued_by, target.signed_on) == (
        "100/QĐ-UBND",
        "UBND tỉnh Thanh Hóa",
        dt.date(2022, 6, 15),
    )
    assert target.place == "Phụ lục I"


def test_the_shipped_targets_stay(office):
    assert given(office, {}).of(FALL, "38", PERIOD) == seed().of(FALL, "38", PERIOD)
    assert targets_now(office.instance).conflicts == ()


@pytest.mark.parametrize(
    ("signed", "value", "conflicts"), [("29/05/2022", "2", 0), ("27/05/2022", "1.5", 1), ("28/05/2022", "1.5", 1)]
)
def test_the_decision_signed_later_replaces_the_shipped_one(office, signed, value, conflicts):
    """652/QĐ-TTg of 28/05/2022 stands for the province; an earlier or equal day does not replace it and is told."""
    known = given(office, {"Mã đơn vị": "38", "Mức giao": "2", "Ngày ký": signed})
    assert known.of(FALL, "38", PERIOD).value == Decimal(value)
    assert [problem.code for problem in known.conflicts] == ["V-043"] * conflicts


def test_a_target_that_repeats_the_shipped_one_is_no_conflict(office):
    known = given(office, {"Mã đơn vị": "38", "Mức giao": "1,5", "Ngày ký": "28/05/2022"})
    assert known.conflicts == () and known.of(FALL, "38", PERIOD).source != "office"


def test_periods_that_cut_across_each_other_are_told_and_one_inside_the_other_is_meant(office):
    known = given(office, {}, {"Kỳ": "2023", "Mức giao": "4"}, {"Kỳ": "2024..2026", "Ngày ký": "15/06/2023"})
    assert [problem.code for problem in known.conflicts] == ["V-040"]
    assert known.of(FALL, COMMUNE, read_period("2023")).value == 4
    assert known.of(FALL, COMMUNE, PERIOD).value == Decimal("3.5")
    assert known.of(FALL, COMMUNE, read_period("2026")) is None


def test_a_corrected_target_replaces_its_own_row_and_undo_brings_it_back(office):
    given(office, {})
    batch = office.good("targets", [{**TARGET, "Mức giao": "4"}])
    assert (batch.new, batch.replaced) == (0, 1)
    assert targets_now(office.instance).of(FALL, COMMUNE, PERIOD).value == 4
    office.undo(batch.batch)
    assert targets_now(office.instance).of(FALL, COMMUNE, PERIOD).value == Decimal("3.5")


def test_targets_are_frozen_with_each_snapshot(village, by):
    """A later target changes nothing for a report that reads the edition."""
    given(village, {})
    village.good("household-counts", [COUNT], period="2023")
    closed = close_dataset(village.instance, by("An"), dataset="poverty", period=read_period("2023"), locality="38")
    given(village, {"Mức giao": "9"})
    assert targets_of(closed).of(FALL, COMMUNE, PERIOD).value == Decimal("3.5")
    assert targets_now(village.instance).of(FALL, COMMUNE, PERIOD).value == 9


def test_a_new_target_leaves_a_closed_figure_official(village, by):
    """Targets are held against figures; nothing is counted by them."""
    from mtqg.asking import answer

    village.good("poverty-review", [SHEET], period="2023")
    village.good("household-counts", [COUNT], period="2023")
    close_dataset(village.instance, by("An"), dataset="poverty", period=read_period("2023"), locality="38")
    asked = {"measure": "poor_household_rate", "locality": "14845", "period": read_period("2023")}
    before = answer(village.home, **asked).as_json()
    given(village, {})
    after = answer(village.home, **asked).as_json()
    assert after["snapshots"] == before["snapshots"] and after["snapshots"][0]["hash"]
    assert after["status"] == before["status"] == "official"


WRONG = [
    ({"Mức giao đến": "3"}, "V-041"),
    ({"Ngày ký": "15/06/2026"}, "V-042"),
    ({"Kỳ": "2021-2025"}, "I-063"),
    ({"Mức giao": "ba"}, "I-033"),
    ({"Mức giao": "1.234"}, "I-034"),
    ({"Mức giao": ""}, "I-042"),
    ({"Áp dụng": "luôn"}, "I-040"),
]


@pytest.mark.parametrize(("changes", "code"), WRONG)
def test_a_wrong_target_is_told_at_its_cell(office, changes, code):
    assert office.codes("targets", [{**TARGET, **changes}]) == [code]


def test_a_thousand_is_asked_for_once(office):
    office.good("targets", [{**TARGET, "Mức giao": "1.234"}], answers=["numbers=vi"])
    assert office.live("targets")["value"].to_list() == ["1234"]
