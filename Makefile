# Everything that is done with Frågestund on a developer's or an operator's machine.
# Needs python3 (3.11 or later) and make; whatever else is missing is fetched by the first target.
# Lines that begin with `export` carry no comment: it would become part of the value.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PORT ?= 8000
FRAGESTUND_DATA ?= ./data
ARGS ?=

export UV_SYSTEM_CERTS := 1
export UV_COMPILE_BYTECODE := 1
export UV_PYTHON_DOWNLOADS := never
export PYTHONUTF8 := 1

UV := .uv/bin/uv
PY := .venv/bin/python
SYNC := $(UV) pip sync --quiet --require-hashes --python $(PY)
LINK := $(UV) pip install --quiet --no-deps --python $(PY) --editable .
COMPILE := $(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --python-version 3.11 $(ARGS)

# An environment that was moved, or whose Python is gone, is made anew: its scripts carry absolute paths.
$(shell [ ! -e .venv/installed ] || { [ -x $(PY) ] && [ "$$(cat .venv/installed)" = "$(CURDIR)" ]; } || rm -rf .venv)

.PHONY: help install dev browser run test lint types ci bench bench-quick docs languages pictures screens trees lighthouse statement lock format clean

help:
	@echo "make run        start the demonstration on http://localhost:$(PORT)/ (PORT=, FRAGESTUND_DATA=)"
	@echo "make test       run every test (ARGS= goes to pytest)"
	@echo "make lint types check the form of the code, its layers and its types"
	@echo "make ci         everything the integration run does"
	@echo "make bench      measure delivery and intake on this machine (bench-quick: in a minute)"
	@echo "make docs       write the generated pages of docs/ anew (pictures: the README's picture)"
	@echo "make screens    take a picture of every page in every state (ARGS='--only desk')"
	@echo "make trees      write anew what a screen reader is told of the main pages"
	@echo "make lighthouse measure the citizen's pages with Lighthouse (needs node)"
	@echo "make statement  try accessibility and write the results for the statement"
	@echo "make languages  bring web/locale in step with the texts (ARGS=--check, ARGS='--new fi')"
	@echo "make lock       choose versions anew (ARGS=--upgrade for the newest)"
	@echo "make format     put the code in its form"
	@echo "make install    only install; make clean removes what was made"

# The stamp holds what was installed last: one of the two locks. `make install` is content with either.
install: .venv/installed
	@:

dev: .venv/developing
	@:

$(UV): requirements-tools.lock tools/uv.sh
	@tools/uv.sh

$(PY): | $(UV)
	@$(UV) venv --quiet --allow-existing --python "$$(tools/python.sh)" .venv

.venv/installed: requirements.lock pyproject.toml | $(PY)
	@if [ -e .venv/developing ]; then $(SYNC) requirements-dev.lock; else $(SYNC) requirements.lock; fi
	@$(LINK)
	@echo "$(CURDIR)" > $@

.venv/developing: requirements.lock requirements-dev.lock pyproject.toml | $(PY)
	@$(SYNC) requirements-dev.lock
	@$(LINK)
	@echo "$(CURDIR)" | tee .venv/installed > $@

browser:
	@tools/browser.sh

run: install
	@exec .venv/bin/fragestund demo --port $(PORT) --data "$(FRAGESTUND_DATA)" $(ARGS)

test: dev browser
	@$(PY) -m pytest -n 2 --dist worksteal $(ARGS)

lint: dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/lint-imports

types: dev
	@.venv/bin/mypy

ci:
	@.ci/run

bench: dev
	@$(PY) -m bench $(ARGS)

bench-quick: dev
	@$(PY) -m bench --quick $(ARGS)

docs: dev
	@.venv/bin/fragestund docs

languages: dev
	@$(PY) tools/languages.py $(ARGS)

pictures: dev browser
	@$(PY) tools/pictures.py

screens: dev browser
	@$(PY) -m tools.screens $(ARGS)

trees: dev browser
	@$(PY) -m pytest tests/accessibility/test_trees.py --write-trees -n 0 -q

lighthouse: dev browser
	@$(PY) -m tools.lighthouse

# What fell is told in the statement as a known fault, so the run itself may fail.
statement: dev browser
	@mkdir -p build
	@$(PY) -m pytest tests/accessibility -n 2 --dist worksteal --junitxml build/accessibility.xml $(ARGS) || true
	@$(PY) -m tools.statement build/accessibility.xml

lock: $(UV)
	@$(COMPILE) --output-file requirements.lock pyproject.toml
	@$(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	@echo 'uv>=0.13.8,<0.15' | $(COMPILE) --output-file requirements-tools.lock -

format: dev
	@.venv/bin/ruff check --fix --select I .
	@.venv/bin/ruff format .

clean:
	@rm -rf .venv .uv .bench .mypy_cache .ruff_cache .import_linter_cache .pytest_cache .hypothesis .coverage htmlcov dist
	@find . -name __pycache__ -not -path './.git/*' -type d -prune -exec rm -rf {} +
