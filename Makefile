# Two commands: `make demo` and `make test`. Both build .venv first; nothing else is needed than Python 3.11+ and make.
.DEFAULT_GOAL := demo
.PHONY: demo test bench soak format locks clean

BIN := .venv/bin
# A uv on the PATH is used; where it is missing, one is put into the project's own environment.
UV  := $(or $(shell command -v uv 2>/dev/null),$(BIN)/uv)

.venv/ready: pyproject.toml requirements-dev.lock
	test -x $(BIN)/python || python3 -m venv .venv
	test -x "$(UV)" || $(BIN)/python -m pip install --quiet uv
	VIRTUAL_ENV=.venv $(UV) pip install --quiet --require-hashes --requirement requirements-dev.lock
	VIRTUAL_ENV=.venv $(UV) pip install --quiet --no-deps --editable .
	touch $@

demo: .venv/ready
	$(BIN)/creditline demo

test: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

# Whole calls against the service and two yardsticks: ratios, and a file to compare with the next time. Linux only.
bench: .venv/ready
	$(BIN)/python -m tests.bench

# Random calls against a model, and random requests against the API's document, others each time; and a crowd that signs
# at once.
soak: .venv/ready
	SOAK_CALLS=50000 $(BIN)/pytest tests/model
	SOAK_REQUESTS=50000 $(BIN)/pytest tests/api/test_conformance.py
	SOAK_SIGNERS=200 SOAK_APPLICATIONS=100 \
	  $(BIN)/pytest tests/storage/test_concurrent_signing.py tests/signing/test_crowd.py

format: .venv/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

locks:
	$(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	  --output-file requirements.lock pyproject.toml
	$(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --group dev \
	  --output-file requirements-dev.lock pyproject.toml

clean:
	rm -rf .venv .creditline .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
