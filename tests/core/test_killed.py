"""A killed process or a full disk leaves the old edition or the new one, never a third thing.

A child process closes an edition and is ended at one step of its work on the disk: before or after a write, a sync, a
rename, an append. Every step is tried, and 100 real kills come at moments drawn at random.
"""

import os
import random
import signal
import sys
import time
from multiprocessing import get_context

import pytest

from mtqg.core import disk
from mtqg.core.errors import Refused
from mtqg.core.verify import verify

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes as Unix does")

STEPS = ("write_synced", "sync_folder", "append_line", "sweep")
DIED, REFUSED = 9, 7

# A fork of this process would inherit the locks of the engine's threads; the fork server has started none.
PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["mtqg.closing", "mtqg.core.batches", "mtqg.catalogue"])


def _work(office, what, arguments, step):
    """In the child: one piece of work, ended at its step number ``step`` on the disk (0: never)."""
    if step:
        _die_at(step)
    try:
        getattr(office, what)(*arguments[0], **arguments[1])
    except Refused:
        os._exit(REFUSED)
    os._exit(0)


def _die_at(step):
    left = [step]

    def counted(function):
        def call(*args, **kwargs):
            for is_after in (False, True):
                left[0] -= 1
                if left[0] == 0:
                    os._exit(DIED)
                result = None if is_after else function(*args, **kwargs)
            return result

        return call

    for name in STEPS:
        setattr(disk, name, counted(getattr(disk, name)))


def _start(office, what, *args, step=0, **kwargs):
    child = PROCESSES.Process(target=_work, args=(office, what, (args, kwargs), step))
    child.start()
    return child


def _run(office, what, *args, step=0, **kwargs):
    """How the work ended."""
    child = _start(office, what, *args, step=step, **kwargs)
    child.join(60)
    return child.exitcode


def _whole(office):
    """Nothing is wrong but what a killed writer may leave: a folder that no act names."""
    return [one for one in verify(office.instance_now) if one.severity == "error"] == []


def test_a_close_killed_at_each_step_leaves_the_old_edition_or_the_new(reviewed, make):
    reviewed.close_plainly("2023")
    reviewed.add("poverty_sheets", [make["sheet"]("B7", "14848", "poor")])
    seen = []
    for step in range(1, 200):
        ended = _run(reviewed, "close_plainly", "2023", reason="bổ sung", step=step)
        assert _whole(reviewed)
        seen.append(reviewed.editions())
        if ended == 0:
            break
        assert ended in (DIED, REFUSED)
    old, new = {1: 6}, {1: 6, 2: 7}
    assert seen == [old] * seen.count(old) + [new] * seen.count(new)
    assert old in seen
    assert new in seen
    with pytest.raises(Refused):
        reviewed.close_plainly("2023", reason="không có gì mới")
    assert verify(reviewed.instance_now) == [], "the next writer removed what the killed ones left"


def test_an_import_killed_at_each_step_adds_all_rows_or_none(office, make):
    rows = [make["counts"](f"14845-{at:02}", "14845", 10) for at in range(5)]
    for step in range(1, 200):
        ended = _run(office, "add", "household_counts", rows, step=step)
        assert len(office.live("household_counts")) in (0, 5)
        assert [one for one in verify(office.instance_now) if one.severity == "error"] == []
        if ended == 0:
            break
    assert len(office.live("household_counts")) == 5


def test_a_hundred_kills_at_random_moments(reviewed, make):
    reviewed.close_plainly("2023")
    chance = random.Random(20241016)
    started = time.perf_counter()
    assert _run(reviewed, "close_plainly", "2023", reason="thử", status="preliminary") == 0
    whole = time.perf_counter() - started
    sheets = {6}
    for at in range(100):
        if at % 10 == 0:
            reviewed.add("poverty_sheets", [make["sheet"](f"R{at}", "14848", "poor")])
            sheets.add(max(sheets) + 1)
        child = _start(reviewed, "close_plainly", "2023", reason="bổ sung")
        time.sleep(chance.uniform(0, whole))
        os.kill(child.pid, signal.SIGKILL)
        child.join(60)
        assert _whole(reviewed)
        assert set(reviewed.editions().values()) <= sheets
    assert reviewed.editions()[1] == 6


def test_a_full_disk_is_a_coded_error_and_changes_nothing(reviewed, monkeypatch):
    before = (reviewed.home / "acts.jsonl").read_bytes()

    def full(path, data):
        path.write_bytes(data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "write_synced", full)
    with pytest.raises(Refused) as refused:
        reviewed.close("poverty", "2023")
    assert refused.value.problems[0].code == "C-031"
    assert (reviewed.home / "acts.jsonl").read_bytes() == before
    assert list(reviewed.home.glob("snapshots/*/*/*/*")) == []


def test_a_torn_last_line_was_never_committed(reviewed, make):
    chain = reviewed.home / "acts.jsonl"
    whole = chain.read_bytes()
    chain.write_bytes(whole + b'{"n":4,"at":"2024-')
    assert reviewed.instance_now.chain.n == 3
    reviewed.close("poverty", "2023")
    assert verify(reviewed.instance_now) == []


def test_nothing_is_written_after_a_damaged_line(reviewed):
    chain = reviewed.home / "acts.jsonl"
    lines = chain.read_bytes().splitlines(keepends=True)
    chain.write_bytes(lines[0] + b"not an act\n" + lines[2])
    before = chain.read_bytes()
    with pytest.raises(Refused) as refused:
        reviewed.close("poverty", "2023")
    assert refused.value.problems[0].code == "K-004"
    assert chain.read_bytes() == before
