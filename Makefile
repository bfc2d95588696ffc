# `make demo` runs it, `make check` is quick, `make test` is everything. Each builds .venv first; nothing else is needed than Python 3.11+ and make.
.DEFAULT_GOAL := demo
.PHONY: always demo check test coverage bench attack soak matrix field wheel format locks clean

# A service is several processes: without compiled files each of them compiles all of its libraries, for five seconds.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
# A uv on the PATH is used; where it is missing, one is put into the project's own environment.
UV  := $(or $(shell command -v uv 2>/dev/null),$(BIN)/uv)

.venv/ready: always
	@.ci/environment

always:

demo: .venv/ready
	$(BIN)/creditline demo

# Format, lint, types, import contracts, and all tests that start no server and no process.
check: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 -m "not server"

# The same, and all other tests.
test: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2

# All tests, with the branches of the product that they take: apart, because it takes them more than twice as long.
coverage: .venv/ready
	$(BIN)/pytest -n 2 --cov

# Whole calls against the service and four yardsticks: ratios, and a file to compare with the next time. Linux only. It
# takes ten minutes; its figures are of use on a quiet machine alone, and it says how quiet this one was.
bench: .venv/ready
	$(BIN)/python -m tests.bench

# The tests of `make check` on each of these Pythons, in an environment of its own; says which of them are not here.
PYTHONS := 3.11 3.12 3.13 3.14
matrix: .venv/ready
	@for version in $(PYTHONS); do \
	  python=$$({ for each in python$$version $${PYENV_ROOT:-$$HOME/.pyenv}/versions/$$version.*/bin/python; do \
	    "$$each" -c 'import sys; print(sys.executable)' && break; done; } 2>/dev/null); \
	  test -n "$$python" || { echo "Python $$version: not on this machine, not tested"; continue; }; \
	  echo "Python $$version: $$python"; \
	  $(UV) venv --quiet --clear --python $$python .matrix/$$version \
	    && $(UV) pip install --quiet --python .matrix/$$version --require-hashes --requirement requirements-dev.lock \
	    && $(UV) pip install --quiet --python .matrix/$$version --no-deps --editable . \
	    && .matrix/$$version/bin/pytest -n 2 -m "not server" || exit 1; \
	done

# Every attack at the service that runs with these settings, on loopback only: strangers, replays, guesses, oracles, used-up
# budgets. A demo is to be fresh, and is used up afterwards; a production gets what needs no demo people.
attack: .venv/ready
	$(BIN)/python -m tests.attacks

# Random calls against a model, and random requests against the API's document, others each time; and a crowd that signs
# at once. Then every call in each language on each database, of which `make test` makes a diagonal, and the last release
# beside this version, one in the place of the other every ten seconds: its commit has to be in this clone.
soak: .venv/ready
	SOAK_SQUARE=yes $(BIN)/pytest -n 2 tests/journeys tests/signing/test_kills.py tests/canaries
	SOAK_CALLS=50000 $(BIN)/pytest tests/model
	SOAK_REQUESTS=50000 $(BIN)/pytest tests/api/test_conformance.py
	SOAK_DEPLOYS=6 SOAK_DEPLOYS_EVERY=10 $(BIN)/pytest tests/deploys
	BAD_DAY_SECONDS=1800 $(BIN)/pytest tests/bad_days
	SOAK_SIGNERS=200 SOAK_APPLICATIONS=100 \
	  $(BIN)/pytest tests/storage/test_concurrent_signing.py tests/signing/test_crowd.py

# What `deploy/`, Dockerfile, compose.yaml and OPERATIONS.md are worth: real proxies, rules and linters, which come from
# Debian and by requirements-field.lock. As root, where one of them is still to be installed.
field: .venv/ready
	tests/field/install
	PATH="$$PATH:/usr/sbin" $(BIN)/pytest -o "python_files=field_*.py" tests/field

# The wheel, in dist/: built by a locked backend in an environment of its own.
wheel:
	python3 -m venv --clear build/venv
	build/venv/bin/pip install --quiet --require-hashes --requirement requirements-build.lock
	build/venv/bin/hatchling build --target wheel

format: .venv/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

locks:
	$(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	  --extra postgres --output-file requirements.lock pyproject.toml
	$(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --group dev \
	  --output-file requirements-dev.lock pyproject.toml
	for group in build field; do \
	  $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --group $$group \
	    --output-file requirements-$$group.lock || exit 1; \
	done

clean:
	rm -rf .venv .matrix .field build dist .creditline .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
