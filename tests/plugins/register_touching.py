"""Which tests touch a register, and in whose set-up: seen, not declared.

A test touches one when it, or a fixture that it uses, opens a database or starts a process of this Python (which may).
What a whole run saw is kept in pytest's cache. ``--only-register`` leaves out what is known to touch none: the second
and third database cannot change what those tests say. What is not known yet is run.
"""

import sys

import pytest

KEPT = "mtqg/touches-register"


class Touching:
    """Watches one session. ``current`` is the test, or the fixture being set up inside it."""

    def __init__(self) -> None:
        self.running: list[object] = []
        self.touched: set[object] = set()
        self.seen: dict[str, bool] = {}
        sys.addaudithook(self._audit)

    def begin(self, what: object) -> None:
        self.running.append(what)

    def end(self, what: object) -> None:
        self.running.remove(what)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        self.begin(item)
        try:
            return (yield)
        finally:
            self.end(item)
            self.finish(item)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef):
        self.begin(fixturedef)
        try:
            return (yield)
        finally:
            self.end(fixturedef)

    def note(self) -> None:
        if self.running:
            self.touched.add(self.running[-1])

    def finish(self, item) -> None:
        """A test is over: did it, or a fixture of its, touch a register?"""
        used = [one for name in item.fixturenames for one in item._fixtureinfo.name2fixturedefs.get(name, ())]
        self.seen[item.nodeid] = item in self.touched or any(one in self.touched for one in used)
        self.touched.discard(item)

    def _audit(self, event: str, arguments: tuple) -> None:
        if event == "sqlite3.connect" or (event == "subprocess.Popen" and _is_python(arguments)):
            self.note()


def _is_python(arguments: tuple) -> bool:
    executable, words = arguments[0], arguments[1]
    said = [executable, *(words if isinstance(words, (list, tuple)) else [words])]
    return any("python" in str(word) or "mtqg" in str(word) for word in said)


def select(config, items: list) -> None:
    """Leave out the tests that an earlier run saw without a register."""
    known = config.cache.get(KEPT, {})
    kept = [item for item in items if known.get(item.nodeid, True)]
    left = [item for item in items if not known.get(item.nodeid, True)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


def keep(config, seen: dict[str, bool]) -> None:
    """Tests that were not run keep what was known of them."""
    if hasattr(config, "cache"):
        config.cache.set(KEPT, {**config.cache.get(KEPT, {}), **seen})
