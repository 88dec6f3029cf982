"""Drawing: a chart's specification becomes a picture, in a process of its own.

The drawing engine takes most of a second to start and holds the interpreter all the while, so a thread would gain
nothing: a child process starts it while the figures are computed. Where there can be no child, pictures are drawn here.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import signal
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import IO, Any, Literal

Form = Literal["png", "svg"]
SCALE = 2
EMPTY = {"data": {"values": []}, "mark": "bar"}
_SIZE = 8  # bytes before each picture that say how long it is


def start() -> None:
    """Start the engine aside. Whoever will need pictures calls this first of all."""
    with contextlib.suppress(OSError):
        _engine()


def begin(spec: dict[str, Any], form: Form) -> None:
    """Draw aside; ``picture`` waits for it."""
    asked = _request(spec, form)
    _begun[asked] = _aside().submit(_answer, asked)


def picture(spec: dict[str, Any], form: Form) -> bytes:
    """The picture in a form: the one that was begun, or drawn now."""
    asked = _request(spec, form)
    begun = _begun.pop(asked, None)
    return (begun or _aside().submit(_answer, asked)).result()


def draw(spec: dict[str, Any], form: Form) -> bytes:
    """Draw in this process."""
    import vl_convert

    if form == "png":
        return bytes(vl_convert.vegalite_to_png(spec, scale=SCALE))
    return str(vl_convert.vegalite_to_svg(spec)).encode()


def _request(spec: dict[str, Any], form: Form) -> bytes:
    """A request as one line: what the child reads, and the name under which the picture is waited for."""
    return json.dumps([spec, form]).encode() + b"\n"


def _answer(asked: bytes) -> bytes:
    """The child's picture. A child that dies is replaced at the next request, and its request answered here."""
    with contextlib.suppress(OSError):
        child = _engine()
        with contextlib.suppress(OSError, EOFError):
            requests, pictures = _pipes(child)
            requests.write(asked)
            requests.flush()
            return _exactly(pictures, int.from_bytes(_exactly(pictures, _SIZE), "big"))
        _stop(child)
        _engine.cache_clear()
    return draw(*json.loads(asked))


def _pipes(child: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert child.stdin is not None and child.stdout is not None
    return child.stdin, child.stdout


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


@cache
def _engine() -> subprocess.Popen[bytes]:
    """The child. It runs this file, without the folder beside it: that would hide other packages behind our names."""
    command = [sys.executable, "-P", __file__]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere)  # noqa: S603
    atexit.register(_stop, child)
    return child


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    for pipe in _pipes(child):
        with contextlib.suppress(OSError):
            pipe.close()


@cache
def _aside() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1)  # one: requests and answers follow each other on the pipes


_begun: dict[bytes, Future[bytes]] = {}


def _serve(requests: IO[bytes], pictures: IO[bytes]) -> None:
    """Answer requests until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked decides when to stop
    draw(EMPTY, "svg")  # the first picture is the slow one
    for asked in requests:
        made = draw(*json.loads(asked))
        pictures.write(len(made).to_bytes(_SIZE, "big") + made)
        pictures.flush()


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
