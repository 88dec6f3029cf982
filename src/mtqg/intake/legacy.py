"""The two encodings of Vietnamese before Unicode that are still met in workbooks, to Unicode and back.

TCVN3 (ABC; fonts .VnTime, .VnArial): one byte a letter, the lower half of TCVN 5712:1993. Capitals with a tone have no
byte of their own: a capital font (.VnTimeH) draws small letters as capitals, so CỘNG is kept as C, ộ, N, G.
VNI (fonts VNI-Times): a bare letter and a second sign for its tone, some letters as one sign.

Both reach us as signs of Windows' Western page. The tables agree with glibc's TCVN5712-1 and with what keyboard drivers
write (``docs/manual/old-files.md``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

ENCODINGS = ("tcvn3", "vni")
NAMES = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}
# A text of each encoding as a program that knows only Unicode shows it.
SAMPLES = {"tcvn3": "Hé nghÌo → Hộ nghèo", "vni": "Hoä ngheøo → Hộ nghèo"}

# Letters in the order of their bytes; a point stands where VN3 has none.
_TCVN3 = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ.ằẳẵắ",
    0xC6: "ặầẩẫấậè.ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
TO_TCVN3 = {letter: chr(start + at) for start, run in _TCVN3.items() for at, letter in enumerate(run) if letter != "."}
FROM_TCVN3 = {sign: letter for letter, sign in TO_TCVN3.items()}

_HUYEN, _SAC, _HOI, _NGA, _NANG = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_PLAIN = {_HUYEN: "ø", _SAC: "ù", _HOI: "û", _NGA: "õ", _NANG: "ï"}
_ROOFED = {"": "â", _HUYEN: "à", _SAC: "á", _HOI: "å", _NGA: "ã", _NANG: "ä"}
_BREVE = {"": "ê", _HUYEN: "è", _SAC: "é", _HOI: "ú", _NGA: "ü", _NANG: "ë"}
_SINGLE = {"ì": "ì", "í": "í", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "ơ": "ô", "ư": "ö", "đ": "ñ"}


def _vni() -> Iterator[tuple[str, str]]:
    yield from _SINGLE.items()
    for letter, signs in (("â", _ROOFED), ("ê", _ROOFED), ("ô", _ROOFED), ("ă", _BREVE)):
        bare = unicodedata.normalize("NFD", letter)[0]
        yield from ((unicodedata.normalize("NFC", letter + tone), bare + sign) for tone, sign in signs.items())
    for letter in "aeouyơư":
        bare = _SINGLE.get(letter, letter)
        for tone, sign in _PLAIN.items():
            toned = unicodedata.normalize("NFC", letter + tone)
            if toned not in _SINGLE:
                yield toned, bare + sign


_SMALL_VNI = dict(_vni())
TO_VNI = _SMALL_VNI | {letter.upper(): signs.upper() for letter, signs in _SMALL_VNI.items()}
FROM_VNI = {signs: letter for letter, signs in TO_VNI.items()} | {
    signs[0].upper() + signs[1]: letter.upper() for letter, signs in _SMALL_VNI.items() if len(signs) == 2
}

_TCVN3_SIGNS = "".join(map(re.escape, FROM_TCVN3))
_VNI_SIGNS = re.compile("|".join(map(re.escape, sorted(FROM_VNI, key=lambda signs: -len(signs)))))
_TCVN3_WORD = re.compile(f"[A-Za-z{_TCVN3_SIGNS}]+")
_SHOUTED = re.compile(f"{_TCVN3_WORD.pattern[:-1]}[A-Z]")
_FROM_TCVN3 = str.maketrans(FROM_TCVN3)
_READABLE = {"tcvn3": _TCVN3_WORD, "vni": re.compile(f"(?:{_VNI_SIGNS.pattern}|[A-Za-z])+")}


def is_readable(word: str, encoding: str) -> bool:
    """Whether every sign of a word is one of the encoding, beside a bare letter."""
    return _READABLE[encoding].fullmatch(word) is not None and any(sign.isascii() for sign in word)


def to_unicode(text: str, encoding: str) -> str:
    """The text as its writer saw it. Signs that the encoding does not know stay.

    >>> to_unicode("Hé nghÌo", "tcvn3"), to_unicode("Hoä ngheøo", "vni"), to_unicode("CéNG HßA", "tcvn3")
    ('Hộ nghèo', 'Hộ nghèo', 'CỘNG HÒA')
    """
    if encoding == "vni":
        return _VNI_SIGNS.sub(lambda signs: FROM_VNI[signs[0]], text)
    if not _SHOUTED.search(text):  # no capital after a letter: nothing stands in capitals
        return text.translate(_FROM_TCVN3)
    words = [(word, _is_capital(word[0])) for word in _TCVN3_WORD.finditer(text)]
    whole = _all_capital(words)
    parts, at = [], 0
    for word, is_capital in words:
        small = word[0].translate(_FROM_TCVN3)
        raised = whole and not word[0][:1].islower() if is_capital is None else is_capital
        parts += [text[at : word.start()], small.upper() if raised else small]
        at = word.end()
    return "".join([*parts, text[at:]])


def _is_capital(word: str) -> bool | None:
    """Whether a word of TCVN3 stands in capitals: its bare letters after the first say so, where there are any."""
    letters = [sign for sign in word[1:] if sign.isascii()]
    return None if not letters else all(map(str.isupper, letters))


def _all_capital(words: list[tuple[re.Match[str], bool | None]]) -> bool:
    """Whether the words with accents stand in capitals, as far as they say so: then those that do not say it do too."""
    said = {is_capital for word, is_capital in words if is_capital is not None and not word[0].isascii()}
    return said == {True}


def to_tcvn3(text: str) -> str:
    """The text in TCVN3: capitals with a tone become the small letter, as a capital font expects."""
    return "".join(TO_TCVN3.get(letter) or TO_TCVN3.get(letter.lower(), letter) for letter in text)


def to_vni(text: str) -> str:
    """The text in VNI."""
    return "".join(TO_VNI.get(letter, letter) for letter in text)


def encoding_of_font(name: str) -> str:
    """The encoding that a font is made for: "tcvn3" for .VnTime and its like, "vni" for VNI-Times; "" for others."""
    name = name.strip().lower()
    return "tcvn3" if name.startswith(".vn") else "vni" if name.startswith(("vni-", "vni ")) else ""
