"""Writing so that a killed process or a full disk leaves the old state or the new one, never a third.

A folder is written aside, synced, and renamed into place; a line is appended and synced. Until the line that names it
stands in the chain of acts, a folder counts as never written.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from mtqg.core.errors import Refused, code

NO_SPACE = code(
    "C-030",
    vi="Ổ đĩa không đủ chỗ: cần {needed} MB, còn {free} MB.",
    en="The disk is too full: {needed} MB needed, {free} MB free.",
    remedy_vi="Giải phóng ổ đĩa rồi làm lại; số liệu đang có không thay đổi.",
    remedy_en="Free some space and run again; nothing was changed.",
)
CANNOT_WRITE = code(
    "C-031",
    vi="Không ghi được ({given}).",
    en="Cannot write ({given}).",
    remedy_vi="Kiểm tra ổ đĩa và quyền ghi rồi làm lại; số liệu đang có không thay đổi.",
    remedy_en="Look at the disk and its permissions and run again; nothing was changed.",
)

ASIDE = ".new-"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def publish_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a new folder, all or nothing. The target must not exist."""
    needed = sum(map(len, files.values()))
    target.parent.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(target.parent).free
    if free < 2 * needed:
        raise Refused(NO_SPACE.at(target.name, needed=needed // 10**6 + 1, free=free // 10**6))
    aside = target.parent / f"{ASIDE}{os.urandom(8).hex()}"
    try:
        aside.mkdir()
        for name, data in files.items():
            write_synced(aside / name, data)
        sync_folder(aside)
        aside.rename(target)
        sync_folder(target.parent)
    except OSError as reason:
        shutil.rmtree(aside, ignore_errors=True)
        raise Refused(CANNOT_WRITE.at(target.name, reason.strerror or reason)) from reason


def write_synced(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace_file(path: Path, data: bytes) -> None:
    """Replace one file whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{ASIDE}{os.urandom(8).hex()}")
    try:
        write_synced(aside, data)
        aside.replace(path)
        sync_folder(path.parent)
    except OSError as reason:
        aside.unlink(missing_ok=True)
        raise Refused(CANNOT_WRITE.at(path.name, reason.strerror or reason)) from reason


def write_private(path: Path, data: bytes) -> None:
    """Write a file that its owner alone may read: whole or not at all, and never over another's (FileExistsError)."""
    aside = path.with_name(f"{path.name}{ASIDE}{os.urandom(8).hex()}")
    try:
        _write_private(aside, data)
        try:
            os.link(aside, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            _write_private(path, data)
        sync_folder(path.parent)
    finally:
        aside.unlink(missing_ok=True)


def _write_private(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def append_line(path: Path, line: bytes, *, after: int) -> None:
    """Append one line after the first ``after`` bytes; what a killed writer left behind them is cut off."""
    try:
        with path.open("r+b" if path.exists() else "w+b") as file:
            file.truncate(after)
            file.seek(after)
            try:
                file.write(line + b"\n")
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                file.truncate(after)
                raise
    except OSError as reason:
        raise Refused(CANNOT_WRITE.at(path.name, reason.strerror or reason)) from reason


def sync_folder(path: Path) -> None:
    """Make a rename durable. Windows has no way to sync a folder and needs none."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path, known: set[str]) -> None:
    """Remove what an interrupted writer left in a folder: asides, and folders that no act names."""
    if folder.is_dir():
        for entry in folder.iterdir():
            if entry.name.startswith(ASIDE) or (entry.is_dir() and entry.name not in known):
                shutil.rmtree(entry, ignore_errors=True)
