/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/text.h"
/*
 * request: what a browser or a machine asked, read once and checked.
 *
 * It is built from the FastCGI parameters and a body of limited size, and it
 * lives as long as its arena.  The client's address comes from the web server
 * alone, never from a header a client may send.
 */
struct arena;
struct db;
struct redis;
struct route;
struct session;
struct form;

enum method { METHOD_OTHER, GET, POST }; /* HEAD is a GET without body */

enum { PARAMS_MAX = 3, REQUEST_BODY_MAX = 64 * 1024 };

struct request {
	struct arena *arena;
	char *const *params; /* as the web server sent them */
	struct db *db;
	struct redis *redis;
	const char *id; /* 32 hex digits, also in the log */
	enum method method;
	bool is_head;
	const char *path; /* decoded by nobody: as sent */
	const char *query;
	struct slice body;
	const char *content_type;
	const char *origin; /* headers; "" when absent */
	const char *fetch_site;
	const char *cookies;
	const char *agent;
	const char *signature; /* X-Signature */
	const char *network;   /* the client's, see http/network.h */
	const struct route *route;
	const char *param[PARAMS_MAX]; /* what {…} of the route matched */
	struct session *session;       /* never NULL once routed */
	struct form *form;             /* never NULL once routed */
	const char *notice;            /* a sentence for the top of the page */
	const char *set_cookie;        /* a line for the answer, or NULL */
	int status;                    /* of the page; 0 means 200 */
};

/* Reads FastCGI parameters ("NAME=value", NULL-terminated). */
struct request *request_open(struct arena *a, char *const *params,
                             struct slice body);

/* The same one in another arena, to be answered without its body: of the same
 * id and route, when its own arena is full. */
struct request *request_again(struct arena *a, const struct request *rq);

/* Any FastCGI parameter ("HTTP_X_API_KEY"); "" when absent. */
const char *request_header(const struct request *rq, const char *name);
/* The value of a cookie, or NULL. */
const char *request_cookie(const struct request *rq, const char *name);
