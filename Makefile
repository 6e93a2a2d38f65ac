# Two commands matter: `make demo` and `make test`. Each checks first what the machine lacks.
SHELL := /bin/bash
.DEFAULT_GOAL := help
CARGO ?= cargo
EXIT ?= 0

AIM ?= 30

.PHONY: failover soak bindings-test bindings-figures shell-figures help sbom deb demo test bench load bench-gate bench-memory bench-peers figures lint fmt check-tools kill-loops crashes drill sim fuzz \
	console console-client console-figures console-test shell shell-pages shell-test

help:
	@echo 'make demo [EXIT=1]       the main job on the embedded default: a township in September 2026'
	@echo 'make test                all tests, with seconds per stage'
	@echo 'make bench               figures as JSON, with the baseline of the same run'
	@echo 'make load [STORE=postgresql] the relay under the load of a large township, as JSON'
	@echo 'make bench-gate          what crafted and large envelopes cost the relay in time, as JSON'
	@echo 'make soak MINUTES=45      mixed load on the relay, and whether anything grows'
	@echo 'make bench-memory [RECORDS=100000]   the relay'"'"'s memory while so many records come in'
	@echo 'make figures RECORDS=100000   lists and figures of a county of 30 townships at the API'
	@echo 'make console-figures     the same, and first view, decisions and the map in Chromium'
	@echo 'make bench-peers PEERS=DIR   this engine beside others on the same work'
	@echo 'make kill-loops N=1000   kill -9 of phone and relay, as many cycles as you like'
	@echo 'make crashes [SUBSETS=12] the power cut at every write of every kind of transaction'
	@echo 'make failover            a database dies under two relays: how long nothing is taken'
	@echo 'make drill [DATA=DIR]     backup and restore, timed: of a relay, or of made data at three sizes'
	@echo 'make sim SEED=1 DAYS=3000 a simulated fleet over the real engine, with faults and an oracle'
	@echo 'make fuzz MINUTES=5      every decoder and the gate under a coverage-guided fuzzer'
	@echo 'make console             the web pages of supervisors, for the relay to embed'
	@echo 'make console-test        the console in Chromium against a real relay with data'
	@echo 'make shell DATA=DIR       the worker'"'"'s app in a browser of this machine: pages, bridge, core'
	@echo 'make shell-test          the same in Chromium against a real relay'
	@echo 'make shell-figures        from the start of the app to its first screen, with 10,000 records'
	@echo 'make sbom                what was locked, as CycloneDX JSON'
	@echo 'make deb                 a Debian package of the relay'
	@echo 'make bindings-test       a worker'"'"'s day over the Python and the Kotlin binding'
	@echo 'make bindings-figures    what a call over the Kotlin binding costs, with the library for phones'
	@echo 'make lint                format, clippy, docs'

check-tools:
	@scripts/check-tools.sh

CONSOLE := sync-server/console
CONSOLE_SOURCES := $(shell find $(CONSOLE)/src $(CONSOLE)/scripts -type f -not -path '*/generated/*') \
	$(wildcard $(addprefix $(CONSOLE)/,index.html package-lock.json tsconfig.json vite.config.ts)) \
	crates/domain/resources/labels.json

$(CONSOLE)/node_modules/.package-lock.json: $(CONSOLE)/package-lock.json
	cd $(CONSOLE) && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(CONSOLE)/dist/index.html: $(CONSOLE)/node_modules/.package-lock.json $(CONSOLE_SOURCES)
	cd $(CONSOLE) && npm run --silent build && npm run --silent size
	@touch $@

console: check-tools $(CONSOLE)/dist/index.html

# The typed client, from the description of the API that this relay prints.
console-client: check-tools $(CONSOLE)/node_modules/.package-lock.json
	$(CARGO) build --quiet --workspace --bin wangge-relay
	target/debug/wangge-relay openapi | node -e \
		'const d = JSON.parse(require("fs").readFileSync(0)); console.log(JSON.stringify(d, null, 4))' \
		> $(CONSOLE)/openapi.json
	cd $(CONSOLE) && npm run --silent client

