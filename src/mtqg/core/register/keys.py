"""The office's key: made, found, checked. What is done with it stands in ``personal``.

One secret of 32 random bytes, kept outside the database and outside its backups. From it, and from the instance's
id, three things are derived that say nothing about each other: the key that encrypts, the key of the index, and the
fingerprint, which may be printed and stored so that another office's key is noticed before it does harm.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from mtqg.core import disk
from mtqg.core.errors import Refused, code
from mtqg.core.register.personal import Cipher

KEY_VARIABLE = "MTQG_KEY"
FILE_VARIABLE = "MTQG_KEY_FILE"
KEY_FILE = "office.key"

NO_KEY = code(
    "E-001",
    vi="Không đọc được khóa của cơ quan ({given}).",
    en="The office's key cannot be read ({given}).",
    remedy_vi="Đặt MTQG_KEY hoặc MTQG_KEY_FILE, hoặc chép tệp office.key từ nơi cất giữ về thư mục của kho số liệu.",
    remedy_en="Set MTQG_KEY or MTQG_KEY_FILE, or put office.key back into the instance's folder from where it is kept.",
)
NOT_A_KEY = code(
    "E-002",
    vi="Nội dung lấy từ {given} không phải là một khóa (43 ký tự base64url).",
    en="What {given} holds is not a key (43 characters of base64url).",
    remedy_vi="Chép lại nguyên vẹn khóa từ nơi cất giữ; không tự nghĩ ra khóa.",
    remedy_en="Copy the whole key again from where it is kept; a key is never made up.",
)
OTHER_KEY = code(
    "E-003",
    vi="Khóa có dấu nhận biết {given}, kho số liệu này dùng khóa {expected}: đây không phải là khóa của kho này.",
    en="The key has the fingerprint {given}, this instance uses {expected}: it is not this instance's key.",
    remedy_vi="Dùng đúng khóa của kho số liệu này; chưa có gì bị thay đổi.",
    remedy_en="Use the key of this instance; nothing was changed.",
)
KEY_IS_THERE = code(
    "E-005",
    vi="Đã có khóa ở {given}; khóa không bao giờ bị ghi đè.",
    en="There is a key at {given}; a key is never overwritten.",
    remedy_vi="Dùng khóa đang có. Mất khóa cũ là mất mọi giá trị cá nhân đã mã hóa bằng khóa ấy.",
    remedy_en="Use the key that is there. Without it everything that was sealed with it is lost.",
)

_SECRET_BYTES = 32
_KEY_TEXT = re.compile(rb"[A-Za-z0-9_-]{43}=?")


class OfficeKey:
    """The keys of one instance. It is never shown, copied or written: ``fingerprint`` is all that it tells."""

    __slots__ = ("_encryption", "_index", "fingerprint")

    def __init__(self, secret: bytes, *, instance: str) -> None:
        if len(secret) != _SECRET_BYTES:
            raise ValueError(f"a key has {_SECRET_BYTES} bytes")
        self._encryption = _derived(secret, instance, "encryption", 32)
        self._index = _derived(secret, instance, "index", 32)
        self.fingerprint = _derived(secret, instance, "fingerprint", 8).hex()

    def cipher(self) -> Cipher:
        return Cipher(self._encryption, self._index, self.fingerprint)

    def __repr__(self) -> str:
        return f"<OfficeKey {self.fingerprint}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key is not copied or pickled")


def find_key(home: Path, *, instance: str, expected: str | None, environ: Mapping[str, str] | None = None) -> OfficeKey:
    """The office's key: from MTQG_KEY, else from the file that MTQG_KEY_FILE names, else from HOME/office.key.

    ``expected`` is the fingerprint that the register keeps; None only while it keeps none yet.
    Refused without a key (E-001), when it does not parse (E-002), or when it is another instance's (E-003). The first
    place that is named decides: a file that is named but missing never falls back to another key.
    """
    secret = _secret(home, os.environ if environ is None else environ)
    key = OfficeKey(secret, instance=instance)
    if expected is not None and key.fingerprint != expected:
        raise Refused(OTHER_KEY.at("", key.fingerprint, expected=expected))
    return key


def first_key(home: Path, *, instance: str, environ: Mapping[str, str] | None = None) -> OfficeKey:
    """The key of a new instance: the one that the environment names, else a new HOME/office.key.

    Of several processes that come here at once one makes the file and all use it.
    """
    environ = os.environ if environ is None else environ
    if not (environ.get(KEY_VARIABLE) or environ.get(FILE_VARIABLE)):
        try:
            create_key(home)
        except Refused as refused:
            if refused.problems[0].kind is not KEY_IS_THERE:
                raise
    return find_key(home, instance=instance, expected=None, environ=environ)


def create_key(home: Path) -> Path:
    """Make HOME/office.key, readable by its owner alone. Refused (E-005) where there is one."""
    path = home / KEY_FILE
    text = base64.urlsafe_b64encode(os.urandom(_SECRET_BYTES)).rstrip(b"=") + b"\n"
    try:
        disk.write_private(path, text)
    except FileExistsError:
        raise Refused(KEY_IS_THERE.at(given=path)) from None
    except OSError as reason:
        raise Refused(disk.CANNOT_WRITE.at(path.name, reason.strerror or reason)) from reason
    return path


def is_key_file(name: str) -> bool:
    """Whether a file of the instance's folder holds the key, or did when a process was killed: not for a backup."""
    return name.startswith(KEY_FILE)


def _secret(home: Path, environ: Mapping[str, str]) -> bytes:
    if text := environ.get(KEY_VARIABLE):
        return _parsed(text.encode("utf-8", "replace"), KEY_VARIABLE)
    path = Path(environ.get(FILE_VARIABLE) or home / KEY_FILE)
    try:
        return _parsed(path.read_bytes(), str(path))
    except OSError as reason:
        raise Refused(NO_KEY.at(str(path), reason.strerror or reason)) from None


def _parsed(text: bytes, source: str) -> bytes:
    """The secret in a text. What stands there instead is not shown: it may be the key with a letter too many."""
    bare = text.removeprefix(b"\xef\xbb\xbf").strip()
    if not _KEY_TEXT.fullmatch(bare):
        raise Refused(NOT_A_KEY.at(given=source))
    return base64.urlsafe_b64decode(bare[:43] + b"=")


def _derived(secret: bytes, instance: str, purpose: str, length: int) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length, salt=instance.encode(), info=f"mtqg/{purpose}/1".encode()).derive(secret)
