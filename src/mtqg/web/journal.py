"""What the server writes down when something of ours fails: where in the code, and nothing of anybody's data.

The text of an error may quote a row (a database names the value that it refuses), so it is left out: its kind, the
database's state code and the lines of code say where to look. A page that failed shows the number of its line here.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest

_NUMBER = "failure_number"


def number_of(request: HttpRequest) -> str:
    """The number under which the failure of this request stands in the log, for the person to tell."""
    if not hasattr(request, _NUMBER):
        setattr(request, _NUMBER, secrets.token_hex(4))
    return str(getattr(request, _NUMBER))


class Bare(logging.Formatter):
    """A line for what happened, and one for each place in the code that led there."""

    def format(self, record: logging.LogRecord) -> str:
        head = f"{self.formatTime(record)} {record.levelname} {record.name}: {_said(record)}"
        failed = record.exc_info[1] if record.exc_info else None
        return "\n".join([head, *_places(failed)]) if failed is not None else head


def _said(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    if not isinstance(request, HttpRequest):
        return _one_line(record.getMessage())
    match = getattr(request, "resolver_match", None)  # the pattern of the address: not what was asked for in it
    return f"{number_of(request)} {request.method} /{match.route if match else '…'}"


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else "·" for letter in text)


def _places(failed: BaseException) -> Iterator[str]:
    for one in _causes(failed):
        state = getattr(one, "sqlstate", None)
        yield f"  {type(one).__module__}.{type(one).__qualname__}" + (f" [{state}]" if state else "")
        for frame in traceback.extract_tb(one.__traceback__):
            yield f"    {frame.filename}:{frame.lineno} {frame.name}"


def _causes(failed: BaseException | None) -> Iterator[BaseException]:
    """What failed first comes last."""
    seen: set[int] = set()
    while failed is not None and id(failed) not in seen:
        seen.add(id(failed))
        yield failed
        failed = failed.__cause__ or (None if failed.__suppress_context__ else failed.__context__)


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"bare": {"()": "mtqg.web.journal.Bare"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "bare"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR"},
        "mtqg": {"handlers": ["stderr"], "level": "WARNING"},
    },
}
