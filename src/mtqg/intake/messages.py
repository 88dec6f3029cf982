"""What a reader should know of a sheet that was read, though nothing is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from mtqg.core.errors import Refused, language
from mtqg.core.form import Form
from mtqg.core.period import read_period
from mtqg.intake.answers import Used
from mtqg.intake.body import PLACE_NAMES, Body
from mtqg.intake.cells import AS_TEXT, CARD, CLOSED_UP, DECOMPOSED, ETH, QUOTED
from mtqg.intake.findings import Findings
from mtqg.intake.identity import holds_identity
from mtqg.intake.places import KNOWN_SINCE

_NAMED = 8  # columns that are not there and named
_TWINS = 5  # groups of rows, and rows of a group, that are named


def told(body: Body, form: Form) -> Iterator[str]:
    """Columns that are not there, rows that were left out, letters that were put together, days before the books."""
    where = " ".join(part for part in (body.sheet.file, body.sheet.name) if part)
    columns = [column for column in form.table.stored if column.name not in body.header.columns]
    fields = {item.column: item.header for item in form.fields}
    lacking = [fields[column.name] for column in columns if column.name in fields and column.name not in PLACE_NAMES]
    if lacking := [title for title in lacking if title != "Kỳ"]:
        told, more = ", ".join(lacking[:_NAMED]), len(lacking) - _NAMED
        vi = f" và {more} cột khác" if more > 0 else ""
        en = f" and {more} more" if more > 0 else ""
        yield in_language(
            f"{where}: không có cột {told}{vi}; các giá trị này để trống.",
            f"{where}: there is no column {told}{en}; these values stay empty.",
        )
    if body.totals:
        rows = ", ".join(map(str, body.totals))
        yield in_language(
            f"{where}: không đọc dòng tổng cộng (dòng {rows}).", f"{where}: rows of totals were not read (row {rows})."
        )
    if body.signed:
        rows = "–".join(map(str, dict.fromkeys(body.signed)))
        yield in_language(
            f"{where}: không đọc phần ghi chú, chữ ký dưới bảng (dòng {rows}).",
            f"{where}: remarks and signatures below the table were not read (row {rows}).",
        )
    yield from (f"{where}: {line}" for line in _repaired(body, form))
    if body.sheet.hidden:
        yield in_language(f"{where}: trang tính ẩn, vẫn được đọc.", f"{where}: the sheet is hidden; it was read.")
    early = body.frame.select((pl.col("day") < KNOWN_SINCE).sum()).item() or 0
    if early:
        yield in_language(
            f"{where}: {early} dòng có ngày trước {KNOWN_SINCE:%d/%m/%Y}; địa bàn được kiểm tra theo ngày đó.",
            f"{where}: {early} rows have a day before {KNOWN_SINCE}; their places were held against that day.",
        )


_REPAIRS = {
    DECOMPOSED: (
        "{count} ô dùng Unicode tổ hợp, đã chuyển sang Unicode dựng sẵn{columns}.",
        "{count} cells had decomposed letters; they were composed{columns}.",
    ),
    ETH: (
        "{count} ô viết chữ “Ð” của bảng mã khác, đã thay bằng “Đ”{columns}.",
        "{count} cells had a foreign letter like Đ; it was replaced{columns}.",
    ),
    QUOTED: (
        "{count} ô có dấu nháy trước chữ số, đã bỏ dấu nháy{columns}.",
        "{count} cells had a quotation mark before digits; it was removed{columns}.",
    ),
    AS_TEXT: (
        "{count} ô ghi số dưới dạng chữ, đã đọc thành số{columns}.",
        "{count} cells held numbers as text; they were read as numbers{columns}.",
    ),
    CLOSED_UP: (
        "{count} ô ghi ngày liền tám chữ số (như 20241016), đã đọc thành ngày{columns}.",
        "{count} cells held days of eight digits (as 20241016); they were read as days{columns}.",
    ),
    CARD: (
        "{count} ô là số chứng minh nhân dân 9 chữ số, giữ nguyên, không thêm số 0{columns}.",
        "{count} cells hold nine-digit numbers of old identity cards; they were kept as they are{columns}.",
    ),
}


def _repaired(body: Body, form: Form) -> Iterator[str]:
    """What was done to cells, by kind, with how many in which column; and the headers and days of an old workbook."""
    titles = {item.column: item.header for item in form.fields}
    for kind, (vi, en) in _REPAIRS.items():
        counts = {titles.get(name, name): repairs[kind] for name, repairs in body.repairs.items() if repairs[kind]}
        if counts:
            told = "; ".join(f"{title}: {count}" for title, count in counts.items())
            yield in_language(vi, en).format(count=sum(counts.values()), columns=f" ({told})")
    if body.header.converted:
        read = ", ".join(body.header.converted)
        yield in_language(
            f"tiêu đề không viết bằng Unicode, đã đọc là: {read}.",
            f"headers were not in Unicode; they were read as: {read}.",
        )
    if body.sheet.is_1904:
        yield in_language(
            "sổ làm việc đếm ngày từ năm 1904, đã đọc theo cách đó.",
            "the workbook counts days from 1904; so they were read.",
        )


_ANSWERS = {
    "encoding": ("bảng mã chữ", "encoding of text"),
    "identity": ("số định danh thiếu chữ số", "short identity numbers"),
    "numbers": ("cách viết số", "how numbers are written"),
    "dates": ("ngày ghi bằng số", "days written as numbers"),
    "years": ("năm hai chữ số", "years of two digits"),
    "codes": ("mã mất số 0", "codes without leading zeros"),
    "name": ("tên địa bàn", "name of a place"),
    "column": ("tiêu đề cột", "header of a column"),
}


_MEANINGS = {
    "identity=pad": ("thêm số 0 vào đầu", "zeros are put in front"),
    "codes=pad": ("thêm số 0 vào đầu", "zeros are put in front"),
    "numbers=vi": ("viết kiểu Việt Nam, 1.234,5", "Vietnamese, 1.234,5"),
    "numbers=en": ("viết kiểu Anh, 1,234.5", "English, 1,234.5"),
    "dates=excel": ("số thứ tự ngày của Excel", "serial numbers of the spreadsheet"),
    "years=2000": ("2000–2099", "2000 to 2099"),
    "years=1900": ("1900–1999", "1900 to 1999"),
}


def _meaning(key: str, value: str, language: int) -> str:
    """What an answer means, in words, where it is no name of a place or column."""
    words = _MEANINGS.get(f"{key}={value}")
    return f": {words[language]}" if words else ""


def told_of_answers(used: Iterable[Used]) -> Iterator[str]:
    """Remembered answers that decided something: nobody gave them this time, so it is said."""
    for key, value, batch in used:
        if batch is not None:
            vi, en = _ANSWERS[key.partition(":")[0]]
            yield in_language(
                f"Dùng câu trả lời đã ghi nhớ của đợt {batch} về {vi}{_meaning(key, value, 0)} ({key}={value}).",
                f"The answer of batch {batch} about {en} was used again{_meaning(key, value, 1)} ({key}={value}).",
            )


def told_of_identity(frame: pl.DataFrame, form: Form, found: Findings) -> Iterator[str]:
    """Rows that share an identity number, by their cells and never by the number."""
    for column in form.table.columns:
        if not holds_identity(column) or column.name not in frame.columns:
            continue
        twins = frame.filter(pl.col(column.name).is_not_null() & pl.col(column.name).is_duplicated())
        groups = twins.group_by(column.name, maintain_order=True).agg("ix")["ix"].to_list()
        for group in groups[:_TWINS]:
            cells = ", ".join(found.where(ix, column.name) for ix in group[:_TWINS])
            yield in_language(
                f"{len(group)} dòng cùng một số định danh: {cells}.",
                f"{len(group)} rows have one identity number: {cells}.",
            )
        if len(groups) > _TWINS:
            rest = len(groups) - _TWINS
            yield in_language(
                f"… và {rest} số định danh nữa đứng ở nhiều dòng.",
                f"… and {rest} more identity numbers in several rows.",
            )


def outside_period(frame: pl.DataFrame, form: Form) -> Iterator[str]:
    """Rows whose day is not in their period: the period given may be the wrong one, which no other check can see."""
    if form.table.time != "period" or not form.reviewed:
        return
    for text in frame["period"].unique().drop_nulls().sort():
        try:
            period = read_period(text)
        except Refused:
            continue  # told at its cells
        days = frame.filter(pl.col("period") == text)["day"].drop_nulls().to_list()
        outside = [day for day in days if not period.first <= day <= period.last]
        if outside:
            first, last = min(outside), max(outside)
            yield in_language(
                f"{len(outside)} dòng có ngày ngoài kỳ {text} (từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}): "
                "xem lại kỳ đã ghi hoặc --period.",
                f"{len(outside)} rows have a day outside the period {text} (from {first} to {last}): "
                "look at the period that was given.",
            )


def in_language(vi: str, en: str) -> str:
    """The message in the language in force."""
    return en if language() == "en" else vi
