# Two commands: `make run` to work with the platform, `make test` to prove that it works; `make run-tls` is for phones.
PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run run-tls test checks unit pages browser docs catalogue clean

run: $(VENV)/.run
	$(BIN)/python -m codesign init
	$(BIN)/streamlit run app.py --server.port $(PORT)

# For phones of the same network: https with a certificate of our own. Another name: make run-tls NAMES=atelier.local
run-tls: $(VENV)/.run
	$(BIN)/python -m codesign init
	$(BIN)/python -m codesign serve-tls --port $(PORT) $(foreach name,$(NAMES),--name $(name))

test: $(VENV)/.test
	sh .ci/browser.sh
	$(MAKE) checks unit pages browser docs

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.test: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

checks:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	sh .ci/catalogue.sh check
	$(BIN)/mypy
	$(BIN)/pytest -q tests/test_house.py

unit:
	$(BIN)/coverage erase
	$(BIN)/pytest -q -n 2 --cov --cov-report= --ignore=tests/browser --ignore=tests/pages --ignore=tests/docs --ignore=tests/test_house.py

pages:
	$(BIN)/pytest -q -n 2 --cov --cov-append --cov-report= tests/pages
	$(BIN)/coverage report --fail-under=90
	$(BIN)/coverage report --include='codesign/privacy/*' --fail-under=100

browser:
	$(BIN)/pytest -q tests/browser

docs:
	$(BIN)/pytest -q tests/docs

catalogue: $(VENV)/.test
	sh .ci/catalogue.sh update

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
