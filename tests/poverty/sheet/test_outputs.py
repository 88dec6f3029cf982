"""What the one definition makes: the workbook, the phone form, the dictionary; and that all give the same rows."""

import csv
import datetime as dt
import io

import openpyxl
import pytest
from pyxform.xls2xform import convert

from mtqg.catalogue import CATALOGUE
from mtqg.core.acts import Author
from mtqg.core.batches import live
from mtqg.core.errors import Refused
from mtqg.creating import create_instance
from mtqg.intake.importing import import_files, lookups_of
from mtqg.intake.template_places import places_on
from mtqg.intake.templates import FIRST_ROW, HEADER_ROW, write_template
from mtqg.localities.book import Localities
from mtqg.poverty.sheet.forms import catalogue_with, dictionary, dictionary_csv, dictionary_markdown, form_of
from mtqg.poverty.sheet.phones import as_csv, read_submissions, write_xlsform, xlsform
from mtqg.poverty.sheet.reading import definition
from mtqg.poverty.sheet.terms import POVERTY_ANSWERS

DAY = dt.date(2024, 12, 31)
AUTHOR = Author(by="An", role="officer", at=dt.datetime(2024, 11, 1, tzinfo=dt.UTC))
SHOWN = definition("poverty-2022", is_synthetic=True)
WHERE = {"area": "rural", "region": "BTB", "on": DAY}
FORM = form_of(SHOWN, **WHERE)
COMMUNE = "14845"
HEAD = {"Kỳ": "2024", "Chuẩn nghèo": "poverty-2022", "Mã xã": COMMUNE, "Mã thôn": f"{COMMUNE}-01", "Mã hộ": "H1",
        "Ngày rà soát": "16/10/2024",        "Khu vực": "Nông thôn", "Vùng của bảng điểm": "Bắc Trung Bộ"}  # fmt: skip


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    folder = tmp_path_factory.mktemp("outputs")
    made = create_instance(folder / "home", AUTHOR, id="outputs", origin="synthetic")
    villages = folder / "thon.csv"
    villages.write_text(
        f"Mã xã;Mã thôn;Tên thôn;Có từ ngày\n{COMMUNE};{COMMUNE}-01;Bản Một;01/01/2020\n", encoding="utf-8"
    )
    import_files(made, AUTHOR, catalogue=CATALOGUE, form="villages", paths=[villages], locality="38")
    return made


def workbook(path, **cells):
    book = openpyxl.Workbook()
    row = {**HEAD, **cells}
    book.active.append(list(row))
    book.active.append(list(row.values()))
    book.save(path)
    return path


def imported(instance, *paths, is_dry=True):
    return import_files(instance, AUTHOR, catalogue=catalogue_with(CATALOGUE, FORM), form=FORM.name, paths=paths,
                        locality="38", period="2024", is_dry=is_dry)  # fmt: skip


def test_the_workbook_asks_the_questions_of_its_area_with_their_boxes(instance, tmp_path):
    out = tmp_path / "mau.xlsx"
    lookups = lookups_of(instance, CATALOGUE)
    places = places_on(Localities.seed(), lookups.villages, COMMUNE, DAY)
    from mtqg.core.period import read_period

    write_template(FORM, out, places=places, period=read_period("2024"), lookups=lookups, made=AUTHOR.at)
    sheet = openpyxl.load_workbook(out)["Biểu"]
    heads = [str(cell.value).removesuffix(" *") for cell in sheet[HEADER_ROW] if cell.value]
    assert "Đất sản xuất" in heads and "Tàu, thuyền" not in heads and sheet.protection.sheet
    listed = {str(one.sqref).split(":")[0] for one in sheet.data_validations.dataValidation if one.type == "list"}
    wall = openpyxl.utils.get_column_letter(heads.index("Vật liệu tường") + 1)
    assert f"{wall}{FIRST_ROW}" in listed
    town = form_of(SHOWN, area="urban", region=None, on=DAY)
    assert not any(field.column == "land" for field in town.fields)


