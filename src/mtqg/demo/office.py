"""What an office of the demonstration does with its files: it imports them, and closes its datasets."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from mtqg.catalogue import CATALOGUE
from mtqg.closing import close_dataset
from mtqg.core.acts import Author
from mtqg.core.errors import Problem, Refused, said
from mtqg.core.instance import open_instance
from mtqg.core.period import read_period
from mtqg.demo.files import DemoFile
from mtqg.intake.importing import import_files

AS_OF = dt.date(2024, 10, 16)
# What the two offices closed by then. Titles and certificates are one close up to the day.
CLOSES = (
    ("poverty", "2021"),
    ("poverty", "2022"),
    ("poverty", "2023"),
    ("ntm", f"2021..{AS_OF}"),
    ("ocop", str(AS_OF)),
)

Say = Callable[[str], None]


@dataclass(frozen=True)
class Office:
    """home: the instance. now: the clock. say: what tells a person how far it is."""

    home: Path
    now: Callable[[], dt.datetime]
    say: Say

    def take(self, files: Iterable[DemoFile]) -> None:
        """Import files in their order, those of a form and period as one act.

        Raises Refused where a file of our own making is not right: then nothing is shown.
        """
        for what, group in itertools.groupby(files, key=lambda file: (file.form, file.locality, file.period)):
            self._import(*what, [file.path for file in group])

    def close(self, locality: str) -> None:
        """Close every dataset of a province."""
        for dataset, period in CLOSES:
            vi, en = f"Chốt {dataset}, {locality}, kỳ {period} …", f"Closing {dataset}, {locality}, period {period} …"
            self.say(said(vi, en))
            close_dataset(
                open_instance(self.home),
                self._author("provincial office"),
                dataset=dataset,
                period=read_period(period),
                locality=locality,
            )

    def _import(self, form: str, locality: str, period: str | None, paths: list[Path]) -> None:
        vi = f"Nhập {form}, {locality}{f', kỳ {period}' if period else ''}: {len(paths)} tệp …"
        en = f"Importing {form}, {locality}{f', period {period}' if period else ''}: {len(paths)} file(s) …"
        self.say(said(vi, en))
        done = import_files(
            open_instance(self.home),
            self._author("officer"),
            catalogue=CATALOGUE,
            form=form,
            paths=paths,
            locality=locality,
            period=period,
        )
        if done.problems:
            problems: list[Problem] = list(done.problems)
            raise Refused(problems)

    def _author(self, role: str) -> Author:
        return Author(by="minh-hoa", role=role, at=self.now())
