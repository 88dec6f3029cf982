"""The workbook that a commune is sent, filled in as an officer would, comes back as the rows that she wrote."""

import datetime as dt
import io
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from mtqg.catalogue import CATALOGUE
from mtqg.cli import mtqg
from mtqg.core.errors import Refused
from mtqg.core.period import read_period
from mtqg.intake.passport import read_passport, template_version
from mtqg.intake.template_columns import entries, law_values, validation
from mtqg.intake.template_places import places_on, village_rows
from mtqg.intake.templates import FIRST_ROW, HEADER_ROW, Styles, write_cell, write_template

MADE = dt.datetime(2024, 10, 16, 8, tzinfo=dt.UTC)
RIGHT = {
    "Chuẩn nghèo": "poverty-2022",
    "Mã xã": "14845",
    "Tên thôn": "Bản Pù Quăn",
    "Mã hộ": "0007",
    "Ngày rà soát": dt.date(2024, 10, 10),
    "Khu vực": "Thành thị",
    "Điểm B1": 120,
    "Điểm B2": 30,
    "Hộ DTTS": "có",
    "Kết quả công nhận": "Hộ nghèo",
    "Số quyết định": "12/QĐ-UBND",
    "Cơ quan ban hành": "UBND thị trấn Mường Lát",
    "Ngày ký": dt.date(2024, 12, 5),
}


REQUIRED = "MTQG_REQUIRE_LIBREOFFICE" in os.environ
needs_libreoffice = pytest.mark.skipif(
    not shutil.which("soffice") and not REQUIRED, reason="LibreOffice is not installed; CI installs and requires it"
)


@pytest.fixture
def template(office, tmp_path):
    """Writes the template of a form for a locality and period."""

    def make(form="poverty-review", locality="14845", period="2024", rows=None, name="mau.xlsx"):
        wanted, lookups = CATALOGUE.form(form), office.lookups()
        about = read_period(period) if period else None
        places = places_on(lookups.book, lookups.villages, locality, about.last if about else MADE.date())
        given_rows = village_rows(wanted, places) if rows is None else rows
        out = tmp_path / name
        write_template(
            wanted,
            out,
            places=places,
            period=about,
            lookups=lookups,
            instance=office.instance.id,
            made=MADE,
            rows=given_rows,
        )
        return out

    return make


def columns(sheet):
    """Header without its mark -> number of the column."""
    return {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[HEADER_ROW] if cell.value}


def fill(path, *rows, out=None):
    """Types rows into the template and saves it, as a spreadsheet program does."""
    book = openpyxl.load_workbook(path)
    sheet = book["Biểu"]
    at = columns(sheet)
    for number, row in enumerate(rows, FIRST_ROW):
        for title, value in row.items():
            sheet.cell(number, at[title]).value = value
    book.save(out or path)
    return out or path


def test_a_filled_in_template_gives_the_rows_that_were_typed(office, template):
    path = fill(template(), RIGHT, {**RIGHT, "Mã hộ": "0008", "Khu vực": "Nông thôn", "Hộ DTTS": "không"})
    done = office.run("poverty-review", path, locality="14845", period="2024")
    assert done.is_clean and done.new == 2, [str(problem) for problem in done.problems]
    rows = office.live("poverty_sheets").sort("household_code").to_dicts()
    assert [row["household_code"] for row in rows] == ["0007", "0008"]
    assert (rows[0]["village_code"], rows[0]["area"], rows[0]["is_minority"]) == ("14845-01", "urban", True)
    assert (rows[0]["day"], rows[0]["decided_on"]) == (dt.date(2024, 10, 10), dt.date(2024, 12, 5))
    assert (rows[1]["area"], rows[1]["is_minority"], rows[1]["income_points"]) == ("rural", False, 120)
    assert [row["cell_row"] for row in rows] == [FIRST_ROW, FIRST_ROW + 1]


def test_the_period_comes_from_the_template_and_its_lists_are_not_read_as_data(office, template):
    from mtqg.intake.answers import Answers
    from mtqg.intake.load import load

    path = fill(template(), RIGHT)
    form = CATALOGUE.form("poverty-review")
    more = {"answers": Answers(), "lookups": office.lookups(), "origin": "real"}
    loaded = load([path], form, locality="14845", period=None, **more)
    assert loaded.rows["period"].to_list() == ["2024"] and not loaded.problems
    assert not [line for line in loaded.messages if "không đọc" in line or "phiên bản" in line]


