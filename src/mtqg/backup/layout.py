"""The file of a backup: a zip whose parts are named by a list that allows, and a manifest that names them all.

manifest.json                               what it is, and the digest of every other part
instance.json                               the instance: id, origin, layout
acts.jsonl                                  the chain written out, one act a line
tables/NAME/000001.parquet                  rows of a table of the register
snapshots/DATASET/LOCALITY/PERIOD/N/FILE    an edition, as it was frozen
evidence/ab/abcd...                         an attached file, sealed as it stands in the instance
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from mtqg.backup.problems import DAMAGED, NEWER_BACKUP
from mtqg.core.errors import Refused
from mtqg.core.register import attached
from mtqg.core.register.keys import is_key_file
from mtqg.core.register.schema import Migration

LAYOUT = 1
MANIFEST, INSTANCE, CHAIN = "manifest.json", "instance.json", "acts.jsonl"

_NAME = r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,99}"
_FOLDER = re.compile(rf"snapshots/{_NAME}/{_NAME}/{_NAME}/[0-9]{{1,9}}")
_FILE = re.compile(r"[a-z0-9_][a-z0-9_.\-]{0,99}\.(parquet|json)")
_PART = re.compile(r"tables/[a-z][a-z0-9_]{0,99}/[0-9]{6}\.parquet")


def is_edition_folder(path: str) -> bool:
    return bool(_FOLDER.fullmatch(path))


def is_edition_file(name: str) -> bool:
    """Whether a file of an edition's folder goes into a backup."""
    return bool(_FILE.fullmatch(name)) and not is_key_file(name)


def may_hold(path: str) -> bool:
    """Whether a backup may have a part of this name. Everything else is refused, in and out."""
    folder, _, name = path.rpartition("/")
    return (
        path in (MANIFEST, INSTANCE, CHAIN)
        or bool(_PART.fullmatch(path))
        or (is_edition_folder(folder) and is_edition_file(name))
        or attached.is_path(path)
    )


@dataclass(frozen=True)
class Part:
    """A file within the backup."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Held:
    """A table within the backup: its columns with their kinds, its rows and the parts that they stand in."""

    columns: dict[str, str]
    rows: int
    parts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a backup says of itself."""

    made_at: str
    versions: dict[str, str]
    instance: str
    origin: str
    database: str
    n: int
    head: str
    key_fingerprint: str | None
    migrations: tuple[Migration, ...]
    tables: dict[str, Held]
    files: dict[str, Part]

    def data(self) -> bytes:
        said = {
            "mtqg_backup": LAYOUT,
            "made_at": self.made_at,
            "versions": self.versions,
            "instance": self.instance,
            "origin": self.origin,
            "database": self.database,
            "n": self.n,
            "head": self.head,
            "key_fingerprint": self.key_fingerprint,
            "migrations": [list(one) for one in self.migrations],
            "tables": {
                name: {"columns": one.columns, "rows": one.rows, "parts": list(one.parts)}
                for name, one in self.tables.items()
            },
            "files": {path: {"bytes": one.bytes, "sha256": one.sha256} for path, one in self.files.items()},
        }
        return json.dumps(said, ensure_ascii=False, indent=1).encode()


def read_manifest(data: bytes) -> Manifest:
    """A manifest, strictly. Refused where it is newer than this version, or not whole."""
    try:
        said = json.loads(data)
        if int(said["mtqg_backup"]) > LAYOUT:
            raise Refused(NEWER_BACKUP.at("", f"mtqg {said.get('versions', {}).get('mtqg', '?')}"))
        return Manifest(
            made_at=_text(said["made_at"]),
            versions={_text(name): _text(version) for name, version in said["versions"].items()},
            instance=_text(said["instance"]),
            origin=_text(said["origin"]),
            database=_text(said["database"]),
            n=int(said["n"]),
            head=_text(said["head"]),
            key_fingerprint=None if said["key_fingerprint"] is None else _text(said["key_fingerprint"]),
            migrations=tuple((_text(app), _text(name)) for app, name in said["migrations"]),
            tables={_text(name): _held(one) for name, one in said["tables"].items()},
            files={_text(path): Part(int(one["bytes"]), _text(one["sha256"])) for path, one in said["files"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as reason:
        raise Refused(DAMAGED.at(MANIFEST, type(reason).__name__)) from None


def _held(said: dict[str, Any]) -> Held:
    columns = {_text(name): _text(kind) for name, kind in said["columns"].items()}
    return Held(columns, int(said["rows"]), tuple(_text(path) for path in said["parts"]))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
