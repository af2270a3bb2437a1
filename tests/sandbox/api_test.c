/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "lib/fixture.h"
#include "lib/services.h"
#include "sandbox/side.h"

static void like(struct side *s, struct said said, const char *name)
{
	char *path = arena_printf(s->arena, "kryptoexpress/%s", name);

	said_like(said, fixture(s->arena, path), s->arena);
}

static void same(struct side *s, const char *uri, const char *name)
{
	char *path = arena_printf(s->arena, "kryptoexpress/%s", name);
	struct slice want = json_compact(s->arena, fixture(s->arena, path));
	struct said said = side_ask(s, "GET", uri, "");

	cr_expect_eq(said.status, 200);
	cr_expect(said.body.len == want.len &&
	                  !memcmp(said.body.p, want.p, want.len),
	          "%s", said.body.p);
}

static struct said get(struct side *s, const char *hash)
{
	return side_ask(s, "GET",
	                arena_printf(s->arena, "/api/payment?hash=%s", hash),
	                "");
}

static struct said act(struct side *s, const char *path, int64_t id,
                       const char *more)
{
	return side_ask(
		s, "POST", path,
		arena_printf(s->arena, "id=%lld%s", (long long)id, more));
}

Test(sandbox_api, a_payment_reads_as_documented)
{
	struct side s = side_open();
	const char *hash;
	int64_t id = side_payment(&s, "PAYMENT", "BTC", 9, &hash);

	like(&s, get(&s, hash), "payment_get_unpaid.json");
	cr_expect_str_eq(said_member(act(&s, "/pay", id, ""), "did"), "paid");
	like(&s, get(&s, hash), "payment_get_paid.json");
	side_close(&s);
}

Test(sandbox_api, a_deposit_has_no_amounts_until_it_is_paid)
{
	struct side s = side_open();
	const char *hash;
	int64_t id = side_payment(&s, "DEPOSIT", "BTC", 9, &hash);

	like(&s, get(&s, hash), "deposit_created.json");
	act(&s, "/pay", id, "&amount=0.00018486");
	cr_expect_str_eq(said_member(get(&s, hash), "cryptoAmount"),
	                 "0.00018486");
	cr_expect_not_null(said_member(get(&s, hash), "fiatAmount"));
	side_close(&s);
}

Test(sandbox_api, a_stablecoin_is_asked_for_in_whole_numbers)
{
	struct side s = side_open();
	const char *hash;

	side_payment(&s, "PAYMENT", "USDT_BEP20", 9, &hash);
	cr_expect_str_eq(said_member(get(&s, hash), "fiatAmount"), "10");
	cr_expect_str_eq(said_member(get(&s, hash), "cryptoAmount"), "10");
	side_close(&s);
}

Test(sandbox_api, a_payment_lives_for_two_hours)
{
	struct side s = side_open();

	side_payment(&s, "PAYMENT", "LTC", 9, NULL);
	cr_expect_eq(
		test_number("SELECT expires_ms - created_ms FROM payments"),
		7200000);
	side_close(&s);
}

Test(sandbox_api, the_lists_are_the_documented_ones)
{
	struct side s = side_open();

	same(&s, "/api/currency", "currency.json");
	same(&s, "/api/cryptocurrency", "cryptocurrency.json");
	same(&s, "/api/cryptocurrency/all", "cryptocurrency_all.json");
	same(&s, "/api/cryptocurrency/stable", "cryptocurrency_stable.json");
	side_close(&s);
}

Test(sandbox_api, prices_are_given_for_the_coins_asked_for)
{
	struct side s = side_open();
	struct said said = side_ask(&s, "GET",
	                            "/api/cryptocurrency/price?cryptoCurrency="
	                            "BTC,USDT_SOL&fiatCurrency=USD",
	                            "");
	const char *text;

	cr_assert_eq(json_array_length(said.json), 2);
	cr_assert(json_number(&text,
	                      json_member(json_item(said.json, 1), "price")));
	cr_expect_str_eq(text, "1.0");
	side_close(&s);
}

