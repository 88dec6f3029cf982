"""Places: by code or name, on the row's day, and never by likeness."""

import datetime as dt

import pytest


def at(problem):
    return problem.code, problem.cell


def place(desk, answers=(), locality="38", **named):
    """One product of the OCOP form, which names a commune."""
    row = {
        "Mã xã": "",
        "Tên xã": "",
        "Tên huyện": "",
        "Mã sản phẩm": "SP-1",
        "Tên sản phẩm": "Miến dong",
        "Hạng sao": "3 sao",
        "Bộ tiêu chí": "ocop-2023",
        "Ngày công nhận": "16/10/2024",
    } | named
    return desk.load("ocop-products", desk.xlsx([row]), locality=locality, answers=answers)


@pytest.mark.parametrize(
    "named",
    [
        {"Mã xã": "14845"}, {"Mã xã": 14845}, {"Tên xã": "Thị trấn Mường Lát"}, {"Tên xã": "TT. Mường Lát"},
        {"Tên xã": "thi\u0323 trấn Mường Lát"}, {"Mã xã": "14845", "Tên xã": "Mường Lát", "Tên huyện": "Mường Lát"},
        {"Mã xã": "14845", "Tên xã": "MƯỜNG LÁT", "Tên huyện": "Huyện Mường Lát"},
    ],
)  # fmt: skip
def test_a_commune_is_known_by_code_or_by_its_name(desk, named):
    loaded = place(desk, **named)
    assert not loaded.problems
    assert loaded.rows["locality_code"].to_list() == ["14845"]


def test_the_two_schools_of_tone_placement_are_one_name(desk):
    assert not place(desk, **{"Mã xã": "15376", "Tên xã": "Vĩnh Hoà"}).problems


def test_a_name_that_does_not_fit_its_code_is_told(desk, only):
    problem = only(place(desk, **{"Mã xã": "14845", "Tên xã": "Tén Tằn"}))
    assert at(problem) == ("I-074", "B2") and "Thị trấn Mường Lát" in problem.message


def test_a_name_without_its_accents_does_not_fit_a_code(desk, only):
    problem = only(place(desk, locality="49", **{"Mã xã": "20956", "Tên xã": "Trà Dơn"}))
    assert at(problem) == ("I-074", "B2")


def test_a_name_with_two_owners_is_asked_for_and_the_answer_is_taken(desk, only):
    problem = only(place(desk, locality="49", **{"Tên xã": "Tra Don"}))
    assert at(problem) == ("I-077", "B2")
    assert "Xã Trà Don (20956)" in problem.message and "Xã Trà Dơn (20938)" in problem.message
    assert "name:Tra Don=20956" in problem.remedy
    loaded = place(desk, locality="49", answers=["name:Tra Don=20956"], **{"Tên xã": "Tra Don"})
    assert not loaded.problems and loaded.rows["locality_code"].to_list() == ["20956"]


@pytest.mark.parametrize(("name", "code"), [("Trà Don", "20956"), ("Trà Dơn", "20938")])
def test_a_name_with_its_accents_decides(desk, name, code):
    assert place(desk, locality="49", **{"Tên xã": name}).rows["locality_code"].to_list() == [code]


def test_a_name_without_accents_is_asked_for_even_with_one_owner(desk, only):
    problem = only(place(desk, **{"Tên xã": "Muong Lat"}))
    assert at(problem) == ("I-077", "B2") and "14845" in problem.remedy


def test_the_same_name_in_two_districts_is_decided_by_the_district(desk, only):
    problem = only(place(desk, **{"Tên xã": "Xã Yên Thọ"}))
    assert problem.code == "I-077" and "15415" in problem.message and "16264" in problem.message
    loaded = place(desk, **{"Tên xã": "Xã Yên Thọ", "Tên huyện": "Như Thanh"})
    assert not loaded.problems and loaded.rows["locality_code"].to_list() == ["16264"]


def test_a_commune_in_another_district_is_told(desk, only):
    problem = only(place(desk, **{"Mã xã": "14845", "Tên huyện": "Quan Hóa"}))
    assert at(problem) == ("I-079", "C2") and "Huyện Mường Lát" in problem.message


def test_a_code_that_lost_its_zeros_is_asked_for(desk, only):
    problem = only(place(desk, locality="01", **{"Mã xã": 4}))
    assert at(problem) == ("I-073", "A2") and "00004" in problem.message and "codes=pad" in problem.remedy
    loaded = place(desk, locality="01", answers=["codes=pad"], **{"Mã xã": 4})
    assert not loaded.problems and loaded.rows["locality_code"].to_list() == ["00004"]


def test_a_locality_that_had_ended_says_until_when_and_what_it_became(desk, only):
    problem = only(place(desk, **{"Mã xã": "14827"}))
    assert at(problem) == ("I-072", "A2")
    assert "30/11/2019" in problem.message and "Phường Đông Sơn" in problem.remedy


def test_a_locality_that_had_not_begun_says_since_when(desk, only):
    rows = {"Mã xã": "14845", "Ngày công nhận": "20/11/2019", "Tên xã": "Thị trấn Mường Lát"}
    assert not place(desk, **rows).problems
    problem = only(place(desk, **{"Mã xã": "14797", "Tên xã": "Phường Hạc Thành"}))
    assert problem.code in ("I-072", "I-074")


