# foedera: `make help` lists the verbs. Everything is made inside .venv; `make clean` takes it away.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install -qq

# The first interpreter that runs and is new enough; `make PYTHON=... test` chooses another.
CANDIDATES := python3 python3.13 python3.12 python3.11
PYTHON ?= $(shell for python in $(CANDIDATES); do \
	if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo "$$python"; break; fi; done)

CHARTER ?= est-2009
ARGS ?=

# What an installation depends on; an older stamp means that it is made again.
SOURCES := pyproject.toml src/foedera/__init__.py
CORE := $(VENV)/.installed-core
DEV := $(VENV)/.installed-dev
DOCS := $(VENV)/.installed-docs

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help assess test lint docs bench data calibrate clean which-python

help:
	@echo 'make assess   install the core and print the assessment of a charter (CHARTER=est-2009)'
	@echo 'make test     lint, then all tests (ARGS="-k quorum" goes to pytest)'
	@echo 'make lint     ruff, mypy and the order of rooms'
	@echo 'make docs     build the documentation into docs/_build/html'
	@echo 'make bench    run the benchmarks'
	@echo 'make data     rebuild the embedded tables from the originals in FOEDERA_DATA'
	@echo 'make calibrate fit the models on FOEDERA_DATA and score them (a few minutes)'
	@echo 'make clean    remove everything that make made'

assess: $(CORE)
	@$(BIN)/foedera assess $(CHARTER)

test: lint
	$(BIN)/python -m pytest -n auto $(ARGS)

lint: $(DEV)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy src
	$(BIN)/lint-imports

docs: $(DOCS)
	$(BIN)/sphinx-build -n -W --keep-going -q -b html docs docs/_build/html
	@echo 'docs/_build/html/index.html'

bench: $(CORE)
	@if [ -d benchmarks ]; then \
		for script in benchmarks/bench_*.py; do $(BIN)/python "$$script" || exit 1; done; \
	else \
		echo 'There are no benchmarks yet; they will be scripts named benchmarks/bench_*.py.'; \
	fi

data: $(DEV)
	@$(BIN)/python -m foedera.world.build

calibrate: $(DEV)
	@nice -n 10 $(BIN)/python -m foedera.evidence.calibrate $(ARGS)

clean:
	rm -rf $(VENV) build dist docs/_build
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

which-python:
	@echo '$(PYTHON)'

# ------------------------------------------------------------------------------- installations

$(CORE): $(SOURCES) | $(BIN)/python
	@echo 'Installing foedera ...'
	@$(PIP) -e .
	@touch $@

$(DEV): $(SOURCES) | $(BIN)/python
	@echo 'Installing foedera with the tools of its developers ...'
	@$(PIP) -e '.[dev]'
	@touch $@ $(CORE)

$(DOCS): $(SOURCES) | $(BIN)/python
	@echo 'Installing foedera with what builds its documentation ...'
	@$(PIP) -e '.[docs]'
	@touch $@ $(CORE)

# Debian ships Python without venv unless python3-venv is installed; virtualenv serves as well.
$(BIN)/python:
	@python='$(PYTHON)'; \
	if [ -z "$$python" ]; then \
		echo 'foedera needs Python 3.11 or newer; none of these ran: $(CANDIDATES).' >&2; \
		exit 1; \
	fi; \
	make_venv() { "$$python" -m "$$1" --clear $(VENV) >/dev/null 2>&1; }; \
	make_venv venv || make_venv virtualenv || { \
		"$$python" -m pip install --user -qq virtualenv >/dev/null 2>&1 && make_venv virtualenv; \
	} || { \
		rm -rf $(VENV); \
		echo "$$python can make no virtual environment: run 'apt-get install python3-venv' as root," \
			"then make again." >&2; \
		exit 1; \
	}
