"""The container of old Office files (compound file binary): one stream of it, read with every chain checked.

A hostile file can make a chain run in circles or beyond its end; each sector is followed at most once.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

from mtqg.core.errors import Refused
from mtqg.intake import problems as say

_FREE = 0xFFFFFFFA  # from here on a number of a sector means something else: end of chain, free, a table
_SHORT = 64
_MAX_ENTRIES = 10_000


class Entry(NamedTuple):
    """A stream or storage of the container."""

    name: str
    kind: int  # 1 storage, 2 stream, 5 root
    start: int
    size: int


class Container:
    """Its table of sectors and its directory."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        if len(data) < 512:
            raise Refused(say.BROKEN.at(given="CFB"))
        shift, short = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or short != 6:
            raise Refused(say.BROKEN.at(given="CFB: sector"))
        self.size = 1 << shift
        self.count = (len(data) - 1) // self.size  # the header takes the place of the first sector
        tables, self.first_entry = struct.unpack_from("<L", data, 44)[0], struct.unpack_from("<L", data, 48)[0]
        self.cutoff, self.first_short = struct.unpack_from("<LL", data, 56)
        next_table, more = struct.unpack_from("<LL", data, 68)
        numbers = list(struct.unpack_from("<109L", data, 76))
        seen: set[int] = set()
        while more and next_table < _FREE and next_table not in seen:
            seen.add(next_table)
            block = self._numbers(next_table)
            numbers += block[:-1]
            next_table = block[-1]
        if tables > self.count:
            raise Refused(say.BROKEN.at(given="CFB: FAT"))
        used = [number for number in numbers[:tables] if number < _FREE]
        self.next: list[int] = []
        for number in used:
            self.next += self._numbers(number)

    @cached_property
    def entries(self) -> list[Entry]:
        raw = self._chain(self.first_entry, self.next, self._sector)
        found = []
        for at in range(0, min(len(raw), 128 * _MAX_ENTRIES) - 127, 128):
            length, kind = struct.unpack_from("<HB", raw, at + 64)
            start, size = struct.unpack_from("<LL", raw, at + 116)
            name = raw[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            found.append(Entry(name, kind, start, size))
        return found

    def stream(self, *names: str) -> bytes | None:
        """The first of the streams of these names."""
        wanted = {name.casefold(): at for at, name in enumerate(names)}
        fitting = [entry for entry in self.entries if entry.kind == 2 and entry.name.casefold() in wanted]
        if not fitting:
            return None
        entry = min(fitting, key=lambda one: wanted[one.name.casefold()])
        if entry.size >= self.cutoff:
            return self._chain(entry.start, self.next, self._sector)[: entry.size]
        root = next((one for one in self.entries if one.kind == 5), None)
        if root is None:
            raise Refused(say.BROKEN.at(given="CFB: root"))
        inner = self._chain(root.start, self.next, self._sector)
        table = self._chain(self.first_short, self.next, self._sector)
        shorts = struct.unpack(f"<{len(table) // 4}L", table[: len(table) // 4 * 4])
        return self._chain(entry.start, shorts, lambda at: inner[at * _SHORT : (at + 1) * _SHORT])[: entry.size]

    def _sector(self, number: int) -> bytes:
        if number >= self.count:
            raise Refused(say.BROKEN.at(given="CFB: sector"))
        return self.data[(number + 1) * self.size : (number + 2) * self.size]

    def _numbers(self, number: int) -> list[int]:
        sector = self._sector(number).ljust(self.size, b"\xff")
        return list(struct.unpack(f"<{self.size // 4}L", sector))

    def _chain(self, start: int, following: Sequence[int], sector: Callable[[int], bytes]) -> bytes:
        parts, at, seen = [], start, set()
        while at < _FREE:
            if at in seen or at >= len(following):
                raise Refused(say.BROKEN.at(given="CFB: chain"))
            seen.add(at)
            parts.append(sector(at))
            at = following[at]
        return b"".join(parts)
