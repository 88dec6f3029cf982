"""A PostgreSQL server by its URL: everything from init to verify, and what is said where it does not let us in."""

import json
import os
import subprocess
import sys

import pytest

from mtqg.cli import main
from mtqg.core.errors import Refused
from mtqg.core.register.database import open_postgresql
from mtqg.core.register.postgresql import check_order, parameters

SECRET = "bí mật/@:% ?"
HEAD = "Kỳ;Mã xã;Mã thôn;Ngày thống kê;Tổng số hộ;Số nhân khẩu;Số hộ DTTS\n"


@pytest.fixture
def said(capsys):
    """What a command gives, as JSON, and its exit code."""

    def run(home, *words):
        code = 0
        try:
            main(["--home", str(home), "--format", "json", *map(str, words)])
        except SystemExit as done:
            code = done.code
        return code, json.loads(capsys.readouterr().out)

    return run


def refused(url):
    with pytest.raises(Refused) as found:
        open_postgresql(url, "mtqg_nothing").close()
    problem = found.value.problems[0]
    assert SECRET not in str(problem) and "geheim" not in str(problem)
    return problem


def test_from_init_to_verify_by_a_url_with_a_password_of_special_characters(
    tmp_path, monkeypatch, said, url_of, new_role, superuser
):
    role = new_role("with_password", f"PASSWORD '{SECRET}'")
    database = superuser.info.dbname
    superuser.execute(f'GRANT CREATE ON DATABASE "{database}" TO "{role}"')
    monkeypatch.setenv("DATABASE_URL", url_of(role=role, password=SECRET))
    home = tmp_path / "kho"
    assert said(home, "init")[0] == 0
    about = json.loads((home / "instance.json").read_text())
    assert about["schema"].startswith("mtqg_")
    assert not (home / "register.sqlite").exists()
    assert SECRET not in "".join(file.read_text(errors="replace") for file in home.rglob("*") if file.is_file())
    code, verified = said(home, "verify")
    assert (code, verified) == (0, {"ok": True, "findings": []})


def test_without_the_url_the_instance_says_what_is_missing(tmp_path, monkeypatch, said, postgresql_url):
    monkeypatch.setenv("DATABASE_URL", postgresql_url)
    home = tmp_path / "kho"
    said(home, "init")
    monkeypatch.delenv("DATABASE_URL")
    code, found = said(home, "verify")
    assert (code, found["errors"][0]["code"]) == (2, "G-003")


def test_another_database_than_the_one_it_was_made_in_is_named(tmp_path, monkeypatch, said, url_of, new_database):
    monkeypatch.setenv("DATABASE_URL", url_of())
    home = tmp_path / "kho"
    said(home, "init")
    monkeypatch.setenv("DATABASE_URL", url_of(database=new_database("ENCODING 'UTF8' LOCALE 'C'")))
    code, found = said(home, "verify")
    assert (code, found["errors"][0]["code"]) == (1, "G-036")


def test_a_wrong_password_a_wrong_role_and_a_wrong_database(url_of, new_role, superuser):
    asked = superuser.execute("SELECT 1 FROM pg_hba_file_rules WHERE user_name = '{with_password}'").fetchone()
    if asked is None:
        pytest.skip("this server was not started by tools/postgresql.py: it asks nobody for a password")
    new_role("with_password", "PASSWORD 'another'")
    wrong = refused(url_of(role="with_password", password=SECRET))
    assert wrong.code == "G-031" and "password authentication failed" in wrong.message
    assert refused(url_of(role="nobody here", password=SECRET)).code == "G-031"
    assert refused(url_of(database="nowhere")).code == "G-031"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://an:geheim@127.0.0.1:9/db",
        "postgresql://an:geheim@/db?host=/nowhere",
        # The sign @ unescaped in the password: the driver takes the rest of it for the host, and would print it.
        "postgresql://an:x@geheim@127.0.0.1:9/db",
    ],
)
def test_a_server_that_does_not_answer(url):
    assert refused(url).code == "G-030"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://an:geheim@127.0.0.1/db", "G-002"),
        ("postgresql://an:geheim%zz@127.0.0.1/db", "G-032"),
        ("postgresql://an:geheim@127.0.0.1/db?geheim=1", "G-032"),
        ("postgresql://an:geheim@127.0.0.1:port/db", "G-032"),
        ("postgresql://an:geheim@127.0.0.1", "G-032"),
        ("postgresql://an:geheim@[::1/db", "G-032"),
    ],
)
def test_a_url_that_cannot_be_read(url, code):
    assert refused(url).code == code


def test_a_database_that_is_not_utf8(url_of, new_database):
    found = refused(url_of(database=new_database("ENCODING 'LATIN1' LOCALE 'C'")))
    assert found.code == "G-033" and "LATIN1" in found.message


def test_a_database_that_sorts_as_a_dictionary(url_of, new_database):
    import psycopg

    try:
        name = new_database("ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'vi'")
    except psycopg.Error:
        pytest.skip("this server knows no order but that of C")
    database = open_postgresql(url_of(database=name), "public")
    with pytest.raises(Refused) as found:
        check_order(database.connection)
    database.close()
    assert found.value.problems[0].code == "G-034"


def test_a_process_of_its_own_is_refused_before_it_makes_anything(tmp_path, url_of, new_database):
    """The real migrations, not the suite's quick way to a schema."""
    name = new_database("ENCODING 'SQL_ASCII' LOCALE 'C'")
    environment = {**os.environ, "DATABASE_URL": url_of(database=name)}
    command = [sys.executable, "-c", "from mtqg.cli import main; main()", "--home", str(tmp_path / "kho"), "init"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.startswith("G-033")
    assert list(tmp_path.iterdir()) == []


def test_what_the_url_says_reaches_both_doors_alike():
    url = "postgresql://u%40x:p%2Fw@/kho%20s%E1%BB%91?host=/var/run/pg&port=6432&sslmode=require&options=-c%20a%3Db"
    found = parameters(url, 'Mtqg "A"')
    assert {name: found[name] for name in ("user", "password", "dbname", "host", "port", "sslmode")} == {
        "user": "u@x",
        "password": "p/w",
        "dbname": "kho số",
        "host": "/var/run/pg",
        "port": "6432",
        "sslmode": "require",
    }
    assert found["options"].startswith("-c a=b ")
    assert found["options"].endswith(r'search_path="Mtqg\ ""A"""')


def test_a_schema_with_capitals_and_blanks_is_the_one_that_is_searched(postgresql_url, superuser):
    name = 'Mtqg "A" \\b'
    database = open_postgresql(postgresql_url, name)
    found = database.one("SELECT current_setting('search_path'), array_length(current_schemas(false), 1)")
    superuser.execute("CREATE SCHEMA " + '"Mtqg ""A"" \\b"')
    assert database.one("SELECT current_schema()") == (name,)
    superuser.execute("DROP SCHEMA " + '"Mtqg ""A"" \\b"')
    database.close()
    assert found == ('"Mtqg ""A"" \\b"', None)


def test_the_django_door_reaches_the_same_schema(tmp_path, monkeypatch, said, postgresql_url):
    from mtqg.web.databases import database_of_home
    from mtqg.web.schema import connected, pending

    monkeypatch.setenv("DATABASE_URL", postgresql_url)
    home = tmp_path / "kho"
    said(home, "init")
    settings = database_of_home(home)
    assert pending(settings) == []
    with connected(settings) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        assert cursor.fetchone()[0] == json.loads((home / "instance.json").read_text())["schema"]