Test(sandbox_api, a_wrong_key_opens_nothing)
{
	struct side s = side_open();
	char *params[] = {"REQUEST_METHOD=GET", "REQUEST_URI=/api/wallet",
	                  "HTTP_X_API_KEY=tess", NULL};
	struct said said = side_send(&s, params, "");

	cr_expect_eq(said.status, 401);
	like(&s, said, "error_unauthorized.json");
	side_close(&s);
}

static void refuse(struct side *s, const char *body, const char *field)
{
	struct said said = side_ask(s, "POST", "/api/payment", body);
	const json *detail = json_item(json_member(said.json, "details"), 0);
	const char *named = "";

	cr_expect_eq(said.status, 400, "%s", body);
	like(s, said, "error_validation.json");
	json_text(&named, json_member(detail, "field"));
	cr_expect_str_eq(named, field, "%s", body);
}

#define TAIL "\"callbackUrl\":\"https://shop.example/hook\"}"

Test(sandbox_api, what_is_not_valid_is_named)
{
	struct side s = side_open();

	refuse(&s,
	       "{\"fiatCurrency\":\"USD\",\"paymentType\":\"PAYMENT\","
	       "\"fiatAmount\":0.99,\"cryptoCurrency\":\"BTC\"," TAIL,
	       "fiatAmount");
	refuse(&s,
	       "{\"fiatCurrency\":\"USD\",\"paymentType\":\"PAYMENT\","
	       "\"fiatAmount\":\"5\",\"cryptoCurrency\":\"BTC\"," TAIL,
	       "fiatAmount");
	refuse(&s,
	       "{\"fiatCurrency\":\"USD\",\"paymentType\":\"DEPOSIT\","
	       "\"cryptoCurrency\":\"USDT_ERC20\"," TAIL,
	       "cryptoCurrency");
	refuse(&s,
	       "{\"fiatCurrency\":\"XXX\",\"paymentType\":\"DEPOSIT\","
	       "\"cryptoCurrency\":\"BTC\"," TAIL,
	       "fiatCurrency");
	refuse(&s,
	       "{\"fiatCurrency\":\"USD\",\"paymentType\":\"DEPOSIT\","
	       "\"cryptoCurrency\":\"BTC\",\"callbackUrl\":\"ftp://x\"}",
	       "callbackUrl");
	refuse(&s, "[]", "body");
	refuse(&s, "{", "body");
	cr_expect_eq(test_number("SELECT COUNT(*) FROM payments"), 0);
	side_close(&s);
}

Test(sandbox_api, several_transfers_fill_a_payment)
{
	struct side s = side_open();
	int64_t id = side_payment(&s, "PAYMENT", "BTC", 9, NULL);

	cr_expect_str_eq(
		said_member(act(&s, "/pay", id, "&amount=0.00001"), "did"),
		"part");
	cr_expect_str_eq(said_member(act(&s, "/pay", id, ""), "did"), "paid");
	cr_expect_str_eq(said_member(act(&s, "/pay", id, ""), "did"),
	                 "uncounted");
	side_close(&s);
}

Test(sandbox_api, a_stablecoin_counts_for_the_exact_amount_only)
{
	struct side s = side_open();
	int64_t id = side_payment(&s, "PAYMENT", "USDC_SOL", 9, NULL);

	cr_expect_str_eq(
		said_member(act(&s, "/pay", id, "&amount=9.99"), "did"),
		"uncounted");
	cr_expect_str_eq(said_member(act(&s, "/pay", id, "&amount=10"), "did"),
	                 "paid");
	side_close(&s);
}

Test(sandbox_api, what_comes_after_the_end_does_not_count)
{
	struct side s = side_open();
	int64_t id = side_payment(&s, "DEPOSIT", "ETH", 9, NULL);

	cr_expect_str_eq(said_member(act(&s, "/expire", id, ""), "did"),
	                 "expired");
	cr_expect_str_eq(said_member(act(&s, "/pay", id, "&amount=1"), "did"),
	                 "uncounted");
	side_close(&s);
}

