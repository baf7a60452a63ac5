# Two commands set everything up on a fresh machine with Python 3.11+ and make:
#   make demo   shows what one unit owns
#   make test   runs every check
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -q

.PHONY: demo test check golden wording docs lock bench clean

demo: $(VENV)/run.stamp
	@$(BIN)/zeren owns 区水利局
	@echo
	@echo "$(BIN)/zeren --help"

test: $(VENV)/dev.stamp check
	$(BIN)/python -X warn_default_encoding -m pytest --cov --cov-report=term

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

golden: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -q tests --update-golden

wording: $(VENV)/dev.stamp
	for language in en zh; do \
	  $(BIN)/pybabel -q compile -i matrices/locale/$$language/LC_MESSAGES/zeren.po \
	    -o matrices/locale/$$language/LC_MESSAGES/zeren.mo -l $$language; done

docs: $(VENV)/dev.stamp
	$(BIN)/python -m tests.generated_docs

# needs the network; the files it writes name packages and hashes, no address
lock:
	$(PYTHON) -m pip install -q uv
	$(PYTHON) -m uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url \
	  --python-version 3.11 pyproject.toml -o requirements/run.txt
	$(PYTHON) -m uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url \
	  --python-version 3.11 --group build -o requirements/build.txt
	$(PYTHON) -m uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url \
	  --python-version 3.11 -c requirements/run.txt -c requirements/build.txt \
	  pyproject.toml --group build --group test --group lint -o requirements/dev.txt

bench: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist .coverage .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
