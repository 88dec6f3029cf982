"""Pictures come from a process aside, and from this one where there is none."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from mtqg.reports import drawing

BARS = {
    "data": {"values": [{"nam": "2021", "tỷ lệ": 6.77}, {"nam": "2022", "tỷ lệ": 4.99}]},
    "mark": "bar",
    "encoding": {"x": {"field": "nam", "type": "ordinal"}, "y": {"field": "tỷ lệ", "type": "quantitative"}},
}


@pytest.fixture
def fresh() -> Iterator[None]:
    """No child yet, and none afterwards that this test spoilt."""
    drawing._engine.cache_clear()
    yield
    drawing._engine.cache_clear()


def test_a_picture_is_the_same_wherever_it_is_drawn(fresh: None) -> None:
    for form in ("svg", "png"):
        drawing.begin(BARS, form)
        assert drawing.picture(BARS, form) == drawing.draw(BARS, form)
    assert drawing._engine().poll() is None  # it was the child that drew


def test_two_pictures_begun_together_are_not_confused(fresh: None) -> None:
    other = {**BARS, "mark": "line"}
    drawing.begin(BARS, "svg")
    drawing.begin(other, "svg")
    assert drawing.picture(other, "svg") == drawing.draw(other, "svg")
    assert drawing.picture(BARS, "svg") == drawing.draw(BARS, "svg")


def test_a_killed_engine_loses_no_picture_and_is_replaced(fresh: None) -> None:
    first = drawing._engine()
    first.kill()
    first.wait()
    assert drawing.picture(BARS, "svg") == drawing.draw(BARS, "svg")
    assert drawing.picture(BARS, "png") == drawing.draw(BARS, "png")
    assert drawing._engine() is not first


def test_pictures_are_drawn_here_where_no_process_can_be_started(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    drawing.start()
    assert drawing.picture(BARS, "svg") == drawing.draw(BARS, "svg")


def test_what_cannot_be_drawn_is_told_where_it_is_asked_for(fresh: None) -> None:
    with pytest.raises(ValueError, match=r"."):
        drawing.picture({"mark": 7}, "svg")


def test_the_engine_ends_with_the_process_that_started_it() -> None:
    code = "from mtqg.reports import drawing; drawing.start(); print(drawing._engine().pid)"
    pid = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()
    alive = "import os, sys\ntry:\n os.kill(int(sys.argv[1]), 0)\nexcept OSError:\n sys.exit(0)\nsys.exit(1)"
    assert subprocess.run([sys.executable, "-c", alive, pid], check=False).returncode == 0
