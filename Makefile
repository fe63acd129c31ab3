# Harborline. Needs Python 3.11 or newer and make; everything else is installed into .venv, .cache and var.
# `make help` lists the targets.

PYTHON ?= $(or $(shell for name in python3.11 python3.12 python3.13 python3.14 python3; do \
	command -v $$name && break; done),$(error Harborline needs Python 3.11 or newer: no python3 is installed))
RUN    := .venv/bin/python
# Runs a command beside a PostgreSQL and a Redis of its own.
BESIDE := $(RUN) -m infra.up.temporary
LOCK   := .cache/lock/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet $(UPGRADE)
STEPS  := $(MAKE) --no-print-directory --keep-going
TESTS  ?= tests

.DEFAULT_GOAL := help
.PHONY: help run reset test check format lint lock seed migrate shell bench prove judge install install-dev

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: install ## Start the market: services, tables, demo data, pages, sockets, worker (Ctrl-C stops all)
	@exec $(RUN) -m infra.up

reset: ## Remove the market's data (var/); the next start begins anew
	@$(PYTHON) infra/up/reset.py

test: install-dev ## Everything: static checks, unit, integration and browser tests (TESTS=path for a part)
	@$(PYTHON) infra/up/testtools.py
	@$(BESIDE) $(STEPS) .check .pytest

check: install-dev ## The fast half: format, lint, types, imports, migrations, architecture
	@$(BESIDE) $(STEPS) -j2 --output-sync .check

format: install-dev ## Format the code and fix what ruff can fix
	$(RUN) -m ruff check --fix --quiet .
	$(RUN) -m ruff format --quiet .

lint: install-dev ## Only ruff
	$(RUN) -m ruff check .

lock: ## Write the locks anew after a change of pyproject.toml (UPGRADE=--upgrade takes newer versions)
	@test -x .cache/lock/bin/uv || { $(PYTHON) -m venv .cache/lock && .cache/lock/bin/pip install --quiet uv; }
	$(LOCK) --output-file infra/lock/run.txt
	$(LOCK) --group dev --output-file infra/lock/dev.txt

seed: ## Load the demo market, or a real catalogue: make seed CATALOG=../shared/data/icecat/products.jsonl.gz
	$(RUN) manage.py seed $(if $(CATALOG),--catalog $(CATALOG))

migrate: ## Bring the running market's tables to the newest version
	$(RUN) manage.py migrate
	$(RUN) manage.py grant_app_role

shell: ## A Python shell in the running market
	$(RUN) manage.py shell

bench: install-dev ## Measure beside the floor, on the real catalogue: make bench NAME=pages
	@$(PYTHON) infra/up/testtools.py bench
	@LOG_LEVEL=WARNING $(BESIDE) --durable $(RUN) manage.py bench $(NAME) $(if $(CATALOG),--catalog $(CATALOG))

prove: install-dev ## Try to break the ledger all night: histories, mutants, kills, power cuts (SIZE=ci: in minutes)
	@$(BESIDE) $(RUN) -m infra.prove --size $(or $(SIZE),night) $(SUITE)

judge: install-dev ## Serve the journal to an outside judge on a scratch database; prints its address (PORT=8099)
	@exec $(RUN) -m infra.prove.judge

install:
	@$(PYTHON) infra/up/bootstrap.py run

install-dev:
	@$(PYTHON) infra/up/bootstrap.py dev

# The steps of check and test; each shows all it has to say, also when another fails.
.PHONY: .check .pytest .ruff .imports .types .django .architecture
.check: .ruff .imports .types .django .architecture
.ruff:
	$(RUN) -m ruff format --check --quiet .
	$(RUN) -m ruff check --quiet .
.imports:
	.venv/bin/lint-imports --no-logo
.types:
	$(RUN) -m mypy
.django:
	$(RUN) manage.py check
	$(RUN) manage.py makemigrations --check --dry-run
.architecture:
	$(RUN) -m pytest tests/architecture -q

.pytest:
	PATH="$(CURDIR)/.cache/bin:$$PATH" $(RUN) -m pytest -n auto --dist loadfile $(TESTS)
