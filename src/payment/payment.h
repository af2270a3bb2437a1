/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/clock.h"
#include "base/coin.h"
#include "base/money.h"
#include "user/user_id.h"
/*
 * payment: a buyer's request to top up with a coin.
 *
 * Its row is written before the gateway is asked, so that no invoice exists
 * that we do not know of.  Its state only moves forward (the triggers of
 * sql/0005 list the edges), and no report credits it twice.  How it begins is
 * payment_begin.h, what a report of the gateway does is payment_settle.h.
 */
struct arena;
struct asset;
struct db;

struct payment_id {
	int64_t v;
};

enum payment_kind {
	PAYMENT_NO_KIND,
	PAYMENT_NAMED, /* PAYMENT: a named amount of fiat */
	PAYMENT_ANY    /* DEPOSIT: whatever the first transfer brings */
};

enum payment_state {
	PAYMENT_NONE,
	PAYMENT_CREATING,
	PAYMENT_OPEN,
	PAYMENT_PAID,
	PAYMENT_EXPIRED,
	PAYMENT_REVIEW,
	PAYMENT_FAILED,
	PAYMENT_ABANDONED,
	PAYMENT_CONFIRMING /* coins are on their way: it does not expire */
};

/* Whose address it is. */
enum payment_provider {
	PROVIDER_NONE,
	PROVIDER_GATEWAY,
	PROVIDER_OWN /* the operator's own: the chain alone decides */
};

/* What the gateway said while the chain had not shown it yet. */
struct gateway_word {
	struct coin arrived;
	struct money credit;
	struct moment at;
	int64_t age_s; /* by the clock of the database */
};

struct payment {
	struct payment_id id;
	const char *public_id;
	const char *hook_token;
	struct user_id user;
	const struct asset *asset;
	enum payment_kind kind;
	enum payment_state state;
	enum payment_provider provider;
	struct currency settles_in;
	struct money fiat; /* of PAYMENT_NAMED */
	bool has_coin;     /* whether coin is known */
	struct coin coin;  /* that must arrive */
	/* of PROVIDER_OWN: the price of one coin that transfers seen in time
	 * are credited at; NULL: that of the moment each is seen */
	const char *rate;
	bool is_said; /* whether word is known: it waits for the chain */
	struct gateway_word word;
	/* as the gateway said; NULL and 0 until then */
	const char *gateway_id, *gateway_hash, *address;
	struct moment created_at, expires_at;
	struct moment cancelled_at; /* by its buyer; 0: not */
	/* by the clock of the database: */
	int64_t over_s;    /* since expires_at; negative before */
	bool is_over;      /* expires_at has passed */
	bool is_long_over; /* by a minute at least */
	bool is_old;       /* created more than an hour ago */
	bool is_unasked;   /* CREATING, and nobody ever asked for its address */
	const char *reason; /* why FAILED or REVIEW, or NULL */
};

struct payments {
	size_t n;
	const struct payment **v;
};

/* "OPEN", as the database says it. */
const char *payment_state_code(enum payment_state s);
/* CREATING or OPEN: it counts towards the buyer's limit. */
bool payment_is_open(const struct payment *p);

/* Why a credit above `review_above` is held. */
extern const char PAYMENT_ABOVE[];
/* Whether a reason is one of size alone, and nothing else is the matter. */
bool payment_is_size(const char *reason);

/* By the id in the buyer's URL, of any buyer; or NULL. */
const struct payment *payment_find(struct db *db, struct arena *a,
                                   const char *public_id);
/* By the token in the URL that the gateway calls; or NULL. */
const struct payment *payment_find_hook(struct db *db, struct arena *a,
                                        const char *hook_token);
/* Those that count towards the buyer's limit, oldest first. */
struct payments payment_list_open(struct db *db, struct arena *a,
                                  struct user_id user);
/* Those too whose coins are on their way (CONFIRMING). */
struct payments payment_list_awaited(struct db *db, struct arena *a,
                                     struct user_id user);

/* Those to be looked after now: the gateway is to be asked by their hash. */
struct payments payment_list_due(struct db *db, struct arena *a, unsigned most);
/* Asked without a new answer: later again, until poll_days after expiry. */
void payment_poll_later(struct db *db, struct payment_id id);
