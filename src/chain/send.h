/* SPDX-License-Identifier: MIT */
#pragma once
#include "chain/scan.h"
#include "remote/remote.h"
/*
 * send: a question as a call to its endpoint, with the key it needs.
 *
 * The key goes into a header or the query string; what comes back about the
 * call is for logs and has it blotted out.
 */
enum { SEND_LIMIT_BYTES = 4 * 1024 * 1024 }; /* unless the question says */

struct remote_call send_call(struct arena *a, const struct endpoint *e,
                             const struct ask *ask);
/* The fault of a call that brought no answer; FAULT_NONE when it did. */
struct fault send_fault(struct arena *a, const struct endpoint *e,
                        const struct remote_call *call);
/* The text without the endpoint's key. */
const char *send_mask(struct arena *a, const struct endpoint *e,
                      const char *text);
