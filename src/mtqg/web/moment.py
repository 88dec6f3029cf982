"""What a page that only reads asks for once, however many of its lines need it: the book of localities, submissions.

A list of hundreds of places named each of them by asking the register again whether the office has added to the book.
Only requests that cannot write keep anything, and nothing outlives its request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.http import HttpRequest

Kept = TypeVar("Kept")
_KEPT: ContextVar[dict[str, Any] | None] = ContextVar("mtqg_moment", default=None)


@contextmanager
def of(request: HttpRequest) -> Iterator[None]:
    """The moment of a request."""
    token = _KEPT.set({} if request.method in ("GET", "HEAD") else None)
    try:
        yield
    finally:
        _KEPT.reset(token)


def is_kept() -> bool:
    """Whether this is a request that only reads."""
    return _KEPT.get() is not None


def once(name: str, make: Callable[[], Kept]) -> Kept:
    """What is made, or was made before in this request."""
    known = _KEPT.get()
    if known is None:
        return make()
    if name not in known:
        known[name] = make()
    found: Kept = known[name]
    return found
