/* SPDX-License-Identifier: MIT */
#pragma once
#include "chain/scan.h"
/*
 * lookups: transactions that a list names and that are then asked for one by
 * one, the oldest first.
 *
 * Each is asked for where only what can't be undone is told, and if it is not
 * there, where everything is told.  A credit that stands in the latter alone
 * stays one below the depth at which it would be booked, however many blocks
 * are on top of it.
 *
 * The cursor is a place (a slot, a time) up to which all is final, written as
 * a number.  It passes nothing that is unknown, young, or was not asked for
 * (what cannot be read is kept elsewhere), and a list is read from well before it, for nodes lag behind each other.
 */
struct lookup {
	const char *txid;
	int64_t at;
	bool is_again; /* it was passed already */
};

struct lookups {
	struct lookup *v;
	size_t n, room;
	size_t i;           /* the one asked for */
	bool is_latest;     /* where all is told */
	int64_t cursor;     /* -1: none */
	int64_t known;      /* the end of what is final, so far */
	int64_t block;      /* the first place that is not */
	unsigned good, odd; /* that could be read, and that could not */
	/* The list began at a time, of which nobody tells the block. */
	bool is_timed;
	bool is_short; /* it goes on above what is asked for */
};

/* Knows the cursor of the scan, and what is to be asked for again. */
struct lookups lookups_open(const struct scan *s);
/* The place from which a list is read: so far before the cursor; at least 0. */
int64_t lookups_from(const struct lookups *l, int64_t overlap);

/* Whether it is named already. */
bool lookups_have(const struct lookups *l, const char *txid);
void lookups_add(struct lookups *l, struct arena *a, const char *txid,
                 int64_t at);
/* How many of them are behind the cursor. */
size_t lookups_fresh(const struct lookups *l);
/* Orders them, each once, and leaves for the next scan what is too much for
 * one.  What stands at `unread` or behind it was not even listed. */
void lookups_begin(struct lookups *l, int64_t unread);

/* The one to ask for; NULL: none is left. */
const char *lookups_next(const struct lookups *l);
/* Keeps what was said of it, and ends the scan after the last.  One that
 * cannot be read is passed over, unless none of several can. */
bool lookups_take(struct lookups *l, struct scan *s,
                  const struct credits *read);
/* Ends the scan. */
bool lookups_end(const struct lookups *l, struct scan *s);

enum { LOOKUPS_MOST = 64 /* behind the cursor, in one scan */ };
