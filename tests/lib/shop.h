/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"
#include "http/request.h"
#include "services.h"
#include "user/user_id.h"
/*
 * shop: a whole shop for one test: settings, the migrated schema, templates,
 * keys, MariaDB and Redis, and a browser that calls handlers through the
 * router and reads their replies as data.
 */
struct shop {
	struct arena *arena;
	struct db *db;
	struct redis *redis;
};

/* Opens it once per test; closed at exit. */
struct shop *shop_open(void);

/* Connections of its own, in a child of the test. */
void shop_reopen(void);

/* A folder of this test alone, removed at exit. */
const char *shop_dir(void);

/* Redis forgets everything of this test. */
void shop_forget_redis(void);

/* A file of the source tree. */
const char *source_file(const char *path);

/* A buyer with that much credit (minor units), by SQL and a deposit entry. */
struct user_id shop_buyer(const char *name, int64_t credit);

/* A listed product "slug" at a price with that many units "SLUG-1"…; its
 * units are sealed, so they can be delivered.  Returns the product's id. */
int64_t shop_product(const char *slug, int64_t price, int units);

/* The nth unit of a product, holding that. */
void shop_unit(int64_t product, int n, struct slice content);

/* A browser: its cookies, and what it last saw. */
struct browser {
	char cookie[256];    /* "sid=…; dev=…" */
	const char *address; /* where it is; NULL: 192.0.2.1 */
	struct reply *reply;
};

struct browser *browser_open(void);
/* Signs the browser in without the login page. */
void browser_sign_in(struct browser *b, struct user_id user, const char *name);
/* The value of a cookie it has, or "". */
const char *browser_cookie(const struct browser *b, const char *name);
/* Has the cookie from now on; "" takes it away. */
void browser_keep(struct browser *b, const char *name, const char *value);
/* GET; the reply's status. */
int visit(struct browser *b, const char *path);
/* POST of "a=b&c=d"; csrf is added, and Origin sent. */
int submit(struct browser *b, const char *path, const char *fields);
/* The same in an arena of that many bytes. */
int visit_within(struct browser *b, const char *path, size_t memory);
int ask_within(struct browser *b, const char *path, const char *const *headers,
               size_t memory);
int submit_within(struct browser *b, const char *path, const char *fields,
                  size_t memory);
/* The same without csrf, and with these headers ("HTTP_ORIGIN=…"). */
int submit_raw(struct browser *b, const char *path, const char *fields,
               const char *const *headers);
/* Whether the page holds the text. */
bool sees(const struct browser *b, const char *text);
/* The value of the first input of that name on the page, or "". */
const char *input_value(const struct browser *b, const char *name);
/* The value of a header of the reply, or "". */
const char *header(const struct browser *b, const char *name);
/* A signed-in buyer with that credit. */
struct browser *browser_of(const char *name, int64_t credit);
/* The checkout form of the cart page as it is now, without csrf. */
const char *checkout_form(struct browser *b);
/* Buys that many of a product; the path of the order. */
const char *buys(struct browser *b, const char *slug, int quantity);
