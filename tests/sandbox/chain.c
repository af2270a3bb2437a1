/* SPDX-License-Identifier: MIT */
#include "chain.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"

static const char *done(struct said said, const char *member)
{
	cr_assert_eq(said.status, 200, "%.*s", (int)said.body.len, said.body.p);
	return said_member(said, member);
}

const char *chain_send(struct side *s, const char *asset, const char *outputs)
{
	char *form =
		arena_printf(s->arena, "asset=%s&outputs=%s", asset, outputs);

	return done(side_ask(s, "POST", "/send", form), "txid");
}

const char *chain_give(struct side *s, const struct seat *seat,
                       const char *amount, bool is_held)
{
	char *form = arena_printf(
		s->arena, "asset=%s&address=%s&amount=%s&hold=%s", seat->asset,
		seat->address, amount, is_held ? "yes" : "no");

	return done(side_ask(s, "POST", "/send", form), "txid");
}

int64_t chain_mine(struct side *s, const char *network, int blocks)
{
	char *form =
		arena_printf(s->arena, "network=%s&blocks=%d", network, blocks);

	return strtoll(done(side_ask(s, "POST", "/mine", form), "height"), NULL,
	               10);
}

struct said chain_fault(struct side *s, const char *fields)
{
	return side_ask(s, "POST", "/fault", fields);
}

static const char *ask(struct credits *out, struct side *s,
                       const struct seat *seat, const char *method,
                       const char *uri, const char *body, int64_t tip)
{
	struct said said = side_ask(s, method, uri, body);
	struct watch *watch = arena_new(s->arena, struct watch);
	const struct question q = {.watches = watch, .n = 1, .tip = tip};

	cr_assert_null(watch_open(watch, asset_find(seat->asset), CHAIN_MAIN,
	                          seat->address));
	return seat->read(out, s->arena, &q, said.status, said.body);
}

struct credits chain_read(struct side *s, const struct seat *seat,
                          const char *method, const char *uri, const char *body,
                          int64_t tip)
{
	struct credits read;
	const char *why = ask(&read, s, seat, method, uri, body, tip);

	cr_assert_null(why, "%s: %s", uri, why);
	return read;
}

enum fault_kind chain_refused(struct side *s, const struct seat *seat,
                              const char *method, const char *uri,
                              const char *body)
{
	struct credits read;

	cr_assert(ask(&read, s, seat, method, uri, body, 0), "%s", uri);
	cr_assert_eq(read.n, 0);
	return read.fault.kind;
}

void chain_expect(const struct credits *read, const char *txid,
                  const char *units, int64_t confirmations)
{
	char got[COIN_TEXT];

	cr_assert_eq(read->n, 1, "%zu credits", read->n);
	coin_print_units(got, read->v[0].amount);
	cr_expect_str_eq(read->v[0].txid, txid);
	cr_expect_str_eq(got, units);
	cr_expect_eq(read->v[0].confirmations, confirmations, "%lld",
	             (long long)read->v[0].confirmations);
}
