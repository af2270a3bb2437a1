/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>
#include "base/text.h"
#include "db/db.h"
#include "remote/json.h"
/*
 * side: the stand-in inside a test, asked as nginx would ask it.
 */
struct arena;

struct side {
	struct db *db;
	struct arena *arena;
};

/* Opens it on the test's own database; api_key is "test". */
struct side side_open(void);
void side_close(struct side *s);

struct said {
	int status;
	struct slice body;
	const json *json; /* NULL: it is none */
};

/* With the API key. */
struct said side_ask(struct side *s, const char *method, const char *uri,
                     const char *body);
/* As a program with other FastCGI parameters, NULL-terminated. */
struct said side_send(struct side *s, char *const *params, const char *body);

/* Makes a payment that calls /hook at the port; gives its id and hash. */
int64_t side_payment(struct side *s, const char *type, const char *coin,
                     int port, const char **hash);
/* The text of a member, a number's or a string's. */
const char *said_member(struct said said, const char *name);
/* Whether it is the same but for the values: names, order and types. */
void said_like(struct said said, struct slice fixture, struct arena *a);
