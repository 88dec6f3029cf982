"""The second office of a demonstration, at work in a process of its own: two provinces share one register."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mtqg.demo.files import written_files
from mtqg.demo.office import Office


@contextmanager
def working_beside(office: Office, folder: Path, province: str, *, seed: int, scale: int) -> Iterator[None]:
    """Write, import and close what a province has while the block runs; all is done when it ends.

    Where this machine gives no second process, it is done here, before the block. Raises CalledProcessError where the
    other process died; it said why itself.
    """
    said = (office.home, folder, province, seed, scale, office.now().isoformat())
    command = [sys.executable, "-m", "mtqg.demo.beside", *map(str, said)]
    try:
        other = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603
    except OSError:
        _work(office, folder, province, seed=seed, scale=scale)
        yield
        return
    with other:
        try:
            yield
        except BaseException:
            other.kill()
            raise
    if other.returncode:
        raise subprocess.CalledProcessError(other.returncode, command)


def _work(office: Office, folder: Path, province: str, *, seed: int, scale: int) -> None:
    office.take(written_files(folder, seed=seed, scale=scale, provinces=[province]))
    office.close(province)


def _clock(start: str) -> Callable[[], dt.datetime]:
    """A clock that goes on from the instant at which the first office's stood."""
    then, began = dt.datetime.fromisoformat(start), time.monotonic()
    return lambda: then + dt.timedelta(seconds=time.monotonic() - began)


def _main(home: str, folder: str, province: str, seed: str, scale: str, start: str) -> None:
    from mtqg.core.terminal import say

    office = Office(Path(home), now=_clock(start), say=say)
    _work(office, Path(folder), province, seed=int(seed), scale=int(scale))


if __name__ == "__main__":
    _main(*sys.argv[1:])
