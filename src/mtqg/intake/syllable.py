"""Whether a word can be a Vietnamese syllable: an onset, a rhyme, and a tone that the rhyme allows.

Used to tell text from text that was read in a wrong encoding; never to correct what somebody wrote. Names of the
peoples of the highlands (Đắk Lắk, Krông, Kpă) have a few onsets and an ending more, which are taken too.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_ANY_TONE = frozenset(("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"))
_STOPPED = frozenset(("", "\u0301", "\u0323"))  # before c, ch, k, p, t only sắc and nặng can stand
_WRITTEN_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x bl br cr đr dr gr hr kl kr ml pl"
_WRITTEN_RHYMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op
    ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc ui um un ung uôc uôi uôm uôn uông uôt up ut uê uêch uênh uơ uy uya uych uyên uyêt uyn uynh
    uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ươc ươi ươm ươn ương ươp ươt ươu ưu y yêm yên yêng yêt yêu
"""
_ONSETS = frozenset(_WRITTEN_ONSETS.split()) | {""}
_RHYMES = frozenset(_WRITTEN_RHYMES.split())
_AFTER_GI = frozenset({"êc", "êm", "ên", "êng", "êp", "êt", "êu"})  # giếng, giết: the i of the rhyme is written once
_ONSET = re.compile("|".join(sorted(_ONSETS - {""}, key=lambda one: -len(one))))


@lru_cache(maxsize=1 << 16)
def is_syllable(word: str) -> bool:
    """Whether a word, in one case or with a first capital, can be a syllable.

    >>> [is_syllable(word) for word in ("Nghèo", "HỘ", "Lắk", "NghÌo", "Hµ", "thïng")]
    [True, True, True, False, False, False]
    """
    if word not in (word.lower(), word.upper(), word.capitalize()):
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    tones = _TONE.findall(parts)
    bare = unicodedata.normalize("NFC", _TONE.sub("", parts))
    return len(tones) < 2 and any(_fits(onset, rhyme, "".join(tones)) for onset, rhyme in _cuts(bare))


def _cuts(bare: str) -> list[tuple[str, str]]:
    """Onset and rhyme, as long an onset as there is; gì and giếng are cut both ways."""
    found = _ONSET.match(bare)
    onset = found[0] if found else ""
    cuts = [(onset, bare[len(onset) :])]
    return [*cuts, ("g", bare[1:])] if onset == "gi" else cuts


def _fits(onset: str, rhyme: str, tone: str) -> bool:
    if rhyme.endswith("k"):
        rhyme = rhyme[:-1] + "c"
    is_known = rhyme in _RHYMES or (onset == "gi" and rhyme in _AFTER_GI)
    return is_known and tone in (_STOPPED if rhyme.endswith(("c", "ch", "p", "t")) else _ANY_TONE)
