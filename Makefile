# The stable interface to the project. `make help` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Only as `make up SERVICES=…`: variables of these names are set in many shells for other programs.
SERVICES =
SEED =
FORMAT =
SOURCE ?=
MEASURE =
PARSER =
RUNS =
PYTHON ?= python3
UV_VERSION := 0.13.9
TOOLS := .local/tools
# uv from the PATH where there is one, else our own in .local/tools.
UV := $(shell command -v uv 2>/dev/null || echo $(TOOLS)/bin/uv)
# CDK runs on Node; it comes as a wheel only where none is installed.
NODE := $(shell command -v node >/dev/null 2>&1 || echo --group node)
PROJECTS := $(shell find . -name pyproject.toml -not -path './.venv/*' -not -path './.local/*' -not -path './build/*')
# The packages under plugins/: each is its folder, and in no list.
PLUGINS := $(sort $(wildcard plugins/*/*/pyproject.toml))
BUILT_IN := $(foreach project,$(PLUGINS),--package $(shell sed -n 's/^name = "\(.*\)"/\1/p' $(project)))
RUN := .venv/bin/python -m
# Two halves of the tests run side by side: one computes, and takes what the other leaves while that waits for a cloud.
COMPUTING := tests/unit tests/contract tests/conformance tests/infra
WAITING := tests/e2e tests/chaos tests/integration tests/security tests/fuzz
# Its last words are those of programs that it started; what it found is said once more behind them.
COMPUTED := build/tests.log
SYNC := $(UV) sync --frozen --quiet --inexact --python $(PYTHON)

export PATH := $(CURDIR)/$(TOOLS)/bin:$(PATH)
unexport VIRTUAL_ENV
# Some images forbid to keep what was compiled: each of the many processes would compile all that it imports again.
unexport PYTHONDONTWRITEBYTECODE
empty :=
export MYPYPATH := $(subst $(empty) $(empty),:,$(addprefix $(CURDIR)/,$(wildcard plugins/*/*/src tests/plugins/*/src)))

.PHONY: help
help: ## List the targets.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

$(TOOLS)/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11")'
	@$(PYTHON) -m venv $(TOOLS)
	@$(TOOLS)/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/.installed: uv.lock $(PROJECTS) | $(UV)
	@echo "installing (once)"
	@$(SYNC) --group deploy $(NODE)
	@$(SYNC) $(BUILT_IN) --all-extras
	@touch $@

.venv/.installed-dev: .venv/.installed
	@echo "installing the development tools (once)"
	@$(SYNC) --all-packages --all-extras --group deploy --group test --group lint --group docs --group bench $(NODE)
	@touch $@

.PHONY: demo
demo: up ## Import a PDF and a web page, make a podcast of them and trace its lines. SOURCE=<path or URL> takes your own; FORMAT=<name or all> makes other things.
	@$(RUN) williams_cli.demo $(if $(FORMAT),--format "$(FORMAT)") $(if $(SOURCE),"$(SOURCE)")

.PHONY: up
up: .venv/.installed ## Start the local cloud and deploy to it; repeatable. SERVICES=compose takes outside services.
	@$(RUN) williams_localcloud up $(if $(SERVICES),--services "$(SERVICES)")

.PHONY: down
down: .venv/.installed ## Stop the local cloud; the data stays.
	@$(RUN) williams_localcloud down

.PHONY: test
test: .venv/.installed-dev ## Run all tests.
	@mkdir -p build
	@nice $(RUN) pytest $(COMPUTING) --numprocesses 2 --dist loadgroup >$(COMPUTED) 2>&1 & computing=$$!; \
	trap 'kill "$$computing" 2>/dev/null || true' EXIT; \
	failed=0; \
	$(RUN) pytest $(WAITING) --numprocesses 2 --dist loadgroup || failed=1; \
	wait "$$computing" || failed=1; \
	cat $(COMPUTED); \
	grep -aE '^[0-9]+ [a-z]+.* in [0-9.]+s' $(COMPUTED) | tail -n 1 | grep . || failed=1; \
	exit "$$failed"

.PHONY: coverage
coverage: .venv/.installed-dev ## Run the half of the tests that computes, and fail where it covers less than 95 % of what is shipped.
	@$(RUN) pytest $(COMPUTING) --numprocesses 2 --dist loadgroup --cov --cov-report term:skip-covered --cov-fail-under 95

.PHONY: test-office
test-office: .venv/.installed-dev ## Open reports with LibreOffice, which has to be installed.
	@$(RUN) pytest tests/office

.PHONY: test-browser
test-browser: .venv/.installed-dev ## Show pages in Chromium, which has to be installed.
	@$(RUN) pytest tests/browser

.local/ace/.installed: tests/accessibility/package-lock.json
	@mkdir -p $(@D)
	@cp tests/accessibility/package.json tests/accessibility/package-lock.json $(@D)
	@cd $(@D) && PUPPETEER_SKIP_DOWNLOAD=true npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

.PHONY: test-ace
test-ace: .venv/.installed-dev .local/ace/.installed ## Check books with Ace by DAISY; node, npm and Chromium have to be installed.
	@$(RUN) pytest tests/accessibility

.PHONY: chaos
chaos: .venv/.installed-dev up ## Kill workers and servers at random under 200 jobs; SEED=<number> chooses when.
	@$(RUN) pytest tests/chaos -s --chaos-jobs 200 $(if $(SEED),--chaos-seed $(SEED))

.venv/.installed-fuzz: .venv/.installed-dev
	@$(SYNC) --all-packages --all-extras --group deploy --group test --group lint --group docs --group bench --group fuzz $(NODE)
	@touch $@

.PHONY: fuzz
fuzz: .venv/.installed-fuzz ## Change files until a parser fails, led by coverage; writes build/fuzz. RUNS=<inputs for each>, PARSER=<name>.
	@nice $(RUN) tests.fuzz $(if $(RUNS),--runs $(RUNS)) $(if $(PARSER),--parser $(PARSER))

.PHONY: lint
lint: .venv/.installed-dev ## Check style, types, imports and generated files.
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@$(RUN) tests.imports
	@$(RUN) tests.drift

.PHONY: bench
bench: .venv/.installed-dev up ## Measure speed and memory as ratios; writes build/bench.json.
	@$(RUN) tests.benchmarks

.PHONY: simulate
simulate: .venv/.installed-dev $(if $(MEASURE),up) ## Simulate AWS's limits and costs into docs/explanation/scaling.md. MEASURE=yes measures first.
	@$(RUN) tests.benchmarks.simulation $(if $(MEASURE),--measure)

.PHONY: docs
docs: .venv/.installed-dev ## Build the sample PDF and the generated files (state machines, openapi.json).
	@$(RUN) docs.samples.build
	@$(RUN) tests.drift --write
	@$(RUN) tests.infra.permissions_page

.PHONY: layers
layers: .venv/.installed ## Build the layers for AWS Lambda (arm64) into build/layers, and bring the engines' model files.
	@$(RUN) layers.build --target lambda --out build/layers
	@$(RUN) layers.models

.PHONY: clean
clean: down ## Stop the local cloud and delete everything that can be made again, its data included.
	@rm -rf .local build .venv
