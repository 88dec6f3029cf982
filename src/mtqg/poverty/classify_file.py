"""``mtqg classify``: a file of sheets in, the same file with their classes out, of any size.

Two streaming passes: one counts and finds what cannot be, one writes the rest. Neither holds the file in memory. The
result is written aside and renamed, so that a killed process leaves no half of it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from mtqg.core.disk import CANNOT_WRITE, sync_folder
from mtqg.core.errors import Problem, Refused, code, said
from mtqg.poverty.classify import (
    COLUMNS,
    MADE,
    NO_CODE,
    NO_SUCH_AREA,
    NOT_A_STEP,
    NOT_POINTS,
    POINTS,
    Standard,
    classified,
    faults,
    faulty,
)
from mtqg.poverty.terms import POVERTY_SHEETS

NOT_READ = code(
    "P-040",
    vi="Không đọc được {given}: {why}.",
    en="{given} cannot be read: {why}.",
    remedy_vi="Đưa tệp Parquet hoặc csv (UTF-8, dấu phẩy hoặc chấm phẩy) có các cột {needed}.",
    remedy_en="Give a Parquet or csv file (UTF-8, commas or semicolons) with the columns {needed}.",
    wrong_use=True,
)
NO_COLUMNS = code(
    "P-041",
    vi="{given} thiếu cột {missing}.",
    en="{given} lacks the columns {missing}.",
    remedy_vi="Thêm hoặc đổi tên cột; tệp đang có: {known}.",
    remedy_en="Add or rename columns; the file has: {known}.",
    wrong_use=True,
)
COLUMN_TAKEN = code(
    "P-042",
    vi="{given} đã có cột {taken}, là cột mà lệnh này ghi.",
    en="{given} has the columns {taken} already, which this command writes.",
    remedy_vi="Đổi tên các cột đó; kết quả cũ không bị ghi đè.",
    remedy_en="Rename them; nothing is overwritten.",
    wrong_use=True,
)
SAME_FILE = code(
    "P-043",
    vi="Tệp kết quả trùng với tệp vào: {given}.",
    en="The result would overwrite the input: {given}.",
    remedy_vi="Chọn tên khác cho --out.",
    remedy_en="Choose another name for --out.",
    wrong_use=True,
)
WRONG_ENDING = code(
    "P-044",
    vi="{given}: kết quả ghi ra .parquet hoặc .csv.",
    en="{given}: the result is written as .parquet or .csv.",
    remedy_vi="Đổi đuôi tệp của --out.",
    remedy_en="Change the ending of --out.",
    wrong_use=True,
)

ENDINGS = (".parquet", ".csv")
ROW = "__row"  # row of the data, from 1
_TEXT = "__text"
_SEPARATORS = b",;\t"


@dataclass(frozen=True)
class Done:
    """What came of it: rows by class, and what cannot be."""

    rows: int
    written: int
    classes: dict[str, int]
    standard: str
    out: Path
    errors: Path | None
    problems: int

    def as_json(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "written": self.written,
            "errors": self.problems,
            "classes": self.classes,
            "standard": self.standard,
            "out": self.out.name,
            "errors_file": self.errors.name if self.errors else None,
        }


def classify_file(
    path: Path, out: Path, standard: Standard, *, progress: Callable[[str], None] = lambda _: None
) -> Done:
    """Classify the sheets of a file. Refused where the file is not one of sheets, or cannot be written."""
    _check_names(path, out)
    sheets = scanned(path)
    wrong = faulty(standard, _unread(sheets))
    progress(said(f"Đọc và kiểm tra {path.name} …", f"Reading and checking {path.name} …"))
    bad = _collected(path, nw.from_native(sheets).filter(wrong).to_native())
    problems = list(_problems(bad, standard, path.name))
    progress(said(f"Xếp loại và ghi {out.name} …", f"Classing and writing {out.name} …"))
    right = classified(nw.from_native(sheets).filter(~wrong), standard)
    _write(right.to_native().select(_kept(sheets)), out)
    errors = _write_errors(problems, out)
    classes = _counted(out)
    written = sum(classes.values())
    return Done(written + len(bad), written, classes, standard.name, out, errors, len(problems))


def errors_file(out: Path) -> Path:
    """Where what cannot be is told: OUT.errors.jsonl."""
    return out.with_name(f"{out.name}.errors.jsonl")


def scanned(path: Path) -> pl.LazyFrame:
    """The sheets of a file with whole points; a text that is no number stays beside them."""
    try:
        raw = pl.scan_parquet(path) if path.suffix.lower() == ".parquet" else _csv(path)
        names = raw.collect_schema().names()
    except (OSError, pl.exceptions.PolarsError, UnicodeError) as reason:
        raise _not_read(path, reason) from None
    if missing := [name for name in COLUMNS if name not in names]:
        raise Refused(NO_COLUMNS.at("", path.name, missing=", ".join(missing), known=", ".join(names)))
    if taken := [name for name in MADE if name in names]:
        raise Refused(COLUMN_TAKEN.at("", path.name, taken=", ".join(taken)))
    return _typed(raw).with_row_index(ROW, offset=1)


def _csv(path: Path) -> pl.LazyFrame:
    with path.open("rb") as file:
        head = file.readline(1 << 16)
    separator = max(_SEPARATORS, key=lambda sign: head.count(sign))
    return pl.scan_csv(path, separator=chr(separator), infer_schema=False)


def _typed(raw: pl.LazyFrame) -> pl.LazyFrame:
    """Codes and area as text without blanks, points as whole numbers. What is no number is kept as a text."""
    kinds = raw.collect_schema()
    made: list[pl.Expr] = [
        _blank_is_missing(pl.col(name).cast(pl.String)).alias(name) for name in COLUMNS if name not in POINTS
    ]
    for name in POINTS:
        if kinds[name].is_integer():
            made.append(pl.col(name).cast(pl.Int64))
        elif kinds[name].is_numeric():
            whole = pl.col(name).cast(pl.Int64, strict=False)
            is_whole = whole.cast(kinds[name]) == pl.col(name)
            broken = pl.when(~is_whole.fill_null(False) & pl.col(name).is_not_null()).then(pl.col(name).cast(pl.String))
            made += [pl.when(is_whole).then(whole).alias(name), broken.alias(name + _TEXT)]
        else:
            text = _blank_is_missing(pl.col(name).cast(pl.String))
            number = text.cast(pl.Int64, strict=False)
            made += [number.alias(name), pl.when(number.is_null()).then(text).alias(name + _TEXT)]
    return raw.with_columns(made)


def _blank_is_missing(text: pl.Expr) -> pl.Expr:
    bare = text.str.strip_chars()
    return pl.when(bare != "").then(bare)


def _unread(sheets: pl.LazyFrame) -> list[nw.Expr]:
    """Points that are a text and no number."""
    return [~nw.col(name).is_null() for name in sheets.collect_schema().names() if name.endswith(_TEXT)]


def _kept(sheets: pl.LazyFrame) -> list[str]:
    """The file's own columns in their order, then those made here."""
    own = [name for name in sheets.collect_schema().names() if name != ROW and not name.endswith(_TEXT)]
    return [*own, *MADE]


