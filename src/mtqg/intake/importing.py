"""An import as one act: what is right in the files goes in, what is wrong is set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from mtqg.core import batches
from mtqg.core.acts import Author
from mtqg.core.catalogue import BOOK_DATASET, Catalogue
from mtqg.core.errors import Problem
from mtqg.core.form import Form
from mtqg.core.instance import Instance
from mtqg.core.register.writing import OpenAct
from mtqg.intake import documents, remembered
from mtqg.intake.answers import Answers, Remembered, Used, read_answers
from mtqg.intake.load import Loaded, load
from mtqg.intake.lookups import Lookups, Village

if TYPE_CHECKING:
    from mtqg.intake.asking import Question
    from mtqg.intake.receipts import Receipt

VILLAGES = "villages"  # the table of the office's list of villages


@dataclass(frozen=True)
class Imported:
    """What an import did; with a dry run, what it would do. ``batch`` is None when nothing was written, ``is_known``
    where nothing is there to write.
    """

    form: Form
    batch: int | None
    rows_ok: int
    rows_bad: int
    documents_ok: int
    documents_bad: int
    new: int
    replaced: int
    unchanged: int
    problems: list[Problem]
    messages: list[str]
    is_dry: bool
    questions: list[Question] = field(default_factory=list)
    is_known: bool = False

    @property
    def is_clean(self) -> bool:
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        """The contract's shape of an import."""
        names = ("batch", "documents_ok", "documents_bad", "rows_ok", "rows_bad", "new", "replaced", "unchanged")
        body = {name: getattr(self, name) for name in names}
        errors = [problem.as_cell_json() for problem in self.problems]
        questions = [question.as_json() for question in self.questions]
        return {**body, "errors": errors, "questions": questions, "messages": self.messages, "dry_run": self.is_dry}


def import_files(
    instance: Instance,
    author: Author,
    *,
    catalogue: Catalogue,
    form: str,
    paths: Iterable[Path],
    locality: str | None = None,
    period: str | None = None,
    answers: Answers | None = None,
    is_dry: bool = False,
    why: str = "",
    lookups: Lookups | None = None,
    settles: Iterable[tuple[int, int]] = (),
    progress: Callable[[str], None] = lambda _: None,
    held: Callable[[OpenAct], None] = lambda _: None,
) -> Imported:
    """Import files and folders of a form as one act, or read them only (``is_dry``).

    What the office answered before for the form is used again, and what it answers now is remembered.
    lookups: what to look up in; without it the shipped books and the instance's own villages.
    settles: documents set aside earlier (batch, number) that these files mend; those of an earlier version of the same
        files are settled too.
    held: asks inside the act whether it may still be done, and raises Refused where it may not.
    """
    wanted = catalogue.form(form)
    answers = _recalled(instance, answers or Answers(), wanted)
    loaded = load(
        list(paths),
        wanted,
        locality=locality,
        period=period,
        answers=answers,
        lookups=lookups or lookups_of(instance, catalogue),
        origin=instance.origin,
        progress=progress,
    )
    added = batches.Added(None, 0, 0, 0)
    if is_dry and loaded.sources:
        added = batches.tried(
            instance,
            form=wanted.name,
            table=wanted.table,
            rows=loaded.rows,
            sources=loaded.sources,
            set_aside=loaded.set_aside,
        )
    elif loaded.sources:
        added = batches.add(
            instance,
            author,
            form=wanted.name,
            table=wanted.table,
            rows=loaded.rows,
            sources=loaded.sources,
            set_aside=loaded.set_aside,
            where=locality or "",
            why=why,
            answers=answers.given,
            raw=loaded.raw,
            also=partial(
                _beside,
                form=wanted,
                loaded=loaded,
                period=period,
                settles=list(settles),
                origin=instance.origin,
                held=held,
            ),
        )
    return _imported(wanted, loaded, added, is_dry=is_dry)


def _recalled(instance: Instance, answers: Answers, form: Form) -> Answers:
    """The answers given now, and those that the office gave before for the form."""
    with instance.register() as register:
        kept = remembered.remembered(register, form.name)
    known = [Remembered(form.name, one.question.partition("=")[0], one.answer, one.batch) for one in kept]
    return read_answers(answers.given, known, form.name) if known else answers


