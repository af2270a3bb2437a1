/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "jobs/job.h"
#include "payment/payment.h"
/*
 * ask: who asks the gateway, and tells our own nodes, for whom nobody waits.
 *
 * There are two kinds of errands: an address for a payment that was begun, and
 * whether a callback is so.  Each takes as long as a foreign service likes, so
 * src/follow.c gives each a process of its own; the job does those that are
 * due one after another.
 */
struct chore {
	enum { CHORE_ADDRESS, CHORE_CALLBACK } kind;
	int64_t id;            /* of the payment, or of the callback */
	const char *public_id; /* of the payment */
	/* at most so many chores with the same of these at once: */
	const struct asset *asset; /* NULL: of a callback */
	enum payment_provider provider;
};

struct chores {
	size_t n;
	struct chore *v;
};

/* At once: of one coin and provider, callbacks, and in all. */
enum { CHORES_OF_COIN = 8, CHORES_OF_CALLBACKS = 16, CHORES_MOST = 64 };

/* What is due now, and no one has taken. */
struct chores ask_list(struct job_context *job);
void ask_do(struct job_context *job, const struct chore *chore);

job_body job_ask;
