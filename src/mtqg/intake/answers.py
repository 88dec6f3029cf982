"""What a person answered to what intake asked: nothing ambiguous is decided without one of these.

An answer is given with the import, or it was given before and is remembered by the office (``Remembered``); intake only
says which it used, and the register keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from mtqg.core.errors import Refused
from mtqg.core.text import clean
from mtqg.intake.problems import BAD_ANSWER

IGNORE = "ignore"  # the answer for a column that is left out
_PLAIN = {
    "numbers": ("vi", "en"),
    "dates": ("excel",),
    "codes": ("pad",),
    "identity": ("pad",),
    "years": ("1900", "2000"),
    "encoding": ("tcvn3", "vni", "unicode"),
}
_MANY = frozenset({"encoding"})  # two answers may stand side by side: a folder can hold both


class Remembered(NamedTuple):
    """An answer that an office gave in a batch, for a form. ``key`` and ``value`` are those of KEY=VALUE."""

    form: str
    key: str
    value: str
    batch: int


class Used(NamedTuple):
    """An answer that decided something in this import; ``batch``: the batch that it is remembered from, if any."""

    key: str
    value: str
    batch: int | None = None


@dataclass(frozen=True)
class Answers:
    """numbers: "vi" (1.234,5) or "en" (1,234.5); pads_codes: short codes lost their leading zeros;
    excel_dates: numbers in columns of days are Excel's; names: name as written -> code; no_identity: columns whose
    twelve digits are codes of the office, not identity numbers; encodings: text that shows one of these is converted,
    "unicode" leaves all text as it is; pads_identity: short identity numbers lost their zeros; century: what stands
    before a year of two digits; columns: header as written, folded -> column of the form, or "ignore".
    """

    numbers: str = ""
    excel_dates: bool = False
    pads_codes: bool = False
    names: dict[str, str] = field(default_factory=dict)
    no_identity: frozenset[str] = frozenset()
    given: tuple[str, ...] = ()  # as they were given, for the act
    encodings: frozenset[str] = frozenset()
    pads_identity: bool = False
    century: int | None = None
    columns: dict[str, str] = field(default_factory=dict)
    batches: dict[tuple[str, str], int] = field(default_factory=dict)  # remembered answer -> the batch that gave it

    def code_for(self, name: str) -> str | None:
        return self.names.get(_key(name))

    def used(self, key: str, value: str) -> Used:
        """An answer as it is told to have been used."""
        return Used(key, value, self.batches.get((_folded(key), value)))


def read_answers(given: Iterable[str], remembered: Iterable[Remembered] = (), form: str = "") -> Answers:
    """Answers as the command line gives them, KEY=VALUE; Refused with all that are not understood.

    remembered: those of earlier batches; of another form they are left out, and what is given now goes before.
    """
    given = tuple(given)
    pairs = [_pair(answer) for answer in given]
    taken: dict[str, list[str]] = {}
    wrong = [
        BAD_ANSWER.at(given=answer)
        for answer, pair in zip(given, pairs, strict=True)
        if pair is None or not _take(taken, *pair)
    ]
    if wrong:
        raise Refused(wrong)
    batches: dict[tuple[str, str], int] = {}
    told = frozenset(taken)
    for one in sorted(remembered, key=lambda one: -one.batch):  # the newest stands
        pair = _pair(f"{one.key}={one.value}") if form in ("", one.form) else None
        if pair and pair[0] not in told and _take(taken, *pair):
            batches.setdefault(pair, one.batch)
    return _answers(taken, given, batches)


def _pair(answer: str) -> tuple[str, str] | None:
    """Key and value of KEY=VALUE or WORD:SUBJECT=VALUE, the subject folded; None where it is not understood."""
    key, equals, value = (part.strip() for part in answer.strip(" “”\"'").rpartition("="))
    word, colon, subject = (part.strip() for part in key.partition(":"))
    if not equals or not value:
        return None
    if not colon:
        return (key, value) if value in _PLAIN.get(key, ()) else None
    is_known = subject and (word in ("name", "column") or (word == "identity" and value == "no"))
    return (_folded(key), value) if is_known else None


def _take(taken: dict[str, list[str]], key: str, value: str) -> bool:
    """Keep an answer; False where another one to the same question stands already."""
    values = taken.setdefault(key, [])
    if value not in values:
        values.append(value)
    is_one = len(values) == 1 or (key in _MANY and "unicode" not in values)
    if not is_one:
        values.pop()
    return is_one


def _answers(taken: dict[str, list[str]], given: tuple[str, ...], batches: dict[tuple[str, str], int]) -> Answers:
    def subjects(word: str) -> dict[str, str]:
        return {key.partition(":")[2]: values[0] for key, values in taken.items() if key.startswith(f"{word}:")}

    return Answers(
        numbers=taken.get("numbers", [""])[0],
        excel_dates="dates" in taken,
        pads_codes="codes" in taken,
        names=subjects("name"),
        no_identity=frozenset(subjects("identity")),
        given=tuple(sorted(given)),
        encodings=frozenset(taken.get("encoding", ())),
        pads_identity="identity" in taken,
        century=int(taken["years"][0]) if "years" in taken else None,
        columns=subjects("column"),
        batches=batches,
    )


def _folded(key: str) -> str:
    """A key with its subject as it is compared; a column of the form (identity:COLUMN) is small already."""
    word, colon, subject = key.partition(":")
    return f"{word}:{_key(subject)}" if colon else key


def _key(name: str) -> str:
    return clean(name).casefold()
