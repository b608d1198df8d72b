# The two commands: `make run` does the main job, `make test` passes the tests. `make install` only prepares .venv.
PYTHON ?= python3
UV := .venv/bin/uv
BIN := .venv/bin
ARGS ?=
export UV_PYTHON_DOWNLOADS := never
# Where an environment forbids to keep compiled modules, each of the many processes would compile Airflow anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: install run test lint types imports unit test-ui endurance format bench fuzz mutants licences secrets compose-demo clean
.DEFAULT_GOAL := test

install: .venv/installed

.venv/installed: pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit("parwatch needs Python 3.11 to 3.14, $(PYTHON) is " + sys.version.split()[0] + ": call make PYTHON=<path>" if not (3, 11) <= sys.version_info < (3, 15) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(UV) || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	@$(UV) sync --frozen --quiet --python $(BIN)/python
	@touch $@

run: install
	@$(BIN)/python -m demo $(ARGS)

test: lint types imports unit

# For docker-compose.yml: makes what is missing in deploy/secrets.
secrets:
	@sh deploy/secrets.sh

# Tries docker-compose.yml from build to data kept over down and up; needs Docker. ARGS=--scale: with two Celery workers.
compose-demo: install
	@$(BIN)/python -m deploy.trial $(ARGS)

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

imports: install
	$(BIN)/lint-imports

unit: install
	$(BIN)/pytest -n 2

# A demo, driven in a browser: Debian's chromium and chromium-driver must be there. UI_SHOTS=docs/images keeps what was seen.
test-ui: install
	@$(UV) sync --frozen --quiet --python $(BIN)/python --group ui
	$(BIN)/pytest -m ui tests/ui

# What takes minutes: Airflow started, killed and stopped; a kill after every write (CONTRIBUTING.md, “Kill it anywhere”).
endurance: install
	@$(UV) sync --frozen --quiet --python $(BIN)/python --group endurance
	$(BIN)/pytest -m endurance

# `python -m benchmarks.latency 20` (publication to alert, through Airflow) takes half an hour and is run by itself.
# Each prints its machine, versions, medians and ratios. Sizes may be given: python -m benchmarks.checks 10000000, python -m benchmarks.volume 100000
bench: install
	@$(UV) sync --frozen --quiet --python $(BIN)/python --group bench
	$(BIN)/python -m benchmarks.observe
	$(BIN)/python -m benchmarks.extract
	$(BIN)/python -m benchmarks.group
	$(BIN)/python -m benchmarks.fetch
	$(BIN)/python -m benchmarks.publication_day
	$(BIN)/python -m benchmarks.load 10000
	$(BIN)/python -m benchmarks.history 10000
	$(BIN)/python -m benchmarks.volume 3000
	$(BIN)/python -m benchmarks.read_while_loading 20 10000
	$(BIN)/python -m benchmarks.checks 1000000

# Plants mistakes one at a time in a copy of the tree (tests/mutants/mutants.toml) and wants tests to see each. ARGS=word: some.
mutants: install
	$(BIN)/python tests/mutants $(ARGS)

# About ten minutes; FUZZ_SECONDS for each target, FUZZ_TARGETS="observe strip" for some. Linux on x86-64 only.
fuzz: install
	@$(UV) sync --frozen --inexact --quiet --python $(BIN)/python --group fuzz
	PYTHONPATH=tests $(BIN)/python -m fuzz

# After a change of uv.lock: docs/licences.md anew.
licences: install
	$(BIN)/python -m deploy.licences

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv data dist
