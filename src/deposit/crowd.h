/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "deposit/deposit_record.h"
/*
 * crowd: transfers to one address that are too small to be worth moving.
 *
 * A stranger can send as many of them as he likes.  Of what is below the
 * asset's least amount the first thousand have a row in deposits; the others
 * are counted in watches.more, and nothing else becomes of them.  Sightings
 * come ordered by payment, inside the transaction that records them.
 */
struct crowd {
	struct db *db;
	struct arena *arena;
	/* whose it is now */
	int64_t payment;
	const struct asset *asset;
	const char **known; /* names of those with a row, sorted */
	size_t known_n, left;
	int64_t more; /* that were turned away */
};

/* Whether this one gets no row. */
bool crowd_turns_away(struct crowd *c, const struct sighting *s);
/* Writes down how many were. */
void crowd_end(struct crowd *c);
