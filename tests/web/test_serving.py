"""The commands that make an administrator and serve: what they refuse, what they tell once."""

import json
import os

import pytest
from click.testing import CliRunner

from mtqg.cli import mtqg
from mtqg.core.errors import Refused
from mtqg.core.instance import open_instance


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
