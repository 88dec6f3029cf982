"""The engines that are here. Spark is optional: where pyspark or Java is missing, what needs it is skipped, unless
MTQG_REQUIRE_SPARK says that it must be here.
"""

import os
import warnings

import duckdb
import polars as pl
import pytest

from mtqg.core.errors import Refused
from mtqg.poverty import classify_spark

COLUMNS = ("household_code", "locality_code", "area", "income_points", "deprivation_points")
POLARS = dict(zip(COLUMNS, (pl.String, pl.String, pl.String, pl.Int64, pl.Int64), strict=True))
SQL = "household_code VARCHAR, locality_code VARCHAR, area VARCHAR, income_points BIGINT, deprivation_points BIGINT"
COLUMN_WISE = ", ".join([*["unnest(?::VARCHAR[])"] * 3, *["unnest(?::BIGINT[])"] * 2])
SPARK = "household_code string, locality_code string, area string, income_points bigint, deprivation_points bigint"


class InPolars:
    def frame(self, rows):
        return pl.DataFrame(rows, schema=POLARS, orient="row").lazy()

    def rows(self, native):
        return native.collect().rows()


class InDuckDB:
    def __init__(self):
        self.connection = duckdb.connect()

    def frame(self, rows):
        self.connection.execute(f"CREATE OR REPLACE TABLE sheets ({SQL})")
        columns = [list(column) for column in zip(*rows, strict=True)]  # a row at a time takes seconds
        self.connection.execute(f"INSERT INTO sheets SELECT {COLUMN_WISE}", columns)
        return self.connection.sql("SELECT * FROM sheets")

    def rows(self, native):
        return native.fetchall()


class InSpark:
    def __init__(self, session):
        self.session = session

    def frame(self, rows):
        return self.session.createDataFrame(rows, SPARK)

    def rows(self, native):
        return [tuple(row) for row in native.collect()]


@pytest.fixture(scope="session")
def spark():
    """One session for all tests, in which files are read in many small parts."""
    try:
        classify_spark.check_installed()
    except Refused:
        if os.environ.get("MTQG_REQUIRE_SPARK"):
            raise
        pytest.skip("pyspark or Java is missing")
    from pyspark.sql import SparkSession

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        builder = SparkSession.builder.master("local[2]").config("spark.sql.files.maxPartitionBytes", "4096")
        for name, value in classify_spark._HERE.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        yield session
        session.stop()


@pytest.fixture(params=["polars", "duckdb", "spark"])
def engine(request):
    if request.param == "spark":
        return InSpark(request.getfixturevalue("spark"))
    return InPolars() if request.param == "polars" else InDuckDB()
