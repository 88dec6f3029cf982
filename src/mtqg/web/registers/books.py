"""Which registers there are, and which of their rows are asked for: every table whose rows stand at a place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from mtqg.access.terms import ACCESS_TOKENS, ROLE_GRANTS
from mtqg.catalogue import CATALOGUE
from mtqg.core.register.personal import FORMS
from mtqg.core.register.rows import INDEX
from mtqg.core.table import Column, Table
from mtqg.core.text import fold
from mtqg.intake.terms import REMEMBERED_ANSWERS
from mtqg.localities.version import Version
from mtqg.web import access
from mtqg.web.access import Reader
from mtqg.web.facts import Fact
from mtqg.web.kit import shown
from mtqg.web.words import standard_told, t

# What stands at a place but is no register of facts: who may do what, and how somebody answered a question.
_OTHERS = (ROLE_GRANTS, ACCESS_TOKENS, REMEMBERED_ANSWERS)
_SCANNED = 10_000  # rows whose free text is looked through, the newest first
_FOUND = 500
FEW = 40  # places of a commune and of those before it: all their rows are looked at in a moment
_LISTED = 10  # columns of a list; the record has all


def tables() -> list[Table]:
    """The registers, in the order of the catalogue."""
    placed = (one for one in CATALOGUE.tables.values() if any(column.name == "locality_code" for column in one.columns))
    return [one for one in placed if one not in _OTHERS and one.name in _models()]


def right_of(table: Table) -> str:
    """Rows about people are for those who may see personal data, even with names and numbers masked."""
    return "personal" if table.personal else "see"


def opened(request: HttpRequest, name: str) -> tuple[Table, type[Fact], Reader]:
    """A register and the reader of what the person reaches in it. "Not found" for another's, as for none."""
    table = CATALOGUE.tables.get(name)
    if table is None or table not in tables() or not access.person(request).may(right_of(table)):
        raise Http404
    return table, _models()[name], access.reader(request, right_of(table))


@cache
def _models() -> dict[str, type[Fact]]:
    found = [one for one in apps.get_models() if issubclass(one, Fact)]
    return {one.table.name: one for one in found}


def model_of(table: Table) -> type[Fact]:
    return _models()[table.name]


def listed(table: Table) -> tuple[Column, ...]:
    """The columns of a list: where, the key, who, and what was decided."""
    wanted = {"locality_code", "village_code", "day", "ends_on", *table.key}
    chosen = [one for one in table.columns if one.name in wanted or one.personal or one.choices or one.required]
    rest = [one for one in table.columns if one not in chosen]
    if len(chosen) > _LISTED:
        chosen = [one for one in chosen if one.name in wanted or one.personal or one.choices is not None]
    kept = [*chosen, *rest][: max(_LISTED, len(chosen[:_LISTED]))]
    return tuple(one for one in table.columns if one in kept)


def text_of(column: Column, value: Any) -> Any:
    """A stored value as people read it, in the language in force."""
    if column.name == "standard" and value:
        return standard_told(value)
    written = written_of(column, value)
    return t(written) if written is not value else value


def written_of(column: Column, value: Any) -> Any:
    """A stored value as a file says it, which is in Vietnamese whoever reads: so it can be taken in again."""
    if column.choices and value is not None:
        return column.choices.get(str(value), value)
    return value


