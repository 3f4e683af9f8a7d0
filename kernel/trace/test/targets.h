/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Functions to be traced by tests.  Each returns a number made of its own and
 * all its arguments, so that a register that a hook spoils shows.
 */
#ifndef _KERNEL_TRACE_TEST_TARGETS_H
#define _KERNEL_TRACE_TEST_TARGETS_H

#define NR_TARGETS	16

#define TARGET_NUMBERS(X)	\
	X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7)	\
	X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15)

typedef long (*target_t)(long a, long b, long c, long d, long e, long f);

#define X(n) long trace_target_##n(long a, long b, long c, long d, long e, long f);
TARGET_NUMBERS(X)
#undef X

/* Calls itself @depth times, then @innermost; returns @depth. */
long trace_nested_target(unsigned int depth, void (*innermost)(void *arg), void *arg);

static inline long target_result(unsigned int n, long a, long b, long c, long d, long e, long f)
{
	return n + 3 * a + 5 * b + 7 * c + 11 * d + 13 * e + 17 * f;
}

extern const target_t trace_targets[NR_TARGETS];

#endif
