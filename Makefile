# Set-up and the two commands. Needs Python 3.11 or newer, make and git; see README.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test test-postgresql check clean

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

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf $(VENV) demo
