/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/seal.h"
#include "lib/fixture.h"
#include "lib/services.h"
#include "lib/stub.h"
#include "sandbox/act.h"
#include "sandbox/callback.h"
#include "sandbox/options.h"
#include "sandbox/side.h"
#include "sandbox/truth.h"

static const struct stub_page FINE[] = {
	{.path = "/hook",
         .answer = "HTTP/1.1 200 OK\r\n"
                   "Content-Length: 0\r\n\r\n"},
	{0	      },
};

static const struct stub_page BROKEN[] = {
	{.path = "/hook",
         .answer = "HTTP/1.1 500 No\r\n"
                   "Content-Length: 0\r\n\r\n"},
	{0	      },
};

static struct said act(struct side *s, const char *path, int64_t id,
                       const char *more)
{
	return side_ask(
		s, "POST", path,
		arena_printf(s->arena, "id=%lld%s", (long long)id, more));
}

static struct said get(struct side *s, const char *hash)
{
	return side_ask(s, "GET",
	                arena_printf(s->arena, "/api/payment?hash=%s", hash),
	                "");
}

/* Delivers until nothing is left, but not for ever. */
static void deliver(struct side *s)
{
	for (int i = 0; i < 200; i++) {
		callback_round(s->db, s->arena);
		if (!test_number("SELECT COUNT(*) FROM callbacks"
		                 " WHERE is_done = 0"))
			return;
		usleep(10000);
	}
	cr_assert_fail("callbacks are left");
}

static int64_t truths(struct side *s, const char *what, const char *ref)
{
	return test_number(
		arena_printf(s->arena,
	                     "SELECT COUNT(*) FROM truth WHERE what = '%s'"
	                     " AND COALESCE(ref, '') LIKE '%s'",
	                     what, ref));
}

/* The body of the latest request and whether its signature is right. */
static bool latest_holds(struct side *s, const char **body)
{
	const char *request = stub_latest();
	const char *given = strstr(request, "X-Signature: ");
	uint8_t mac[SHA512_BYTES];
	const char *hex;

	*body = strstr(request, "\r\n\r\n") + 4;
	hmac_sha512(mac, SLICE("1234567890"), slice_text(*body));
	hex = text_hex(s->arena, mac, sizeof(mac));
	return given && !strncmp(given + 13, hex, strlen(hex));
}

Test(sandbox_fault, the_documented_body_has_the_documented_signature)
{
	struct arena *a = arena_open(1 << 22);
	const char *why, *body, *signature;
	const json *j =
		json_read(a, fixture(a, "kryptoexpress_hmac.json"), 0, &why);
	const json *v = json_item(json_member(j, "vectors"), 0);
	uint8_t mac[SHA512_BYTES];

	cr_assert(json_text(&body, json_member(v, "body_compact")));
	cr_assert(json_text(&signature, json_member(v, "signature")));
	hmac_sha512(mac, SLICE("1234567890"), slice_text(body));
	cr_expect_str_eq(text_hex(a, mac, sizeof(mac)), signature);
	arena_close(a);
}

Test(sandbox_fault, without_a_fault_one_signed_callback_comes)
{
	struct side s = side_open();
	int64_t id = side_payment(&s, "PAYMENT", "BTC", stub_start(FINE), NULL);
	const char *body;
	struct said said;

	act(&s, "/pay", id, "");
	deliver(&s);
	cr_expect_eq(stub_requests(), 1);
	cr_expect(latest_holds(&s, &body));
	said = (struct said){200, slice_text(body),
	                     json_read(s.arena, slice_text(body), 0, &body)};
	said_like(said,
	          fixture(s.arena, "kryptoexpress/callback_paid_payment.json"),
	          s.arena);
	side_close(&s);
}

Test(sandbox_fault, a_shop_that_fails_is_called_five_times)
{
	struct side s = side_open();
	int64_t id =
		side_payment(&s, "PAYMENT", "BTC", stub_start(BROKEN), NULL);

	act(&s, "/pay", id, "");
	deliver(&s);
	cr_expect_eq(stub_requests(), CALLBACK_TRIES);
	cr_expect_eq(truths(&s, "callback", "paid"), CALLBACK_TRIES);
	side_close(&s);
}

Test(sandbox_fault, what_is_overdue_expires_and_says_so)
{
	struct side s = side_open();
	const char *body;

	side_payment(&s, "PAYMENT", "BTC", stub_start(FINE), NULL);
	test_sql("UPDATE payments SET expires_ms = 1");
	deliver(&s);
	deliver(&s);
	cr_expect_eq(truths(&s, "expired", "%"), 1);
	cr_expect_eq(stub_requests(), 1);
	cr_expect(latest_holds(&s, &body));
	cr_expect(strstr(body, "\"isPaid\":false"));
	side_close(&s);
}

