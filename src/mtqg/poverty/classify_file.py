"""``mtqg classify``: a file of sheets in, the same file with their classes out, of any size.

Two streaming passes: one finds what cannot be, one writes the rest. Neither holds the file in memory. The result is
written aside and renamed, so that a killed process leaves no half of it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from mtqg.core.disk import CANNOT_WRITE, sync_folder
from mtqg.core.errors import Refused, code, said
from mtqg.poverty.classify import COLUMNS, Standard, classified, faulty
from mtqg.poverty.classify_errors import errors_file, write_problems
from mtqg.poverty.classify_read import ROW, TEXT, Sheets, no_file, reading, scanned, unread

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
NO_CELL = code(
    "P-047",
    vi="Cột {given} chứa danh sách hoặc bảng con, không ghi ra csv được.",
    en="The column {given} holds lists or records, which csv cannot carry.",
    remedy_vi="Ghi ra .parquet, hoặc bỏ cột đó khỏi tệp vào.",
    remedy_en="Write .parquet, or leave the column out of the input.",
    wrong_use=True,
)

ENDINGS = (".parquet", ".csv")


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
    check_names(path, out)
    sheets = scanned(path)
    check_cells(sheets, out)
    wrong = faulty(standard, unread(sheets.rows.collect_schema().names()))
    rows = nw.from_native(sheets.rows)
    with workshop(out) as folder:
        progress(said(f"Đọc và kiểm tra {path.name} …", f"Reading and checking {path.name} …"))
        bad = folder / "bad.parquet"
        with reading(path):
            rows.filter(wrong).to_native().select(told(sheets)).sink_parquet(bad)
        progress(said(f"Xếp loại và ghi {out.name} …", f"Classing and writing {out.name} …"))
        right = sheets.named(classified(rows.filter(~wrong), standard).to_native())
        with reading(path):
            return finished(right, pl.scan_parquet(bad, glob=False), sheets, standard, out, folder)


def finished(
    right: pl.LazyFrame, bad: pl.LazyFrame, sheets: Sheets, standard: Standard, out: Path, folder: Path
) -> Done:
    """The result and the errors in their places, each whole or not at all.

    right: the classified sheets, named and in order; bad: the wrong ones with their rows, in order.
    """
    made, lines = folder / out.name, folder / errors_file(out).name
    _write(right, made)
    problems = write_problems(bad, standard, sheets.file, lines)
    left = bad.select(pl.len()).collect().item()
    classes = _counted(made)
    _renamed(made, out)
    errors = _renamed(lines, errors_file(out)) if problems else None
    if errors is None:  # an older file of this name speaks of another run
        errors_file(out).unlink(missing_ok=True)
    written = sum(classes.values())
    return Done(written + left, written, classes, standard.name, out, errors, problems)


def told(sheets: Sheets) -> list[str]:
    """The columns that an error names."""
    return [ROW, *COLUMNS, *(name for name in sheets.rows.collect_schema().names() if name.endswith(TEXT))]


def check_names(path: Path, out: Path) -> None:
    if not path.is_file():
        raise no_file(path)
    if path.resolve() == out.resolve():
        raise Refused(SAME_FILE.at("--out", out))
    if out.suffix.lower() not in ENDINGS:
        raise Refused(WRONG_ENDING.at("--out", out))


def check_cells(sheets: Sheets, out: Path) -> None:
    if out.suffix.lower() == ".csv" and (nested := [name for name, kind in sheets.kinds.items() if kind.is_nested()]):
        raise Refused(NO_CELL.at("--out", ", ".join(nested)))


@contextmanager
def workshop(out: Path) -> Iterator[Path]:
    """A folder beside the result for what is not yet whole; a full disk or a wrong folder is a coded error."""
    try:
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as folder:
            yield Path(folder)
    except (OSError, pl.exceptions.PolarsError) as reason:
        why = getattr(reason, "strerror", None) or " ".join(str(reason).split())[:200]
        raise Refused(CANNOT_WRITE.at(out.name, why)) from None


def _counted(out: Path) -> dict[str, int]:
    """Households by class, as they were written."""
    is_parquet = out.suffix.lower() == ".parquet"
    rows = pl.scan_parquet(out, glob=False) if is_parquet else pl.scan_csv(out, infer_schema=False, glob=False)
    counts = rows.group_by("poverty_class").agg(pl.len().cast(pl.Int64).alias("n")).collect(engine="streaming")
    return dict(sorted(counts.iter_rows()))


def _write(rows: pl.LazyFrame, out: Path) -> None:
    if out.suffix.lower() == ".parquet":
        rows.sink_parquet(out, compression="zstd", compression_level=3, statistics=True)
    else:
        rows.sink_csv(out)


def _renamed(made: Path, target: Path) -> Path:
    with made.open("rb+") as file:
        os.fsync(file.fileno())
    made.replace(target)
    sync_folder(target.parent)
    return target
