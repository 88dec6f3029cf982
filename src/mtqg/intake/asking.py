"""What an import asks, each question once: where, what was given, an example, and the answers to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from mtqg.core.errors import Code, Problem, said
from mtqg.intake import faults, problems
from mtqg.intake.legacy import NAMES, SAMPLES

MASK = "•••"
_LONG = 80


class Choice(NamedTuple):
    """An answer as it is given, KEY=VALUE, and what it means."""

    answer: str
    label: str


@dataclass(frozen=True)
class Question:
    """key: that of the answer (encoding, identity, dates, column:Tên hộ ...). column: header of the first cell that
    asks. example: as given, and as it would read; without personal data. cells: how many cells wait for the answer.
    """

    key: str
    column: str
    example: str
    choices: tuple[Choice, ...]
    text: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""
    cells: int = 1

    def as_json(self) -> dict[str, Any]:
        names = ("key", "column", "example", "text", "file", "sheet", "cell", "cells")
        choices = [choice._asdict() for choice in self.choices]
        return {**{name: getattr(self, name) for name in names}, "choices": choices}


class Questions:
    """The questions of an import, gathered while its cells are found wrong."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Question] = {}
        self._masked: set[tuple[str, str]] = set()

    def add(self, question: Question, detail: str = "", *, masked: bool = False) -> None:
        """Count a cell that asks. An example that shows the cell stands before one that must not."""
        at = (question.key, detail)
        first = self._found.get(at)
        if first is None:
            self._found[at] = question
            self._masked |= {at} if masked else set()
            return
        if at in self._masked and not masked:
            first = question if question.example else first
            self._masked.discard(at)
            self._found[at] = replace(first, cells=self._found[at].cells + 1)
        else:
            self._found[at] = replace(first, cells=first.cells + 1)

    def cell(self, code: Code, problem: Problem, column: str, title: str, *, masked: bool) -> None:
        """The question that an error at a cell is, if it is one."""
        if code not in _ASKED:
            return
        says = {**problem.values, "given": problem.given}
        key, example, text, choices = _ASKED[code](says, column, title)
        if masked:
            example = _unseen(says)
        place = problem.file, problem.sheet, problem.cell
        question = Question(key, title, example, tuple(choices), text, *place)
        self.add(question, str(says.get("encoding", "")), masked=masked)

    @property
    def all(self) -> list[Question]:
        return list(self._found.values())


Told = tuple[str, str, str, list[Choice]]  # key, example, sentence, choices


def _shows(says: Mapping[str, Any], reading: str) -> str:
    return f"{says['given'][:_LONG]} → {reading[:_LONG]}"


def _unseen(says: Mapping[str, Any]) -> str:
    """An example for a column that names people: one that is nobody's."""
    if "encoding" in says:
        return SAMPLES[says["encoding"]]
    if "full" in says:
        return said(f"{says['length']} → {says['full']} chữ số", f"{says['length']} → {says['full']} digits")
    return MASK


def _encoding(says: Mapping[str, Any], column: str, title: str) -> Told:
    code = says["encoding"]
    text = said(
        f"Chữ ở cột “{title}” có vẻ viết theo bảng mã {NAMES[code]}. Đọc như ví dụ có đúng không?",
        f"The text of the column “{title}” seems to be in {NAMES[code]}. Is the reading of the example right?",
    )
    choices = [
        Choice(
            f"encoding={code}",
            said(f"Đúng, chuyển từ {NAMES[code]} sang Unicode", f"Yes, convert it from {NAMES[code]}"),
        ),
        Choice("encoding=unicode", said("Không, giữ nguyên chữ đã ghi", "No, the text is right as it stands")),
    ]
    return "encoding", _shows(says, says["reading"]), text, choices


def _identity(says: Mapping[str, Any], column: str, title: str) -> Told:
    text = said(
        f"Cột “{title}” có số định danh thiếu chữ số ({says['length']} thay vì {says['full']}). "
        "Có phải bảng tính đã bỏ số 0 ở đầu?",
        f"The column “{title}” has identity numbers of {says['length']} digits in place of {says['full']}. "
        "Did the spreadsheet drop the leading zero?",
    )
    label = said("Đúng, thêm số 0 vào đầu cho đủ chữ số", "Yes, put zeros in front")
    return "identity", _unseen(says), text, [Choice("identity=pad", label)]


