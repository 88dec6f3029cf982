"""A killed process or a full disk leaves the old state or the new one, never a third thing.

Death is tried in two ways. Every statement of the database and every step on the disk is tried once, before and after,
by an exception that nothing catches. And a real process that imports, corrects, undoes and closes is killed at random
moments: a few times here, MTQG_KILLS times where that is set (100 before a release).
"""

import itertools
import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

import dying
import pytest
from building import Office, sheet

from mtqg.catalogue import CATALOGUE
from mtqg.core import disk
from mtqg.core.errors import Refused
from mtqg.core.verify import verify

KILLS = int(os.environ.get("MTQG_KILLS", "5"))
HERE = Path(__file__).parent


def started(*words, **more):
    """A process of the tests, with the database and the modules of this one."""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([*filter(None, sys.path), str(HERE)])}
    return subprocess.Popen(
        [sys.executable, *map(str, words)], env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **more
    )


def whole(office):
    """Nothing is wrong but what a killed writer may leave: a folder that no act names."""
    found = verify(office.instance_now, CATALOGUE.tables.values())
    return [one for one in found if one.severity == "error"] == []


def outcomes(office, work, seen):
    """Do the work again and again, dying one step later each time, until it is done; what was seen after each."""
    states = []
    for moment in ("before", "after"):
        for number in itertools.count(1):
            with pytest.MonkeyPatch.context() as patch:
                dying.at_step(patch, number, moment)
                try:
                    work()
                    died = False
                except dying.Died:
                    died = True
                except Refused:
                    died = False  # it stands already: it died after its commit
            assert whole(office)
            states.append(seen())
            if not died:
                break
    return states


def test_a_close_that_dies_at_any_step_leaves_the_old_edition_or_the_new(reviewed, make):
    reviewed.close_plainly("2023")
    reviewed.add("poverty_sheets", [make["sheet"]("B7", "14848", "poor")])
    seen = outcomes(reviewed, lambda: reviewed.close_plainly("2023", reason="bổ sung"), reviewed.editions)
    old, new = {1: 6}, {1: 6, 2: 7}
    assert seen == [old] * seen.count(old) + [new] * seen.count(new)
    assert seen.count(old) > 10
    with pytest.raises(Refused):
        reviewed.close_plainly("2023", reason="không có gì mới")
    reviewed.add("poverty_sheets", [make["sheet"]("B8", "14848", "poor")])
    reviewed.close_plainly("2023", reason="lần nữa")
    assert reviewed.verified() == [], "the next close removed what the killed ones left"


def test_an_import_that_dies_at_any_step_adds_all_rows_or_none(office, make):
    rows = [make["counts"](f"14845-{at:02}", "14845", 10) for at in range(5)]
    seen = outcomes(office, lambda: office.add("household_counts", rows), lambda: len(office.live("household_counts")))
    assert seen == [0] * seen.count(0) + [5] * seen.count(5)
    assert seen.count(0) > 10


def test_an_undo_that_dies_at_any_step_undoes_all_or_nothing(reviewed, make):
    done = reviewed.add("poverty_sheets", [make["sheet"](f"A{at}", "14845", "poor", income=1) for at in range(2)])
    incomes = lambda: sorted(reviewed.live("poverty_sheets")["income_points"].to_list())  # noqa: E731
    seen = outcomes(reviewed, lambda: reviewed.undo(done.batch), incomes)
    old, new = [1, 1, *[120] * 4], [120] * 6
    assert seen == [old] * seen.count(old) + [new] * seen.count(new)
    assert seen.count(old) > 10


def test_real_kills_at_random_moments(reviewed):
    chance = random.Random(20241016)
    stood = reviewed.n()
    for _ in range(KILLS):
        child = started(HERE / "working_child.py", reviewed.home)
        assert child.stdout.readline().strip() == b"ready"
        child.stdin.write(b"\n")
        child.stdin.flush()
        time.sleep(chance.uniform(0.02, 1.2))
        child.kill()
        told = [int(line) for line in child.communicate()[0].split(b"\n")[:-1]]
        assert whole(reviewed)
        acts = reviewed.instance_now.chain.acts
        assert [act.n for act in acts] == list(range(1, len(acts) + 1))
        assert len(acts) >= max([stood, *told]), "an act whose receipt was given is never lost"
        assert told == sorted(set(told))
        stood = len(acts)
        rows = reviewed.live("poverty_sheets")
        assert rows.height == rows["household_code"].n_unique()
        by_batch = rows.filter(rows["household_code"].str.starts_with("K")).group_by("added_by").len()
        assert set(by_batch["len"]) <= {60, 40, 20}, "a batch stands whole, but for what was corrected or undone"
        assert reviewed.add("poverty_sheets", [_one(stood)]).batch == stood + 1, "the next writer works"
        stood += 1
    assert stood > 3 + 2 * KILLS, "the processes did write, and were killed at their work"


