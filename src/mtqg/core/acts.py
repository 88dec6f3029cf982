"""Acts: every write is one, numbered in order, each bound to the one before by its digest.

An act stands in the register; its payload is kept as the exact text that was hashed. The chain can be written out as
lines of JSON (``Act.line``), and an auditor checks that file against a printed head without the register.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from mtqg.core import disk
from mtqg.core.errors import Refused, code

GENESIS = "0" * 64

NO_CHAIN = code(
    "K-048",
    vi="Không đọc được tệp chuỗi tác vụ {given}.",
    en="The written-out chain {given} cannot be read.",
    remedy_vi="Chỉ đúng tệp do mtqg chain --out ghi ra.",
    remedy_en="Point to a file that mtqg chain --out has written.",
    wrong_use=True,
)


VIETNAM = dt.timezone(dt.timedelta(hours=7))  # an office's day: instants are kept in UTC


@dataclass(frozen=True)
class Author:
    """Who acts, in which role and where; ``at`` is the instant (UTC) that the caller read from the clock."""

    by: str
    role: str
    at: dt.datetime

    def __post_init__(self) -> None:
        if self.at.utcoffset() != dt.timedelta(0):
            raise ValueError("an act's instant is UTC")

    @property
    def day(self) -> dt.date:
        """The day of the act in Vietnam."""
        return self.at.astimezone(VIETNAM).date()


@dataclass(frozen=True)
class Act:
    """One write: who, in which role, where, when, what, why, the payload, the digest of the act before."""

    n: int
    at: str
    by: str
    role: str
    where: str
    verb: str
    why: str
    payload_text: str
    previous: str
    digest: str

    @cached_property
    def payload(self) -> dict[str, Any]:
        payload: dict[str, Any] = json.loads(self.payload_text)
        return payload

    @property
    def instant(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.at)

    @cached_property
    def right_digest(self) -> str:
        """What the digest must be for what the act says."""
        said = [self.n, self.at, self.by, self.role, self.where, self.verb, self.why]
        bound = [*said, disk.sha256(self.payload_text.encode()), self.previous]
        return disk.sha256(json.dumps(bound, ensure_ascii=False, separators=(",", ":")).encode())

    def line(self) -> bytes:
        names = ("n", "at", "by", "role", "where", "verb", "why", "payload_text", "previous", "digest")
        said = {name: getattr(self, name) for name in names}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Chain:
    """The acts of an instance, in order."""

    acts: tuple[Act, ...]
    damaged_line: int = 0  # of a written-out chain: a line that is no act

    @property
    def n(self) -> int:
        return len(self.acts)

    @property
    def head(self) -> str:
        return self.acts[-1].digest if self.acts else GENESIS


def payload_text(payload: dict[str, Any]) -> str:
    """A payload as the text that is hashed and kept."""
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def linked(act: Act, n: int, previous: str) -> Act:
    """The act with its number and its link: what makes it part of the chain."""
    said = (act.at, act.by, act.role, act.where, act.verb, act.why, act.payload_text)
    return Act(n, *said, previous, Act(n, *said, previous, digest="").right_digest)


def read_chain(path: Path) -> Chain:
    """The acts of a written-out chain, up to a line that is no act. Refused where there is no such file."""
    acts: list[Act] = []
    try:
        with path.open("rb") as lines:
            for line in lines:
                acts.append(_read(json.loads(line)))
    except (ValueError, TypeError):
        return Chain(tuple(acts), damaged_line=len(acts) + 1)
    except OSError:
        raise Refused(NO_CHAIN.at(given=path)) from None
    return Chain(tuple(acts))


def _read(said: dict[str, Any]) -> Act:
    """An act of a written-out chain, whatever else stands in the line refused."""
    act = Act(**said)
    texts = [value for name, value in said.items() if name != "n"]
    if type(act.n) is not int or not all(isinstance(text, str) for text in texts):
        raise TypeError("not the values of an act")
    return act


def write_chain(acts: Iterable[Act], path: Path) -> None:
    """Write the chain out, for a backup or an auditor."""
    disk.replace_file(path, b"".join(act.line() + b"\n" for act in acts))
