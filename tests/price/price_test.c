/* SPDX-License-Identifier: MIT */
#include "price/price.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "lib/fixture.h"
#include "remote/json.h"

static struct arena *a;

static void open_it(void)
{
	a = arena_open(16 * 1024 * 1024);
}

static void close_it(void)
{
	arena_close(a);
}

TestSuite(price, .init = open_it, .fini = close_it);

static const char *text_at(const json *j, const char *name)
{
	const char *s = NULL;

	json_text(&s, json_member(j, name));
	return s;
}

static const struct price_source *source_of(const char *file)
{
	for (size_t i = 0; i < PRICE_SOURCES_COUNT; i++) {
		const char *name = PRICE_SOURCES[i].name;

		if (!strncmp(file, name, strlen(name)))
			return &PRICE_SOURCES[i];
	}
	return strncmp(file, "malformed", 9) == 0 ? price_source_find("kraken")
	                                          : NULL;
}

static const char *price_in(const struct prices *all, const char *pair)
{
	for (size_t i = 0; i < all->n; i++)
		if (!strcmp(pair, arena_printf(a, "%s_%s", all->v[i].coin,
		                               all->v[i].currency)))
			return all->v[i].text;
	return "none";
}

static void check_prices(const char *file, const struct prices *got,
                         const json *want)
{
	const char *text;

	for (const json *p = json_first(want); p; p = json_next(p)) {
		cr_assert(json_text(&text, p));
		cr_expect_str_eq(price_in(got, json_name(p)), text, "%s: %s",
		                 file, json_name(p));
	}
	if (!json_first(want))
		cr_expect_eq(got->n, 0, "%s", file);
}

static bool check_case(const json *c)
{
	const char *file = text_at(c, "file"), *why, *error;
	const struct price_source *source = source_of(file);
	const json *expect = json_member(c, "expect");
	struct price_question q = {0};
	struct prices got;
	int64_t http = 0;
	bool retry = false;

	if (!source)
		return false;
	json_int(&http, json_member(c, "status"));
	why = source->read(
		&got, a, &q, (long)http,
		fixture(a, arena_printf(a, "fixtures/prices/%s", file)));
	error = text_at(expect, "error");
	if (!error) {
		cr_assert_null(why, "%s: %s", file, why);
		check_prices(file, &got, json_member(expect, "prices"));
		return true;
	}
	cr_assert(why, "%s: taken", file);
	cr_expect_eq(got.n, 0);
	cr_expect_str_eq(fault_name(got.fault.kind), error, "%s", file);
	json_bool(&retry, json_member(expect, "retry"));
	cr_expect_eq(got.fault.retry, retry, "%s", file);
	return true;
}

Test(price, every_recorded_answer_gives_what_its_case_expects)
{
	const char *why;
	const json *manifest = json_read(
		a, fixture(a, "fixtures/prices/manifest.json"), 20, &why);
	size_t n = 0;

	cr_assert(manifest, "%s", why);
	for (const json *c = json_first(json_member(manifest, "cases")); c;
	     c = json_next(c))
		n += check_case(c);
	cr_expect_eq(n, 16);
}

static struct prices ask(const char *name, const char *body)
{
	struct price_question q = {"PEPE", "USD"};
	char *text = arena_text(a, body);
	struct prices got;

	for (char *p = text; *p; p++)
		if (*p == '\'')
			*p = '"';
	price_source_find(name)->read(&got, a, &q, 0, slice_text(text));
	return got;
}

Test(price, less_than_nothing_and_no_number_spoil_the_answer)
{
	cr_expect_eq(ask("coingecko", "{'bitcoin':{'usd':-1}}").fault.kind,
	             FAULT_MALFORMED);
	cr_expect_eq(ask("coingecko", "{'bitcoin':{'usd':'1'}}").fault.kind,
	             FAULT_MALFORMED);
	cr_expect_eq(ask("coinbase", "{'data':{'amount':'NaN','base':'BTC',"
	                             "'currency':'USD'}}")
	                     .fault.kind,
	             FAULT_MALFORMED);
	cr_expect_eq(ask("coingecko", "{'bitcoin':{'usd':0}}").n, 0);
}

Test(price, a_single_pair_may_be_answered_under_any_name)
{
	struct prices one = ask("kraken", "{'error':[],'result':{'PEPEXUSD':"
	                                  "{'c':['0.1','1']}}}");
	struct prices two = ask("kraken", "{'error':[],'result':{'PEPEXUSD':"
	                                  "{'c':['0.1','1']},'XLTCZEUR':"
	                                  "{'c':['99.5','1']}}}");

	cr_assert_eq(one.n, 1);
	cr_expect_str_eq(one.v[0].coin, "PEPE");
	cr_assert_eq(two.n, 1);
	cr_expect_str_eq(two.v[0].coin, "LTC");
	cr_expect_str_eq(two.v[0].currency, "EUR");
}

Test(price, another_pair_than_asked_for_is_no_answer)
{
	struct prices other = ask("kraken", "{'error':[],'result':{'DOTUSD':"
	                                    "{'c':['7.1','1']}}}");
	struct prices euros = ask("kraken", "{'error':[],'result':{'PEPEEUR':"
	                                    "{'c':['7.1','1']}}}");

	cr_expect_eq(other.n, 0);
	cr_expect_eq(euros.n, 0);
}

static void costs_one_pair(const char *source, const char *body)
{
	struct prices got = ask(source, body);

	cr_assert_eq(got.fault.kind, FAULT_NONE, "%s", source);
	cr_expect_eq(got.passed, 1, "%s", source);
	cr_assert_eq(got.n, 1, "%s", source);
	cr_expect_str_eq(got.v[0].coin, "LTC");
	cr_expect_str_eq(got.v[0].text, "99.5");
}

Test(price, an_odd_pair_costs_that_pair)
{
	costs_one_pair("kraken", "{'error':[],'result':{'XXBTZUSD':{'c':[7]},"
	                         "'XLTCZUSD':{'c':['99.5','1']}}}");
	costs_one_pair("coingecko", "{'bitcoin':{'usd':'1'},"
	                            "'litecoin':{'usd':99.5}}");
	costs_one_pair("coingecko", "{'bitcoin':7,'litecoin':{'usd':99.5}}");
	costs_one_pair("coinbase", "{'data':{'currency':'LTC','rates':{"
	                           "'USD':'99.5','EUR':99.5}}}");
}

Test(price, krakens_throttle_is_a_limit)
{
	cr_expect_eq(ask("kraken", "{'error':['EService: Throttled: 17637']}")
	                     .fault.kind,
	             FAULT_RATE_LIMITED);
	cr_expect_eq(ask("kraken", "{'error':['EAPI:Rate limit exceeded']}")
	                     .fault.kind,
	             FAULT_RATE_LIMITED);
}

Test(price, coinbase_lists_its_errors)
{
	cr_expect_eq(ask("coinbase", "{'errors':[{'id':'rate_limit_exceeded',"
	                             "'message':'slow down'}]}")
	                     .fault.kind,
	             FAULT_RATE_LIMITED);
	cr_expect_eq(ask("coinbase", "{'errors':[{'id':'invalid_request',"
	                             "'message':'Currency is invalid'}]}")
	                     .fault.kind,
	             FAULT_BAD_REQUEST);
}
