"""What a workbook says of itself in its hidden sheet: form, locality, period, version of the template, instance.

Templates and replies carry such a sheet, so that a folder of them can be read whatever the files are called. The sheet
holds keys in its first column and values in the second.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from mtqg.core.errors import Problem, Refused
from mtqg.core.form import Form
from mtqg.core.period import Period, read_period
from mtqg.core.text import fold
from mtqg.intake import passport_problems as wrong
from mtqg.intake import problems as say
from mtqg.intake.lookups import Book
from mtqg.intake.messages import in_language
from mtqg.intake.places import KNOWN_SINCE
from mtqg.intake.sheet import Sheet, shown

ABOUT_SHEET = "mtqg"
LISTS_SHEET, GUIDE_SHEET, REPLY_SHEET = "Danh mục", "Hướng dẫn", "Trả lời"
OWN_SHEETS = (ABOUT_SHEET, LISTS_SHEET, GUIDE_SHEET, REPLY_SHEET)
_OWN = frozenset(map(fold, OWN_SHEETS))

# Word of the passport -> its Vietnamese name in the sheet. Both are read.
WORDS = {
    "form": "Biểu",
    "locality": "Đơn vị",
    "period": "Kỳ",
    "version": "Phiên bản mẫu",
    "instance": "Kho số liệu",
    "made": "Lập lúc",
}
_READ = {fold(word): key for key, name in WORDS.items() for word in (key, name)}


@dataclass(frozen=True)
class Passport:
    """What the hidden sheet says; "" where it says nothing. ``made``: UTC, ISO. ``torn``: words said twice, unlike."""

    form: str = ""
    locality: str = ""
    period: str = ""
    version: str = ""
    instance: str = ""
    made: str = ""
    torn: tuple[tuple[str, str], ...] = ()

    @property
    def is_made_here(self) -> bool:
        """Whether it stands in a workbook that this software made: a version is written by nobody else."""
        return bool(self.version)

    def pairs(self) -> list[tuple[str, str]]:
        """The lines of the hidden sheet."""
        said = asdict(self)
        return [(name, said[word]) for word, name in WORDS.items() if said[word]]


def template_version(form: Form) -> str:
    """A digest of what the form asks for: a template of another definition has another version."""
    asked = [
        (field.header, field.also, asdict(column) if (column := form.column(field.column)) else field.column)
        for field in form.fields
    ]
    text = json.dumps([form.name, form.place, form.reviewed, asked], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def passport_of(sheets: Iterable[Sheet]) -> Passport | None:
    """The passport among the sheets of a workbook; None where it has none."""
    for sheet in sheets:
        if fold(sheet.name) == ABOUT_SHEET:
            return _from_rows(sheet.rows)
    return None


def is_own(name: str, passport: Passport | None) -> bool:
    """Whether a sheet holds no data of the sender: the hidden one, and lists, guide and reply of our own workbooks.

    Only a workbook with our passport may keep those from being read: an office may call its data "Danh mục" too.
    """
    key = fold(name)
    return key == ABOUT_SHEET or (passport is not None and passport.is_made_here and key in _OWN)


def _from_rows(rows: Iterable[list[Any]]) -> Passport:
    said: dict[str, list[str]] = {}
    for row in rows:
        cells = [shown(cell).strip() for cell in row[:2]]
        if len(cells) == 2 and cells[1] and (word := _READ.get(fold(cells[0]))):
            said.setdefault(word, []).append(cells[1])
    torn = tuple((word, " / ".join(values)) for word, values in said.items() if len(set(values)) > 1)
    return Passport(**{word: values[0] for word, values in said.items()}, torn=torn)


def read_passport(path: Path, name: str) -> Passport | None:
    """The passport of a file, read without its data. Raises Refused where the file cannot be opened safely.

    name: what the file is called in what is told.
    """
    from mtqg.intake.guard import MAX_FILE, looks_like
    from mtqg.intake.read import read_file

    if path.suffix.lower() == ".csv":
        return None
    try:
        with path.open("rb") as file:
            is_zip = looks_like(file.read(512)) == "xlsx"
        if path.stat().st_size > MAX_FILE or not is_zip:
            return passport_of(read_file(path, name, lambda _: 0))  # which says what is wrong with it
        data = path.read_bytes()
    except OSError as reason:
        raise Refused(say.UNREADABLE.at(name, reason.strerror or reason, file=name)) from None
    try:
        return _in_workbook(data)
    except Refused as refused:
        raise Refused([_named(problem, name) for problem in refused.problems]) from None


def _in_workbook(data: bytes) -> Passport | None:
    """Only the parts that calamine opens for one sheet are looked at, each counted by the guard first."""
    from mtqg.intake.guard import Parts
    from mtqg.intake.scan import oddities, sheet_parts

    parts = Parts(data)
    names = set(parts.names)
    if "xl/workbook.xml" not in names:
        return None  # reading it for its data will say what it is
    listed = sheet_parts(parts)
    title = next((title for title in listed if fold(title) == ABOUT_SHEET), None)
    if title is None or (part := listed[title]) not in names:
        return None
    oddities(parts, part)
    for other in ("xl/sharedStrings.xml", "xl/styles.xml"):
        if other in names:
            parts.read(other)
    return _from_rows(_rows_of(data, title))


def _rows_of(data: bytes, title: str) -> list[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(title)
        rows: list[list[Any]] = sheet.to_python(skip_empty_area=True)
    except (CalamineError, PasswordError, KeyError, ValueError, OSError) as reason:
        raise Refused(say.BROKEN.at(given=str(reason)[:120])) from None
    return rows


def _named(problem: Problem, name: str) -> Problem:
    return problem if problem.file else replace(problem, file=name, place=problem.place or name)


# What a passport may contradict


def form_problems(passport: Passport, form: Form, said: tuple[str, str] | None, file: str) -> list[Problem]:
    """Where the passport contradicts the form being imported, or the period that was said: (period, who said it)."""
    place = {"file": file, "sheet": ABOUT_SHEET}
    problems = [wrong.TORN_PASSPORT.at("", given, word=WORDS[word], **place) for word, given in passport.torn]
    if passport.form and passport.form != form.name:
        problems.append(say.WRONG_FORM.at("", passport.form, wanted=form.name, **place))
    if form.reviewed and passport.period:
        own = _period(passport.period)
        if own is None:
            return [*problems, say.BAD_PERIOD.at("", passport.period, **place)]
        wanted = read_period(said[0]) if said else own
        if (own.first, own.last) != (wanted.first, wanted.last):
            where = said[1] if said else ""
            problems.append(say.PERIOD_DIFFERS.at("", own.text, wanted=wanted.text, where=where, **place))
    return problems


def place_problems(passport: Passport, book: Book, home: str | None, instance: str, file: str) -> list[Problem]:
    """Where the passport names no unit, one outside the importing locality, or another instance."""
    place = {"file": file, "sheet": ABOUT_SHEET}
    problems = []
    if passport.instance and instance and passport.instance != instance:
        problems.append(wrong.OTHER_INSTANCE.at("", passport.instance, wanted=instance, **place))
    if not passport.locality:
        return problems
    on = day_of(passport)
    unit = book.version(passport.locality, on)
    if unit is None:
        days = {"day_vi": f"{on:%d/%m/%Y}", "day_en": on.isoformat()}
        problems.append(wrong.UNKNOWN_PLACE.at("", passport.locality, **days, **place))
    elif home and home not in (unit.code, *(above.code for above in book.ancestors(unit.code, on))):
        told = book.version(home, on)
        named = f"{told.name} ({home})" if told else home
        problems.append(wrong.NOT_WITHIN.at("", unit.code, name=unit.name, home=named, **place))
    return problems


def day_of(passport: Passport) -> dt.date:
    """The day on which a template's places are looked up: the last one of its period, else the day it was made."""
    if period := _period(passport.period):
        return max(period.last, KNOWN_SINCE)
    try:
        return max(dt.datetime.fromisoformat(passport.made).date(), KNOWN_SINCE)
    except ValueError:
        return dt.date.max


def age_told(passport: Passport | None, form: Form, file: str) -> str:
    """What is said of a template that is not the present one and could be read all the same; "" otherwise."""
    if not is_old(passport, form):
        return ""
    return in_language(
        f"{file}: mẫu không phải phiên bản hiện hành, vẫn đọc được vì đủ các cột cần có; lần sau nên lấy mẫu mới.",
        f"{file}: its template is not the present one; it was read, as all needed columns are there.",
    )


def age_problem(passport: Passport, form: Form, file: str) -> Problem:
    """The error of an older template whose header is not right any more."""
    says: Mapping[str, str] = {"wanted": template_version(form), "form": form.name}
    return wrong.OLD_TEMPLATE.at("", passport.version, **says, file=file, sheet=ABOUT_SHEET)


def is_old(passport: Passport | None, form: Form) -> bool:
    return passport is not None and passport.is_made_here and passport.version != template_version(form)


def _period(text: str) -> Period | None:
    try:
        return read_period(text)
    except Refused:
        return None
