"""``mtqg classify``: the class proposed for any number of sheets; what is known decides, the rest says why not."""

import datetime as dt
import json

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqg.cli import main
from mtqg.core.errors import Refused
from mtqg.law import seed
from mtqg.poverty.classify import class_counts, classified, standard_on
from mtqg.poverty.classify_file import classify_file, errors_file

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


# A plain reading of the circulars, written apart from the rule: no expression, no joined column.

LAW = {  # day -> area -> (income limit, upper limit or None, deprivation limit)
    "2020-10-01": {"rural": (120, 150, 30), "urban": (140, 175, 30)},
    "2024-10-01": {"rural": (140, None, 30), "urban": (175, None, 30)},
}


def plainly(day, area, income, deprivation):
    if area is None or income is None:
        return "unscored"
    limit, upper, deprived = LAW[day][area]
    if upper is not None and income <= limit:
        return "poor"
    if income > (upper or limit):
        return "not_poor"
    if deprivation is None:
        return "unscored"
    return "poor" if deprivation >= deprived else "near_poor"


SHEET = st.tuples(
    st.sampled_from(["rural", "urban", None]),
    st.none() | st.integers(0, 300) | st.sampled_from([119, 120, 121, 139, 140, 141, 150, 151, 175, 176]),
    st.none() | st.integers(0, 12).map(lambda n: n * 10),
)


@given(st.lists(SHEET, min_size=1, max_size=30), st.sampled_from(sorted(LAW)))
@settings(max_examples=60, deadline=None)
def test_the_rule_says_what_a_plain_reading_of_the_law_says_on_both_engines(rows, day):
    frame = sheets([(f"H{at}", "14845", *row) for at, row in enumerate(rows)])
    expected = [plainly(day, *row) for row in rows]
    assert classes(frame, day)["poverty_class"].to_list() == expected
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE s (household_code VARCHAR, locality_code VARCHAR, area VARCHAR, b1 BIGINT, b2 BIGINT)"
    )
    connection.executemany("INSERT INTO s VALUES (?, ?, ?, ?, ?)", list(frame.iter_rows()))
    relation = connection.sql(
        "SELECT household_code, locality_code, area, b1 AS income_points, b2 AS deprivation_points FROM s"
    )
    applied = standard_on(dt.date.fromisoformat(day), seed())
    by_sql = classified(nw.from_native(relation), applied).to_native().fetchall()
    found = {row[0]: row[5] for row in by_sql}
    assert [found[f"H{at}"] for at in range(len(rows))] == expected
