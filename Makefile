# `make help` says what each target is for.

PORT ?= 8000
# pytest's parallel workers; WORKERS=0 runs in one process, as --pdb needs
WORKERS ?= 2
# the virtual environment; .ci/run builds a second one for the newer Django
VENV ?= .venv

PY = $(VENV)/bin/python
PROBE = -ESc 'import sys; print("%d.%d" % sys.version_info[:2]); sys.exit(sys.version_info < (3, 11))'
PO = readinglist/locale/zh_Hans/LC_MESSAGES/django.po
NO_DATABASE = DATABASE_URL=sqlite:///:memory:

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run prepare serve test bench torture check format messages lock licences audit clean venv runtime dev

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' Makefile

run: runtime ## serve the application with demonstration data at http://127.0.0.1:8000 (PORT=)
	@exec $(PY) manage.py demo --port $(PORT)

prepare: runtime ## bring database, search index and static files up to this version, for `make serve`
	@$(PY) manage.py prepare

serve: runtime ## serve the application for a group, with the settings in .env, which must be safe
	@exec $(PY) manage.py serve

test: dev ## run the whole suite, in a browser too (ARGS="-k import", WORKERS=0)
	@$(PY) tests/browser/chromium.py --install
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

bench: dev ## measure every page on catalogues of up to 100,000 papers (ARGS=--help, BENCH_DIR=, DATABASE_URL=)
	@$(PY) -m tests.benchmarks.scale $(ARGS)

torture: dev ## kill, reload, stop and fill up servers under load, and count what was lost (ARGS="kills --short")
	@$(PY) -m tests.torture $(ARGS)

check: dev ## check format, lint, types, templates, migrations and deployment settings
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy readinglist papers notes
	@$(PY) -m djlint templates --lint --quiet
	@$(NO_DATABASE) $(PY) manage.py makemigrations --check --dry-run
	@$(NO_DATABASE) $(PY) manage.py check
	@DEBUG=off HTTPS=on ALLOWED_HOSTS=example.org DATABASE_URL=postgres://readinglist@127.0.0.1/readinglist \
	  SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))') \
	  $(PY) manage.py check --deploy --fail-level WARNING

# Templates stay as written: djlint's reformatting moves significant white space.
format: dev ## fix what ruff can fix, and format the code
	@$(PY) -m ruff check --fix-only .
	@$(PY) -m ruff format .

messages: dev ## collect the texts to translate, and compile the translations
	@command -v msgfmt >/dev/null || { echo "The gettext tools are needed: apt install gettext, or brew install gettext." >&2; exit 1; }
	@$(NO_DATABASE) $(PY) manage.py makemessages --locale zh_Hans --add-location never --no-wrap \
	  --ignore '.venv*' --ignore tests --ignore var
	@grep -v '^"POT-Creation-Date' $(PO) >$(PO).new && mv $(PO).new $(PO)
	@$(NO_DATABASE) $(PY) manage.py compilemessages --locale zh_Hans --ignore '.venv*' --ignore var

lock: venv ## renew the lock files from pyproject.toml (ARGS=--upgrade)
	@$(PY) -m uv --version >/dev/null 2>&1 || $(PY) -m pip install -qq uv
	@$(LOCK) --output-file requirements.lock
	@$(LOCK) --group dev --constraints requirements.lock --output-file requirements-dev.lock

LOCK = $(PY) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --custom-compile-command "make lock" $(ARGS)

licences: dev ## write readinglist/THIRD_PARTY.md anew, after `make lock`
	@$(PY) -m tests.third_party

audit: dev ## ask whether a locked package has a known fault (ARGS=--must fails where nobody answers)
	@$(PY) -m tests.audit $(ARGS)

clean: ## remove the virtual environments and caches; the data in var/ stays
	@rm -rf .venv .venv-next .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage htmlcov test-results
	@find . \( -path ./var -o -path ./.git \) -prune -o -name __pycache__ -prune -exec rm -rf {} +

# A missing, broken or outdated virtual environment is built anew, from the first Python that really runs.
venv:
	@$(PY) $(PROBE) >/dev/null 2>&1 && exit; \
	chosen= found=; \
	for python in "$(PYTHON)" python3 python3.13 python3.12 python3.11 python; do \
	  version=$$("$$python" $(PROBE) 2>/dev/null) && chosen=$$python && break; \
	  found=$${found:-$$version}; \
	done; \
	if [ -z "$$chosen" ]; then \
	  echo "Python 3.11 or newer is needed; found $${found:-none}. Install it, or name one: make $(firstword $(MAKECMDGOALS)) PYTHON=/path/to/python3.12" >&2; exit 2; \
	elif ! "$$chosen" -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "Python $$version lacks its venv module. Install it (on Debian or Ubuntu: apt install python$$version-venv) and try again." >&2; exit 2; \
	fi; \
	echo "Creating $(VENV) with Python $$version"; \
	"$$chosen" -m venv --clear $(VENV) || { rm -rf $(VENV); echo "$(VENV) could not be created; the reason is above." >&2; exit 2; }

# A copy of the lock inside the environment tells that it is installed.
runtime: venv ## install the packages that the application needs
	@cmp -s requirements.lock $(VENV)/requirements.lock || { $(call install,requirements.lock); }

dev: venv
	@cmp -s requirements-dev.lock $(VENV)/requirements-dev.lock || { $(call install,requirements-dev.lock requirements.lock); }

# $(call install,LOCK ...): installs the first lock file, which holds those after it
define install
echo "Installing $(firstword $(1))"; \
$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null && \
$(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r $(firstword $(1)) && cp $(1) $(VENV)/ || { \
  echo "The packages in $(firstword $(1)) could not be installed; the reason is above." >&2; exit 1; }
endef
