/* SPDX-License-Identifier: MIT */
#pragma once
#include "deposit/deposit_record.h"
/*
 * missing: what a look would have shown and did not.
 *
 * Of the blocks that were not read, and of what is named and not told, a look
 * says nothing; what is deep enough is not looked for.
 */

/* Counts this look against each that is missing; how many they are.  Inside
 * the transaction that writes the look down. */
unsigned missing_count(struct db *db, struct arena *a, const struct look *look);
