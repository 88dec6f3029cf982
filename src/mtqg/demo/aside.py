"""The files of a demonstration, written by a process of their own while those that are ready are imported."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mtqg.demo.files import DemoFile, written_files


@contextmanager
def writing_aside(folder: Path, province: str, *, seed: int, scale: int) -> Iterator[Iterator[DemoFile]]:
    """The files of a province, each when it is there, in the order of their import; the writer ends with the block.

    Where this machine gives no second process, each file is written here when it is asked for.
    """
    command = [sys.executable, "-m", "mtqg.demo.aside", str(folder), province, str(seed), str(scale)]
    try:
        writer = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)  # noqa: S603
    except OSError:
        yield written_files(folder, seed=seed, scale=scale, provinces=[province])
        return
    with writer:
        try:
            yield _told(writer)
        finally:
            writer.kill()


def _told(writer: subprocess.Popen[bytes]) -> Iterator[DemoFile]:
    """What the writer says it has written. Raises CalledProcessError where it died; it said why itself."""
    assert writer.stdout is not None
    for line in writer.stdout:
        path, form, locality, period = json.loads(line)
        yield DemoFile(Path(path), form, locality, period)
    if status := writer.wait():
        raise subprocess.CalledProcessError(status, writer.args)


def _write(folder: str, province: str, seed: str, scale: str) -> None:
    for file in written_files(Path(folder), seed=int(seed), scale=int(scale), provinces=[province]):
        said = json.dumps([str(file.path), file.form, file.locality, file.period])
        print(said, flush=True)  # noqa: T201 - to the process that asked


if __name__ == "__main__":
    _write(*sys.argv[1:])
