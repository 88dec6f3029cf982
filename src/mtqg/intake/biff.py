"""Records of an old workbook and the texts in them."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator

from mtqg.core.errors import Refused
from mtqg.intake import problems as say

_CONTINUE, _TABLE = 0x3C, 0xFC
_MAX_TEXT = 32_767  # signs of a cell


def records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Kind and body of the records from a place on. Raises Refused where one reaches beyond the end."""
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        place += 4 + size
        if place > len(stream):
            break
        yield kind, stream[place - size : place]
        if kind == 0x0A:
            return
    raise Refused(say.BROKEN.at(given="BIFF: EOF"))


def code_page(number: int) -> str:
    """Python's name of a code page; the Western one where it is not known."""
    if number == 1200:
        return "utf-16-le"
    try:
        return codecs.lookup(f"cp{number}").name
    except LookupError:
        return "cp1252"


def name_of(body: bytes, at: int, is_new: bool, encoding: str) -> str:
    """A short text: its length is one byte."""
    length = body[at]
    if not is_new:
        return body[at + 1 : at + 1 + length].decode(encoding, "replace")
    wide = body[at + 1] & 1
    return body[at + 2 : at + 2 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def unpacked(body: bytes, at: int, wide_encoding: str) -> tuple[str, int]:
    """A text with a length of two bytes, and where it ends."""
    length, flags = struct.unpack_from("<HB", body, at)
    wide = flags & 1
    at += 3 + (2 if flags & 8 else 0) + (4 if flags & 4 else 0)
    end = at + length * (1 + wide)
    return body[at:end].decode(wide_encoding if wide else "latin-1", "replace"), end


class Texts:
    """The table of texts, which goes on over records: a text may be cut anywhere, and each part says its width anew."""

    def __init__(self) -> None:
        self.blocks: list[bytes] = []
        self._is_open = False

    def take(self, kind: int, body: bytes) -> bool:
        """Whether a record is of the table; if so, it is kept."""
        if kind == _TABLE:
            self.blocks, self._is_open = [body], True
        elif kind == _CONTINUE and self._is_open:
            self.blocks.append(body)
        else:
            self._is_open = False
            return False
        return True

    def all(self) -> list[str]:
        """The texts in their order."""
        if not self.blocks:
            return []
        count = struct.unpack_from("<L", self.blocks[0], 4)[0]
        walk = _Walk(self.blocks)
        found: list[str] = []
        while len(found) < count and not walk.is_over:
            found.append(walk.text())
        return found


class _Walk:
    """A walk through the blocks of the table."""

    def __init__(self, blocks: list[bytes]) -> None:
        self.blocks, self.block, self.at = blocks, 0, 8

    @property
    def is_over(self) -> bool:
        while self.block < len(self.blocks) and self.at >= len(self.blocks[self.block]):
            self.block, self.at = self.block + 1, 0
        return self.block >= len(self.blocks)

    def text(self) -> str:
        length, flags = struct.unpack("<HB", self._bytes(3))
        runs = struct.unpack("<H", self._bytes(2))[0] if flags & 8 else 0
        extra = struct.unpack("<L", self._bytes(4))[0] if flags & 4 else 0
        text = self._signs(length, flags & 1)
        self._bytes(4 * runs)
        self._bytes(extra)
        return text

    def _signs(self, length: int, wide: int) -> str:
        parts: list[str] = []
        while length:
            if self.at >= len(self.blocks[self.block]):
                self.block, self.at = self.block + 1, 1
                wide = self.blocks[self.block][0] & 1
            have = min(length, (len(self.blocks[self.block]) - self.at) // (1 + wide))
            if not have:
                raise Refused(say.BROKEN.at(given="BIFF: SST"))
            end = self.at + have * (1 + wide)
            part = self.blocks[self.block][self.at : end]
            parts.append(part.decode("utf-16-le" if wide else "latin-1", "replace"))
            self.at, length = end, length - have
        return "".join(parts)

    def _bytes(self, count: int) -> bytes:
        parts = []
        while count:
            if self.is_over:
                raise Refused(say.BROKEN.at(given="BIFF: SST"))
            part = self.blocks[self.block][self.at : self.at + count]
            parts.append(part)
            self.at, count = self.at + len(part), count - len(part)
        return b"".join(parts)