Test(sandbox_fault, duplicate_pays_once_and_calls_often)
{
	struct side s = side_open();
	int64_t id = side_payment(&s, "PAYMENT", "BTC", stub_start(FINE), NULL);

	act(&s, "/fault", id, "&do=duplicate&copies=5");
	deliver(&s);
	cr_expect_eq(stub_requests(), 5);
	cr_expect_eq(truths(&s, "paid", "%"), 1);
	side_close(&s);
}

Test(sandbox_fault, late_says_expired_and_then_paid)
{
	struct side s = side_open();
	int64_t id = side_payment(&s, "DEPOSIT", "BTC", stub_start(FINE), NULL);
	const char *body;

	act(&s, "/fault", id, "&do=late");
	deliver(&s);
	cr_expect_eq(truths(&s, "callback", "expired"), 1);
	cr_expect_eq(truths(&s, "callback", "late"), 1);
	cr_expect(latest_holds(&s, &body));
	cr_expect(strstr(body, "\"isPaid\":true"));
	side_close(&s);
}

Test(sandbox_fault, a_late_plan_keeps_the_callback_back)
{
	struct side s = side_open();
	int64_t id;

	side_ask(&s, "POST", "/fault", "do=late&next=1");
	id = side_payment(&s, "PAYMENT", "BTC", stub_start(FINE), NULL);
	act(&s, "/pay", id, "");
	callback_round(s.db, s.arena);
	cr_expect_eq(stub_requests(), 0);
	test_sql("UPDATE callbacks SET due_ms = 1");
	deliver(&s);
	cr_expect_eq(stub_requests(), 1);
	side_close(&s);
}

Test(sandbox_fault, reordered_ends_with_an_old_unpaid)
{
	struct side s = side_open();
	const char *hash, *body;
	int64_t id =
		side_payment(&s, "PAYMENT", "BTC", stub_start(FINE), &hash);

	act(&s, "/fault", id, "&do=reordered");
	deliver(&s);
	cr_expect_eq(stub_requests(), 2);
	cr_expect(latest_holds(&s, &body));
	cr_expect(strstr(body, "\"isPaid\":false"));
	cr_expect(strstr(get(&s, hash).body.p, "\"isPaid\":true"));
	side_close(&s);
}

static void expect_false_call(const char *fault, bool is_signed)
{
	struct side s = side_open();
	const char *hash, *body;
	int64_t id =
		side_payment(&s, "DEPOSIT", "BTC", stub_start(FINE), &hash);

	act(&s, "/fault", id, arena_printf(s.arena, "&do=%s", fault));
	deliver(&s);
	cr_expect_eq(stub_requests(), 1);
	cr_expect_not(latest_holds(&s, &body));
	cr_expect_eq(strstr(stub_latest(), "X-Signature: ") != NULL, is_signed);
	cr_expect(strstr(body, "\"isPaid\":true"));
	cr_expect_eq(truths(&s, "paid", "%"), 0);
	cr_expect(strstr(get(&s, hash).body.p, "\"isPaid\":false"));
	side_close(&s);
}

Test(sandbox_fault, forged_has_a_signature_of_somebody_else)
{
	expect_false_call("forged", true);
}

Test(sandbox_fault, unsigned_has_none)
{
	expect_false_call("unsigned", false);
}

Test(sandbox_fault, tampered_was_signed_with_another_amount)
{
	expect_false_call("tampered", true);
}

static void expect_wrong(const char *fault, const char *member,
                         const char *claim, const char *gateway)
{
	struct side s = side_open();
	const char *hash, *body;
	int64_t id =
		side_payment(&s, "PAYMENT", "LTC", stub_start(FINE), &hash);

	act(&s, "/fault", id, arena_printf(s.arena, "&do=%s", fault));
	deliver(&s);
	cr_expect(latest_holds(&s, &body));
	cr_expect(strstr(body, claim), "%s", body);
	cr_expect_str_eq(said_member(get(&s, hash), member), gateway);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM truth"
	                         " WHERE what = 'paid' AND fiat = '10.00'"),
	             1);
	act(&s, "/fault", id, "&do=honest");
	cr_expect_str_eq(said_member(get(&s, hash), "fiatAmount"), "10.0");
	side_close(&s);
}

