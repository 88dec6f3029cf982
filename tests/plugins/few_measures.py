"""A part of the measures, for tests that ask for each of them many times over: families of measures are made alike.

With MTQG_EXAMPLES in the environment, as before a release, all are asked.
"""

import dataclasses
import os

from mtqg.catalogue import CATALOGUE

STEP = 6
_NAMES = list(CATALOGUE.measures)
NAMED = ("poor_household_rate", "poor_household_count", "household_count", "ocop_product_count")
ASKED = (
    _NAMES
    if "MTQG_EXAMPLES" in os.environ
    else [name for at, name in enumerate(_NAMES) if not at % STEP or name in NAMED]
)
OF_THEM = dataclasses.replace(CATALOGUE, measures={name: CATALOGUE.measures[name] for name in ASKED})