@dataclass(frozen=True)
class Wanted:
    """What the filters of a register ask for."""

    q: str = ""
    locality: str = ""
    old: str = ""  # an earlier spell: code@first day
    village: str = ""
    period: str = ""

    @staticmethod
    def of(request: HttpRequest) -> Wanted:
        given = {name: request.GET.get(name, "").strip() for name in ("q", "locality", "old", "village", "period")}
        return Wanted(**given)

    @property
    def values(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Found:
    """The rows asked for; ``is_cut``: the free text of the oldest rows was not looked through.

    places: how many codes the rows stand at, at most; None: of the whole reach. period: theirs, where it was asked for.
    """

    rows: QuerySet[Any]
    is_cut: bool = False
    places: int | None = None
    period: str = ""


def found(table: Table, model: type[Fact], seen: Reader, wanted: Wanted, *, by_people: bool = True) -> Found:
    """The rows in force that the filters leave, of what the reader reaches.

    by_people: whether the words are held against names and numbers of people too.
    """
    rows, places = seen.rows(model), None
    names = {one.name for one in table.columns}
    if wanted.locality:
        within = _within(seen, wanted.locality)
        rows, places = rows.filter(locality_code__in=within), len(within)
    if wanted.old:
        places = 1
        rows = rows.filter(_spell(wanted.old, has_day="day" in names))
    if wanted.village and "village_code" in names:
        rows = rows.filter(village_code=wanted.village)
    period = wanted.period if "period" in names else ""
    if period:
        rows = rows.filter(period=period)
    if wanted.q:
        return _searched(table, rows, seen, wanted.q, by_people=by_people)
    return Found(rows, places=places, period=period)


def _within(seen: Reader, code: str) -> list[str]:
    """A unit with what lies in it and what became part of it. "Not found" where it is out of reach."""
    from mtqg.access.scope import scope_of

    seen.place(code)
    return sorted(scope_of(access.book(), [code], seen.on).codes)


def _spell(text: str, *, has_day: bool) -> Q:
    """The rows of an old unit: those of its code, and of its days where the code was given again."""
    code, _, first = text.partition("@")
    spells = [one for one in spells_of(code) if (one.valid_from.isoformat() if one.valid_from else "") == first]
    if not spells:
        raise Http404
    asked = Q(locality_code=code)
    if has_day and spells[0].valid_to:
        asked &= Q(day__lt=spells[0].valid_to)
    if has_day and spells[0].valid_from:
        asked &= Q(day__gte=spells[0].valid_from)
    return asked


def spells_of(code: str) -> list[Version]:
    """Every spell of a code."""
    book = access.book()
    return [book.made(row) for row in book.by_code.get(code, [])]


def old_units(seen: Reader, within: str) -> list[Version]:
    """The communes that became part of a unit and are no more, by name."""
    from mtqg.access.scope import scope_of

    reached = scope_of(access.book(), [within], seen.on)
    ended = [one for code in reached.codes if code in seen.scope for one in spells_of(code)]
    gone = [one for one in ended if one.level == "commune" and one.valid_to is not None and one.valid_to <= seen.on]
    return sorted(gone, key=lambda one: (fold(one.bare_name), one.valid_from or dt.date.min))


def villages(seen: Reader, within: str) -> dict[str, str]:
    """Villages of a commune by code, with the names that the register has for them."""
    from mtqg.localities.terms import VILLAGES

    rows = seen.rows(_models()[VILLAGES.name]).filter(locality_code__in=_within(seen, within))
    return dict(sorted(rows.values_list("village_code", "village_name"), key=lambda one: fold(one[1] or one[0])))


def village_names(seen: Reader, codes: set[str]) -> dict[str, str]:
    from mtqg.localities.terms import VILLAGES

    return dict(
        seen.rows(_models()[VILLAGES.name]).filter(village_code__in=codes).values_list("village_code", "village_name")
    )


def _searched(table: Table, rows: QuerySet[Any], seen: Reader, q: str, *, by_people: bool) -> Found:
    """A search without accents, but for people's values: those are found by their blind index, whole and exact."""
    for column in table.personal if by_people else ():
        # Whom the words name is meant, and nothing else: each index is asked by itself, as no database uses several
        # of them for one question.
        if column.searched and (index := _index(column, q)):
            named = rows.filter(**{column.name + INDEX: index})
            if named.exists():
                return Found(named)
    for name in _codes(table, seen) if any(sign.isdigit() for sign in q) and " " not in q else ():
        if rows.filter(**{name: q}).exists():  # a code, as it is written: nothing else is meant
            return Found(rows.filter(**{name: q}))
    asked, wanted = Q(), fold(q)
    places = [one.code for one in access.book().tree(seen.on) if fold(one.bare_name) == wanted or one.code == q]
    if places:
        asked |= Q(locality_code__in=places)
    texts = [one.name for one in table.columns if _is_searched(one)]
    for column in table.columns:
        if column.choices:
            chosen = [
                code for code, label in column.choices.items() if wanted in fold(label) or wanted in fold(t(label))
            ]
            asked |= Q(**{f"{column.name}__in": chosen}) if chosen else Q()
    within, is_cut = _scanned(rows, texts, wanted)
    asked |= Q(pk__in=within)
    return Found(rows.filter(asked), is_cut)


def _codes(table: Table, seen: Reader) -> list[str]:
    """The columns that may hold a code: those of the key, and within a commune every other, which has no index."""
    of = [one.name for one in table.columns if _is_searched(one)]
    is_few = not seen.scope.is_whole and len(seen.scope.codes) <= FEW
    return [name for name in of if name in table.key] + [name for name in of if name not in table.key and is_few]


def _is_searched(column: Column) -> bool:
    others = ("locality_code", "period", "standard")
    return not column.personal and column.kind == "text" and not column.choices and column.name not in others


def _index(column: Column, q: str) -> bytes | None:
    """What the blind index of a column holds for this text."""
    cipher = access.register().cipher
    return cipher.index_of([q], context=f"search.{column.searched}", form=FORMS[column.searched])[0]


def _scanned(rows: QuerySet[Any], texts: list[str], wanted: str) -> tuple[list[int], bool]:
    """Rows some text of which holds the words, whatever their accents: the newest rows are looked through."""
    if not texts:
        return [], False
    kept: list[int] = []
    newest = rows.order_by("-pk").values_list("pk", *texts)[: _SCANNED + 1]
    for seen, (key, *values) in enumerate(newest.iterator(chunk_size=2000), start=1):
        if seen > _SCANNED or len(kept) >= _FOUND:
            return kept, True
        if wanted in fold(shown(" ".join(filter(None, values)))):
            kept.append(key)
    return kept, False
