/* SPDX-License-Identifier: MIT */
#include "chain/cases.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "lib/fixture.h"
#include "remote/json.h"

enum { DEPTH = 40, WATCHES = 8 };

struct one {
	struct arena *arena;
	const char *file;
	const json *expect;
	long http;
	struct question q;
	struct credits got;
	const char *why;
};

static const char *text_at(const json *j, const char *name)
{
	const char *s = NULL;

	json_text(&s, json_member(j, name));
	return s;
}

/* Whether the member stands there, be it null. */
static bool names(const json *j, const char *name)
{
	for (const json *m = json_first(j); m; m = json_next(m))
		if (!strcmp(json_name(m), name))
			return true;
	return false;
}

static void number_text(char buf[32], const json *j)
{
	const char *text = "";

	if (!json_text(&text, j))
		json_number(&text, j);
	snprintf(buf, 32, "%s", text);
}

/* --- credits ------------------------------------------------------------- */

static const struct chain_credit *find(const struct one *o, const json *want)
{
	char index[32];
	const char *address = text_at(want, "address");
	const char *asset = text_at(want, "asset");

	number_text(index, json_member(want, "index"));
	for (size_t i = 0; i < o->got.n; i++) {
		const struct chain_credit *c = &o->got.v[i];

		if (!strcmp(c->txid, text_at(want, "txid")) &&
		    !strcmp(c->index, index) &&
		    (!asset || !strcmp(c->asset->code, asset)) &&
		    (!address || !strcasecmp(c->address, address)))
			return c;
	}
	return NULL;
}

static void check_credit(const struct one *o, const json *want)
{
	const struct chain_credit *c = find(o, want);
	char units[COIN_TEXT];
	int64_t n = -1;

	cr_assert(c, "%s: no credit of %s", o->file, text_at(want, "txid"));
	coin_print_units(units, c->amount);
	cr_expect_str_eq(units, text_at(want, "amount"), "%s", o->file);
	if (json_int(&n, json_member(want, "confirmations")))
		cr_expect_eq(c->confirmations, n, "%s: %" PRId64, o->file,
		             c->confirmations);
	n = -1;
	if (names(want, "height")) {
		json_int(&n, json_member(want, "height"));
		cr_expect_eq(c->height, n, "%s: height", o->file);
		cr_expect_eq(c->is_mined, n >= 0, "%s: mined", o->file);
	}
	cr_expect(c->position && *c->position, "%s: no position", o->file);
}

static void check_credits(const struct one *o)
{
	const json *list = json_member(o->expect, "credits");
	char text[COIN_TEXT];
	struct coin sum = {0};
	int64_t n;

	for (const json *w = json_first(list); w; w = json_next(w))
		check_credit(o, w);
	if (list)
		cr_expect_eq(o->got.n, json_array_length(list), "%s: %zu",
		             o->file, o->got.n);
	if (json_int(&n, json_member(o->expect, "credit_count")))
		cr_expect_eq(o->got.n, (size_t)n, "%s: %zu", o->file, o->got.n);
	if (!json_member(o->expect, "credit_sum"))
		return;
	for (size_t i = 0; i < o->got.n; i++)
		cr_assert(coin_add(&sum, sum, o->got.v[i].amount));
	coin_print_units(text, sum);
	cr_expect_str_eq(text, text_at(o->expect, "credit_sum"));
}

/* --- what else is said --------------------------------------------------- */

static void check_noted(const struct one *o, const char *name,
                        enum chain_note_kind kind)
{
	const json *list = json_member(o->expect, name);

	for (const json *t = json_first(list); t; t = json_next(t)) {
		const char *txid = "";

		json_text(&txid, t);
		cr_expect(credits_noted(&o->got, kind, txid), "%s: %s %s",
		          o->file, name, txid);
		for (size_t i = 0; i < o->got.n; i++)
			cr_expect_str_neq(o->got.v[i].txid, txid, "%s",
			                  o->file);
	}
}

