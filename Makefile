# SPDX-License-Identifier: GPL-2.0
#
# The commands of this repository; each is a script in tools/lab/. A target's
# line in `make help` is the comment that follows its name here.

CONFIG ?= lab

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'
	@echo
	@echo "  CONFIG=lab|prod|asan|csan|compat   which kernel; lab unless said"
	@echo "  LINUX=folder or tarball            the pristine Linux 6.12.y to start from"

run: ## install what is missing, build, boot, show a first trace, leave you in a shell
	@tools/lab/run

check: ## run every test there is; T=pattern runs a part
	@tools/lab/check $(T)

tree: ## make the kernel tree with this repository's files in build/linux
	@tools/lab/tree

kernel: ## build our kernel, as CONFIG=
	@tools/lab/kernel --config $(CONFIG)

stock: ## build the untouched kernel, as CONFIG=
	@tools/lab/kernel --stock --config $(CONFIG)

guest: ## a shell in the guest, on our kernel as CONFIG=
	@tools/lab/guest --config $(CONFIG)

kunit: ## run the unit tests that run in the kernel; T=pattern runs a part
	@tools/lab/kunit $(T)

clean: ## delete all that was built
	rm -rf build

.PHONY: help run check tree kernel stock guest kunit clean
