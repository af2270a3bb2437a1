/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>
#include "cli/command.h"
/*
 * doctor_say: how the doctor says what it found, a line a part.
 *
 *   ok      it is as it should be
 *   WARNING the shop runs on, and somebody should know
 *   BROKEN  it has to be mended; counted, and the doctor's exit status
 */
struct visit {
	struct command_context *c;
	struct arena *a;
	unsigned broken;
};

/* what may be "". */
void doctor_fine(struct visit *v, const char *part, const char *what);
void doctor_warn(struct visit *v, const char *part, const char *what);
/* What is wrong and what to do. */
void doctor_broken(struct visit *v, const char *part, const char *what);

/* "12 s", "5 min", "3 h", "2 days" */
const char *doctor_age(struct arena *a, int64_t seconds);
