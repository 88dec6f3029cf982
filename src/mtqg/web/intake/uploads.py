"""Files that somebody uploaded and has not decided on: in a private folder of the instance, for a day.

HOME/uploads/TOKEN/about.json     who, where, what was answered, what was found
HOME/uploads/TOKEN/files/...      the files, under names that we made safe; deleted when they are recorded
HOME/uploads/TOKEN/out/...        receipts and replies
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mtqg.core.disk import replace_file
from mtqg.core.errors import Refused
from mtqg.intake.load import ENDINGS
from mtqg.web.intake.problems import GONE, NO_FILES, TOO_LARGE
from mtqg.web.jobs.sweeping import swept

FOLDER = "uploads"
MAX_TOGETHER = 200 * 10**6
MAX_REQUEST = MAX_TOGETHER + 10**6  # with the parts of a form beside its files
KEPT_SECONDS = 24 * 3600
LARGE, MANY = 10**6, 20  # bytes, files; more are read by a job
_LONGEST, _LONGEST_BYTES = 100, 150  # of a name: a disk takes 255 bytes, and a Vietnamese letter is up to three
_PLAIN = frozenset(" -_.()")


@dataclass
class Upload:
    """An upload. ``state``: waiting (not read yet), checked, recorded. ``found``: what was read of each file."""

    token: str
    by: str
    place: str
    form: str = ""
    period: str = ""
    state: str = "waiting"
    answers: list[str] = field(default_factory=list)
    found: list[dict[str, Any]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    job: int | None = None
    at: float = 0.0

    @property
    def folder(self) -> Path:
        return root() / self.token

    @property
    def files(self) -> list[Path]:
        return sorted((self.folder / "files").glob("*"))

    @property
    def size(self) -> int:
        return sum(one.stat().st_size for one in self.files)

    def save(self) -> None:
        replace_file(self.folder / "about.json", json.dumps(vars(self), ensure_ascii=False).encode())

    def drop_files(self) -> None:
        shutil.rmtree(self.folder / "files", ignore_errors=True)

    def drop(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def root() -> Path:
    return Path(os.environ["MTQG_HOME"]) / FOLDER


def begin(files: Iterable[Any], *, by: str, place: str, form: str = "", period: str = "", token: str = "") -> Upload:
    """Keep uploaded files. Nothing of them is opened here.

    token: of an upload that came in pieces; what a killed process left of it is made anew.
    """
    listed = list(files)
    if not listed:
        raise Refused(NO_FILES.at())
    if (size := sum(one.size for one in listed)) > MAX_TOGETHER:
        raise Refused(TOO_LARGE.at(given=size // 10**6, limit=MAX_TOGETHER // 10**6))
    sweep()
    made = Upload(token or secrets.token_hex(16), by, place, form, period, at=time.time())
    if token:
        made.drop()
    folder = made.folder / "files"
    root().mkdir(mode=0o700, exist_ok=True)
    made.folder.mkdir(mode=0o700)
    folder.mkdir(mode=0o700)
    taken: set[str] = set()
    for one in listed:
        name = _free(safe_name(one.name), taken)
        taken.add(name.casefold())
        with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
            for chunk in one.chunks():
                kept.write(chunk)
    made.save()
    return made


def opened(token: str, by: str) -> Upload:
    """An upload of this person. Refused, with one answer, where it is not theirs or not there."""
    is_ours = len(token) == 32 and all(sign in "0123456789abcdef" for sign in token)
    try:
        about = json.loads((root() / token / "about.json").read_text(encoding="utf-8")) if is_ours else {}
    except (OSError, ValueError):
        about = {}
    if about.get("by") != by:
        raise Refused(GONE.at())
    return Upload(**about)


def of(by: str) -> list[Upload]:
    """What this person has not decided on, the newest first."""
    found = []
    for folder in root().glob("*") if root().is_dir() else ():
        try:
            found.append(opened(folder.name, by))
        except Refused:
            continue
    return sorted((one for one in found if one.state != "recorded"), key=lambda one: -one.at)


def sweep() -> None:
    """Forget what nobody decided on for a day."""
    swept(root(), time.time() - KEPT_SECONDS)


def safe_name(given: str) -> str:
    """A name under which a file may be kept: no path, no sign of another system, an ending that we know or ".tep"."""
    last = unicodedata.normalize("NFC", str(given)).replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign if sign.isalnum() or sign in _PLAIN else "_" for sign in last).strip(" .")
    stem, _, ending = kept.rpartition(".")
    if f".{ending.lower()}" not in ENDINGS or not stem:
        return f"{_cut(kept or 'tep')}.tep"  # intake says that it cannot read such a file
    return f"{_cut(stem.strip(' ._')) or 'tep'}.{ending.lower()}"


def _cut(name: str) -> str:
    return name[:_LONGEST].encode()[:_LONGEST_BYTES].decode(errors="ignore")


def _free(name: str, taken: set[str]) -> str:
    stem, _, ending = name.rpartition(".")
    tried = (name, *(f"{stem} ({n}).{ending}" for n in range(2, 1000)))
    return next(one for one in tried if one.casefold() not in taken)
