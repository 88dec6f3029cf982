"""The shipped book, and ways to write a name that officers and keyboards produce."""

import datetime as dt
import random
import unicodedata

import pytest

from mtqg.core.text import fold, nfc, tone_placed
from mtqg.localities.book import Localities

_NEW_STYLE = {"òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "òe": "oè", "óe": "oé", "ỏe": "oẻ"}
_NEW_STYLE |= {"ủy": "uỷ", "úy": "uý", "ùy": "uỳ", "ũy": "uỹ", "ụy": "uỵ"}


@pytest.fixture(scope="session")
def book():
    return Localities.seed()


@pytest.fixture(scope="session")
def day():
    return dt.date.fromisoformat


@pytest.fixture(scope="session")
def disturbed():
    return _disturbed


def _disturbed(name, bare, seed):
    """The name in each disturbed form, by what was done to it."""
    dice = random.Random(seed)
    return {
        "as it stands": name,
        "no accents": fold(name),
        "capitals": name.upper(),
        "decomposed": unicodedata.normalize("NFD", name),
        "other tone placement": _new_style(name),
        "no kind": bare,
        "no kind, no accents": fold(bare),
        "abbreviated kind": _abbreviated(name, bare),
        "i for y": _i_for_y(name),
        "one letter more": _edited(name, bare, dice, "insert"),
        "one letter less": _edited(name, bare, dice, "delete"),
        "another letter": _edited(name, bare, dice, "substitute"),
        "two letters swapped": _edited(name, bare, dice, "transpose"),
    }


def _new_style(name):
    out = tone_placed(name).lower()
    for old, new in _NEW_STYLE.items():
        out = " ".join(word[:-2] + new if word.endswith(old) else word for word in out.split(" "))
    return out


def _abbreviated(name, bare):
    kind = name[: len(name) - len(bare)].strip().lower()
    return {"xã": "X. ", "phường": "P.", "đặc khu": "ĐK "}[kind] + bare


def _i_for_y(name):
    turned = {"y": "i", "ỷ": "ỉ", "ý": "í", "ỳ": "ì", "ỹ": "ĩ", "ỵ": "ị"}
    return " ".join(
        word[:-1] + turned[word[-1]] if word[-1] in turned and len(word) > 2 else word for word in name.split()
    )


def _edited(name, bare, dice, how):
    """One letter of the bare name, with its accents, inserted, left out, replaced, or swapped with the next."""
    letters = list(nfc(bare))
    places = [at for at, letter in enumerate(letters) if letter.isalpha()]
    at = dice.choice(places)
    if how == "insert":
        letters.insert(at, dice.choice("abcdeghiklmnopqrstuvxy"))
    elif how == "delete":
        del letters[at]
    elif how == "substitute":
        letters[at] = dice.choice("abcdeghiklmnopqrstuvxy")
    elif at + 1 < len(letters) and letters[at + 1].isalpha():
        letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return name[: len(name) - len(bare)] + "".join(letters)
