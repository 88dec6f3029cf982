"""The book of law: documents, provisions, standards and values, immutable, checked whole when it is built.

>>> import datetime as dt
>>> seed().value("income_limit", dt.date(2024, 10, 16), area="rural").value
140
"""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtqg.core.errors import Problem, Refused, language, said
from mtqg.core.text import clean
from mtqg.law import tables
from mtqg.law.checks import findings
from mtqg.law.problems import (
    AMBIGUOUS_DOCUMENT,
    KEY_NEEDED,
    NO_SUCH_DOCUMENT,
    NO_SUCH_NAME,
    NO_SUCH_STANDARD,
    UNKNOWN_COLUMN,
    UNKNOWN_PROVISION,
    UNKNOWN_TABLE,
)
from mtqg.law.tables import (
    KEYS,
    NATIONAL,
    SHAPES,
    Document,
    DocumentKey,
    LawValue,
    Link,
    MissingText,
    Name,
    Provision,
    Standard,
)
from mtqg.law.wording import subject


@dataclass(frozen=True, slots=True)
class Missing:
    """No value, and why. ``kind``: "none" where no line is in force, "unverified" where one is but judges nothing."""

    name: str
    on: dt.date
    kind: str
    reason: str
    text: MissingText | None = None
    value: None = None
    standing: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document of the register, resolved."""

    document: str
    issued_by: str
    signed_on: dt.date | None
    place: str
    standing: str
    says_vi: str

    def as_json(self) -> dict[str, str]:
        """The contract's shape inside a figure: document, place, standing."""
        return {"document": self.document, "place": self.place, "standing": self.standing}


