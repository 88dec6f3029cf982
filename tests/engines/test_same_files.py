"""`mtqg classify --engine spark` writes what the other engine writes: the result, the errors, the exit code."""

import datetime as dt
import random

import polars as pl
import pytest

from mtqg.cli import main
from mtqg.poverty import classify_spark

HEAD = "ghi_chu;deprivation_points;area;income_points;household_code;income_limit;locality_code"
CSV = "\ufeff" + "\r\n".join(
    [
        HEAD,
        '"một; ""hai""\nba";30;rural;140;H1;x;14845',
        ";25;rural;10;H2;;14845",
        ";20;xa;mười;H3;;14845",
        "; 20 ;urban;+10;H4;y;14845",
        ";;\u00a0;1.5;;y;14845",
        ";20;;10;H6;y;14845",
        "",
        ";;;;;;",
        ";x;;;;;",
        ";99999999999999999999;rural;-1;H7;y;14845",
        "",
    ]
)


def run(*arguments):
    try:
        main(list(map(str, arguments)))
    except SystemExit as left:
        return left.code
    return 0


def both(path, folder, ending, on="2024-10-16"):
    """Exit code, result and errors of each engine."""
    found = []
    for engine in ("polars", "spark"):
        out = folder / engine / f"kq{ending}"
        out.parent.mkdir(exist_ok=True)
        left = run("classify", path, "--on", on, "--out", out, "--engine", engine)
        errors = out.with_name(f"{out.name}.errors.jsonl")
        assert not list(out.parent.glob(".*"))
        found.append((left, out, errors.read_bytes() if errors.exists() else None))
    return found


def odd(rows):
    """Sheets with every kind of column that a file may carry beside the five, and points that are not whole."""
    chance = random.Random(rows)
    at = range(rows)
    return pl.DataFrame(
        {
            "a.b `c`": [chance.randrange(2**32) for _ in at],
            "Area": [f"{n}" for n in at],
            "area": [chance.choice(["rural", " urban ", None, "", "xa"]) for _ in at],
            "household_code": [f" H{n}" for n in at],
            "locality_code": [chance.randrange(30_000) for _ in at],
            "income_points": [chance.choice([None, 140.0, 175.0, 1.5, float("nan"), 200.0, -1.0]) for _ in at],
            "deprivation_points": [chance.choice([0, 10, 30, 25, None]) for _ in at],
            "nhóm": [chance.choice(["Kinh", "Cơ Tu", None]) for _ in at],
            "lúc": [dt.datetime(2024, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=n) for n in at],
            "list": [[n, None] for n in at],
        },
        schema_overrides={
            "a.b `c`": pl.UInt32,
            "deprivation_points": pl.Int16,
            "nhóm": pl.Categorical,
            "lúc": pl.Datetime("us", "UTC"),
        },
    )


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_csv_of_the_office_gives_the_same_file_and_errors(tmp_path, ending):
    path = tmp_path / "phiếu [1]*.csv"
    path.write_text(CSV, encoding="utf-8", newline="")
    polars, spark = both(path, tmp_path, ending)
    assert (polars[0], polars[2]) == (1, spark[2]) and spark[0] == 1
    assert polars[2].count(b"\n") == 10
    assert polars[1].read_bytes() == spark[1].read_bytes() or pl.read_parquet(polars[1]).equals(
        pl.read_parquet(spark[1])
    )


@pytest.mark.usefixtures("spark")
def test_parquet_in_many_parts_keeps_its_order_its_types_and_its_rows_numbers(tmp_path, spark):
    path = tmp_path / "sheets.parquet"
    odd(4_000).write_parquet(path, row_group_size=250)
    assert spark.read.schema("household_code string").parquet(str(path)).rdd.getNumPartitions() > 4
    polars, spark = both(path, tmp_path, ".parquet")
    assert polars[0] == spark[0] == 1 and polars[2] == spark[2]
    assert pl.read_parquet(polars[1]).equals(pl.read_parquet(spark[1]))
    assert pl.read_parquet_schema(polars[1]) == pl.read_parquet_schema(spark[1])


@pytest.mark.usefixtures("spark")
def test_no_sheets_and_only_wrong_sheets_are_files_too(tmp_path):
    for rows in ("", "H1,1,xa,1,1\n"):
        path = tmp_path / "a.csv"
        path.write_text(f"household_code,locality_code,area,income_points,deprivation_points\n{rows}")
        polars, spark = both(path, tmp_path, ".csv")
        assert polars[0] == spark[0] == bool(rows) and polars[2] == spark[2]
        assert polars[1].read_bytes() == spark[1].read_bytes() and polars[1].read_text().count("\n") == 1


@pytest.mark.usefixtures("spark")
def test_what_spark_cannot_read_is_a_coded_error_and_leaves_nothing(tmp_path, capsys):
    path, out = tmp_path / "a.parquet", tmp_path / "kq.parquet"
    odd(10).with_columns(giờ=pl.lit(None).cast(pl.Duration("us"))).write_parquet(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:4] + bytes(200) + whole[204:])  # pages broken, footer whole
    assert run("classify", path, "--on", "2024-10-16", "--out", out, "--engine", "spark") == 1
    assert "P-046" in capsys.readouterr().err and [one.name for one in tmp_path.iterdir()] == ["a.parquet"]


def test_without_spark_the_error_says_what_to_do(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(classify_spark, "find_spec", lambda name: None)
    (tmp_path / "a.csv").write_text("x")
    left = run("classify", tmp_path / "a.csv", "--on", "2024-10-16", "--out", tmp_path / "b.csv", "--engine", "spark")
    told = capsys.readouterr().err
    assert left == 2 and "P-045" in told and "--engine polars" in told and "mtqg[spark]" in told


def test_pyspark_without_java_is_the_same_error(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(classify_spark, "find_spec", lambda name: object())
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    (tmp_path / "a.csv").write_text("x")
    left = run("classify", tmp_path / "a.csv", "--on", "2024-10-16", "--out", tmp_path / "b.csv", "--engine", "spark")
    assert left == 2 and "P-045" in capsys.readouterr().err
