"""The workbook in which paper is keyed, and the printed answer to "why am I not poor?"."""

import datetime as dt

import openpyxl
import pytest

from mtqg.catalogue import CATALOGUE
from mtqg.core.errors import Refused
from mtqg.core.period import read_period
from mtqg.intake.importing import import_files
from mtqg.poverty.paper.keying import write_keying
from mtqg.poverty.paper.writing import Asked


@pytest.fixture
def keyed(commune):
    asked = Asked("14845", read_period("2025"), is_everyone=True, on=dt.date(2025, 11, 15))
    return write_keying(commune.instance, commune.author(), asked, commune.out)


def test_households_stand_in_the_order_of_the_printed_sheets_without_identity_numbers(commune, keyed):
    points = openpyxl.load_workbook(keyed["files"][0]["file"])
    cells = [
        [str(cell) for cell in row if cell is not None] for row in points.worksheets[0].iter_rows(values_only=True)
    ]
    codes = [cell for row in cells for cell in row if cell.startswith("H-")]
    assert codes == ["H-1", "H-2", "H-3", "H-4", "H-5"]
    assert not any("038199555001" in cell for row in cells for cell in row)
    (act,) = commune.instance.acts("print")
    assert act.payload["papers"] == {"keying": 5} and act.n == keyed["act"]


def test_what_was_keyed_is_imported_as_any_workbook(commune, keyed):
    path = keyed["files"][0]["file"]
    book = openpyxl.load_workbook(path)
    grid = book.worksheets[0]
    head = next(row for row in grid.iter_rows() if any(str(cell.value).startswith("Mã hộ") for cell in row))
    at = {str(cell.value).rstrip(" *"): cell.column for cell in head if cell.value}
    for row in range(head[0].row + 2, head[0].row + 7):
        for name, value in (("Ngày rà soát", dt.date(2025, 11, 18)), ("Điểm B1", 150), ("Điểm B2", 30)):
            grid.cell(row, at[name]).value = value
    book.save(path)
    done = import_files(
        commune.instance,
        commune.author(),
        catalogue=CATALOGUE,
        form="poverty-review",
        paths=[commune.out / "14845_nhap-diem.xlsx"],
        locality="38",
        period="2025",
    )
    assert [str(problem) for problem in done.problems] == [] and done.new == 5
    with pytest.raises(Refused) as refused:
        write_keying(commune.instance, commune.author(), Asked("14845", read_period("2025")), commune.out)
    assert [problem.code for problem in refused.value.problems] == ["P-248"]


def test_the_answer_is_printed_with_both_classes_limits_and_articles(commune, make, tmp_path):
    from mtqg.law import seed
    from mtqg.poverty.classify import standard_on
    from mtqg.poverty.paper.why_page import write_why
    from mtqg.poverty.sheet.reading import definition
    from mtqg.poverty.sheet.stored import stored_household
    from mtqg.poverty.sheet.why import why

    with commune.instance.register() as register:
        household, standard = stored_household(register.database, "H-3", "2024")
    applied = standard_on(household.day, seed(), standard)
    found = why(
        household, {}, {"income_points": 115}, applied, definition(standard, is_synthetic=True), is_synthetic=True
    )
    out = tmp_path / "vi-sao.pdf"
    write_why(found, seed(), out, is_synthetic=True, made=dt.datetime(2024, 11, 19, tzinfo=dt.UTC), head="Vàng A Súa")
    said = make.words(out)
    for part in ("Vàng A Súa", "Không nghèo", "Hộ nghèo", "B1: 176", "B1: 115", "175 điểm", "Phụ lục III", "MINH HỌA"):
        assert part in said
