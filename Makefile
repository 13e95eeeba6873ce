# make demo · make test · make check · make bench · make fix · make requirements

VENV ?= .venv
PORT ?= 8000
PY = $(VENV)/bin/python
export PORT

# A production environment with no secret of anybody, for check --deploy.
PRODUCTION = LIRE_ENV=non DEBUG=non DEMONSTRATION=non ALLOWED_HOSTS=centre.example DOMAINE=centre.example \
	DATABASE_URL=sqlite:////tmp/centre-controle.sqlite3 \
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))')

.PHONY: demo test test-sqlite test-postgresql test-navigateur check bench couverture fix requirements outils

demo:
	@sh scripts/amorcer.sh $(VENV) requirements.txt $(PORT)
	@$(PY) scripts/demo.py $(ARGS)

outils:
	@sh scripts/amorcer.sh $(VENV) requirements-dev.txt

test: outils
	@$(PY) scripts/essayer.py

test-sqlite test-postgresql test-navigateur: outils
	@$(PY) scripts/essayer.py $(@:test-%=%)

check: outils
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m djlint templates --lint --quiet
	$(VENV)/bin/lint-imports
	DEMONSTRATION=oui $(PY) -m mypy .
	$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING
	DEMONSTRATION=oui $(PY) manage.py makemigrations --check --dry-run
	$(PY) scripts/controler_fixtures.py
	$(PY) scripts/traductions.py --verifier
	$(PY) scripts/confidentialite.py --verifier

bench: outils
	@$(PY) -m tests.bench $(ARGS)

couverture: outils
	$(PY) -m pytest -q tests --ignore=tests/e2e -n2 --cov --cov-report=term

fix: outils
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .
	$(PY) scripts/traductions.py

# Versions and hashes only: no address of any registry enters a file.
requirements: outils
	$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.txt
	$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --extra dev -c requirements.txt \
		pyproject.toml -o requirements-dev.txt
