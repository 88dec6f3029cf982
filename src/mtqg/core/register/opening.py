"""An opened register: its database, and the office's key where a personal value is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mtqg.core.register.database import Database

if TYPE_CHECKING:
    from mtqg.core.register.personal import Cipher


@dataclass
class Register:
    """The register of an instance. The key is looked for when the first personal value is sealed or opened."""

    database: Database
    home: Path
    instance_id: str

    @cached_property
    def cipher(self) -> Cipher:
        from mtqg.core.register.keys import find_key

        found = self.database.one("SELECT fingerprint FROM office_key WHERE id = 1")
        return find_key(self.home, instance=self.instance_id, expected=str(found[0]) if found else None).cipher()

    def close(self) -> None:
        self.database.close()
