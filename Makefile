# make demo   install into .venv and lint examples/
# make test   install into .venv with the dev extra; run all checks and tests
# make check  the same checks in the environment at hand
# make docs   write docs/rules.md anew (make picture: the README's picture)
# make format rewrite the sources as the checks want them

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check format picture docs

demo: $(BIN)/replylint
	@$(BIN)/replylint check examples/ --fail-on never

test: $(VENV)/dev
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(MAKE) --no-print-directory check

check:
	ruff format --check .
	ruff check .
	mypy
	pytest -n auto --dist worksteal

format:
	ruff format .
	ruff check --fix .

picture:
	python docs/picture.py

docs:
	python docs/make_rules.py

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(BIN)/replylint: $(BIN)/python pyproject.toml
	$(BIN)/pip install --quiet --editable .
	@touch $(BIN)/replylint

$(VENV)/dev: $(BIN)/python pyproject.toml
	$(BIN)/pip install --quiet --editable ".[dev]"
	@touch $(VENV)/dev