@pytest.mark.parametrize("name", list(CATALOGUE.forms))
@pytest.mark.parametrize("locality", ["14845", "38"])
def test_every_form_has_a_template_whose_header_intake_knows(office, template, name, locality):
    from mtqg.intake.header import Headers
    from mtqg.intake.read import read_file

    path, form = template(name, locality), CATALOGUE.form(name)
    headers = Headers(form, has_period=form.reviewed)
    sheet = next(sheet for sheet in read_file(path, path.name, headers.score) if sheet.name == "Biểu")
    header = headers.find(sheet)
    assert header and not header.problems and header.row == HEADER_ROW and header.first == FIRST_ROW
    assert read_passport(path, "x").form == name


def test_an_empty_template_is_an_empty_file_not_thirty_wrong_rows(office, template):
    done = office.run("poverty-review", template(), locality="14845", period="2024")
    assert [problem.code for problem in done.problems] == ["I-003"]


def test_a_form_of_one_row_a_village_comes_with_its_villages(office, template):
    sheet = openpyxl.load_workbook(template("household-counts"))["Biểu"]
    at = columns(sheet)
    told = [sheet.cell(FIRST_ROW + row, at["Mã thôn"]).value for row in range(3)]
    assert told == ["14845-01", "14845-02", None]  # the village that ended in 2022 is not among those of 2024


def test_known_rows_are_worded_as_officers_write_them(template):
    known = {
        "household_code": "007",
        "area": "urban",
        "is_minority": False,
        "day": dt.date(2023, 10, 1),
        "income_points": 90,
    }
    sheet = openpyxl.load_workbook(template(rows=[known]))["Biểu"]
    at = columns(sheet)
    found = {
        title: sheet.cell(FIRST_ROW, at[title]) for title in ("Mã hộ", "Khu vực", "Hộ DTTS", "Ngày rà soát", "Điểm B1")
    }
    shown = [cell.value.date() if cell.is_date else cell.value for cell in found.values()]
    assert shown == ["007", "Thành thị", "không", dt.date(2023, 10, 1), 90]
    assert found["Mã hộ"].number_format == "@" and found["Ngày rà soát"].number_format == "dd/mm/yyyy"


def test_lists_hold_the_villages_of_the_periods_last_day_alone(office, template):
    ended = {"Mã xã": "14845", "Mã thôn": "14845-09", "Tên thôn": "Bản Đã Nhập", "Có từ ngày": "01/01/2020"}
    office.run("villages", office.desk.csv([{**ended, "Đến ngày": "01/01/2022"}], "them.csv"))
    for period, expected in (("2021", 3), ("2024", 2)):
        sheet = openpyxl.load_workbook(template(period=period))["Danh mục"]
        head = {cell.value: cell.column for cell in sheet[3]}
        codes = [sheet.cell(row, head["Danh mục thôn: mã"]).value for row in range(4, 9)]
        assert len([code for code in codes if code]) == expected, codes


def test_the_header_is_locked_and_nothing_else(template):
    book = openpyxl.load_workbook(template())
    sheet = book["Biểu"]
    assert sheet.protection.sheet
    assert sheet.cell(HEADER_ROW, 1).protection.locked
    assert not sheet.cell(FIRST_ROW, 1).protection.locked
    assert not sheet.cell(FIRST_ROW + 5_000, 1).has_style  # below, the column's own format holds
    locked = {name: dimension.protection.locked for name, dimension in sheet.column_dimensions.items()}
    assert not any(locked.values()) and max(d.max for d in sheet.column_dimensions.values()) == 16_384
    # In the file these are permissions: a protected sheet may still be sorted and its rows inserted and deleted.
    assert not sheet.protection.insertRows and not sheet.protection.deleteRows and not sheet.protection.sort
    assert sheet.freeze_panes == f"A{FIRST_ROW}"


def test_a_header_says_unit_rule_and_law_from_the_book(template):
    sheet = openpyxl.load_workbook(template())["Biểu"]
    told = sheet.cell(HEADER_ROW, columns(sheet)["Điểm B2"]).comment.text
    assert "điểm" in told and "07/2021/TT-BLĐTBXH" in told
    law = law_values(CATALOGUE.form("poverty-review"), _lookups(), dt.date(2024, 12, 31))
    assert f"bội số của {law['points_per_indicator']}" in told


