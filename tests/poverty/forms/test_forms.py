"""Report forms of the poverty review: the same numbers as figures, live formulas, and what a form must flag."""

import datetime as dt
import json
import os
import shutil
import subprocess
from decimal import Decimal

import pytest
from reviewing import everyone, full

from mtqg.books import opened_shelf
from mtqg.catalogue import CATALOGUE
from mtqg.core.acts import Author
from mtqg.core.errors import Refused
from mtqg.core.figure import Question, figure
from mtqg.core.instance import open_instance
from mtqg.core.period import read_period
from mtqg.poverty.forms import definitions
from mtqg.poverty.forms.checks import form_findings
from mtqg.poverty.forms.drawing import cells_of, draw
from mtqg.poverty.forms.names import write_names
from mtqg.poverty.forms.writing import Asked, counted_forms, make_forms, trace, traced, write_forms

STANDARD = "poverty-2022"
YEAR = read_period("2023")
NUMBERS = counted_forms(STANDARD)
WITHOUT_MOVEMENT = tuple(number for number in NUMBERS if number not in (2, 3))
MUONG_LAT = "384"


def made(office, *numbers, locality="38", **more):
    found = make_forms(open_instance(office.home), numbers, Asked(locality, YEAR, **more))
    return found if len(found) > 1 else found[0]


def row(form, code="38", kind="household"):
    """The printed numbers of a unit, by column."""
    line = next(one for one in form.lines if one.unit.code == code and one.row == kind)
    said = {column.n: form.printed(column, line.cells[column.n]) for column in form.form.columns}
    return {n: str(value) if isinstance(value, Decimal) else value for n, value in said.items()}


def test_there_are_fifteen_forms_and_every_measure_they_name_is_known():
    assert definitions.numbers() == tuple(range(1, 16))
    for form in (definitions.report_form(number, STANDARD) for number in NUMBERS):
        assert form.standing == "unverified"  # nobody has held them against the gazette
        named = {column.measure_of(kind) for column in form.columns for kind in form.rows} - {None}
        assert all(CATALOGUE.measure(name.format(item="Thái")) for name in named)


def test_the_indicators_of_a_form_are_those_of_its_standard():
    labels = {number: [column.label for column in definitions.report_form(4, number).columns] for number in (
        "poverty-2022", "poverty-2027")}  # fmt: skip
    assert "Phương tiện tiếp cận thông tin" in labels["poverty-2022"]
    assert "Phương tiện tiếp cận thông tin" not in labels["poverty-2027"]
    assert "Xử lý rác thải" in labels["poverty-2027"]


@pytest.mark.parametrize(
    "wrong",
    [
        'number = 1\ncode = "1"\ntitle = "x"\nunit = "hộ"\nstanding = "read"\ncolour = "red"',
        'number = 1\ncode = "1"\ntitle = "x"\nunit = "hộ"\nstanding = "read"\ncolumns = [{n = 1, label = "x"}]',
        'number = 1\ncode = "1"\ntitle = "x"\nunit = "hộ"\nstanding = "read"\n'
        'columns = [{n = 1, label = "x", formula = "2*3"}]',
    ],
)
def test_a_wrong_definition_is_refused(wrong):
    with pytest.raises(Refused) as refused:
        definitions.load(f"[[form]]\n{wrong}")
    assert {problem.code for problem in refused.value.problems} == {"P-300"}


def test_form_1_adds_counts_and_divides_each_rate_by_its_own_whole(district):
    form = made(district, 1)
    assert row(form) == {
        1: 150, 2: 600, 3: 4, 4: "2.67", 5: 2, 6: "1.33", 7: 1, 8: "0.67",
        9: 19, 10: "3.17", 11: 5, 12: "0.83", 13: 3, 14: "0.50",
    }  # fmt: skip
    assert (row(form, "14845")[3], row(form, "14848")[3]) == (3, 1)
    assert "154" not in "".join(form.notes)
    assert "2/" in form.notes[0]  # two communes of the whole province spoke


def test_every_number_with_a_measure_is_the_figure_of_that_measure(district):
    """The form adds in one pass; a figure is asked one by one. They must never differ."""
    instance, asked = open_instance(district.home), 0
    forms = make_forms(instance, WITHOUT_MOVEMENT, Asked("14845", YEAR))
    with opened_shelf(instance) as shelf:
        for said in (entry["figure"] for form in forms for entry in trace(form)):
            if said["measure"] in CATALOGUE.measures and said["value"] is not None:
                question = Question(measure=said["measure"], locality=said["locality"]["code"], period=YEAR)
                answer = figure(question, shelf)
                assert (answer.value, {"have": answer.have, "of": answer.of}) == (said["value"], said["coverage"])
                asked += 1
    assert asked > 100


