"""Documents that were set aside: listed, mended in place, settled.

A document stays open until an act settles it: it was mended, or a newer version of its file was imported.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtqg.core.errors import Refused, code
from mtqg.core.register.opening import Register
from mtqg.core.text import fold

if TYPE_CHECKING:
    from mtqg.core.acts import Author
    from mtqg.core.catalogue import Catalogue
    from mtqg.core.instance import Instance
    from mtqg.core.register.writing import OpenAct
    from mtqg.intake.importing import Imported

NO_DOCUMENT = code(
    "I-130",
    vi="Không có văn bản để riêng {given} còn chờ sửa.",
    en="No document {given} that was set aside waits to be mended.",
    remedy_vi="Xem các văn bản còn chờ: mtqg set-aside.",
    remedy_en="See those that wait: mtqg set-aside.",
    wrong_use=True,
)
NO_SUCH_CELL = code(
    "I-131",
    vi="Văn bản {document} không có cột “{given}”.",
    en="The document {document} has no column “{given}”.",
    remedy_vi="Các cột có: {known}.",
    remedy_en="Its columns: {known}.",
    wrong_use=True,
)

_CONTEXT = "set_aside.document"
_OPEN = (
    "SELECT a.n, s.number, a.place, a.payload, s.document FROM set_aside s JOIN act a ON a.id = s.act_id "
    "WHERE s.settled_by IS NULL"
)


@dataclass(frozen=True)
class Document:
    """A row of a file that was wrong, as it stood there. ``where``: the importing locality."""

    batch: int
    number: int
    form: str
    where: str
    period: str | None
    file: str
    sheet: str
    row: int
    cells: Mapping[str, str]
    errors: tuple[Mapping[str, Any], ...]

    @property
    def name(self) -> str:
        return f"{self.batch}-{self.number}"

    def as_json(self) -> dict[str, Any]:
        """Where it stood and what was wrong. Its cells stay sealed: they may name a person."""
        names = ("batch", "number", "form", "period", "file", "sheet", "row")
        return {**{name: getattr(self, name) for name in names}, "locality": self.where, "errors": list(self.errors)}


def open_documents(register: Register, *, batch: int | None = None) -> list[Document]:
    """The documents that wait, in the order in which they came."""
    rows = register.database.rows(
        f"{_OPEN}{'' if batch is None else ' AND a.n = ?'} ORDER BY a.n, s.number", [] if batch is None else [batch]
    )
    return list(_opened(register, rows))


def of_files(register: Register, form: str, files: Collection[str]) -> list[tuple[int, int]]:
    """The open documents of a form that earlier versions of these files held."""
    marks = ", ".join("?" * len(files))
    sheets = f"SELECT act_id FROM source_sheet WHERE form = ? AND file IN ({marks})"  # noqa: S608 - marks only
    rows = register.database.rows(f"{_OPEN} AND a.n IS NOT NULL AND a.id IN ({sheets})", [form, *files])
    return [(one.batch, one.number) for one in _opened(register, rows) if one.file in files]


def settle(act: OpenAct, documents: Iterable[tuple[int, int]]) -> None:
    """Close documents by an act. Refused where somebody else did meanwhile."""
    listed = list(documents)
    for batch, number in listed:
        done = act.register.database.execute(
            "UPDATE set_aside SET settled_by = ? WHERE number = ? AND settled_by IS NULL "
            "AND act_id = (SELECT id FROM act WHERE n = ?)",
            [act.id, number, batch],
        )
        if done.rowcount != 1:
            raise Refused(NO_DOCUMENT.at(given=f"{batch}-{number}"))
    if listed:
        act.note(settles=[f"{batch}-{number}" for batch, number in listed])


def moved(act: OpenAct, documents: Sequence[tuple[int, int]], *, form: str, period: str | None) -> None:
    """Close documents, and set them aside again where this act stands, sealed as they were.

    Whoever mends them there imports them as of that place. Refused where somebody closed one meanwhile.
    """
    from mtqg.core.batches import keep_aside

    by_number = {number: batch for batch, number in documents}
    batch = documents[0][0]
    rows = act.register.database.rows(
        "SELECT s.number, s.document FROM set_aside s JOIN act a ON a.id = s.act_id "
        "WHERE a.n = ? AND s.settled_by IS NULL ORDER BY s.number",
        [batch],
    )
    settle(act, documents)
    keep_aside(act, [bytes(text) for number, text in rows if number in by_number])
    act.note(form=form, **({"period": period} if period else {}))


def mend(
    instance: Instance,
    author: Author,
    *,
    catalogue: Catalogue,
    batch: int,
    number: int,
    cells: Mapping[str, str],
    why: str = "",
    held: Callable[[OpenAct], None] = lambda _: None,
) -> Imported:
    """Change cells of a document that was set aside and import it again, by itself.

    cells: header as it stands in the form -> what the cell should say. Where something is still wrong nothing is
    written: the answer says what, and the document waits on. held: see ``import_files``.
    """
    from mtqg.intake.importing import import_files

    with instance.register() as register:
        found = [one for one in open_documents(register, batch=batch) if one.number == number]
    if not found:
        raise Refused(NO_DOCUMENT.at(given=f"{batch}-{number}"))
    document = found[0]
    mended = _changed(document, cells)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{Path(document.file).stem}-{document.name}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows([list(mended), list(mended.values())])
        asked: dict[str, Any] = {
            "catalogue": catalogue,
            "form": document.form,
            "paths": [path],
            "locality": document.where or None,
            "period": document.period,
            "why": why,
        }
        tried = import_files(instance, author, **asked, is_dry=True)
        if not tried.is_clean:
            return tried
        done = import_files(instance, author, **asked, settles=[(batch, number)], held=held)
    if done.batch is None:
        _settle_alone(instance, author, document, why)
    return done


def _settle_alone(instance: Instance, author: Author, document: Document, why: str) -> None:
    """The mended row was known already: only the document is closed."""
    from mtqg.core.register.writing import begin

    with (
        instance.register() as register,
        begin(register, author, verb="set_aside.settle", where=document.where, why=why) as act,
    ):
        settle(act, [(document.batch, document.number)])


def _changed(document: Document, cells: Mapping[str, str]) -> dict[str, str]:
    titles = {fold(title): title for title in document.cells}
    known = ", ".join(document.cells)
    wrong = [
        NO_SUCH_CELL.at(given=title, document=document.name, known=known)
        for title in cells
        if fold(title) not in titles
    ]
    if wrong:
        raise Refused(wrong)
    return {**document.cells, **{titles[fold(title)]: value for title, value in cells.items()}}


def _opened(register: Register, rows: Iterable[tuple[Any, ...]]) -> Iterator[Document]:
    listed = list(rows)
    texts = register.cipher.opened([bytes(row[4]) for row in listed], context=_CONTEXT) if listed else []
    for (n, number, place, payload, _), text in zip(listed, texts, strict=True):
        said, told = json.loads(payload), json.loads(text or "{}")
        yield Document(
            batch=int(n),
            number=int(number),
            form=str(said.get("form", "")),
            where=place,
            period=said.get("period"),
            file=told["file"],
            sheet=told["sheet"],
            row=int(told["row"]),
            cells=told["cells"],
            errors=tuple(told["errors"]),
        )
