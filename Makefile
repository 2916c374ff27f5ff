# Each target does all of its own set-up: Python 3.11 or newer and make are enough.

PYTHON ?= python3
VENV ?= .venv
RUN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help demo play test slow check crash bench lock format golden pictures train clean

help:  ## What can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)  ## Watch patients being cared for: a story with the real parts, in the terminal
	$(RUN)/aftercare demo

play: $(READY)  ## Be the patient, the staff and the clock: a page on this machine, the real bot, no token
	$(RUN)/aftercare play

test: $(READY)  ## All tests, on SQLite and on PostgreSQL
	$(RUN)/python -m pytest -n 2 --dist worksteal

slow: $(READY)  ## The long tests: killed plays, split years, a full clinic in the browser
	$(RUN)/python -m pytest -n 2 --dist worksteal -m slow

check: $(READY)  ## Lint, format, types, and who may import whom
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports

crash: $(READY)  ## Kill the real process at random while updates flow, and count what is lost
	$(RUN)/python -m tests.crash

bench: $(READY)  ## Measure, side by side with what others would use
	$(RUN)/python -m tests.bench

golden: $(READY)  ## Write the golden conversations, and the pages made of them, anew
	$(RUN)/python -m pytest tests/care -q --update-golden
	$(RUN)/python -m tests.care.conversation_docs

format: $(READY)  ## Put the code into its form
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .

lock:  ## Resolve all dependencies anew, with hashes and without the names of hosts (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --output-file requirements.lock --quiet

pictures: $(READY)  ## Draw the README's picture anew, from a story as it plays
	$(RUN)/python -m tests.pictures

train: $(READY)  ## Learn anew from the labelled sentences in training/ (needs scikit-learn, which nothing else does)
	$(RUN)/python -m pip install --quiet --disable-pip-version-check scikit-learn==1.9.1
	$(RUN)/python -m training.train

clean:  ## Take away what was set up
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
