/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "chain/credit.h"
#include "chain/endpoint.h"
/*
 * scan: reading from one source what came to addresses of ours.
 *
 * A source is asked step by step: its `ask` says what to ask next, its reader
 * makes credits of the answer, its `take` keeps them and moves on.  Many
 * scans run at once, each with one question in flight, all within the budgets
 * of their hosts.  A scan gives all that is to be known or a fault and then
 * nothing: what it read half is read again next time.
 *
 * A scan looks back far enough that every credit younger than `final` blocks
 * is among what it found, and says how far: what lies in that range and was
 * not found has vanished.  What lies outside is unknown, never gone.
 *
 * A transaction that cannot be read does not hold up what comes behind it: it
 * is in found.unread, and a later scan is given it to be asked for again.
 */
struct redis;
struct scan;

#define SCAN_NOTHING INT64_MAX

/* A question; path is appended to the endpoint's URL. */
struct ask {
	const char *method; /* "GET", "POST" */
	const char *path;   /* "/blocks/tip/height"; may be "" */
	struct slice body;  /* JSON */
	size_t limit_bytes; /* of the answer; 0: 4 MiB */
	/* For the reader: as in its question. */
	enum question_kind asked;
	const char *cursor;
	unsigned limit, parts;
	int64_t first;
};

/* Says what to ask next. */
typedef void scan_ask(struct scan *s, struct ask *out);
/* Keeps what the answer held and goes on: scan_end after the last.  A fault
 * (of the network too: FAULT_UNAVAILABLE) may be answered by asking otherwise
 * (fewer blocks, no cursor): then it returns true, and false to give up with
 * that fault. */
typedef bool scan_take(struct scan *s, const struct credits *read);

/* Deposits of the network that were recorded and may still change. */
struct scan_known {
	const char *txid;
	const char *source; /* the endpoint that showed it last */
	int64_t height;     /* or -1 */
	int64_t maturity;
};

struct scan_knowns {
	size_t n;
	const struct scan_known *v;
};

struct scan {
	/* What is wanted; of a source that is asked by address, one watch for
	 * each asset at one address; of a node's wallet none. */
	struct arena *arena;
	const struct endpoint *endpoint;
	const struct watch *watches;
	size_t n;
	int64_t tip;        /* of this endpoint, asked for before */
	int64_t final;      /* blocks on top, after which nothing changes */
	const char *cursor; /* that an earlier scan ended with, or NULL */
	struct scan_knowns known; /* for sources that want them */
	/* Transactions that could not be read then, to be asked for again; of
	 * sources that tell of a single one. */
	const struct chain_unread *again;
	size_t again_n;
	/* What came of it, once is_done. */
	struct credits found; /* credits with needs_look were looked up */
	const char *next;     /* the cursor for the scan after this one */
	/* All of the blocks from one to the other was read, and with
	 * !found.is_cut all that is in no block yet.  A top of 0 is the tip; a
	 * from of SCAN_NOTHING: no block was read whole. */
	int64_t from, top;
	bool is_done;
	bool is_put_off; /* no budget or no time left; nothing is lost */
	struct fault fault;
	unsigned asked; /* questions sent */
	/* The source's own: where it is. */
	unsigned step;
	void *own;
};

/* How long and how wide a batch of scans may be. */
struct scan_limits {
	unsigned wide;       /* questions in flight */
	int64_t deadline_ms; /* clock_ticks_ms() after which none is sent */
	struct redis *redis; /* of the budgets; NULL: none are kept */
};

/* Runs all, each to its end, its fault, or put off. */
void scan_run(struct arena *a, struct scan *scans, size_t n,
              const struct scan_limits *limits);

/* The height of each endpoint's chain; -1 with the fault where it gave none. */
struct tip {
	const struct endpoint *endpoint;
	int64_t height;
	struct fault fault;
	bool is_put_off;
};

void scan_tips(struct arena *a, struct tip *tips, size_t n,
               const struct scan_limits *limits);

/* Keeps all credits and notes of a page.  False when one contradicts another:
 * the scan is over then, with a fault. */
bool scan_keep(struct scan *s, const struct credits *page);
/* Blocks below that one were not read. */
void scan_reaches(struct scan *s, int64_t from);
/* Keeps of it only what could not be read: of a list, say, whose transactions
 * are asked for one by one. */
void scan_keep_unread(struct scan *s, const struct credits *page);
/* Whether the answer says that the one transaction asked for cannot be read;
 * then it is passed over. */
bool scan_pass(struct scan *s, const struct credits *read, const char *txid,
               int64_t at);
/* What was said of one of s->again: false with a fault.  One that is not known
 * there is not gone: it cannot be read. */
bool scan_take_again(struct scan *s, const struct credits *read,
                     const struct chain_unread *u);
/* Ends it well, or with a fault. */
void scan_end(struct scan *s, const char *next);
bool scan_fail(struct scan *s, enum fault_kind kind, const char *message);
