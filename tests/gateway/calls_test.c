/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "gateway/kryptoexpress.h"
#include "lib/stub.h"
#include "remote/remote.h"
#include <criterion/criterion.h>
#include <string.h>

#define JSON "Content-Type: application/json\r\n\r\n"
#define OK   "HTTP/1.1 200 OK\r\n" JSON
#define HASH "adaeca287275d5589623a397fb4e35fac3aad7ba2ba9f7111e6df809df1e7474"
#define PAYMENT(amount, hash)                                               \
	"{\"id\":634,\"paymentType\":\"PAYMENT\",\"fiatCurrency\":\"USD\"," \
	"\"fiatAmount\":" amount ",\"cryptoAmount\":0.000012,"              \
	"\"cryptoCurrency\":\"BTC\",\"expireDatetime\":1745241933410,"      \
	"\"createDatetime\":1745234733410,\"address\":\"bc1q6guwyuy\","     \
	"\"isPaid\":false,\"isWithdrawn\":false,\"hash\":\"" hash "\"}"

static const char LIMITED[] = "HTTP/1.1 429 Slow down\r\n" JSON
			      "{\"error\":\"rate_limited\",\"retryAfter\":7}";
static const char REFUSED[] =
	"HTTP/1.1 400 No\r\n" JSON
	"{\"error\":\"validation_error\",\"message\":\"too small\","
	"\"details\":[{\"field\":\"fiatAmount\",\"message\":\"x\"}]}";
static const char PRICES[] =
	OK "[{\"cryptoCurrency\":\"BTC\",\"fiatCurrency\":\"USD\","
	   "\"price\":88250.10}]";

static struct arena *a;
static struct kryptoexpress gateway = {.api_key = "the-key"};
static struct gateway_payment payment;
static struct gateway_error error;

static const struct gateway_order ORDER = {
	.type = GATEWAY_PAYMENT,
	.fiat_currency = "USD",
	.fiat_amount = "1.00",
	.asset = "BTC",
	.callback_url = "https://shop.example/hook/kryptoexpress/t",
	.callback_secret = "s\"3",
};

static void open_it(void)
{
	a = arena_open(16 * 1024 * 1024);
	remote_allow_loopback(true);
}

static void close_it(void)
{
	arena_close(a);
}

TestSuite(calls, .init = open_it, .fini = close_it, .timeout = 60);

/* A gateway that has this one page. */
static void serve(const char *path, const char *answer)
{
	struct stub_page *pages = arena_array(a, 2, struct stub_page);

	pages[0].path = path;
	pages[0].answer = answer;
	gateway.base_url =
		arena_printf(a, "http://127.0.0.1:%d", stub_start(pages));
}

static bool create(void)
{
	return kryptoexpress_create(&payment, &error, a, &gateway, &ORDER);
}

static bool get(void)
{
	return kryptoexpress_get(&payment, &error, a, &gateway, HASH);
}

Test(calls, creating_sends_the_order_and_reads_the_payment)
{
	serve("/payment", OK PAYMENT("1.0", HASH));
	cr_assert(create(), "%s", error.message);
	cr_expect_str_eq(payment.id, "634");
	cr_expect_eq(error.kind, GATEWAY_FINE);
	cr_expect(strstr(stub_latest(), "\r\nX-Api-Key: the-key\r\n"));
	cr_expect_str_eq(strstr(stub_latest(), "\r\n\r\n") + 4,
	                 "{\"fiatCurrency\":\"USD\","
	                 "\"paymentType\":\"PAYMENT\",\"fiatAmount\":1.00,"
	                 "\"cryptoCurrency\":\"BTC\",\"callbackUrl\":"
	                 "\"https://shop.example/hook/kryptoexpress/t\","
	                 "\"callbackSecret\":\"s\\\"3\"}");
}

Test(calls, a_payment_other_than_ordered_is_not_taken)
{
	serve("/payment", OK PAYMENT("1.01", HASH));
	cr_assert_not(create());
	cr_expect_eq(error.kind, GATEWAY_MALFORMED);
	cr_expect(error.maybe_done);
	cr_expect_not(error.retry);
}

Test(calls, creating_is_tried_once_and_may_have_happened)
{
	serve("/payment", NULL);
	cr_assert_not(create());
	cr_expect_eq(error.kind, GATEWAY_UNKNOWN);
	cr_expect(error.maybe_done);
	cr_expect_not(error.retry);
	cr_expect_eq(stub_requests(), 1);
}

