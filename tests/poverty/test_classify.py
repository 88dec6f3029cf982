"""``mtqg classify``: the class proposed for any number of sheets; what is known decides, the rest says why not."""

import datetime as dt
import json
import threading

import narwhals as nw
import polars as pl
import pytest

from mtqg.cli import main
from mtqg.core.errors import Refused
from mtqg.law import seed
from mtqg.poverty.classify import class_counts, classified, standard_on
from mtqg.poverty.classify_errors import errors_file
from mtqg.poverty.classify_file import classify_file
from mtqg.poverty.classify_one import judge

HEAD = "household_code,locality_code,area,income_points,deprivation_points"
# Published examples: household, area, B1, B2, day, class. A: circular 07/2021; C: the line of 2016-2020 before it.
EXAMPLES = [
    ("A1", "rural", 140, 30, "2024-10-01", "poor"),
    ("A2", "rural", 140, 20, "2024-10-01", "near_poor"),
    ("A3", "rural", 141, 120, "2024-10-01", "not_poor"),
    ("A4", "rural", 0, 0, "2024-10-01", "near_poor"),
    ("A5", "urban", 175, 30, "2024-10-01", "poor"),
    ("A6", "urban", 175, 20, "2024-10-01", "near_poor"),
    ("A7", "urban", 176, 30, "2024-10-01", "not_poor"),
    ("A8", "urban", 150, 40, "2024-10-01", "poor"),
    ("A9", "rural", 150, 40, "2024-10-01", "not_poor"),
    ("A13", None, 120, 30, "2024-10-01", "unscored"),
    ("C1", "urban", 140, 0, "2020-10-01", "poor"),
    ("C2", "urban", 140, 0, "2022-10-01", "near_poor"),
    ("C3a", "rural", 145, 30, "2020-10-01", "poor"),
    ("C3b", "rural", 145, 30, "2023-10-01", "not_poor"),
    ("C4a", "rural", 130, 0, "2020-10-01", "near_poor"),
    ("C4b", "rural", 130, 0, "2023-10-01", "near_poor"),
]


def sheets(rows):
    columns = ("household_code", "locality_code", "area", "income_points", "deprivation_points")
    kinds = dict(zip(columns, (pl.String, pl.String, pl.String, pl.Int64, pl.Int64), strict=True))
    return pl.DataFrame([dict(zip(columns, row, strict=True)) for row in rows], schema=kinds)


def classes(frame, day, standard=None):
    applied = standard_on(dt.date.fromisoformat(day), seed(), standard)
    return classified(nw.from_native(frame.lazy()), applied).to_native().collect()


def run(*arguments):
    try:
        main(list(map(str, arguments)))
    except SystemExit as left:
        return left.code
    return 0


@pytest.mark.parametrize(("code", "area", "income", "deprivation", "day", "expected"), EXAMPLES)
def test_published_examples(code, area, income, deprivation, day, expected):
    found = classes(sheets([(code, "14845", area, income, deprivation)]), day)
    assert found["poverty_class"].to_list() == [expected]


def test_the_line_of_2027_has_no_points_yet_and_says_so():
    found = classes(sheets([("H", "14845", "rural", 10, 30)]), "2027-03-01")
    assert found.select("poverty_class", "standard", "reason").row(0) == (
        "unscored",
        "poverty-2027",
        "Chưa có ngưỡng được xác nhận.",
    )


def test_what_is_known_decides_and_what_lacks_is_named():
    rows = [
        ("over", "14845", "rural", 200, None),
        ("b2", "14845", "rural", 100, None),
        ("b1", "14845", "rural", None, 120),
        ("area", "14845", None, 300, 0),
    ]
    found = classes(sheets(rows), "2024-10-01")
    assert found["poverty_class"].to_list() == ["not_poor", "unscored", "unscored", "unscored"]
    assert ["B2" in found["reason"][1], "B1" in found["reason"][2], "khu vực" in found["reason"][3]] == [True] * 3


