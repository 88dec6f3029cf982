"""What tests in a browser share: where it is, what axe finds, pictures.

MTQG_SCREENSHOTS names a folder for pictures of what the tests saw.
"""

import datetime as dt
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


def violations(page):
    """What axe finds wrong with a page (WCAG 2 A and AA), in one line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found.response["violations"]]


def picture(page, name):
    """A picture of the page, where MTQG_SCREENSHOTS names a folder."""
    if folder := os.environ.get("MTQG_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@contextmanager
def served_office(home, *, id, on, fill=lambda office: office, worker=True):
    """An instance of invented people, ``fill``ed, served by a process of its own: its address, and their password.

    on: the day of its first act. worker: whether jobs are done as well.
    """
    from mtqg.core.acts import Author
    from mtqg.creating import create_instance
    from mtqg.demo import people

    if not CHROMIUM:
        pytest.skip("no Chromium is at hand")
    setup = Author("setup", "setup", dt.datetime(on.year, on.month, on.day, tzinfo=dt.UTC))
    office = fill(create_instance(home, setup, id=id, origin="synthetic"))
    password = people.people(office).rsplit(": ", 1)[1].strip()
    port = free_port()
    start = "from mtqg.cli import main; main()"
    command = [sys.executable, "-c", start, "--home", str(home), "serve", "--port", str(port)]
    command += [] if worker else ["--no-worker"]
    environment, log = {**os.environ, "MTQG_HOME": str(home)}, home.parent / "server.log"
    with (
        log.open("wb") as kept,
        subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=kept) as server,
    ):
        try:
            wait_for(f"http://127.0.0.1:{port}/dang-nhap/", server)
            yield f"http://127.0.0.1:{port}", password
        finally:
            server.terminate()
    failures = [line for line in log.read_text().splitlines() if " ERROR " in line]
    assert failures == [], log.read_text()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(address, server, seconds=60):
    """Until the server answers; its end, or no answer in time, is an error."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"{address} does not answer")