def _day(says: Mapping[str, Any], column: str, title: str) -> Told:
    text = said(
        f"Cột “{title}” ghi ngày bằng số. Có phải là số thứ tự ngày của Excel?",
        f"The column “{title}” has numbers for days. Are they serial numbers of the spreadsheet?",
    )
    label = said("Đúng, đổi số thành ngày như ví dụ", "Yes, turn them into days as in the example")
    return "dates", _shows(says, says["reading"]), text, [Choice("dates=excel", label)]


def _year(says: Mapping[str, Any], column: str, title: str) -> Told:
    text = said(
        f"Cột “{title}” ghi năm bằng hai chữ số. Các năm đó thuộc thế kỷ nào?",
        f"The column “{title}” has years of two digits. Of which century are they?",
    )
    choices = [
        Choice("years=2000", said("2000–2099", "2000 to 2099")),
        Choice("years=1900", said("1900–1999", "1900 to 1999")),
    ]
    return "years", _shows(says, says["reading"]), text, choices


def _number(says: Mapping[str, Any], column: str, title: str) -> Told:
    text = said(
        f"Cột “{title}” ghi số có một dấu “{says['mark']}”. Dấu đó ngăn hàng nghìn hay là dấu thập phân?",
        f"The column “{title}” has numbers with one “{says['mark']}”. Does it divide thousands, or is it decimal?",
    )
    choices = [
        Choice("numbers=vi", said("Viết kiểu Việt Nam: 1.234,5", "Vietnamese: 1.234,5")),
        Choice("numbers=en", said("Viết kiểu Anh: 1,234.5", "English: 1,234.5")),
    ]
    return "numbers", _shows(says, says["whole"]), text, choices


def _code(says: Mapping[str, Any], column: str, title: str) -> Told:
    text = said(
        f"Mã ở cột “{title}” ngắn hơn quy định. Có phải bảng tính đã bỏ số 0 ở đầu?",
        f"Codes of the column “{title}” are short. Did the spreadsheet drop their leading zeros?",
    )
    label = said("Đúng, thêm số 0 vào đầu mã", "Yes, put the zeros in front")
    return "codes", _shows(says, f"{says['padded']} ({says['name']})"), text, [Choice("codes=pad", label)]


def _name(says: Mapping[str, Any], column: str, title: str) -> Told:
    given = says["given"]
    text = said(
        f"Tên “{given}” ở cột “{title}” là địa bàn nào? Có thể là {says['candidates']}.",
        f"Which place is “{given}” of the column “{title}”? It may be {says['candidates']}.",
    )
    candidates = [part.rstrip(")").rpartition(" (") for part in says["candidates"].split("), ")]
    choices = [Choice(f"name:{given}={code}", f"{name} ({code})") for name, _, code in candidates if code]
    return f"name:{given}", given, text, choices


def _coded(says: Mapping[str, Any], column: str, title: str) -> Told:
    text = said(
        f"Cột “{title}” có dãy chữ số giống số định danh cá nhân. Có phải đó chỉ là mã của cơ quan?",
        f"The column “{title}” has digits that look like identity numbers. Are they only codes of the office?",
    )
    label = said(
        "Đúng, đó là mã của cơ quan, không phải số định danh", "Yes, codes of the office and no identity numbers"
    )
    return f"identity:{column}", MASK, text, [Choice(f"identity:{column}=no", label)]


_ASKED = {
    faults.ASK_ENCODING: _encoding,
    faults.ASK_IDENTITY: _identity,
    faults.SHORT_YEAR: _year,
    problems.ASK_DAY: _day,
    problems.ASK_NUMBER: _number,
    problems.ASK_CODE: _code,
    problems.ASK_NAME: _name,
    problems.IDENTITY: _coded,
}


def column_question(
    header: str, choices: list[Choice], likeliest: str, lacking: str, place: Mapping[str, str]
) -> Question:
    """Which column of the form an unknown header is."""
    need = said(f", trong khi còn thiếu cột “{lacking}”", f", and “{lacking}” is missing") if lacking else ""
    text = said(
        f"Biểu không có cột “{header}”{need}. Cột này là cột nào của biểu?",
        f"The form has no column “{header}”{need}. Which of its columns is it?",
    )
    example = f"{header} → {likeliest}"
    return Question(
        f"column:{header}", header, example, tuple(choices), text, place["file"], place["sheet"], place["cell"]
    )
