/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
/*
 * limit: how often something may happen within a window of time (Redis).
 */
struct request;

/* Counts one more of what/who; false once more than max came in seconds. */
bool limit_take(struct request *rq, const char *what, const char *who,
                int64_t max, unsigned seconds);
/* Whether max is used up, without counting. */
bool limit_reached(struct request *rq, const char *what, const char *who,
                   int64_t max);
/* Forgets the count. */
void limit_clear(struct request *rq, const char *what, const char *who);
