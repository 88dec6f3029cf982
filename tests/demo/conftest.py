"""The files of a demonstration, written once, and read again plainly: no code of the product reads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from mtqg.demo.files import DemoFile, written_files

HEADER_ROW = 8  # rows above the header of a workbook


def cells(path: Path) -> pl.DataFrame:
    """A file's rows under its headers, everything as text, days as dd/mm/yyyy."""
    if path.suffix == ".csv":
        return pl.read_csv(path, infer_schema=False)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    head, numbers, *body = rows[HEADER_ROW:]
    assert numbers == [f"({at})" for at in range(1, len(head) + 1)]
    texts = [[_text(cell) for cell in row] for row in body]
    return pl.DataFrame(texts, schema=dict.fromkeys(head, pl.String), orient="row")


def _text(cell: object) -> str | None:
    if isinstance(cell, float):
        assert cell == int(cell)
        return str(int(cell))
    if hasattr(cell, "strftime"):
        return f"{cell:%d/%m/%Y}"
    return str(cell) or None


@dataclass
class Written:
    """All files of a demonstration, and the rows of each form."""

    folder: Path
    files: list[DemoFile]
    _known: dict[tuple[str, str], pl.DataFrame] = field(default_factory=dict)

    cells = staticmethod(cells)

    def rows(self, form: str, province: str) -> pl.DataFrame:
        key = (form, province)
        if key not in self._known:
            frames = [cells(one.path) for one in self.files if (one.form, one.locality) == key]
            self._known[key] = pl.concat(frames, how="diagonal")  # csv may leave out names
        return self._known[key]


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("demo")
    return Written(folder, list(written_files(folder)))
