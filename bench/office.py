"""An office at work: 50 people on every page of a province's register, and 166 communes sending their workbooks.

    python bench/office.py --home KEPT --database sqlite|postgresql --users 50 --minutes 2
    python bench/office.py --home KEPT --database sqlite|postgresql --send            the second scenario alone
    python bench/office.py --home KEPT --database sqlite|postgresql --alone 100       pages one after another: where
                                                                                      the processor's time goes

KEPT is a folder that is made at the first run and used again (on PostgreSQL its server too: the wheel's, durable). What
is made: --households (a million unless said) in the villages of Thanh Hóa's 166 communes and of the 559 before them,
--years reviews (5) of all of them, the earlier ones closed; the registers of households and their heads; titles,
products, documents, tasks, findings, submissions. All of it invented.

The office is served as ``mtqg serve`` does it, worker included. People of all roles sign in, follow links, search,
filter, and think --think seconds between two pages; --acts a minute are written beside them, as an office's are. Each
page is told with its times beside the floor of the same run: the page for signing in, asked each second by nobody. The
machine's load and the processor of server and worker are told too; the people of the bench cost some of it themselves.

The limits are 150 ms for the 95th percentile of every page, 200 ms for the overview.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "tools")]
LIMIT, OVERVIEW = 150, 200  # milliseconds


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--home", type=Path, required=True)
    asked.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked.add_argument("--households", type=int, default=1_000_000)
    asked.add_argument("--years", type=int, default=5)
    asked.add_argument("--users", type=int, default=50)
    asked.add_argument("--minutes", type=float, default=2)
    asked.add_argument("--think", type=float, default=6)
    asked.add_argument("--acts", type=float, default=6, help="acts a minute beside the people")
    asked.add_argument("--send", action="store_true", help="166 communes send their workbooks")
    asked.add_argument("--communes", type=int, default=166)
    asked.add_argument("--within", type=float, default=5, help="minutes in which they send them")
    asked.add_argument("--alone", type=int, metavar="ROUNDS", help="every page in one process; no server")
    asked.add_argument("--step", choices=["province", "people", "acts"])
    said = asked.parse_args()
    if said.step:
        _step(said)
        return
    with ExitStack() as after:
        os.environ.pop("DATABASE_URL", None)
        if said.database == "postgresql":
            os.environ["DATABASE_URL"] = after.enter_context(_postgresql(said.home))
        home = said.home / said.database
        _made(home, said)
        if said.alone:
            import office_alone

            sys.exit(bool(office_alone.run(home, said.alone).wrong))
        port = after.enter_context(_served(home))
        if said.send:
            import office_sending

            sys.exit(not office_sending.run(home, port, said))
        sys.exit(not _worked(home, port, said))


def _step(said: argparse.Namespace) -> None:
    import office_people
    import office_province

    if said.step == "province":
        office_province.make(said.home, said.households, said.years)
    elif said.step == "people":
        office_people.make(said.home)
    else:
        import office_acts

        office_acts.run(said.home, said.acts, said.minutes)


def _made(home: Path, said: argparse.Namespace) -> None:
    import office_province

    if not (home / office_province.MADE).exists():
        print(f"making {said.households:,} households, {said.years} reviews, on {said.database}", flush=True)
        for step in ("province", "people"):
            subprocess.run([*_own("--step", step, home, said)], check=True)
    made = json.loads((home / office_province.MADE).read_text(encoding="utf-8"))
    print(f"{said.database}: {made['households']:,} households, {made['years']} reviews; {_about()}", flush=True)


def _own(*command: object) -> list[str]:
    name, value, home, said = command
    more = ["--households", said.households, "--years", said.years, "--acts", said.acts, "--minutes", said.minutes]
    return [sys.executable, __file__, str(name), str(value), "--home", str(home), *map(str, more)]


@contextmanager
def _postgresql(home: Path) -> Iterator[str]:
    import postgresql

    binaries = postgresql.wheel() or postgresql.system()
    if binaries is None:
        sys.exit("no PostgreSQL is at hand")
    with postgresql.server(binaries, durable=True, kept=home / "server") as url:
        yield url


@contextmanager
def _served(home: Path) -> Iterator[int]:
    """The office as ``mtqg serve`` opens it, worker included."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-c",
        "from mtqg.cli import main; main()",
        "--home",
        str(home),
        "serve",
        "--port",
        str(port),
    ]
    log = (home.parent / f"{home.name}.log").open("ab")
    environment = {**os.environ, "MTQG_SECOND_FACTOR": "off"}  # nothing of it is real
    with subprocess.Popen(command, stdout=log, stderr=log, env=environment) as server:
        try:
            for _ in range(300):
                with socket.socket() as tried:
                    if tried.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.2)
            served.append(server.pid)
            yield port
        finally:
            server.terminate()
            server.wait(30)


