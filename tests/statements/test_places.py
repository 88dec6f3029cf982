from __future__ import annotations

from mtqg.statements.model import Statement


def codes(shipped: tuple[Statement, ...]) -> dict[tuple[str, str], tuple[str, str]]:
    return {(one.key.scope.printed, one.key.period): (one.key.scope.code, one.key.scope.valid_from) for one in shipped}


def test_a_place_is_the_version_of_its_day(shipped: tuple[Statement, ...]) -> None:
    known = codes(shipped)
    assert known["Đà Nẵng", "2022"] == ("48", "")
    assert known["Đà Nẵng (cùng Quảng Nam)", "2025-07-01"] == ("48", "2025-07-01")
    assert known["Đông Giang (Quảng Nam)", "2025"] == ("505", "")
    assert known["Hoằng Xuân (Hoằng Hóa, Thanh Hóa)", "2024-05-31"] == ("15877", "2019-12-01")
    assert known["Thu Cúc (Phú Thọ)", "2025"] == ("08545", "2025-07-01")
    assert known["TP. Hồ Chí Minh", "2022"] == ("79", "")


def test_a_district_is_placed_without_its_province_in_print(shipped: tuple[Statement, ...]) -> None:
    assert codes(shipped)["Bắc Trà My", "2019"] == ("515", "")


def test_groups_parts_and_days_before_the_register_stay_named(shipped: tuple[Statement, ...]) -> None:
    known = codes(shipped)
    assert known["Quảng Nam - thành thị", "2023"] == ("", "")
    assert known["Tây Nguyên", "2022"] == ("", "")
    assert known["Quảng Nam", "2017-12-31"] == ("", "")
    (urban,) = {one.key.scope for one in shipped if one.key.scope.printed == "Quảng Nam - thành thị"}
    assert urban.as_json()["parent"] == "Quảng Nam"


def test_the_provinces_of_a_year_all_have_a_code(shipped: tuple[Statement, ...]) -> None:
    without = [
        one.id
        for one in shipped
        if one.key.scope.level == "province" and not one.key.scope.code and one.last and one.last.year > 2019
    ]
    assert all("khong-neu-ten" in name for name in without)
