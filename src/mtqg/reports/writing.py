"""Writing a report: the document, the trace of its numbers and the note to the signatory, side by side."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtqg.core.acts import GENESIS
from mtqg.core.errors import Refused
from mtqg.core.instance import Instance
from mtqg.reports import drawing
from mtqg.reports.document import Chart, Document
from mtqg.reports.office import office_of
from mtqg.reports.problems import FORM_NOT_YET, IS_FOLDER, NO_FOLDER, NO_SUCH_REPORT, NOT_WRITTEN, UNKNOWN_FORM
from mtqg.reports.source import ShelfSource, Source

if TYPE_CHECKING:
    from mtqg.reports.province import Built, Earlier

NOTE = "signatory-note"
REPORTS = ("province", NOTE)
PICTURES: dict[str, drawing.Form] = {".docx": "png", ".html": "svg"}  # the form of the charts in each form
FORMS = tuple(PICTURES)
LATER = (".pdf", ".xlsx")


def check(name: str, out: Path) -> None:
    """Refuse an unknown report, a form that cannot be written, or a folder that is not there; all at once."""
    problems = []
    if name not in REPORTS:
        problems.append(NO_SUCH_REPORT.at(given=name, known=", ".join(REPORTS)))
    known = ", ".join(FORMS)
    if out.suffix.lower() in LATER:
        problems.append(FORM_NOT_YET.at(given=out.suffix, known=known))
    elif out.suffix.lower() not in FORMS:
        problems.append(UNKNOWN_FORM.at(given=out.name, known=known))
    if not out.resolve().parent.is_dir():
        problems.append(NO_FOLDER.at(given=out.parent))
    elif out.is_dir():
        problems.append(IS_FOLDER.at(given=out))
    if problems:
        raise Refused(problems)


def write_report(
    instance: Instance,
    name: str,
    *,
    locality: str,
    as_of: dt.date,
    out: Path,
    more: Iterable[Path] = (),
    known: dt.datetime | int | None = None,
    known_text: str = "now",
    is_filled: bool = False,
    since: Path | None = None,
    since_when: str = "",
) -> list[Path]:
    """Write a report of an instance: ``out``, its trace, and beside it the note (unless the note itself is asked for).

    ``more``: files for the same report in other forms; its figures are computed once.
    ``known``: answer from the state as recorded by then, closed or not, instead of from the editions of now.
    ``is_filled``: count what was chosen for communes that have not sent theirs, and say so wherever it is.
    ``since``: the trace of a report written before; what says something else is listed in an annex and in
        FILE.changes.json. ``since_when``: how that report is called there; by its file unless said.
    Raises Refused when nothing was closed by that day, or a file cannot be written.
    """
    outs = [out, *more]
    for one in outs:
        check(name, one)
    earlier = None
    if since is not None:
        from mtqg.reports.province import Earlier
        from mtqg.reports.since import read_trace

        earlier = Earlier(read_trace(since), since_when or since.name)
    drawing.start()
    with opened_source(instance, locality, as_of, known, known_text, is_filled=is_filled) as source:
        files = _files(source, instance.home, name, outs, earlier)
    for path, data in files.items():
        _put(path, data)
    return list(files)


def _files(source: Source, home: Path, name: str, outs: Sequence[Path], earlier: Earlier | None) -> dict[Path, bytes]:
    """The report, its trace and its note in each form that is asked for."""
    forms = () if name == NOTE else tuple(dict.fromkeys(PICTURES[one.suffix.lower()] for one in outs))
    built, note = documents(source, home, pictures=forms, earlier=earlier)
    report = built.document
    files: dict[Path, bytes] = {}
    for one in outs:
        main = note if name == NOTE else report
        files |= {one: rendered(main, source, one.suffix), traced(one): tracing(main)}
        if name != NOTE:
            files[noted(one)] = rendered(note, source, one.suffix)
        if name != NOTE and earlier is not None:
            files[changes(one)] = _json_lines([change.as_json() for change in built.touched])
    return files


@contextmanager
def opened_source(
    instance: Instance,
    locality: str,
    as_of: dt.date,
    known: dt.datetime | int | None = None,
    known_text: str = "now",
    *,
    is_filled: bool = False,
) -> Iterator[ShelfSource]:
    """The source of an instance's figures: its editions; with ``known`` the state as recorded by then."""
    from mtqg.books import opened_shelf, targets_of

    with opened_shelf(instance, known, only_closed=known is None, is_filled=is_filled) as shelf:
        newest = max(shelf.snapshots, key=lambda one: int(one.manifest["n"]), default=None)
        acts = instance.chain.acts if shelf.live is None else instance.chain.acts[: shelf.live.n]
        head = (len(acts), acts[-1].digest if acts else GENESIS)
        synthetic = instance.origin == "synthetic"
        yield ShelfSource(shelf, locality, as_of, targets_of(newest), head, synthetic, known_text)


def source_of(instance: Instance, locality: str, as_of: dt.date) -> ShelfSource:
    """The source of an instance's closed figures."""
    with opened_source(instance, locality, as_of) as source:
        return source


def documents(
    source: Source,
    home: Path | None = None,
    *,
    pictures: Sequence[drawing.Form] = (),
    earlier: Earlier | None = None,
) -> tuple[Built, Document]:
    """The report and its note. ``pictures``: the forms in which charts are drawn aside meanwhile."""
    from mtqg.reports import note
    from mtqg.reports.province import build

    def drawn(chart: Chart) -> None:
        for form in pictures:
            drawing.begin(chart.spec, form)

    office = office_of(source.place, home)
    built = build(source, office, drawn=drawn, earlier=earlier)
    return built, note.build(built, office, note.shipped_statements(source.place, source.as_of))


def rendered(document: Document, source: Source, suffix: str) -> bytes:
    """The bytes of a document in a form."""
    if suffix.lower() == ".docx":
        from mtqg.reports import docx

        return docx.render(document)
    from mtqg.reports import html

    return html.render(document, source).encode()


def traced(out: Path) -> Path:
    """Where the trace stands: FILE.trace.json."""
    return out.with_name(f"{out.name}.trace.json")


def noted(out: Path) -> Path:
    """Where the note stands: STEM.phieu-trinh.(docx|html)."""
    return out.with_name(f"{out.stem}.phieu-trinh{out.suffix}")


def changes(out: Path) -> Path:
    """Where it stands what changed since the report was written before: FILE.changes.json."""
    return out.with_name(f"{out.name}.changes.json")


def tracing(document: Document) -> bytes:
    """The trace as JSON, a line for each number."""
    from mtqg.reports.trace import trace

    return _json_lines(trace(document))


def _json_lines(entries: Iterable[dict[str, Any]]) -> bytes:
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f"[\n{lines}\n]\n".encode()


def _put(path: Path, data: bytes) -> None:
    from mtqg.core.disk import replace_file

    try:
        replace_file(path, data)
    except (OSError, Refused):
        raise Refused(NOT_WRITTEN.at(given=path)) from None
