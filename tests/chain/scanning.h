/* SPDX-License-Identifier: MIT */
#pragma once
#include "chain/scan.h"
#include "lib/stub.h"
/*
 * scanning: one scan or several against a stub, as a test writes it.
 */

/* An answer of the stub; quotes may be written '. */
const char *ok(const char *body);
const char *status(int http, const char *body);

/* The stub's pages become the one source of that network; the endpoint. */
const struct endpoint *serve(const char *network, const char *kind,
                             const struct stub_page *pages);

/* A scan of one address, with tip 1000 and final 6. */
struct scan scan_of(const struct endpoint *e, const char *asset,
                    const char *address, const char *cursor);
/* Runs it, within 10 s, without budgets. */
void scan_alone(struct scan *s);
void scan_all(struct scan *scans, size_t n);