def test_answers_are_held_against_the_boxes_of_their_question(instance, tmp_path):
    good = workbook(tmp_path / "a.xlsx", **{"Vật liệu tường": "Bền chắc", "Tài sản chủ yếu": "fridge;car"})
    assert imported(instance, good).is_clean
    bad = workbook(
        tmp_path / "b.xlsx",
        **{
            "Vật liệu tường": "Bằng vàng",
            "Tài sản chủ yếu": "none;car",
            "Vật nuôi": "pig;pig;dragon",
            "Hộ có ô tô, tàu thuyền có động cơ": "Có",
        },
    )
    found = imported(instance, bad).problems
    assert {"P-175", "P-176"} <= {problem.code for problem in found} and len(found) == 4
    assert all(problem.cell and problem.remedy for problem in found)


def test_the_phone_form_converts_without_a_warning(tmp_path):
    out, warnings = tmp_path / "form.xlsx", []
    write_xlsform(xlsform(SHOWN, **WHERE, period="2024", locality=COMMUNE), out)
    converted = convert(str(out), warnings=warnings, validate=False)
    assert warnings == [] and "Tủ lạnh" in converted.xform and "lacks_water" in converted.xform
    assert converted.xform.count("<group") >= 3


SUBMITTED = {"wall": "good", "assets": "fridge car", "livestock": "none", "lacks_water": "yes"}


def exported(path):
    """As ODK exports: groups before the names, machine columns between."""
    head = [
        "SubmissionDate",
        "period",
        "standard",
        "locality_code",
        "village_code",
        "area",
        "region",
        "household_code",
        "day",
    ]
    values = [
        "2024-10-17T01:00:00Z",
        "2024",
        "poverty-2022",
        COMMUNE,
        f"{COMMUNE}-01",
        "rural",
        "BTB",
        "H1",
        "2024-10-16",
    ]
    for name, value in SUBMITTED.items():
        head.append(("b2-" if name.startswith("lacks") else "b1-") + name)
        values.append(value)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*head, "has_request", "KEY"], [*values, "no", "uuid:1"]])
    return path


def test_a_submission_becomes_the_same_row_as_a_line_of_excel(instance, tmp_path):
    (row,) = read_submissions(exported(tmp_path / "nop.csv"))
    assert (row["assets"], row["lacks_water"], row["has_request"]) == ("fridge;car", True, False)
    phone = tmp_path / "nop-doi.csv"
    phone.write_text(as_csv([row]), encoding="utf-8")
    cells = {"Vật liệu tường": "Bền chắc", "Tài sản chủ yếu": "fridge;car", "Vật nuôi": "none"}
    first = workbook(tmp_path / "a.xlsx", **cells, **{"Hộ có giấy đề nghị": "không"})
    assert imported(instance, first, is_dry=False).is_clean
    kept = live(instance, POVERTY_ANSWERS).collect().to_dicts()
    again = imported(instance, phone, is_dry=False)
    assert again.problems == [] and (again.new, again.replaced, again.unchanged) == (0, 0, 1)
    assert live(instance, POVERTY_ANSWERS).collect().to_dicts() == kept and kept[0]["wall"] == "good"


def test_xml_submissions_are_read_and_no_entity_ever(tmp_path):
    one = "<data id='x'><period>2024</period><household_code>H1</household_code><day>2024-10-16</day>" \
          "<b1><wall>good</wall></b1></data>"  # fmt: skip
    file = tmp_path / "one.xml"
    for content, count in ((one, 1), (f"<submissions>{one}{one}</submissions>", 2)):
        file.write_text(content, encoding="utf-8")
        rows = read_submissions(file)
        assert len(rows) == count and rows[0]["wall"] == "good" and rows[0]["day"] == dt.date(2024, 10, 16)
    hostile = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><data id='x'><wall>&x;</wall></data>"
    for content in (hostile, "<data", one.replace("2024-10-16", "hôm qua")):
        file.write_text(content, encoding="utf-8")
        with pytest.raises(Refused) as refused:
            read_submissions(file)
        assert {problem.code for problem in refused.value.problems} == {"P-177"}


