"""What a sheet of the review is: sections of items with their options, and for form B1 their points.

A definition says nothing of a household. It has no number of the law in code: options and points are read from a table
(``reading``), and only a table that two people confirmed, or that says of itself that it is invented, adds up points.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

FormName = Literal["A", "B1", "B2"]
Choice = Literal["exclusive", "additive"]

FORMS = {
    "A": "Phiếu A: nhận dạng nhanh hộ có giấy đề nghị",
    "B1": "Phiếu B1: đặc điểm hộ và điểm thu nhập",
    "B2": "Phiếu B2: thiếu hụt dịch vụ xã hội cơ bản",
}
STANDINGS = {
    "read": "hai người đã đối chiếu công báo",
    "reported": "theo nguồn dẫn lại",
    "unverified": "chưa kiểm chứng",
    "illustrative": "bịa ra để minh họa",
}
NONE = "none"  # the option of an additive item that says: asked, and nothing of it
YES, NO = "yes", "no"
YES_NO = {YES: "Có", NO: "Không"}


@dataclass(frozen=True, slots=True)
class Option:
    """One box of an item. ``points`` is None in forms whose boxes have none."""

    code: str
    label: str
    points: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a section. Exclusive: one box is ticked; additive: every box that applies, each with points."""

    code: str
    label: str
    choice: Choice
    options: tuple[Option, ...]
    document: str
    place: str

    def option(self, code: str) -> Option | None:
        return next((option for option in self.options if option.code == code), None)

    @property
    def labels(self) -> dict[str, str]:
        """Code -> label of its options."""
        return {option.code: option.label for option in self.options}


@dataclass(frozen=True, slots=True)
class Section:
    """The items of one form that hold in an area and some regions from a day on."""

    form: FormName
    version: str
    standard: str
    area: str  # rural, urban, or empty where it does not matter
    regions: tuple[str, ...]  # empty where they do not matter
    valid_from: dt.date
    valid_to: dt.date | None  # the first day on which it no longer holds
    standing: str
    source: str
    items: tuple[Item, ...]

    @property
    def label(self) -> str:
        return FORMS[self.form]

    def item(self, code: str) -> Item | None:
        return next((item for item in self.items if item.code == code), None)

    def fits(self, area: str | None, region: str | None, on: dt.date) -> bool:
        """Whether it is the sheet of a household there on that day."""
        held = self.valid_from <= on and (self.valid_to is None or on < self.valid_to)
        return held and self.area in ("", area) and (not self.regions or region in self.regions)


@dataclass(frozen=True)
class Definition:
    """The sections of a standard's sheet. Of one form at most one fits a place on a day."""

    standard: str
    sections: tuple[Section, ...]

    def section(self, form: FormName, *, area: str | None, region: str | None, on: dt.date) -> Section | None:
        """The section of a form for a household there; None where no table is known for it."""
        found = (one for one in self.sections if one.form == form and one.fits(area, region, on))
        return next(found, None)

    def on(self, *, area: str | None, region: str | None, day: dt.date) -> tuple[Section, ...]:
        """The whole sheet of a household: forms A, B1 and B2 as far as they are known."""
        found = (self.section(form, area=area, region=region, on=day) for form in _FORM_NAMES)
        return tuple(section for section in found if section is not None)

    def items(self) -> Iterator[tuple[Section, Item]]:
        for section in self.sections:
            for item in section.items:
                yield section, item

    @property
    def standings(self) -> set[str]:
        return {section.standing for section in self.sections}


_FORM_NAMES: tuple[FormName, ...] = ("A", "B1", "B2")
