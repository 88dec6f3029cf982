"""Sheets of a file as the rule reads them: whole points, blanks missing, other columns out of the way."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import narwhals as nw
import polars as pl

from mtqg.core.errors import Refused, code, said
from mtqg.poverty.classify import COLUMNS, MADE, POINTS

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

COLUMN_TWICE = code(
    "P-048",
    vi="{given} có hai cột cùng tên: {twice}.",
    en="{given} has two columns of one name: {twice}.",
    remedy_vi="Đổi tên hoặc bỏ một cột; không đoán cột nào đúng.",
    remedy_en="Rename or remove one of them; which is right is not guessed.",
    wrong_use=True,
)

ROW = "__row"  # row of the data, from 1
TEXT = "__text"  # of a column of points: what stands there and is no whole number
_SEPARATORS = b",;\t"
_WIDER = (pl.UInt64, pl.Int128, pl.UInt128)  # whole numbers that may be more than 64 bits with a sign hold


@dataclass(frozen=True)
class Sheets:
    """The sheets of a file, and the names of its columns in their order.

    Columns of ``rows``: ROW, COLUMNS, the texts that are no points, and every other column under a name that no
    column of the law or of this command can have (``hidden``), so that a file may carry an "income_limit" of its own.
    """

    file: str
    rows: pl.LazyFrame
    columns: tuple[str, ...]

    @property
    def kinds(self) -> dict[str, pl.DataType]:
        """The file's own columns with their types as they are written."""
        schema = self.rows.collect_schema()
        return {name: schema[hidden(self.columns)[name]] for name in self.columns}

    def named(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Classified rows with the file's own columns in their order, then those made."""
        own = [pl.col(under).alias(name) for name, under in hidden(self.columns).items()]
        return rows.select(*own, *MADE)


def scanned(path: Path) -> Sheets:
    """The sheets of a file. Refused where it cannot be read, lacks a column or has one that is written here."""
    with reading(path):
        if twice := _named_twice(path):
            raise Refused(COLUMN_TWICE.at("", path.name, twice=", ".join(twice)))
        raw = raw_rows(path)
        names = raw.collect_schema().names()
    if missing := [name for name in COLUMNS if name not in names]:
        raise Refused(NO_COLUMNS.at("", path.name, missing=", ".join(missing), known=", ".join(names)))
    if taken := [name for name in MADE if name in names]:
        raise Refused(COLUMN_TAKEN.at("", path.name, taken=", ".join(taken)))
    covered = raw.rename({name: under for name, under in hidden(names).items() if name != under})
    rows = _typed(covered).with_row_index(ROW, offset=1)
    return Sheets(path.name, rows if is_parquet(path) else rows.filter(_is_line()), tuple(names))


def hidden(names: Sequence[str]) -> dict[str, str]:
    """The name under which each column is carried."""
    return {name: name if name in COLUMNS else f"__{at}" for at, name in enumerate(names)}


def raw_rows(path: Path) -> pl.LazyFrame:
    """The file as it stands; every cell of a csv is a text."""
    if is_parquet(path):
        return pl.scan_parquet(path, glob=False, hive_partitioning=False)
    return pl.scan_csv(path, separator=_separator(_head(path)), infer_schema=False, glob=False)


def _is_line() -> pl.Expr:
    """Whether a line of a csv says anything. An empty one is no sheet, yet it counts as a row of the file."""
    return pl.any_horizontal(pl.all().exclude(ROW).is_not_null())


def is_parquet(path: Path) -> bool:
    return path.suffix.lower() == ".parquet"


def _head(path: Path) -> bytes:
    """The first line. Refused where it is no text in UTF-8, which would only be told as columns that are lacking."""
    with path.open("rb") as file:
        head = file.readline(1 << 16)
    if b"\0" in head:
        raise not_read(path, said("không phải văn bản UTF-8", "it is no text in UTF-8"))
    return head


def _separator(head: bytes) -> str:
    return chr(max(_SEPARATORS, key=lambda sign: head.count(sign)))


def _named_twice(path: Path) -> list[str]:
    """Names that stand over two columns of a csv; in Parquet no two are one."""
    if is_parquet(path):
        return []
    head = _head(path)
    text = head.decode("utf-8-sig", errors="replace").rstrip("\r\n")
    names = next(csv.reader([text], delimiter=_separator(head)), [])
    return [name for name, times in Counter(names).items() if name and times > 1]


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """What the engine cannot read is a coded error; a disk's error is left to the caller who writes."""
    try:
        yield
    except (OSError, pl.exceptions.PolarsError, UnicodeError) as reason:
        if is_of_the_disk(reason):
            raise
        raise not_read(path, reason) from None


def is_of_the_disk(reason: Exception) -> bool:
    """Whether writing failed: no space, a quota, a limit, a medium that may only be read."""
    text = str(reason)
    return any(f"os error {number})" in text for number in (27, 28, 30, 122)) or "No space left" in text


def not_read(path: Path, reason: Exception | str) -> Refused:
    why = " ".join(str(reason).split())[:200] or type(reason).__name__
    return Refused(NOT_READ.at("", path.name, why=why.rstrip("."), needed=", ".join(COLUMNS)))


def no_file(path: Path) -> Refused:
    return not_read(path, said("không có tệp này", "there is no such file"))


def unread(names: Sequence[str]) -> list[nw.Expr]:
    """True for points that are a text and no number."""
    return [~nw.col(name + TEXT).is_null() for name in POINTS if name + TEXT in names]


def _typed(raw: pl.LazyFrame) -> pl.LazyFrame:
    """Codes and area as text without blanks, points as whole numbers. What is no number is kept as a text."""
    kinds = raw.collect_schema()
    made: list[pl.Expr] = [
        _blank_is_missing(pl.col(name).cast(pl.String)).alias(name) for name in COLUMNS if name not in POINTS
    ]
    for name in POINTS:
        made += _points(name, kinds[name])
    return raw.with_columns(made)


def _points(name: str, kind: pl.DataType) -> list[pl.Expr]:
    if kind.is_integer():
        whole = pl.col(name).cast(pl.Int64, strict=False)
        if kind not in _WIDER:
            return [whole]
        return [whole, pl.when(whole.is_null()).then(pl.col(name).cast(pl.String)).alias(name + TEXT)]
    if kind.is_numeric():
        whole = pl.col(name).cast(pl.Int64, strict=False)
        is_whole = whole.cast(kind) == pl.col(name)
        broken = pl.when(~is_whole.fill_null(False) & pl.col(name).is_not_null()).then(pl.col(name).cast(pl.String))
        return [pl.when(is_whole).then(whole).alias(name), broken.alias(name + TEXT)]
    text = _blank_is_missing(pl.col(name).cast(pl.String))
    number = text.cast(pl.Int64, strict=False)
    return [number.alias(name), pl.when(number.is_null()).then(text).alias(name + TEXT)]


def _blank_is_missing(text: pl.Expr) -> pl.Expr:
    bare = text.str.strip_chars()
    return pl.when(bare != "").then(bare)
