"""Look at an xlsx before anything opens it: is it one, is it whole, and how large does it really become.

Every part is unpacked as a stream and counted, so a file that lies about its sizes or unpacks to gigabytes is refused
with a few megabytes of memory.
"""

from __future__ import annotations

import copy
import io
import zipfile
import zlib
from collections.abc import Iterator

from mtqg.core.errors import Problem, Refused
from mtqg.intake import problems as say

MAX_FILE = 60 * 10**6
MAX_UNPACKED = 400 * 10**6
MAX_PARTS = 2000
CHUNK = 1 << 18

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEFORE_OLE = (b"\t\x00\x04\x00", b"\t\x02\x06\x00", b"\t\x04\x06\x00")  # Excel 2 to 4
_STORED_OR_DEFLATED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_HIDDEN_DOCTYPE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")  # UTF-16 would hide a DOCTYPE from a search


def looks_like(data: bytes) -> str:
    """What the first bytes say a file is: "xlsx" (a zip), "ole", "csv" (text), or what else was found."""
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(b"PK\x03\x04"):
        return "xlsx"
    if data.startswith(_OLE):
        return "ole"
    if data.startswith(_BEFORE_OLE):
        return "before"
    if start.startswith(b"%pdf"):
        return "PDF"
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")):
        return "ảnh (image)"
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        return "HTML"
    if start.startswith(b"<?xml"):
        return "XML"
    if start.startswith(b"{\\rtf"):
        return "RTF"
    if data.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return "tệp nén (archive)"
    return "csv"


def ole_problem(data: bytes, ending: str) -> Problem:
    """The old container of Office under another ending: an encrypted xlsx, an old workbook, or something else."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return say.ENCRYPTED.at()
    is_workbook = any(name.encode("utf-16-le") in data for name in ("Workbook", "Book"))
    given = "Excel 97-2003 (.xls)" if is_workbook else "Word 97-2003 / OLE"
    return say.WRONG_CONTENT.at(given=given, ending=ending)


class Parts:
    """The parts of an xlsx, each unpacked as a stream that is counted against one limit for the whole file."""

    def __init__(self, data: bytes) -> None:
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError) as reason:
            raise Refused(say.BROKEN.at(given=_short(reason))) from None
        self.left = MAX_UNPACKED
        self._read: set[str] = set()
        if problem := _wrong_list(self.zip.infolist()):
            raise Refused(problem)

    @property
    def names(self) -> list[str]:
        return self.zip.namelist()

    def stream(self, name: str) -> Iterator[bytes]:
        """The part in chunks. Raises Refused when it is broken, hides a DOCTYPE, or unpacks beyond the limit."""
        info = copy.copy(self.zip.getinfo(name))
        declared, info.file_size = info.file_size, 2**62  # read to the real end, whatever the list says
        size, tail = 0, b""
        try:
            with self.zip.open(info) as part:
                while chunk := part.read(CHUNK):
                    if not size and chunk.startswith(_HIDDEN_DOCTYPE):
                        raise Refused(say.DOCTYPE.at(given=name))
                    size += len(chunk)
                    self.left -= len(chunk)
                    if self.left < 0:
                        raise Refused(say.ZIP_BOMB.at(given=name, limit=MAX_UNPACKED // 10**6))
                    if b"<!DOCTYPE" in tail + chunk[:16] or b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
                        raise Refused(say.DOCTYPE.at(given=name))
                    tail = chunk[-16:]
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as reason:
            raise Refused(say.BROKEN.at(given=f"{name}: {_short(reason)}")) from None
        if size != declared:
            raise Refused(say.BROKEN.at(given=f"{name}: {size} ≠ {declared}"))

    def read(self, name: str) -> bytes:
        self._read.add(name)
        return b"".join(self.stream(name))

    def was_read(self, name: str) -> bool:
        """Whether a part was unpacked whole already, so that it is counted once."""
        return name in self._read


def _wrong_list(parts: list[zipfile.ZipInfo]) -> Problem | None:
    """What is wrong with the list of parts alone, before a byte is unpacked."""
    names = [part.orig_filename for part in parts]
    for name in names:
        if name.startswith(("/", "\\")) or ":" in name or "\x00" in name or ".." in name.replace("\\", "/").split("/"):
            return say.ZIP_PATH.at(given=ascii(name)[1:-1])
    if len({name.casefold() for name in names}) < len(names):
        return say.ZIP_PATH.at(given="tên trùng nhau (the same name twice)")
    if len(parts) > MAX_PARTS:
        return say.TOO_MANY.at(given=len(parts), limit=MAX_PARTS, what_vi="thành phần", what_en="parts")
    if any(part.flag_bits & 1 for part in parts):
        return say.ENCRYPTED.at()
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        size = sum(part.file_size for part in parts) // 10**6
        return say.ZIP_BOMB.at(given=f"{size} MB", limit=MAX_UNPACKED // 10**6)
    if any(part.compress_type not in _STORED_OR_DEFLATED for part in parts):
        return say.BROKEN.at(given="cách nén lạ (unknown compression)")
    return None


def _short(reason: Exception) -> str:
    return str(reason).splitlines()[0][:120] if str(reason) else type(reason).__name__
