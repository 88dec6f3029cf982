"""What stands beside the rows of an import: its sheets, and the documents that it set aside. Its act binds both."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

# Columns, in the order in which the digests are taken.
SHEET = ("form", "number", "file", "sheet", "sha256", "letters")
ASIDE = ("number", "document")


def digest(rows: Iterable[Sequence[Any]]) -> str:
    """Digest over rows in their order; sealed values as they are, so that no key is needed to check it."""
    total = hashlib.sha256()
    for row in rows:
        said = [value if value is None or isinstance(value, str | int) else bytes(value).hex() for value in row]
        total.update(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return total.hexdigest()