@dataclass(frozen=True)
class Law:
    """An immutable book. Two books with the same rows are equal."""

    documents: tuple[Document, ...]
    links: tuple[Link, ...]
    provisions: tuple[Provision, ...]
    names: tuple[Name, ...]
    standards: tuple[Standard, ...]
    values: tuple[LawValue, ...]
    missing: tuple[MissingText, ...]

    @staticmethod
    def build(tables_of_rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> Law:
        """A book from plain rows, as ``rows`` gives them or as a snapshot keeps them.

        Takes every table by name ("documents" ... "missing"), each a list of {column: text, day or None}.
        Raises Refused with every error of all tables at once; no book with an error exists.
        """
        problems: list[Problem] = []
        for unknown in sorted(set(tables_of_rows) ^ set(SHAPES)):
            problems.append(UNKNOWN_TABLE.at("", unknown, known=", ".join(SHAPES)))
        placed = {name: tables.read(name, tables_of_rows.get(name, ()), problems) for name in SHAPES}
        placed["values"] = findings(placed, problems)
        if problems:
            raise Refused(problems)
        return Law(**{name: tuple(row for _, row in rows) for name, rows in placed.items()})

    def rows(self) -> dict[str, list[dict[str, str]]]:
        """The whole book as plain rows of text, by table. ``Law.build(law.rows()) == law``."""
        return {name: [tables.cells(row) for row in getattr(self, name)] for name in SHAPES}

    # Documents and provisions

    def document(self, number: str, *, issued_by: str | None = None, signed_on: dt.date | None = None) -> Document:
        """The document with this number, whatever the case of its letters.

        Raises Refused when there is none, or several that issuer and day do not tell apart.
        """
        wanted = clean(number).casefold()
        found = [
            document
            for document in self._by_number.get(wanted, ())
            if issued_by in (None, document.issued_by) and signed_on in (None, document.signed_on)
        ]
        if not found:
            near = [
                self._by_number[text][0].number
                for text in difflib.get_close_matches(wanted, self._by_number, n=3, cutoff=0.5)
            ]
            raise Refused(NO_SUCH_DOCUMENT.at(given=number, known=", ".join(near) or "-"))
        if len(found) > 1:
            known = "; ".join(str(document.key) for document in found)
            raise Refused(AMBIGUOUS_DOCUMENT.at(given=number, known=known))
        return found[0]

    def cite(
        self, number: str, place: str = "", *, issued_by: str | None = None, signed_on: dt.date | None = None
    ) -> Citation:
        """Resolve a citation to the clause; without a place it is the whole document.

        Raises Refused when the document is not in the register or the book holds no such place.
        """
        document = self.document(number, issued_by=issued_by, signed_on=signed_on)
        key = document.key
        if not place:
            return Citation(key.number, key.issued_by, key.signed_on, "", document.standing, document.subject_vi)
        known = [provision for provision in self.provisions if provision.key == key]
        for provision in known:
            if provision.place == clean(place):
                return Citation(
                    key.number, key.issued_by, key.signed_on, provision.place, provision.standing, provision.says_vi
                )
        places = "; ".join(provision.place for provision in known) or "-"
        raise Refused(UNKNOWN_PROVISION.at(given=place, document=number, known=places))

    def citation(self, document: str, place: str = "") -> dict[str, str]:
        """The citation as a figure shows it: document, place, standing."""
        return self.cite(document, place).as_json()

    def links_of(self, key: DocumentKey) -> list[tuple[Link, bool]]:
        """Links from and to a document; True where the document is the one that acts."""
        return [(link, link.key == key) for link in self.links if key in (link.key, link.other)]

    # Values

    def name(self, name: str) -> Name:
        """The declaration of a value's name, or Refused."""
        if name not in self._names:
            near = ", ".join(difflib.get_close_matches(name, self._names, n=3)) or "-"
            raise Refused(NO_SUCH_NAME.at(given=name, known=near))
        return self._names[name]

    def standard(self, name: str) -> Standard:
        """The standard of that name, or Refused."""
        for standard in self.standards:
            if standard.name == name:
                return standard
        raise Refused(NO_SUCH_STANDARD.at(given=name, name="-", known=", ".join(s.name for s in self.standards)))

    def applied(self, kind: str, on: dt.date, *, issuer: str = NATIONAL) -> Standard | None:
        """The standard of a kind that decides on a day; None where none does."""
        for standard in self.standards:
            if (standard.kind, standard.issuer) == (kind, issuer) and standard.decides(on):
                return standard
        return None

    def standard_on(self, kind: str, on: dt.date, *, issuer: str = NATIONAL) -> str | None:
        """The name of the standard that decides on a day."""
        applied = self.applied(kind, on, issuer=issuer)
        return applied.name if applied else None

    def value(
        self,
        name: str,
        on: dt.date,
        *,
        standard: str | None = None,
        area: str = "",
        region: str = "",
        group: str = "",
        issuer: str = NATIONAL,
    ) -> LawValue | Missing:
        """The value in force on a day, or Missing with the reason: never the nearest, never an unverified one.

        standard: name of the rule book; without it, the one that decides on that day. Asked by name, a standard may
            also be read for a day on which another one decides, as in the review of 2021 that ran under two.
        area, region, group: those that the name depends on; the others do not matter.
        Raises Refused when the name or the standard does not exist, or a key it depends on is not given.
        """
        declared = self.name(name)
        given = {"area": area, "region": region, "group": group}
        if lacking := [KEYS[key] for key in declared.by if not given[key]]:
            raise Refused(KEY_NEEDED.at(given=name, needed=", ".join(lacking)))
        chosen = self._chosen_standard(declared, standard, on, issuer)
        keys = tuple(given[key] if key in declared.by else "" for key in KEYS)
        for value in self._by_subject.get((name, chosen, *keys, issuer), ()):
            if value.holds(on):
                return value if value.judges else self._missing(declared, on, chosen, keys, unverified=value)
        return self._missing(declared, on, chosen, keys)

    def _chosen_standard(self, declared: Name, asked: str | None, on: dt.date, issuer: str) -> str:
        if not declared.standard_kind:
            return ""
        if asked is None:
            return self.standard_on(declared.standard_kind, on, issuer=issuer) or "-"
        return self.fitting_standard(declared, asked)

    def fitting_standard(self, declared: Name, asked: str) -> str:
        """The standard asked for, if values of this name belong to one; Refused when it is of another kind."""
        if not declared.standard_kind:
            return ""
        known = [standard.name for standard in self.standards if standard.kind == declared.standard_kind]
        if asked not in known:
            raise Refused(NO_SUCH_STANDARD.at(given=asked, name=declared.name, known=", ".join(known)))
        return asked

    def _missing(
        self, declared: Name, on: dt.date, standard: str, keys: tuple[str, ...], *, unverified: LawValue | None = None
    ) -> Missing:
        text = self.text_for(declared.name, standard)
        label = said(declared.label_vi, declared.name)
        what = ", ".join(part for part in (label, standard.strip("-"), *map(subject, filter(None, keys))) if part)
        reason = _reason(what, on, text, unverified=unverified is not None)
        kind, standing = ("unverified", "unverified") if unverified else ("none", None)
        return Missing(declared.name, on, kind, reason, text, standing=standing)

    def text_for(self, name: str, standard: str) -> MissingText | None:
        """The missing text that a value waits for, where one is known."""
        for text in self.missing:
            if name in text.names and (not text.standards or standard in text.standards):
                return text
        return None

    @functools.cached_property
    def _by_number(self) -> dict[str, list[Document]]:
        found: dict[str, list[Document]] = {}
        for document in self.documents:
            found.setdefault(clean(document.number).casefold(), []).append(document)
        return found

    @functools.cached_property
    def _names(self) -> dict[str, Name]:
        return {name.name: name for name in self.names}

    @functools.cached_property
    def _by_subject(self) -> dict[tuple[str, ...], list[LawValue]]:
        found: dict[tuple[str, ...], list[LawValue]] = {}
        for value in self.values:
            found.setdefault(value.subject, []).append(value)
        return found


@functools.cache
def seed() -> Law:
    """The book that is shipped with the package."""
    folder = Path(__file__).parent / "seed"
    read: dict[str, list[dict[str, Any]]] = {}
    for name in SHAPES:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            head, *lines = csv.reader(file, strict=True)
            if head != list(SHAPES[name].columns):
                given, wanted = ", ".join(head), ", ".join(SHAPES[name].columns)
                raise Refused(UNKNOWN_COLUMN.at(f"{name}:1", given, wanted=wanted))
            # A short line lacks columns and a long one has the column "+": both are refused by the book.
            read[name] = [dict(zip([*head, *"+"], line, strict=False)) for line in lines]
    return Law.build(read)


def cite(number: str, place: str = "") -> Citation:
    """Resolve a citation in the shipped book."""
    return seed().cite(number, place)


def _reason(what: str, on: dt.date, text: MissingText | None, *, unverified: bool) -> str:
    if language() == "en":
        why = "the value is not verified and judges nothing" if unverified else "no confirmed value"
        return f"{why}: {what}, on {on.isoformat()}" + (f"; missing text: {text.text_vi}" if text else "")
    why = "trị số chưa kiểm chứng, không dùng để đánh giá" if unverified else "chưa có ngưỡng được xác nhận"
    return f"{why}: {what}, ngày {on:%d/%m/%Y}" + (f"; còn thiếu văn bản: {text.text_vi}" if text else "")
