"""Moment 8: another software's export agrees but for three households, and a file goes the other way. Nobody typed."""

import json

import pytest
from openpyxl import load_workbook

from mtqg.cli import main
from mtqg.core.errors import Refused
from mtqg.poverty.exchange.mapping import mapping, read_mapping

KINDS = ("poor", "near_poor", "not_poor")


def run(office, capsys, *words, code=0):
    try:
        main(["--home", str(office.home), "--format", "json", "poverty", *words])
        given = 0
    except SystemExit as done:
        given = done.code
    assert given == code, capsys.readouterr()
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_what_was_written_agrees_but_for_the_three_cells_that_were_changed(office, tmp_path, capsys, ending):
    rows = [office.sheet(2024, f"{at:03}", KINDS[at % 3], income_points=at, deprivation_points=10) for at in range(40)]
    office.add("poverty_sheets", rows)
    out = tmp_path / f"phan-mem{ending}"
    asked = ("--mapping", "illustrative", "--period", "2024", "--locality", "38")
    assert run(office, capsys, "export", *asked, "--out", str(out))["rows"] == 40
    same = run(office, capsys, "compare", str(out), *asked)
    assert (same["agree"], same["of"], same["illustrative"]) == (40, 40, True)
    if ending == ".csv":
        return
    book = load_workbook(out)
    sheet = book["DanhSach"]
    assert [cell.value for cell in sheet[2]][:3] == ["000", "14845", "NT"]
    sheet["D5"], sheet["G9"] = 99, "HN"
    sheet["A12"] = "LA"
    book.save(out)
    found = run(office, capsys, "compare", str(out), *asked, code=1)
    assert (found["agree"], found["of"]) == (37, 40)
    assert {(one["household_code"], one["column"], one["theirs"], one["cell"]) for one in found["differences"]} == {
        ("003", "income_points", "99", "D5"),
        ("007", "decided_class", "poor", "G9"),
    }
    assert found["only_theirs"] == [{"household_code": "LA", "cell": "A12"}]
    assert found["only_ours"] == ["010"]


def test_a_mapping_of_the_office_is_its_own_file_and_every_mistake_is_said(office):
    with pytest.raises(Refused, match="P-230"):
        mapping(office.home, "bo")
    wrong = {
        "standing": "x",
        "colums": {},
        "columns": {"head": "A", "area": "B", "persons": "B"},
        "values": {"area": {"sea": "1"}, "persons": {"1": "2"}},
    }
    with pytest.raises(Refused) as refused:
        read_mapping("bo", wrong)
    assert len(refused.value.problems) == 8