Test(sandbox_api, an_amount_that_is_none_is_refused)
{
	struct side s = side_open();
	int64_t id = side_payment(&s, "DEPOSIT", "BTC", 9, NULL);

	cr_expect_eq(act(&s, "/pay", id, "&amount=0").status, 409);
	cr_expect_eq(act(&s, "/pay", id, "&amount=-1").status, 409);
	cr_expect_eq(act(&s, "/pay", id, "&amount=0.000000001").status, 409);
	cr_expect_eq(act(&s, "/pay", id, "&amount=1000001").status, 409);
	cr_expect_eq(act(&s, "/pay", 1, "").status, 404);
	side_close(&s);
}

static struct said withdraw(struct side *s, const char *type, bool dry)
{
	return side_ask(
		s, "POST", "/api/wallet/withdrawal",
		arena_printf(s->arena,
	                     "{%s,\"cryptoCurrency\":\"LTC\",\"toAddress\":"
	                     "\"ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh\","
	                     "\"onlyCalculate\":%s}",
	                     type, dry ? "true" : "false"));
}

Test(sandbox_api, a_withdrawal_takes_what_was_paid_once)
{
	struct side s = side_open();
	const char *hash;
	int64_t id = side_payment(&s, "DEPOSIT", "LTC", 9, &hash);
	char *single = arena_printf(
		s.arena, "\"withdrawType\":\"SINGLE\",\"paymentId\":\"%lld\"",
		(long long)id);

	act(&s, "/pay", id, "&amount=0.68908476");
	like(&s, side_ask(&s, "GET", "/api/payment?hash=x", ""),
	     "error_unauthorized.json");
	like(&s, withdraw(&s, single, true), "withdrawal_calculated.json");
	cr_expect_str_eq(
		said_member(side_ask(&s, "GET", "/api/wallet", ""), "LTC"),
		"0.68908476");
	like(&s, withdraw(&s, "\"withdrawType\":\"ALL\"", false),
	     "withdrawal_done.json");
	cr_expect_eq(withdraw(&s, "\"withdrawType\":\"ALL\"", false).status,
	             400);
	cr_expect_str_eq(
		said_member(side_ask(&s, "GET", "/api/wallet", ""), "LTC"),
		"0");
	cr_expect(strstr(get(&s, hash).body.p, "\"isWithdrawn\":true"));
	side_close(&s);
}

Test(sandbox_api, every_statement_prepares)
{
	struct side s = side_open();

	for (size_t i = 0; i < statements_count(); i++) {
		const char *sql = statements_first()[i]->sql;

		if (!strstr(sql, "schema_migrations"))
			test_sql(arena_printf(s.arena,
			                      "PREPARE one FROM \"%s\"", sql));
	}
	side_close(&s);
}

Test(sandbox_api, the_page_refuses_forms_of_others)
{
	struct side s = side_open();
	char *params[] = {"REQUEST_METHOD=POST",
	                  "REQUEST_URI=/",
	                  "CONTENT_TYPE=application/x-www-form-urlencoded",
	                  "HTTP_HOST=127.0.0.1:9080",
	                  "HTTP_ORIGIN=https://evil.example",
	                  NULL};
	char *body = arena_printf(
		s.arena, "do=pay_full&id=%lld",
		(long long)side_payment(&s, "PAYMENT", "BTC", 9, NULL));

	cr_expect_eq(side_send(&s, params, body).status, 403);
	params[4] = "HTTP_ORIGIN=http://127.0.0.1:9080";
	cr_expect_eq(side_send(&s, params, body).status, 303);
	side_close(&s);
}

Test(sandbox_api, an_unknown_address_needs_no_session)
{
	struct side s = side_open();

	cr_expect_eq(side_ask(&s, "GET", "/a/b/c/d/e", "").status, 404);
	cr_expect_eq(side_ask(&s, "PUT", "/api/payment", "").status, 405);
	side_close(&s);
}
