"""Writing a report: the document, the trace of its numbers and the note to the signatory, side by side."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from mtqg.core.errors import Refused
from mtqg.core.instance import Instance
from mtqg.reports import charts
from mtqg.reports.document import Document
from mtqg.reports.office import office_of
from mtqg.reports.problems import FORM_NOT_YET, IS_FOLDER, NO_FOLDER, NO_SUCH_REPORT, NOT_WRITTEN, UNKNOWN_FORM
from mtqg.reports.source import ShelfSource, Source

NOTE = "signatory-note"
REPORTS = ("province", NOTE)
FORMS = (".docx", ".html")
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


def write_report(instance: Instance, name: str, *, locality: str, as_of: dt.date, out: Path) -> list[Path]:
    """Write a report of an instance: ``out``, its trace, and beside it the note (unless the note itself is asked for).

    Raises Refused when nothing was closed by that day, or a file cannot be written.
    """
    check(name, out)
    charts.warm()
    source = source_of(instance, locality, as_of)
    report, note = documents(source, instance.home, picture="png" if out.suffix.lower() == ".docx" else "svg")
    main = note if name == NOTE else report
    files = {out: rendered(main, source, out.suffix), traced(out): tracing(main)}
    if name != NOTE:
        files[noted(out)] = rendered(note, source, out.suffix)
    for path, data in files.items():
        _put(path, data)
    return list(files)


def source_of(instance: Instance, locality: str, as_of: dt.date) -> ShelfSource:
    """The source of an instance's figures, known now."""
    from mtqg.books import open_shelf, targets_of

    shelf = open_shelf(instance)
    newest = max(shelf.snapshots, key=lambda one: int(one.manifest["n"]), default=None)
    head = (instance.chain.n, instance.chain.head)
    synthetic = instance.origin == "synthetic"
    return ShelfSource(shelf, locality, as_of, targets_of(newest), head, synthetic_instance=synthetic)


def documents(source: Source, home: Path | None = None, *, picture: str = "svg") -> tuple[Document, Document]:
    """The report and its note. ``picture``: the form in which charts are drawn aside meanwhile."""
    from mtqg.reports import note
    from mtqg.reports.province import build

    office = office_of(source.place, home)
    built = build(source, office, drawn=lambda chart: charts.begin(chart, picture))
    return built.document, note.build(built, office, note.shipped_statements(source.place, source.as_of))


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


def tracing(document: Document) -> bytes:
    """The trace as JSON."""
    from mtqg.reports.trace import trace

    return json.dumps(trace(document), ensure_ascii=False, indent=1).encode()


def _put(path: Path, data: bytes) -> None:
    from mtqg.core.disk import replace_file

    try:
        replace_file(path, data)
    except (OSError, Refused):
        raise Refused(NOT_WRITTEN.at(given=path)) from None
