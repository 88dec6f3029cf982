"""What every command needs of the terminal: the instance, the form of results, tables, progress."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from mtqg.core.errors import Refused, code

NO_HOME = code(
    "C-020",
    vi="Chưa nói làm việc với kho số liệu nào.",
    en="No instance was named.",
    remedy_vi="Thêm --home THƯ_MỤC trước tên lệnh, hoặc đặt biến MTQG_HOME; kho mới tạo bằng mtqg init.",
    remedy_en="Give --home DIR before the command, or set MTQG_HOME; mtqg init makes a new instance.",
    wrong_use=True,
)


@dataclass(frozen=True)
class Session:
    """One run of the command line: which instance, and how results are written."""

    home: Path | None
    as_json: bool

    def instance(self) -> Path:
        """Folder of the instance, or Refused."""
        if self.home is None:
            raise Refused(NO_HOME.at())
        return self.home

    def give(self, result: Any, text: str) -> None:
        """Write a result to stdout: ``result`` as JSON when asked for, otherwise ``text``."""
        if self.as_json:
            write_json(result)
        else:
            click.echo(text)


def write_json(result: Any) -> None:
    """A result on stdout as JSON, in UTF-8, with days as ISO text."""
    # One write: a large explanation in a million small ones takes ten times as long.
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2, default=_plain) + "\n")


def say(message: str) -> None:
    """Progress and messages go to stderr, so that stdout holds results only."""
    click.echo(message, err=True)


def table(head: Sequence[str], rows: Iterable[Sequence[Any]], *, right: Sequence[int] = ()) -> str:
    """A plain table for the terminal; the columns numbered in ``right`` are aligned to the right."""
    lines = [[_cell(value) for value in row] for row in (head, *rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    rule = ["─" * width for width in widths]

    def laid(line: Sequence[str]) -> str:
        cells = (
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        return "  ".join(cells).rstrip()

    return "\n".join(map(laid, (lines[0], rule, *lines[1:])))


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def _plain(value: Any) -> str:
    if isinstance(value, dt.date | Decimal):
        return str(value)
    raise TypeError(f"not a result: {type(value).__name__}")
