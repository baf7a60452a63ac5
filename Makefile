# Two commands set everything up on a fresh machine with Python 3.11+ and make:
#   make demo   shows what one unit owns
#   make test   runs every check
# While you work, make quick runs all but the slow tests, without measuring coverage.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -q
# On all cores; a worker that has nothing left to do takes tests from another. The variable
# stands for -X warn_default_encoding, which the workers would not get.
PYTEST := PYTHONWARNDEFAULTENCODING=1 $(BIN)/python -m pytest -n auto --dist worksteal

.PHONY: demo test quick quick-tests check engines golden wording docs lock mutants bench clean

demo: $(VENV)/run.stamp
	@$(BIN)/zeren owns 区水利局
	@echo
	@echo "$(BIN)/zeren --help"

test: $(VENV)/dev.stamp check
	$(PYTEST) --cov --cov-report=term

# a test among the slowest that is over half a second on an idle machine wants @pytest.mark.slow
quick: check
	$(PYTEST) -q -m "not slow" --durations=5 --durations-min=0.5

# the same for another Python: make quick-tests PYTHON=python3.13 VENV=build/3.13
quick-tests: $(VENV)/dev.stamp
	$(PYTEST) -q -m "not slow"

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

# what is installed is exactly what the lock files name, hash by hash
$(VENV)/run.stamp: requirements/run.txt pyproject.toml
	test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements/build.txt -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements/dev.txt
	$(PIP) install --require-hashes -r requirements/dev.txt
	touch $@

# DuckDB, Spark and the translator between them: 600 MB that only some tests need
engines: $(VENV)/engines.stamp

$(VENV)/engines.stamp: $(VENV)/dev.stamp requirements/engines.txt
	$(PIP) install --require-hashes --no-build-isolation -r requirements/engines.txt
	touch $@

golden: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -q tests --update-golden

wording: $(VENV)/dev.stamp
	for language in en zh; do \
	  $(BIN)/pybabel -q compile -i matrices/locale/$$language/LC_MESSAGES/zeren.po \
	    -o matrices/locale/$$language/LC_MESSAGES/zeren.mo -l $$language; done

docs: $(VENV)/dev.stamp
	$(BIN)/python -m tests.generated_docs

# Needs the network. The files it writes name packages and hashes, no address; what they pin
# already stays as it is (for newer versions: make lock UPGRADE=--upgrade). lowest.txt holds the
# oldest versions that pyproject.toml allows, for a run of CI; it is made afresh, since pins that
# are kept would hide a bound that was lowered.
LOCK := build/lock
COMPILE = $(LOCK)/bin/uv pip compile -q $(UPGRADE) --universal --generate-hashes --no-header \
  --no-emit-index-url --python-version 3.11
lock:
	$(PYTHON) -m venv $(LOCK)
	$(LOCK)/bin/python -m pip --disable-pip-version-check install -q uv
	$(COMPILE) pyproject.toml -o requirements/run.txt
	$(COMPILE) --group build -o requirements/build.txt
	$(COMPILE) -c requirements/run.txt -c requirements/build.txt \
	  pyproject.toml --group build --group test --group lint -o requirements/dev.txt
	$(COMPILE) -c requirements/dev.txt --group engines -o requirements/engines.txt
	rm -f requirements/lowest.txt
	$(COMPILE) --resolution lowest-direct \
	  pyproject.toml --group build --group test -o requirements/lowest.txt
	@! grep -nE '://|@|^-|# via -. /' requirements/*.txt

# Changes the notation and the answers in small ways and lists the changes that no test notices.
# Goes on where it stopped; for a part: make mutants MUTANTS='matrices.notation.*'
MUTATION := build/mutation
mutants: $(MUTATION)/stamp
	$(MUTATION)/bin/python -m mutmut run $(if $(MUTANTS),'$(MUTANTS)')
	$(MUTATION)/bin/python -m mutmut results | grep -v 'not checked' || echo 'none survived'

$(MUTATION)/stamp: requirements/build.txt requirements/dev.txt
	$(PYTHON) -m venv $(MUTATION)
	$(MUTATION)/bin/python -m pip --disable-pip-version-check -q install --require-hashes \
	  -r requirements/build.txt -r requirements/dev.txt
	$(MUTATION)/bin/python -m pip --disable-pip-version-check -q install 'mutmut>=3.8,<4'
	touch $@

bench: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist .coverage .mypy_cache .ruff_cache .pytest_cache .import_linter_cache mutants
