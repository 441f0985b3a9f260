# make help lists what there is to do.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LISTEN  ?= 127.0.0.1:8080
DB      ?= sqlite:var/demo.db
RUN     ?= bin/jauap serve --demo --db $(DB) --listen $(LISTEN)

GOLANGCI := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
BUILD    := CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X jauap/internal/cli.version=$(VERSION)"
ASSETS   := internal/web/assets

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: build ## build, make a demo database if there is none, serve it on 127.0.0.1:8080
	@mkdir -p var
	$(RUN)

.PHONY: test
test: assets ## everything: SQLite, a private PostgreSQL, the race detector, a browser
	@tools/need chromium
	REQUIRE_BROWSER=1 tools/with-postgres go test -race -shuffle=on ./...

.PHONY: quick
quick: assets ## the tests on SQLite alone, in seconds
	env -u TEST_POSTGRES -u REQUIRE_POSTGRES -u REQUIRE_BROWSER go test ./...

.PHONY: build
build: assets ## bin/jauap for this machine
	$(BUILD) -o bin/jauap ./cmd/jauap

.PHONY: build-all
build-all: assets ## bin/jauap-linux-amd64 and bin/jauap-linux-arm64
	for arch in amd64 arm64; do GOOS=linux GOARCH=$$arch $(BUILD) -o bin/jauap-linux-$$arch ./cmd/jauap; done

.PHONY: generate
generate: ## the Go code of the .templ files (it is committed)
	tools/templ generate

# Assets are made again when one of their sources is newer than the result.
.PHONY: assets
assets: $(ASSETS)/dist/app.css ## styles, script, fonts and icons, when their sources changed

$(ASSETS)/dist/app.css: $(ASSETS)/node_modules/.package-lock.json $(ASSETS)/build.js \
		$(shell find $(ASSETS)/scss $(ASSETS)/js $(ASSETS)/images -type f 2>/dev/null)
	cd $(ASSETS) && npm run --silent build
	@touch $@

$(ASSETS)/node_modules/.package-lock.json: $(ASSETS)/package.json $(ASSETS)/package-lock.json
	cd $(ASSETS) && npm ci --silent --no-audit --no-fund
	@touch $@

.PHONY: lint
lint: ## gofmt, go vet, golangci-lint
	@unformatted=$$(gofmt -l cmd internal); [ -z "$$unformatted" ] || { echo "gofmt: $$unformatted"; exit 1; }
	go vet ./...
	go run $(GOLANGCI) run ./...

.PHONY: golden
golden: ## write the golden files again; look at the diff before you commit it
	@packages=$$(grep -rlE 'flag\.Bool\("update"' --include='*_test.go' internal | xargs -r -n1 dirname | sort -u | sed 's|^|./|' || true); \
	[ -n "$$packages" ] || { echo "no test has golden files"; exit 0; }; \
	go test $$packages -update

.PHONY: bench
bench: assets ## floors and ratios, and every benchmark, on both databases
	JAUAP_BENCH=1 tools/with-postgres go test -run "TestFloors|TestWitness" -v -timeout 60m ./internal/bench | grep -v '^=== '
	tools/with-postgres go test -run '^$$' -bench . -benchmem ./...

.PHONY: kill
kill: assets ## kill the program a hundred times on each database and look whether all it said is true
	JAUAP_KILL_ROUNDS=$${JAUAP_KILL_ROUNDS:-100} tools/with-postgres go test -run TestKilledAtAnyMoment -count=1 -v -timeout 60m ./internal/endure

.PHONY: check
check: ## exactly what CI runs
	bash .ci/run

.PHONY: key
key: ## add a message: make key KEY=appeal.thing KK='…' RU='…' EN='…'
	@tools/key '$(KEY)' "$${KK:-}" "$${RU:-}" "$${EN:-}"

.PHONY: migration
migration: ## add a migration: make migration NAME=what_it_does
	@tools/migration '$(NAME)'

.PHONY: shots
shots: assets ## pictures of every page in var/shots, to be looked at before a release
	JAUAP_SHOTS=$(CURDIR)/var/shots REQUIRE_BROWSER=1 go test -count=1 -run '^TestPages$$' ./internal/browser/

.PHONY: clean
clean: ## delete what make builds; var/ with its databases stays
	rm -rf bin $(ASSETS)/node_modules
	find $(ASSETS)/dist -mindepth 1 ! -name .gitkeep -delete
