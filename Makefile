# Everything a person does with a checkout. `make` lists it.
# Needs make and Python 3.11 or newer. All else comes from the Python package index into .venv.

PYTHON ?= python3
VENV := .venv/bin/python
ARGS ?=
BOOTSTRAP := $(PYTHON) chargeback/quickstart/bootstrap.py
LOCK := $(BOOTSTRAP) uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml

.PHONY: help run test faults chaos year lint bench bench-web oracle lock screenshots vendor clean-state
.NOTPARALLEL:

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: ## the whole portal with a demo company, on this machine, until Ctrl-C (ARGS="--port 9000 --no-demo")
	@$(BOOTSTRAP) quickstart
	@exec $(VENV) -m chargeback.quickstart --with-parent $(ARGS)

# The tests bring their own servers; a database that the environment names is never touched. Files keep the order of
# tests/conftest.py, the long ones first; pytest-xdist would keep those with few tests, and so the longest, for the end.
test: ## the whole suite, on its own PostgreSQL and Redis (ARGS="-k statement")
	@$(BOOTSTRAP) development
	@$(PYTHON) tests/chromium.py
	@unset DATABASE_URL REDIS_URL; exec $(VENV) -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

faults: ## break Cost Explorer in every known way and show what the portal makes of it (ARGS="--only token --why")
	@$(BOOTSTRAP) development
	@unset DATABASE_URL REDIS_URL; exec $(VENV) -m tests.faults $(ARGS)

chaos: ## kill workers, Redis and PostgreSQL during pulls and look for anything wrong (ARGS="--seed 7 --kills 50")
	@$(BOOTSTRAP) development
	@exec $(VENV) -m tests.chaos $(ARGS)

year: ## close a year of months while all behind them changes, or kill it midway (ARGS="--histories 200 --months 6" or ARGS="--kills 100")
	@$(BOOTSTRAP) development
	@exec $(VENV) -m tests.closing $(ARGS)

lint: export CHARGEBACK_DEMO = 1
lint: ## style, types, layers, templates, missing migrations
	@$(BOOTSTRAP) development
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(VENV) -m mypy .
	$(VENV) -c "from importlinter.cli import lint_imports_command as c; c()"
	git ls-files -z -- '*.html' | xargs -0 -r .venv/bin/djade --check --target-version 5.2
	$(VENV) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

bench: ## times the portal beside its competitors, from PyPI into .venv-bench (ARGS="engine --rounds 3")
	@$(BOOTSTRAP) bench
	@unset DATABASE_URL REDIS_URL; exec .venv-bench/bin/python -m tests.bench $(ARGS)

bench-web: ## pages under load with 100,000 and a million records (ARGS="--rounds 10 --records 10000000")
	@$(BOOTSTRAP) development
	@unset DATABASE_URL REDIS_URL; exec $(VENV) -m tests.bench web $(ARGS)

oracle: ## the engine beside an independent oracle on 100,000 random companies (ARGS="COUNT FIRST-SEED")
	@$(BOOTSTRAP) development
	@exec $(VENV) -m tests.engine.test_oracle $(ARGS)

lock: ## choose the packages anew from pyproject.toml (ARGS=--upgrade takes the newest)
	$(LOCK) --extra quickstart --group dev -o requirements/development.txt $(ARGS)
	$(LOCK) --extra quickstart -c requirements/development.txt -o requirements/quickstart.txt $(ARGS)
	$(LOCK) -c requirements/development.txt -o requirements/production.txt $(ARGS)
	$(LOCK) --extra quickstart --group bench -c requirements/development.txt -o requirements/bench.txt $(ARGS)

screenshots: ## take the pictures in docs/ anew, of a demo company of their own
	@$(BOOTSTRAP) development
	@$(PYTHON) tests/chromium.py
	@exec $(VENV) -m tests.browser.documented

vendor: ## fetch the pinned browser libraries anew (needs npm)
	$(PYTHON) static/vendor/refresh.py

clean-state: ## forget everything that `make run` keeps: database, queue, logs
	@$(BOOTSTRAP) quickstart
	@$(VENV) -m chargeback.quickstart --forget
