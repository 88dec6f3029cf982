"""Small csv tables that an office gives: strict, all errors at once, each at its line."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from mtqg.core.errors import Problem, Refused, code
from mtqg.core.text import clean

NOT_READ = code(
    "C-060",
    vi="Không đọc được tệp {given} ({reason}).",
    en="The file {given} cannot be read ({reason}).",
    remedy_vi="Lưu tệp dạng csv, mã UTF-8, dòng đầu là tên cột.",
    remedy_en="Save the file as csv in UTF-8, with the names of the columns on its first line.",
)
WRONG_HEAD = code(
    "C-061",
    vi="Tệp có cột không đúng: {given}.",
    en="The file has wrong columns: {given}.",
    remedy_vi="Các cột phải có: {needed}. Có thể thêm: {may}.",
    remedy_en="The columns must be: {needed}. There may also be: {may}.",
)
WRONG_LINE = code(
    "C-062",
    vi="Dòng có {given} ô, dòng tiêu đề có {wanted}.",
    en="The line has {given} cells, the first line {wanted}.",
    remedy_vi="Kiểm tra dấu phẩy và dấu ngoặc kép của dòng.",
    remedy_en="Look at the commas and quotation marks of the line.",
)


def given_lines(file: Path, *, needed: Sequence[str], may: Sequence[str] = ()) -> list[tuple[str, dict[str, str]]]:
    """(place, line) for every line that is not blank, its cells clean text; a column that is not there is empty."""
    head, lines = _read(file)
    known = (*needed, *may)
    if set(needed) - set(head) or set(head) - set(known) or len(set(head)) < len(head):
        said = {"needed": ", ".join(needed), "may": ", ".join(may) or "-"}
        raise Refused(WRONG_HEAD.at(f"{file.name}:1", ", ".join(head), **said))
    problems: list[Problem] = []
    found = []
    for number, line in lines:
        place = f"{file.name}:{number}"
        if len(line) != len(head):
            problems.append(WRONG_LINE.at(place, len(line), wanted=len(head)))
        cells = dict(zip(head, map(clean, line), strict=False))
        found.append((place, {column: cells.get(column, "") for column in known}))
    if problems:
        raise Refused(problems)
    return found


def _read(file: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.reader(opened, strict=True)
            lines = [(reader.line_num, line) for line in reader if any(map(str.strip, line))]
    except (OSError, ValueError, csv.Error) as reason:
        raise Refused(NOT_READ.at(file.name, file.name, reason=reason)) from None
    if len(lines) < 2:
        raise Refused(NOT_READ.at(file.name, file.name, reason="không có dòng nào / no line"))
    return [clean(cell) for cell in lines[0][1]], lines[1:]
