/* SPDX-License-Identifier: MIT */
#include "chain/jsonrpc.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "chain/ask.h"
#include "lib/fixture.h"

/* The cases of batches: each part is found by its id, whatever the order. */
static void check_batch(const char *folder, const char *file)
{
	struct arena *a = arena_process();
	const char *why, *path = arena_printf(a, "fixtures/%s/", folder);
	const json *manifest = json_read(
		a, fixture(a, arena_printf(a, "%smanifest.json", path)), 40,
		&why);
	const json *batch = json_read(
		a, fixture(a, arena_printf(a, "%s%s", path, file)), 40, &why);
	const json *c = json_first(json_member(manifest, "cases"));
	const char *its, *want;
	size_t n = 0;

	while (json_text(&its, json_member(c, "file")) && strcmp(its, file))
		c = json_next(c);
	c = json_member(json_member(c, "expect"), "by_id");
	for (const json *p = json_first(c); p; p = json_next(p), n++) {
		long id = strtol(json_name(p), NULL, 10);
		struct rpc r = rpc_open(rpc_part(batch, id));

		cr_assert(json_text(&want, p));
		cr_expect_eq(r.kind,
		             strcmp(want, "ok") ? RPC_ERROR : RPC_RESULT,
		             "%s: part %ld", folder, id);
	}
	cr_expect_eq(n, 3);
	cr_expect_null(rpc_part(batch, 99));
}

Test(jsonrpc, the_parts_of_a_batch_are_found_by_id)
{
	check_batch("solana-rpc", "batch.json");
	check_batch("evm-rpc", "batch_out_of_order.json");
}

static struct rpc open_text(const char *text)
{
	const char *why;

	return rpc_open(
		json_read(arena_process(), slice_text(quoted(text)), 0, &why));
}

Test(jsonrpc, null_is_a_result_and_nothing_is_none)
{
	cr_expect_eq(open_text("{'id':1,'result':null}").kind, RPC_RESULT);
	cr_expect_eq(open_text("{'id':1,'result':null,'error':null}").kind,
	             RPC_RESULT);
	cr_expect_eq(open_text("{'id':1}").kind, RPC_MALFORMED);
	cr_expect_eq(open_text("{'id':1,'error':'no'}").kind, RPC_MALFORMED);
	cr_expect_eq(open_text("[]").kind, RPC_MALFORMED);
}

Test(jsonrpc, an_error_counts_whatever_the_result_says)
{
	struct rpc r = open_text("{'id':1,'result':[],'error':{'code':-5,"
	                         "'message':'no'}}");

	cr_expect_eq(r.kind, RPC_ERROR);
	cr_expect_eq(r.error.code, -5);
	cr_expect_str_eq(r.error.message, "no");
}
