"""A whole folder in one go: each workbook says what it is, is imported by its own act, and gets a receipt and a reply.

Nothing stops at a bad file. Planning reads files and books only; what imports a planned file is passed in.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from mtqg.core import disk
from mtqg.core.errors import Problem, Refused
from mtqg.core.form import Form
from mtqg.core.period import read_period
from mtqg.intake import passport_problems as wrong
from mtqg.intake import problems as say
from mtqg.intake.load import listed
from mtqg.intake.lookups import Book
from mtqg.intake.messages import in_language
from mtqg.intake.passport import Passport, day_of, form_problems, place_problems, read_passport, template_version
from mtqg.intake.receipts import Receipt, State

RECEIPTS, REPLIES = "bien-nhan", "tra-loi"
_LACKING = {"form": ("biểu", "its form"), "locality": ("đơn vị", "its locality"), "period": ("kỳ", "its period")}


@dataclass(frozen=True)
class Work:
    """A file of the folder and what it says of itself, or what was said of it: one import, one act.

    name: what the file is called in what is told. sha256: "" for what is not opened: a scan, a link. locality: rows
    outside are refused. problems: why it is not imported. twin: an earlier file with the same bytes. notes: what
    should be known, though nothing is wrong.
    """

    path: Path
    name: str
    sha256: str
    form: Form | None
    locality: str
    locality_name: str
    period: str | None
    passport: Passport | None
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    twin: str = ""

    @property
    def is_ready(self) -> bool:
        return not self.problems and not self.twin


class Done(Protocol):
    """What an import tells; ``mtqg.intake.importing.Imported`` is one."""

    @property
    def batch(self) -> int | None: ...
    @property
    def rows_ok(self) -> int: ...
    @property
    def rows_bad(self) -> int: ...
    @property
    def new(self) -> int: ...
    @property
    def replaced(self) -> int: ...
    @property
    def unchanged(self) -> int: ...
    @property
    def problems(self) -> list[Problem]: ...
    @property
    def messages(self) -> list[str]: ...
    @property
    def is_dry(self) -> bool: ...
    @property
    def is_known(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the command says of all files: it stands where a file says nothing, and must not contradict one that does.

    home: the importing locality. instance: the id of the instance, "" where any will do.
    """

    forms: Mapping[str, Form]
    book: Book
    form: Form | None = None
    home: str | None = None
    period: str | None = None
    instance: str = ""


def plan_folder(paths: Iterable[Path], said: Said, *, out: Path | None = None) -> tuple[list[Work], list[str]]:
    """What to do with each file below some paths, files of other kinds last; and notes on what was left out.

    Raises Refused only where the call itself is wrong: a path that is not there, a period that does not parse, an
    importing locality that no day knows, or a folder of replies (``out``) among the files.
    """
    paths = list(paths)
    if out and any(out.resolve().is_relative_to(path.resolve()) for path in paths if path.is_dir()):
        raise Refused(wrong.OUT_INSIDE.at("--out", out.name))
    if said.home and said.home not in said.book.by_code:
        raise Refused(say.NO_HOME_PLACE.at("--locality", said.home))
    if said.period:
        read_period(said.period)
    files, problems, messages = listed(paths)
    works: list[Work] = []
    for path, name in files.items():
        works.append(_told_apart(_planned(path, name, said), works))
    works += [
        Work(Path(), problem.file, "", None, said.home or "", "", None, None, (), (problem,)) for problem in problems
    ]
    return works, messages


