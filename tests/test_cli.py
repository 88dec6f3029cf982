"""The command line: results to stdout, messages to stderr, and the exit code says how it went."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mtqg.cli import COMMANDS

MTQG = str(Path(sys.executable).with_name("mtqg"))


def run(*args, **more):
    return subprocess.run([MTQG, *map(str, args)], capture_output=True, check=False, **more)


def test_the_contract_has_its_commands():
    named = {"demo", "init", "verify", "localities", "law", "import", "imports", "undo", "close", "snapshots"}
    assert named | {"measures", "figure", "explain", "report", "statements"} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_its_help(name):
    done = run(name, "--help")
    assert done.returncode == 0
    assert b"Usage: mtqg" in done.stdout


def test_done_is_0_the_data_say_no_is_1_and_wrong_use_is_2(tmp_path):
    home = tmp_path / "kho"
    assert run("--home", home, "init").returncode == 0
    assert run("--home", home, "verify").returncode == 0
    bad = tmp_path / "sai.csv"
    bad.write_text("Mã xã;Mã thôn;Tên thôn;Có từ ngày\n99999;1;Thôn Một;01/01/2021\n", encoding="utf-8")
    assert run("--home", home, "import", "villages", bad, "--locality", "38").returncode == 1
    (home / "snapshots").mkdir(exist_ok=True)
    (home / "snapshots" / "x.txt").write_text("x", encoding="utf-8")
    assert run("--home", home, "verify").returncode == 1
    assert run("--home", home, "close", "nothing", "2023", "--locality", "38").returncode == 2
    assert run("--home", home, "figure", "poor_household_rate").returncode == 2
    assert run("--home", tmp_path / "none", "verify").returncode == 2


def test_an_unknown_figure_is_an_answer(tmp_path):
    run("--home", tmp_path, "init")
    asked = ("--home", tmp_path, "--format", "json", "figure", "poor_household_rate", "--locality", "38")
    done = run(*asked, "--period", "2023")
    assert done.returncode == 0
    assert json.loads(done.stdout)["value"] is None


def test_errors_are_json_on_stdout_and_sentences_on_stderr(tmp_path):
    done = run("--home", tmp_path / "none", "--format", "json", "verify")
    error = json.loads(done.stdout)["errors"][0]
    assert list(error) == ["code", "message", "place", "given", "remedy", "law"]
    assert error["code"].encode() in done.stderr


def test_english_is_complete_where_it_is_asked_for(tmp_path):
    import os

    run("--home", tmp_path / "kho", "init")
    asked = ("figure", "poor_household_rate", "--locality", "38", "--period", "2023")
    card = run("--home", tmp_path / "kho", *asked, env={**os.environ, "MTQG_LANG": "en"}).stdout.decode()
    for word in ("unknown", "Locality", "Coverage", "is not closed"):
        assert word in card
    done = run("--home", tmp_path / "none", "verify", env={**os.environ, "MTQG_LANG": "en"})
    assert b"is not an mtqg instance" in done.stderr


@pytest.mark.parametrize("known", ["²", "9" * 5000, "9999-12-31T23:59:59-14:00", "0001-01-01T00:00", "hôm qua"])
def test_a_moment_that_cannot_be_read_is_wrong_use(tmp_path, known):
    run("--home", tmp_path, "init")
    done = run(
        "--home", tmp_path, "figure", "household_count", "--locality", "38", "--period", "2023", "--known", known
    )
    assert done.returncode == 2
    assert done.stderr.startswith(b"C-050")
