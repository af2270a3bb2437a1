/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
#include "http/reply.h"
#include "http/request.h"
/*
 * router: from a request to the row that answers it.
 *
 * The first row whose path matches wins; a known path with another method
 * answers 405.  Before the handler runs, the session is loaded, the row's
 * access is checked and, for every POST that is not SIGNED, the form token
 * with Origin and Sec-Fetch-Site (http/csrf).
 */
enum access {
	NOBODY, /* a forgotten column opens nothing */
	ANYONE,
	BUYER,  /* signed in; others are sent to /login */
	SIGNED, /* a machine; the handler checks */
	MACHINE /* health and metrics: no session at all */
};

enum pool { SHOP = 1, PAY = 2, ADMIN = 4, ALL = 7 };

struct route {
	enum method method;
	const char *path; /* "/order/{id}" */
	handler *handler;
	enum access access;
	enum pool pool; /* the workers that answer it */
};

/* What the site gives the router. */
struct site {
	const struct route *routes;
	size_t n;
	enum pool pool;
	/* Draws the error page; may not fail. */
	struct reply *(*error)(struct request *rq, int status,
	                       const char *what);
	/* Whose account that is: the number of a row, 0 for nobody's. */
	int64_t (*user_row)(struct request *rq, const char *account);
	bool no_sessions; /* there is no Redis, and every row is for a MACHINE */
};

void router_open(const struct site *site);
const struct site *router_site(void);

/* Answers one request.  May unwind (base/rescue). */
struct reply *router_answer(struct request *rq);
