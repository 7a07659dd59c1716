# A fresh machine needs Python 3.11 or later, with venv, and make. Everything else is fetched once, into .venv.

PYTHON ?= $(firstword $(foreach python,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(python) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(python))))
WORKERS ?= 2

# The tests start hundreds of processes: each would compile everything anew where nothing compiled is kept.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
LOCKED := --require-hashes --only-binary :all:
COMPILE = $(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --generate-hashes --python-version 3.11 \
	--no-header --no-emit-index-url --no-emit-find-links $(UPGRADE)

.DEFAULT_GOAL := help
.PHONY: help demo setup setup-dev test test-sqlite test-postgresql test-postgresql-all test-long test-faults test-api-long check lint format bench screenshots messages \
	reference wheel locks upgrade clean
.DELETE_ON_ERROR:

help: ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 18

demo: setup ## simulate a company, load it, run the book and serve it; all on this machine
	$(BIN)/carteira demo

test: test-sqlite test-postgresql ## the whole test suite, then what touches the database again on PostgreSQL

test-sqlite: setup-dev
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

test-postgresql: setup-dev
	$(BIN)/python tests/database/postgresql.py $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "database and not long and not once"

test-postgresql-all: setup-dev ## every test that touches the database, on PostgreSQL: before a release
	$(BIN)/python tests/database/postgresql.py $(BIN)/python -m pytest -n $(WORKERS) -m "database and not long"

test-long: setup-dev ## the tests that take minutes: published data sets, big books, power cuts
	$(BIN)/python -m pytest -m long

test-faults: setup-dev ## 500 kills of clients and workers on each database; takes long
	CARTEIRA_FAULT_SEEDS=1-50 $(BIN)/python -m pytest -n $(WORKERS) -o faulthandler_timeout=1800 tests/faults/test_kills.py

test-api-long: setup-dev ## half an hour of generated requests to the interface for programs, on SQLite
	$(BIN)/python -m pytest -m long tests/api/test_schemathesis.py

check: lint ## everything that needs no test run: form, types, imports, migrations, sizes, addresses, translations
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run --settings carteira.settings
	$(BIN)/python -m tools.check_sizes
	$(BIN)/python -m tools.check_addresses
	$(BIN)/python -m tools.messages check
	@echo "make check: all is well"

lint: setup-dev ## the quick part of check
	$(BIN)/ruff check --quiet .
	$(BIN)/lint-imports --no-logo --no-cache

format: setup-dev ## put the code into its form
	$(BIN)/ruff check --quiet --fix .
	$(BIN)/ruff format --quiet .

bench: setup-dev ## the figures of docs/reference/performance.md
	set -e; for name in $(basename $(notdir $(wildcard benchmarks/[a-z]*.py))); do echo "== $$name"; $(BIN)/python -m benchmarks.$$name; done

screenshots: setup-dev ## the pictures of the documentation, from the demo
	$(BIN)/python -m tools.screenshots

messages: setup-dev ## bring the message catalogues up to date with the code (needs GNU gettext)
	$(BIN)/python -m tools.messages extract
	$(BIN)/python -m carteira.web.build

reference: setup-dev ## write the pages of docs/reference that are made from the code
	$(BIN)/python -m tools.reference

wheel: setup-dev ## build the wheel and the source archive into dist/
	$(BIN)/uv build --quiet --no-build-isolation

setup: .venv/.front-end ## the environment that runs Carteira

setup-dev: .venv/.development .venv/.front-end ## the environment of those who work on it

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Carteira needs Python 3.11 or later; install it, or say where it is: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

.venv/.runtime: requirements/run.txt requirements/build.txt pyproject.toml | .venv/bin/python
	@echo "Fetching the packages that Carteira runs on into .venv (once)"
	$(PIP) $(LOCKED) -r requirements/run.txt -r requirements/build.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.development: requirements/dev.txt .venv/.runtime
	@echo "Fetching the tools for tests and checks into .venv (once)"
	$(PIP) $(LOCKED) -r requirements/dev.txt
	@touch $@

.venv/.front-end: package.json package-lock.json src/carteira/web/build.py $(shell find src -name '*.po') .venv/.runtime
	@echo "Building the front end and the message catalogues (once)"
	$(BIN)/python -m carteira.web.build
	@touch $@

locks: setup-dev ## write the locks in requirements/ anew from pyproject.toml
	$(COMPILE) pyproject.toml --output-file requirements/run.txt
	$(COMPILE) --group build --constraint requirements/run.txt --output-file requirements/build.txt
	$(COMPILE) pyproject.toml --group dev --constraint requirements/run.txt --constraint requirements/build.txt \
		--output-file requirements/dev.txt

upgrade: UPGRADE := --upgrade
upgrade: locks ## the same with the newest versions that pyproject.toml allows

clean: ## remove what the set-up and the tools made, but no book
	rm -rf .venv node_modules dist src/carteira/web/static/vendor .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests tools -name __pycache__ -prune -exec rm -rf {} +
	find src -name '*.mo' -delete
