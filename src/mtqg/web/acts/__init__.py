"""Acts: the chain that everything written is part of.

from mtqg.web import acts

with acts.begin(by=user, role="officer", verb="sheet.correct", at="14845", why="nhập sai điểm") as act:
    act.end(old)
    act.add(PovertySheets(...))
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mtqg.web.acts.open_act import WebAct

__all__ = ["begin"]


@contextmanager
def begin(
    *, by: Any, verb: str, role: str = "officer", at: str = "", why: str = "", using: str = "default"
) -> Iterator[WebAct]:
    """Open an act: it holds the transaction, and gets its number and its link in the chain last.

    by: the account (its name is what the chain keeps). at: code of the locality where it is done.
    Nothing of the act is there unless the block ends without an error.
    """
    from mtqg.web.acts.open_act import opened  # models cannot be imported while Django is still loading the apps

    with opened(by=by, verb=verb, role=role, at=at, why=why, using=using) as act:
        yield act