def test_a_movement_ends_where_form_1_counts_and_passes_between_the_two_forms(office):
    """A10 and A11: one poor household becomes near-poor, one leaves both lists; a third one is new."""
    office.add("household_counts", [everyone("14845-01", "14845", 100)])
    before = dict.fromkeys(("A10", "A11", "A1"), "poor")
    now = {"A10": "near_poor", "A11": "not_poor", "A1": "poor", "A2": "poor"}
    for period, sheets in (("2022", before), ("2023", now)):
        day = dt.date(int(period), 12, 10)
        office.add(
            "poverty_sheets", [full(code, "14845", said, period=period, day=day) for code, said in sheets.items()]
        )
    forms = made(office, 1, 2, 3)
    assert [row(forms[1])[n] for n in range(1, 10)] == [3, 1, 1, 0, 0, 0, 1, 0, 2]
    assert [row(forms[2])[n] for n in range(1, 10)] == [0, 0, 0, 0, 1, 0, 0, 0, 1]
    assert [row(forms[1], kind="person")[n] for n in (1, 9)] == [12, 8]
    assert not [one for one in form_findings(forms) if one.severity == "error"]


def test_a_sheet_that_does_not_say_makes_its_commune_missing_not_smaller(district):
    district.add("poverty_sheets", [full("B9", "14848", "poor", lacks_water=None)])
    form = made(district, 4)
    water = next(column.n for column in form.form.columns if column.label == "Nguồn nước sinh hoạt")
    assert row(form, "14848")[1] == 2  # the household itself is counted
    assert row(form, "14848")[water] is None  # what it lacks is not known there
    assert row(form)[water] == 3  # the other commune's, and the form says of how many it speaks
    assert any(f"Cột {water}" in note and "1/" in note for note in form.notes)
    figure = district.ask("lacks_water_poor_household_count", "2023")
    assert (figure.value, figure.have) == ("3", 1)


def test_a_rate_over_other_communes_than_its_part_is_not_known(district):
    district.add("household_counts", [everyone("14869-01", "14869", 10)])
    assert row(made(district, 1))[4] is None
    assert row(made(district, 1), "14845")[4] == "3.00"


def test_d7_groups_that_overlap_are_flagged_and_the_true_rest_stands_beside(office):
    """40 poor: 30 minority; 12 without labour, 10 of them minority; 3 with merit, 2 of them minority."""
    groups = (
        [("Mông", ("lacks_labour",))] * 10
        + [("Mông", ("has_merit",))] * 2
        + [("Mông", ())] * 18
        + [("Kinh", ("lacks_labour",))] * 2
        + [("Kinh", ("has_merit",))]
        + [("Kinh", ())] * 7
    )
    office.add("household_counts", [everyone("14845-01", "14845", 100)])
    office.add(
        "poverty_sheets",
        [full(f"D{at}", "14845", "poor", group=group, flags=flags) for at, (group, flags) in enumerate(groups)],
    )
    form = made(office, 8)
    assert [row(form)[n] for n in (1, 2, 3, 4, 5)] == [40, 30, 12, 3, -5]
    assert row(form)[11] == 7
    found = [one for one in form_findings([form]) if one.problem.code == "P-303"]
    assert any("-5" in one.problem.message and "7" in one.problem.message for one in found)
    assert office.ask("ungrouped_poor_household_count", "2023").value == "7"


