PORT ?= 8000
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest --dist worksteal
CODE := gymsite exercises members trainers tests
TEMPLATES = $(shell find templates -name '*.html')
WORKERS ?= auto

.PHONY: run dev test check bench storm seed format lint types templates tests-sqlite tests-postgres

run: .venv/runtime staticfiles/.collected
	PORT=$(PORT) $(PYTHON) -m gymsite.serve

dev: .venv/dev var/env
	DEBUG=1 PORT=$(PORT) $(PYTHON) -m gymsite.serve --dev

seed: .venv/runtime var/env
	$(PYTHON) manage.py migrate --verbosity 0
	$(PYTHON) manage.py load_guides
	$(PYTHON) manage.py seed_demo

test: .venv/dev
	$(PYTEST) -n $(WORKERS) -rs

check: .venv/dev
	$(MAKE) --output-sync -j2 lint types templates
	$(MAKE) --output-sync=line -j2 tests-sqlite tests-postgres

format: .venv/dev
	$(PYTHON) -m ruff check --fix $(CODE) manage.py
	$(PYTHON) -m ruff format $(CODE) manage.py
	.venv/bin/djade $(TEMPLATES)

lint: .venv/dev
	$(PYTHON) -m ruff format --check $(CODE) manage.py
	$(PYTHON) -m ruff check $(CODE) manage.py
	.venv/bin/lint-imports
	DJANGO_SETTINGS_MODULE=tests.settings $(PYTHON) manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=tests.settings TEST_PUBLIC_URL=https://gym.example.test $(PYTHON) manage.py check --deploy --fail-level WARNING

types: .venv/dev
	$(PYTHON) -m mypy $(CODE) manage.py

templates: .venv/dev
	.venv/bin/djade --check $(TEMPLATES)
	$(PYTHON) -m djlint --lint --quiet templates

tests-sqlite: .venv/dev
	$(PYTEST) -n $(WORKERS) -rs

tests-postgres: .venv/dev
	@if [ -n "$(TEST_POSTGRES_URL)" ]; then \
	  TEST_DATABASE_URL=$(TEST_POSTGRES_URL) $(PYTEST) -n $(WORKERS) -rs --ignore=tests/browser; \
	elif [ -n "$(CI)" ]; then \
	  echo "TEST_POSTGRES_URL is not set, and CI skips nothing"; exit 1; \
	else \
	  echo "Skipped the tests on PostgreSQL: TEST_POSTGRES_URL is not set."; \
	fi

bench: .venv/dev
	$(PYTHON) -m tests.bench

storm: .venv/dev
	STORM_ROUNDS=$(or $(STORM_ROUNDS),60) $(PYTEST) -n 0 -rP tests/concurrency
	@if [ -n "$(TEST_POSTGRES_URL)" ]; then \
	  STORM_ROUNDS=$(or $(STORM_ROUNDS),60) TEST_DATABASE_URL=$(TEST_POSTGRES_URL) $(PYTEST) -n 0 -rP tests/concurrency; \
	else \
	  echo "Skipped the storm on PostgreSQL: TEST_POSTGRES_URL is not set."; \
	fi

var/env: .venv/runtime
	PORT=$(PORT) $(PYTHON) -m gymsite.first_start

.venv/bin/python:
	python3 -m venv .venv

.venv/runtime: .venv/bin/python requirements.txt
	$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev: .venv/runtime requirements-dev.txt
	$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

staticfiles/.collected: .venv/runtime var/env $(shell find static -type f)
	$(PYTHON) manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@
