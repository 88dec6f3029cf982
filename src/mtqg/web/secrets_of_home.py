"""What the settings need of an instance's folder before Django starts: its kind, and the key that signs sessions."""

from __future__ import annotations

import json
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

from mtqg.core import disk

FILE = "web.key"
CHOICES = ("required", "all", "off")


def about_home(home: Path | None) -> dict[str, Any]:
    """What the instance says of itself; nothing where there is none (checks, help)."""
    if home is None or not (home / "instance.json").exists():
        return {}
    about: dict[str, Any] = json.loads((home / "instance.json").read_text(encoding="utf-8"))
    return about


def secret_key(home: Path | None) -> str:
    """From the environment, else from HOME/web.key, made once with 0600; a passing one where there is no instance."""
    if given := os.environ.get("MTQG_SECRET_KEY"):
        return given
    if not about_home(home):
        return secrets.token_urlsafe(48)
    assert home is not None
    path = home / FILE
    if not path.exists():
        try:
            with suppress(FileExistsError):  # the processes of a server start at once, and all must read one key
                disk.write_private(path, secrets.token_urlsafe(48).encode())
        except OSError:  # a copy that may only be read: whoever signs in signs in again after the next start
            return secrets.token_urlsafe(48)
    return path.read_text(encoding="ascii")


def temporary_folder(home: Path | None, name: str) -> str | None:
    """HOME/name, for its owner alone; the system's own where there is no instance, or one that may only be read."""
    if not about_home(home):
        return None
    assert home is not None
    try:
        (home / name).mkdir(mode=0o700, exist_ok=True)
    except OSError:
        return None
    return str(home / name)


def second_factor(*, is_synthetic: bool) -> str:
    """Who shows a second factor. It is off in demonstrations alone: an office's instance never starts without it."""
    asked = os.environ.get("MTQG_SECOND_FACTOR") or ("off" if is_synthetic else "required")
    if asked not in CHOICES or (asked == "off" and not is_synthetic):
        raise ValueError("MTQG_SECOND_FACTOR is 'required' or 'all'; 'off' is for demonstrations")
    return asked
