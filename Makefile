# make run    the reading desk on an archive in this folder, with the seed articles when it is new
# make test   everything that has to hold: style, types, layers, tests
# make bench  every benchmark; each prints its own table
# make torture  every promise of SECURITY.md attacked many times; OPTIONS="--only damages kills --kills 5"
# make coverage  all tests, and how much of each package they execute, by lines and branches
# make mutants   changes of the modules at random, and those that no test notices; OPTIONS="--count 50 --seed 2"
# make reference  docs/reference, from the commands and the key table
# make pictures  the pictures of the README, drawn by the app itself
# make release VERSION=0.2.0  sets the version, builds wheel and sdist, installs and tries both, commits and tags
# make lock   requirements.lock from pyproject.toml
# make clean  takes away what the others built, but not the archive

# The environment, and the Python that it is made with: the first of these that is 3.11 or newer.
# Another one, for once: make test VENV=.venv-3.13 PYTHON=python3.13
VENV := .venv
PYTHON := python3 python3.13 python3.12 python3.11
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ARCHIVE := .onrecord
# Tests of the desk wait for it half of their time, so twice as many processes as processors are busy.
# Each begins with tests that stand together, so what a module or a session makes once is made in one of them.
WORKERS := -n 4 --dist worksteal

.PHONY: run test bench torture coverage mutants reference pictures release lock clean
.DELETE_ON_ERROR:

run: $(READY)
	@test -e $(ARCHIVE)/archive.db || { echo "Adding the seed article to a new archive, $(ARCHIVE)"; \
		$(BIN)/onrecord add --seed --archive $(ARCHIVE); }
	@ONRECORD_ARCHIVE=$(ARCHIVE) $(BIN)/onrecord

# Tests start onrecord hundreds of times, and each of their processes reads all of them. So they are compiled once, also
# where the environment keeps compiled modules from being written.
test coverage: export PYTHONDONTWRITEBYTECODE =

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest $(WORKERS)

bench: $(READY)
	@for program in $$(grep -l '^def main' benchmarks/*.py); do \
		echo "$$program"; $(BIN)/python -m "benchmarks.$$(basename "$$program" .py)" || exit 1; done

torture: $(READY)
	@$(BIN)/python -m tools.torture $(OPTIONS)

coverage: $(READY)
	@mkdir -p build/coverage
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest $(WORKERS) $(TESTS); failed=$$?; \
	$(BIN)/coverage combine --quiet && $(BIN)/coverage json --quiet -o build/coverage.json \
		&& $(BIN)/python -m tools.coverage_figures build/coverage.json $(if $(TESTS),,--write) && exit $$failed

mutants: $(READY)
	@$(BIN)/python -m tools.mutants $(OPTIONS)

reference: $(READY)
	$(BIN)/python -m docs.reference

pictures: $(READY)
	$(BIN)/python -m docs.pictures

release: $(READY)
	$(BIN)/python -m tools.release "$(VERSION)"

lock: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --extra dev pyproject.toml -o requirements.lock --generate-hashes >/dev/null
	$(BIN)/python -m tools.licences

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# The environment, with exactly what the lock file says. A Python that will do is looked for by name. The lock has the
# dependencies of all packages, so pip looks for no others; it would warn of an extra of lxml that is spelled otherwise.
$(READY): requirements.lock pyproject.toml
	@python=$$(for name in $(PYTHON); do \
		$$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; \
	done); \
	if [ -z "$$python" ]; then \
		echo "onrecord needs Python 3.11 or newer with venv; install it (as python3.13, say) and run make again." >&2; exit 1; \
	fi; \
	echo "Making the environment $(VENV) with $$($$python --version)"; \
	test -x $(BIN)/python && $(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| $$python -m venv --clear $(VENV)
	@echo "Installing the $$(grep -c == requirements.lock) packages of requirements.lock; the first time this takes minutes"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@echo "Installing onrecord from this folder"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@
