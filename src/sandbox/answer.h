/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "base/text.h"
#include "http/reply.h"
/*
 * answer: the gateway's answers as JSON, with the faults of a call applied.
 */
struct request;

/* Whether the request carries the API key. */
bool answer_has_key(const struct request *rq);
struct reply *answer_json(struct request *rq, int status, struct slice body);
/* {"error":…,"message":…} */
struct reply *answer_error(struct request *rq, int status, const char *error,
                           const char *message);
/* The same with details of one field. */
struct reply *answer_invalid(struct request *rq, const char *field,
                             const char *message);
struct reply *answer_no_key(struct request *rq);

/* Before anything is done: the answer that a fault puts in its place, after
 * which nothing may be done; or NULL. */
struct reply *answer_fault_before(struct request *rq, const char *fault);
/* After it was done: the answer, or what a fault makes of it. */
struct reply *answer_fault_after(struct request *rq, const char *fault,
                                 struct reply *r);
