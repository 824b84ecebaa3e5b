# Targets for a machine that has Python 3.11 or newer, make and git; uv is used where it is present.
.DEFAULT_GOAL := help
.PHONY: help warehouse test lint format ui bench lock clean

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
UV := $(shell command -v uv 2>/dev/null)

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)$(UV)" || { echo "Python 3.11 or newer, with venv and pip, was not found; install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
ifneq ($(UV),)
	@echo "installing the locked dependencies with uv"
	@$(UV) venv --quiet --allow-existing --python "$(or $(PYTHON),>=3.11)" $(VENV)
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
else
	@echo "installing the locked dependencies with pip (a minute or two)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
endif
	@touch $(READY)

warehouse: $(READY) ## build warehouse/latest from raw/ and print what it holds
	@$(BIN)/milestones build

test: $(READY) ## the whole test suite
	@$(BIN)/python -m pytest

lint: $(READY) ## lint, format and type checks
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(READY) ## put the code into its standard form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

ui: $(READY) ## the Dagster UI on http://localhost:3000
	@$(BIN)/python -m pipeline.orchestration.ui

bench: $(READY) ## benchmarks: what each stage costs
	@$(BIN)/python -m tests.benchmarks

lock: ## renew requirements.lock (wants uv)
	@$(UV) pip compile pyproject.toml --extra ui --extra server --extra dev --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-annotate --no-header --quiet --output-file requirements.lock

clean: ## delete what a build made; raw/ stays
	@rm -rf $(VENV) warehouse/* .dagster .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
