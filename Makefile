# `make run` serves, `make test` tests, `make check` is what .ci/run calls. `make help` lists all.
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
PACKAGES := app competences recommender
PO := $(wildcard translations/*/LC_MESSAGES/messages.po)
MO := $(PO:.po=.mo)

.DEFAULT_GOAL := help
.PHONY: help run test check bench report golden translations lock clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: .venv/run $(MO) ## install, prepare the embedded database, load the demonstration catalogue, serve
	@$(BIN)/flask --app app prepare
	@echo "Azimut is at http://127.0.0.1:$(PORT)"
	@$(BIN)/gunicorn --config app/server.py --bind 127.0.0.1:$(PORT) "app:create_app()"

test: .venv/dev $(MO) .venv/chromium ## run all tests
	@$(BIN)/pytest $(ARGS)

check: .venv/dev $(MO) ## format, lint, types, import contracts, templates, translations, item banks, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/djlint app/templates --check --lint --quiet
	$(BIN)/codespell
	$(BIN)/python -m tests.house.translations
	$(BIN)/python -m competences lint
	@$(MAKE) --no-print-directory test ARGS="--cov --cov-report=term:skip-covered $(ARGS)"

bench: .venv/dev $(MO) ## every published figure as a table and as bench.json
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m bench

report: .venv/dev ## docs/measurement.md and its figures anew, from simulation
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m bench.report

golden: .venv/dev ## write the golden runs anew; read the difference before you commit it
	@$(BIN)/python -m tests.golden

translations: .venv/dev ## renew the template and merge it into the four languages
	@$(BIN)/pybabel -q extract -F pyproject.toml -k mark -k mark_plural:1,2 -k lazy -k lazy_plural:1,2 --no-location --sort-output \
		--project azimut --version "" --copyright-holder "Azimut" -o translations/messages.pot .
	@for language in nl fr de en; do \
		$(BIN)/pybabel -q update -N --no-wrap --ignore-pot-creation-date -i translations/messages.pot -d translations -l $$language; done

lock: .venv/dev ## renew the lock files from pyproject.toml
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group dev pyproject.toml -o requirements-dev.lock

clean: ## take away what make made (not the database)
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis $(MO)

.venv/run: requirements.lock
	@test -d .venv || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/dev: .venv/run requirements-dev.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# Browser tests want a Chromium; where it is missing and we may install it, we do. Elsewhere those tests say so.
.venv/chromium: .venv/run
	@command -v chromium >/dev/null || test "$$(id -u)" != 0 || ! command -v apt-get >/dev/null \
		|| { apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium >/dev/null; } || true
	@touch $@

%.mo: %.po .venv/run
	@$(BIN)/pybabel -q compile -i $< -o $@
