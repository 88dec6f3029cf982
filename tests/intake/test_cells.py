"""Bad input, case by case: each gets a coded error at its cell, with what was given and what to do."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg.intake.answers import Answers
from mtqg.intake.cells import MANY, Ways, read_cells
from mtqg.poverty.terms import POVERTY_SHEETS

DAY = dt.date(2023, 12, 15)


def at(problem):
    return problem.code, problem.cell


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("1.234,5", "I-035"), ("1,234.5", "I-035"), ("12,5 %", "I-033"), ("88,8,6%", "I-033"), (12.5, "I-035"),
        (DAY, "I-037"), ("1.234", "I-034"), (-3, "I-043"), ("-", "I-050"), (True, "I-033"),
    ],
)  # fmt: skip
def test_a_bad_number_is_told_at_its_cell(desk, only, written, error):
    problem = only(desk.load_counts({"Tổng số hộ": written}))
    assert at(problem) == (error, "F2")
    assert problem.file == "bieu.xlsx" and problem.sheet == "Biểu" and problem.given


def test_an_ambiguous_number_is_asked_for_and_the_answer_is_taken(desk):
    people = {"Số nhân khẩu": 5000}
    said = desk.load_counts({"Tổng số hộ": "1.234", **people}, answers=["numbers=vi"])
    assert said.rows["households"].to_list() == [1234]
    wrong = desk.load_counts({"Tổng số hộ": "1.234"}, answers=["numbers=en"])
    assert [problem.code for problem in wrong.problems] == ["I-035"]


def test_a_day_made_from_a_number_is_asked_for(desk, only):
    problem = only(desk.load_counts({"Ngày thống kê": 45275}))
    assert at(problem) == ("I-036", "E2") and "15/12/2023" in problem.message and "dates=excel" in problem.remedy
    assert desk.load_counts({"Ngày thống kê": 45275}, answers=["dates=excel"]).rows["day"].to_list() == [DAY]


@pytest.mark.parametrize(("written", "error"), [("12/15/2023", "I-038"), ("15/12/23", "I-039"), ("", "I-042")])
def test_a_bad_day_is_told_at_its_cell(desk, only, written, error):
    assert at(only(desk.load_counts({"Ngày thống kê": written}))) == (error, "E2")


def test_a_formula_is_no_data_even_with_a_value(desk, only):
    path = desk.xlsx(desk.counts(), make=lambda _, page: page.write_formula("F2", "=60+60", None, 120))
    problem = only(desk.load("household-counts", path))
    assert at(problem) == ("I-030", "F2") and problem.given == "=60+60"


def test_every_cell_of_a_block_of_formulas_is_told(desk):
    def fill(_, page):
        page.write_array_formula("F2:F3", "{=G2:G3}", None, 5)
        page.write("F3", 5)

    rows = desk.counts({}, {"Mã thôn": "14845-02", "Tên thôn": ""})
    loaded = desk.load("household-counts", desk.xlsx(rows, make=fill))
    assert [at(problem) for problem in loaded.problems] == [("I-030", "F2"), ("I-030", "F3")]


def test_a_spreadsheets_error_is_told_and_never_read_as_empty(desk, only):
    def spoil(parts):
        sheet = "xl/worksheets/sheet1.xml"
        cell = b'<c r="G2" t="e"><v>#REF!</v></c>'
        text = parts[sheet]
        start = text.index(b'<c r="G2"')
        return {**parts, sheet: text[:start] + cell + text[text.index(b"</c>", start) + 4 :]}

    problem = only(desk.load("household-counts", desk.rezip(desk.xlsx(desk.counts()), spoil)))
    assert (*at(problem), problem.given) == ("I-032", "G2", "#REF!")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_text_that_a_spreadsheet_would_run_is_refused(desk, only, start):
    path = desk.csv(desk.sheets({"Cơ quan ban hành": f"{start}HYPERLINK(1)"}))
    problem = only(desk.load("poverty-review", path))
    assert at(problem) == ("I-031", "P2")


def test_a_choice_that_is_not_listed_shows_the_list(desk, only):
    problem = only(desk.load_sheets({"Kết quả công nhận": "Hộ khá"}))
    assert at(problem) == ("I-040", "N2") and "Hộ cận nghèo" in problem.remedy


def test_a_required_cell_that_is_empty_is_told(desk, only):
    assert at(only(desk.load_sheets({"Mã hộ": ""}))) == ("I-042", "F2")


def test_decomposed_letters_are_composed_and_said(desk):
    loaded = desk.load_counts({"Tên thôn": "Bản Pu\u0300 Quăn"})
    assert not loaded.problems
    assert any("1 ô" in line and "tổ hợp" in line for line in loaded.messages)


def test_all_errors_of_a_row_come_at_once_and_the_right_rows_go_in(desk):
    loaded = desk.load_sheets({"Điểm B1": "x y", "Khu vực": "Núi", "Ngày ký": "32/1/2024"}, {}, {"Điểm B2": 12.5})
    assert [at(problem) for problem in loaded.problems] == [
        ("I-040", "J2"), ("I-033", "K2"), ("I-038", "Q2"), ("I-035", "L4"),
    ]  # fmt: skip
    assert loaded.rows["household_code"].to_list() == ["H-002"]
    assert (loaded.rows_bad, loaded.documents_bad) == (2, 2)
    assert [(row["row"], len(row["errors"])) for row in loaded.set_aside] == [(2, 3), (4, 1)]


def test_a_law_value_in_a_check_is_that_of_the_rows_day(desk, only):
    """35 is no multiple of the points that 07/2021/TT-BLĐTBXH counts for an indicator."""
    problem = only(desk.load_sheets({"Điểm B2": 35}))
    assert at(problem) == ("P-012", "L2")
    assert "10" in problem.message and problem.law == "07/2021/TT-BLĐTBXH"


def test_a_check_may_name_other_columns_of_the_row(desk):
    loaded = desk.load_sheets({"Số quyết định": ""}, {"Ngày ký": "01/10/2024"})
    assert [at(problem) for problem in loaded.problems] == [("P-020", "N2"), ("P-021", "Q3")]
    assert "“Hộ nghèo”" in loaded.problems[0].message


def test_a_standard_that_the_law_does_not_know_is_told(desk, only):
    problem = only(desk.load_sheets({"Chuẩn nghèo": "chuẩn mới"}))
    assert at(problem) == ("I-066", "A2") and "poverty-2022" in problem.remedy


def test_a_key_that_stands_twice_names_the_first_cell(desk, only):
    problem = only(desk.load_sheets({"Mã hộ": "H-1"}, {"Mã hộ": "H-2"}, {"Mã hộ": "H-1"}))
    assert at(problem) == ("I-060", "F4") and "bieu.xlsx Biểu F2" in problem.message


def test_a_key_that_stands_in_two_files_is_told_too(desk):
    first, second = desk.xlsx(desk.counts(), "a.xlsx"), desk.csv(desk.counts(), "b.csv")
    loaded = desk.load("household-counts", second, first)
    assert [(problem.code, problem.file) for problem in loaded.problems] == [("I-060", "b.csv")]
    assert len(loaded.rows) == 1


def test_a_spell_that_ends_before_it_begins_is_told(desk, only):
    rows = [
        {"Mã xã": "14845", "Mã thôn": "T1", "Tên thôn": "Bản Một", "Có từ ngày": "01/01/2021", "Đến ngày": "01/01/2021"}
    ]
    assert at(only(desk.load("villages", desk.xlsx(rows)))) == ("I-064", "E2")


# Periods


def test_the_period_of_the_option_is_set_on_each_row(desk):
    assert desk.load_counts({}, period="2023").rows["period"].to_list() == ["2023"]


def test_the_period_may_stand_in_the_rows_as_text_or_number(desk):
    rows = desk.counts({"Kỳ": 2023}, {"Kỳ": "2023", "Mã thôn": "14845-02", "Tên thôn": ""})
    loaded = load_without_period(desk, desk.xlsx(rows))
    assert loaded.rows["period"].to_list() == ["2023", "2023"]


def test_a_period_that_does_not_parse_is_told_at_its_cell(desk, only):
    problem = only(load_without_period(desk, desk.xlsx(desk.counts({"Kỳ": "tháng chín"}))))
    assert at(problem) == ("I-063", "H2")


def test_a_period_that_differs_from_the_option_is_told(desk, only):
    problem = only(desk.load_counts({"Kỳ": "2022"}))
    assert at(problem) == ("I-061", "H2") and "2023" in problem.message


def test_without_any_period_both_ways_to_give_it_are_said(desk, only):
    problem = only(load_without_period(desk, desk.xlsx(desk.counts())))
    assert problem.code == "I-062"
    assert "--period" in problem.remedy and "Kỳ" in problem.remedy


def test_the_period_of_the_hidden_sheet_is_taken_and_must_agree(desk, only):
    path = desk.xlsx(desk.counts(), hidden={"Biểu": "household-counts", "Kỳ": "2023"})
    assert load_without_period(desk, path).rows["period"].to_list() == ["2023"]
    problem = only(desk.load("household-counts", path, period="2022"))
    assert (problem.code, problem.sheet) == ("I-061", "mtqg")


def test_a_workbook_that_says_it_is_another_form_is_refused(desk, only):
    path = desk.xlsx(desk.counts(), hidden={"form": "poverty-review"})
    assert only(desk.load("household-counts", path)).code == "I-065"


def load_without_period(desk, path):
    return desk.load("household-counts", path, period=None)


# People


def test_personal_cells_are_masked_in_what_is_told_and_kept_for_mending(desk):
    loaded = desk.load_sheets({"Số định danh": "038099012345", "Điểm B1": "?"})
    told = str([problem.as_cell_json() for problem in loaded.problems])
    assert "038099012345" not in told and "Hơ Văn Chứ" not in told
    assert loaded.set_aside[0]["cells"]["Họ và tên chủ hộ"] != "•••"  # sealed where it is kept
    assert loaded.set_aside[0]["cells"]["Mã hộ"] == "H-001"


def test_an_identity_number_in_another_column_is_refused_and_not_shown(desk, only):
    loaded = desk.load_sheets({"Mã hộ": "038099012345"})
    problem = only(loaded)
    assert at(problem) == ("I-048", "F2")
    assert "038099012345" not in str(problem.as_cell_json())
    assert not desk.load_sheets({"Mã hộ": "038099012345"}, answers=["identity:household_code=no"]).problems


def test_a_formula_in_a_personal_cell_is_told_without_it(desk, only):
    def fill(_, page):
        page.write_formula("G2", '="Hơ"&" Văn Chứ"', None, "Hơ Văn Chứ")

    problem = only(desk.load("poverty-review", desk.xlsx(desk.sheets(), make=fill)))
    assert (*at(problem), problem.given) == ("I-030", "G2", "•••")


@pytest.mark.parametrize(
    "written",
    [
        38199555001,  # a spreadsheet took the first zero away
        "38199555001",
        "038 199 555 001",
        "038.199.555.001",
        "038-199-555001",
        "038\u00a0199\u00a0555\u00a0001",
        "0381 9955 5001",
        "０３８１９９５５５００１",
    ],
)
def test_an_identity_number_is_known_however_it_is_written(desk, written):
    titles = ("Mã hộ", "Điểm B1", "Số quyết định", "Cơ quan ban hành", "Khu vực", "Ngày rà soát", "Tên thôn")
    rows = [{**row, title: written} for row, title in zip(desk.sheets(*[{}] * len(titles)), titles, strict=True)]
    loaded = desk.load("poverty-review", desk.xlsx(rows))
    assert loaded.rows.is_empty()
    told = str([problem.as_cell_json() for problem in loaded.problems])
    assert str(written) not in told
    assert [problem.code for problem in loaded.problems][:4] == ["I-048"] * 4


def test_codes_and_numbers_that_only_are_long_are_taken(desk):
    codes = ("38-14845-000001", "14845000001", "20241016001", "0912345678", "123456789012")
    loaded = desk.load_sheets(*({"Mã hộ": code} for code in codes))
    assert not loaded.problems
    assert not desk.load_sheets({"Mã hộ": 38199555001}, answers=["identity:household_code=no"]).problems


def test_identity_numbers_in_names_of_files_sheets_and_columns_are_not_told(desk):
    rows = desk.sheets({}, {"Điểm B1": "?"})
    path = desk.xlsx(rows, "Phiếu 038199555001.xlsx", sheet="038199555001")
    loaded = desk.load("poverty-review", path)
    odd = desk.load("poverty-review", desk.xlsx([{**row, "Chủ hộ 038199555001": "x"} for row in rows]))
    assert loaded.sources[0].file == "Phiếu •••.xlsx"
    told = [loaded.sources, loaded.set_aside, loaded.messages, loaded.problems, odd.problems]
    assert len(loaded.set_aside) == 1 and "038199555001" not in str(told)


def test_a_day_outside_the_period_is_said(desk):
    path = desk.xlsx(desk.counts({"Ngày thống kê": "15/12/2023"}))
    (said,) = [line for line in desk.load("household-counts", path, period="2019").messages if "2019" in line]
    assert "1 dòng" in said and "15/12/2023" in said
    assert not [line for line in desk.load("household-counts", path, period="2023").messages if "2023" in line]


CODES = st.text(alphabet="0123456789AZz/.,:()- \u00a0ăÂđĐêƠưếỹÐðƉÃªº\u0301\u0323", max_size=16) | st.sampled_from(
    [
        "038094012345",
        "38094012345",
        "038 094 012345",
        "H-1\n",
        " H-1",
        "=1+1",
        "Đ1",
        "x" * 5000,
        "1-2-3-4-5-6-7-8-9-0-1-2",
        "Hơ Văn Chứ",
        "Nguyá»…n Thá»‹ Ãnh",
        "Ho\u0300a Bi\u0300nh",
        "Ðắk Pơ",
    ]
)


@given(st.lists(CODES, max_size=60))
@pytest.mark.parametrize("name", ["household_code", "decision_number", "identity_number"])
def test_many_texts_are_read_as_one_by_one(name, odd):
    column = POVERTY_SHEETS.column(name)
    many = [f"{number:012d}" if column.personal else f"MH-{number}" for number in range(MANY)] + odd
    ways = Ways(Answers())
    together = read_cells(list(many), column, ways)
    apart = [read_cells([text], column, ways) for text in odd]
    assert together.values[MANY:] == [one.values[0] for one in apart]
    assert [why.code for _, why in together.wrong] == [why.code for one in apart for _, why in one.wrong]
    assert together.repairs == sum((one.repairs for one in apart), Counter())