Test(calls, creating_at_a_dead_gateway_has_surely_not_happened)
{
	gateway.base_url =
		arena_printf(a, "http://127.0.0.1:%d", stub_dead_port());
	cr_assert_not(create());
	cr_expect_eq(error.kind, GATEWAY_NOT_SENT);
	cr_expect_not(error.maybe_done);
	cr_expect(error.retry);
}

Test(calls, a_refused_order_names_its_field)
{
	serve("/payment", REFUSED);
	cr_assert_not(create());
	cr_expect_eq(error.kind, GATEWAY_BAD_REQUEST);
	cr_expect_not(error.maybe_done);
	cr_expect_str_eq(error.field, "fiatAmount");
	cr_expect_str_eq(error.message, "too small");
}

Test(calls, an_order_cut_off_in_its_answer_may_have_happened)
{
	serve("/payment", OK "{\"id\":634,\"paymentType\":\"PAY");
	cr_assert_not(create());
	cr_expect_eq(error.kind, GATEWAY_MALFORMED);
	cr_expect(error.maybe_done);
}

Test(calls, an_error_inside_a_good_status_is_no_payment)
{
	serve("/payment", OK "{\"error\":\"x\",\"message\":\"y\"}");
	cr_assert_not(get());
	cr_expect_eq(error.kind, GATEWAY_MALFORMED);
	cr_expect(error.retry);
}

Test(calls, a_payment_is_found_by_its_hash_without_the_key)
{
	serve("/payment", OK PAYMENT("1.0", HASH));
	cr_assert(get(), "%s", error.message);
	cr_expect_str_eq(payment.hash, HASH);
	cr_expect(strstr(stub_latest(), "GET /payment?hash=" HASH " HTTP/1.1"));
	cr_expect_not(strstr(stub_latest(), "the-key"));
}

Test(calls, a_payment_of_another_hash_is_not_taken)
{
	serve("/payment", OK PAYMENT("1.0", "0000000000000000000000000"));
	cr_assert_not(get());
	cr_expect_eq(error.kind, GATEWAY_MALFORMED);
}

Test(calls, a_busy_gateway_says_when_to_come_back)
{
	serve("/payment", LIMITED);
	cr_assert_not(get());
	cr_expect_eq(error.kind, GATEWAY_RATE_LIMITED);
	cr_expect(error.retry);
	cr_expect_eq(error.wait_s, 7);
}

Test(calls, an_endless_answer_is_not_read)
{
	char *answer = arena_array(a, 200 * 1024 + 1, char);

	memset(answer, ' ', 200 * 1024);
	memcpy(answer, OK, sizeof(OK) - 1);
	serve("/payment", answer);
	cr_assert_not(get());
	cr_expect_eq(error.kind, GATEWAY_UNKNOWN);
}

Test(calls, many_payments_are_asked_for_at_once)
{
	const char *hashes[20];
	struct gateway_answer *found;

	serve("/payment", OK PAYMENT("1.0", HASH));
	for (int i = 0; i < 20; i++)
		hashes[i] = i % 2 ? HASH : "ffffffffffffffffffffffff";
	found = kryptoexpress_get_many(a, &gateway, hashes, 20, 8);
	for (int i = 0; i < 20; i++)
		cr_expect_eq(found[i].error.kind,
		             i % 2 ? GATEWAY_FINE : GATEWAY_MALFORMED);
	cr_expect_eq(stub_requests(), 20);
}

Test(calls, the_lists_are_read)
{
	const char *const *codes;

	serve("/cryptocurrency/all", OK "[\"BTC\",\"USDT_TRC20\"]");
	codes = kryptoexpress_assets(&error, a, &gateway);
	cr_assert(codes);
	cr_expect_str_eq(codes[1], "USDT_TRC20");
	cr_expect_null(codes[2]);
	cr_expect_null(kryptoexpress_currencies(&error, a, &gateway));
	cr_expect_neq(error.kind, GATEWAY_FINE);
}

Test(calls, prices_are_read)
{
	const struct gateway_price *p;
	size_t n;

	serve("/cryptocurrency/price", PRICES);
	p = kryptoexpress_prices(&n, &error, a, &gateway, "BTC", "USD");
	cr_assert(p, "%s", error.message);
	cr_expect_eq(n, 1);
	cr_expect_str_eq(p->price, "88250.10");
	cr_expect(strstr(stub_latest(),
	                 "?cryptoCurrency=BTC&fiatCurrency=USD HTTP/1.1"));
}