static void check_absent(const struct one *o)
{
	const json *list = json_member(o->expect, "absent");

	for (const json *t = json_first(list); t; t = json_next(t))
		for (size_t i = 0; i < o->got.n; i++) {
			const char *txid = "";

			json_text(&txid, t);
			cr_expect_str_neq(o->got.v[i].txid, txid);
		}
}

static bool ends(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len >= end_len && !strcmp(text + len - end_len, end);
}

/* A whole path is expected, or the cursor in it. */
static void check_next(const struct one *o)
{
	static const char *const NAMES[] = {"next", "next_before", "next_page",
	                                    "next_fingerprint",
	                                    "next_timestamp"};

	for (size_t i = 0; i < sizeof(NAMES) / sizeof(*NAMES); i++) {
		const json *want = json_member(o->expect, NAMES[i]);
		const char *text = "";

		if (!names(o->expect, NAMES[i]))
			continue;
		if (want && !json_text(&text, want))
			json_number(&text, want);
		if (want)
			cr_expect(o->got.next && *o->got.next &&
			                  ends(text, o->got.next),
			          "%s: next is %s", o->file, o->got.next);
		else
			cr_expect_null(o->got.next, "%s: next is %s", o->file,
			               o->got.next);
	}
}

static void check_fetch(const struct one *o)
{
	const json *list = json_member(o->expect, "to_fetch");
	int64_t n;
	size_t i = 0;

	if (json_int(&n, json_member(o->expect, "signatures")))
		cr_expect_eq(o->got.fetch_n, (size_t)n, "%s", o->file);
	if (!list)
		return;
	cr_assert_eq(o->got.fetch_n, json_array_length(list), "%s", o->file);
	for (const json *t = json_first(list); t; t = json_next(t), i++) {
		const char *txid = "";

		json_text(&txid, t);
		cr_expect_str_eq(o->got.fetch[i], txid);
	}
}

static void check_rest(const struct one *o)
{
	bool flag;
	int64_t n;

	if (json_int(&n, json_member(o->expect, "height")))
		cr_expect_eq(o->got.height, n, "%s: height", o->file);
	if (json_bool(&flag, json_member(o->expect, "found")))
		cr_expect_eq(o->got.is_unknown, !flag, "%s", o->file);
	if (json_bool(&flag, json_member(o->expect, "success")))
		cr_expect_eq(o->got.outcome,
		             flag ? OUTCOME_DONE : OUTCOME_FAILED, "%s",
		             o->file);
	else if (names(o->expect, "success"))
		cr_expect_eq(o->got.outcome, OUTCOME_UNSAID, "%s", o->file);
	if (json_int(&n, json_member(o->expect, "immature")))
		for (size_t i = 0; i < o->got.notes_n; i++)
			n -= o->got.notes[i].kind == NOTE_IMMATURE;
	else
		n = 0;
	cr_expect_eq(n, 0, "%s: immature", o->file);
}

/* --- faults -------------------------------------------------------------- */

static void check_fault(const struct one *o, const char *error)
{
	bool retry;
	int64_t wait_s;

	cr_expect(o->why, "%s: taken", o->file);
	cr_expect_eq(o->got.n, 0, "%s: credits with an error", o->file);
	cr_expect_null(o->got.next);
	cr_expect_str_eq(fault_name(o->got.fault.kind), error, "%s: %s",
	                 o->file, o->why);
	if (json_bool(&retry, json_member(o->expect, "retry")))
		cr_expect_eq(o->got.fault.retry, retry, "%s: retry", o->file);
	if (json_int(&wait_s, json_member(o->expect, "wait_s")))
		cr_expect_eq(o->got.fault.wait_s, wait_s, "%s", o->file);
}

/* What is expected of an answer that is none for us: nothing but that. */
static bool is_bare(const json *expect)
{
	static const char *const OURS[] = {"credits",
	                                   "credit_count",
	                                   "new_credit_count",
	                                   "next",
	                                   "next_before",
	                                   "to_fetch",
	                                   "signatures",
	                                   "height",
	                                   "found",
	                                   "success",
	                                   "ambiguous",
	                                   "flagged",
	                                   "absent",
	                                   "ignored_categories",
	                                   "pending_conflict"};

	for (size_t i = 0; i < sizeof(OURS) / sizeof(*OURS); i++)
		if (names(expect, OURS[i]))
			return false;
	return true;
}