Test(sandbox_fault, a_wrong_amount_is_not_what_the_gateway_says)
{
	expect_wrong("wrong_amount", "fiatAmount", "\"fiatAmount\":1000.0,",
	             "10.0");
}

Test(sandbox_fault, an_agreed_wrong_amount_is)
{
	expect_wrong("wrong_amount_agreed", "fiatAmount",
	             "\"fiatAmount\":1000.0,", "1000.0");
}

Test(sandbox_fault, a_wrong_coin_is_not_what_the_gateway_says)
{
	expect_wrong("wrong_coin", "cryptoCurrency",
	             "\"cryptoCurrency\":\"BTC\"", "LTC");
}

Test(sandbox_fault, an_agreed_wrong_coin_is)
{
	expect_wrong("wrong_coin_agreed", "cryptoCurrency",
	             "\"cryptoCurrency\":\"BTC\"", "BTC");
}

Test(sandbox_fault, get_disagrees_with_a_true_callback)
{
	struct side s = side_open();
	const char *hash, *body;
	int64_t id =
		side_payment(&s, "PAYMENT", "LTC", stub_start(FINE), &hash);

	act(&s, "/fault", id, "&do=get_disagrees");
	deliver(&s);
	cr_expect(latest_holds(&s, &body));
	cr_expect(strstr(body, "\"isPaid\":true"));
	cr_expect(strstr(get(&s, hash).body.p, "\"isPaid\":false"));
	side_close(&s);
}

Test(sandbox_fault, without_callbacks_only_asking_tells)
{
	struct side s = side_open();
	const char *hash;
	int64_t id =
		side_payment(&s, "PAYMENT", "LTC", stub_start(FINE), &hash);

	act(&s, "/fault", id, "&do=no_callbacks");
	act(&s, "/pay", id, "");
	deliver(&s);
	cr_expect_eq(stub_requests(), 0);
	cr_expect(strstr(get(&s, hash).body.p, "\"isPaid\":true"));
	side_close(&s);
}

static struct said create(struct side *s)
{
	return side_ask(s, "POST", "/api/payment",
	                "{\"fiatCurrency\":\"USD\",\"paymentType\":\"DEPOSIT\","
	                "\"cryptoCurrency\":\"BTC\","
	                "\"callbackUrl\":\"http://127.0.0.1:9/hook\"}");
}

/* The fault spoils one answer; made: whether there is a payment after it. */
static void expect_call(const char *fault, int status, int64_t made)
{
	struct side s = side_open();
	int64_t since_ms = clock_ticks_ms();
	bool stalls = !strncmp(fault, "timeout", 7);

	side_ask(&s, "POST", "/fault",
	         arena_printf(s.arena, "do=%s&next=1", fault));
	cr_expect_eq(create(&s).status, status);
	cr_expect_eq(clock_ticks_ms() - since_ms >= 1000, stalls);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM payments"), made);
	cr_expect_eq(truths(&s, "created", "%"), made);
	cr_expect_eq(truths(&s, "fault", fault), 1);
	cr_expect_eq(create(&s).status, 200);
	side_close(&s);
}

Test(sandbox_fault, a_time_out_before_makes_nothing)
{
	expect_call("timeout_before", 504, 0);
}

Test(sandbox_fault, a_time_out_after_has_made_it)
{
	expect_call("timeout_after", 504, 1);
}

Test(sandbox_fault, a_502_before_makes_nothing)
{
	expect_call("html_502", 502, 0);
}

Test(sandbox_fault, a_502_after_has_made_it)
{
	expect_call("html_502_after", 502, 1);
}

Test(sandbox_fault, too_many_requests_make_nothing)
{
	expect_call("rate_limited", 429, 0);
}

Test(sandbox_fault, a_truncated_answer_is_no_json)
{
	struct side s = side_open();

	side_ask(&s, "POST", "/fault", "do=truncated&next=1");
	cr_expect_null(create(&s).json);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM payments"), 1);
	cr_expect_not_null(create(&s).json);
	side_close(&s);
}

Test(sandbox_fault, a_fault_of_get_does_not_touch_create)
{
	struct side s = side_open();
	const char *hash;

	side_ask(&s, "POST", "/fault", "do=rate_limited&operation=get&next=2");
	side_payment(&s, "PAYMENT", "BTC", 9, &hash);
	cr_expect_eq(get(&s, hash).status, 429);
	cr_expect_eq(get(&s, hash).status, 429);
	cr_expect_eq(get(&s, hash).status, 200);
	side_close(&s);
}

