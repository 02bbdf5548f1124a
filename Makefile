# Two commands are for everybody: `make run` and `make test`. The others are their parts.
SHELL := /bin/bash
.DEFAULT_GOAL := build
.PHONY: run test build bench lint generate assets go-test browser-test clean

MODULES := frontend/node_modules/.package-lock.json
ASSETS  := frontend/assets/dist/manifest.json
FONT    := models/document/fonts/NotoSansSC-Regular.ttf
SOURCES := $(shell find frontend/assets -path frontend/assets/dist -prune -o -type f -print)

## run: the portal with everything it needs, at http://127.0.0.1:8080
run: build
	@.ci/install run
	@[ -d "$${PORTAL_DATA_DIR:-./data}" ] || bin/portal seed >/dev/null
	@exec bin/portal serve

## test: all tests, browser journeys included
test: build
	@.ci/install test
	@$(MAKE) --no-print-directory lint go-test browser-test

## build: bin/portal, assets and fonts embedded
build: assets
	go build -o bin/portal ./server/portal

assets: $(ASSETS) $(FONT)

$(MODULES): frontend/package-lock.json
	cd frontend && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

$(ASSETS): $(MODULES) $(SOURCES)
	cd frontend && npm run --silent build

$(FONT): $(MODULES)
	cd frontend && npm run --silent fonts

lint: assets
	go vet ./...
	cd frontend && npm run --silent check

go-test:
	go test -timeout 20m ./...

browser-test:
	cd frontend && npx --no-install playwright test

## bench: ratios measured in one run; not part of the tests
bench: build
	@.ci/install bench
	go run ./server/bench

## generate: the Go code of the templates; the result is committed
generate:
	go tool templ generate -path frontend

clean:
	rm -rf bin frontend/assets/dist/* frontend/node_modules
