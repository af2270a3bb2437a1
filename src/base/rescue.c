/* SPDX-License-Identifier: MIT */
#include "base/rescue.h"
#include "base/panic.h"
#include <setjmp.h>
#include <stddef.h>

struct run {
	sigjmp_buf back;
	struct run *outer;
};

static struct run *innermost;
static unsigned long count;

enum rescue rescue_run(void (*body)(void *), void *arg)
{
	struct run run;

	run.outer = innermost;
	innermost = &run;
	/* No signal mask is kept: nothing here changes it, and it costs a
	 * system call a request. */
	switch (sigsetjmp(run.back, 0)) {
	case RESCUE_NONE:
		body(arg);
		innermost = run.outer;
		return RESCUE_NONE;
	case RESCUE_LOST:
		return RESCUE_LOST;
	case RESCUE_REPEAT:
		return RESCUE_REPEAT;
	case RESCUE_FULL:
		return RESCUE_FULL;
	}
	panic("no such rescue");
}

void rescue_unwind(enum rescue why)
{
	struct run *run = innermost;

	must(run);
	must(why != RESCUE_NONE);
	innermost = run->outer;
	count++;
	siglongjmp(run->back, (int)why);
}

bool rescue_is_set(void)
{
	return innermost != NULL;
}

unsigned long rescue_count(void)
{
	return count;
}
