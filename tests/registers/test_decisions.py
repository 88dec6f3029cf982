"""Decisions: from an official class, title or star to the document behind it."""

import datetime as dt

import pytest

from mtqg.catalogue import CATALOGUE
from mtqg.decisions.tracing import decided, differing_items, missing_decisions

DECISION = {
    "Mã đơn vị": "14845",
    "Số quyết định": "12/QĐ-UBND",
    "Cơ quan ban hành": "UBND thị trấn Mường Lát",
    "Ngày ký": "20/12/2023",
    "Loại quyết định": "Phê duyệt kết quả",
    "Trích yếu": "Phê duyệt kết quả rà soát hộ nghèo, hộ cận nghèo năm 2023",
    "Ngày có hiệu lực": "20/12/2023",
    "Tệp quyết định": "12-qd-ubnd.pdf",
    "Dấu kiểm": "ab" * 32,
}
ITEM = {
    "Số quyết định": "12/QĐ-UBND",
    "Cơ quan ban hành": "UBND thị trấn Mường Lát",
    "Ngày ký": "20/12/2023",
    "Nội dung": "Phân loại hộ",
    "Mã đơn vị": "14845",
    "Mã đối tượng": "H-1",
    "Kết quả": "Hộ nghèo",
    "Từ ngày": "20/12/2023",
}
SHEET = {
    "Chuẩn nghèo": "poverty-2022",
    "Mã xã": "14845",
    "Mã thôn": "14845-01",
    "Mã hộ": "H-1",
    "Ngày rà soát": "10/10/2023",
    "Khu vực": "Thành thị",
    "Kết quả công nhận": "Hộ nghèo",
    "Số quyết định": "12/QĐ-UBND",
    "Cơ quan ban hành": "UBND Thị trấn Mường Lát",
    "Ngày ký": "20/12/2023",
}


def review(office, *changes):
    office.good(
        "poverty-review", [{**SHEET, "Mã hộ": f"H-{at}"} | one for at, one in enumerate(changes, 1)], period="2023"
    )


def missing(office):
    with office.register() as register:
        return list(missing_decisions(register.database, CATALOGUE.tables.values()))


def test_a_class_is_traced_to_its_decision(village):
    village.good("decisions", [DECISION])
    village.good("decision-items", [ITEM])
    with village.register() as register:
        (found,) = decided(register.database, kind="class", subject="H-1", on=dt.date(2024, 1, 1))
    assert (found["value"], found["decision_number"]) == ("Hộ nghèo", "12/QĐ-UBND")
    assert found["decision"]["file_name"] == "12-qd-ubnd.pdf"
    assert found["decision"]["title"].startswith("Phê duyệt kết quả rà soát")


def test_what_ended_is_not_what_holds_on_a_day(village):
    village.good("decision-items", [{**ITEM, "Đến ngày": "20/12/2024"}])
    with village.register() as register:
        on = [dt.date(2023, 12, 19), dt.date(2023, 12, 20), dt.date(2024, 12, 19), dt.date(2024, 12, 20)]
        assert [len(decided(register.database, kind="class", subject="H-1", on=day)) for day in on] == [0, 1, 1, 0]
        assert len(decided(register.database, kind="class", subject="H-1")) == 1
        assert decided(register.database, kind="title", subject="H-1") == []


def test_an_item_whose_decision_was_not_entered_says_so(village):
    village.good("decision-items", [ITEM])
    with village.register() as register:
        assert decided(register.database, kind="class", subject="H-1")[0]["decision"] is None


def test_an_office_that_keeps_no_decisions_is_not_asked_for_them(village):
    review(village, {})
    assert missing(village) == []


def test_a_decision_that_rows_name_and_nobody_entered_is_found(village):
    review(village, {}, {}, {"Số quyết định": "13/QĐ-UBND"})
    village.good("decisions", [DECISION])
    (found,) = missing(village)
    assert found.problem.code == "T-010"
    assert "1 dòng" in found.problem.message and "13/QĐ-UBND" in found.problem.message
    village.good("decisions", [{**DECISION, "Số quyết định": "13/QĐ-UBND"}])
    assert missing(village) == []


def test_numbers_repeat_from_office_to_office(village):
    """The same number and day of two communes are two decisions; another day is another decision."""
    other = {**DECISION, "Mã đơn vị": "14848", "Cơ quan ban hành": "UBND xã Tam Chung"}
    village.good(
        "decisions", [DECISION, other, {**DECISION, "Ngày ký": "21/12/2023", "Ngày có hiệu lực": "21/12/2023"}]
    )
    assert len(village.live("decisions")) == 3


def test_a_decision_of_the_province_or_a_district_is_entered_at_its_place(village):
    village.good("decisions", [{**DECISION, "Mã đơn vị": code} for code in ("38", "384")])
    assert sorted(village.live("decisions")["locality_code"]) == ["38", "384"]


def test_a_row_that_says_otherwise_than_its_decision_is_found(village):
    review(village, {}, {"Kết quả công nhận": "Hộ cận nghèo"}, {"Số quyết định": "14/QĐ-UBND"})
    village.good("decision-items", [{**ITEM, "Mã đối tượng": f"H-{number}"} for number in (1, 2, 3)])
    with village.register() as register:
        (found,) = differing_items(register.database, CATALOGUE.tables)
    assert found.problem.code == "T-011"
    assert "H-2" in found.problem.message and "Hộ nghèo" in found.problem.message


WRONG = [
    ({"Dấu kiểm": "xyz"}, "T-001"),
    ({"Ngày có hiệu lực": "19/12/2023"}, "T-002"),
    ({"Loại quyết định": "Gì đó"}, "I-040"),
    ({"Trích yếu": ""}, "I-042"),
    ({"Số quyết định": ""}, "I-042"),
]


@pytest.mark.parametrize(("changes", "code"), WRONG)
def test_a_wrong_decision_is_told_at_its_cell(village, changes, code):
    assert village.codes("decisions", [{**DECISION, **changes}]) == [code]


def test_only_a_target_may_reach_back_before_its_decision(village):
    back = {"Từ ngày": "01/01/2021"}
    assert village.codes("decision-items", [{**ITEM, **back}]) == ["T-002"]
    village.good(
        "decision-items", [{**ITEM, **back, "Nội dung": "Chỉ tiêu được giao", "Mã đối tượng": "poor_household_rate"}]
    )


def test_the_check_of_the_data_tells_them(village):
    from mtqg.checking import every_finding

    review(village, {}, {"Kết quả công nhận": "Hộ cận nghèo"})
    village.good("decisions", [{**DECISION, "Số quyết định": "13/QĐ-UBND"}])
    village.good("decision-items", [{**ITEM, "Mã đối tượng": "H-2"}])
    codes = {one.problem.code for one in every_finding(village.instance)}
    assert {"T-010", "T-011"} <= codes
