/* SPDX-License-Identifier: MIT */
#pragma once
#include "chain/scan.h"
/*
 * history: an address's transactions, newest first, page by page.
 *
 * The cursor of such a scan is a transaction that was final when the last
 * scan ended: what is listed behind it is known.  The next cursor is the
 * newest that is final now; it stays while something could not be read that
 * only the list tells of.
 */

/* Keeps the page.  True when there is more to be asked for: the page has a
 * next one, and the cursor is not reached. */
bool history_goes_on(struct scan *s, const struct credits *page);
/* Ends the scan with its next cursor. */
void history_end(struct scan *s);

/* Whether the walk has been at that place before; remembers it.  Places live
 * as long as the scan. */
struct places {
	const char **v;
	size_t n, room;
};

bool places_met(struct places *p, struct arena *a, const char *place);
