/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "user/user_id.h"
/*
 * asker: who asks for a payment, as limits and turns see it.
 *
 * An account is opened for nothing, so those that never paid and share a
 * network are one buyer: the network they were opened from, or the one they
 * ask from.  Who has deposited deposit_min, ever, is counted by himself.
 */
struct arena;
struct db;

struct asker {
	struct user_id user;
	bool has_paid;
	/* marks of networks (http/network.h), or NULL */
	const char *home;    /* that the account was opened from */
	const char *network; /* that it asks from */
};

struct asker asker_find(struct db *db, struct arena *a, struct user_id user,
                        const char *network);
/* Open requests that all such accounts have together, by home or by network,
 * whichever are more; 0 of one that has paid. */
int64_t asker_open_nearby(struct db *db, struct arena *a,
                          const struct asker *who);
