"""Finding a household by somebody in it: by identity number, name or telephone, within what one may see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from mtqg.core.errors import Refused, code
from mtqg.core.register.finding import FoundRow, find_rows
from mtqg.core.register.opening import Register
from mtqg.core.table import Searched
from mtqg.poverty.terms import HOUSEHOLD_MEMBERS, HOUSEHOLDS, POVERTY_SHEETS

ASK_ONE = code(
    "P-063",
    vi="Tìm người bằng đúng một trong ba: số định danh, họ tên, số điện thoại (đã ghi {given}).",
    en="Look for a person by one of number, name and phone (given: {given}).",
    remedy_vi="Chỉ ghi một.",
    remedy_en="Give one of them.",
    wrong_use=True,
)

TABLES = (HOUSEHOLDS, HOUSEHOLD_MEMBERS, POVERTY_SHEETS)


@dataclass(frozen=True)
class Person:
    """A row about a person, with the household that it belongs to."""

    household_code: str
    locality_code: str
    row: FoundRow


def find_people(
    register: Register,
    *,
    number: str | None = None,
    name: str | None = None,
    phone: str | None = None,
    within: Collection[str],
) -> list[Person]:
    """Households, members and sheets in force that have exactly this number, name or phone.

    within: codes of the localities that the asker may see, as the rows name them; elsewhere nothing is found.
    """
    given: dict[Searched, str] = {
        kind: text for kind, text in _kinds(number, name, phone).items() if text is not None and text.strip()
    }
    if len(given) != 1:
        raise Refused(ASK_ONE.at(given=", ".join(given) or "—"))
    ((kind, text),) = given.items()
    rows = find_rows(register, TABLES, kind, text, within=within)
    return [Person(row.values["household_code"], row.values["locality_code"], row) for row in rows]


def _kinds(number: str | None, name: str | None, phone: str | None) -> dict[Searched, str | None]:
    return {"number": number, "name": name, "phone": phone}
