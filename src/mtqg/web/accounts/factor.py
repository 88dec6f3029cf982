"""The second factor: a code of six digits from a telephone, changing every thirty seconds (RFC 6238), or a spare code.

The secret is sealed with the office's key: whoever has a copy of the database or a backup makes no codes with it.
"""

from __future__ import annotations

import base64
import io
import os
import secrets
import time
from datetime import timedelta
from urllib.parse import quote

from django.contrib.auth.hashers import check_password, make_password
from django.utils import timezone
from django_otp.oath import TOTP

from mtqg.web import access
from mtqg.web.accounts.models import SecondFactor, SpareCode, User

_SEALED_AS = "second_factor.secret"
_DRIFT = 1  # steps of thirty seconds that a telephone's clock may be off
_SPARE = 8
_FREE_FAILURES = 4


def begin(user: User) -> tuple[SecondFactor, bytes]:
    """The account's factor that waits to be confirmed, and its secret; made where there is none."""
    found = SecondFactor.objects.filter(user=user).first()
    if found is not None:
        return found, _opened(found)
    secret = os.urandom(20)
    sealed = access.register().cipher.sealed_bytes(secret, context=_SEALED_AS)
    return SecondFactor.objects.create(user=user, secret=sealed), secret


def address(user: User, secret: bytes) -> str:
    """What the telephone reads from the picture."""
    name = quote(f"mtqg:{user.get_username()}")
    return f"otpauth://totp/{name}?secret={written(secret)}&issuer=mtqg"


def written(secret: bytes) -> str:
    return base64.b32encode(secret).decode()


def picture(text: str) -> str:
    """The QR code as SVG without any style of its own."""
    import segno

    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, title="QR")
    return out.getvalue().decode()


def proves(user: User, code: str) -> bool:
    """Whether a code is right. Each works once; after some wrong ones the next must wait longer and longer."""
    found = SecondFactor.objects.filter(user=user).first()
    if found is None or _must_wait(found):
        return False
    if _is_right(found, code.strip().replace(" ", "")) or (found.is_confirmed and _is_spare(user, code)):
        SecondFactor.objects.filter(pk=found.pk).update(is_confirmed=True, failures=0)
        return True
    SecondFactor.objects.filter(pk=found.pk).update(failures=found.failures + 1, failed_at=timezone.now())
    return False


def spare_codes(user: User) -> list[str]:
    """New spare codes, told once; the older ones end."""
    SpareCode.objects.filter(user=user).delete()
    made = [f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" for _ in range(_SPARE)]
    SpareCode.objects.bulk_create(SpareCode(user=user, code_hash=make_password(one)) for one in made)
    return made


def _must_wait(found: SecondFactor) -> bool:
    if found.failures <= _FREE_FAILURES or found.failed_at is None:
        return False
    seconds = min(2 ** (found.failures - _FREE_FAILURES), 900)
    return bool(timezone.now() < found.failed_at + timedelta(seconds=seconds))


def _is_right(found: SecondFactor, code: str) -> bool:
    if not code.isascii() or not code.isdecimal():
        return False
    totp = TOTP(_opened(found))
    totp.time = time.time()
    if not totp.verify(int(code), tolerance=_DRIFT, min_t=found.last_step + 1):
        return False
    # Of two who send the same code at once, one is let in.
    return bool(SecondFactor.objects.filter(pk=found.pk, last_step__lt=totp.t()).update(last_step=totp.t()))


def _is_spare(user: User, code: str) -> bool:
    given = code.strip().lower()
    for one in SpareCode.objects.filter(user=user):
        if check_password(given, one.code_hash):
            return bool(SpareCode.objects.filter(pk=one.pk).delete()[0])
    return False


def _opened(found: SecondFactor) -> bytes:
    return access.register().cipher.opened_bytes(bytes(found.secret), context=_SEALED_AS)
