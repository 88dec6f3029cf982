"""Faults that old spreadsheets bring into numbers, days, identity numbers and the lines below a table."""

import datetime as dt

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from mtqg.intake.answers import read_answers
from mtqg.intake.identity import identity
from mtqg.intake.values import Wrong, day, hide_identity

NONE, PAD = read_answers([]), read_answers(["identity=pad"])


def said(loaded, *words):
    return [line for line in loaded.messages if all(word in line for word in words)]


# Identity numbers


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("038199555001", "038199555001"), ("038 199 555 001", "038199555001"), ("038.199.555.001", "038199555001"),
        ("038\u00a0199\u00a0555\u00a0001", "038199555001"), ("０３８１９９５５５００１", "038199555001"),
        ("171234567", "171234567"), (171234567.0, "171234567"), ("", None), ("  ", None),
    ],
)  # fmt: skip
def test_an_identity_number_is_kept_in_digits(written, kept):
    assert identity(written, NONE) == kept


@pytest.mark.parametrize(
    ("written", "error"),
    [
        (38199555001.0, "I-054"), ("38199555001", "I-054"), (1199555001, "I-054"), (12345678, "I-054"),
        ("3,81996E+10", "I-056"), ("3.8E+10", "I-056"), ("0912345678", "I-055"), ("12345", "I-055"), ("abc", "I-055"),
        ("0381995550012", "I-055"), (True, "I-055"), (dt.date(2024, 1, 1), "I-055"), ("-", "I-050"),
    ],
)  # fmt: skip
def test_what_is_no_identity_number_says_why(written, error):
    told = identity(written, NONE)
    assert isinstance(told, Wrong) and told.code.code == error


@given(st.integers(10**9, 10**12 - 1))
def test_the_answer_gives_back_the_number_that_a_spreadsheet_cut(number):
    """Whatever zeros were lost of twelve digits; and never more than the zeros."""
    assert identity(float(number), PAD) == f"{number:012d}"


def test_a_card_number_of_nine_digits_is_said_and_never_padded(desk):
    loaded = desk.load_sheets({"Số định danh": 171234567}, answers=["identity=pad"])
    assert not loaded.problems and said(loaded, "chứng minh nhân dân", "1 ô", "Số định danh: 1")


def test_a_short_identity_number_is_asked_for_and_not_shown(desk, only):
    loaded = desk.load_sheets({"Số định danh": 38199555001})
    problem = only(loaded)
    assert (problem.code, problem.cell, problem.given) == ("I-054", "H2", "•••")
    assert "identity=pad" in problem.remedy and "11 chữ số" in problem.message and "12" in problem.message
    assert not desk.load_sheets({"Số định danh": 38199555001}, answers=["identity=pad"]).problems


def test_rows_that_share_an_identity_number_are_said_by_their_cells(desk):
    loaded = desk.load_sheets(
        *({"Số định danh": number} for number in ("038199555001", "038199555002", "038 199 555 001"))
    )
    assert not loaded.problems
    (line,) = said(loaded, "cùng một số định danh")
    assert "H2" in line and "H4" in line and "H3" not in line and "038199" not in line


# Days


@pytest.mark.parametrize("written", [20241016, 20241016.0, "20241016", "16102024", "16.10.2024", "16-10-2024"])
def test_days_without_their_strokes_are_read(written):
    assert day(written) == dt.date(2024, 10, 16)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_eight_digits_are_one_day_only(meant):
    assert day(f"{meant:%Y%m%d}") == day(f"{meant:%d%m%Y}") == meant


def test_days_of_eight_digits_are_said(desk):
    assert said(desk.load_counts({"Ngày thống kê": 20231215}), "tám chữ số", "Ngày thống kê: 1")


def test_a_workbook_that_counts_from_1904_is_read_so(desk):
    path = desk.folder / "mac.xlsx"
    book = xlsxwriter.Workbook(path, {"date_1904": True, "default_date_format": "dd/mm/yyyy"})
    page = book.add_worksheet("Biểu")
    head, *rows = desk.table(desk.counts({}, {"Mã thôn": "14845-02", "Tên thôn": "Bản Tén Tằn"}))
    page.write_row(0, 0, head)
    for number, row in enumerate(rows, start=1):
        page.write_row(number, 0, row)
    at = head.index("Ngày thống kê")
    page.write_datetime(1, at, dt.date(2023, 12, 15))
    page.write_number(2, at, 45275 - 1462)  # the same day, as such a workbook numbers it
    book.close()
    loaded = desk.load("household-counts", path, answers=["dates=excel"])
    assert loaded.rows["day"].to_list() == [dt.date(2023, 12, 15)] * 2
    assert said(loaded, "1904")


def test_a_year_of_two_digits_is_asked_for(desk, only):
    problem = only(desk.load_counts({"Ngày thống kê": "15/12/23"}))
    assert problem.code == "I-039" and "15/12/2023" in problem.remedy and "years=2000" in problem.remedy
    assert desk.load_counts({"Ngày thống kê": "15/12/23"}, answers=["years=2000"]).rows["day"].to_list() == [
        dt.date(2023, 12, 15)
    ]
    assert day("15/12/23", read_answers(["years=1900"])) == dt.date(1923, 12, 15)


