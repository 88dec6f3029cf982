"""Django over the instance of a folder, for commands: its models speak to that register while the block runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mtqg.web.databases import database_of_home
from mtqg.web.schema import set_up


@contextmanager
def at_home(home: Path) -> Iterator[None]:
    """Point Django's default connection at the instance, and back."""
    kept_home = os.environ.get("MTQG_HOME")
    os.environ["MTQG_HOME"] = str(home)
    set_up()
    from django.db import connections

    kept = connections.settings["default"]
    connections.settings["default"] = connections.configure_settings({"default": database_of_home(home)})["default"]
    _forget(connections)
    try:
        yield
    finally:
        _forget(connections)
        connections.settings["default"] = kept
        if kept_home is None:
            del os.environ["MTQG_HOME"]
        else:
            os.environ["MTQG_HOME"] = kept_home


def _forget(connections: object) -> None:
    if hasattr(connections._connections, "default"):  # type: ignore[attr-defined]
        connections["default"].close()  # type: ignore[index]
        del connections["default"]  # type: ignore[attr-defined]
