# Two commands do everything: make demo, make test. Python 3.11 or newer with its own pip is all they need.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check bench faults lock clean

demo: $(READY)
	$(BIN)/newsspider demo --archive demo.db

test: check
	$(BIN)/pytest -n auto --dist loadfile

check: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: $(READY)
	$(BIN)/python benchmarks/speed.py --write
	$(BIN)/python benchmarks/speed.py --processes --write
	$(BIN)/python benchmarks/errors.py --out-of-fold --write
	PYTHON=$(PYTHON) $(BIN)/python benchmarks/bench.py --write
	$(BIN)/python benchmarks/sites.py --guards --cpu --write
	$(BIN)/python benchmarks/memory.py --write

faults: $(READY)
	$(BIN)/pytest tests/faults --kills 100

lock:
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --upgrade --extra dev pyproject.toml --output-file requirements.lock

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --only-binary :all: --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
