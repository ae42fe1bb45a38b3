# The commands of the house under short names. What must hold of every change
# stands in .ci/run, and only there.

.PHONY: check fmt vet lint vulnerabilities house test race fuzz bench example nested mutants

check: ## all that must hold of every change
	.ci/run

fmt: ## format all Go files
	gofmt -l -w .

vet lint vulnerabilities house race fuzz example nested: ## one step of the check
	.ci/run $@

test: ## the tests, without the race detector
	go test ./...

bench: ## the times of the main jobs
	go test -run '^$$' -bench . -benchmem ./internal/speed

mutants: ## would the tests notice if a check were gone? (takes a while)
	go run ./internal/mutants
