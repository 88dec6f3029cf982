"""The rule as variables of OpenFisca-core; counted by commune in pandas, for it has no groups of its own."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
from openfisca_core.entities import build_entity
from openfisca_core.periods import YEAR
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from timing import run

COLUMNS = ["locality_code", "area", "income_points", "deprivation_points"]
NAMES = ["near_poor", "not_poor", "poor"]
household = build_entity(key="household", plural="households", label="", is_person=True)


class income_points(Variable):
    value_type, entity, definition_period = int, household, YEAR


class deprivation_points(Variable):
    value_type, entity, definition_period = int, household, YEAR


class is_urban(Variable):
    value_type, entity, definition_period = bool, household, YEAR


def class_of(limits):
    class poverty_class(Variable):
        value_type, entity, definition_period = int, household, YEAR

        def formula(households, period):
            limit = np.where(households("is_urban", period), limits["urban"], limits["rural"])
            low = households("income_points", period) <= limit
            deprived = households("deprivation_points", period) >= limits["deprivation"]
            return np.select([~low, low & deprived], [1, 2], 0)

    return poverty_class


def counted(path, limits):
    start = time.perf_counter()
    rows = pd.read_parquet(path, columns=COLUMNS)
    read = time.perf_counter() - start
    system = TaxBenefitSystem([household])
    system.add_variables(income_points, deprivation_points, is_urban, class_of(limits))
    simulation = SimulationBuilder().build_default_simulation(system, count=len(rows))
    for name in ("income_points", "deprivation_points"):
        simulation.set_input(name, "2024", rows[name].to_numpy())
    simulation.set_input("is_urban", "2024", (rows["area"] == "urban").to_numpy())
    classes = simulation.calculate("poverty_class", "2024").astype("int8")
    counts = rows.groupby(["locality_code", pd.Series(classes, name="class")]).size()
    return read, [(str(commune), NAMES[code], int(n)) for (commune, code), n in counts.items()]


run(counted)