static struct said withdraw(struct side *s, const char *dry)
{
	return side_ask(
		s, "POST", "/api/wallet/withdrawal",
		arena_printf(s->arena,
	                     "{\"withdrawType\":\"ALL\","
	                     "\"cryptoCurrency\":\"LTC\",\"toAddress\":"
	                     "\"ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh\","
	                     "\"onlyCalculate\":%s}",
	                     dry));
}

static struct side rich(const char **hash)
{
	struct side s = side_open();
	int64_t id = side_payment(&s, "DEPOSIT", "LTC", 9, hash);

	act(&s, "/pay", id, "&amount=1");
	return s;
}

Test(sandbox_fault, a_withdrawal_without_an_answer_was_done)
{
	const char *hash;
	struct side s = rich(&hash);

	side_ask(&s, "POST", "/fault", "do=timeout_after&operation=withdrawal");
	cr_expect_eq(withdraw(&s, "true").status, 200);
	cr_expect_eq(withdraw(&s, "false").status, 504);
	cr_expect_eq(truths(&s, "withdrawn", "%"), 1);
	cr_expect_eq(withdraw(&s, "false").status, 400);
	side_close(&s);
}

Test(sandbox_fault, a_withdrawal_may_never_show)
{
	const char *hash;
	struct side s = rich(&hash);

	side_ask(&s, "POST", "/fault", "do=flag_never&operation=withdrawal");
	cr_expect_eq(withdraw(&s, "false").status, 200);
	cr_expect(strstr(get(&s, hash).body.p, "\"isWithdrawn\":false"));
	cr_expect_eq(truths(&s, "withdrawn", "%"), 1);
	side_close(&s);
}

Test(sandbox_fault, a_dry_run_may_look_real_and_move_nothing)
{
	const char *hash;
	struct side s = rich(&hash);

	side_ask(&s, "POST", "/fault", "do=dry_as_real&operation=quote");
	cr_expect(
		strstr(withdraw(&s, "true").body.p, "\"onlyCalculate\":false"));
	cr_expect_eq(truths(&s, "withdrawn", "%"), 0);
	side_close(&s);
}

Test(sandbox_fault, a_withdrawal_may_name_another_address)
{
	const char *hash;
	struct side s = rich(&hash);

	side_ask(&s, "POST", "/fault", "do=other_address&operation=withdrawal");
	cr_expect_str_neq(said_member(withdraw(&s, "false"), "toAddress"),
	                  "ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh");
	side_close(&s);
}

/* --- two at once, and the file -------------------------------------------- */

static void pay_all(const struct db_login *login, int64_t first, int n)
{
	struct arena *a = arena_open(1 << 24);
	struct db *db = db_open(login);
	enum arrival arrival;

	for (int i = 0; i < n; i++)
		act_pay(&arrival, db, a, first + i, "0.5");
	db_close(db);
	_exit(0);
}

Test(sandbox_fault, of_two_who_pay_a_deposit_at_once_one_counts)
{
	enum { DEPOSITS = 15 };
	struct side s = side_open();
	int64_t first = side_payment(&s, "DEPOSIT", "SOL", 9, NULL);

	for (int i = 1; i < DEPOSITS; i++)
		side_payment(&s, "DEPOSIT", "SOL", 9, NULL);
	for (int i = 0; i < 2; i++)
		if (!fork())
			pay_all(test_login(), first, DEPOSITS);
	for (int i = 0; i < 2; i++) {
		int status;

		cr_assert(wait(&status) > 0 && !status);
	}
	cr_expect_eq(truths(&s, "paid", "%"), DEPOSITS);
	cr_expect_eq(truths(&s, "uncounted", "%"), DEPOSITS);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM callbacks"), DEPOSITS);
	side_close(&s);
}

Test(sandbox_fault, the_truth_log_gets_each_line_once)
{
	struct side s = side_open();
	char path[] = "/tmp/cointill-truth-XXXXXX";
	struct options o = *options();
	struct slice text;
	int fd = mkstemp(path);

	cr_assert(fd >= 0);
	close(fd);
	o.truth = path;
	options_open(&o);
	side_payment(&s, "DEPOSIT", "SOL", 9, NULL);
	truth_flush(s.db, s.arena);
	truth_flush(s.db, s.arena);
	cr_assert(file_read(&text, s.arena, path, 1 << 16));
	unlink(path);
	cr_expect(strstr(text.p, "\"what\":\"created\",\"payment\":634,"));
	cr_expect_eq(strchr(text.p, '\n') - text.p, (long)text.len - 1);
	side_close(&s);
}
