# The short names. `make` alone lists them.

.DEFAULT_GOAL := help
.PHONY: help 2A 2B 2C 2D X test lab status hunt chaos coverage check grade zoo list bench lint fmt doc fuzz ci

help: ## this list
	@awk -F ':.*## ' '/^[a-zA-Z0-9 ]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

2A 2B 2C 2D X: ## the tests of one part (X is chaos); LAB_SEED=7 runs one seed, LAB_SEEDS=100 a hundred, LAB_LOG=1 shows the log
	cargo test $@

test: ## every test of every crate, the lab's 28 included
	cargo test --workspace

lab: ## the lab's tests once, in release, with the lab's lines
	cargo lab run

status: ## how many seeds of each test pass, what has changed since the last time, and what to do next
	cargo lab status

hunt: ## a thousand seeds of the lab's 28 tests, on all cores
	cargo lab hunt --seeds 1000

chaos: ## a thousand seeds of every chaos test, on all cores
	cargo lab hunt X --seeds 1000

coverage: ## what every test brings about, and which of them miss their point
	cargo lab coverage all

check: ## whether a seed decides a run: every seed twice
	cargo lab check

grade: ## what the Raft in raft/ is worth, by the built-in rubric; `cargo lab grade --help` says how to grade a class
	cargo lab grade

zoo: ## how each bug of the zoo is caught, how soon, and on which rule it is blamed
	cargo run --release -p zoo -- table

list: ## the lab's tests, with part, peers and faults
	cargo lab list

bench: ## every benchmark
	cargo bench --workspace

lint: ## formatting and clippy, warnings as errors
	cargo fmt --check
	cargo clippy --workspace --all-targets -- -D warnings

fmt: ## format everything
	cargo fmt

doc: ## the crates' documentation, warnings as errors
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

fuzz: ## hostile bytes for the codec, for a minute (needs nightly and cargo-fuzz)
	cd labgob && cargo +nightly fuzz run decode -- -max_total_time=60

ci: ## all that a change must pass
	.ci/run
