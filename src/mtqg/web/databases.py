"""How Django reaches the register of an instance: the same database, the same settings, as without Django."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from mtqg.core.errors import Refused
from mtqg.core.instance import DATABASE_FILE
from mtqg.core.register.database import WAIT_SECONDS
from mtqg.core.register.postgresql import parameters
from mtqg.core.register.problems import NEEDS_URL

_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # two writers wait for each other instead of failing at the end
    "timeout": WAIT_SECONDS,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
}


def database_of_home(home: Path | None) -> dict[str, Any]:
    """The database of the instance in a folder; one in memory where no instance is named (checks, help)."""
    if home is None or not (home / "instance.json").exists():
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    about = json.loads((home / "instance.json").read_text(encoding="utf-8"))
    return postgresql(about["schema"]) if about.get("schema") else sqlite(home / DATABASE_FILE)


def sqlite(file: Path) -> dict[str, Any]:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": dict(_SQLITE_OPTIONS)}


def postgresql(schema: str) -> dict[str, Any]:
    """The schema of an instance in the database that DATABASE_URL names."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        raise Refused(NEEDS_URL.at("DATABASE_URL"))
    said = parameters(url, schema)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": said.pop("dbname"),
        "USER": said.pop("user", ""),
        "PASSWORD": said.pop("password", ""),
        "HOST": said.pop("host", ""),
        "PORT": said.pop("port", ""),
        "OPTIONS": said,
    }