def _planned(path: Path, name: str, said: Said) -> Work:
    work = Work(path, name, "", None, said.home or "", _name(Passport(), said), None, None)
    try:
        work = replace(work, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
        work = replace(work, passport=read_passport(path, name))
        return _identified(work, work.passport or Passport(), said)
    except OSError as reason:
        return replace(work, problems=(say.UNREADABLE.at(name, reason.strerror or reason, file=name),))
    except Refused as refused:
        return replace(work, problems=tuple(refused.problems))
    except Exception as fault:  # one file's misfortune, as in the import itself
        return replace(work, problems=(_failed(work, fault),))


def _identified(work: Work, passport: Passport, said: Said) -> Work:
    """The work with its form, locality and period, or with every reason why they are not known."""
    form = said.forms.get(passport.form) if passport.form else said.form
    about = replace(passport, period=passport.period or said.period or "")
    problems = place_problems(about, said.book, said.home, said.instance, work.name)
    if passport.form and form is None:
        known = ", ".join(said.forms)
        problems.append(wrong.UNKNOWN_FORM.at("", passport.form, known=known, file=work.name, sheet="mtqg"))
    asked = said.form or form
    if asked and form:
        period = (said.period, "--period") if said.period else None
        problems += form_problems(passport, asked, period, work.name)
    period_text = (passport.period or said.period) if form and form.reviewed else None
    found = {"form": form or passport.form, "locality": passport.locality or said.home, "period": period_text}
    wanted = ["form", "locality", *(["period"] if form and form.reviewed and not _has_own_period(work, form) else [])]
    if lacking := [word for word in wanted if not found[word]]:
        problems.append(_lacks(lacking, work.name))
    return replace(
        work,
        form=form,
        locality=passport.locality or said.home or "",
        locality_name=_name(about, said),
        period=period_text,
        problems=tuple(problems),
    )


def _has_own_period(work: Work, form: Form) -> bool:
    """Whether the rows may give the period themselves: a foreign file with a column Kỳ; its header will tell."""
    return work.passport is None and any(item.column == "period" for item in form.fields)


def _lacks(lacking: Sequence[str], file: str) -> Problem:
    words = {
        "lacking_vi": ", ".join(_LACKING[word][0] for word in lacking),
        "lacking_en": ", ".join(_LACKING[word][1] for word in lacking),
    }
    options = ", ".join(f"--{word}" for word in lacking)
    return wrong.NO_PASSPORT.at(file, "", **words, options=options, file=file)


def _name(passport: Passport, said: Said) -> str:
    code = passport.locality or said.home
    if not code:
        return ""
    unit = said.book.version(code, day_of(passport))
    return unit.name if unit else ""


def _told_apart(work: Work, earlier: Sequence[Work]) -> Work:
    """A file of the same bytes is done once; one of the same form, place and period is done, and this is said."""
    for other in earlier:
        if work.sha256 and other.sha256 == work.sha256 and not other.twin:
            return replace(work, twin=other.name)
    same = [other for other in earlier if _subject(other) == _subject(work) and other.is_ready]
    if not same or not work.is_ready or work.passport is None:
        return work
    told = in_language(
        f"{work.name}: cùng biểu, đơn vị và kỳ với {same[-1].name}; dòng trùng khóa thay dòng của tệp trước.",
        f"{work.name} is of the form, locality and period of {same[-1].name}; its rows replace those of the same key.",
    )
    return replace(work, notes=(*work.notes, told))


def _subject(work: Work) -> tuple[str, str, str]:
    return work.form.name if work.form else "", work.locality, work.period or ""


# The import itself


def import_folder(
    works: Sequence[Work],
    importer: Callable[[Work], Done],
    out: Path | None,
    *,
    by: str,
    now: Callable[[], dt.datetime],
    instance: str = "",
    only_wrong: bool | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Receipt]:
    """Import each planned file by itself and write its receipt, and a reply where something is wrong.

    importer: imports one file as one act and tells what it did; Refused from it is that file's own misfortune, and so
        is any other error: its file gets a coded one, the next file goes on.
    out: folder of receipts and replies; None writes none. by: who imports, as the receipt names them. only_wrong:
        replies hold only the rows with errors; None: those of large files do.
    """
    receipts = []
    for number, work in enumerate(works, start=1):
        progress(in_language(f"Tệp {number}/{len(works)}: {work.name}", f"File {number}/{len(works)}: {work.name}"))
        done, problems = _imported(work, importer)
        receipt = receipt_of(work, done, problems, number=number, at=now(), by=by)
        receipts.append(_written(work, receipt, out, instance, only_wrong=only_wrong) if out else receipt)
    return receipts


def _imported(work: Work, importer: Callable[[Work], Done]) -> tuple[Done | None, list[Problem]]:
    if not work.is_ready:
        return None, list(work.problems)
    try:
        done = importer(work)
    except Refused as refused:
        return None, refused.problems
    except Exception as fault:
        return None, [_failed(work, fault)]
    return done, list(done.problems)


def _failed(work: Work, fault: Exception) -> Problem:
    """What a fault says may quote a cell: only its kind is told."""
    return wrong.FAILED.at(work.name, type(fault).__name__, file=work.name)


def receipt_of(
    work: Work, done: Done | None, problems: Sequence[Problem], *, number: int, at: dt.datetime, by: str
) -> Receipt:
    """The receipt of one file."""
    twin = [in_language(f"Giống hệt {work.twin}: chỉ nhập một lần.", f"The same as {work.twin}: imported once.")]
    return Receipt(
        name=_receipt_name(work, number),
        file=work.name,
        sha256=work.sha256,
        form=work.form.name if work.form else work.passport.form if work.passport else "",
        form_label=work.form.label if work.form else "",
        locality=work.locality,
        locality_name=work.locality_name,
        period=work.period or "",
        version=work.passport.version if work.passport else "",
        is_known=bool(done and done.is_known),
        state=_state(work, done, problems),
        batch=done.batch if done else None,
        rows_ok=done.rows_ok if done else 0,
        rows_bad=done.rows_bad if done else 0,
        new=done.new if done else 0,
        replaced=done.replaced if done else 0,
        unchanged=done.unchanged if done else 0,
        at=at,
        by=by,
        is_dry=done.is_dry if done else False,
        problems=tuple(problems),
        messages=(*work.notes, *(done.messages if done else ()), *(twin if work.twin else ())),
    )


def _state(work: Work, done: Done | None, problems: Sequence[Problem]) -> State:
    if work.twin:
        return "twin"
    if done is None or (problems and not done.rows_ok):
        return "refused"
    if problems:
        return "partly"
    return "taken" if done.batch is not None or (done.is_dry and not done.is_known) else "unchanged"


def _receipt_name(work: Work, number: int) -> str:
    """Number, unit, form, period and digest: what a file was called may name a person and is not repeated."""
    form = work.form.name if work.form else "bieu"
    parts = (f"{number:04d}", work.locality, form, work.period or "", work.sha256[:8])
    return "_".join("".join(sign if sign.isalnum() or sign in "-." else "-" for sign in one) for one in parts if one)


def _written(work: Work, receipt: Receipt, out: Path, instance: str, *, only_wrong: bool | None) -> Receipt:
    """The receipt, with its reply where something is wrong, written; a disk that fails is told, not raised."""
    try:
        if receipt.problems:
            receipt = replace(receipt, reply=f"{receipt.name}_tra-loi.xlsx")
            _reply(work, receipt, out / REPLIES / receipt.reply, instance, only_wrong=only_wrong)
    except Exception as fault:
        given = fault.problems[0].given if isinstance(fault, Refused) else type(fault).__name__
        failed = wrong.NO_REPLY.at(work.name, given, file=work.name)
        receipt = replace(receipt, reply="", messages=(*receipt.messages, str(failed)))
    texts = {"txt": receipt.as_text(), "html": receipt.as_html()}
    texts["json"] = json.dumps(receipt.as_json(), ensure_ascii=False, indent=2) + "\n"
    try:
        for ending, text in texts.items():
            disk.replace_file(out / RECEIPTS / f"{receipt.name}.{ending}", text.encode())
    except Refused as refused:
        receipt = replace(receipt, messages=(*receipt.messages, *map(str, refused.problems)))
    return receipt


def _reply(work: Work, receipt: Receipt, path: Path, instance: str, *, only_wrong: bool | None) -> None:
    from mtqg.intake.replies import write_reply

    says = _passport_of_reply(work, receipt, instance)
    file = work.path if work.sha256 else None
    write_reply(file, work.form, receipt, path, sent=work.passport, passport=says, only_wrong=only_wrong)


def _passport_of_reply(work: Work, receipt: Receipt, instance: str) -> Passport | None:
    """A reply says of itself what its file said, or what the command said of it: it can be sent back by any name."""
    if work.form is None:
        return work.passport
    return Passport(
        form=work.form.name,
        locality=work.locality,
        period=work.period or "",
        version=(work.passport and work.passport.version) or template_version(work.form),
        instance=(work.passport and work.passport.instance) or instance,
        made=f"{receipt.at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
    )
