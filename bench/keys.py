"""Rates of sealing, opening and indexing personal values, each beside a floor measured in the same run.

    python bench/keys.py [VALUES]

A floor is the bare call of the library in a loop, without version, check, missing values or forms. The machine may be
shared: read the ratios.
"""

import hmac
import os
import random
import sys
import time
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mtqg.core.register.keys import OfficeKey
from mtqg.core.register.personal import digest_text, name_form, number_form, phone_form

RUNS = 5
COLUMN = "members.identity_number"
# fmt: off
FAMILIES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Lò", "Giàng"]
MIDDLES = ["Văn", "Thị", "Hữu", "Đức", "Ngọc", "Thanh", "Minh", "Quang", "Thu", "Kim", "Xuân", "Thế"]
GIVEN = ["An", "Bình", "Chi", "Dũng", "Hoà", "Hòa", "Hạnh", "Khánh", "Lan", "Mai", "Oanh", "Phúc", "Sơn", "Thuỷ", "Yến"]
# fmt: on


def rate(work: Callable[[], object], values: int) -> float:
    """Values a second, the best of several runs."""
    took = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return values / min(took)


def invented(count: int) -> tuple[list[str], list[str], list[str]]:
    """Names, identity numbers and telephone numbers of nobody."""
    luck = random.Random(7)
    names = [" ".join(map(luck.choice, (FAMILIES, MIDDLES, MIDDLES, GIVEN))) for _ in range(count)]
    numbers = [f"{luck.randrange(10**12):012d}" for _ in range(count)]
    phones = [f"0{luck.randrange(10**9):09d}" for _ in range(count)]
    return names, numbers, phones


def main(count: int) -> None:
    names, numbers, phones = invented(count)
    cipher = OfficeKey(os.urandom(32), instance="bench").cipher()
    bare, secret, nonces = AESGCM(os.urandom(32)), os.urandom(32), [os.urandom(12) for _ in range(count)]
    bound = COLUMN.encode()
    closed = [bare.encrypt(nonce, text.encode(), bound) for nonce, text in zip(nonces, numbers, strict=True)]
    sealed = cipher.sealed(numbers, context=COLUMN)

    def floor_seal() -> list[bytes]:
        return [bare.encrypt(nonce, text.encode(), bound) for nonce, text in zip(nonces, numbers, strict=True)]

    def floor_open() -> list[str]:
        return [bare.decrypt(nonce, text, bound).decode() for nonce, text in zip(nonces, closed, strict=True)]

    def floor_index() -> list[bytes]:
        return [hmac.digest(secret, text.encode(), "sha256")[:16] for text in numbers]

    lines: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
        ("sealed, numbers", lambda: cipher.sealed(numbers, context=COLUMN), floor_seal),
        ("sealed, names", lambda: cipher.sealed(names, context=COLUMN), floor_seal),
        ("opened, numbers", lambda: cipher.opened(sealed, context=COLUMN), floor_open),
        ("index, numbers", lambda: cipher.index_of(numbers, context=COLUMN, form=number_form), floor_index),
        ("index, names", lambda: cipher.index_of(names, context=COLUMN, form=name_form), floor_index),
        ("index, phones", lambda: cipher.index_of(phones, context=COLUMN, form=phone_form), floor_index),
        ("index, no form", lambda: cipher.index_of(numbers, context=COLUMN, form=str), floor_index),
        ("digest_text", lambda: list(map(digest_text, sealed)), floor_index),
    ]
    print(f"{count:,} values; thousands a second")
    for name, work, floor in lines:
        mine, least = rate(work, count), rate(floor, count)
        print(f"{name:16} {mine / 1000:7.0f}   floor {least / 1000:7.0f}   {mine / least:5.2f} of it")
    print(f"a sealed identity number is {len(sealed[0] or b'')} bytes")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