def _collected(path: Path, bad: pl.LazyFrame) -> pl.DataFrame:
    """The wrong sheets: few, or the file is not worth classifying."""
    told = [ROW, *COLUMNS, *(name for name in bad.collect_schema().names() if name.endswith(_TEXT))]
    try:
        return bad.select(told).collect(engine="streaming")
    except (OSError, pl.exceptions.PolarsError, UnicodeError) as reason:
        raise _not_read(path, reason) from None


def _counted(out: Path) -> dict[str, int]:
    """Households by class, as they were written."""
    rows = pl.scan_parquet(out) if out.suffix.lower() == ".parquet" else pl.scan_csv(out, infer_schema=False)
    counts = rows.group_by("poverty_class").agg(pl.len().cast(pl.Int64).alias("n")).collect(engine="streaming")
    return dict(sorted(counts.iter_rows()))


def _problems(bad: pl.DataFrame, standard: Standard, file: str) -> Iterator[dict[str, Any]]:
    """The errors of the wrong sheets, each with its row and household."""
    if bad.is_empty():
        return
    found = nw.from_native(bad).with_columns(
        **{code: fault.fill_null(False) for code, fault in faults(standard).items()}
    )
    step, most = standard.number("points_per_indicator"), standard.number("max_deprivation_points")
    for row in found.to_native().sort(ROW).iter_rows(named=True):
        for problem in _of_row(row, step=step, most=most):
            told = problem.as_json()
            place = {"file": file, "row": row[ROW], "household_code": row["household_code"]}
            yield {**told, **place}


def _of_row(row: dict[str, Any], **law: Any) -> Iterator[Problem]:
    labels = {column.name: column.label for column in POVERTY_SHEETS.columns}
    place = said(f"dòng {row[ROW]}", f"row {row[ROW]}")
    for name in POINTS:
        if (text := row.get(name + _TEXT)) is not None:
            yield NOT_POINTS.at(place, text, column=labels[name])
        elif row[name] is not None and row[name] < 0:
            yield NOT_POINTS.at(place, row[name], column=labels[name])
    if row[NO_CODE.code]:
        for name in ("household_code", "locality_code"):
            if row[name] is None:
                yield NO_CODE.at(place, "", column=labels[name])
    if row[NO_SUCH_AREA.code]:
        yield NO_SUCH_AREA.at(place, row["area"])
    if row[NOT_A_STEP.code]:
        yield NOT_A_STEP.at(place, row["deprivation_points"], **law)


def _check_names(path: Path, out: Path) -> None:
    if not path.is_file():
        raise _not_read(path, FileNotFoundError(said("không có tệp này", "there is no such file")))
    if path.resolve() == out.resolve():
        raise Refused(SAME_FILE.at("--out", out))
    if out.suffix.lower() not in ENDINGS:
        raise Refused(WRONG_ENDING.at("--out", out))


def _not_read(path: Path, reason: Exception) -> Refused:
    why = " ".join(str(reason).split())[:200] or type(reason).__name__
    return Refused(NOT_READ.at("", path.name, why=why, needed=", ".join(COLUMNS)))


def _write(rows: pl.LazyFrame, out: Path) -> None:
    with _aside(out) as file:
        if out.suffix.lower() == ".parquet":
            rows.sink_parquet(file, compression="zstd", compression_level=3, statistics=True)
        else:
            rows.sink_csv(file)


def _write_errors(problems: list[dict[str, Any]], out: Path) -> Path | None:
    """The errors as lines of JSON; an older file of the same name goes, for it speaks of another run."""
    path = errors_file(out)
    if not problems:
        path.unlink(missing_ok=True)
        return None
    with _aside(path) as file, file.open("w", encoding="utf-8", newline="\n") as lines:
        lines.writelines(json.dumps(problem, ensure_ascii=False) + "\n" for problem in problems)
    return path


@contextmanager
def _aside(path: Path) -> Iterator[Path]:
    """A name beside the path, renamed to it at the end; a full disk or a wrong folder is a coded error."""
    aside = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    try:
        yield aside
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
        aside.replace(path)
        sync_folder(path.parent)
    except (OSError, pl.exceptions.ComputeError) as reason:
        why = getattr(reason, "strerror", None) or reason
        raise Refused(CANNOT_WRITE.at(path.name, why)) from None
    finally:
        aside.unlink(missing_ok=True)
