# Two commands: `make run` and `make test`. Each sets up what it needs, into .venv.

VENV := .venv
BIN := $(VENV)/bin
# The first of these that is Python 3.11 to 3.13 and can make environments; set PYTHON to choose.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	>/dev/null 2>&1 && { echo $$p; break; }; done)
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps

.PHONY: help run test check bench noise format lock clean

help:
	@echo "make run     the bot: in Telegram with TELEGRAM_BOT_TOKEN set, else in this terminal"
	@echo "make test    every check and every test"
	@echo "make check   format, lint, types and import contracts alone"
	@echo "make format  put the code in shape"
	@echo "make bench   measure the search beside others, on data sets in ../shared/bench"
	@echo "make noise   ask 500 questions of a model that talks noise (builds its server, some minutes)"
	@echo "make lock    resolve the dependencies anew (needs uv)"
	@echo "make clean   remove what was set up and built"

run: $(VENV)/.ready
	@$(BIN)/whosaid bot

test: check
	@$(BIN)/python -m pytest

check: $(VENV)/.ready-dev
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache >$(VENV)/contracts.txt || { cat $(VENV)/contracts.txt; exit 1; }

bench: $(VENV)/.ready-bench
	@$(BIN)/python -m benchmarks.retrieval

noise: $(VENV)/.ready-dev $(VENV)/.ready-noise
	@$(BIN)/python -m benchmarks.noise --python $(VENV)/noise/bin/python

format: $(VENV)/.ready-dev
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

$(VENV)/.ready: requirements.txt pyproject.toml | $(BIN)/python
	@echo "whosaid: installing the dependencies into $(VENV), a minute or two" >&2
	@$(INSTALL) --require-hashes -r requirements.txt </dev/null
	@$(INSTALL) --no-build-isolation --editable . </dev/null
	@touch $@

$(VENV)/.ready-dev: requirements-dev.txt $(VENV)/.ready
	@echo "whosaid: installing the development tools into $(VENV)" >&2
	@$(INSTALL) --require-hashes -r requirements-dev.txt </dev/null
	@touch $@

$(VENV)/.ready-bench: requirements-bench.txt $(VENV)/.ready-dev
	@echo "whosaid: installing what is measured beside it into $(VENV)" >&2
	@$(INSTALL) --require-hashes -r requirements-bench.txt </dev/null
	@touch $@

$(VENV)/.ready-noise: requirements-noise.txt | $(BIN)/python
	@echo "whosaid: building a model server in $(VENV)/noise, some minutes" >&2
	@$(BIN)/python -m venv $(VENV)/noise
	@$(VENV)/noise/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $< </dev/null
	@touch $@

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "whosaid: needs Python 3.11, 3.12 or 3.13 with venv and pip" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

LOCK_OTHER = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-header --no-emit-index-url --no-emit-find-links
LOCK = $(LOCK_OTHER) pyproject.toml

# The widest first: what is run holds the same versions as what is tested and measured.
lock:
	$(LOCK) --extra build --extra dev --extra bench --output-file requirements-bench.txt
	$(LOCK) --extra build --extra dev --constraint requirements-bench.txt --output-file requirements-dev.txt
	$(LOCK) --extra build --constraint requirements-bench.txt --output-file requirements.txt
	echo 'llama-cpp-python[server]\ngguf' | $(LOCK_OTHER) --output-file requirements-noise.txt -

clean:
	rm -rf $(VENV) data .mypy_cache .ruff_cache .pytest_cache