def test_a_day_without_law_leaves_the_rule_open_instead_of_inventing_it():
    form = CATALOGUE.form("poverty-review")
    law = law_values(form, _lookups(), dt.date(2010, 1, 1))
    assert "points_per_indicator" not in law
    told = {entry.name: entry for entry in entries(form, law, dt.date(2010, 1, 1))}["deprivation_points"]
    assert "…" in told.rules[0] and not re.search(r"\d", told.rules[0])


def test_a_template_says_its_rule_in_what_excel_2010_knows(template):
    """No function that came after Excel 2010, no macro, no dynamic array, no formula of a rule beyond its limit."""
    with zipfile.ZipFile(template("poverty-review", "38")) as parts:
        names = parts.namelist()
        text = "".join(parts.read(name).decode("utf-8", "replace") for name in names if name.endswith(".xml"))
    assert not [name for name in names if "vba" in name or "metadata" in name]
    assert "_xlfn" not in text and "<f>" not in text and "cm=" not in text
    rules = re.findall(r"<formula1>(.*?)</formula1>", text)
    assert rules and all(len(rule) <= 255 for rule in rules)


def test_a_rule_refuses_nothing_that_intake_accepts():
    """Each cell that intake reads without an error is let through; lists warn and do not forbid."""
    form = CATALOGUE.form("poverty-review")
    for entry in entries(form, {}, dt.date(2024, 12, 31)):
        rule = validation(entry, "A7", "=ds" if entry.choices or entry.kind == "flag" else None)
        if rule and rule["validate"] == "list":
            assert rule["error_type"] == "warning"
        if rule:
            assert len(rule["error_message"]) <= 255 and len(rule["error_title"]) <= 32
        assert not (entry.is_personal and rule)


CELLS = [
    ("whole", 120, True), ("whole", 12.0, True), ("whole", "1.234.567", True), ("whole", "1 234", True),
    ("whole", 12.5, False), ("whole", -1, False), ("whole", "hai", False),
    ("day", dt.date(2024, 10, 16), True), ("day", "16/10/2024", True), ("day", "2024-10-16", True),
    ("day", "ngày 16 tháng 10 năm 2024", True), ("day", "hôm qua", False),
]  # fmt: skip


@needs_libreoffice
def test_a_spreadsheet_program_judges_cells_as_the_rules_say(tmp_path):
    """The rule's formula is computed by LibreOffice over values that intake accepts and refuses."""
    from mtqg.intake.values import day, whole

    by_name = {entry.name: entry for entry in entries(CATALOGUE.form("poverty-review"), {}, dt.date(2024, 12, 31))}
    book = openpyxl.Workbook()  # which leaves results out, so that LibreOffice computes them
    for row, (column, value, _) in enumerate(CELLS, 1):
        entry = by_name["income_points" if column == "whole" else "day"]
        book.active.cell(row, 1).value = value
        book.active.cell(row, 2).value = f"=IFERROR({validation(entry, f'A{row}', None)['value'][1:]},FALSE)"
    book.save(tmp_path / "luat.xlsx")
    converted = _converted(tmp_path / "luat.xlsx", tmp_path / "ra", "xlsx")
    judged = [row[1] for row in CalamineWorkbook.from_path(converted).get_sheet_by_index(0).to_python()]
    for (column, value, wanted), found in zip(CELLS, judged, strict=True):
        assert bool(found) is wanted, value
        read = whole(value) if column == "whole" else day(value)
        if isinstance(read, int | dt.date) and not (isinstance(read, int) and read < 0):
            assert wanted, f"intake reads {value!r}"


@needs_libreoffice
def test_libreoffice_opens_it_and_saves_it_without_losing_what_it_says(office, template, tmp_path):
    path = fill(template(), RIGHT)
    saved = _converted(path, tmp_path / "luu", "xlsx")
    before, after = read_passport(path, "x"), read_passport(saved, "x")
    assert before == after and after.instance == office.instance.id
    done = office.run("poverty-review", saved, locality="14845", period="2024")
    assert done.is_clean and done.new == 1, [str(problem) for problem in done.problems]
    book = openpyxl.load_workbook(saved)
    assert book["mtqg"].sheet_state == "hidden"
    assert len(book["Biểu"].data_validations.dataValidation) > 5