def _beside(
    act: OpenAct,
    *,
    form: Form,
    loaded: Loaded,
    period: str | None,
    settles: Sequence[tuple[int, int]],
    origin: str,
    held: Callable[[OpenAct], None],
) -> None:
    """What belongs to an import beside its rows: the answers to remember, and the documents that it settles."""
    held(act)
    if period:
        act.note(period=period)
    fresh = [used for used in loaded.answers_used if used.batch is None]
    remembered.remember(act, form.name, [_to_remember(used) for used in fresh], origin=origin)
    files = {source.file for source in loaded.sources}
    settled = {*settles, *documents.of_files(act.register, form.name, files)}
    documents.settle(act, sorted(settled))


def _to_remember(used: Used) -> remembered.Remembered:
    """An answer by its question. Two encodings can stand side by side, so each is a question of its own."""
    question = f"{used.key}={used.value}" if used.key == "encoding" else used.key
    return remembered.Remembered(question, used.value)


def import_each(
    instance: Instance,
    author: Callable[[], Author],
    *,
    catalogue: Catalogue,
    paths: Iterable[Path],
    form: str | None = None,
    locality: str | None = None,
    period: str | None = None,
    answers: Answers | None = None,
    out: Path | None = None,
    is_dry: bool = False,
    why: str = "",
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[list[Receipt], list[str]]:
    """Import each file by itself, as one act: every workbook says its own form, locality and period.

    form, locality, period: what is said of files that say nothing themselves. out: folder of receipts and replies.
    Lists of places go first: the other files name them. Gives the receipts in the order of the files, and notes on
    what was left out. Raises Refused only where the call itself is wrong.
    """
    from mtqg.intake.folder import Said, Work, import_folder, plan_folder

    lookups = lookups_of(instance, catalogue)
    said = Said(
        forms=catalogue.forms,
        book=lookups.book,
        form=catalogue.form(form) if form else None,
        home=locality,
        period=period,
        instance=instance.id,
    )
    works, notes = plan_folder(paths, said, out=out)
    receipts: dict[int, Receipt] = {}
    for is_book in (True, False):
        chosen = [(at, work) for at, work in enumerate(works) if _is_book(work.form) == is_book]

        def importer(work: Work, known: Lookups = lookups) -> Imported:
            assert work.form is not None
            return import_files(
                instance,
                author(),
                catalogue=catalogue,
                form=work.form.name,
                paths=[work.path],
                locality=work.locality or None,
                period=work.period,
                answers=answers,
                is_dry=is_dry,
                why=why,
                lookups=known,
            )

        made = import_folder(
            [work for _, work in chosen],
            importer,
            out,
            by=author().by,
            now=lambda: author().at,
            instance=instance.id,
            progress=progress,
        )
        receipts |= {at: receipt for (at, _), receipt in zip(chosen, made, strict=True)}
        if chosen and is_book:
            lookups = lookups_of(instance, catalogue)
    return [receipts[at] for at in sorted(receipts)], notes


def _is_book(form: Form | None) -> bool:
    return form is not None and form.table.dataset == BOOK_DATASET


def _imported(form: Form, loaded: Loaded, added: batches.Added, *, is_dry: bool) -> Imported:
    right = len(loaded.rows)
    return Imported(
        form=form,
        batch=added.batch,
        rows_ok=right,
        rows_bad=loaded.rows_bad,
        documents_ok=right,
        documents_bad=loaded.documents_bad,
        new=added.new,
        replaced=added.replaced,
        unchanged=added.unchanged,
        problems=loaded.problems,
        messages=loaded.messages,
        is_dry=is_dry,
        questions=loaded.questions,
        is_known=added.is_known,
    )


def lookups_of(instance: Instance, catalogue: Catalogue) -> Lookups:
    """The instance's books of localities and law, and the villages that it holds."""
    from mtqg.law import with_values
    from mtqg.law.office import law_at
    from mtqg.localities.office import localities_at

    with instance.register() as register:
        law, localities = law_at(register.database), localities_at(register.database)

    def with_law(frame: Any, names: Iterable[str], *, on: str, by: list[str]) -> Any:
        return with_values(frame, *names, on=on, by=by, law=law)

    standards = [standard.name for standard in law.standards]
    return Lookups(localities, office_villages(instance, catalogue), with_law, standards)


def office_villages(instance: Instance, catalogue: Catalogue) -> list[Village]:
    """The villages of the office's list, each spell of them."""
    if VILLAGES not in catalogue.tables:
        return []
    rows: pl.DataFrame = batches.live(instance, catalogue.tables[VILLAGES]).collect()
    columns = ("village_code", "village_name", "locality_code", "day", "ends_on")
    return [Village(*row) for row in rows.select(columns).sort("village_code", "day").iter_rows()]
