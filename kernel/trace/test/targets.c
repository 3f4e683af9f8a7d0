// SPDX-License-Identifier: GPL-2.0
#include <linux/compiler.h>

#include "targets.h"

#define X(n)									\
noinline long trace_target_##n(long a, long b, long c, long d, long e, long f)	\
{										\
	barrier();								\
	return target_result(n, a, b, c, d, e, f);				\
}
TARGET_NUMBERS(X)
#undef X

noinline long trace_nested_target(unsigned int depth, void (*innermost)(void *arg), void *arg)
{
	long n = 0;

	if (depth)
		n = trace_nested_target(depth - 1, innermost, arg) + 1;
	else if (innermost)
		innermost(arg);
	barrier();
	return n;
}

const target_t trace_targets[NR_TARGETS] = {
#define X(n) trace_target_##n,
	TARGET_NUMBERS(X)
#undef X
};