def test_the_dictionary_has_a_line_for_every_box():
    lines = dictionary(SHOWN, area="rural", region="BTB", on=DAY)
    boxes = sum(
        len(item.options) for section in SHOWN.on(area="rural", region="BTB", day=DAY) for item in section.items
    )
    read = list(csv.DictReader(io.StringIO(dictionary_csv(lines).removeprefix("\ufeff"))))
    assert len(lines) == len(read) == boxes
    page = dictionary_markdown(lines)
    assert "| `fridge` | Tủ lạnh |" in page and "illustrative" in page and "07/2021/NĐ-CP" in page


def test_the_commands_of_the_sheet_from_the_gazettes_table_to_a_households_points(table, tmp_path, monkeypatch, capsys):
    """A real office: nothing is summed before the second person, then the phone's answers make points and a class."""
    import json

    from mtqg.cli import main

    real = create_instance(tmp_path / "home", AUTHOR, id="real", origin="real")
    monkeypatch.setenv("MTQG_HOME", str(real.home))
    path, facts = tmp_path / "b1.csv", tmp_path / "ho.json"
    path.write_text(table({}, {"option": "bad", "option_label": "Không", "points": "0"}), encoding="utf-8")
    told = {
        "day": "2024-10-16",
        "area": "rural",
        "region": "BTB",
        "answers": {"wall": "good"},
        "deprivation_points": 30,
    }
    facts.write_text(json.dumps(told), encoding="utf-8")

    def run(*words):
        main(["--format", "json", "poverty", *map(str, words)])
        return json.loads(capsys.readouterr().out)

    place = ("--area", "rural", "--region", "BTB", "--period", "2024")
    made = run("sheet", "propose", path, "--evidence", "Công báo 9, trang 1", "--by", "An")
    assert run("class", facts)["results"][0]["income_points"] is None
    run("sheet", "confirm", made["id"], "--by", "Bình")
    (result,) = run("class", facts)["results"]
    assert (result["income_points"], result["poverty_class"]) == (7, "poor")
    changed = run("why", facts, "--change", "wall=bad", "--change", "area=urban")
    assert (changed["after"]["income_points"], changed["after"]["poverty_class"]) == (None, "unscored")
    assert [one["confirmed_by"] for one in run("sheet", "tables")] == ["Bình"]
    assert [one["form"] for one in run("sheet", "show", *place)] == ["B1", "B2"]
    for word, name, more in (("dictionary", "a.md", ()), ("phone", "b.xlsx", ("--locality", COMMUNE)),
                             ("template", "c.xlsx", ("--locality", COMMUNE))):  # fmt: skip
        run("sheet", word, *place, *more, "--out", tmp_path / name)
        assert (tmp_path / name).stat().st_size > 300
    assert run("sheet", "submissions", exported(tmp_path / "nop.csv"), "--out", tmp_path / "d.csv")["rows"] == 1
    run("sheet", "withdraw", made["id"], "--why", "in sai", "--by", "Bình")
    assert run("class", facts)["results"][0]["income_points"] is None


def test_a_household_of_the_register_is_asked_why_by_its_code(instance, tmp_path, monkeypatch, capsys):
    """Its sheet and its answers together; the answers that the phone sent are judged as those of a file."""
    import json

    from mtqg.cli import main

    monkeypatch.setenv("MTQG_HOME", str(instance.home))
    answered = {item.label: item.options[1].label if item.choice == "exclusive" else item.options[1].code
                for item in SHOWN.section("B1", **{**WHERE, "on": DAY}).items}  # fmt: skip
    done = imported(instance, workbook(tmp_path / "h2.xlsx", **{"Mã hộ": "H2"}, **answered), is_dry=False)
    assert done.problems == []
    main("--format json poverty why --household H2 --period 2024 --change members=more".split())  # noqa: SIM905
    body = json.loads(capsys.readouterr().out)
    dropped = body["before"]["income_points"] - body["after"]["income_points"]
    members = SHOWN.section("B1", **{**WHERE, "on": DAY}).item("members")
    assert dropped == members.options[1].points - members.option("more").points
    with pytest.raises(SystemExit) as left:
        main("poverty why --household không-có --period 2024".split())  # noqa: SIM905
    assert left.value.code == 2
