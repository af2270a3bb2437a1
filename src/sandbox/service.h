/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"
#include "http/request.h"
#include "sandbox/world.h"
/*
 * service: what every stand-in for a foreign API of chains and prices does
 * around its answer: it finds its network, looks at the chain once, and lets
 * the fault that is kept for it happen.
 */
/* The answer in itself; w is NULL of a service that has no chain. */
typedef struct reply *service_say(struct request *rq, const struct world *w);

/* coin: the first word of the address, "btc"; NULL: it has no chain. */
struct reply *service_answer(struct request *rq, const char *name,
                             const char *coin, service_say *say);

struct reply *service_text(struct request *rq, int status, const char *text);
struct reply *service_json(struct request *rq, const struct text *t);
struct reply *service_error(struct request *rq, int status, const char *json);
/* A field of the query, or "". */
const char *service_field(struct request *rq, const char *name);
/* The same as a number, or the other. */
int64_t service_number(struct request *rq, const char *name, int64_t otherwise);
/* A whole number, or -1. */
int64_t service_whole(const char *text);
