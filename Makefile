# What developers run. PYTHON=… names another interpreter, SECONDS=… the time for each reader under `fuzz`.
PYTHON ?= python
SECONDS ?= 600

.PHONY: test check bench fuzz long

test:
	$(PYTHON) -m pytest -q -n 2 -m "not long"

check:
	ruff check .
	ruff format --check .
	mypy

# The folder of public documents, ../shared, has to be there.
bench:
	$(PYTHON) -m benchmarks.isolation ../shared/hostile
	$(PYTHON) -m benchmarks.hostile
	$(PYTHON) -m benchmarks.text_stage ../shared/gold/texts

fuzz:
	$(PYTHON) -m tests.fuzz --seconds $(SECONDS) --seed $$(date +%Y%m%d)

# All tests, then damaged files for each reader: two hours.
long:
	$(PYTHON) -m pytest -q -n 2
	$(MAKE) fuzz
