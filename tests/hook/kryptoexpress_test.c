/* SPDX-License-Identifier: MIT */
#include "hook/kryptoexpress.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/seal.h"
#include "http/request.h"
#include "jobs.h"
#include "lib/buyers.h"
#include "lib/services.h"
#include "lib/stub.h"
#include "payment/payment_gateway.h"

TestSuite(hook_kryptoexpress, .timeout = 60);

static struct buyers *world;
static const struct payment *payment;
static struct stub_page pages[2];

static const char *body_of(const struct gateway_payment *said)
{
	char paid_at[64] = "";

	return arena_printf(
		world->arena,
		"{\"id\":%s,\"paymentType\":\"PAYMENT\",\"fiatCurrency\":\"%s\""
		",\"fiatAmount\":%s,\"cryptoAmount\":%s,\"cryptoCurrency\":"
		"\"%s\",\"expireDatetime\":%" PRId64 ",\"createDatetime\":"
		"%" PRId64 ",%s\"address\":\"%s\",\"isPaid\":%s,"
		"\"isWithdrawn\":false,\"hash\":\"%s\"}",
		said->id, said->fiat_currency, said->fiat_amount,
		said->crypto_amount, said->asset, said->expires_at.ms,
		said->created_at.ms, paid_at, said->address,
		said->is_paid ? "true" : "false", said->hash);
}

/* What the gateway answers when it is asked; NULL: nothing. */
static void gateway_says(const char *status, const char *body)
{
	pages[0].path = "/payment";
	pages[0].answer =
		body ? arena_printf(world->arena,
	                            "HTTP/1.1 %s\r\nContent-Type: "
	                            "application/json\r\nContent-Length: "
	                            "%zu\r\nConnection: close\r\n\r\n%s",
	                            status, strlen(body), body)
		     : NULL;
}

static void open_world(void)
{
	world = buyers_open();
	buyers_gateway(stub_start(pages));
	payment = buyers_payment(buyers_add("ann"), PAYMENT_NAMED);
}

static const char *sign(const char *body, const struct payment *p)
{
	const char *secret = payment_hook_secret(world->arena, p->public_id);
	uint8_t mac[SHA512_BYTES];

	hmac_sha512(mac, slice_text(secret), slice_text(body));
	return text_hex(world->arena, mac, sizeof(mac));
}

static int call(const char *token, const char *body, const char *signature)
{
	struct request rq = {
		.arena = world->arena,
		.db = world->db,
		.redis = world->redis,
		.method = POST,
		.path = "/hook/kryptoexpress/x",
		.body = slice_text(body),
		.signature = signature,
		.param = {token},
	};

	return hook_kryptoexpress_take(&rq)->status;
}

static int call_signed(const char *body)
{
	return call(payment->hook_token, body, sign(body, payment));
}

/* The job that asks the gateway, when what waits is due. */
static void ask(void)
{
	struct job_context job = {.db = world->db,
	                          .redis = world->redis,
	                          .arena = world->arena,
	                          .result = ""};

	test_sql("UPDATE callbacks SET ask_at = UTC_TIMESTAMP(3)"
	         " WHERE ask_at IS NOT NULL");
	(void)job_find("ask")->run(&job);
}

static int64_t credits(void)
{
	return test_number("SELECT COUNT(*) FROM ledger_entries");
}

static enum payment_state state(void)
{
	return buyers_now(payment)->state;
}

Test(hook_kryptoexpress, a_signed_and_confirmed_callback_credits_once)
{
	struct gateway_payment said;
	const char *body;

	open_world();
	said = buyers_said(payment, true);
	body = body_of(&said);
	gateway_says("200 OK", body);
	for (int i = 0; i < 10; i++)
		cr_assert_eq(call_signed(body), 200);
	cr_assert_eq(stub_requests(), 0, "its sender was kept waiting");
	cr_assert_eq(credits(), 0);
	ask();
	cr_assert_eq(credits(), 1);
	cr_assert_eq(state(), PAYMENT_PAID);
	for (int i = 0; i < 10; i++)
		cr_assert_eq(call_signed(body), 200);
	ask();
	said.is_paid = false;
	cr_assert_eq(call_signed(body_of(&said)), 200);
	cr_assert_eq(credits(), 1);
	cr_assert_eq(state(), PAYMENT_PAID);
	cr_assert_eq(stub_requests(), 1);
}

Test(hook_kryptoexpress, nothing_is_parsed_without_the_payments_own_signature)
{
	const struct payment *other;
	struct gateway_payment said;
	const char *body, *good;
	char bad[129];

	open_world();
	other = buyers_payment(payment->user, PAYMENT_NAMED);
	said = buyers_said(payment, true);
	body = body_of(&said);
	gateway_says("200 OK", body);
	good = sign(body, payment);
	cr_assert_eq(call("AAAAAAAAAAAAAAAAAAAAAA", body, good), 404);
	cr_assert_eq(call(payment->hook_token, body, ""), 403);
	cr_assert_eq(call(payment->hook_token, body, "zz"), 403);
	cr_assert_eq(call(payment->hook_token, body, sign(body, other)), 403);
	cr_assert_eq(call(other->hook_token, body, good), 403);
	for (size_t i = 0; i < 128; i++) {
		memcpy(bad, good, sizeof(bad));
		bad[i] = bad[i] == '0' ? '1' : '0';
		cr_assert_eq(call(payment->hook_token, body, bad), 403);
	}
	cr_assert_eq(call(payment->hook_token, "{", good), 403);
	cr_assert_eq(credits(), 0);
	cr_assert_eq(stub_requests(), 0);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM quarantine"), 0);
}

