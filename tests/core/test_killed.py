"""A killed process or a full disk leaves the old edition or the new one, never a third thing.

Death is tried in two ways. Every step of the work on the disk is tried once, before and after, by an exception that
nothing catches. And a real process that closes edition after edition is killed at random moments: 12 times here,
MTQG_KILLS times where that is set (100 in CI).
"""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mtqg.core import disk
from mtqg.core.errors import Refused
from mtqg.core.verify import verify

STEPS = ("write_synced", "sync_folder", "append_line", "sweep")
KILLS = int(os.environ.get("MTQG_KILLS", "12"))


class Died(BaseException):
    """The end of the process, as far as its own code can tell."""


def _dying_at(monkeypatch, step, work):
    """Do the work and die at its step number ``step`` on the disk. Whether it died."""
    left = [step]

    def counted(function):
        def call(*args, **kwargs):
            result = None
            for is_after in (False, True):
                left[0] -= 1
                if left[0] == 0:
                    raise Died
                result = result if is_after else function(*args, **kwargs)
            return result

        return call

    with monkeypatch.context() as patched:
        for name in STEPS:
            patched.setattr(disk, name, counted(getattr(disk, name)))
        try:
            work()
        except Died:
            return True
    return False


def _whole(office):
    """Nothing is wrong but what a killed writer may leave: a folder that no act names."""
    return [one for one in verify(office.instance_now) if one.severity == "error"] == []


def test_a_close_killed_at_each_step_leaves_the_old_edition_or_the_new(reviewed, make, monkeypatch):
    reviewed.close_plainly("2023")
    reviewed.add("poverty_sheets", [make["sheet"]("B7", "14848", "poor")])
    seen = []
    for step in range(1, 200):
        try:
            died = _dying_at(monkeypatch, step, lambda: reviewed.close_plainly("2023", reason="bổ sung"))
        except Refused:
            died = False  # the edition stands already: it died after its commit
        assert _whole(reviewed)
        seen.append(reviewed.editions())
        if not died:
            break
    old, new = {1: 6}, {1: 6, 2: 7}
    assert seen == [old] * seen.count(old) + [new] * seen.count(new)
    assert old in seen
    assert new in seen
    with pytest.raises(Refused):
        reviewed.close_plainly("2023", reason="không có gì mới")
    assert verify(reviewed.instance_now) == [], "the next writer removed what the killed ones left"


def test_an_import_killed_at_each_step_adds_all_rows_or_none(office, make, monkeypatch):
    rows = [make["counts"](f"14845-{at:02}", "14845", 10) for at in range(5)]
    for step in range(1, 200):
        died = _dying_at(monkeypatch, step, lambda: office.add("household_counts", rows))
        assert len(office.live("household_counts")) in (0, 5)
        assert _whole(office)
        if not died:
            break
    assert len(office.live("household_counts")) == 5


def _started(home):
    child = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("closing_child.py")), str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert child.stdout.readline().strip() == b"ready"
    return child


def test_real_kills_at_random_moments(reviewed):
    reviewed.close_plainly("2023")
    chance = random.Random(20241016)
    editions = 1
    for _ in range(KILLS):
        child = _started(reviewed.home)
        child.stdin.write(b"\n")
        child.stdin.flush()
        time.sleep(chance.uniform(0.01, 0.3))
        child.kill()
        child.communicate()
        assert _whole(reviewed)
        assert len(reviewed.editions()) >= editions
        editions = len(reviewed.editions())
    assert set(reviewed.editions().values()) == {6}
    assert editions > KILLS / 10, "the processes did close, and were killed at their work"


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
