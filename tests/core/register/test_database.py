"""What is put into a database comes out of it, the same from both; what goes wrong is said and leaves nothing."""

import datetime as dt
import itertools
import threading
import time

import polars as pl
import pytest

from mtqg.catalogue import CATALOGUE
from mtqg.core import batches, frames
from mtqg.core.acts import Author
from mtqg.core.errors import Refused
from mtqg.core.register.database import RuleBroken, open_postgresql
from mtqg.core.register.writing import begin, fresh_temporary, stage
from mtqg.core.verify import verify
from mtqg.creating import create_instance

AT = dt.datetime(2024, 1, 5, 8, tzinfo=dt.UTC)
AN = Author("An", "officer", AT)
SHEETS = CATALOGUE.tables["poverty_sheets"]
# fmt: off
TEXTS = ["", None, " ", "a", "NULL", "\\N", "\\.", "\\x41", '"', '""', "a,b", "a\nb", "a\r\nb", "\r", "\t", "'", "%s",
         "?", "Đắk Pơ", "Hò\u0300a", "ấ", "\u200b", "😀", "\x1e", "\x1f", "\u0085", "\ufeff", "x" * 100_000]
# fmt: on
WHOLE = [0, -1, None, 2**63 - 1, -(2**63), 9_200_000_000_000_000_000]
DAYS = [dt.date(1890, 3, 1), dt.date(1582, 10, 4), dt.date(1, 1, 1), None, dt.date(9999, 12, 31), dt.date(1945, 9, 2)]
DATA = [b"", None, b"\x00\xff\\", b'"', b"\n", bytes(range(256))]
KINDS = {"text": "text", "whole": "integer", "day": "date", "is_so": "flag", "data": "bytes"}


@pytest.fixture
def new_instance(tmp_path):
    """Makes one empty instance after another, in the database that the test stands on."""
    numbers = itertools.count()
    return lambda: create_instance(tmp_path / f"kho-{next(numbers)}", AN, id="0123456789abcdef")


def sheet(code, **changes):
    said = {
        "period": "2023",
        "standard": "poverty-2022",
        "locality_code": "14845",
        "village_code": "14845-01",
        "household_code": code,
        "day": dt.date(2023, 12, 10),
        "area": "rural",
        "income_points": 120,
        "deprivation_points": 30,
        "source_no": 1,
        "cell_row": 5,
        "origin": "real",
    }
    return {**said, **changes}


def add(instance, codes, author=AN, **changes):
    rows = frames.typed([sheet(code, **changes) for code in codes], SHEETS.taken)
    source = batches.Source("minh-hoa.xlsx", "Biểu 1", "0" * 64, {"household_code": "A"})
    return batches.add(instance, author, form="poverty-review", table=SHEETS, rows=rows, sources=[source])


def codes_in_force(instance):
    return sorted(batches.live(instance, SHEETS).collect()["household_code"])


class TestWhatGoesInComesOut:
    @pytest.fixture
    def there_and_back(self, kind, new_instance):
        def through(frame):
            types = {"text": "TEXT", "integer": "BIGINT", "date": "DATE", "flag": "BOOLEAN"}
            types["bytes"] = "BLOB" if kind == "sqlite" else "BYTEA"
            made = ", ".join(f'"{name}" {types[KINDS[name]]}' for name in frame.columns)
            with new_instance().register() as register:
                fresh_temporary(register.database, "kept", f"at BIGINT, {made}")
                numbered = frame.with_row_index("at").cast({"at": pl.Int64})
                register.database.insert_frame("kept", numbered)
                names = ", ".join(f'"{name}"' for name in frame.columns)
                sql = f"SELECT {names} FROM kept WHERE at >= ? ORDER BY at"
                return register.database.frame(sql, {name: KINDS[name] for name in frame.columns}, [0])

        return through

    def test_every_kind_of_value(self, there_and_back):
        long = max(map(len, (TEXTS, WHOLE, DAYS, DATA)))
        columns = {"text": TEXTS, "whole": WHOLE, "day": DAYS, "is_so": [True, False, None], "data": DATA}
        repeated = {name: list(itertools.islice(itertools.cycle(values), long)) for name, values in columns.items()}
        frame = pl.DataFrame(repeated, schema=frames.schema(KINDS))
        assert there_and_back(frame).equals(frame, null_equal=True)

    @pytest.mark.parametrize("name", KINDS)
    def test_nothing_but_missing_values(self, there_and_back, name):
        frame = pl.DataFrame({name: [None, None, None]}, schema=frames.schema({name: KINDS[name]}))
        assert there_and_back(frame).equals(frame, null_equal=True)

    def test_no_row_at_all(self, there_and_back):
        frame = pl.DataFrame(schema=frames.schema(KINDS))
        found = there_and_back(frame)
        assert found.schema == frame.schema and found.is_empty()

    def test_an_empty_text_first_and_last_in_a_column_of_its_own(self, there_and_back):
        frame = pl.DataFrame({"text": ["", None, "", None]}, schema={"text": pl.String})
        assert there_and_back(frame)["text"].to_list() == ["", None, "", None]