# Numbers


def test_numbers_as_text_are_read_and_said_by_column(desk):
    rows = [{"Tổng số hộ": "12\u00a0"}, {"Tổng số hộ": "'120", "Mã thôn": "14845-02", "Tên thôn": ""}]
    loaded = desk.load_counts(*rows)
    assert loaded.rows["households"].to_list() == [12, 120]
    assert said(loaded, "dưới dạng chữ", "Tổng số hộ: 2") and said(loaded, "dấu nháy", "Tổng số hộ: 1")


def test_texts_of_a_csv_are_not_said_to_be_texts(desk):
    assert not said(desk.load("household-counts", desk.csv(desk.counts())), "dưới dạng chữ")


def test_a_number_shown_as_percent_is_no_whole_number(desk, only):
    def percent(book, page):
        page.write_number("F2", 1, book.add_format({"num_format": "0%"}))

    problem = only(desk.load("household-counts", desk.xlsx(desk.counts(), make=percent)))
    assert (problem.code, problem.cell) == ("I-057", "F2")
    assert "100 %" in problem.message and "là 1;" in problem.message


@pytest.mark.parametrize("form", ["0.0%", '#,##0"%"', "General"])
def test_only_a_percent_that_counts_is_one(desk, form):
    def percent(book, page):
        page.write_number("F2", 1, book.add_format({"num_format": form}))

    problems = desk.load("household-counts", desk.xlsx(desk.counts(), make=percent)).problems
    assert [problem.code for problem in problems] == (["I-057"] if form == "0.0%" else [])


# The end of a table


SIGNED = [
    ["", "", "Danh sách này có 02 hộ."],
    ["", "", "", "", "", "", "Mường Lát, ngày 05 tháng 12 năm 2024"],
    ["NGƯỜI LẬP BIỂU", "", "", "", "", "TM. ỦY BAN NHÂN DÂN"],
    ["(Ký, ghi rõ họ tên)", "", "", "", "", "KT. CHỦ TỊCH"],
    [],
    ["Hơ Văn Tếnh", "", "", "", "", "Lò Thị Dợ"],
]


def signed(lines):
    def make(_, page):
        for number, line in enumerate(lines, start=5):
            page.write_row(number, 0, line)

    return make


def test_signatures_below_a_list_are_no_rows_and_said(desk):
    loaded = desk.load("poverty-review", desk.xlsx(desk.sheets({}, {}), make=signed(SIGNED)))
    assert not loaded.problems and len(loaded.rows) == 2
    assert said(loaded, "chữ ký", "6–11")
    assert "Tếnh" not in str([loaded.messages, loaded.set_aside])


def test_signatures_in_an_old_encoding_and_under_a_total_are_known(desk):
    lines = [["Tæng céng", "", "", 2], ["", "", "Ngµy … th¸ng … n¨m …"], ["Ng­êi lËp biÓu", "", "", "Chñ tÞch"]]
    loaded = desk.load("poverty-review", desk.xlsx(desk.sheets({}, {}), make=signed(lines)))
    assert not loaded.problems and said(loaded, "chữ ký", "7–8") and said(loaded, "tổng cộng", "6")


def test_a_line_of_signatures_above_rows_hides_none_of_them(desk):
    loaded = desk.load(
        "poverty-review",
        desk.xlsx([*desk.sheets({}, {}), {"Tên xã": "Người lập biểu"}, *desk.sheets({"Mã hộ": "H-9"})]),
    )
    assert len(loaded.rows) == 3 and loaded.rows_bad == 1


def test_a_row_that_lacks_its_codes_is_still_a_row(desk):
    last = dict.fromkeys(desk.sheets({})[0], "") | {"Họ và tên chủ hộ": "Hơ Văn Chứ", "Tên thôn": "Bản Pù Quăn"}
    loaded = desk.load("poverty-review", desk.xlsx([*desk.sheets({}), last]))
    assert loaded.rows_bad == 1


# What is shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ông Hơ Văn Chứ", "ông •••"), ("Phiếu bà Lò Thị Dợ.xlsx", "Phiếu bà •••.xlsx"),
        ("CMND số 171234567", "CMND số •••"),
        ("CCCD: 171 234 567", "CCCD: •••"), ("SĐT 0912 345 678", "SĐT •••"), ("Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("xã Ông Đình", "xã Ông Đình"), ("tổng 171234567 đồng", "tổng 171234567 đồng"),
        ("Họ và tên chủ hộ", "Họ và tên chủ hộ"),
    ],
)  # fmt: skip
def test_numbers_and_names_that_a_word_announces_are_hidden(text, shown):
    assert hide_identity(text) == shown


def test_a_name_in_a_personal_cell_that_cannot_be_read_is_not_told(desk):
    loaded = desk.load_sheets({"Họ và tên chủ hộ": "Hơ Văn Chứ\x01".encode().decode("latin-1")})
    told = str([loaded.questions, [problem.as_cell_json() for problem in loaded.problems]])
    assert loaded.problems and "Chứ" not in told and "H\u00c6" not in told
