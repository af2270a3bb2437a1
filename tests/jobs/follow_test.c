/* SPDX-License-Identifier: MIT */
#include "follow.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/arena.h"
#include "identity/identity.h"
#include "lib/buyers.h"
#include "lib/services.h"
#include "lib/stub.h"
#include "lib/wishes.h"
#include "payment/payment_callback.h"
#include "settings.h"

TestSuite(follow, .timeout = 120);

enum { HANGS_MS = 30000 };

static struct buyers *world;
static struct stub_page pages[4];
static pid_t asker;

static void set(const char *name, const char *value)
{
	cr_assert_null(settings_set(name, value), "%s", name);
}

static const char *answer(const char *body)
{
	return arena_printf(world->arena,
	                    "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n"
	                    "Connection: close\r\n\r\n%s",
	                    strlen(body), body);
}

static const char *made(const char *asset, const char *address)
{
	int64_t now = clock_now().ms;

	return answer(arena_printf(
		world->arena,
		"{\"id\":1,\"paymentType\":\"DEPOSIT\",\"fiatCurrency\":"
		"\"USD\",\"cryptoCurrency\":\"%s\",\"expireDatetime\":%" PRId64
		",\"createDatetime\":%" PRId64 ",\"address\":\"%s\","
		"\"isPaid\":false,\"isWithdrawn\":false,"
		"\"hash\":\"0123456789abcdef0123\"}",
		asset, now + 7200000, now, address));
}

static void start_asker(void)
{
	asker = fork();
	cr_assert(asker >= 0);
	if (asker) {
		setpgid(asker, asker);
		return;
	}
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	_exit(follow());
}

/* With all that it has asked. */
static void kill_asker(void)
{
	cr_assert_eq(kill(-asker, SIGKILL), 0);
	cr_assert_eq(waitpid(asker, NULL, 0), asker);
}

static void open_world(void)
{
	const struct db_login *login;

	world = buyers_open();
	login = test_login();
	set("db_socket", login->socket);
	set("db_name", login->name);
	set("db_user_worker", login->user);
	set("redis_socket", test_redis_socket());
	buyers_gateway(stub_start(pages));
	/* The asker looks whose database it is. */
	cr_assert_null(identity_write(world->db, world->arena));
}

/* Whether the number is that within so many seconds. */
static bool soon(int seconds, const char *sql, int64_t n)
{
	for (int i = 0; i < seconds * 20; i++) {
		if (test_number(sql) == n)
			return true;
		usleep(50 * 1000);
	}
	return false;
}

/* A paid one whose callback was kept; the gateway confirms it. */
static void keep_callback(struct user_id user, struct stub_page *page)
{
	const struct payment *p = buyers_payment(user, PAYMENT_NAMED);
	struct gateway_payment said = buyers_said(p, true);
	const char *body = arena_printf(
		world->arena,
		"{\"id\":%s,\"paymentType\":\"PAYMENT\",\"fiatCurrency\":"
		"\"USD\",\"fiatAmount\":25.0,\"cryptoAmount\":0.0005,"
		"\"cryptoCurrency\":\"BTC\",\"expireDatetime\":%" PRId64
		",\"createDatetime\":%" PRId64 ",\"address\":\"%s\","
		"\"isPaid\":true,\"isWithdrawn\":false,\"hash\":\"%s\"}",
		said.id, said.expires_at.ms, said.created_at.ms, said.address,
		said.hash);

	page->path = arena_printf(world->arena, "/payment?hash=%s", said.hash);
	page->answer = answer(body);
	cr_assert(payment_callback_keep(world->db, world->arena, p,
	                                slice_text(body)));
}

static void begin_many(int n, const char *asset)
{
	for (int i = 0; i < n; i++)
		(void)wishes_begin(buyers_add(arena_printf(world->arena, "%s%d",
		                                           asset, i)),
		                   asset);
}

static const char ASKED_BTC[] =
	"SELECT COUNT(*) FROM payments WHERE asked_at IS NOT NULL"
	" AND asset = 'BTC' AND state = 'CREATING'";

Test(follow, requests_that_hang_keep_no_other_coin_and_no_callback_waiting)
{
	open_world();
	pages[0] = (struct stub_page){
		.path = "/payment", .delay_ms = HANGS_MS, .holds = "\"BTC\""};
	pages[1] = (struct stub_page){
		.path = "/payment",
		.answer = made("LTC",
	                       "ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh"),
		.holds = "\"LTC\""};
	begin_many(12, "BTC");
	start_asker();
	cr_assert(soon(5, ASKED_BTC, 8), "not a few of one coin at once");
	keep_callback(buyers_add("bob"), &pages[2]);
	begin_many(1, "LTC");
	cr_expect(soon(5,
	               "SELECT COUNT(*) FROM payments WHERE asset = 'LTC'"
	               " AND state = 'OPEN'",
	               1),
	          "another coin waits for one that hangs");
	cr_expect(soon(5, "SELECT COUNT(*) FROM payments WHERE state = 'PAID'",
	               1),
	          "a callback waits for a coin that hangs");
	cr_expect_eq(test_number(ASKED_BTC), 8);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM jobs WHERE name = 'ask'"
	                         " AND ended_at IS NOT NULL"),
	             1, "the doctor does not see it");
	kill_asker();
}

Test(follow, told_to_stop_it_brings_home_what_it_has_asked)
{
	int status;

	open_world();
	pages[0] = (struct stub_page){
		.path = "/payment",
		.delay_ms = 1500,
		.answer = made("LTC",
	                       "ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh"),
	};
	begin_many(1, "LTC");
	start_asker();
	cr_assert(soon(5,
	               "SELECT COUNT(*) FROM payments"
	               " WHERE asked_at IS NOT NULL",
	               1));
	begin_many(1, "DOGE");
	cr_assert_eq(kill(asker, SIGTERM), 0);
	cr_assert_eq(waitpid(asker, &status, 0), asker);
	cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM payments"
	                         " WHERE state = 'OPEN'"),
	             1, "an answer was thrown away");
}
