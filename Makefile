# Every task sets up what it needs. `make help` lists them.
VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin
QUARTER ?=
FUZZ ?= 2000
export MPLCONFIGDIR := $(CURDIR)/$(VENV)/matplotlib

.DEFAULT_GOAL := help
.PHONY: help book example-site check evaluate test quick coverage mutants fuzz bench backtest catalogue lint lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

book: $(VENV)/book ## Make the newest quarter's HTML and PDF (another: make book QUARTER=2024K2)
	$(BIN)/kvartalsbog build $(QUARTER)

example-site: $(VENV)/book ## Publish the example year as a site, the four quarters and a correction, into _build/example-site (two minutes)
	$(BIN)/python scripts/make_example_site.py

check: $(VENV)/book ## Check the plan and the readings
	$(BIN)/kvartalsbog check $(QUARTER)

evaluate: $(VENV)/book ## Print the scorecard
	$(BIN)/kvartalsbog evaluate $(QUARTER)

test: $(VENV)/dev $(VENV)/tools ## Run every test
	$(BIN)/pytest -n auto --dist loadgroup --no-loadscope-reorder

ROOMS := audit content disclosure files kinds pages plan verdicts words
quick: $(VENV)/dev ## Run the unit tests, for the working loop (half a minute)
	$(BIN)/pytest -n auto --dist loadgroup --no-loadscope-reorder -q -m "not slow" $(ROOMS:%=tests/%) tests/test_layers.py tests/test_periods.py tests/test_surroundings.py

coverage: $(VENV)/dev $(VENV)/tools ## Run every test; tell which branches of each room none has taken, and which assertions none came to (half an hour)
	rm -f .coverage .coverage.*
	$(BIN)/coverage run -m pytest -n auto --dist loadgroup --no-loadscope-reorder $(ONLY)
	$(BIN)/coverage combine --quiet
	$(BIN)/python scripts/coverage_of_rooms.py

mutants: $(VENV)/dev ## Change the program's judgement in thousands of places; a test must fail for each (hours; one room: ONLY="kvartalsbog.kinds.*")
	$(BIN)/pip install --quiet --disable-pip-version-check mutmut==3.8.1  # with a dozen packages that nothing else needs
	$(BIN)/mutmut run $(ONLY)
	$(BIN)/mutmut results

fuzz: $(VENV)/dev ## Try thousands of mutants of everything that is read (more: make fuzz FUZZ=10000; some: ONLY="plans series")
	PYTHONPATH=tests $(BIN)/python -m fuzz --runs $(FUZZ) $(ONLY)
	$(if $(ONLY),,$(BIN)/python tests/fuzz_disclosure.py --seeds 0 $(FUZZ))
	$(if $(ONLY),,$(BIN)/python tests/fuzz_audit.py --seeds 0 $(FUZZ))
	$(if $(ONLY),,KVARTALSBOG_EXAMPLES=10 $(BIN)/pytest -n auto --dist loadgroup -q -m dear)

bench: $(VENV)/dev ## Measure everything against what one would do otherwise, into docs/benchmarks.md (some: ONLY="build sites")
	PYTHONPATH=scripts $(BIN)/python -m bench $(ONLY)

backtest: $(VENV)/book ## Try the projection on invented series, into docs/backtest.md and for the method page
	PYTHONPATH=scripts $(BIN)/python -m backtest

catalogue: $(VENV)/book ## Write the template that a language's catalogue is made from
	$(BIN)/python scripts/catalogue.py

lint: $(VENV)/dev ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock: $(VENV)/dev ## Pin the newest allowed versions again, for every system and Python at once
	$(LOCK) --upgrade --output-file requirements.txt pyproject.toml
	$(LOCK) --upgrade --output-file requirements-dev.txt requirements-dev.in

clean: ## Remove what was built
	rm -rf _build mutants .coverage .coverage.* $(VENV)

$(VENV)/book: requirements.txt pyproject.toml
	@echo "Opsætning, kun første gang og efter en opdatering. Det tager et til to minutter og henter pakker fra nettet:"
	@echo "  1 af 3: et miljø til Python i $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@echo "  2 af 3: de pakker, som requirements.txt nævner, hver med sin kontrolsum (det meste af tiden)"
	@$(BIN)/pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements.txt
	@echo "  3 af 3: programmet selv"
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: $(VENV)/book requirements-dev.txt
	@echo "Opsætning til prøverne, kun første gang. Det tager et til to minutter: pakkerne i requirements-dev.txt"
	@$(BIN)/pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/tools: scripts/install_test_tools.sh tests/tools/package-lock.json
	@echo "Værktøj til prøverne, kun første gang. Det tager to til ti minutter: Chromium, Java, LibreOffice og andet, hvor det må hentes"
	@scripts/install_test_tools.sh $@
