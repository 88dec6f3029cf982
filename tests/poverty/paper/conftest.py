"""A commune on paper: two villages of Mường Lát with households, members and two reviews, written by one act each."""

import datetime as dt
import shutil
import subprocess

import pytest

from mtqg.catalogue import CATALOGUE
from mtqg.core.acts import Author
from mtqg.core.frames import typed
from mtqg.core.period import read_period
from mtqg.core.register.writing import begin
from mtqg.creating import create_instance
from mtqg.poverty.paper.writing import Asked, print_papers

AT = dt.datetime(2024, 11, 19, 8, tzinfo=dt.UTC)
COMMUNE, FIRST, SECOND = "14845", "14845-01", "14845-02"
NUMBER, PHONE, ADDRESS = "038199555001", "0912345678", "Số 5 đường Đá"
DECIDED = {"decision_number": "7/QĐ-UBND", "decision_issuer": "UBND", "decided_on": dt.date(2023, 12, 10)}


class Commune:
    def __init__(self, folder, origin="synthetic"):
        self.out, self.origin = folder / "in", origin
        self.instance = create_instance(folder / "kho", self.author("An"), id="0123456789abcdef", origin=origin)
        names = {FIRST: "Bản Pù Quăn", SECOND: "Bản Na Chừa"}
        self.add(
            "villages",
            [{"village_code": code, "village_name": name, "day": dt.date(2020, 1, 1)} for code, name in names.items()],
        )

    def author(self, by="An"):
        return Author(by=by, role="officer", at=AT)

    def add(self, table, rows):
        table = CATALOGUE.tables[table]
        full = [{"locality_code": COMMUNE, "origin": self.origin, **row} for row in rows]
        with self.instance.register() as register, begin(register, self.author(), verb="test", where="38") as act:
            act.add(table, typed(full, table.taken))

    def print(self, *kinds, locality=COMMUNE, period="2024", within=None, **more):
        asked = Asked(locality, read_period(period), **({"kinds": kinds} if kinds else {}), **more)
        return print_papers(self.instance, self.author(), asked, self.out, within=within)

    def text(self, *kinds, **more):
        """The words of the one file that is printed, blanks made one."""
        ((path, _),) = self.print(*kinds, **more).files
        return words(path)


def words(path):
    return " ".join(pages(path))


def pages(path):
    """The words of each page."""
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext is at hand")
    made = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    return [" ".join(page.split()) for page in made.stdout.decode().split("\f")[:-1]]


def household(code, head, village=FIRST, **more):
    return {
        "household_code": code,
        "household_key": code.encode().hex().ljust(32, "0")[:32],
        "village_code": village,
        "day": dt.date(2022, 1, 1),
        "head_name": head,
        "address": ADDRESS,
        "phone": PHONE,
        "ethnic_group": "Mông",
        "area": "urban",
        **more,
    }


def member(code, household_code, name, relation, village=FIRST, **more):
    return {
        "member_code": code,
        "household_code": household_code,
        "village_code": village,
        "day": dt.date(2022, 1, 1),
        "member_name": name,
        "identity_number": NUMBER,
        "born_on": dt.date(1985, 9, 2),
        "sex": "male",
        "relation": relation,
        **more,
    }


def sheet(code, period, points, village=FIRST, **more):
    income, deprivation = points
    year = int(period[:4])
    return {
        "period": period,
        "standard": "poverty-2022",
        "village_code": village,
        "household_code": code,
        "day": dt.date(year, 11, 1),
        "area": "urban",
        "income_points": income,
        "deprivation_points": deprivation,
        **more,
    }


@pytest.fixture
def empty(tmp_path):
    return Commune(tmp_path)


@pytest.fixture
def commune(empty):
    """H-1 stays poor, H-2 leaves, H-3 asks and is not poor, H-4 of the other village is new and near poor; H-5 is on no
    list."""
    empty.add(
        "households",
        [
            household("H-1", "Hơ Văn Chứ"),
            household("H-2", "Lò Thị Pó"),
            household("H-3", "Vàng A Súa"),
            household("H-4", "Thào Seo Dợ", SECOND),
            household("H-5", "Vi Văn Thưởng", SECOND),
        ],
    )
    empty.add(
        "household_members",
        [
            member("H-1-2", "H-1", "Lương Thị Hạnh", "spouse", sex="female", born_on=None, birth_year=1987),
            member("H-1-1", "H-1", "Hơ Văn Chứ", "head"),
            member("H-1-3", "H-1", "Hơ Thị Mới", "child", ends_on=dt.date(2024, 1, 1)),
        ],
    )
    empty.add(
        "poverty_sheets",
        [
            sheet("H-1", "2023", (150, 40), decided_class="poor", **DECIDED),
            sheet("H-2", "2023", (150, 30), decided_class="poor", **DECIDED),
            sheet("H-1", "2024", (160, 30)),
            sheet("H-2", "2024", (190, 10)),
            sheet("H-3", "2024", (176, 60)),
            sheet("H-4", "2024", (175, 20), SECOND),
        ],
    )
    return empty


@pytest.fixture
def make():
    """Rows, and what reads a file."""
    from types import SimpleNamespace

    return SimpleNamespace(household=household, member=member, sheet=sheet, words=words, pages=pages, Commune=Commune)
