"""Reading an upload: what would be taken, what is wrong at which cell, what is asked; and recording it."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mtqg.catalogue import CATALOGUE
from mtqg.core.acts import Author
from mtqg.core.catalogue import BOOK_DATASET
from mtqg.core.errors import Problem, Refused
from mtqg.core.instance import Instance, open_instance
from mtqg.intake.answers import read_answers
from mtqg.intake.asking import Question
from mtqg.intake.folder import Said, Work, import_folder, plan_folder
from mtqg.intake.importing import Imported, import_files, lookups_of
from mtqg.intake.receipts import Receipt, state_told
from mtqg.web.intake import uploads
from mtqg.web.intake.uploads import Upload
from mtqg.web.jobs.running import Unwanted
from mtqg.web.submissions.locks import locks, still_open
from mtqg.web.words import t

_COMMAND = re.compile(r": mtqg [^.;]+")
_GIVEN = r"--answer (?:“[^”]*”|[^\s;.]+)(?: \([^)]*\))?"  # an answer as the command line takes it
_ANSWER = re.compile(rf": {_GIVEN}(?: \S+ {_GIVEN})?")
_KEY = re.compile(r" \([a-z]+(?::[^=)]*)?=[^)]*\)")
SHOWN = 300  # errors of a file on its page; all of them stand in its reply


def office() -> Instance:
    """The instance that the pages show."""
    return open_instance(Path(os.environ["MTQG_HOME"]))


def author(user: Any, role: str) -> Author:
    return Author(by=user.get_username(), role=role, at=dt.datetime.now(dt.UTC))


def read(upload: Upload, by: Author, *, is_dry: bool, progress: Callable[[str], None] = lambda _: None) -> None:
    """Read every file of an upload, each as one act unless it is a dry run, and keep what was found with it.

    A file whose data were handed in is refused with the reason of the lock. Raises Unwanted where its job was
    cancelled: files recorded before stay recorded, the rest is untouched. What was recorded meanwhile stays as it is: a
    second click would read its files, which are gone, and forget its receipts.
    """
    if uploads.opened(upload.token, upload.by).state == "recorded":
        return
    instance = office()
    reading = _Reading(instance, upload, by, is_dry, progress)
    said = Said(
        forms=CATALOGUE.forms,
        book=reading.lookups.book,
        form=CATALOGUE.form(upload.form) if upload.form else None,
        home=upload.place,
        period=upload.period or None,
        instance=instance.id,
    )
    works, notes = plan_folder(upload.files, said)
    receipts = import_folder(
        sorted(works, key=lambda work: not _is_book(work)),  # the others name the places of the lists
        reading.one,
        upload.folder / "out",
        by=by.by,
        now=lambda: dt.datetime.now(dt.UTC),
        instance=instance.id,
        progress=reading.say,
    )
    if reading.unwanted:
        raise reading.unwanted
    upload.found = [_told(one) for one in receipts]
    upload.questions = _once(reading.questions)
    upload.notes = list(notes)
    upload.state = "checked" if is_dry else "recorded"
    if not is_dry:
        upload.drop_files()
    upload.save()


class _Reading:
    """One reading of the files of an upload."""

    def __init__(
        self, instance: Instance, upload: Upload, by: Author, is_dry: bool, progress: Callable[[str], None]
    ) -> None:
        self.instance, self.upload, self.by, self.is_dry, self.progress = instance, upload, by, is_dry, progress
        self.lookups = lookups_of(instance, CATALOGUE)
        self.answers = read_answers(upload.answers)
        self.questions: list[Question] = []
        self.unwanted: Unwanted | None = None

    def say(self, message: str) -> None:
        """Say how far it is. Who cancels the job ends the reading of the files that are left."""
        if self.unwanted:
            raise self.unwanted
        try:
            self.progress(message)
        except Unwanted as unwanted:
            self.unwanted = unwanted
            raise

    def one(self, work: Work) -> Imported:
        assert work.form is not None
        with self.instance.register() as register:
            if why := locks(register.database, work.form.name, work.locality, work.period):
                raise Refused(why)
        done = import_files(
            self.instance,
            Author(self.by.by, self.by.role, dt.datetime.now(dt.UTC)),
            catalogue=CATALOGUE,
            form=work.form.name,
            paths=[work.path],
            locality=work.locality or None,
            period=work.period,
            answers=self.answers,
            is_dry=self.is_dry,
            why="nhập qua trang",
            lookups=self.lookups,
            progress=self.say,
            held=still_open(work.form.name, work.locality, work.period),
        )
        self.questions += done.questions
        if _is_book(work) and done.batch is not None:
            self.lookups = lookups_of(self.instance, CATALOGUE)
        return done


def plain(problem: Problem) -> str:
    """What to do, for somebody who has pages and no command line."""
    asked = _ANSWER.sub(f" ({t('câu hỏi ở đầu trang')})", problem.remedy)
    return _COMMAND.sub("", asked)


def _is_book(work: Work) -> bool:
    return work.form is not None and work.form.table.dataset == BOOK_DATASET


def _told(one: Receipt) -> dict[str, Any]:
    """What a page shows of a file, without what only the reply holds."""
    errors = [{**problem.as_cell_json(), "remedy": plain(problem)} for problem in one.problems[:SHOWN]]
    body = one.as_json()
    names = ("name", "file", "form", "locality", "locality_name", "period", "state", "batch", "rows_ok", "rows_bad")
    return {
        **{name: body[name] for name in (*names, "new", "replaced", "unchanged", "reply")},
        "form_label": one.form_label or one.form,
        "version": one.version,
        "is_known": one.is_known,
        "state_told": state_told(one),
        "messages": [_KEY.sub("", line) for line in one.messages],
        "errors": errors,
        "error_count": len(one.problems),
        "sha256": one.sha256,
        "at": one.at.isoformat(),
    }


def _once(questions: list[Question]) -> list[dict[str, Any]]:
    """The questions of all files, each once, with the cells that wait for it in all of them."""
    found: dict[tuple[str, tuple[Any, ...]], dict[str, Any]] = {}
    for one in questions:
        at = (one.key, tuple(choice.answer for choice in one.choices))
        if at in found:
            found[at]["cells"] += one.cells
        else:
            found[at] = one.as_json()
    return list(found.values())
