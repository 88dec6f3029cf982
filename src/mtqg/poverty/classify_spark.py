"""``mtqg classify --engine spark``: the same rule where a file has outgrown one machine.

Spark judges the rows; everything about files is ``classify_file``'s. A csv is first made Parquet by the reader of the
other engine, so that there is one way to read a text; Parquet is read by Spark itself. Spark leaves its parts beside
the result, and they are joined in the order of the rows, with the types of the input: both engines write the same file.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from mtqg.core.errors import Refused, code, said
from mtqg.poverty.classify import COLUMNS, MADE, POINTS, Standard, classified, faulty
from mtqg.poverty.classify_file import Done, check_cells, check_names, finished, told, workshop
from mtqg.poverty.classify_read import ROW, TEXT, Sheets, hidden, is_parquet, raw_rows, reading, scanned, unread

NO_SPARK = code(
    "P-045",
    vi="Máy này chưa cài Spark (pyspark và Java).",
    en="Spark (pyspark and Java) is not installed here.",
    remedy_vi="Dùng --engine polars (một máy đủ cho cả nước), hoặc cài pyspark (pip install mtqg[spark]) và Java 17.",
    remedy_en=(
        "Use --engine polars (one machine is enough for the country), "
        "or install pyspark (pip install mtqg[spark]) and Java 17."
    ),
    wrong_use=True,
)
SPARK_STOPPED = code(
    "P-046",
    vi="Spark dừng khi xử lý {given}: {why}.",
    en="Spark stopped at {given}: {why}.",
    remedy_vi="Chạy lại với --engine polars; nếu tệp đọc được ở đó thì xem cấu hình Spark (bộ nhớ, ổ đĩa, quyền đọc).",
    remedy_en="Run with --engine polars; if the file can be read there, look at Spark's memory, disk and permissions.",
)

# What makes Spark count as the other engine does. ANSI: a sum that overflows stops instead of wrapping.
_SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
}
_HERE = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.log.level": "ERROR",
    "spark.sql.shuffle.partitions": "8",
}
MASTER = "MTQG_SPARK_MASTER"  # a cluster's address; without it, Spark runs in this machine


def classify_file(
    path: Path, out: Path, standard: Standard, *, progress: Callable[[str], None] = lambda _: None
) -> Done:
    """Classify the sheets of a file on Spark; as ``classify_file.classify_file``."""
    check_installed()
    check_names(path, out)
    sheets = scanned(path)
    check_cells(sheets, out)
    with workshop(out) as folder:
        progress(said("Khởi động Spark …", "Starting Spark …"))
        with _session() as spark, _working(path):
            sheet_rows = _rows(spark, _as_parquet(path, folder), sheets)
            rows = nw.from_native(sheet_rows if is_parquet(path) else _lines(sheet_rows))
            wrong = faulty(standard, unread(rows.collect_schema().names()))
            progress(said(f"Đọc và kiểm tra {path.name} …", f"Reading and checking {path.name} …"))
            _parts(rows.filter(wrong).select(told(sheets)), folder / "wrong")
            progress(said(f"Xếp loại {path.name} …", f"Classing {path.name} …"))
            _parts(classified(rows.filter(~wrong), standard), folder / "right")
        progress(said(f"Ghi {out.name} …", f"Writing {out.name} …"))
        with reading(path):
            right, bad = _joined(folder / "right"), _joined(folder / "wrong")
            return finished(sheets.named(_with_kinds(right, sheets)), bad, sheets, standard, out, folder)


def check_installed() -> None:
    """Refused unless pyspark and a Java are here."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    if find_spec("pyspark") is None or java is None:
        raise Refused(NO_SPARK.at("--engine", "spark"))


@contextmanager
def _session() -> Iterator[Any]:
    """The session in use, left as it was; or one of our own, stopped at the end."""
    from pyspark.sql import SparkSession

    if (spark := SparkSession.getActiveSession()) is not None:
        before = {name: spark.conf.get(name, None) for name in _SETTINGS}
        _set(spark, _SETTINGS)
        try:
            yield spark
        finally:
            _set(spark, before)
        return
    spark = _started(SparkSession.builder.appName("mtqg classify"))
    try:
        yield spark
    finally:
        spark.stop()


