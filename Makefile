# Two commands for a newcomer: `make run` and `make test`. Python 3.11 to 3.14 and make are all they need.
# uv is used where it is on the PATH, because it is quicker; nothing requires it.

PORT ?= 8000
HOST ?= 127.0.0.1
LANES ?=
VENV := .venv
PYTHON := $(VENV)/bin/python
export PORT HOST

.PHONY: help run test bench races faults lock format states clean-demo

help:
	@echo 'make run       the whole system with made-up data on http://localhost:$(PORT) (PORT=8001 for another)'
	@echo 'make test      every check, one line each; LANES="lint sqlite" runs only those'
	@echo 'make races     the tests of parallel use alone;  make faults   the tests of failures alone'
	@echo 'make bench     one line per measure: name, ratio to a bare equivalent, goal'
	@echo 'make format    put the code in order;  make states   redraw docs/states.md'
	@echo 'make lock      choose package versions anew and write the lock files'
	@echo 'make clean-demo  forget the demo data; the next `make run` makes it again'

run: $(VENV)/.runtime
	@exec env DEMO=1 $(PYTHON) manage.py run_demo

test: $(VENV)/.everything
	@exec $(PYTHON) tests/lanes.py $(LANES)

races faults: $(VENV)/.everything
	@exec $(PYTHON) tests/lanes.py $@

bench: $(VENV)/.everything
	@exec $(PYTHON) -m bench

format: $(VENV)/.everything
	$(PYTHON) -m ruff check --fix --quiet .
	$(PYTHON) -m ruff format --quiet .

states: $(VENV)/.everything
	DEMO=1 $(PYTHON) manage.py draw_states

# The lock holds a hash of every file and names no host, so any mirror of the index serves.
COMPILE = uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links --quiet $(LOCK_OPTIONS)
lock:
	@command -v uv >/dev/null || { echo 'make lock needs uv: install it with "pip install uv".'; exit 1; }
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --extra planner --constraints requirements.lock --output-file requirements-planner.lock
	$(COMPILE) --extra planner --group dev --constraints requirements-planner.lock --output-file requirements-dev.lock

clean-demo:
	rm -rf var staticfiles

# --- The environment ----------------------------------------------------------------------------------

# 3.14 comes last: all packages have files for it, but the tests are not run on it.
define FIND_PYTHON
for name in python3.13 python3.12 python3.11 python3 python python3.14; do \
  if $$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then \
    echo $$name; break; fi; done
endef

$(PYTHON):
	@found=$$($(FIND_PYTHON)); \
	if [ -z "$$found" ]; then echo 'This needs Python 3.11 to 3.14, and found none on the PATH.'; exit 1; fi; \
	echo "Making the environment $(VENV) with $$($$found --version)"; \
	if uv --version >/dev/null 2>&1; then uv venv --quiet --clear --python "$$found" $(VENV); \
	else $$found -m venv --clear $(VENV) || { \
	  rm -rf $(VENV); echo 'This Python cannot make environments. On Debian and Ubuntu: apt install python3-venv'; exit 1; }; fi

define INSTALL
	@echo 'Installing the packages of $(1) (once)'
	@if uv --version >/dev/null 2>&1; then \
	  UV_COMPILE_BYTECODE=1 uv pip install --quiet --python $(PYTHON) --require-hashes -r $(1); \
	else \
	  $(PYTHON) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m ensurepip >/dev/null; \
	  $(PYTHON) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r $(1); fi
	@touch $@
endef

# The planner is an extra: where its package cannot be had, everything else works.
$(VENV)/.runtime: requirements.lock requirements-planner.lock | $(PYTHON)
	$(call INSTALL,requirements.lock)
	@$(MAKE) --no-print-directory $(VENV)/.planner || echo 'Without the planner: groups are filled by hand.'

$(VENV)/.planner: requirements-planner.lock | $(PYTHON)
	$(call INSTALL,requirements-planner.lock)

$(VENV)/.everything: requirements-dev.lock | $(PYTHON)
	$(call INSTALL,requirements-dev.lock)
