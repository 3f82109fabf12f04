# Every target with a "##" is listed by "make help".

GO      ?= go
GUIDE    = bin/guide
SOURCES  = $(shell find generator layouts -type f -not -path '*/testdata/*') go.mod go.sum

.DEFAULT_GOAL = build
.PHONY: build serve check test soak torture fuzz bench bench-peers audit size dist fmt clean help

build: $(GUIDE)  ## build the guide into public/ (default)
	$(GUIDE) build

serve: $(GUIDE)  ## show the guide at http://localhost:8080/
	$(GUIDE) serve

check: $(GUIDE)  ## find every mistake in the guide, and publish nothing
	$(GUIDE) check

test:  ## run all tests, and say what was skipped and how to get it
	@GO="$(GO)" sh generator/testdata/test.sh

soak:  ## edit a guide at random for ten minutes, and compare each build with a clean one
	SOAK=10m $(GO) test -race -count=1 -timeout 30m -run TestSoak -v ./generator

torture:  ## kill, starve and deceive the real program for a quarter of an hour (wants root)
	TORTURE=$${TORTURE:-12m} $(GO) test -count=1 -timeout 30m -run 'TestTorture|TestAPreviewGoesOn|TestHostile|TestNothingOutside|TestStrangers' -v ./generator
	$(GO) test -race -count=1 -timeout 10m -run 'Thousand|Slow|NoRequest' -v ./generator/internal/serve

fuzz:  ## fuzz every parser for ten minutes each (FUZZTIME=30s for less)
	@GO="$(GO)" sh generator/testdata/fuzz.sh

bench: $(GUIDE)  ## measure builds against the floor, and how soon a save is seen (needs Chromium), at up to 10,000 chapters
	cd generator/testdata/bench && $(GO) run . floor $(FLAGS); floor=$$?; $(GO) run . saves $(FLAGS) && exit $$floor

bench-peers: $(GUIDE)  ## measure the same chapters with the newest Hugo, and with three programs on Node where it is there
	cd generator/testdata/bench && $(GO) run . peers $(FLAGS)

audit: $(GUIDE)  ## look at every page as readers' browsers do (needs Node, Java and three browsers)
	sh generator/testdata/audit/audit.sh; audit=$$?; sh generator/testdata/audit/epub.sh && exit $$audit

size:  ## print the three numbers that stay small: lines, dependencies, packages
	@sh generator/testdata/size.sh

dist:  ## make the program for every system, with checksums, in dist/
	@GO="$(GO)" sh generator/testdata/dist.sh

fmt:  ## format the Go code
	gofmt -w generator layouts

clean:  ## delete what was made, but nothing that was not
	rm -rf bin dist

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

$(GUIDE): $(SOURCES)
	CGO_ENABLED=0 $(GO) build -trimpath -o $@ ./generator