console-test: console
	cd $(CONSOLE) && npm run --silent lint && npm run --silent test
	$(CARGO) build --quiet --workspace --bin wangge-relay --bin wangge-field
	cd $(CONSOLE) && WANGGE_RELAY_BIN=$(CURDIR)/target/debug/wangge-relay \
		WANGGE_FIELD_BIN=$(CURDIR)/target/debug/wangge-field npm run --silent browser-test

SHELL_UI := uniffi-bindings/shell-ui
SHELL_SOURCES := $(shell find $(SHELL_UI)/src $(SHELL_UI)/public $(SHELL_UI)/scripts -type f) \
	$(wildcard $(addprefix $(SHELL_UI)/,index.html package-lock.json tsconfig.json vite.config.ts)) \
	crates/domain/resources/labels.json

$(SHELL_UI)/node_modules/.package-lock.json: $(SHELL_UI)/package-lock.json
	cd $(SHELL_UI) && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(SHELL_UI)/dist/index.html: $(SHELL_UI)/node_modules/.package-lock.json $(SHELL_SOURCES)
	cd $(SHELL_UI) && npm run --silent build && npm run --silent size
	@printf '*\n!.gitignore\n' > $(SHELL_UI)/dist/.gitignore
	@touch $@

# The pages are embedded in wangge-field: they are built before it.
shell-pages: check-tools $(SHELL_UI)/dist/index.html

DATA ?= var/shell
shell: shell-pages
	$(CARGO) build --quiet --workspace --bin wangge-field
	@mkdir -p $(DATA)
	target/debug/wangge-field --data $(DATA) shell

shell-test: shell-pages
	$(CARGO) build --quiet --workspace --bin wangge-relay --bin wangge-field
	cd $(SHELL_UI) && WANGGE_RELAY_BIN=$(CURDIR)/target/debug/wangge-relay \
		WANGGE_FIELD_BIN=$(CURDIR)/target/debug/wangge-field npm run --silent browser-test

# Worth something on an idle machine only.
shell-figures: shell-pages
	$(CARGO) build --quiet --release --workspace --bin wangge-relay --bin wangge-field
	cd $(SHELL_UI) && WANGGE_RELAY_BIN=$(CURDIR)/target/release/wangge-relay \
		WANGGE_FIELD_BIN=$(CURDIR)/target/release/wangge-field npm run --silent cold-start

demo: check-tools console
	$(CARGO) build --quiet --workspace --bin wangge-relay --example demo
	@WANGGE_RELAY_BIN=$(CURDIR)/target/debug/wangge-relay WANGGE_DEMO_EXIT=$(EXIT) \
		target/debug/examples/demo

test: check-tools console shell-pages
	@scripts/run-tests.sh

bench: check-tools
	$(CARGO) build --quiet --release --workspace --bin wangge-relay
	@WANGGE_RELAY_BIN=$(CURDIR)/target/release/wangge-relay \
		$(CARGO) bench --quiet --workspace --bench workload

# Milliseconds of the relay for crafted envelopes and the largest legal one.
bench-gate: check-tools
	@$(CARGO) bench --quiet --workspace --bench gate_time

# Worth something on an idle machine only. What it measures stands in docs/FIGURES.md.
STORE ?= sqlite
SOAK_MINUTES = $(if $(filter command line environment,$(origin MINUTES)),$(MINUTES),45)
load: check-tools
	$(CARGO) build --quiet --release --workspace --bin wangge-relay
	@ulimit -n "$$(ulimit -Hn)" || true; WANGGE_RELAY_BIN=$(CURDIR)/target/release/wangge-relay \
		WANGGE_LOAD_STORE=$(STORE) $(CARGO) bench --quiet --workspace --bench load

# Mixed load for so many minutes: what memory, file handles and the write-ahead log do meanwhile.
soak: check-tools
	$(CARGO) build --quiet --release --workspace --bin wangge-relay
	@WANGGE_RELAY_BIN=$(CURDIR)/target/release/wangge-relay WANGGE_LOAD_STORE=$(STORE) \
		WANGGE_LOAD_ONLY=soak WANGGE_LOAD_MINUTES=$(SOAK_MINUTES) $(CARGO) bench --quiet --workspace --bench load