Test(hook_kryptoexpress, a_callback_of_another_payment_is_held)
{
	const struct payment *other;
	struct gateway_payment said;
	const char *body;

	open_world();
	other = buyers_payment(payment->user, PAYMENT_NAMED);
	said = buyers_said(other, true);
	body = body_of(&said);
	gateway_says("200 OK", body);
	cr_assert_eq(call_signed(body), 200);
	cr_assert_eq(credits(), 0);
	cr_assert_eq(state(), PAYMENT_REVIEW);
	cr_assert_eq(buyers_now(other)->state, PAYMENT_OPEN);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM quarantine"), 1);
}

Test(hook_kryptoexpress, what_the_gateway_does_not_confirm_is_asked_again)
{
	static const char *const ANSWERS[][2] = {
		{NULL,       NULL    },
                {"500 Oops", "{}"    },
                {"200 OK",   "<html>"}
        };
	struct gateway_payment said;
	const char *body;

	open_world();
	said = buyers_said(payment, true);
	body = body_of(&said);
	cr_assert_eq(call_signed(body), 200);
	for (size_t i = 0; i < 3; i++) {
		gateway_says(ANSWERS[i][0], ANSWERS[i][1]);
		ask();
		cr_assert_eq(test_number("SELECT asks FROM callbacks"), i + 1);
		cr_assert_eq(credits(), 0);
		cr_assert_eq(state(), PAYMENT_OPEN);
	}
	cr_assert_eq(test_number("SELECT TIMESTAMPDIFF(SECOND,"
	                         " UTC_TIMESTAMP(3), ask_at) > 60"
	                         " FROM callbacks"),
	             1, "it does not wait longer each time");
	gateway_says("200 OK", body);
	ask();
	cr_assert_eq(credits(), 1);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM callbacks"
	                         " WHERE ask_at IS NOT NULL"),
	             0);
}

Test(hook_kryptoexpress, one_that_is_never_confirmed_is_kept_for_a_person)
{
	struct gateway_payment said;

	open_world();
	said = buyers_said(payment, true);
	cr_assert_eq(call_signed(body_of(&said)), 200);
	test_sql("UPDATE callbacks SET came_at ="
	         " UTC_TIMESTAMP(3) - INTERVAL 8 DAY");
	gateway_says(NULL, NULL);
	ask();
	cr_assert_eq(test_number("SELECT COUNT(*) FROM callbacks"
	                         " WHERE ask_at IS NOT NULL"),
	             0);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM quarantine"), 1);
	cr_assert_eq(credits(), 0);
}

/* The gateway made it, but its answer was lost. */
Test(hook_kryptoexpress, a_callback_tells_of_an_address_whose_answer_was_lost)
{
	struct gateway_payment said;

	open_world();
	test_sql("INSERT INTO payments (public_id, hook_token, user_id, asset,"
	         " kind, currency, fiat_amount, asked_at)"
	         " SELECT CONCAT(LEFT(public_id, 20), 'xx'),"
	         "   CONCAT(LEFT(hook_token, 20), 'xx'), user_id, asset, kind,"
	         "   currency, fiat_amount, UTC_TIMESTAMP(3) FROM payments");
	payment = payment_find(
		world->db, world->arena,
		arena_printf(world->arena, "%.20sxx", payment->public_id));
	said = buyers_said(payment, false);
	gateway_says("200 OK", body_of(&said));
	cr_assert_eq(call_signed(body_of(&said)), 200);
	cr_assert_eq(state(), PAYMENT_CREATING);
	ask();
	cr_assert_eq(state(), PAYMENT_OPEN);
	cr_assert_str_eq(buyers_now(payment)->address, said.address);
}

Test(hook_kryptoexpress, a_callback_that_the_gateway_contradicts_is_held)
{
	struct gateway_payment said, again;

	open_world();
	said = again = buyers_said(payment, true);
	again.is_paid = false;
	gateway_says("200 OK", body_of(&again));
	cr_assert_eq(call_signed(body_of(&said)), 200);
	ask();
	cr_assert_eq(credits(), 0);
	cr_assert_eq(state(), PAYMENT_REVIEW);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM quarantine"), 1);
}

Test(hook_kryptoexpress, hostile_json_is_refused_though_signed)
{
	static const char *const BAD[] = {"",
	                                  "[]",
	                                  "{}",
	                                  "null",
	                                  "{\"id\":1,\"id\":2}",
	                                  "\xff",
	                                  "[[[[[[[[[[[[[[[[[[[["};

	open_world();
	gateway_says(NULL, NULL);
	for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++)
		cr_expect_eq(call_signed(BAD[i]), 400, "%s", BAD[i]);
	cr_assert_eq(credits(), 0);
	cr_assert_eq(state(), PAYMENT_OPEN);
}

Test(hook_kryptoexpress, an_amount_that_differs_is_held)
{
	static const char *const BAD[] = {"2500", "25.01", "24.99",
	                                  "2.5",  "1e400", "0"};

	open_world();
	for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
		struct gateway_payment said = buyers_said(payment, true);
		int status;

		said.fiat_amount = BAD[i];
		gateway_says("200 OK", body_of(&said));
		status = call_signed(body_of(&said));
		ask();
		cr_expect(status == 200 || status == 400, "%s", BAD[i]);
		cr_assert_eq(credits(), 0);
		cr_expect_neq(state(), PAYMENT_PAID);
	}
	cr_assert_eq(state(), PAYMENT_REVIEW);
}
