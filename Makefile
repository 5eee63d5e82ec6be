# Everything a person or a machine runs here: each target sets up what it needs first, and does no work twice.

SHELL := /bin/sh
BIN := .venv/bin
PYTHON ?=
SELFIES ?=
STYLE ?=
ONLY ?=
ARGS ?=
# A path with spaces or quotes must reach the command as one word.
quote = '$(subst ','\'',$(1))'

.PHONY: help setup demo test check perfect app bench lock clean
.DEFAULT_GOAL := help

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-7s %s\n", $$1, $$2}' Makefile

setup: ## Everything the other targets need, in .venv; PYTHON=python3.12 chooses the interpreter
	@sh setup/start.sh $(call quote,$(PYTHON))

demo: setup ## The main job without any account; SELFIES=folder STYLE=linkedin use your own photos
	@$(BIN)/closeup demo $(if $(SELFIES),--selfies $(call quote,$(SELFIES))) $(if $(STYLE),--style $(call quote,$(STYLE)))

test: setup ## The whole test suite; ARGS="-k ledger" chooses
	@$(BIN)/python -m pytest -q -n auto --dist loadgroup --no-loadscope-reorder $(ARGS)

check: setup ## Formatting, lint, types, import contracts, dependencies, migrations
	@$(BIN)/python -m setup.check

perfect: setup ## The files that move credits and money, every branch of them under test
	@$(BIN)/python -m tests.house.perfect_files -p no:warnings

app: setup ## The console as a folder that runs without Python, in dist/closeup-console
	@$(BIN)/pyinstaller --noconfirm --log-level ERROR --distpath dist --workpath build/console setup/console.spec

bench: setup ## Every benchmark, into bench.json; ONLY=ledger runs the names that start so
	@$(BIN)/python -m tests.bench $(call quote,$(ONLY))

lock: setup ## requirements.lock again, from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--group dev pyproject.toml -o requirements.lock

clean: ## Removes what was made here; the data folder with the model weights stays
	@rm -rf .venv build dist *.egg-info demo-output bench.json .coverage* .hypothesis
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
