# Everything runs in .venv, which `make setup` makes. Nothing is done twice: a set-up that is in
# order is left alone.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
INSTALLED := .venv/installed
EMBEDDER := resources/models/embedder/manifest.json
SECOND_READER := resources/models/second_reader/manifest.json
RECIPE := resources/models/*.py requirements-models.lock
ADAPTER := resources/models/tuning/adapter.safetensors
LEARNT := resources/models/second_reader/learnt.safetensors

# The first Python that is new enough; `make PYTHON=…` chooses another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && exit; done; echo python3)

.PHONY: help setup model run test eval bench lock clean installers installers-test

help:
	@echo 'make run     set up, index the sample documents, open the window'
	@echo 'make test    set up, run the checks and the tests'
	@echo 'make setup   set up only: system libraries, packages, the models'
	@echo 'make model   build the models that are not kept as they ship'
	@echo 'make eval    measure retrieval and answers on an evaluation set; MODEL=file.gguf composes'
	@echo 'make bench   measure speed'
	@echo 'make installers       build and sign packages and media with throw-away keys'
	@echo 'make installers-test  install, use, alter and remove them in clean trees, as root'
	@echo 'make lock    pin the packages anew (needs uv)'
	@echo 'make clean   remove what was built; keeps .venv'

setup: $(INSTALLED) $(EMBEDDER) $(SECOND_READER)

model: $(EMBEDDER) $(SECOND_READER)

$(INSTALLED): scripts/setup.py scripts/system_libraries.py requirements-dev.lock pyproject.toml
	@$(PYTHON) scripts/setup.py
	@touch $@

$(EMBEDDER): $(wildcard $(RECIPE)) $(ADAPTER) | $(INSTALLED)
	@echo 'Building the embedding model (downloads 490 MB for both models the first time) …'
	@$(BIN)/python resources/models/build_embedder.py

$(SECOND_READER): $(wildcard $(RECIPE)) $(LEARNT) resources/models/reader/export.py | $(EMBEDDER)
	@echo 'Building the larger reader (about a minute) …'
	@$(BIN)/python resources/models/build_second_reader.py

run: setup
	@$(BIN)/hangar index resources/samples --library Samples
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then $(BIN)/hangar desktop; else scripts/tour; fi

test: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	MYPYPATH=resources/models $(BIN)/mypy resources/models/*.py resources/models/reader/*.py \
		resources/models/tuning/*.py \
		scripts/*.py benchmarks/*.py
	$(BIN)/mypy -p installers
	$(BIN)/lint-imports
	@# What is not there and cannot be installed is named; the tests that need it say so and are left out.
	-@$(BIN)/python -m installers.debian_tools
	$(BIN)/pytest
	$(BIN)/python -m installers.test.quick

installers: setup
	@$(BIN)/python -m installers.rehearse

installers-test: setup
	@$(BIN)/python -m installers.test

eval: setup
	$(BIN)/python benchmarks/evaluate.py $(if $(MODEL),--model $(MODEL))

bench: setup
	@for name in embedder reading indexing unchanged_tree asking composing; do \
		echo "== $$name"; PYTHONPATH=resources/models $(BIN)/python -m benchmarks.$$name || exit; done

UV ?= $(shell command -v uv || echo $(BIN)/uv)
LOCKED := pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate \
	--no-header --python-version 3.11 pyproject.toml

lock:
	$(UV) $(LOCKED) --output-file requirements.lock
	$(UV) $(LOCKED) --extra dev --constraint requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf build dist *.egg-info resources/models/embedder .*_cache
	rm -f $(addprefix resources/models/second_reader/,manifest.json model.onnx tokenizer.json)
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