def _one(number):
    return sheet(f"L{number}", "14848", "poor")


class TestAFullDisk:
    def test_of_a_snapshot_is_a_coded_error_and_changes_nothing(self, reviewed, monkeypatch):
        n = reviewed.n()

        def full(path, data):
            path.write_bytes(data[:10])
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(disk, "write_synced", full)
            with pytest.raises(Refused) as refused:
                reviewed.close("poverty", "2023")
        assert refused.value.problems[0].code == "C-031"
        assert reviewed.n() == n
        assert list(reviewed.home.glob("snapshots/*/*/*/*")) == []
        assert reviewed.verified() == []
        assert reviewed.close("poverty", "2023").edition == 1

    PROGRAM = """
import resource, sys
from pathlib import Path
from building import Office, sheet
office = Office(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    office.add("poverty_sheets", [sheet(f"C{at}", "14845", "poor") for at in range(3000)])
except office.Refused as refused:
    print(refused.problems[0].code)
else:
    print("done")
"""

    def test_of_the_register_is_a_coded_error_and_the_import_works_when_there_is_space(self, reviewed):
        """The files of the process may grow only so far, as on a full disk: the log, or the table aside, is cut off."""
        if reviewed.instance_now.schema:
            pytest.skip("the server's disk is not ours to fill")
        limits, codes = [size * 1024 for size in (32, 300, 700, 1000)], []
        for limit in limits:
            child = started("-c", self.PROGRAM, reviewed.home, limit)
            codes.append(child.communicate(timeout=60)[0].decode().strip())
            if codes[-1] != "done":
                assert (reviewed.n(), len(reviewed.live("poverty_sheets"))) == (3, 6)
                assert reviewed.verified() == []
        assert codes.count("G-005") >= 2 and set(codes) <= {"G-005", "done"}, codes
        child = started("-c", self.PROGRAM, reviewed.home, resource.RLIM_INFINITY)
        assert child.communicate(timeout=60)[0].decode().strip() == "done"
        assert len(reviewed.live("poverty_sheets")) == 3006
        assert reviewed.verified() == []

    def test_at_every_page_is_a_coded_error(self, reviewed, make, monkeypatch):
        """SQLite is told that its file may not grow beyond so many pages: the same answer as from a full disk."""
        if reviewed.instance_now.schema:
            pytest.skip("the server's disk is not ours to fill")
        from mtqg.core.register import database

        rows = [make["sheet"](f"C{at}", "14845", "poor") for at in range(300)]
        full, tune = 0, database.tune
        with reviewed.instance_now.register() as register:
            (pages,) = register.database.one("PRAGMA page_count")
        for more in range(0, 200, 3):

            def cramped(connection, most=pages + more):
                tune(connection)
                connection.execute(f"PRAGMA max_page_count={most}")

            with monkeypatch.context() as patch:
                patch.setattr(database, "tune", cramped)
                try:
                    reviewed.add("poverty_sheets", rows)
                    break
                except Refused as refused:
                    assert refused.problems[0].code == "G-005"
                    full += 1
            assert (reviewed.n(), len(reviewed.live("poverty_sheets"))) == (3, 6)
        assert full > 3
        assert len(reviewed.live("poverty_sheets")) == 306
        assert reviewed.verified() == []


class TestInit:
    PROGRAM = """
import shutil, sys
import mtqg.web.schema as schema
import dying
schema.make_sqlite = lambda file: shutil.copy(sys.argv[4], file)
dying.really_at_statement(sys.argv[1], sys.argv[2])
from mtqg.cli import main
main(["--home", sys.argv[3], "init", "--by", "An"])
"""

    @pytest.mark.parametrize("moment", ["before", "after"])
    @pytest.mark.parametrize("statement", ["INSERT INTO office_key", "INSERT INTO act ", "COMMIT"])
    def test_that_dies_leaves_no_half_instance(self, tmp_path, statement, moment):
        import mtqg.web.schema as schema

        home, template = tmp_path / "kho", tmp_path / "template.sqlite"
        schema.make_sqlite(template)
        child = started("-c", self.PROGRAM, statement, moment, home, template)
        child.communicate(timeout=60)
        assert child.returncode == 9
        assert not home.exists()
        assert Office(home).verified() == []
