# make run: set up and open the window.  make test: set up and run the whole suite without a display.

PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && echo $$python && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
# Tests wait more than they compute, so each of two cores has work for two.
WORKERS ?= 4

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test test-fast check bench torture screenshots format translations libraries clean

help:
	@echo "make run          set up, fetch the starter model, open the window"
	@echo "make test         set up, and run every test without a display"
	@echo "make test-fast    the tests that take less than two seconds each"
	@echo "make check        format, lint, types, import contracts"
	@echo "make bench        the figures of start-up, memory and speed"
	@echo "make torture      the store under 1,000 kills, the imports under 100,000 malformed files"
	@echo "make screenshots  pictures of the window in its states, in screenshots/"

run: $(VENV)/ready-to-run libraries
	@$(BIN)/python .ci/fetch_starter_model.py
	@$(BIN)/python .ci/run.py

test: $(VENV)/ready-to-test libraries
	@$(BIN)/python .ci/system_packages.py screen
	@$(BIN)/python .ci/test.py --workers $(WORKERS)

# Without the real screen and without coverage.
test-fast: $(VENV)/ready-to-test libraries
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -n $(WORKERS) -m "not slow" --ignore=tests/x11

check: $(VENV)/ready-to-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# make bench NAMES="start answer" runs these alone.
bench: $(VENV)/ready-to-test libraries
	@$(BIN)/python .ci/system_packages.py screen
	$(BIN)/python -m tests.benchmarks $(NAMES)

# Hours of kills and malformed files; the suite does a few of each.
torture: $(VENV)/ready-to-test
	$(BIN)/python -m tests.torture

screenshots: $(VENV)/ready-to-test libraries
	@$(BIN)/python .ci/system_packages.py screen
	$(BIN)/python -m tests.screenshots screenshots

format: $(VENV)/ready-to-test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

translations: $(VENV)/ready-to-test
	$(BIN)/python tests/translations.py

libraries: $(VENV)/ready-to-run
	@$(BIN)/python .ci/system_packages.py qt

# The stamps are older than pyproject.toml only when something has to be installed.
$(VENV)/ready-to-run: pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed; install one and try again."; exit 2; }
	@PYTHONPATH=. $(PYTHON) .ci/system_packages.py venv
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@echo "Installing the program into $(VENV); the first time this takes a minute or two …"
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/ready-to-test: pyproject.toml $(VENV)/ready-to-run
	@echo "Installing the test tools into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --editable ".[dev]"
	@touch $@

clean:
	rm -rf $(VENV) build dist screenshots .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.* .import_linter_cache
