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
 * Redis says which account a session is of, by its public id and for one epoch
 * of the database (redis/keys.h); which row of `users` that is, MariaDB says,
 * once in a request that needs to know (session_user).  So a session outlives
 * a database that was put back, but never becomes somebody else's.
 * What every page shows (user, cart count, balance, notices, version of the
 * catalogue) is fetched in the same single round trip.
 */
struct request;
struct reply;

struct session {
	bool exists;         /* there is one, of a guest or a buyer */
	const char *account; /* its public id; NULL for a guest */
	int64_t row;         /* session_user alone reads it */
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
/* The buyer's row in this database, or 0: nobody is signed in, or MariaDB
 * knows no such account, and then the session is over. */
int64_t session_user(struct request *rq);
/* Signs in: a new id; the guest's data stays reachable as old_cart. */
void session_sign_in(struct request *rq, const char *account, const char *name,
                     const char **old_cart);
void session_sign_out(struct request *rq);
/* Ends all sessions of an account but, where keep is set, the present one;
 * returns how many ended. */
int64_t session_end_all(struct request *rq, const char *account, bool keep);
/* How many sessions the account has. */
int64_t session_count(struct request *rq, const char *account);

/* Leaves a sentence for the next page of this browser. */
void session_done(struct request *rq, const char *sentence);

/* A small text kept with the session, encrypted under the cookie's id, such
 * as codes that are shown once. */
void session_keep(struct request *rq, const char *name, const char *text);
const char *session_kept(struct request *rq, const char *name);
void session_drop(struct request *rq, const char *name);

/* Adds the cookie to the reply where it changed. */
void session_write_cookie(struct request *rq, struct reply *r);