static void check(const struct one *o)
{
	const char *error = text_at(o->expect, "error");

	if (error) {
		check_fault(o, error);
		return;
	}
	if (is_bare(o->expect)) {
		cr_expect(!o->why || o->got.fault.kind, "%s", o->file);
		return;
	}
	cr_assert_null(o->why, "%s: %s", o->file, o->why);
	check_credits(o);
	check_noted(o, "flagged", NOTE_DOUBLE_SPEND);
	check_noted(o, "ambiguous", NOTE_AMBIGUOUS);
	check_noted(o, "pending_conflict", NOTE_CONFLICT);
	check_absent(o);
	check_next(o);
	check_fetch(o);
	check_rest(o);
}

/* --- the walk ------------------------------------------------------------ */

static unsigned limit_of(const json *request)
{
	const json *params =
		json_member(json_member(request, "body"), "params");
	const char *path = NULL;
	const char *p;
	int64_t n = 0;

	json_text(&path, json_member(request, "path"));
	p = path ? strstr(path, "limit=") : NULL;
	if (p)
		return (unsigned)strtoul(p + strlen("limit="), NULL, 10);
	json_int(&n, json_member(json_item(params, 1), "limit"));
	return (unsigned)n;
}

/* What is on its way is no credit yet. */
static void drop_immature(struct credits *got)
{
	size_t n = 0;

	for (size_t i = 0; i < got->n; i++)
		if (credit_is_mature(&got->v[i]))
			got->v[n++] = got->v[i];
	got->n = n;
}

static size_t open_watches(struct watch *out, const struct watched *w)
{
	size_t n = 0;

	for (; n < WATCHES && w[n].asset; n++) {
		const char *why = watch_open(&out[n], asset_find(w[n].asset),
		                             w[n].chain, w[n].address);

		cr_assert_null(why, "%s: %s", w[n].address, why);
	}
	return n;
}

static bool is_elsewhere(const struct case_set *set, const char *file)
{
	for (size_t i = 0; i < 8 && set->elsewhere[i]; i++)
		if (!strcmp(set->elsewhere[i], file))
			return true;
	return false;
}

static void run(const struct case_set *set, const json *c, int64_t tip,
                const struct watch *watches, size_t n)
{
	struct arena *a = arena_open(64 * 1024 * 1024);
	struct one o = {
		.arena = a,
		.file = text_at(c, "file"),
		.expect = json_member(c, "expect"),
		.q = {.watches = watches, .n = n, .tip = tip}
        };
	int64_t http = 0;
	struct slice body;

	json_int(&http, json_member(c, "status"));
	o.q.limit = limit_of(json_member(c, "request"));
	body = fixture(a,
	               arena_printf(a, "fixtures/%s/%s", set->folder, o.file));
	o.why = set->read(&o.got, a, &o.q, (long)http, body);
	drop_immature(&o.got);
	check(&o);
	arena_close(a);
}

size_t cases_check(const struct case_set *set)
{
	struct arena *a = arena_open(64 * 1024 * 1024);
	const char *why, *name;
	struct watch watches[WATCHES];
	size_t n = open_watches(watches, set->watched), ran = 0;
	const json *manifest;
	int64_t tip = 0;

	name = arena_printf(a, "fixtures/%s/manifest.json", set->folder);
	manifest = json_read(a, fixture(a, name), DEPTH, &why);
	cr_assert(manifest, "%s: %s", name, why);
	json_int(&tip, json_member(manifest, "tip_height"));
	for (const json *c = json_first(json_member(manifest, "cases")); c;
	     c = json_next(c)) {
		if (is_elsewhere(set, text_at(c, "file")))
			continue;
		run(set, c, tip, watches, n);
		ran++;
	}
	arena_close(a);
	return ran;
}