def test_a_minority_household_without_a_named_group_stands_among_the_others(district):
    form = made(district, 9)
    labels = {column.label: column.n for column in form.form.columns[: len(form.form.columns) // 2]}
    said = row(form)
    assert (said[labels["Thái"]], said[labels["Mông"]], said[10]) == (2, 2, 0)
    district.add("poverty_sheets", [full("B8", "14848", "poor", is_minority=True, group=None)])
    assert row(made(district, 9))[10] == 1


def test_a_part_that_is_more_than_its_whole_is_an_error(office):
    """D5: 860 near-poor minority households of 219."""
    office.add("household_counts", [everyone("14845-01", "14845", 10, minority=1)])
    office.add("poverty_sheets", [full(f"N{at}", "14845", "near_poor", group="Thái") for at in range(3)])
    found = [one for one in form_findings([made(office, 13)]) if one.problem.code == "P-304"]
    assert any(one.severity == "error" and "lớn hơn cột 3 (1)" in one.problem.message for one in found)


def test_forms_of_one_state_agree_and_a_difference_is_named(district):
    forms = made(district, 1, 4, 6, 8, 9, 10, 12, 13)
    assert not [one for one in form_findings(forms) if one.severity == "error"]
    district.add("poverty_sheets", [full("B7", "14848", "poor")])
    later = made(district, 4)
    (first, *_) = [one for one in form_findings([forms[0], later]) if one.problem.code == "P-305"]
    assert "4" in first.problem.message
    assert "5" in first.problem.message


def test_villages_add_up_to_their_commune(district):
    form = made(district, 1, villages=True)
    assert [row(form, f"14845-0{at}")[3] for at in (1, 2)] == [2, 1]
    assert [row(form, f"14845-0{at}")[1] for at in (1, 2)] == [60, 40]


def test_on_merged_boundaries_counts_are_added_before_dividing(district):
    """On 1 July 2025 there is no district, and the rows of both communes stand where their territory went."""
    form = made(district, 1, on=dt.date(2025, 7, 1))
    assert {line.unit.level for line in form.lines} == {"province", "commune"}
    assert [row(form)[n] for n in (1, 3, 5)] == [150, 4, 2]
    assert sum(row(form, line.unit.code)[3] or 0 for line in form.lines if line.depth == 1) == 4


def test_an_unknown_form_or_an_empty_period_is_refused(district, tmp_path):
    with pytest.raises(Refused, match="P-301"):
        made(district, 16)
    with pytest.raises(Refused, match="P-302"):
        make_forms(open_instance(district.home), [1], Asked("38", read_period("2020")))
    with pytest.raises(Refused, match="P-307"):
        write_forms(open_instance(district.home), [1], Asked("38", YEAR), [tmp_path / "a.pdf"])


def test_names_need_the_key_and_an_act_records_the_print(district, tmp_path):
    from openpyxl import load_workbook

    instance, an = open_instance(district.home), Author("An", "officer", dt.datetime(2024, 1, 6, tzinfo=dt.UTC))
    done = write_names(instance, an, 15, Asked("14845", YEAR), tmp_path / "ten.xlsx")
    cells = [[cell.value for cell in line] for line in load_workbook(tmp_path / "ten.xlsx").active.iter_rows()]
    assert [line[3] for line in cells[6:]] == ["Hơ Văn A1", "Hơ Văn A2", "Hơ Văn A3"]
    act = instance.acts("print")[-1]
    assert (done.households, act.n, act.payload["households"]) == (3, done.act, 3)
    assert "Hơ Văn" not in json.dumps(act.payload, ensure_ascii=False)
    (district.home / "office.key").rename(tmp_path / "away.key")
    with pytest.raises(Refused):
        write_names(open_instance(district.home), an, 15, Asked("14845", YEAR), tmp_path / "b.xlsx")
    assert not (tmp_path / "b.xlsx").exists()


@pytest.mark.skipif(
    not shutil.which("soffice") and "MTQG_REQUIRE_LIBREOFFICE" not in os.environ,
    reason="LibreOffice (soffice) is not installed; CI installs it and requires it",
)
def test_libreoffice_recalculates_every_form_to_our_values(district, tmp_path):
    """Without our values beside the formulas, so that only the formulas can have made them."""
    from openpyxl import load_workbook

    forms = make_forms(open_instance(district.home), NUMBERS, Asked(MUONG_LAT, YEAR, villages=True))
    for form in forms:
        (tmp_path / f"{form.form.number}.xlsx").write_bytes(draw(form, cached=False))
    profile = tmp_path / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
        "<value>0</value></prop></item></oor:items>"
    )
    command = ["soffice", f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--convert-to", "xlsx"]
    names = [f"{form.form.number}.xlsx" for form in forms]
    subprocess.run([*command, "--outdir", "out", *names], cwd=tmp_path, check=True, capture_output=True, timeout=180)
    formulas = 0
    for form in forms:
        sheet = load_workbook(tmp_path / "out" / f"{form.form.number}.xlsx", data_only=True).active
        for address, line, column in cells_of(form):
            value = form.printed(column, line.cells[column.n])
            said = sheet[address].value
            assert said == ("–" if value is None else pytest.approx(float(value))), (form.form.number, address)
            formulas += bool(column.formula)
    assert formulas > 100


def test_a_form_is_written_with_its_trace_and_says_what_it_is(district, tmp_path):
    from openpyxl import load_workbook

    out = tmp_path / "bieu.xlsx"
    write_forms(open_instance(district.home), [1], Asked("38", YEAR), [out])
    text = "\n".join(str(cell.value) for line in load_workbook(out).active.iter_rows() for cell in line if cell.value)
    assert "chưa đối chiếu công báo" in text
    assert "4=3/1" in text
    assert "=SUMIF(" in text
    assert "MINH HỌA" not in text  # a real office
    (first, *_) = json.loads(traced(out).read_text())
    assert first["figure"]["measure"] == "household_count"
