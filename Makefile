# The commands of this house.  A fresh machine needs python3.11, git and make; the first call asks the
# network for the packages of a lock file, a second call does not.

PY ?= python3.11
VENV := .venv
PYTHON := $(VENV)/bin/python
INSTALL := $(PYTHON) -m pip install -q --disable-pip-version-check
LOCKED := --require-hashes --only-binary :all:
LOCK := $(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header $(UPGRADE)

.DEFAULT_GOAL := help
.PHONY: help install run test pytest lint fix slow mutants spark bench docs messages lock clean
.DELETE_ON_ERROR:
.NOTPARALLEL:

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(VENV)/.tedung ## set the program up and do nothing more

run: $(VENV)/.tedung ## set everything up, check, count and bill a synthetic Denpasar, open its office (SERVE=no: all but that)
	@$(VENV)/bin/tedung demo --out demo
	@$(VENV)/bin/tedung office demo --lists demo
	@test "$(SERVE)" = no || $(VENV)/bin/tedung serve

test: lint pytest ## set everything up, then lint and run all fast tests

pytest: $(VENV)/.dev $(VENV)/.tedung ## the fast tests alone; those of the office on PostgreSQL too
	@tools/have_chromium.sh
	@status=0; \
	$(PYTHON) -m pytest || status=$$?; \
	TEDUNG_TEST_DATABASE=postgresql $(PYTHON) -m pytest tests/office || status=$$?; \
	exit $$status

lint: $(VENV)/.dev $(VENV)/.tedung ## ruff, its formatter and mypy, nothing changed
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	@$(PYTHON) -m mypy

fix: $(VENV)/.dev ## let ruff mend and format what it can
	@$(PYTHON) -m ruff check --fix
	@$(PYTHON) -m ruff format

slow: $(VENV)/.spark $(VENV)/.tedung ## the tests that take minutes
	@$(PYTHON) -m pytest -m "slow or spark"
	@$(MAKE) --no-print-directory mutants

mutants: $(VENV)/.mutants $(VENV)/.tedung ## change the law a little, hundreds of times: does a test notice?
	@$(PYTHON) tools/mutants.py

spark: $(VENV)/.spark $(VENV)/.tedung ## add PySpark, for bills on a cluster (Java 17 is asked for when it runs)

bench: $(VENV)/.dev $(VENV)/.tedung ## measure what docs/benchmarks.md claims
	@for bench in bench/bench_*.py; do echo "== $$bench"; $(PYTHON) "$$bench" || exit 1; done

docs: $(VENV)/.dev $(VENV)/.tedung ## write the pages that are made from the law's files
	@$(PYTHON) tools/docs.py

messages: $(VENV)/.tedung ## gather the sentences of the office, compile their English
	@$(PYTHON) tools/messages.py

lock: $(VENV)/.made ## write the lock files, hashes and no hosts (UPGRADE=--upgrade: newer versions)
	$(INSTALL) uv
	$(LOCK) --extra build -o requirements-base.lock pyproject.toml
	$(LOCK) --extra build --extra dev -c requirements-base.lock -o requirements-dev.lock pyproject.toml
	$(LOCK) --extra build --extra dev --extra spark -c requirements-dev.lock -o requirements-spark.lock pyproject.toml
	$(LOCK) --extra build --extra dev --extra mutants -c requirements-spark.lock -o requirements-mutants.lock pyproject.toml

clean: ## forget what was made, the virtual environment too
	rm -rf $(VENV) demo build mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Each stamp is newer than what it was made from, so a second call has nothing to do.

$(VENV)/.made:
	@tools/have_python.sh "$(PY)"
	@echo "Menyiapkan lingkungan kerja, sekali saja (setting everything up, once) ..."
	@$(PY) -m venv $(VENV)
	@touch $@

$(VENV)/.base: requirements-base.lock | $(VENV)/.made
	@$(INSTALL) $(LOCKED) -r $<
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.base
	@$(INSTALL) $(LOCKED) -r $<
	@touch $@

$(VENV)/.spark: requirements-spark.lock $(VENV)/.dev
	@$(INSTALL) --require-hashes -r $<
	@touch $@

$(VENV)/.mutants: requirements-mutants.lock $(VENV)/.dev
	@$(INSTALL) $(LOCKED) -r $<
	@touch $@

$(VENV)/.tedung: pyproject.toml $(VENV)/.base
	@$(INSTALL) --no-index --no-deps --no-build-isolation -e .
	@touch $@
