"""Whether two names are one person: by account, or by the name itself however it is written."""

from __future__ import annotations

import unicodedata

from mtqg.core.register.database import Database
from mtqg.core.text import fold


def key_of(name: str) -> str:
    """What all spellings of a name share: no accents, case, blanks, dots or other marks.

    Two people whose names differ by accents alone are taken for one: they sign with their accounts.
    """
    return "".join(letter for letter in fold(name) if unicodedata.category(letter)[0] in "LN")


def keys_of(database: Database, name: str) -> frozenset[str]:
    """Every key of a person: the name as given, and where it is an account's, the account's name and the person's."""
    given = key_of(name)
    found = {given}
    for names in _accounts(database):
        if given in names:
            found |= names
    return frozenset(found)


def person(database: Database, name: str) -> str:
    """One key for a person: that of the account where exactly one is meant, otherwise that of the name."""
    given = key_of(name)
    meant = [key_of(username) for username, names in _named(database) if given in names]
    return meant[0] if len(meant) == 1 else given


def _accounts(database: Database) -> list[set[str]]:
    return [names for _, names in _named(database)]


def _named(database: Database) -> list[tuple[str, set[str]]]:
    """Accounts with the keys of their names; a full name is written in either order."""
    rows = database.rows("SELECT username, first_name, last_name FROM account")
    return [
        (username, {key_of(username), key_of(last + first), key_of(first + last)} - {""})
        for username, first, last in rows
    ]
