/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/text.h"
/*
 * session: who a browser belongs to, kept in Redis.
 *
 * The cookie holds 256 random bits; Redis knows only their SHA-256.  An id we
 * did not give out is never adopted, and signing in or out makes a new one.
 * What every page shows (user, cart count, balance, notices, version of the
 * catalogue) is fetched in the same single round trip.
 */
struct request;
struct reply;

struct session {
	bool exists;     /* there is one, of a guest or a buyer */
	int64_t user_id; /* 0 for a guest */
	const char *user_name;
	const char *key;       /* SHA-256 of the id, in hex */
	const char *id;        /* the cookie's value */
	const char *cart;      /* the Redis key of the cart */
	int64_t cart_count;    /* different products in it */
	const char *balance;   /* money_show text, or NULL: ask SQL */
	int64_t notices;       /* unread; -1: ask SQL */
	const char *done;      /* what the last step did, told once; or NULL */
	const char *catalogue; /* version, for caches */
	bool is_new;           /* the reply must set the cookie */
	bool is_over;          /* the reply must clear it */
};

/* Loads rq->session: one round trip. */
void session_load(struct request *rq);
/* Makes a guest's session where there is none. */
void session_start(struct request *rq);
/* Signs in: a new id; the guest's data stays reachable as old_cart. */
void session_sign_in(struct request *rq, int64_t user_id, const char *name,
                     const char **old_cart);
void session_sign_out(struct request *rq);
/* Ends all sessions of a user but, where keep is set, the present one;
 * returns how many ended. */
int64_t session_end_all(struct request *rq, int64_t user_id, bool keep);
/* How many sessions the user has. */
int64_t session_count(struct request *rq, int64_t user_id);

/* Leaves a sentence for the next page of this browser. */
void session_done(struct request *rq, const char *sentence);

/* A small text kept with the session, encrypted under the cookie's id, such
 * as codes that are shown once. */
void session_keep(struct request *rq, const char *name, const char *text);
const char *session_kept(struct request *rq, const char *name);
void session_drop(struct request *rq, const char *name);

/* Adds the cookie to the reply where it changed. */
void session_write_cookie(struct request *rq, struct reply *r);