bench-memory: check-tools
	$(CARGO) build --quiet --release --workspace --bin wangge-relay
	@WANGGE_RELAY_BIN=$(CURDIR)/target/release/wangge-relay WANGGE_BENCH_RECORDS=$(RECORDS) \
		$(CARGO) bench --quiet --workspace --bench workload -- --only memory

bench-peers: check-tools
	@scripts/bench-peers.sh "$(PEERS)"

RECORDS ?= 100000
figures: check-tools
	@WANGGE_BENCH_RECORDS=$(RECORDS) $(CARGO) bench --quiet --workspace --bench figures

# The same, and the pages in Chromium: 100,000 premises, 200,000 inspections, 100,000 hazards.
console-figures: console
	@WANGGE_BENCH_RECORDS=500000 WANGGE_BENCH_CONSOLE=$(CURDIR)/$(CONSOLE) \
		$(CARGO) bench --quiet --workspace --bench figures

N ?= 1000
kill-loops: check-tools
	$(CARGO) build --quiet --workspace --bin wangge-relay --bin wangge-field
	WANGGE_KILLS=$(N) scripts/ledger.sh run kill_loops $(N) "kill -9 of phone and relay" -- \
		$(CARGO) test --quiet --workspace --test e2e -- kill_loops --nocapture

# The power cut at every write of every kind of transaction, with more of what may be left of it.
SUBSETS ?= 12
crashes: check-tools
	WANGGE_SIM_SUBSETS=$(SUBSETS) WANGGE_SIM_LEDGER=1 \
		$(CARGO) test --quiet --workspace --test sim -- --exact crash_at_every_write --nocapture

# Worth something on an idle machine only.
failover: check-tools
	$(CARGO) build --quiet --workspace --bin wangge-relay --bin wangge-field
	@scripts/failover.sh $(AIM)

# With a folder of a relay, its own data; without, made ones at three sizes, and a line to 50 GB.
DRILL_DATA = $(if $(filter command line environment,$(origin DATA)),$(DATA))
DRILL_RECORDS ?= 2000,6000,20000
drill: check-tools
	$(CARGO) build --quiet --release --workspace --bin wangge-relay
	@if [ -n "$(DRILL_DATA)" ]; then scripts/drill.sh target/release/wangge-relay "$(DRILL_DATA)"; else \
		WANGGE_RELAY_BIN=$(CURDIR)/target/release/wangge-relay WANGGE_LOAD_ONLY=drill \
		WANGGE_LOAD_DRILL=$(DRILL_RECORDS) $(CARGO) bench --quiet --workspace --bench load; fi

SEED ?= 1
DAYS ?= 3000
sim: check-tools
	WANGGE_SIM_SEED=$(SEED) WANGGE_SIM_DAYS=$(DAYS) WANGGE_SIM_LEDGER=1 \
		$(CARGO) test --quiet --workspace --test sim -- --exact fleet --nocapture

MINUTES ?= 5
fuzz: check-tools
	@scripts/fuzz.sh $(MINUTES) $(TARGETS)

fmt:
	$(CARGO) fmt --all

lint: check-tools
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --exclude wangge-bindgen --all-targets -- -D warnings
	RUSTDOCFLAGS='-D warnings' $(CARGO) doc --workspace --exclude wangge-bindgen --no-deps --quiet
	# A phone's library without papers is smaller: it has to compile by itself.
	$(CARGO) check --quiet -p wangge-uniffi-bindings --no-default-features

sbom:
	@python3 scripts/sbom.py target/sbom/wangge.cdx.json

deb: check-tools console
	$(CARGO) build --quiet --release --workspace --bin wangge-relay
	@scripts/build-deb.sh target/release/wangge-relay target/deb

bindings-test: check-tools
	$(CARGO) build --quiet --workspace --lib --bins
	uniffi-bindings/scripts/test-python.sh
	uniffi-bindings/scripts/test-kotlin.sh
	uniffi-bindings/scripts/check-android-host.sh
	uniffi-bindings/scripts/check-swift.sh

# Worth something on an idle machine only.
bindings-figures: check-tools
	$(CARGO) build --quiet --workspace --lib --bins
	uniffi-bindings/scripts/figures.sh
