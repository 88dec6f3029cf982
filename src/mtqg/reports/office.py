"""The office that issues the report, as data: how it is named, who receives, how numbers below ten are written.

An instance may hold ``office.toml``; what it leaves out follows from the locality's name.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from mtqg.core.errors import Refused
from mtqg.core.territory import LocalityVersion
from mtqg.localities.version import bare_name
from mtqg.reports.problems import OFFICE_UNREADABLE

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
BLANK = "……"


@dataclass(frozen=True)
class Office:
    """``issuer``: superior body first, one line each. ``padded``: counts below ten with a zero ("06 huyện")."""

    issuer: tuple[str, ...]
    name: str
    sign: str
    place: str
    recipients: tuple[str, ...]
    signature: tuple[str, ...]
    padded: bool = False


def office_of(place: LocalityVersion, home: Path | None = None) -> Office:
    """The office of a locality, with what the instance's ``office.toml`` says otherwise.

    Raises Refused when that file cannot be read or holds an unknown key.
    """
    default = Office(
        issuer=("ỦY BAN NHÂN DÂN", place.name.upper()),
        name=f"Ủy ban nhân dân {place.name[:1].lower()}{place.name[1:]}",
        sign="/BC-UBND",
        place=bare_name(place.name, place.kind),
        recipients=("Như trên;", "Lưu: VT."),
        signature=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    )
    file = None if home is None else home / "office.toml"
    return default if file is None or not file.is_file() else replace(default, **_given(file))


def _given(file: Path) -> dict[str, Any]:
    known = {one.name for one in fields(Office)}
    names = ", ".join(sorted(known))
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise Refused(OFFICE_UNREADABLE.at(str(file), file.name, why=str(wrong), known=names)) from None
    wrong_keys = [key for key, value in given.items() if key not in known or not _fits(key, value)]
    if wrong_keys:
        raise Refused(OFFICE_UNREADABLE.at(str(file), file.name, why=", ".join(wrong_keys), known=names))
    return {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}


def _fits(key: str, value: Any) -> bool:
    if key == "padded":
        return isinstance(value, bool)
    if key in ("issuer", "recipients", "signature"):
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return isinstance(value, str)