@pytest.mark.parametrize("day", ["2020-10-01", "2024-10-01", "2027-10-01"])
def test_counts_by_commune_are_those_of_the_classified_sheets(day):
    points = [
        (area, income, b2) for area in ("rural", "urban", None) for income in (0, 121, 141, 200) for b2 in (20, 30)
    ]
    frame = sheets([(f"H{at}", str(at % 3), *one) for at, one in enumerate(points)])
    counted = class_counts(nw.from_native(frame.lazy()), standard_on(dt.date.fromisoformat(day), seed()))
    again = (
        classes(frame, day).group_by("locality_code", "poverty_class").agg(pl.len().cast(pl.Int64).alias("households"))
    )
    order = ["locality_code", "poverty_class"]
    assert counted.to_native().collect().sort(order).equals(again.sort(order))


def test_a_file_keeps_its_order_and_its_other_columns(tmp_path):
    path = tmp_path / "phiếu.csv"
    path.write_text(
        f"ghi_chu,{HEAD}\nmột,H1,14845,urban,175,30\nhai,H2,14845,rural,140,20\nba,H3,14848,urban,10,0\n",
        encoding="utf-8",
    )
    out = tmp_path / "kq.parquet"
    assert run("classify", path, "--on", "2024-10-16", "--out", out) == 0
    found = pl.read_parquet(out)
    assert found.columns == ["ghi_chu", *HEAD.split(","), "poverty_class", "standard", "reason"]
    assert found["household_code"].to_list() == ["H1", "H2", "H3"]
    assert found["ghi_chu"].to_list() == ["một", "hai", "ba"] and not errors_file(out).exists()


def test_what_cannot_be_is_an_error_with_its_row_and_the_rest_is_written(tmp_path, capsys):
    path, out = tmp_path / "phieu.csv", tmp_path / "kq.csv"
    lines = [
        "H1,14845,rural,140,30",
        "H2,14845,rural,100,25",
        "H3,14845,xa,100,30",
        "H4,14845,rural,mười,30",
        "H5,14845,rural,-1,130",
        ",14845,rural,100,30",
        "H7,14845,urban,100,30",
    ]
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    assert run("--format", "json", "classify", path, "--on", "2024-10-16", "--out", out) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["rows"], said["written"], said["errors"], said["classes"]) == (7, 2, 6, {"poor": 2})
    told = [json.loads(line) for line in errors_file(out).read_text(encoding="utf-8").splitlines()]
    assert [(one["row"], one["code"], one["given"]) for one in told] == [
        (2, "P-034", "25"),
        (3, "P-032", "xa"),
        (4, "P-033", "mười"),
        (5, "P-033", "-1"),
        (5, "P-034", "130"),
        (6, "P-031", ""),
    ]
    assert all(one["remedy"] and one["file"] == "phieu.csv" for one in told)
    assert pl.read_csv(out)["household_code"].to_list() == ["H1", "H7"]


def test_parquet_and_csv_with_any_separator_give_the_same(tmp_path):
    lines = [HEAD, "H1,14845,rural,140,30", "H2,14845,urban,176,0", "H3,14845,,1,10"]
    for name, sign in (("a.csv", ","), ("b.csv", ";"), ("c.csv", "\t")):
        (tmp_path / name).write_text("\n".join(lines).replace(",", sign) + "\r\n", encoding="utf-8-sig")
    pl.read_csv(tmp_path / "a.csv").write_parquet(tmp_path / "d.parquet")
    pl.read_csv(tmp_path / "a.csv").cast({"income_points": pl.Float64}).write_parquet(tmp_path / "e.parquet")
    applied = standard_on(dt.date(2024, 10, 16), seed())
    found = []
    for name in ("a.csv", "b.csv", "c.csv", "d.parquet", "e.parquet"):
        classify_file(tmp_path / name, tmp_path / "out.parquet", applied)
        found.append(pl.read_parquet(tmp_path / "out.parquet").select("household_code", "poverty_class", "reason"))
    assert all(one.equals(found[0]) for one in found)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("khong-co.csv", None, "P-040"),
        ("rong.csv", "", "P-040"),
        ("hong.parquet", "PAR1 không phải", "P-040"),
        ("thieu.csv", "household_code,area\nH1,rural\n", "P-041"),
        ("co-roi.csv", f"{HEAD},reason\nH1,1,rural,1,1,x\n", "P-042"),
    ],
)
def test_a_file_that_is_no_file_of_sheets_is_refused_and_nothing_is_written(tmp_path, name, content, code):
    path, out = tmp_path / name, tmp_path / "kq.parquet"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        classify_file(path, out, standard_on(dt.date(2024, 10, 16), seed()))
    assert refused.value.problems[0].code == code
    assert not list(tmp_path.glob("*kq*")) and not list(tmp_path.glob(".*"))


