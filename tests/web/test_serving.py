"""The commands that make an administrator and serve: what they refuse, what they tell once."""

import datetime as dt
import http.client
import json
import os
import signal
import subprocess
import sys
from contextlib import closing

import pytest
from click.testing import CliRunner

from browser import free_port, wait_for
from mtqg.cli import mtqg
from mtqg.core.acts import Author
from mtqg.core.errors import Refused
from mtqg.core.instance import open_instance
from mtqg.creating import create_instance

AUTHOR = Author("An", "administrator", dt.datetime(2024, 12, 1, tzinfo=dt.UTC))


def run(home, *words):
    done = CliRunner().invoke(mtqg, ["--home", str(home), "--format", "json", *words])
    if isinstance(done.exception, Refused):
        return [one.code for one in done.exception.problems]
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_init_asks_nothing_and_makes_an_administrator_when_told_to(tmp_path):
    home = tmp_path / "kho"
    assert "admin" not in run(home, "init")
    told = run(home, "init", "--admin", "quan")
    assert told["admin"] == "quan" and len(told["one_time_password"]) == 24
    with open_instance(home).register() as register:
        held = register.database.rows("SELECT account, role, locality_code FROM role_grants")
        kept = register.database.rows("SELECT username, must_change_password FROM account")
    assert held == [("quan", "administrator", "*")] and [(name, bool(must)) for name, must in kept] == [("quan", True)]
    assert told["one_time_password"] not in "".join(one.payload_text for one in open_instance(home).chain.acts)
    assert run(home, "init", "--admin", "hai") == ["K-006"]
    assert "MTQG_HOME" not in os.environ or os.environ["MTQG_HOME"] != str(home)


def test_a_password_from_the_environment_is_held_to_the_rules(tmp_path, monkeypatch):
    monkeypatch.setenv("MTQG_ADMIN_PASSWORD", "12345678")
    assert run(tmp_path / "kho", "init", "--admin", "quan") == ["W-010"]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "::"])
def test_people_s_data_are_not_served_to_a_network_in_clear(tmp_path, host):
    home = tmp_path / "kho"
    run(home, "init")
    assert run(home, "serve", "--host", host) == ["W-020"]


def test_half_a_pair_of_certificate_and_key_is_refused(tmp_path):
    home, file = tmp_path / "kho", tmp_path / "chung-thu.pem"
    run(home, "init")
    file.write_text("x")
    assert run(home, "serve", "--certificate", str(file)) == ["W-021"]


def test_the_invented_people_of_a_demonstration_hold_one_role_each_and_owe_something(tmp_path):
    from mtqg.access.roles import grants_of
    from mtqg.access.terms import ROLES
    from mtqg.demo.people import people

    home = tmp_path / "kho"
    run(home, "init", "--synthetic")
    said = people(open_instance(home))
    assert people(open_instance(home)) == said and "Mật khẩu chung" in said
    with open_instance(home).register() as register:
        assert {one.role for one in grants_of(register.database)} == set(ROLES)
        assert register.database.one("SELECT count(*) FROM submissions") == (4,)


AFTER_MAKING = """
import sys
from pathlib import Path
from mtqg.serving import run_apart
from mtqg.web.schema import set_up
set_up()  # as a demonstration has, when its pages are opened
run_apart(Path(sys.argv[1]), "127.0.0.1", int(sys.argv[2]))
"""


def test_a_process_that_made_an_instance_serves_it_as_serve_does(tmp_path):
    create_instance(tmp_path / "kho", AUTHOR, id="0123456789abcdef", origin="synthetic")
    port = free_port()
    command = [sys.executable, "-c", AFTER_MAKING, str(tmp_path / "kho"), str(port)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(command, env=environment, start_new_session=True) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/dang-nhap/", server)
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
                connection.request("GET", "/")
                with closing(connection.getresponse()) as answer:
                    assert (answer.status, answer.headers["Location"]) == (302, "/dang-nhap/?next=/")
        finally:
            os.killpg(server.pid, signal.SIGINT)
