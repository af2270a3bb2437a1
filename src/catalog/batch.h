/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/clock.h"
#include "catalog/unit.h"
/*
 * batch: the units of one import, so that its unsold part can be taken back.
 */
struct arena;
struct db;

struct batch {
	struct batch_id id;
	const char *source, *actor;
	int64_t units, unsold;
	struct moment created_at;
	bool is_undone;
};

struct batches {
	size_t n;
	const struct batch *v;
};

struct batch_id batch_open(struct db *db, const char *source,
                           const char *actor);
/* The batch, or NULL. */
const struct batch *batch_find(struct db *db, struct arena *a,
                               struct batch_id id);
/* The newest first, at most 100. */
struct batches batch_list(struct db *db, struct arena *a);

/* Takes back what is not sold; returns how many units.  Stopped in the
 * middle, it can be called again. */
uint64_t batch_undo(struct db *db, struct arena *a, struct batch_id id);
