"""Every write of evidence. The caller has asked whether this person may do it here.

with kept(register, EVIDENCE, code, files) as digests, begin(register, author, verb="evidence.add") as act:
    attach(act, {...}, files, digests, origin="real")
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from mtqg.core.disk import sha256
from mtqg.core.errors import Problem, Refused
from mtqg.core.register import attached
from mtqg.core.register.entering import enter, is_code
from mtqg.core.register.opening import Register
from mtqg.core.register.writing import OpenAct
from mtqg.core.table import Table
from mtqg.core.text import clean
from mtqg.evidence import problems as wrong
from mtqg.evidence.reading import File, read
from mtqg.evidence.terms import EVIDENCE, KIND, LAW_SCANS, SCAN

MOST = 20  # files beside one thing
Row = Mapping[str, Any]


def read_all(given: Sequence[tuple[str, bytes]]) -> list[File]:
    """Files by their content. Refused with what is wrong with each of them."""
    found: list[File] = []
    problems: list[Problem] = []
    for name, data in given:
        try:
            found.append(read(name, data))
        except Refused as refused:
            problems += [dataclasses.replace(one, place=name[-60:]) for one in refused.problems]
    if problems:
        raise Refused(problems)
    return found


@contextmanager
def kept(register: Register, table: Table, code: str, files: Sequence[File]) -> Iterator[list[str]]:
    """The files sealed and written, before the act that names them; taken back where it fails."""
    digests: list[str] = []
    try:
        for number, file in enumerate(files, start=1):
            context = _context(table, _numbered(code, number))
            digests.append(attached.keep(register.home, register.cipher, file.data, context=context))
        yield digests
    except Refused:
        # Whatever else ends an act may have ended it after it was there: then the files stay.
        attached.forget(register.home, digests)
        raise


def attach(act: OpenAct, row: Row, files: Sequence[File], digests: Sequence[str], *, origin: str, there: int) -> None:
    """Files beside a record or a submission. ``there``: how many stand beside it already."""
    problems = _missing(EVIDENCE, row, ("title",), KIND)
    if there + len(files) > MOST:
        problems.append(wrong.TOO_MANY.at(given=there, limit=MOST))
    _enter(act, EVIDENCE, row, files, digests, origin, problems)
    act.note(subject=row["subject"])


def add_scans(act: OpenAct, row: Row, files: Sequence[File], digests: Sequence[str], *, origin: str) -> None:
    """Scanned pages of a legal document: a PDF, or pictures of pages that follow each other."""
    problems = _missing(LAW_SCANS, row, ("document", "source"), SCAN)
    rows = [{**row, "first_page": row["first_page"] + at} for at in range(len(files))]
    _enter(act, LAW_SCANS, rows, files, digests, origin, problems)
    act.note(document=row["document"])


def opened(register: Register, table: Table, row: Any) -> bytes:
    """The content of a file in clear. Refused where it is gone, changed, or not what its row says."""
    context = _context(table, getattr(row, table.key[0]))
    data = attached.opened(register.home, register.cipher, row.sealed_digest, context=context)
    if sha256(data) != row.content_digest:
        raise Refused(attached.LOST.at("", row.sealed_digest[:12]))
    return data


def _enter(
    act: OpenAct,
    table: Table,
    row: Row | Sequence[Row],
    files: Sequence[File],
    digests: Sequence[str],
    origin: str,
    problems: list[Problem],
) -> None:
    if problems:
        raise Refused(problems)
    key = table.key[0]
    given = [row] * len(files) if isinstance(row, Mapping) else row
    whole = [
        {
            **one,
            key: _numbered(one[key], number),
            "media_type": file.media_type,
            "byte_count": len(file.data),
            "content_digest": sha256(file.data),
            "sealed_digest": digest,
            "kept_on": act.author.day,
            "kept_by": act.author.by,
        }
        for number, (one, file, digest) in enumerate(zip(given, files, digests, strict=True), start=1)
    ]
    enter(act, table, whole, origin=origin, broken=wrong.ALREADY, given=given[0][key])
    act.note(evidence=given[0][key], files=[one["content_digest"] for one in whole])


def _missing(table: Table, row: Row, names: Sequence[str], kind: str) -> list[Problem]:
    empty = [wrong.NO_TITLE.at(given=table.column(name).label) for name in names if not clean(row.get(name) or "")]
    code = str(row[table.key[0]])
    return empty if is_code(code, kind) else [wrong.ALREADY.at(given=code[:20]), *empty]


def _numbered(code: str, number: int) -> str:
    return code if number == 1 else f"{code}/{number}"


def _context(table: Table, code: str) -> str:
    return f"{table.name}.{code}"