def test_words_sort_by_their_code_points(kind, new_instance):
    words = ["đ", "Đ", "ấ", "Ấ", "a", "B", "_", "a b", "a-b", "ab", "z", "10", "9", "ơ", "ư", "Z", ""]
    with new_instance().register() as register:
        fresh_temporary(register.database, "words", "word TEXT")
        register.database.insert("words", ("word",), ((word,) for word in words))
        found = [word for (word,) in register.database.rows("SELECT word FROM words ORDER BY word")]
        between = register.database.rows("SELECT word FROM words WHERE word >= ? AND word < ?", ["a", "b"])
    assert found == sorted(words)
    assert {word for (word,) in between} == {"a", "a b", "a-b", "ab"}


@pytest.mark.parametrize("column", ["household_code", "village_code"])
def test_a_text_with_nul_is_refused_and_nothing_is_written(kind, new_instance, column):
    instance = new_instance()
    with pytest.raises(Refused) as refused:
        add(instance, ["H1", "H2"], **{column: "a\x00b"})
    assert refused.value.problems[0].code == "G-039"
    assert codes_in_force(instance) == [] and instance.chain.n == 1


@pytest.mark.parametrize("why", ["a\x00b", "a\udcff"])
def test_a_reason_that_no_database_keeps_is_refused(kind, new_instance, why):
    instance = new_instance()
    with pytest.raises(Refused) as refused, instance.register() as register, begin(register, AN, verb="x", why=why):
        pass
    assert refused.value.problems[0].code == "G-039" and instance.chain.n == 1


def test_a_transaction_that_broke_a_rule_leaves_a_connection_that_works(kind, new_instance):
    instance = new_instance()
    add(instance, ["H1"])
    with instance.register() as register:
        waiting = stage(register, SHEETS, frames.typed([sheet("H1")], SHEETS.taken))
        with pytest.raises(RuleBroken), begin(register, AN, verb="x") as act:
            act.take(waiting)
        with begin(register, AN, verb="import") as act:
            act.take(stage(register, SHEETS, frames.typed([sheet("H2")], SHEETS.taken)))
    assert codes_in_force(instance) == ["H1", "H2"]
    assert verify(instance, CATALOGUE.tables.values()) == []


def test_two_instances_beside_each_other_do_not_see_each_other(kind, new_instance):
    one, other = new_instance(), new_instance()
    add(one, ["H1"])
    add(other, ["H2", "H3"])
    assert codes_in_force(one) == ["H1"] and codes_in_force(other) == ["H2", "H3"]
    assert one.chain.n == other.chain.n == 2
    batches.undo(one, AN, 2, tables=CATALOGUE.tables)
    assert codes_in_force(one) == [] and codes_in_force(other) == ["H2", "H3"]
    for instance in (one, other):
        assert verify(instance, CATALOGUE.tables.values()) == []


