# make run    starts the portal, with demo content, on http://127.0.0.1:8000
# make test   linter, type check, tests; minutes
# make help   the rest

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The environment is made again when what it is made from changes.
INSTALLED := $(VENV)/.installed
TESTED := $(VENV)/.installed-test
SOURCES := setup.cfg setup.py pyproject.toml $(wildcard plugins/*/pyproject.toml)

export PORTAL_DEMO ?= 1

.DEFAULT_GOAL := help
# One part after the other, also under -j: each takes all processors.
.NOTPARALLEL:
.PHONY: help install tools run test fast test-all slow on-postgresql lint types check-translations translations search-eval clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 22

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(INSTALLED): $(BIN)/python $(SOURCES)
	@echo "Installing; this takes a minute the first time."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@$(BIN)/python -m portal.plugins.discovery plugins > $(VENV)/plugin-requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r $(VENV)/plugin-requirements.txt
	@touch $@

$(TESTED): $(INSTALLED)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@

install: $(INSTALLED)  ## the environment in .venv

tools: $(TESTED)  ## what tests and linter need, in .venv

run: $(INSTALLED)  ## start the portal; Ctrl-C ends it
	@exec $(BIN)/portal run

test: lint types fast  ## linter, type check and the fast tests

fast: $(TESTED)
	$(BIN)/python -m pytest -n auto -m "not slow"

# The slow ones: real processes that are killed, every page under axe, wheels; then the fast ones
# once more on PostgreSQL, on the server that PORTAL_TEST_POSTGRESQL names. With `make -k` each part
# runs whatever became of the others, and the exit status tells.
test-all: test slow on-postgresql  ## the slow tests too, and everything on PostgreSQL

slow: $(TESTED)
	$(BIN)/python -m pytest -n auto --dist loadfile -m slow

on-postgresql: $(TESTED)
ifdef PORTAL_TEST_POSTGRESQL
	PORTAL_TEST_DATABASE_URL=$(PORTAL_TEST_POSTGRESQL) $(BIN)/python -m pytest -n auto -m "not slow and not browser"
else
	@echo "Not run on PostgreSQL: PORTAL_TEST_POSTGRESQL names no server (.ci/run starts one)."
	@test "$(CI)" != true
endif

lint: $(TESTED)  ## the linter and the formatter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(TESTED)  ## the type check
	$(BIN)/mypy portal plugins/*/portal_*

translations: $(TESTED)  ## bring the catalogues up to date with the code
	$(BIN)/python -m portal.testing.translations

search-eval: $(TESTED)  ## how good the search is, by kind of query
	$(BIN)/python benchmarks/search_eval.py

clean:  ## remove the environment and the caches; the instance stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache build *.egg-info
