"""The demonstration, built once from nothing by the command line, as a newcomer builds it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MTQG = Path(sys.executable).with_name("mtqg")


class Desk:
    """A person at the command line, with one instance."""

    def __init__(self, home):
        self.home = home

    def run(self, *args, expect=0):
        """The result of a command as JSON, and what it said on stderr."""
        done = subprocess.run(
            [str(MTQG), "--home", str(self.home), "--format", "json", *map(str, args)],
            capture_output=True,
            check=False,
            env={**os.environ, "MTQG_LANG": "vi"},
        )
        assert done.returncode == expect, done.stderr.decode()
        return json.loads(done.stdout)

    def figure(self, measure, period, locality="38", **more):
        options = [text for name, value in more.items() for text in (f"--{name}", str(value))]
        return self.run("figure", measure, "--locality", locality, "--period", period, *options)


@pytest.fixture(scope="session")
def shown(tmp_path_factory):
    """What ``mtqg demo --no-serve`` answers, and its folder."""
    folder = tmp_path_factory.mktemp("minh-hoa") / "demo"
    done = subprocess.run(
        [str(MTQG), "--format", "json", "demo", "--no-serve", "--out", str(folder)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout), folder


@pytest.fixture(scope="session")
def demo(shown):
    """The demonstration, only read."""
    return Desk(shown[1])


@pytest.fixture
def mine(shown, tmp_path):
    """A copy of the demonstration to write to. In PostgreSQL a copied folder would still mean the same register."""
    home = tmp_path / "home"
    if os.environ.get("DATABASE_URL"):
        Desk(shown[1]).run("backup", tmp_path / "demo.mtqg")
        Desk(home).run("restore", tmp_path / "demo.mtqg")
        shutil.copy(shown[1] / "office.key", home)
    else:
        shutil.copytree(shown[1], home, ignore=shutil.ignore_patterns("files", "reports"))
    return Desk(home)
