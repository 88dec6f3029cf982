"""A full disk and a killed process leave the old state or the new one, never a third thing.

The disk is full in a process of its own whose files may not grow over a limit: every writer there, Python and SQLite,
meets the error where a full disk gives it. Real kills come at random moments: 4 here, a tenth of
MTQG_KILLS where that is more.
"""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from mtqg.core.errors import Refused

KILLS = max(4, int(os.environ.get("MTQG_KILLS", "4")) // 10)
PROGRAM = """
import sys
from pathlib import Path
limit, verb, home, file = int(sys.argv[1]), *sys.argv[2:]
from mtqg.backup.restoring import restore_backup
from mtqg.backup.writing import write_backup
from mtqg.core.errors import Refused
from mtqg.core.instance import open_instance
import polars
if limit:
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
print("ready", flush=True)
try:
    if verb == "backup":
        write_backup(open_instance(Path(home)), Path(file), made_at="2024-01-06T00:00:00+00:00")
    else:
        restore_backup(Path(file), Path(home))
    print("done")
except Refused as refused:
    print(*(one.code for one in refused.problems))
"""


def child(verb, home, file, limit=0):
    args = [sys.executable, "-c", PROGRAM, str(limit), verb, str(home), str(file)]
    made = subprocess.Popen(args, stdout=subprocess.PIPE, text=True)
    assert made.stdout.readline().strip() == "ready"
    return made


@pytest.fixture
def office(tmp_path, new_office, on):
    on("sqlite")
    return new_office(tmp_path / "kho").fill("close_plainly")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
@pytest.mark.parametrize("share", [0.01, 0.5, 0.98])
def test_a_disk_that_fills_up_under_a_backup(office, tmp_path, share):
    office.backup(tmp_path / "1.zip")
    limit = int((tmp_path / "1.zip").stat().st_size * share)
    said, _ = child("backup", office.home, tmp_path / "2.zip", limit).communicate()
    assert said.strip() in ("C-031", "G-005")  # SQLite needs a little room even to read
    assert {one.name for one in tmp_path.iterdir()} == {"kho", "1.zip"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
@pytest.mark.parametrize("limit", [30_000, 200_000])
def test_a_disk_that_fills_up_under_a_restore(office, tmp_path, limit):
    office.backup(tmp_path / "1.zip")
    said, _ = child("restore", tmp_path / "hai", tmp_path / "1.zip", limit).communicate()
    assert said.strip() in ("C-031", "G-005")
    assert {one.name for one in tmp_path.iterdir()} == {"kho", "1.zip"}


def test_killed_at_random_moments_a_backup_is_whole_or_not_there(office, tmp_path, restored):
    chance = random.Random(11)
    for at in range(KILLS):
        file = tmp_path / f"{at}.zip"
        process = child("backup", office.home, file)
        time.sleep(chance.uniform(0, 0.15))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if file.exists():
            assert restored(file, f"kho-{at}").verified() == []
    assert office.verified() == []


def test_killed_at_random_moments_a_restored_instance_is_whole_or_not_there(office, tmp_path, new_office):
    office.backup(tmp_path / "1.zip")
    chance = random.Random(12)
    for at in range(KILLS):
        home = tmp_path / f"kho-{at}"
        process = child("restore", home, tmp_path / "1.zip")
        time.sleep(chance.uniform(0, 1.5))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if home.exists():
            assert new_office(home).verified() == []
        else:
            from mtqg.backup.restoring import restore_backup

            restore_backup(tmp_path / "1.zip", home)


def test_of_two_backups_into_one_file_one_is_made(office, tmp_path, monkeypatch):
    """The other came between the look and the end: it is not written over."""
    from mtqg.backup import writing

    made = office.backup(tmp_path / "khac.zip").file.read_bytes()
    real = writing._manifest

    def slow(*args):
        (tmp_path / "1.zip").write_bytes(made)
        return real(*args)

    monkeypatch.setattr(writing, "_manifest", slow)
    with pytest.raises(Refused) as refused:
        office.backup(tmp_path / "1.zip")
    assert refused.value.problems[0].code == "B-001"
    assert (tmp_path / "1.zip").read_bytes() == made
    assert {one.name for one in tmp_path.iterdir()} == {"kho", "khac.zip", "1.zip"}