def test_two_long_imports_and_short_acts_at_once_all_arrive(kind, new_instance):
    """No deadlock, nothing lost or doubled, whatever the order; the chain stays whole."""
    instance = new_instance()
    failed = []

    def importing(name, times, rows):
        try:
            for at in range(times):
                add(instance, [f"{name}{at}-{row}" for row in range(rows)], Author(name, "officer", AT))
        except Exception as reason:
            failed.append(reason)

    work = [("A", 3, 400), ("B", 3, 400), ("C", 8, 1)]
    threads = [threading.Thread(target=importing, args=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(codes_in_force(instance)) == 3 * 400 * 2 + 8
    assert [act.n for act in instance.chain.acts] == list(range(1, 1 + 3 + 3 + 8 + 1))
    assert verify(instance, CATALOGUE.tables.values()) == []


@pytest.mark.parametrize("is_known", [False, True])
def test_two_imports_of_the_same_households_at_once_are_one_row_each(kind, new_instance, is_known):
    """One in the order of the list, the other from its end: neither waits for the other for ever."""
    instance = new_instance()
    if is_known:
        add(instance, [f"H{row:03}" for row in range(300)])
    ready, done = threading.Barrier(2), []

    def importing(name, points):
        ready.wait()
        codes = [f"H{row:03}" for row in range(300)]
        done.append(
            add(instance, codes if name == "A" else codes[::-1], Author(name, "officer", AT), income_points=points)
        )

    threads = [threading.Thread(target=importing, args=one) for one in (("A", 100), ("B", 110))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted((one.new, one.replaced) for one in done) == [(0, 300), (0, 300) if is_known else (300, 0)]
    assert len(codes_in_force(instance)) == 300
    assert verify(instance, CATALOGUE.tables.values()) == []


class TestOnPostgreSQL:
    @pytest.fixture
    def instance(self, put_in, new_instance):
        put_in("postgresql")
        return new_instance()

    def test_an_act_that_is_not_sealed_yet_keeps_no_other_from_being_sealed(self, instance):
        """Only the last step is taken under the lock: a short act beside a long one takes no longer than alone."""
        with instance.register() as register, begin(register, AN, verb="import", why="dài") as long:
            long.add(SHEETS, frames.typed([sheet(f"D{at}") for at in range(500)], SHEETS.taken))
            start = time.perf_counter()
            short = add(instance, ["N1"])
            took = time.perf_counter() - start
            assert codes_in_force(instance) == ["N1"]
        assert (short.batch, long.sealed.n) == (2, 3)
        assert took < 5  # it does not wait for a lock: that would be a minute

    def test_a_connection_that_is_cut_during_an_act_is_said_and_leaves_nothing(self, instance, superuser):
        with (
            pytest.raises(Refused) as refused,
            instance.register() as register,
            begin(register, AN, verb="import") as act,
        ):
            act.add(SHEETS, frames.typed([sheet("H1")], SHEETS.taken))
            superuser.execute("SELECT pg_terminate_backend(%s)", [register.database.connection.info.backend_pid])
        assert refused.value.problems[0].code == "G-038"
        assert codes_in_force(instance) == [] and instance.chain.n == 1

    def test_the_settings_of_a_server_change_nothing(self, instance, superuser, postgresql_url):
        database = superuser.info.dbname
        # fmt: off
        others = {"datestyle": "'SQL, DMY'", "bytea_output": "escape", "timezone": "'Asia/Ho_Chi_Minh'",
                  "default_transaction_isolation": "serializable", "statement_timeout": "1", "lock_timeout": "1"}
        # fmt: on
        for name, value in others.items():
            superuser.execute(f'ALTER DATABASE "{database}" SET {name} = {value}')
        try:
            add(instance, ["H1"], decided_on=dt.date(1899, 1, 31), head_name="Nguyễn Thị Hoa")
            found = batches.live(instance, SHEETS).collect()
            assert found["decided_on"].to_list() == [dt.date(1899, 1, 31)]
            assert verify(instance, CATALOGUE.tables.values()) == []
        finally:
            superuser.execute("SET statement_timeout = 0")
            for name in others:
                superuser.execute(f'ALTER DATABASE "{database}" RESET {name}')

    def test_a_role_that_only_reads_and_adds_is_enough_for_every_day(
        self, instance, superuser, new_role, url_of, monkeypatch
    ):
        role = new_role("mtqg_daily")
        for sql in DAILY_RIGHTS:
            superuser.execute(sql.format(schema=instance.schema, role=role))
        monkeypatch.setenv("DATABASE_URL", url_of(role=role))
        add(instance, ["H1", "H2"])
        add(instance, ["H2"], income_points=90)
        batches.undo(instance, AN, 3, tables=CATALOGUE.tables)
        assert codes_in_force(instance) == ["H1", "H2"]
        assert verify(instance, CATALOGUE.tables.values()) == []
        database = open_postgresql(url_of(role=role), instance.schema)
        for sql in (
            "DELETE FROM poverty_sheets",
            "TRUNCATE poverty_sheets CASCADE",
            "DROP TRIGGER poverty_sheets_kept ON poverty_sheets",
            "ALTER TABLE poverty_sheets DISABLE TRIGGER USER",
            "SET session_replication_role = replica",
            "CREATE SCHEMA another",
        ):
            with pytest.raises(Refused) as refused:
                database.execute(sql)
            assert refused.value.problems[0].code == "G-037", sql
        database.close()


# As docs/manual/postgresql.md grants them.
DAILY_RIGHTS = (
    'GRANT USAGE ON SCHEMA "{schema}" TO "{role}"',
    'GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA "{schema}" TO "{role}"',
    'GRANT USAGE ON ALL SEQUENCES IN SCHEMA "{schema}" TO "{role}"',
)
