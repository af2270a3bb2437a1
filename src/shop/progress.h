/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "deposit/deposit.h"
/*
 * progress: where a payment stands, in words for its buyer.
 *
 * A pure rule over the payment and its deposits; the page and its JSON both
 * say what it says.  The headline has every amount that is credited, under
 * review or taken back, the detail why, and what happens next.
 */
enum { PROGRESS_STEPS = 4 };

enum stage {
	STAGE_CREATING,
	STAGE_OPEN,
	STAGE_SEEN,
	STAGE_PAID,
	STAGE_EXPIRED,
	STAGE_REVIEW,
	STAGE_FAILED,
	STAGE_REVERSED
};

struct progress {
	enum stage stage;
	const char *word; /* "seen" */
	const char *headline, *detail;
	unsigned step;    /* which one is now; PROGRESS_STEPS: all are past */
	const char *note; /* at that step: "2 of 6" */
	bool is_moving;   /* it may change any moment */
	bool is_brief;    /* and will within seconds, when all is well */
	bool can_cancel;  /* it is open, and nothing has come */
	bool is_payable;  /* its address is shown, for all or for the rest */
	/* A part of a named amount came: what is still to be sent. */
	bool is_part;
	struct coin missing;
	const char *credited, *review; /* "$12.50", "15 USDT"; or "" */
};

struct progress progress_of(struct arena *a, const struct payment *p,
                            const struct deposits *all);

const char *progress_label(unsigned step);
/* "past", "now" or "next". */
const char *progress_band(const struct progress *now, unsigned step);
const char *progress_note(const struct progress *now, unsigned step);
