"""What a file is, by what it holds: JPEG, PNG or PDF and nothing else. What says where and by whom is taken out.

A photograph carries the place where it was taken, the telephone and a small picture of itself (EXIF, XMP): none of it
is kept. What stands after the end of a picture is cut off.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from mtqg.core.errors import Refused
from mtqg.evidence.problems import ACTIVE, NOT_KNOWN, TOO_LARGE

LARGEST = {"image/jpeg": 300_000, "image/png": 300_000, "application/pdf": 5_000_000}  # bytes
MOST_READ = 10_000_000  # bytes: what a picture loses is far less than this
LONGEST_SIDE = 8000  # pixels: a small file may unpack to gigabytes
_JPEG, _PNG, _PDF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"
_ACTIVE = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_BARE = {0x01, *range(0xD0, 0xD8)}  # markers without a segment
_PNG_KEPT = {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"bKGD", b"sBIT"}


@dataclass(frozen=True)
class File:
    """A file as it is kept."""

    name: str
    media_type: str
    data: bytes


class _NotSo(Exception):
    """Not what its first bytes promise."""


def read(name: str, data: bytes) -> File:
    """A file by its content. Refused where it is of another kind (M-001), too large (M-002), or active (M-003)."""
    shown = name[-60:]
    try:
        media_type, kept = _read(data)
    except (_NotSo, IndexError):
        raise Refused(NOT_KNOWN.at(given=shown)) from None
    if len(kept) > (limit := LARGEST[media_type]):
        raise Refused(TOO_LARGE.at(given=shown, size=-(-len(kept) // 1000), limit=limit // 1000))
    if media_type == "application/pdf" and any(word in data for word in _ACTIVE):
        raise Refused(ACTIVE.at(given=shown))
    return File(name, media_type, kept)


def _read(data: bytes) -> tuple[str, bytes]:
    if data.startswith(_JPEG):
        return "image/jpeg", _jpeg(data)
    if data.startswith(_PNG):
        return "image/png", _png(data)
    if data.startswith(_PDF) and b"%%EOF" in data[-2048:]:
        return "application/pdf", data
    raise _NotSo


def _jpeg(data: bytes) -> bytes:
    """The picture by its segments, without APPn and comments but for colours, until its first end."""
    kept, at, has_frame = bytearray(data[:2]), 2, False
    while True:
        if data[at] != 0xFF:
            raise _NotSo
        marker = data[at + 1]
        if marker == 0xFF:  # a filler
            at += 1
        elif marker == 0xD9:
            if not has_frame:
                raise _NotSo
            return bytes(kept + data[at : at + 2])
        else:
            after = at + 2 if marker in _BARE else at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
            segment = data[at:after]
            if after > len(data) or after < at + 2:
                raise _NotSo
            if marker in _FRAMES:
                _require_sides(int.from_bytes(segment[5:7], "big"), int.from_bytes(segment[7:9], "big"))
                has_frame = True
            if _is_kept(marker, segment):
                kept += segment
            at = after
            if marker == 0xDA:
                at = _after_scan(data, after)
                kept += data[after:at]


def _is_kept(marker: int, segment: bytes) -> bool:
    is_colour = segment[4:].startswith((b"JFIF\0", b"ICC_PROFILE\0", b"Adobe"))
    return is_colour if 0xE0 <= marker <= 0xEF else marker != 0xFE


def _after_scan(data: bytes, at: int) -> int:
    """Where the next marker stands: within a scan FF is followed by 00, or by the mark of a restart."""
    while (at := data.find(b"\xff", at)) >= 0:
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
    raise _NotSo


def _png(data: bytes) -> bytes:
    """The picture by its chunks, without those that say something else than colours, until its end."""
    kept, at = bytearray(_PNG), len(_PNG)
    while True:
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        after = at + 12 + length
        body = data[at + 8 : after - 4]
        if after > len(data) or zlib.crc32(kind + body) != int.from_bytes(data[after - 4 : after], "big"):
            raise _NotSo
        if (at == len(_PNG)) != (kind == b"IHDR"):
            raise _NotSo
        if kind == b"IHDR":
            _require_sides(int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big"))
        if kind[:1].isupper() or kind in _PNG_KEPT:
            kept += data[at:after]
        if kind == b"IEND":
            return bytes(kept)
        at = after


def _require_sides(*sides: int) -> None:
    if not all(0 < one <= LONGEST_SIDE for one in sides):
        raise _NotSo
