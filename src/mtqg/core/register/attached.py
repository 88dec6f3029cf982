"""Files that rows name: sealed with the office's key, beside the register and outside every snapshot.

HOME/evidence/ab/abcd…      the sealed bytes, under their own SHA-256: a row of a table says it in ``sealed_digest``

A file is on the disk before the act that names it is sealed, and is never written again: what a row names is there.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mtqg.core import disk
from mtqg.core.errors import Refused, code
from mtqg.core.register.database import Database, quoted
from mtqg.core.table import Table

if TYPE_CHECKING:
    from mtqg.core.register.personal import Cipher

FOLDER, COLUMN = "evidence", "sealed_digest"
LOST = code(
    "M-010",
    vi="Tệp đính kèm {given} không còn trong kho số liệu hoặc đã bị sửa.",
    en="The attached file {given} is no longer in the instance, or was changed.",
    remedy_vi="Khôi phục tệp từ bản sao lưu; bản ghi và dấu kiểm của tệp vẫn còn.",
    remedy_en="Restore the file from a backup; the row and the file's digest still stand.",
)
_PATH = re.compile(rf"{FOLDER}/([0-9a-f]{{2}})/\1[0-9a-f]{{62}}")
_CHUNK = 1 << 20


def is_path(path: str) -> bool:
    """Whether a path within an instance is that of an attached file."""
    return bool(_PATH.fullmatch(path))


def path_of(digest: str) -> str:
    """Where the file of a digest stands within the instance."""
    return f"{FOLDER}/{digest[:2]}/{digest}"


def keep(home: Path, cipher: Cipher, data: bytes, *, context: str) -> str:
    """Seal bytes and write them; the digest of what was written. Nothing is left of it when it fails.

    context: what names them, so that no file opens as another's.
    """
    sealed = cipher.sealed_bytes(data, context=context)
    digest = disk.sha256(sealed)
    file = home / path_of(digest)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        free = shutil.disk_usage(file.parent).free
        if free < 2 * len(sealed):
            raise Refused(disk.NO_SPACE.at(FOLDER, needed=len(sealed) // 10**6 + 1, free=free // 10**6))
        disk.replace_file(file, sealed)
    except OSError as reason:
        raise Refused(disk.CANNOT_WRITE.at(FOLDER, reason.strerror or reason)) from reason
    return digest


def forget(home: Path, digests: Iterable[str]) -> None:
    """Take back files that no act came to name."""
    for digest in digests:
        (home / path_of(digest)).unlink(missing_ok=True)


def opened(home: Path, cipher: Cipher, digest: str, *, context: str) -> bytes:
    """The bytes again. Refused (M-010) where they are gone or changed, (E-004) where the key does not open them."""
    try:
        sealed = (home / path_of(digest)).read_bytes() if is_path(path_of(digest)) else b""
    except OSError:
        raise Refused(LOST.at("", digest[:12])) from None
    if disk.sha256(sealed) != digest:
        raise Refused(LOST.at("", digest[:12]))
    return cipher.opened_bytes(sealed, context=context)


def named(database: Database, tables: Iterable[str]) -> list[str]:
    """The digests that rows name, of those that were ended too: what was once proof stays."""
    found: set[str] = set()
    for name in tables:
        found |= {str(digest) for (digest,) in database.rows(f"SELECT DISTINCT {COLUMN} FROM {quoted(name)}")}
    return sorted(found)


def has_files(table: Table) -> bool:
    """Whether rows of a table name files."""
    return any(column.name == COLUMN for column in table.columns)


def file_digest(file: Path) -> str:
    with file.open("rb") as held:
        return hashlib.file_digest(held, "sha256").hexdigest()


def strays(home: Path, known: Iterable[str], before: float) -> Iterator[str]:
    """Files older than a moment that no row names: what a killed process left, or somebody put there."""
    expected = {path_of(one) for one in known}
    for one in sorted((home / FOLDER).rglob("*")):
        here = one.relative_to(home).as_posix()
        if one.is_file() and here not in expected and one.stat().st_mtime < before:
            yield here