served: list[int] = []


def _worked(home: Path, port: int, said: argparse.Namespace) -> bool:
    """People at work for some minutes; whether every page stayed within its limit."""
    os.environ["MTQG_HOME"] = ""
    from mtqg.web.schema import set_up

    set_up()
    import threading

    import office_browsing as browsing
    import office_people

    measured, addresses = browsing.Measured(), browsing.Addresses()
    people = [
        browsing.Worker(who, port, said.think, measured, addresses, 0.0, browsing.searches(who))
        for who in office_people.workers(said.users)
    ]
    began = time.time()
    for one in people:
        one.sign_in()
    print(f"{len(people)} people signed in, {time.time() - began:.0f} s", flush=True)
    warm = 20.0
    until = time.time() + warm + 60 * said.minutes
    acts = subprocess.Popen(_own("--step", "acts", home, said)) if said.acts else None
    for one in people:
        one.until = until
        one.start()
    floor = threading.Thread(target=_floor, args=(port, measured, until, browsing), daemon=True)
    floor.start()
    time.sleep(warm)
    measured.is_on, used, at = True, _processor(), time.time()
    while time.time() < until:
        time.sleep(1)
    measured.is_on = False
    spent, seconds = _processor() - used, time.time() - at
    if acts:
        acts.wait(60)
    for one in people:
        one.join(60)
    return _told(measured, spent / seconds, browsing.FLOOR, addresses)


def _floor(port: int, measured: object, until: float, browsing: object) -> None:
    browser = browsing.Browser(port)
    while time.time() < until:
        _, _, _, took = browser.ask("/dang-nhap/")
        measured.add(browsing.FLOOR, took)
        time.sleep(1)


def _told(measured: object, load: float, floor_name: str, addresses: object) -> bool:
    from mtqg.web.urls import DECLARED

    floor = sorted(measured.times.get(floor_name, [0.0]))
    print(f"{'page':34} {'asked':>6} {'p50':>7} {'p95':>7} {'p99':>7} {'most':>7}   p95 / floor's; {_about()}")
    held = True
    for name, times in sorted(measured.times.items(), key=lambda one: -_at(one[1], 0.95)):
        over = _at(times, 0.95) / max(1e-9, _at(floor, 0.95))
        limit = OVERVIEW if name.startswith("overview") else LIMIT
        late = _at(times, 0.95) > limit
        held &= not late
        print(
            f"{name:34} {len(times):6} {_at(times, 0.5):7.0f} {_at(times, 0.95):7.0f} {_at(times, 0.99):7.0f}"
            f" {max(times):7.0f} {over:7.1f}{f'   OVER {limit}' if late else ''}"
        )
    every = [one for times in measured.times.values() for one in times]
    print(f"{len(every)} pages; p95 of all {_at(every, 0.95):.0f} ms; server and worker used {load:.2f} cores")
    for what in sorted(set(measured.wrong))[:40]:
        print("  WRONG", what)
    shown = {one.name for one in DECLARED if not one.page.api and not one.name.startswith("admin:")}
    print("never opened:", ", ".join(sorted(shown - set(measured.times))))
    return held and not measured.wrong


def _at(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _about() -> str:
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def _processor() -> float:
    """Seconds of the processor that the server and all below it have used."""
    tick, every = os.sysconf("SC_CLK_TCK"), {}
    for entry in Path("/proc").iterdir():
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split() if entry.name.isdigit() else []
        except OSError:
            continue
        if fields:
            every[int(entry.name)] = (int(fields[1]), (int(fields[11]) + int(fields[12])) / tick)
    ours, found = set(served), -1
    while found != len(ours):
        found = len(ours)
        ours |= {pid for pid, (parent, _) in every.items() if parent in ours}
    return sum(every[pid][1] for pid in ours if pid in every)


if __name__ == "__main__":
    main()
