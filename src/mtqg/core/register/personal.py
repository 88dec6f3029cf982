"""Personal values: sealed, opened, and found by a blind index, with what ``keys`` derives from the office's key.

A sealed value is one byte of version, 12 of nonce, the ciphertext (as long as the text in UTF-8) and 16 of tag
(AES-256-GCM): bytes, kept in a BLOB or BYTEA column.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NoReturn

from mtqg.core.errors import Refused, code
from mtqg.core.text import spelling

NOT_OPENED = code(
    "E-004",
    vi="{given} trên {total} giá trị cá nhân không giải mã được (đầu tiên là giá trị thứ {first}): "
    "dữ liệu hỏng hoặc bị chuyển từ cột khác sang.",
    en="{given} of {total} personal values do not decrypt (the first is number {first}): "
    "damaged, or moved here from another column.",
    remedy_vi="Giữ nguyên hiện trạng, chạy mtqg verify và khôi phục từ bản sao lưu.",
    remedy_en="Leave everything as it is, run mtqg verify and restore from a backup.",
)

_VERSION = 1
_HEAD = bytes([_VERSION])
_NONCE_END = 1 + 12
_SHORTEST = _NONCE_END + 16  # an empty text: nothing but version, nonce and tag
_INDEX_BYTES = 16
_SYLLABLES = 16384  # more than Vietnamese has, small and capital: a million names fold each of theirs once


class Cipher:
    """Seals, opens and indexes personal values, a whole column at a time. Safe to use from several threads.

    ``context`` names where a value stands ("table.column"). It is authenticated with the value: what was sealed for
    one column does not open in another. A value that changes places with another row's of its column does open:
    against that stand the digests of the rows in their act.
    """

    __slots__ = ("_aead", "_index", "fingerprint")

    def __init__(self, encryption: bytes, index: bytes, fingerprint: str) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # costs 20 ms, which no figure pays

        self._aead = AESGCM(encryption)
        self._index = index
        self.fingerprint = fingerprint

    def sealed(self, values: Sequence[str | None], *, context: str) -> list[bytes | None]:
        """Each text encrypted under a nonce of its own; a missing value stays missing."""
        bound, encrypt = _bound(context), self._aead.encrypt
        nonces = os.urandom(12 * len(values))  # one call to the system for the column, not one for each value
        return [
            None if value is None else _HEAD + (nonce := nonces[at : at + 12]) + encrypt(nonce, _encoded(value), bound)
            for at, value in zip(range(0, len(nonces), 12), values, strict=True)
        ]

    def opened(self, values: Sequence[bytes | memoryview | None], *, context: str) -> list[str | None]:
        """The texts again. Refused (E-004) with the count of those that are damaged, moved, or of another key."""
        from cryptography.exceptions import InvalidTag

        bound, decrypt = _bound(context), self._aead.decrypt
        texts: list[str | None] = []
        wrong: list[int] = []
        for number, value in enumerate(values, start=1):
            if value is None:
                texts.append(None)
            elif len(value) < _SHORTEST or value[0] != _VERSION:
                wrong.append(number)
            else:
                try:
                    plain = decrypt(value[1:_NONCE_END], value[_NONCE_END:], bound)
                    texts.append(plain.decode("utf-8", "surrogatepass"))
                except InvalidTag:
                    wrong.append(number)
        if wrong:
            raise Refused(NOT_OPENED.at(context, len(wrong), total=len(values), first=wrong[0]))
        return texts

    def sealed_bytes(self, data: bytes, *, context: str) -> bytes:
        """Bytes encrypted as a text is."""
        nonce = os.urandom(12)
        return _HEAD + nonce + self._aead.encrypt(nonce, data, _bound(context))

    def opened_bytes(self, value: bytes, *, context: str) -> bytes:
        """The bytes again. Refused (E-004) where they are damaged, moved, or of another key."""
        from cryptography.exceptions import InvalidTag

        if len(value) < _SHORTEST or value[0] != _VERSION:
            raise Refused(NOT_OPENED.at(context, 1, total=1, first=1))
        try:
            return self._aead.decrypt(value[1:_NONCE_END], value[_NONCE_END:], _bound(context))
        except InvalidTag:
            raise Refused(NOT_OPENED.at(context, 1, total=1, first=1)) from None

    def index_of(self, values: Sequence[str | None], *, context: str, form: Callable[[str], str]) -> list[bytes | None]:
        """For exact search: 16 bytes that are equal when the texts are, in the form given (see below) and context.

        Columns that are searched together share a context. Missing where the form leaves nothing to search for.
        Without the key an index says nothing but which values are equal; with it, numbers can be guessed through.
        """
        _bound(context)
        # HMAC-SHA256 with the two padded keys hashed once for the column: twice as quick as hmac.digest().
        key = hmac.digest(self._index, context.encode(), "sha256").ljust(64, b"\0")
        inner, outer = (hashlib.sha256(bytes(byte ^ pad for byte in key)) for pad in (0x36, 0x5C))

        def index(text: str) -> bytes:
            within, around = inner.copy(), outer.copy()
            within.update(_encoded(text))
            around.update(within.digest())
            return around.digest()[:_INDEX_BYTES]

        formed = [None if value is None else form(value) for value in values]
        return [index(text) if text else None for text in formed]

    def __repr__(self) -> str:
        return f"<Cipher {self.fingerprint}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a cipher is not copied or pickled")


# The forms in which values are compared. Indexes are stored: a form that changes makes every index anew (a new layout).


def name_form(text: str) -> str:
    """A person's or a place's name: accents count; case, composition, blanks and the place of the tone do not.

    >>> name_form("NGUYỄN THỊ  HOÀ") == name_form("Nguyễn Thị Hòa"), name_form("Lê Dũng") == name_form("Lê Dụng")
    (True, False)
    """
    return " ".join(filter(None, map(_syllable, text.split())))


def number_form(text: str) -> str:
    """An identity number, passport or card: letters and digits only, however they are grouped. No 0 is added or lost.

    >>> number_form(" 038 201.004-567 "), number_form("c1234567")
    ('038201004567', 'C1234567')
    """
    if text.isascii() and text.isdigit():
        return text
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text))).upper()


def phone_form(text: str) -> str:
    """A telephone number: digits only, Viet Nam's +84 as the 0 with which it is dialled at home.

    >>> phone_form("+84 (0) 912.345.678"), phone_form("0912 345 678")
    ('0912345678', '0912345678')
    """
    if text.isascii() and text.isdigit() and not text.startswith("00"):
        return text
    plain = unicodedata.normalize("NFKC", text).lstrip()
    digits = "".join(sign for sign in plain if "0" <= sign <= "9")
    abroad = digits if plain.startswith("+") else digits[2:] if digits.startswith("00") else ""
    return "0" + abroad[2:].removeprefix("0") if abroad.startswith("84") else digits


# How a searched column is compared (``Column.searched``).
FORMS: dict[str, Callable[[str], str]] = {"name": name_form, "number": number_form, "phone": phone_form}


@lru_cache(_SYLLABLES)
def _syllable(word: str) -> str:
    """The spelling of one word: a syllable says nothing of whose name it is in, so that it may stay in memory."""
    return spelling(word)


def digest_text(value: bytes | memoryview | None) -> str:
    """What stands for a sealed value where its row is hashed into an act: SHA-256 of the ciphertext, "" if missing."""
    return "" if value is None else hashlib.sha256(value).hexdigest()


def household_key() -> str:
    """A new random key of a household (32 hexadecimal digits): joins its rows and says nothing of who it is."""
    return secrets.token_hex(16)


def _bound(context: str) -> bytes:
    if not context:
        raise ValueError("a personal value needs the name of its column")
    return _HEAD + context.encode()


def _encoded(text: str) -> bytes:
    """UTF-8 of any text, half a surrogate pair (which files of strangers may hold) included."""
    return text.encode("utf-8", "surrogatepass")
