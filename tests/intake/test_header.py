"""The header is found where offices put it, and every wrong one is told at its cell."""

import pytest

TITLE = [["UBND THỊ TRẤN MƯỜNG LÁT"], ["Độc lập - Tự do - Hạnh phúc"], [], ["BIỂU TỔNG HỢP SỐ HỘ"], []]


def renamed(rows, **names):
    return [{names.get(name, name): value for name, value in row.items()} for row in rows]


def test_the_header_stands_below_the_title_and_may_be_followed_by_numbers(desk):
    rows = desk.counts()
    numbers = {name: f"({at})" for at, name in enumerate(rows[0], start=1)}
    loaded = desk.load("household-counts", desk.xlsx([numbers, *rows], before=TITLE))
    assert not loaded.problems
    assert loaded.rows["cell_row"].to_list() == [8]
    assert loaded.sources[0].letters["households"] == "F"


@pytest.mark.parametrize("written", ["MÃ XÃ", "Ma xa", "Mã xã *", "Mã  xã (1)", "Ma\u0303 xa\u0303"])
def test_a_header_is_known_without_accents_case_and_marks(desk, written):
    loaded = desk.load("household-counts", desk.xlsx(renamed(desk.counts(), **{"Mã xã": written})))
    assert not loaded.problems


def test_another_header_that_means_the_same_is_known(desk):
    loaded = desk.load("household-counts", desk.xlsx(renamed(desk.counts(), **{"Tổng số hộ": "Số hộ"})))
    assert loaded.rows["households"].to_list() == [120]


def test_the_columns_of_numbers_and_notes_that_forms_have_are_left_out(desk):
    loaded = desk.load("household-counts", desk.xlsx(desk.counts({"STT": 1, "Ghi chú": "=không"})))
    assert not loaded.problems


def test_a_sheet_without_the_header_says_which_columns_are_wanted(desk, only):
    problem = only(desk.load("household-counts", desk.xlsx([{"Họ tên": "A", "Tuổi": 3}])))
    assert problem.code == "I-020" and "Tổng số hộ" in problem.remedy


def test_a_missing_header_is_told(desk, only):
    rows = [{name: value for name, value in row.items() if name != "Tổng số hộ"} for row in desk.counts()]
    problem = only(desk.load("household-counts", desk.xlsx(rows)))
    assert (problem.code, problem.given, problem.cell) == ("I-021", "Tổng số hộ", "A1")


def test_a_wrong_header_names_the_nearest_one(desk):
    loaded = desk.load("household-counts", desk.xlsx(renamed(desk.counts(), **{"Số nhân khẩu": "Số nhân khấu khai"})))
    problem = loaded.problems[0]
    assert (problem.code, problem.cell, problem.given) == ("I-022", "G1", "Số nhân khấu khai")
    assert "“Số nhân khẩu”" in problem.remedy
    assert loaded.rows.is_empty() and loaded.rows_bad == 1


def test_rows_under_a_wrong_header_are_not_kept_since_nobody_knows_what_names_people(desk):
    rows = renamed(desk.sheets(), **{"Họ và tên chủ hộ": "Người đứng tên sổ"})
    loaded = desk.load("poverty-review", desk.xlsx(rows))
    assert loaded.set_aside == [] and loaded.rows_bad == 1
    assert "Hơ Văn Chứ" not in str([problem.as_cell_json() for problem in loaded.problems])


def test_a_header_that_stands_twice_names_the_first(desk, only):
    rows = [{**row, "Số hộ": 1} for row in desk.counts()]
    problem = only(desk.load("household-counts", desk.xlsx(rows)))
    assert (problem.code, problem.cell) == ("I-023", "H1") and "F1" in problem.message


def test_merged_header_cells_say_to_unmerge_them(desk, only):
    def merge(book, page):
        page.merge_range("F6:G6", "Số hộ, số khẩu")

    path = desk.xlsx(desk.counts(), before=TITLE, make=merge)
    problem = only(desk.load("household-counts", path))
    assert (problem.code, problem.cell, problem.given) == ("I-024", "F6", "F6:G6")
    assert "gộp" in problem.remedy


def test_a_header_of_two_rows_is_told_at_each_merged_cell(desk):
    rows = desk.table(desk.counts())
    split = [{str(at): value for at, value in enumerate(row)} for row in rows]

    def merge(book, page):
        for column in range(5):
            page.merge_range(1, column, 2, column, rows[0][column])

    loaded = desk.load("household-counts", desk.xlsx([split[0], *split], make=merge))
    assert {problem.code for problem in loaded.problems} == {"I-024"}


def test_merged_titles_above_the_header_do_no_harm(desk):
    def merge(book, page):
        page.merge_range("A1:G1", "UBND THỊ TRẤN MƯỜNG LÁT")

    assert not desk.load("household-counts", desk.xlsx(desk.counts(), before=TITLE, make=merge)).problems


def test_merged_cells_among_the_rows_are_told_at_each_row(desk):
    def merge(book, page):
        page.merge_range("A2:A3", "14845")

    rows = desk.counts({}, {"Mã thôn": "14845-02", "Tên thôn": "Bản Tén Tằn"})
    loaded = desk.load("household-counts", desk.xlsx(rows, make=merge))
    assert [(problem.code, problem.cell) for problem in loaded.problems] == [("I-026", "A2"), ("I-026", "A3")]


def test_a_cell_outside_the_header_is_told(desk, only):
    problem = only(
        desk.load("household-counts", desk.xlsx(desk.counts(), make=lambda _, page: page.write("J2", "Lò Thị")))
    )
    assert (problem.code, problem.cell, problem.given) == ("I-025", "J2", "•••")


def test_a_sheet_that_is_no_form_is_named_when_another_one_was_read(desk):
    loaded = desk.load(
        "household-counts",
        desk.xlsx(desk.counts(), make=lambda book, _: book.add_worksheet("Hướng dẫn").write(0, 0, "Cách ghi")),
    )
    assert not loaded.problems and any("Hướng dẫn" in line for line in loaded.messages)


def test_hidden_rows_and_columns_are_read_like_others(desk):
    def hide(book, page):
        page.set_row(1, None, None, {"hidden": True})
        page.set_column("F:F", None, None, {"hidden": True})

    loaded = desk.load("household-counts", desk.xlsx(desk.counts(), make=hide))
    assert loaded.rows["households"].to_list() == [120]


def test_a_row_of_totals_is_left_out_and_said(desk):
    loaded = desk.load("household-counts", desk.xlsx([*desk.counts(), {"Mã xã": "Tổng cộng", "Tổng số hộ": 120}]))
    assert not loaded.problems and len(loaded.rows) == 1
    assert any("dòng 3" in line for line in loaded.messages)


def test_a_column_that_may_be_missing_is_said(desk):
    loaded = desk.load("household-counts", desk.xlsx(desk.counts()))
    assert any("Số hộ DTTS" in line for line in loaded.messages)
    assert loaded.rows["minority_households"].to_list() == [None]
