# Two commands do all the set-up: `make demo` and `make test`. Both build what they need in .venv.

PYTHON ?= python3
VENV = .venv
BIN = $(VENV)/bin

.DELETE_ON_ERROR:
.PHONY: demo test contract clients servers torture lint letters train install clean

demo: $(VENV)/installed
	@$(BIN)/assistant demo

test: lint
	$(BIN)/pytest -n 2 --dist loadgroup

contract: $(VENV)/developed
	$(BIN)/pytest -q -n 2 -p tests.contract_table tests/mailbox

# Thunderbird on a screen nobody sees (Debian: apt-get install thunderbird xvfb), neomutt, and Roundcube in Chromium.
clients: $(VENV)/developed
	ASSISTANT_TEST_CLIENTS=1 ASSISTANT_TEST_SERVERS=required $(BIN)/pytest tests/clients

servers:
	.ci/servers

torture: $(VENV)/developed
	ASSISTANT_TORTURE=1 ASSISTANT_TEST_SERVERS=required $(BIN)/pytest tests/poller tests/replay

lint: $(VENV)/developed
	$(BIN)/ruff check assistant tests
	$(BIN)/mypy
	$(BIN)/lint-imports

letters: $(VENV)/developed
	@$(BIN)/python -m tests.reply.page build/letters.html

train: $(VENV)/installed
	$(BIN)/assistant train

install: $(VENV)/installed

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Python is missing. Debian and Ubuntu: sudo apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) .ci/python_is_ready.py
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml
	@echo "Installing into $(VENV), which takes a minute the first time."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/developed: $(VENV)/installed pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) build dist
