"""A mapping: which column of another software's file holds which column of a sheet, and how it writes the values.

It is data of the office: a file NAME.toml in the folder "mappings" of the instance. Nothing about that software's
columns is known here; the shipped example is illustrative.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtqg.core.errors import Problem, Refused, code
from mtqg.poverty.terms import POVERTY_SHEETS

NO_MAPPING = code(
    "P-230",
    vi="Không có bảng nối cột “{given}”.",
    en="There is no mapping “{given}”.",
    remedy_vi="Các bảng có: {known}. Bảng mới là tệp TÊN.toml trong thư mục mappings của kho số liệu.",
    remedy_en="Known: {known}. A new one is a file NAME.toml in the folder mappings of the instance.",
    wrong_use=True,
)
BAD_MAPPING = code(
    "P-231",
    vi="Bảng nối cột, “{given}”: {why}.",
    en="The mapping, “{given}”: {why}.",
    remedy_vi="Sửa tệp theo bảng mẫu illustrative.toml.",
    remedy_en="Mend the file after the example illustrative.toml.",
    wrong_use=True,
)

FOLDER = "mappings"
ILLUSTRATIVE = "illustrative"
_KEYS = {"label", "standing", "sheet", "columns", "values"}
_STANDINGS = ("office", "illustrative")


@dataclass(frozen=True)
class Mapping:
    """columns: ours -> theirs, in the order of their file. values: column -> our code -> what they write."""

    name: str
    label: str
    is_illustrative: bool
    sheet: str
    columns: dict[str, str]
    values: dict[str, dict[str, str]]


def mapping(home: Path, name: str) -> Mapping:
    """The mapping of a name; the shipped example where it is asked for by its name."""
    known = {path.stem: path for path in sorted((home / FOLDER).glob("*.toml"))}
    known.setdefault(ILLUSTRATIVE, Path(__file__).with_name(f"{ILLUSTRATIVE}.toml"))
    if name not in known:
        raise Refused(NO_MAPPING.at(given=name, known=", ".join(sorted(known))))
    try:
        said = tomllib.loads(known[name].read_text(encoding="utf-8-sig"))
    except (ValueError, OSError) as reason:
        raise Refused(BAD_MAPPING.at(known[name].name, known[name].name, why=reason)) from None
    return read_mapping(name, said)


def read_mapping(name: str, said: dict[str, Any]) -> Mapping:
    """A mapping from what its file says, or Refused with everything that is wrong in it."""
    columns, values = said.get("columns", {}), said.get("values", {})
    problems = [_bad(name, key, "không biết mục này") for key in said.keys() - _KEYS]
    ours = {column.name: column for column in POVERTY_SHEETS.columns}
    if said.get("standing") not in _STANDINGS:
        problems.append(_bad(name, "standing", "ghi office hoặc illustrative"))
    if "household_code" not in columns:
        problems.append(_bad(name, "columns", "thiếu household_code"))
    for column in columns.keys() - ours.keys():
        problems.append(_bad(name, column, "sổ phiếu rà soát không có cột này"))
    if len(set(columns.values())) < len(columns):
        problems.append(_bad(name, "columns", "hai cột của ta cùng nối vào một cột"))
    for column, words in values.items():
        known = ours[column].choices if column in ours else None
        is_flag = column in ours and ours[column].kind == "flag"
        allowed = {"true", "false"} if is_flag else set(known or ())
        if column not in columns or not allowed:
            problems.append(_bad(name, f"values.{column}", "không phải cột có danh mục đã nối"))
        problems += [_bad(name, f"values.{column}.{word}", "không có mã này") for word in words.keys() - allowed]
        if len(set(words.values())) < len(words):
            problems.append(_bad(name, f"values.{column}", "hai mã ghi giống nhau"))
    if problems:
        raise Refused(problems)
    is_illustrative = said["standing"] == ILLUSTRATIVE
    return Mapping(name, said.get("label", name), is_illustrative, said.get("sheet", ""), columns, values)


def _bad(name: str, given: str, why: str) -> Problem:
    return BAD_MAPPING.at(f"{name}.toml", given, why=why)
