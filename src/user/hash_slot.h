/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
/*
 * hash_slot: a seat for the one expensive thing a stranger can ask for.
 *
 * All workers of a host share hash_slots seats and hash_queue places to wait
 * for one; they are locks on files in run_dir, so a worker that dies gives
 * its seat back.  Hold it for one password hash and nothing else.  However many
 * seats and places are set, a quarter of the workers alive (http/crew.h), and
 * one at least, are kept out of it, so that sign-ins never stop the shop.
 */
struct hash_slot {
	int fd;
};

/* False when there is no seat and no place to wait: say that we are busy. */
bool hash_slot_take(struct hash_slot *slot);
void hash_slot_give(struct hash_slot *slot);
