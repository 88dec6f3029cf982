"""Fixtures of a small office; see ``building``."""

import itertools
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # helpers beside the tests, which processes of the tests use too

from building import AN, Office, counts, sheet  # noqa: F401 - other folders of tests take them from here


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "kho")


@pytest.fixture
def reviewed(office):
    office.review()
    return office


@pytest.fixture
def make():
    """The rows' makers, for tests that change one of them."""
    return {"counts": counts, "sheet": sheet}


@pytest.fixture
def new_office(tmp_path):
    """Makes one empty office after another."""
    made = itertools.count()
    return lambda: Office(tmp_path / f"kho-{next(made)}")
