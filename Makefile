# SPDX-License-Identifier: GPL-2.0
#
# The commands of this repository; each is a script in tools/lab/. A target's
# line in `make help` is the comment that follows its name here.

CONFIG ?= lab

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'
	@echo
	@echo "  CONFIG=lab|prod|asan|csan|compat|frame|mini|off   which kernel; lab unless said"
	@echo "  LINUX=folder or tarball   the pristine Linux 6.12.y to start from"

run: ## install what is missing, build, boot, show a first trace, leave you in a shell
	@tools/lab/run

check: ## run every test there is; T=pattern runs a part
	@set -f; tools/lab/check $(T)

tree: ## make the kernel tree with this repository's files in build/linux
	@tools/lab/tree

kernel: ## build our kernel, as CONFIG=
	@tools/lab/kernel --config $(CONFIG)

stock: ## build the untouched kernel, as CONFIG=
	@tools/lab/kernel --stock --config $(CONFIG)

guest: ## a shell in the guest, on our kernel as CONFIG=
	@tools/lab/guest --config $(CONFIG)

kunit: ## run the unit tests that run in the kernel; T=pattern runs a part
	@set -f; tools/lab/kunit --config $(CONFIG) $(T)

selftest: ## run the tracing selftests in the guest; T=pattern runs a part, STOCK=1 on the untouched kernel
	@set -f; tools/lab/selftests $(if $(STOCK),--stock) --config $(CONFIG) $(T)

fuzz: ## throw anything at every file of tracefs; SECONDS=120, SEED=number to do it again
	@tools/lab/fuzz $(if $(STOCK),--stock) --config $(CONFIG) $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED))

compat: ## run the untouched kernel's own selftests on both kernels, and compare; T=pattern runs a part
	@set -f; tools/lab/compat $(T)

bench: ## measure both kernels in instructions, and compare; T=pattern measures a part
	@set -f; tools/lab/bench $(T)

bench-ring: ## measure the ring buffer's write path against its floor, on this processor
	@$(MAKE) -s --no-print-directory -C tools/testing/ring bench

series: ## cut the tree into patches in build/series, apply them, compare
	@tools/lab/series

series-build: ## the same, and build the kernel after each patch (long)
	@tools/lab/series --build

clean: ## delete all that was built
	rm -rf build

.PHONY: help run check tree kernel stock guest kunit selftest fuzz compat bench bench-ring series series-build clean
