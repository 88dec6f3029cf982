# Set-up and the two commands. Needs Python 3.11 or newer, make and git; see README.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test test-postgresql test-spark check clean

$(STAMP): requirements/build.txt requirements/test.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "mtqg needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/build.txt -r requirements/test.txt
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q src
	touch $(STAMP)

demo: $(STAMP)
	$(BIN)/mtqg demo --rebuild $(ARGS)

test: $(STAMP)
	$(BIN)/python -m pytest $(ARGS)

# The tests that touch a register again, in PostgreSQL: SERVER=wheel (in the test packages) or system (installed here, or
# that of the folder MTQG_POSTGRESQL_BIN). Which tests those are is what the last run of `make test` saw; all before that.
SERVER ?= wheel
test-postgresql: $(STAMP)
	$(BIN)/python tools/postgresql.py --server $(SERVER) -- $(BIN)/python -m pytest --only-register $(ARGS)

# The engines' tests with Spark among them, in an environment of their own: pyspark and Java 17 are an option. A Java that
# JAVA_HOME does not name must stand on the path.
SPARK_VENV := .venv-spark
test-spark: requirements/build.txt requirements/test.txt
	test -x $(SPARK_VENV)/bin/python || $(PYTHON) -m venv $(SPARK_VENV)
	$(SPARK_VENV)/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/build.txt -r requirements/test.txt
	$(SPARK_VENV)/bin/python -m pip install -qq --disable-pip-version-check --no-build-isolation -e '.[spark]'
	MTQG_REQUIRE_SPARK=1 $(SPARK_VENV)/bin/python -m pytest tests/engines $(ARGS)

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf $(VENV) $(SPARK_VENV) demo
