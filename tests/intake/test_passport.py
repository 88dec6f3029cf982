"""What a workbook says of itself, and where that contradicts what is asked of it."""

import datetime as dt
from dataclasses import replace

import pytest
import xlsxwriter

from mtqg.catalogue import CATALOGUE
from mtqg.core.errors import Refused
from mtqg.intake import passport as passports
from mtqg.intake.passport import Passport, form_problems, is_own, place_problems, read_passport, template_version
from mtqg.localities.book import Localities

FORM = CATALOGUE.form("poverty-review")


def codes(problems):
    return [problem.code for problem in problems]


def test_keys_are_read_in_vietnamese_and_as_words_of_the_code(desk):
    for pairs in (
        {"Biểu": "poverty-review", "Kỳ": "2024", "Đơn vị": "14845"},
        {"form": "poverty-review", "period": "2024", "locality": "14845"},
        {"BIỂU": "poverty-review", "ky": " 2024 ", "don vi": 14845, "khác": "x"},
    ):
        said = read_passport(desk.xlsx(desk.sheets({}), hidden=pairs), "x")
        assert (said.form, said.period, said.locality) == ("poverty-review", "2024", "14845")
        assert not said.is_made_here


def test_a_workbook_without_the_sheet_and_a_csv_have_none(desk):
    assert read_passport(desk.xlsx(desk.sheets({})), "x") is None
    assert read_passport(desk.csv(desk.sheets({})), "x") is None


def test_a_value_said_twice_unlike_is_an_error(desk):
    def twice(book, _):
        sheet = book.add_worksheet("mtqg")
        for row, pair in enumerate((("Kỳ", "2023"), ("period", "2024"), ("Biểu", FORM.name), ("form", FORM.name))):
            sheet.write_row(row, 0, pair)

    said = read_passport(desk.xlsx(desk.sheets({}), make=twice), "x")
    assert codes(form_problems(said, FORM, None, "x")) == ["I-116"]


def test_reading_it_opens_nothing_that_the_guard_would_refuse(desk):
    path = desk.xlsx(desk.sheets({}), hidden={"Biểu": "poverty-review"})

    def with_doctype(parts):
        sheet = parts["xl/worksheets/sheet2.xml"]
        return {**parts, "xl/worksheets/sheet2.xml": sheet.replace(b"<worksheet", b"<!DOCTYPE x><worksheet", 1)}

    with pytest.raises(Refused) as refused:
        read_passport(desk.rezip(path, with_doctype), "sua.xlsx")
    assert codes(refused.value.problems) == ["I-011"] and refused.value.problems[0].file == "sua.xlsx"
    for data, code in ((b"%PDF-1.7", "I-005"), (b"PK\x03\x04 cut", "I-008"), (b"", "I-003")):
        with pytest.raises(Refused) as refused:
            read_passport(desk.raw(data, "hong.xlsx"), "hong.xlsx")
        assert codes(refused.value.problems) == [code]


def test_the_passport_of_a_large_workbook_costs_little(tmp_path):
    """The data are not read: 20,000 rows of 20 columns cost no more than opening the file does."""
    import time

    path = tmp_path / "lon.xlsx"
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("Biểu")
    for row in range(20_000):
        for column in range(20):
            sheet.write_number(row, column, row * column)
    about = book.add_worksheet("mtqg")
    about.write_row(0, 0, ("Biểu", "poverty-review"))
    book.close()
    begin = time.perf_counter()
    assert read_passport(path, "x").form == "poverty-review"
    assert time.perf_counter() - begin < 0.25


def test_the_version_changes_with_what_the_form_asks_for():
    fewer = replace(FORM, fields=FORM.fields[:-1])
    renamed = replace(FORM, fields=(replace(FORM.fields[0], header="Khác"), *FORM.fields[1:]))
    assert len({template_version(form) for form in (FORM, fewer, renamed)}) == 3
    assert template_version(FORM) == template_version(replace(FORM, checks=()))


def test_the_file_and_the_command_must_agree():
    said = Passport(form="household-counts", period="2023")
    assert codes(form_problems(said, FORM, ("2024", "--period"), "x")) == ["I-065", "I-061"]
    assert codes(form_problems(Passport(form=FORM.name, period="năm nay"), FORM, None, "x")) == ["I-063"]
    same = Passport(form=FORM.name, period="2024-01..2024-12")  # another way to write the same days
    assert not form_problems(same, FORM, ("2024", "--period"), "x")


def test_a_place_must_exist_and_lie_within_the_importing_locality():
    book = Localities.seed()
    here = Passport(locality="14845", period="2024", instance="a")
    assert not place_problems(here, book, "38", "a", "x")
    assert not place_problems(here, book, None, "", "x")
    assert codes(place_problems(here, book, "49", "a", "x")) == ["I-114"]
    assert codes(place_problems(here, book, "38", "b", "x")) == ["I-112"]
    assert codes(place_problems(replace(here, locality="99999"), book, "38", "a", "x")) == ["I-115"]
    # The district was abolished on 01/07/2025: its templates are of the periods before.
    district = Passport(locality="384", period="2024")
    assert not place_problems(district, book, "38", "", "x")
    assert codes(place_problems(replace(district, period="2025"), book, "38", "", "x")) == ["I-115"]


def test_the_day_of_a_template_without_a_period_is_the_one_on_which_it_was_made():
    assert passports.day_of(Passport(made="2024-10-16T08:00:00Z")) == dt.date(2024, 10, 16)
    assert passports.day_of(Passport(period="2015")) == dt.date(2019, 11, 1)


def test_sheets_of_our_own_are_skipped_only_in_our_own_workbooks():
    ours = Passport(form="villages", version="abc")
    assert is_own("Danh mục", ours) and is_own("Trả lời", ours) and is_own("mtqg", None)
    assert not is_own("Danh mục", None) and not is_own("Danh mục", Passport(form="villages"))


def test_a_foreign_sheet_that_is_called_like_one_of_ours_is_read(desk):
    rows = [{"Mã xã": "14845", "Mã thôn": "T1", "Tên thôn": "Bản Một", "Có từ ngày": "01/01/2020"}]
    loaded = desk.load("villages", desk.xlsx(rows, sheet="Danh mục"), period=None)
    assert len(loaded.rows) == 1


OURS = {"Biểu": "poverty-review", "Kỳ": "2024", "Phiên bản mẫu": "000000000000"}


def test_an_older_template_is_read_where_its_columns_suffice_and_this_is_said(desk):
    loaded = desk.load("poverty-review", desk.xlsx(desk.sheets({}), hidden=OURS), period=None)
    assert len(loaded.rows) == 1 and not loaded.problems
    assert [line for line in loaded.messages if "phiên bản hiện hành" in line]


def test_an_older_template_that_lacks_a_column_is_refused_with_the_way_out(desk):
    rows = [{title: value for title, value in row.items() if title != "Khu vực"} for row in desk.sheets({})]
    loaded = desk.load("poverty-review", desk.xlsx(rows, hidden=OURS), period=None)
    assert codes(loaded.problems) == ["I-021", "I-113"]
    assert "mtqg template poverty-review" in loaded.problems[1].remedy


def test_a_present_template_says_nothing_of_its_age(desk):
    now = {**OURS, "Phiên bản mẫu": template_version(FORM)}
    loaded = desk.load("poverty-review", desk.xlsx(desk.sheets({}), hidden=now), period=None)
    assert not [line for line in loaded.messages if "phiên bản" in line]
