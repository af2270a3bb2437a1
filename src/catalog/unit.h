/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/seal.h"
#include "base/text.h"
#include "catalog/catalog.h"
/*
 * unit: one piece of what is sold: a key, a code, a short text.
 *
 * Units lie sealed in `items` under a key that is not in the database, bound
 * to their fingerprint: a keyed hash of the content, which finds what was
 * imported before, sold or not.  The unsold units of a product stand in a
 * line without gaps, from its shelf_next on, and its stock is their number;
 * both change only under the lock of the product's row.
 */
struct arena;
struct db;

enum { UNIT_CONTENT_MAX = 64 * 1024, UNIT_ADD_MAX = 1000 };

struct batch_id {
	int64_t v;
};

struct fingerprint {
	uint8_t bytes[SHA256_BYTES];
};

/* Reads the unit key from a file, once; false and logs. */
bool unit_keys_open(const char *path);

/* Whether the key opens what is there: the first unit and the last. */
bool unit_keys_fit(struct db *db, struct arena *a);

struct fingerprint unit_fingerprint(struct slice content);
struct slice unit_seal(struct arena *a, const struct fingerprint *f,
                       struct slice content);
/* The content, from the two columns of items; its p is NULL when the key or
 * the bytes are not the right ones. */
struct slice unit_open(struct arena *a, struct slice fingerprint,
                       struct slice sealed);

struct unit {
	struct product_id product;
	struct fingerprint fingerprint;
	struct slice content;
	enum unit_state { UNIT_NEW, UNIT_ON_SHELF, UNIT_SOLD } state;
};

/* Fills in the states of up to UNIT_ADD_MAX units. */
void unit_look_up(struct db *db, struct arena *a, struct unit *v, size_t n);

enum unit_added { UNIT_ADDED, UNIT_THERE_ALREADY };

/* Puts up to UNIT_ADD_MAX units at the end of their lines, sorting v by
 * product; all of them, or none when one is there already. */
enum unit_added unit_add(struct db *db, struct arena *a, struct batch_id batch,
                         struct unit *v, size_t n);

/* Takes up to UNIT_ADD_MAX unsold units of the batch off the shelf of a
 * product; returns how many. */
uint64_t unit_take_back(struct db *db, struct arena *a, struct product_id p,
                        struct batch_id batch);
