"""The rule as one would write it in pandas: whole columns, one select, one group."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
from timing import run

COLUMNS = ["locality_code", "area", "income_points", "deprivation_points"]


def counted(path, limits):
    start = time.perf_counter()
    rows = pd.read_parquet(path, columns=COLUMNS)
    read = time.perf_counter() - start
    limit = rows["area"].map({area: limits[area] for area in ("rural", "urban")})
    low = rows["income_points"] <= limit
    deprived = rows["deprivation_points"] >= limits["deprivation"]
    rows["poverty_class"] = np.select([~low, low & deprived], ["not_poor", "poor"], "near_poor")
    counts = rows.groupby(["locality_code", "poverty_class"]).size()
    return read, [(str(commune), str(name), int(n)) for (commune, name), n in counts.items()]


run(counted)
