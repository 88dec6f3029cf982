"""Acts: every write is one, numbered in order, each bound to the one before by its digest.

The chain is one file of lines, ``acts.jsonl``. The line is the commit: a batch or a snapshot counts from the moment
its act stands there. The payload is kept as the exact text that was hashed.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtqg.core import disk

GENESIS = "0" * 64


@dataclass(frozen=True)
class Author:
    """Who acts, in which role and where; ``at`` is the instant (UTC) that the caller read from the clock."""

    by: str
    role: str
    at: dt.datetime

    def __post_init__(self) -> None:
        if self.at.utcoffset() != dt.timedelta(0):
            raise ValueError("an act's instant is UTC")


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

    @property
    def payload(self) -> dict[str, Any]:
        payload: dict[str, Any] = json.loads(self.payload_text)
        return payload

    @property
    def instant(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.at)

    @property
    def right_digest(self) -> str:
        """What the digest must be for what the act says."""
        said = [self.n, self.at, self.by, self.role, self.where, self.verb, self.why]
        bound = [*said, disk.sha256(self.payload_text.encode()), self.previous]
        return disk.sha256(json.dumps(bound, ensure_ascii=False, separators=(",", ":")).encode())

    def line(self) -> bytes:
        return json.dumps(self.__dict__, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Chain:
    """The acts of an instance, in order, and how many bytes of the file hold them."""

    acts: tuple[Act, ...]
    length: int
    damaged_line: int = 0  # a whole line that is no act: somebody wrote into the file. Nothing is written after it

    @property
    def n(self) -> int:
        return len(self.acts)

    @property
    def head(self) -> str:
        return self.acts[-1].digest if self.acts else GENESIS

    def until(self, n: int) -> Chain:
        """The chain as it was at act ``n``."""
        return Chain(self.acts[:n], self.length)


def read_chain(path: Path) -> Chain:
    """All acts of the file. A last line without its end was never committed: its writer was killed."""
    data = path.read_bytes() if path.exists() else b""
    acts: list[Act] = []
    length = 0
    for number, line in enumerate(data.splitlines(keepends=True), start=1):
        if not line.endswith(b"\n"):
            break
        try:
            acts.append(Act(**json.loads(line)))
        except (ValueError, TypeError):
            return Chain(tuple(acts), length, damaged_line=number)
        length += len(line)
    return Chain(tuple(acts), length)


def next_act(
    chain: Chain, author: Author, *, verb: str, where: str = "", why: str = "", payload: dict[str, Any]
) -> Act:
    """The act that would follow. It is nothing until ``append`` has written it."""
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    at = author.at.isoformat(timespec="seconds")
    n = chain.n + 1
    open_act = Act(n, at, author.by, author.role, where, verb, why, text, chain.head, digest="")
    return Act(n, at, author.by, author.role, where, verb, why, text, chain.head, open_act.right_digest)


def append(path: Path, chain: Chain, act: Act) -> None:
    """Commit an act. The caller holds the instance's lock and read ``chain`` under it."""
    disk.append_line(path, act.line(), after=chain.length)