def test_two_columns_of_one_name_are_refused_and_none_is_chosen(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_text(f"{HEAD},area\nH1,1,rural,140,30,urban\n", encoding="utf-8")
    assert run("classify", path, "--on", "2024-10-16", "--out", tmp_path / "b.csv") == 2
    assert "P-048" in capsys.readouterr().err and not (tmp_path / "b.csv").exists()


def test_a_file_in_another_encoding_is_named_as_such(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_text(f"{HEAD}\nH1,1,rural,140,30\n", encoding="utf-16")
    assert run("classify", path, "--on", "2024-10-16", "--out", tmp_path / "b.csv") == 2
    said = capsys.readouterr().err
    assert "P-040" in said and "UTF-8" in said and "\0" not in said


def test_empty_lines_of_a_csv_are_no_sheets_and_rows_keep_their_numbers(tmp_path):
    path, out = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_text(f"{HEAD}\nH1,1,rural,140,30\n\n,,,,\nH2,1,rural,140,25\n\n\n", encoding="utf-8")
    assert run("classify", path, "--on", "2024-10-16", "--out", out) == 1
    assert pl.read_csv(out)["household_code"].to_list() == ["H1"]
    told = [json.loads(line) for line in (tmp_path / "b.csv.errors.jsonl").read_text("utf-8").splitlines()]
    assert [(one["code"], one["row"]) for one in told] == [("P-034", 4)]


def test_a_number_that_is_too_large_is_an_error_of_its_row_alone(tmp_path):
    rows = sheets([("H1", "1", "rural", 140, 30), ("H2", "1", "rural", 141, 30)])
    points = pl.Series("income_points", [2**63, 141], dtype=pl.UInt64)
    rows.with_columns(points).write_parquet(tmp_path / "a.parquet")
    out = tmp_path / "b.parquet"
    assert run("classify", tmp_path / "a.parquet", "--on", "2024-10-16", "--out", out) == 1
    assert pl.read_parquet(out)["household_code"].to_list() == ["H2"]


def test_a_day_without_a_standard_is_an_error(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_text(f"{HEAD}\nH1,14845,rural,140,30\n", encoding="utf-8")
    assert run("classify", path, "--on", "2015-06-01", "--out", tmp_path / "b.csv") != 0
    assert "P-030" in capsys.readouterr().err and not (tmp_path / "b.csv").exists()


def test_the_input_is_never_overwritten(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f"{HEAD}\nH1,14845,rural,140,30\n", encoding="utf-8")
    with pytest.raises(Refused):
        classify_file(path, path, standard_on(dt.date(2024, 10, 16), seed()))
    assert path.read_text(encoding="utf-8").startswith(HEAD)


def test_a_file_may_carry_columns_of_any_name(tmp_path):
    names = ["__row", "income_points__text", "income_limit", "deprivation_limit_standing", "P-034", "__0", "a,b"]
    path, out = tmp_path / "phiếu [2024]*.csv", tmp_path / "kq [1]*.csv"
    head = ",".join([*(f'"{name}"' for name in names), HEAD])
    path.write_text(f"{head}\n1,2,3,4,5,6,7,H1,14845,rural,140,30\n1,2,3,4,5,6,7,H2,14845,rural,140,25\n")
    assert run("classify", path, "--on", "2024-10-16", "--out", out) == 1
    found = pl.read_csv(out, infer_schema=False, glob=False)
    assert found.columns == [*names, *HEAD.split(","), "poverty_class", "standard", "reason"]
    assert found.row(0)[:-2] == ("1", "2", "3", "4", "5", "6", "7", "H1", "14845", "rural", "140", "30", "poor")


def test_a_file_without_sheets_gives_one_without_sheets(tmp_path):
    path, out = tmp_path / "a.csv", tmp_path / "kq.csv"
    path.write_text(HEAD + "\n")
    assert run("classify", path, "--on", "2024-10-16", "--out", out) == 0
    assert out.read_text(encoding="utf-8") == HEAD + ",poverty_class,standard,reason\n"


@pytest.mark.parametrize(
    "line",
    [b"ph\xe1\xbb,H1,14845,rural,1,0", b"a,H1,14845,rural,1,0,more"],
    ids=["a note that is no UTF-8", "a line with one cell too many"],
)
def test_a_fault_in_a_column_that_no_rule_reads_is_told_of_the_input_and_leaves_nothing(tmp_path, line, capsys):
    path = tmp_path / "a.csv"
    path.write_bytes(f"ghi_chu,{HEAD}\n".encode() + line + b"\n")
    assert run("classify", path, "--on", "2024-10-16", "--out", tmp_path / "kq.csv") == 2
    assert "P-040" in capsys.readouterr().err and [one.name for one in tmp_path.iterdir()] == ["a.csv"]


def test_what_csv_cannot_carry_and_a_folder_that_is_not_there_are_said(tmp_path, capsys):
    lists, path = tmp_path / "a.parquet", tmp_path / "a.csv"
    sheets([("H1", "1", "rural", 1, 0)]).with_columns(con=pl.lit([1, 2])).write_parquet(lists)
    path.write_text(HEAD + "\n")
    assert run("classify", lists, "--on", "2024-10-16", "--out", tmp_path / "kq.csv") == 2
    assert run("classify", lists, "--on", "2024-10-16", "--out", tmp_path / "kq.parquet") == 0
    assert run("classify", path, "--on", "2024-10-16", "--out", tmp_path / "no" / "kq.csv") == 1
    told = capsys.readouterr().err
    assert "P-047" in told and "C-031" in told


def test_a_file_that_is_wrong_throughout_is_told_row_by_row(tmp_path, monkeypatch):
    monkeypatch.setattr("mtqg.poverty.classify_errors._AT_ONCE", 7)
    path, out = tmp_path / "a.csv", tmp_path / "kq.csv"
    path.write_text(HEAD + "\n" + "".join(f"H{at},14845,Nông thôn,140,30\n" for at in range(1, 51)), encoding="utf-8")
    done = classify_file(path, out, standard_on(dt.date(2024, 10, 16), seed()))
    told = [json.loads(line) for line in errors_file(out).read_text(encoding="utf-8").splitlines()]
    assert [one["row"] for one in told] == list(range(1, 51)) and {one["code"] for one in told} == {"P-032"}
    assert (done.rows, done.written, done.problems) == (50, 0, 50)


@pytest.mark.parametrize(("code", "area", "income", "deprivation", "day", "expected"), EXAMPLES)
def test_one_sheet_alone_has_the_published_class(code, area, income, deprivation, day, expected):
    sheet = {"household_code": code, "locality_code": "14845", "area": area}
    applied = standard_on(dt.date.fromisoformat(day), seed())
    for points in ((income, deprivation), (f" {income} ", str(deprivation)), (float(income), float(deprivation))):
        sheet["income_points"], sheet["deprivation_points"] = points
        assert judge(sheet, applied).poverty_class == expected


def test_one_sheet_that_cannot_be_has_the_errors_of_a_file(tmp_path):
    path, out = tmp_path / "a.csv", tmp_path / "kq.csv"
    path.write_text(f"{HEAD}\n,14845,xa,mười,25\n", encoding="utf-8")
    applied = standard_on(dt.date(2024, 10, 16), seed())
    classify_file(path, out, applied)
    told = [json.loads(line) for line in errors_file(out).read_text(encoding="utf-8").splitlines()]
    found = judge(dict(zip(HEAD.split(","), ["", "14845", "xa", "mười", "25"], strict=True)), applied, place="dòng 1")
    assert found.poverty_class is None and len(told) == 4
    assert [one.as_json() for one in found.problems] == [
        {key: value for key, value in one.items() if key not in ("file", "row", "household_code")} for one in told
    ]


def test_two_threads_at_once_judge_their_own_sheets():
    days = {"2020-10-01": "poor", "2024-10-01": "near_poor"}  # urban, B1 140, B2 0: another class on each
    sheet = {"household_code": "C", "locality_code": "1", "area": "urban", "deprivation_points": 0}
    start, wrong = threading.Barrier(2), []

    def judged(day, expected):
        applied = standard_on(dt.date.fromisoformat(day), seed())
        start.wait()
        for at in range(150):
            found = judge({**sheet, "income_points": 140 if at % 3 else 176}, applied)
            if (found.poverty_class, found.standard) != (expected if at % 3 else "not_poor", applied.name):
                wrong.append((day, at, found))

    threads = [threading.Thread(target=judged, args=one) for one in days.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
