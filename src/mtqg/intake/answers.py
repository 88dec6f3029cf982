"""What a person answered to what intake asked: nothing ambiguous is decided without one of these."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mtqg.core.errors import Refused
from mtqg.core.text import clean
from mtqg.intake.problems import BAD_ANSWER

_PLAIN = {"numbers": ("vi", "en"), "dates": ("excel",), "codes": ("pad",)}


@dataclass(frozen=True)
class Answers:
    """numbers: "vi" (1.234,5) or "en" (1,234.5); pads_codes: short codes lost their leading zeros;
    excel_dates: numbers in columns of days are Excel's; names: name as written -> code; no_identity: columns whose
    twelve digits are codes of the office, not identity numbers.
    """

    numbers: str = ""
    excel_dates: bool = False
    pads_codes: bool = False
    names: dict[str, str] = field(default_factory=dict)
    no_identity: frozenset[str] = frozenset()
    given: tuple[str, ...] = ()  # as they were given, for the act

    def code_for(self, name: str) -> str | None:
        return self.names.get(_key(name))


def read_answers(given: Iterable[str]) -> Answers:
    """Answers as the command line gives them, KEY=VALUE; Refused with all that are not understood."""
    words: dict[str, str] = {}
    names: dict[str, str] = {}
    columns: set[str] = set()
    wrong = []
    given = tuple(given)
    for answer in given:
        key, _, value = (part.strip() for part in answer.strip(" “”\"'").partition("="))
        if value in _PLAIN.get(key, ()) and words.setdefault(key, value) == value:
            continue
        subject = key.partition(":")[2]
        if key.startswith("name:") and subject and value and names.setdefault(_key(subject), value) == value:
            continue
        if key.startswith("identity:") and subject and value == "no":
            columns.add(subject)
            continue
        wrong.append(BAD_ANSWER.at(given=answer))
    if wrong:
        raise Refused(wrong)
    return Answers(
        words.get("numbers", ""), "dates" in words, "codes" in words, names, frozenset(columns), tuple(sorted(given))
    )


def _key(name: str) -> str:
    return clean(name).casefold()
