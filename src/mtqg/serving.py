"""The commands serve and worker: the pages of an instance, and the work beside them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from mtqg.core.errors import Refused, code, said
from mtqg.core.instance import Instance, open_instance
from mtqg.core.terminal import Session, say

_COMMAND = (sys.executable, "-c", "from mtqg.cli import main; main()")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
NEEDS_TLS = code(
    "W-020",
    vi="Địa chỉ {given} mở ra ngoài máy này mà không có TLS: dữ liệu cá nhân sẽ đi trên mạng không mã hóa.",
    en="{given} is open beyond this computer without TLS: personal data would travel in clear.",
    remedy_vi="Thêm --certificate và --key, hoặc --behind-proxy khi có máy chủ trung gian lo TLS.",
    remedy_en="Give --certificate and --key, or --behind-proxy where a proxy ends TLS.",
    wrong_use=True,
)
HALF_A_PAIR = code(
    "W-021",
    vi="Chứng thư và khóa TLS phải đi cùng nhau ({given}).",
    en="The certificate and the key of TLS come together ({given}).",
    remedy_vi="Ghi cả --certificate và --key.",
    remedy_en="Give both --certificate and --key.",
    wrong_use=True,
)
_STEADY = 60  # seconds after which a worker had been running well
_PATH = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--certificate", type=_PATH, default=None, help="TLS certificate (PEM).")
@click.option("--key", type=_PATH, default=None, help="Its private key (PEM).")
@click.option("--behind-proxy", is_flag=True, help="A proxy in front ends TLS and sets X-Forwarded-Proto.")
@click.option("--worker/--no-worker", default=True, help="Do long work here too.")
@click.pass_obj
def serve(
    session: Session,
    host: str,
    port: int,
    certificate: Path | None,
    key: Path | None,
    behind_proxy: bool,
    worker: bool,
) -> None:
    """Serve the pages of the instance, and do the long work beside them, until stopped."""
    run(session.instance(), host, port, certificate=certificate, key=key, behind_proxy=behind_proxy, worker=worker)


@click.command()
@click.option("--once", is_flag=True, help="Do what waits, then stop.")
@click.pass_obj
def worker(session: Session, once: bool) -> None:
    """Do the long work that pages asked for: for a machine of its own, or beside serve --no-worker."""
    home = _ready(session.instance())
    os.environ["MTQG_HOME"] = str(home)
    from mtqg.web.schema import set_up

    set_up()
    from mtqg.web.jobs.running import work

    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stop.set())
    done = work(stop=stop, once=once)
    session.give({"done": done}, said(f"Đã làm {done} việc.", f"{done} job(s) done."))


@click.command()
@click.option("--dry-run", is_flag=True, help="Say who would be reminded of how much; send nothing.")
@click.pass_obj
def remind(session: Session, dry_run: bool) -> None:
    """Send today's reminders that did not go out yet: late, returned, due soon. The worker does it each morning."""
    home = _ready(session.instance())
    os.environ["MTQG_HOME"] = str(home)
    from mtqg.web.schema import set_up

    set_up()
    from mtqg.web.access import today
    from mtqg.web.accounts import reminding

    if dry_run:
        found = [
            {"account": one.user.get_username(), **one.counts, "state": "dry"} for one in reminding.letters(today())
        ]
    else:
        found = reminding.remind(today())
    lines = [f"{one['account']}: {one['late']} / {one['returned']} / {one['soon']}, {one['state']}" for one in found]
    session.give(found, "\n".join(lines) or said("Không có ai phải nhắc.", "Nobody to remind."))


def run(
    home: Path,
    host: str,
    port: int,
    *,
    certificate: Path | None = None,
    key: Path | None = None,
    behind_proxy: bool = False,
    worker: bool = True,
) -> None:
    """Serve until stopped. Refused where people's data would travel in clear."""
    home = _ready(home)
    if (certificate is None) != (key is None):
        raise Refused(HALF_A_PAIR.at(given=certificate or key))
    instance = open_instance(home)
    is_secure = certificate is not None or behind_proxy
    if not is_secure and host not in LOOPBACK and instance.origin != "synthetic":
        raise Refused(NEEDS_TLS.at(given=f"{host}:{port}"))
    _environment(home, host, is_plain=not is_secure, behind_proxy=behind_proxy)
    scheme = "https" if certificate else "http"
    say(said("Mở trình duyệt: ", "Open in a browser: ") + f"{scheme}://{host}:{port}/")
    with _worker(home) if worker else _nothing():
        _listen(host, port, certificate, key)


def run_apart(home: Path, host: str, port: int) -> None:
    """Serve until stopped, from a process of its own: one that has made a register has read its settings already."""
    command = [*_COMMAND, "--home", str(home), "serve", "--host", host, "--port", str(port)]
    with subprocess.Popen(command) as server:  # noqa: S603 - our own command
        try:
            server.wait()
        except KeyboardInterrupt:
            server.wait()  # it was told as well, and stops in its own time


def _ready(home: Path) -> Path:
    """The folder, absolute; Refused where it is no instance or of another version."""
    instance: Instance = open_instance(home)
    with instance.register():
        return home.resolve()


def _environment(home: Path, host: str, *, is_plain: bool, behind_proxy: bool) -> None:
    os.environ |= {"MTQG_HOME": str(home), "MTQG_WARM": "1"}
    names = dict.fromkeys(("localhost", "127.0.0.1", "[::1]", f"[{host}]" if ":" in host else host))
    os.environ.setdefault("MTQG_HOSTS", ",".join(names))
    for name, is_set in (("MTQG_PLAIN_HTTP", is_plain), ("MTQG_BEHIND_PROXY", behind_proxy)):
        os.environ.pop(name, None)
        if is_set:
            os.environ[name] = "1"


def _listen(host: str, port: int, certificate: Path | None, key: Path | None) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "mtqg.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=max(1, min(4, os.cpu_count() or 1)) if sys.platform != "win32" else 1,
        blocking_threads=4,
        ssl_cert=certificate,
        ssl_key=key,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=5,  # a browser that keeps its connection open must not keep the server
    ).serve()


@contextmanager
def _worker(home: Path) -> Iterator[None]:
    """A worker beside the server, started again where it dies."""
    stopping = threading.Event()
    running: list[subprocess.Popen[bytes]] = []

    def keep() -> None:
        pause = 1.0
        while not stopping.is_set():
            command = [*_COMMAND, "--home", str(home), "worker"]
            running[:] = [subprocess.Popen(command, stdout=subprocess.DEVNULL)]  # noqa: S603 - our own command
            began = time.monotonic()
            running[0].wait()
            # One that dies at once would only fill the log: each time it waits longer.
            pause = 1.0 if time.monotonic() - began > _STEADY else min(2 * pause, 300.0)
            stopping.wait(pause)

    thread = threading.Thread(target=keep, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        for one in running:
            one.terminate()
        thread.join(timeout=10)


@contextmanager
def _nothing() -> Iterator[None]:
    yield