def test_an_old_name_says_what_the_place_became(desk, only):
    problem = only(place(desk, **{"Tên xã": "Xã Tén Tằn"}))
    assert at(problem) == ("I-072", "B2") and "Thị trấn Mường Lát (14845)" in problem.remedy


def test_a_place_of_another_province_is_refused(desk, only):
    problem = only(place(desk, locality="49", **{"Mã xã": "14845"}))
    assert at(problem) == ("I-075", "A2") and "Tỉnh Quảng Nam" in problem.message


def test_without_an_importing_locality_any_place_is_taken(desk):
    assert not place(desk, locality=None, **{"Mã xã": "14845"}).problems


@pytest.mark.parametrize(
    ("named", "error"),
    [
        ({"Mã xã": "99999"}, "I-071"), ({"Mã xã": "384"}, "I-078"), ({}, "I-070"),
        ({"Tên xã": "Xã Không Có Đâu"}, "I-076"),
    ],
)  # fmt: skip
def test_a_place_that_is_none_is_told(desk, only, named, error):
    assert only(place(desk, **named)).code == error


def test_an_importing_locality_that_does_not_exist_is_wrong_use(desk):
    from mtqg.core.errors import Refused

    with pytest.raises(Refused) as refused:
        place(desk, locality="9999", **{"Mã xã": "14845"})
    assert refused.value.exit_code == 2


# Villages


@pytest.mark.parametrize(
    ("named", "error", "cell"),
    [
        ({"Mã thôn": "14845-77"}, "I-080", "C2"),
        ({"Mã thôn": "14845-09", "Tên thôn": ""}, "I-081", "C2"),
        ({"Mã thôn": "20956-01", "Tên thôn": ""}, "I-082", "C2"),
        ({"Tên thôn": "Bản Tén Tằn"}, "I-074", "D2"),
        ({"Mã thôn": "", "Tên thôn": ""}, "I-070", "C2"),
        ({"Mã thôn": "", "Tên thôn": "Ban Ten Tan"}, "I-077", "D2"),
    ],
)
def test_a_village_must_be_in_the_offices_list_on_that_day(desk, only, named, error, cell):
    assert at(only(desk.load_counts(named))) == (error, cell)


@pytest.mark.parametrize("named", [{"Tên thôn": "Pù Quăn"}, {"Mã thôn": ""}, {"Mã xã": "", "Tên xã": ""}])
def test_a_village_is_known_by_code_or_by_name_in_its_commune(desk, named):
    loaded = desk.load_counts(named)
    assert not loaded.problems
    assert loaded.rows.select("locality_code", "village_code").rows() == [("14845", "14845-01")]


# Subjects of titles, members of lists


def title(desk, **named):
    row = {
        "Cấp": "Xã",
        "Mã đơn vị": "14845",
        "Danh hiệu": "Đạt chuẩn nông thôn mới",
        "Bộ tiêu chí": "ntm-2021",
        "Ngày công nhận": dt.date(2024, 5, 6),
    } | named
    return desk.load("recognitions", desk.xlsx([row]))


def test_the_subject_of_a_title_is_a_district_commune_or_village(desk):
    assert title(desk).rows.select("subject_code", "locality_code", "village_code").rows() == [("14845", "14845", None)]
    village = title(desk, **{"Cấp": "Thôn", "Mã đơn vị": "14845-01"})
    assert village.rows.select("subject_code", "locality_code", "village_code").rows() == [
        ("14845-01", "14845", "14845-01")
    ]
    assert title(desk, **{"Cấp": "Huyện", "Mã đơn vị": "384"}).rows["locality_code"].to_list() == ["384"]


def test_a_title_whose_level_is_not_that_of_its_subject_is_told(desk, only):
    assert at(only(title(desk, **{"Cấp": "Huyện"}))) == ("I-078", "B2")
    assert at(only(title(desk, **{"Cấp": "Thôn"}))) == ("I-080", "B2")


def test_a_member_of_a_list_is_a_village_or_a_unit(desk, only):
    def member(code):
        row = {"Danh sách": "Thôn đặc biệt khó khăn", "Mã địa bàn": code, "Từ ngày": "01/01/2022"}
        return desk.load("area-list", desk.xlsx([row]))

    assert member("14845-01").rows.select("locality_code", "village_code").rows() == [("14845", "14845-01")]
    assert member("14845").rows.select("locality_code", "village_code").rows() == [("14845", None)]
    assert only(member("14845-88")).code == "I-080"
    assert only(member("20956")).code == "I-075"


def test_what_is_said_of_a_place_is_in_one_language_and_its_command_can_be_run(desk, only, monkeypatch):
    def told(lang, **row):
        rows = [{"Mã thôn": "X-1", "Tên thôn": "Bản Mới", "Có từ ngày": "15/12/2023", **row}]
        problem = only(desk.load("villages", desk.xlsx(rows), locality=None))
        monkeypatch.setenv("MTQG_LANG", lang)
        return problem.message, problem.remedy

    assert "--on 2023-12-15" in told("vi", **{"Mã xã": "99999"})[1]
    assert "--on 2023-12-15" in told("vi", **{"Tên xã": "Xã Không Có"})[1]
    assert "trong cả nước vào ngày 15/12/2023" in told("vi", **{"Tên xã": "Xã Không Có"})[0]
    assert "within the country on 2023-12-15" in told("en", **{"Tên xã": "Xã Không Có"})[0]
    assert "is a province; a commune is needed" in told("en", **{"Mã xã": "38"})[0]
