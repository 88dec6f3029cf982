"""Uploads that come in pieces: each piece says where it begins, so that a dropped line or a new server loses nothing.

HOME/parts/TOKEN/about.json     who, where, which files with their sizes, the digest of the whole
HOME/parts/TOKEN/data           what has arrived, all files one after the other; its size is the offset
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from mtqg.core import disk
from mtqg.core.errors import Refused
from mtqg.web.intake import uploads
from mtqg.web.intake.problems import GONE, NO_FILES, NOT_A_PIECE, NOT_AS_SENT, TOO_LARGE, TOO_MANY_HALVES
from mtqg.web.jobs.sweeping import DAY, PARTS, swept

MOST_HALVES = 5  # of one person
MOST_FILES = 500
LARGEST_PIECE = 1 << 20
_SPARE = 50 * 10**6  # bytes of the disk that stay free
_LOCK_SECONDS = 20
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Half:
    """An upload that is coming in. ``is_done``: it became an upload of the same token."""

    token: str
    by: str
    place: str
    form: str
    period: str
    files: tuple[tuple[str, int], ...]
    digest: str
    at: float
    is_done: bool = False

    @property
    def folder(self) -> Path:
        return root() / self.token

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def size(self) -> int:
        return sum(size for _, size in self.files)

    @property
    def offset(self) -> int:
        """How much has arrived."""
        try:
            return self.size if self.is_done else self.data.stat().st_size
        except OSError:
            return 0

    def drop(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(frozen=True)
class _File:
    """One of the files within the whole, as ``uploads.begin`` takes it."""

    name: str
    size: int
    whole: Path
    first: int

    def chunks(self) -> Iterator[bytes]:
        with self.whole.open("rb") as opened:
            opened.seek(self.first)
            left = self.size
            while left and (data := opened.read(min(_CHUNK, left))):
                left -= len(data)
                yield data


def root() -> Path:
    return Path(os.environ["MTQG_HOME"]) / PARTS


def begin(*, by: str, place: str, form: str, period: str, files: list[tuple[str, int]], digest: str) -> Half:
    """An upload of these files: the one that broke off, where the same person sent the same before, or a new one."""
    if not files or not (size := sum(size for _, size in files)):
        raise Refused(NO_FILES.at())
    if size > uploads.MAX_TOGETHER:
        raise Refused(TOO_LARGE.at(given=size // 10**6, limit=uploads.MAX_TOGETHER // 10**6))
    uploads.sweep()
    root().mkdir(mode=0o700, exist_ok=True)
    with _locked(root() / ".lock"):
        swept(root(), time.time() - DAY)
        every = _of(by)
        wanted = (place, form, period, digest, tuple(files))
        same = [one for one in every if (one.place, one.form, one.period, one.digest, one.files) == wanted]
        if known := next((one for one in same if not one.is_done or _is_undecided(one)), None):
            return known
        if len(halves := [one for one in every if not one.is_done]) >= MOST_HALVES:
            raise Refused(TOO_MANY_HALVES.at(given=len(halves), limit=MOST_HALVES))
        _require_room(2 * size)
        return _made(Half(secrets.token_hex(16), by, place, form, period, tuple(files), digest, time.time()))


def opened(token: str, by: str) -> Half:
    """An upload of this person. Refused, with one answer, where it is not theirs or not there."""
    is_ours = len(token) == 32 and all(sign in "0123456789abcdef" for sign in token)
    try:
        said = json.loads((root() / token / "about.json").read_text(encoding="utf-8")) if is_ours else {}
    except (OSError, ValueError):
        said = {}
    if said.get("by") != by:
        raise Refused(GONE.at())
    return Half(**{**said, "files": tuple((name, size) for name, size in said["files"])})


def of(by: str) -> list[Half]:
    """What broke off of this person's, the newest first."""
    return sorted((one for one in _of(by) if not one.is_done), key=lambda one: -one.at)


def take(half: Half, offset: int, data: bytes) -> bool:
    """Keep a piece that begins where the last one ended. Otherwise nothing is kept, and False.

    The last piece a second time, or two windows that send the same, change nothing.
    """
    with _locked(half.folder / "lock"):
        now = opened(half.token, half.by)
        if now.is_done or offset != now.offset or offset + len(data) > now.size:
            return False
        try:
            with now.data.open("r+b") as kept:
                _append(kept, offset, data)
            os.utime(now.folder)  # swept a day after its last piece
        except OSError as reason:
            raise Refused(disk.CANNOT_WRITE.at("", reason.strerror or reason)) from reason
        return True


def finish(half: Half) -> Half:
    """Make an upload of what has arrived whole. Refused, and forgotten, where it is not what its sender has."""
    with _locked(half.folder / "lock"):
        now = opened(half.token, half.by)
        if now.is_done or now.offset != now.size:
            return now
        if _digest(now.data) != now.digest:
            now.drop()
            raise Refused(NOT_AS_SENT.at())
        try:
            if _state(now) is None:  # else whoever was killed before saying so had made it whole
                said = {"by": now.by, "place": now.place, "form": now.form, "period": now.period}
                uploads.begin(_files(now), **said, token=now.token)
        except OSError as reason:
            raise Refused(disk.CANNOT_WRITE.at("", reason.strerror or reason)) from reason
        done = Half(**{**vars(now), "is_done": True})
        _save(done)
        now.data.unlink(missing_ok=True)
        return done


def _append(kept: IO[bytes], offset: int, data: bytes) -> None:
    kept.seek(offset)
    try:
        kept.write(data)
        kept.flush()
        os.fsync(kept.fileno())
    except OSError:  # a full disk: the piece is sent again, whole
        kept.truncate(offset)
        raise


def _made(half: Half) -> Half:
    try:
        half.folder.mkdir(mode=0o700)
        os.close(os.open(half.data, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as reason:
        raise Refused(disk.CANNOT_WRITE.at("", reason.strerror or reason)) from reason
    _save(half)
    return half


def _save(half: Half) -> None:
    disk.replace_file(half.folder / "about.json", json.dumps(vars(half), ensure_ascii=False).encode())


def _of(by: str) -> list[Half]:
    found = []
    for folder in root().glob("*") if root().is_dir() else ():
        try:
            found.append(opened(folder.name, by))
        except Refused:
            continue
    return found


def _is_undecided(half: Half) -> bool:
    """Whether the upload that it became still waits for a decision: its sender need not send it again."""
    return _state(half) not in (None, "recorded")


def _state(half: Half) -> str | None:
    """The state of the upload that it became; None where there is none."""
    try:
        return uploads.opened(half.token, half.by).state
    except Refused:
        return None


def _files(half: Half) -> list[_File]:
    found, first = [], 0
    for name, size in half.files:
        found.append(_File(name, size, half.data, first))
        first += size
    return found


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _require_room(needed: int) -> None:
    free = shutil.disk_usage(root()).free
    if free < needed + _SPARE:
        raise Refused(disk.NO_SPACE.at("", needed=needed // 10**6 + 1, free=free // 10**6))


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    try:
        with FileLock(path, timeout=_LOCK_SECONDS):
            yield
    except Timeout:
        raise Refused(NOT_A_PIECE.at(given="lock")) from None
    except FileNotFoundError:  # dropped meanwhile
        raise Refused(GONE.at()) from None
