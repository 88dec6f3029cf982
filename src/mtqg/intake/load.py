"""Files of a form to typed rows: read, map, place, validate, and set aside what is wrong. Writes nothing.

The unit of success is the document. In the forms of this version each row is one: a household's sheet, a village's
line, a decision's line. Right rows go in; wrong ones are set aside whole, with all their errors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import polars as pl

from mtqg.core import frames
from mtqg.core.batches import Source
from mtqg.core.errors import Problem, Refused
from mtqg.core.form import Form
from mtqg.core.period import read_period
from mtqg.core.register.source_rows import SourceBlock, source_blocks
from mtqg.intake import problems as say
from mtqg.intake.answers import Answers, Used
from mtqg.intake.asking import Question
from mtqg.intake.body import Body, read_body
from mtqg.intake.findings import Findings
from mtqg.intake.header import Headers
from mtqg.intake.lookups import Lookups
from mtqg.intake.messages import in_language, outside_period, told, told_of_answers, told_of_identity
from mtqg.intake.passport import ABOUT_SHEET, age_problem, age_told, form_problems, is_old, is_own, passport_of
from mtqg.intake.places import Finder, placed
from mtqg.intake.read import ENDINGS, read_file
from mtqg.intake.sheet import Sheet, shown
from mtqg.intake.validate import check_columns, check_keys, check_periods, check_rows
from mtqg.intake.values import hide_identity

_LOCK = "~$"  # Office writes such a file beside each open workbook


@dataclass(frozen=True)
class Loaded:
    """rows: the table's stored columns with source_no (place in ``sources``, from 1), cell_row and origin.
    problems: those of files and headers first, then those of rows by their cells.
    questions: what was asked, each once. answers_used: the answers that decided something, those given now and those
    remembered from a batch; what was given now and used is what an office will want to remember.
    """

    rows: pl.DataFrame
    sources: list[Source]
    set_aside: list[dict[str, Any]]
    problems: list[Problem]
    rows_bad: int
    documents_bad: int
    messages: list[str]
    raw: list[SourceBlock] = field(default_factory=list)  # every row as it was read
    questions: list[Question] = field(default_factory=list)
    answers_used: list[Used] = field(default_factory=list)


@dataclass
class _Reading:
    """What was read so far."""

    bodies: list[Body] = field(default_factory=list)
    periods: dict[int, tuple[str, str]] = field(default_factory=dict)  # source number -> period, who said it
    problems: list[Problem] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    used: set[tuple[str, str]] = field(default_factory=set)  # answers that decided something
    lost_rows: int = 0  # rows under a header that is wrong: they cannot be kept, since their columns are not known
    lost_files: int = 0


def load(
    paths: Iterable[Path],
    form: Form,
    *,
    locality: str | None,
    period: str | None,
    answers: Answers,
    lookups: Lookups,
    origin: str,
    progress: Callable[[str], None] = lambda _: None,
) -> Loaded:
    """Read files and folders of a form.

    Raises Refused only where the call itself is wrong: a path that is not there, a period that does not parse, an
    importing locality that no day knows. Everything wrong in the files is told in what comes back.
    """
    if locality and locality not in lookups.book.by_code:
        raise Refused(say.NO_HOME_PLACE.at("--locality", locality))
    said = (read_period(period).text, "--period") if period and form.reviewed else None
    Headers(form, answers=answers.columns).known  # noqa: B018 - refuses an answer that names no column of the form
    reading = _Reading()
    if period and not form.reviewed:
        reading.messages.append(
            in_language(
                f"Biểu “{form.label}” không theo kỳ: --period {period} không được dùng.",
                f"The form {form.name} has no period: --period {period} was not used.",
            )
        )
    files = _files(paths, reading)
    for number, (path, name) in enumerate(files.items(), start=1):
        progress(in_language(f"Đọc tệp {number}/{len(files)}: {name}", f"Reading file {number}/{len(files)}: {name}"))
        _read(path, name, form, said, answers, reading)
    found = Findings(form, reading.bodies)
    frame = _frame(form, reading.bodies)
    finder = Finder(lookups, locality, answers)
    if len(frame):
        progress(in_language(f"Kiểm tra {len(frame)} dòng", f"Checking {len(frame)} rows"))
        frame = _checked(frame, form, found, reading, finder, lookups)
    rows = found.right(frame).with_columns(pl.lit(origin).alias("origin"))
    bad = len(found.bad)
    used = reading.used | finder.units.used | {pair for body in reading.bodies for pair in body.used}
    answered = [answers.used(*pair) for pair in sorted(used)]
    return Loaded(
        rows=frames.typed(rows, _kept(form)),
        sources=[_source(body) for body in reading.bodies],
        set_aside=list(found.set_aside()),
        problems=[*reading.problems, *found.problems],
        rows_bad=bad + reading.lost_rows,
        documents_bad=bad + reading.lost_rows + reading.lost_files,
        messages=[
            *reading.messages,
            *told_of_answers(answered),
            *(line for body in reading.bodies for line in told(body, form)),
            *told_of_identity(frame, form, found),
        ],
        raw=[block for at, body in enumerate(reading.bodies, start=1) for block in _as_read(at, body)],
        questions=[*reading.questions, *found.questions.all],
        answers_used=answered,
    )


def _kept(form: Form) -> dict[str, Any]:
    return dict(form.table.taken)


def _as_read(at: int, body: Body) -> Iterator[SourceBlock]:
    """Every row under a header as it was read: what an error can be mended and proved from."""
    return source_blocks(at, body.numbers, [body.sheet.rows[number - body.sheet.top] for number in body.numbers])


def _source(body: Body) -> Source:
    return Source(body.sheet.file, body.sheet.name, body.sheet.sha256, body.header.letters)


def _frame(form: Form, bodies: Sequence[Body]) -> pl.DataFrame:
    """All rows of all sheets, with their source, their row in it, and their place among all (``ix``)."""
    parts = [
        body.frame.with_columns(
            pl.lit(number, dtype=pl.Int64).alias("source_no"), pl.Series("cell_row", body.numbers, dtype=pl.Int64)
        )
        for number, body in enumerate(bodies, start=1)
    ]
    if not parts:
        return frames.typed([], form.table.taken).with_columns(pl.lit(0).alias("ix"))
    return pl.concat(parts).with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias("ix"))


def _checked(
    frame: pl.DataFrame, form: Form, found: Findings, reading: _Reading, finder: Finder, lookups: Lookups
) -> pl.DataFrame:
    check_columns(frame, form, found)
    frame = check_periods(frame, form, found, reading.periods)
    reading.messages += outside_period(frame, form)
    frame = placed(frame, form, finder, found)
    check_rows(frame, form, found, lookups)
    check_keys(frame, form, found)
    return frame


# Files


def listed(paths: Iterable[Path]) -> tuple[dict[Path, str], list[Problem], list[str]]:
    """The files that an import of these paths would read and what each is called, what is wrong with others, and notes.

    Raises Refused where a path is not there.
    """
    reading = _Reading()
    return _files(paths, reading), reading.problems, reading.messages


def _files(paths: Iterable[Path], reading: _Reading) -> dict[Path, str]:
    """The files to read, by name, and what each is called; a folder is read whole. What is not read is said."""
    missing = [say.NOT_FOUND.at(str(path), path) for path in paths if not path.exists()]
    if missing:
        raise Refused(missing)
    found: dict[Path, str] = {}
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            name = hide_identity(file.relative_to(path).as_posix() if file != path else file.name)
            if file not in found and _is_wanted(file, name, path, reading):
                found[file] = name
    return _told_apart(dict(sorted(found.items(), key=lambda one: (one[0].name, str(one[0])))))


def _told_apart(files: dict[Path, str]) -> dict[Path, str]:
    """Two files of one name, from two folders, are told apart by as much of their folders as it takes."""
    for depth in (1, 2, 3):
        folders: dict[str, set[Path]] = {}
        for path, name in files.items():
            folders.setdefault(name, set()).add(path.parent)
        twins = [path for path, name in files.items() if len(folders[name]) > 1]
        files |= {path: hide_identity("/".join(path.parts[-1 - depth :])) for path in twins}
    told: dict[str, Path] = {}
    for path, name in files.items():  # those in one folder whose names differed in what was hidden
        told[next(free for free in _numbered(name) if free not in told)] = path
    return {path: name for name, path in told.items()}


def _numbered(name: str) -> Iterator[str]:
    yield name
    stem, dot, ending = name.rpartition(".")
    yield from (f"{stem} ({number}){dot}{ending}" for number in count(2))


def _is_wanted(file: Path, name: str, given: Path, reading: _Reading) -> bool:
    if file.is_symlink():
        reading.problems.append(say.LINK.at(name, name, file=name))
        reading.lost_files += 1
        return False
    if file.is_dir():
        return False
    if file.name.startswith(_LOCK):
        reading.messages.append(
            in_language(
                f"Bỏ qua {name}: tệp tạm của Office khi sổ làm việc đang mở.",
                f"{name} was left out: Office writes it while a workbook is open.",
            )
        )
        return False
    if file.suffix.lower() not in ENDINGS or (file != given and file.name.startswith(".")):
        reading.problems.append(say.WRONG_KIND.at(name, file.suffix, file_name=name, file=name))
        reading.lost_files += 1
        return False
    return True


def _read(path: Path, name: str, form: Form, said: tuple[str, str] | None, answers: Answers, reading: _Reading) -> None:
    """Read one file into ``reading``. A file of the same bytes as an earlier one is read once."""
    headers = Headers(form, said is not None, answers.columns)
    try:
        sheets = read_file(path, name, headers.score)
    except Refused as refused:
        reading.problems += refused.problems
        reading.lost_files += 1
        return
    twin = next((body.sheet.file for body in reading.bodies if body.sheet.sha256 == sheets[0].sha256), None)
    if twin is not None:
        reading.messages.append(
            in_language(f"{name} giống hệt {twin}: chỉ đọc một lần.", f"{name} is {twin} again: read once.")
        )
        return
    passport = passport_of(sheets)
    if passport and (wrong := form_problems(passport, form, said, name)):
        reading.problems += wrong
        reading.lost_files += 1
        return
    if said is None and form.reviewed and passport and passport.period:
        said = (passport.period, f"trang tính {ABOUT_SHEET}")
    sheets = [sheet for sheet in sheets if not is_own(sheet.name, passport)] or sheets
    lost = reading.lost_files
    _read_sheets(sheets, Headers(form, said is not None, answers.columns), said, answers, reading)
    if passport and is_old(passport, form) and reading.lost_files > lost:
        reading.problems.append(age_problem(passport, form, name))
    elif told_age := age_told(passport, form, name):
        reading.messages.append(told_age)


def _read_sheets(
    sheets: list[Sheet], headers: Headers, said: tuple[str, str] | None, answers: Answers, reading: _Reading
) -> None:
    read, others = False, []
    data = [sheet for sheet in sheets if sheet.rows and not is_own(sheet.name, None)]
    for sheet in data:
        header = headers.find(sheet)
        if header is None:
            others.append(sheet.name)
            continue
        read = True
        reading.questions += header.questions
        reading.used |= {(f"column:{written}", column) for written, column in header.mapped}
        body = None if header.problems else read_body(sheet, header, headers.form, answers)
        if body is None:
            reading.problems += header.problems
            reading.lost_rows += sum(any(map(shown, row)) for row in sheet.rows[header.first - sheet.top :])
            reading.lost_files += 1
        elif not body.numbers:
            reading.problems.append(say.EMPTY_FILE.at("", "", **sheet.place(header.first, sheet.left)))
            reading.lost_files += 1
        else:
            reading.bodies.append(body)
            if said:
                reading.periods[len(reading.bodies)] = said
    if not read:
        form, place = headers.form, (data or sheets)[0].place(1, 1)
        reading.problems.append(say.NO_HEADER.at("", "", form=form.label, wanted=headers.titles, **place))
        reading.lost_files += 1
        return
    reading.messages += [
        in_language(
            f"{data[0].file}: trang “{name}” không có tiêu đề của biểu nên không đọc.",
            f"{data[0].file}: sheet “{name}” has no header of the form and was not read.",
        )
        for name in others
    ]
