"""A template set with data, as PDF/A-2b. The same data give the same bytes.

Data reach a template as JSON and never as markup: a name that looks like a command is printed, not run. What the font
has no letter for is replaced before, since an archive PDF with a missing letter is refused as a whole.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import unicodedata
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from mtqg.core.errors import Refused, code

NOT_SET = code(
    "R-070",
    vi="Không dựng được bản in {place}: {given}.",
    en="The paper {place} cannot be set: {given}.",
    remedy_vi="Báo cho người phát triển phần mềm kèm tên bản in; số liệu đang có không thay đổi.",
    remedy_en="Tell the developers which paper it was; nothing was changed.",
)

ROOT = Path(__file__).parents[1]  # templates import each other by their path from the package: "/paper/base.typ"
ENOUGH_FOR_PROCESSES = 4  # jobs from which a process, a quarter of a second to start, pays
MOST_WORKERS = 8
UNKNOWN_LETTER = "□"
LONGEST_WORD = 28  # signs without a blank that a cell can hold; a longer word gets places to break at
# Blocks whose letters the typesetter's own font has, each probed; Vietnamese stands in the first two.
_KNOWN = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2027),
    (0x2030, 0x205E),
    (0x20A0, 0x20BF),
    (0x2190, 0x2193),
    (0x2200, 0x226F),
)
_LACKING = frozenset("\u00ad\u2041\u2043")


def set_pdf(template: Path, data: Mapping[str, Any], *, made: dt.datetime, is_tagged: bool = False) -> bytes:
    """The PDF of a template of this package. ``data``: plain values; every text in it is made printable.

    made: the instant that the file says of itself. is_tagged: for a file that is read on a screen; tags make the file
    six times as large, and nobody hears a sheet of paper. Raises Refused (R-070) where the template cannot be set.
    """
    import typst  # costs 30 ms, which only those who print pay

    said = json.dumps(printable(data), ensure_ascii=False, separators=(",", ":"))
    try:
        made_pdf: bytes = typst.compile(
            str(template),
            root=str(ROOT),
            format="pdf",
            sys_inputs={"data": said},
            ignore_system_fonts=True,
            pdf_standards=["a-2b"],
            pdf_tags=is_tagged,
            timestamp=int(made.timestamp()),
        )
    except typst.TypstError as reason:
        # Of the message its beginning alone: further on it may quote what was to be printed.
        raise Refused(NOT_SET.at(template.stem, str(reason).splitlines()[0].partition("`")[0].strip())) from None
    return made_pdf


@dataclass(frozen=True)
class Job:
    """One PDF to be set."""

    template: Path
    data: Mapping[str, Any]
    made: dt.datetime

    def pdf(self) -> bytes:
        return set_pdf(self.template, self.data, made=self.made)


def set_all(jobs: Sequence[Job]) -> list[bytes]:
    """The PDFs of many jobs, in their order. The typesetter holds the interpreter while it works, so that many are set
    by processes of their own. (They are started afresh: a forked one would hang where an engine's threads were.)
    """
    workers = min(os.cpu_count() or 1, len(jobs), MOST_WORKERS)
    if len(jobs) < ENOUGH_FOR_PROCESSES or workers < 2:
        return [job.pdf() for job in jobs]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(Job.pdf, jobs))


def printable(value: Any) -> Any:
    """The same data with every text composed, without controls, and of letters that the font has."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return {key: printable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [printable(part) for part in value]
    return value


def _text(text: str) -> str:
    if text.isascii() and text.isprintable() and len(text) <= LONGEST_WORD:
        return text
    known = "".join(map(_letter, unicodedata.normalize("NFC", text)))
    return " ".join(map(_breakable, known.split(" ")))


def _letter(letter: str) -> str:
    if letter in "\t\n\r":
        return " "
    point = ord(letter)
    if any(first <= point <= last for first, last in _KNOWN) and letter not in _LACKING:
        return letter
    # Controls, marks of direction and lone accents say nothing by themselves; another script's letter is a gap.
    return "" if unicodedata.category(letter)[0] in "CM" else UNKNOWN_LETTER


def _breakable(word: str) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    return "\u200b".join(word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))