def _started(builder: Any) -> Any:
    from pyspark.errors import PySparkException

    master = os.environ.get(MASTER)
    if not master:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    for name, value in ({} if master else _HERE).items():
        builder = builder.config(name, value)
    try:
        spark = builder.master(master or "local[*]").getOrCreate()
    except PySparkException:  # Java is there and cannot start
        raise Refused(NO_SPARK.at("--engine", "spark")) from None
    _set(spark, _SETTINGS)
    return spark


def _set(spark: Any, settings: dict[str, Any]) -> None:
    for name, value in settings.items():
        if value is None:
            spark.conf.unset(name)
        else:
            spark.conf.set(name, value)


@contextmanager
def _working(path: Path) -> Iterator[None]:
    """What stops Spark is a coded error with the first line of its reason."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as reason:
        why = " ".join(str(reason).split("\n")[0].split())[:200] or type(reason).__name__
        raise Refused(SPARK_STOPPED.at("", path.name, why=why.rstrip("."))) from None


def _as_parquet(path: Path, folder: Path) -> Path:
    if is_parquet(path):
        return path
    made = folder / "sheets.parquet"
    with reading(path):
        raw_rows(path).sink_parquet(made)
    return made


def _address(path: Path) -> str:
    """A path as Spark takes it: in this machine's files, and no pattern."""
    return "file://" + re.sub(r"([\[\]{}*?\\])", r"\\\1", path.resolve().as_posix())


def _rows(spark: Any, source: Path, sheets: Sheets) -> Any:
    """The columns of ``Sheets.rows``, made by Spark."""
    from pyspark.sql import functions as F

    raw = spark.read.parquet(_address(source))
    kinds = dict(raw.dtypes)
    typed = [F.col("_metadata.row_index").alias(ROW)]
    for name, under in hidden(sheets.columns).items():
        if name in POINTS:
            typed += _points(F, name, kinds[name])
        elif name in COLUMNS:
            typed.append(_bare(F, _column(F, name)).alias(name))
        else:
            typed.append(_column(F, name).alias(under))
    return raw.select(*typed).withColumn(ROW, F.col(ROW) + 1)


def _lines(rows: Any) -> Any:
    """Without the lines of a csv that say nothing; as the reader of the other engine leaves them out."""
    from pyspark.sql import functions as F

    return rows.where(
        F.coalesce(*(_column(F, name).cast("string") for name in rows.columns if name != ROW)).isNotNull()
    )


def _column(F: Any, name: str) -> Any:
    return F.col("`" + name.replace("`", "``") + "`")


def _bare(F: Any, column: Any) -> Any:
    """Without the blanks around it, of any alphabet; missing where nothing is left."""
    bare = F.regexp_replace(column.cast("string"), r"(?U)^\s+|\s+$", "")
    return F.when(bare != "", bare)


def _points(F: Any, name: str, kind: str) -> list[Any]:
    column = _column(F, name)
    if kind in ("tinyint", "smallint", "int", "bigint"):
        return [column.cast("bigint").alias(name)]
    if kind in ("float", "double") or kind.startswith("decimal"):
        whole = column.try_cast("bigint")
        is_whole = F.coalesce(whole.cast(kind) == column, F.lit(False))
        broken = F.when(~is_whole, column.cast("string"))
        return [F.when(is_whole, whole).alias(name), broken.alias(name + TEXT)]
    text = _bare(F, column)
    number = F.when(text.rlike(r"^[+-]?[0-9]+$"), text).try_cast("bigint")
    return [number.alias(name), F.when(number.isNull(), text).alias(name + TEXT)]


def _parts(rows: Any, folder: Path) -> None:
    rows.to_native().write.parquet(_address(folder), compression="zstd")


def _joined(folder: Path) -> pl.LazyFrame:
    """The parts of a folder in the order of the rows: each holds a run of them."""
    parts = [pl.scan_parquet(part, glob=False) for part in sorted(folder.glob("part-*.parquet"))]
    firsts = [part.select(pl.col(ROW).min()).collect(engine="streaming").item() for part in parts]
    filled = [(first, at) for at, first in enumerate(firsts) if first is not None]
    return pl.concat([parts[at] for _, at in sorted(filled)] or parts[:1])


def _with_kinds(rows: pl.LazyFrame, sheets: Sheets) -> pl.LazyFrame:
    """The file's columns in the types of the input; Spark has none without a sign, and none of categories."""
    names = hidden(sheets.columns)
    cast = [pl.col(names[name]).cast(kind) for name, kind in sheets.kinds.items()]
    return rows.select(*cast, *MADE)