@needs_libreoffice
def test_with_several_communes_a_row_offers_the_villages_of_its_own(office, template, tmp_path):
    other = {"Mã xã": "14848", "Mã thôn": "14848-01", "Tên thôn": "Bản Một", "Có từ ngày": "01/01/2020"}
    assert office.run("villages", office.desk.csv([other], "them.csv")).is_clean
    book = openpyxl.load_workbook(template("poverty-review", "38"))
    sheet = book["Biểu"]
    at = columns(sheet)
    letter = openpyxl.utils.get_column_letter(at["Mã thôn"])
    rules = sheet.data_validations.dataValidation
    rule = next(one.formula1 for one in rules if str(one.sqref).startswith(f"{letter}{FIRST_ROW}:"))
    for row, commune in enumerate(("14845", "14848", None), FIRST_ROW):
        sheet.cell(row, at["Mã xã"]).value = commune
        moved = rule.replace(f"${openpyxl.utils.get_column_letter(at['Mã xã'])}{FIRST_ROW}", f"$B{row}")
        sheet.cell(row, 30).value = f'=ROWS({moved})&"/"&INDEX({moved},1)'
    assert at["Mã xã"] == 2
    book.save(tmp_path / "chon.xlsx")
    opened = openpyxl.load_workbook(_converted(tmp_path / "chon.xlsx", tmp_path / "ra", "xlsx"), data_only=True)
    offered = [opened["Biểu"].cell(row, 30).value for row in range(FIRST_ROW, FIRST_ROW + 3)]
    assert offered == ["2/14845-01", "1/14848-01", "3/14845-01"]


def test_the_hidden_sheet_says_form_place_period_version_and_instance(office, template):
    said = read_passport(template(), "x")
    form = CATALOGUE.form("poverty-review")
    assert (said.form, said.locality, said.period) == ("poverty-review", "14845", "2024")
    assert (said.version, said.instance) == (template_version(form), office.instance.id)
    assert said.made == "2024-10-16T08:00:00Z" and said.is_made_here


def test_a_form_for_a_period_needs_one(template):
    with pytest.raises(Refused) as refused:
        template(period=None)
    assert refused.value.problems[0].code == "I-120"


def test_the_same_template_has_the_same_bytes(template):
    assert template(name="mot.xlsx").read_bytes() == template(name="hai.xlsx").read_bytes()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40) | st.sampled_from("=+-@\t\r").flatmap(lambda sign: st.text(max_size=20).map(sign.__add__)))
def test_any_text_in_a_cell_stays_text(text):
    """Read back as the same text, never as a formula, and marked so that editing the cell keeps it a text."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"constant_memory": True, "strings_to_urls": False})
    write_cell(book.add_worksheet(), 0, 0, text, Styles(book))
    book.close()
    with zipfile.ZipFile(data) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
        styles = parts.read("xl/styles.xml").decode()
    assert "<f>" not in xml and "<f " not in xml
    if text:
        assert 't="inlineStr"' in xml or 't="s"' in xml
    if text.startswith(("=", "+", "-", "@", "\t", "\r")):
        assert 'quotePrefix="1"' in styles


def test_the_command_writes_one_and_each(office, tmp_path):
    def run(*words):
        return CliRunner().invoke(mtqg, ["--home", str(office.home), "template", *map(str, words)])

    one = tmp_path / "mot.xlsx"
    assert run("poverty-review", "--locality", "14845", "--period", "2024", "--out", one).exit_code == 0
    assert read_passport(one, "x").instance == office.instance.id
    folder = tmp_path / "cac-xa"
    done = run("household-counts", "--locality", "384", "--period", "2024", "--out", folder, "--each")
    assert done.exit_code == 0, done.output
    said = {read_passport(path, "x").locality for path in folder.iterdir()}
    assert "14845" in said and len(said) == len(list(folder.iterdir())) > 5
    assert all(path.name.isascii() for path in folder.iterdir())
    assert run("poverty-review", "--locality", "14845", "--out", one).exception.exit_code == 2
    assert run("poverty-review", "--locality", "1", "--period", "2024", "--out", one).exception.exit_code == 1


def _converted(path: Path, folder: Path, ending: str) -> Path:
    profile = f"-env:UserInstallation={(folder / 'ho-so').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=False, capture_output=True, timeout=240)
    made = folder / f"{path.stem}.{ending}"
    if not made.exists() and not REQUIRED:
        pytest.skip("this LibreOffice has no Calc")
    return made


def _lookups():
    from mtqg.intake.lookups import Lookups
    from mtqg.law import seed, with_values
    from mtqg.localities.book import Localities

    return Lookups(
        Localities.seed(),
        (),
        lambda frame, names, on, by: with_values(frame, *names, on=on, by=by),
        [standard.name for standard in seed().standards],
    )
