"""Two people at the same moment: nothing is lost, doubled or half there, readers never wait, writers hardly."""

import subprocess
import sys
import threading
import time

import pytest

from mtqg.catalogue import CATALOGUE
from mtqg.core import batches, close, frames
from mtqg.core.acts import Author
from mtqg.core.errors import Refused
from mtqg.core.register import writing
from mtqg.core.register.database import Database
from mtqg.core.register.writing import begin

HEAD = "Mã xã;Mã thôn;Tên thôn;Có từ ngày\n"


def villages(folder, commune, count=200):
    file = folder / f"{commune}.csv"
    lines = "".join(f"{commune};{commune}-{at:03};Thôn {at};01/01/2021\n" for at in range(count))
    file.write_text(HEAD + lines, encoding="utf-8")
    return file


def together(home, *commands):
    """The exit codes of commands that run at the same moment, and what they said."""
    program = "from mtqg.cli import main; main()"
    children = [
        subprocess.Popen(
            [sys.executable, "-c", program, "--home", str(home), *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for words in commands
    ]
    said = [child.communicate(timeout=120)[0] for child in children]
    return [child.returncode for child in children], said


def importing(file):
    return ["import", "villages", file, "--locality", "38"]


def test_two_processes_that_import_two_files_lose_and_double_nothing(office, tmp_path):
    codes, _ = together(office.home, *(importing(villages(tmp_path, commune)) for commune in ("14845", "14848")))
    assert codes == [0, 0]
    assert office.live("villages").height == 400
    assert office.n() == 3
    assert office.verified() == []


def test_two_processes_that_import_the_same_file_make_one_batch(office, tmp_path):
    file = villages(tmp_path, "14845", 2000)
    codes, _ = together(office.home, importing(file), importing(file))
    assert codes == [0, 0], "the one that comes second finds nothing that changes"
    assert office.live("villages").height == 2000
    assert office.n() == 2
    assert office.verified() == []


def test_two_processes_that_close_at_once_make_one_edition(reviewed):
    closing = ["close", "poverty", "2023", "--locality", "38"]
    codes, said = together(reviewed.home, closing, closing)
    assert sorted(codes) in ([0, 1], [0, 2])
    assert "K-027" in "".join(said) or "K-022" in "".join(said)
    assert reviewed.editions() == {1: 6}
    assert reviewed.verified() == []


def test_a_close_that_comes_between_is_told(reviewed, monkeypatch):
    files = close._files

    def slow(*given):
        with monkeypatch.context() as patch:
            patch.setattr(close, "_files", files)
            reviewed.close_plainly("2023")
        return files(*given)

    monkeypatch.setattr(close, "_files", slow)
    with pytest.raises(Refused) as refused:
        reviewed.close_plainly("2023")
    assert refused.value.problems[0].code == "K-027"
    assert reviewed.editions() == {1: 6}
    assert reviewed.verified() == []


def at_once(count, work):
    """The same work from several threads that start together; what each gave or the code that it was refused with."""
    barrier, found = threading.Barrier(count), [None] * count

    def one(at):
        barrier.wait()
        try:
            found[at] = work(at)
        except Refused as refused:
            found[at] = refused.problems[0].code

    threads = [threading.Thread(target=one, args=(at,)) for at in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def test_a_form_that_is_sent_twice_is_one_batch(office, make):
    rows = [make["counts"](f"14845-{at:02}", "14845", 10) for at in range(20)]
    found = at_once(4, lambda _: office.add("household_counts", rows))
    assert sorted(one.new for one in found) == [0, 0, 0, 20]
    assert (office.n(), len(office.live("household_counts"))) == (2, 20)
    assert office.verified() == []


def test_wrong_rows_that_are_sent_twice_are_set_aside_once(office):
    table = CATALOGUE.tables["household_counts"]

    def send(_):
        return batches.add(
            office.instance_now,
            Author(by="An", role="officer", at=office.DAY_OF_ACTS),
            form="household-counts",
            table=table,
            rows=frames.typed([], table.taken),
            sources=[batches.Source("a.xlsx", "Biểu", "a" * 64, {})],
            set_aside=[{"row": 5, "errors": ["I-033"]}],
        )

    found = at_once(4, send)
    assert [one.batch for one in found].count(None) == 3
    assert office.n() == 2
    assert len(batches.set_aside(office.instance_now, 2)) == 1
    assert office.verified() == []


def test_a_row_that_four_people_correct_at_once_has_one_successor_at_a_time(office, make):
    office.add("household_counts", [make["counts"]("14845-01", "14845", 10)])
    at_once(4, lambda at: office.add("household_counts", [make["counts"]("14845-01", "14845", 20 + at)]))
    assert len(office.live("household_counts")) == 1
    assert office.verified() == []


def test_a_batch_that_is_undone_twice_at_once_is_undone_once(reviewed):
    found = at_once(3, lambda _: reviewed.undo(3))
    assert len([one for one in found if isinstance(one, str)]) == 2
    assert set(filter(lambda one: isinstance(one, str), found)) <= {"K-011", "G-006"}
    assert len(reviewed.live("poverty_sheets")) == 0
    assert reviewed.verified() == []


def note(office, why="thử"):
    """An act of somebody else, on a connection of its own."""
    with office.instance_now.register() as register:
        if register.database.kind == "sqlite":
            register.database.execute("PRAGMA busy_timeout=200")
        author = Author(by="Bình", role="officer", at=office.DAY_OF_ACTS)
        with begin(register, author, verb="office.note", why=why) as act:
            act.note(why=why)
    return act.sealed.n


def test_a_reader_never_waits_for_a_writer_and_sees_nothing_unfinished(reviewed):
    reviewed.close("poverty", "2023")
    with reviewed.instance_now.register() as register:
        author = Author(by="Bình", role="officer", at=reviewed.DAY_OF_ACTS)
        with begin(register, author, verb="office.note") as act:
            rows = reviewed.live("poverty_sheets").head(2)
            act.end(CATALOGUE.tables["poverty_sheets"], rows.select("added_by", "row_no"))
            started = time.monotonic()
            assert reviewed.ask("poor_household_rate", "2023").part == 5
            assert len(reviewed.live("poverty_sheets")) == 6
            assert reviewed.verified() == []
            assert time.monotonic() - started < 20, "a reader that waited would have waited for a minute"
    assert len(reviewed.live("poverty_sheets")) == 4


def test_a_reader_sees_one_moment_while_others_write(reviewed, make):
    """Verify reads for long: what is recorded meanwhile is not taken for a change from outside."""
    read = Database.rows
    done = []

    def slow(self, sql, values=()):
        if "FROM act_touch" in sql and not done:
            done.append(reviewed.add("poverty_sheets", [make["sheet"]("N1", "14845", "poor")]).batch)
        return read(self, sql, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "rows", slow)
        assert reviewed.verified() == []
    assert done == [4]


def test_others_write_while_an_import_is_staged(office, make, monkeypatch):
    """SQLite has one writer at a time: an import takes its turn only when all its rows lie ready."""
    insert, between = Database.insert_frame, []

    def staging(self, table, rows):
        if table.startswith("staged_"):
            between.append(note(office))
        insert(self, table, rows)

    monkeypatch.setattr(writing, "CHUNK", 50)
    monkeypatch.setattr(Database, "insert_frame", staging)
    rows = [make["counts"](f"14845-{at:03}", "14845", 10) for at in range(200)]
    assert office.add("household_counts", rows).batch == 6
    assert between == [2, 3, 4, 5]


def test_a_close_keeps_nobody_waiting_while_it_reads_and_counts(reviewed, monkeypatch):
    files = close._files
    monkeypatch.setattr(close, "_files", lambda *given: (note(reviewed), files(*given))[1])
    made = reviewed.close_plainly("2023")
    assert (made.manifest["n"], reviewed.n()) == (3, 5)
    assert reviewed.verified() == []
