/* SPDX-License-Identifier: MIT */
#include "payment/payment_make.h"
#include "payment/payment_own.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/random.h"
#include "base/rescue.h"
#include "chain/assets.h"
#include "db/migrate.h"
#include "ledger/once.h"
#include "lib/buyers.h"
#include "lib/services.h"
#include "lib/stub.h"
#include "payment/payment_begin.h"
#include "remote/remote.h"
#include "settings.h"
#include "wallet/wallets.h"

TestSuite(payment_own, .timeout = 120);

static struct buyers *world;

static enum payment_begun begin_for(const struct payment **out,
                                    struct user_id user, const char *asset,
                                    int64_t cents, const char *rate)
{
	char id[PUBLIC_ID_TEXT], token[PUBLIC_ID_TEXT];
	struct once once = {.token = token};
	struct payment_wish wish = {
		.user = user,
		.public_id = id,
		.asset = asset_find(asset),
		.kind = cents ? PAYMENT_NAMED : PAYMENT_ANY,
		.fiat = money_minor(cents, currency_find("USD")),
		.is_own = true,
		.rate = rate,
		.once = &once,
	};
	const char *path;

	random_public_id(id);
	random_public_id(token);
	return payment_begin(world->db, world->arena, out, &path, &wish);
}

static const struct payment *begin(const char *asset, int64_t cents,
                                   const char *rate)
{
	char name[PUBLIC_ID_TEXT];
	const struct payment *p;

	random_public_id(name);
	cr_assert_eq(begin_for(&p, buyers_add(name), asset, cents, rate),
	             PAYMENT_BEGUN);
	return p;
}

/* As if everybody had paid before: how many somebody may hold is tried in
 * wallet/give_test.c. */
static void let_hold(void)
{
	cr_assert_null(settings_set("own_held", "50"));
	cr_assert_null(settings_set("own_held_new", "50"));
	cr_assert_null(settings_set("own_gap", "10000"));
}

static void open_world(void)
{
	world = buyers_open();
	let_hold();
	wallets_use(NETWORK_BITCOIN, BTC_ZPUB, BTC_0);
}

static int64_t watched(const struct payment *p)
{
	return buyers_count("SELECT COUNT(*) FROM watches w JOIN own_addresses"
	                    " o ON o.payment_id = w.payment_id"
	                    " AND o.script = w.script AND o.network = w.network"
	                    " WHERE w.payment_id = %d"
	                    " AND w.watched_until > UTC_TIMESTAMP(3)"
	                    " AND w.next_look_at IS NOT NULL",
	                    p->id.v);
}

Test(payment_own, a_named_amount_is_open_at_once_with_its_price_kept)
{
	const struct payment *p;

	open_world();
	p = begin("BTC", 2500, "30000");
	cr_expect_eq(p->state, PAYMENT_OPEN);
	cr_expect_eq(p->provider, PROVIDER_OWN);
	cr_expect_str_eq(p->address, BTC_0);
	cr_expect_str_eq(p->rate, "30000");
	cr_assert(p->has_coin);
	cr_expect_eq(p->coin.units, 83334);
	cr_expect_eq(watched(p), 1);
	cr_expect_eq(buyers_count("SELECT TIMESTAMPDIFF(MINUTE, created_at,"
	                          " expires_at) FROM payments WHERE id = %d",
	                          p->id.v),
	             60);
	cr_expect_eq(buyers_count("SELECT COUNT(*) FROM payments WHERE id = %d"
	                          " AND next_poll_at IS NULL",
	                          p->id.v),
	             1, "the gateway is not asked about it");
	cr_expect_eq(test_number("SELECT SUM(open_payments) FROM users"), 1);
}

Test(payment_own, any_amount_has_no_price_yet)
{
	const struct payment *p;

	open_world();
	p = begin("BTC", 0, NULL);
	cr_expect_eq(p->state, PAYMENT_OPEN);
	cr_expect_null(p->rate);
	cr_expect_not(p->has_coin);
	cr_expect_eq(watched(p), 1);
}

Test(payment_own, without_an_address_nothing_is_left_behind)
{
	const struct payment *p;

	open_world();
	cr_assert_eq(begin_for(&p, buyers_add("ann"), "LTC", 0, NULL),
	             PAYMENT_NO_ADDRESS);
	cr_expect_null(p);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM payments"), 0);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM form_tokens"), 0);
	cr_expect_eq(test_number("SELECT SUM(open_payments) FROM users"), 0);
}

Test(payment_own, a_price_that_gives_no_amount_is_refused)
{
	const struct payment *p;

	open_world();
	cr_assert_eq(begin_for(&p, buyers_add("ann"), "BTC", 2500, "0"),
	             PAYMENT_NO_ADDRESS);
	cr_expect_eq(test_number("SELECT next_index FROM wallets"), 0);
}

Test(payment_own, the_limit_of_open_payments_gives_no_index_away)
{
	struct user_id ann;
	const struct payment *p;

	open_world();
	ann = buyers_add("ann");
	for (int i = 0; i < 5; i++)
		cr_assert_eq(begin_for(&p, ann, "BTC", 0, NULL), PAYMENT_BEGUN);
	cr_assert_eq(begin_for(&p, ann, "BTC", 0, NULL), PAYMENT_TOO_MANY);
	cr_expect_eq(test_number("SELECT next_index FROM wallets"), 5);
}

/* --- many at once --------------------------------------------------------- */

enum { PROCESSES = 16, EACH = 4 };

struct crowd {
	struct user_id user; /* made before the fork: SQL of tests is not */
	int each;
	const char *asset;
	unsigned refused;
};

static struct crowd crowd(int each, const char *asset)
{
	char name[PUBLIC_ID_TEXT];

	random_public_id(name);
	return (struct crowd){buyers_add(name), each, asset, 0};
}

static void begin_some(void *arg)
{
	struct crowd *c = arg;

	for (int i = 0; i < c->each; i++) {
		const struct payment *p;

		if (begin_for(&p, c->user, c->asset, 0, NULL) != PAYMENT_BEGUN)
			c->refused++;
	}
}

/* Its exit status: how many were refused, or 99. */
static pid_t start(struct crowd c)
{
	pid_t child = fork();

	if (child)
		return child;
	buyers_reopen();
	if (rescue_run(begin_some, &c) != RESCUE_NONE)
		_exit(99);
	_exit((int)c.refused);
}

static unsigned run_crowd(int n, int each, const char *asset)
{
	struct crowd crowds[PROCESSES];
	unsigned refused = 0;

	for (int i = 0; i < n; i++)
		crowds[i] = crowd(each, asset);
	for (int i = 0; i < n; i++)
		start(crowds[i]);
	for (int i = 0; i < n; i++) {
		int status;

		wait(&status);
		cr_assert(WIFEXITED(status));
		refused += (unsigned)WEXITSTATUS(status);
	}
	return refused;
}

static void each_has_its_own(int64_t n)
{
	cr_assert_eq(test_number("SELECT COUNT(*) FROM payments"
	                         " WHERE state = 'OPEN'"),
	             n);
	cr_assert_eq(test_number("SELECT COUNT(DISTINCT address)"
	                         " FROM payments WHERE state = 'OPEN'"),
	             n);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM payments p"
	                         " JOIN own_addresses o ON o.payment_id = p.id"
	                         "  AND o.address = p.address"
	                         " JOIN watches w ON w.payment_id = p.id"
	                         " WHERE p.state = 'OPEN'"),
	             n);
}

Test(payment_own, sixty_four_at_once_have_sixty_four_indexes_in_a_row)
{
	open_world();
	cr_assert_eq(run_crowd(PROCESSES, EACH, "BTC"), 0);
	each_has_its_own(64);
	cr_assert_eq(test_number("SELECT next_index FROM wallets"), 64);
	cr_assert_eq(test_number("SELECT COUNT(DISTINCT wallet_index)"
	                         " FROM own_addresses"),
	             64);
	cr_assert_eq(test_number("SELECT MAX(wallet_index)"
	                         " FROM own_addresses"),
	             63);
}

Test(payment_own, five_buyers_of_a_pool_of_three_are_three_and_two_refused)
{
	world = buyers_open();
	(void)pool_import(world->db, world->arena, "cli:test",
	                  asset_find("SOL"),
	                  SLICE(SOL_0 "\n" SOL_1 "\n" SOL_2 "\n"), false,
	                  (struct pool_watcher){0});
	cr_assert_eq(run_crowd(5, 1, "SOL"), 2);
	each_has_its_own(3);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM payments"), 3);
}

Test(payment_own, workers_killed_in_the_middle_give_no_index_to_two)
{
	struct crowd crowds[PROCESSES];
	pid_t children[PROCESSES];
	int64_t n;

	open_world();
	cr_assert_null(settings_set("open_payments_max", "50"));
	for (int i = 0; i < PROCESSES; i++)
		crowds[i] = crowd(50, "BTC");
	for (int i = 0; i < PROCESSES; i++)
		children[i] = start(crowds[i]);
	while (test_number("SELECT COUNT(*) FROM payments") < 20)
		usleep(10000);
	for (int i = 0; i < PROCESSES; i++) {
		usleep(10000);
		kill(children[i], SIGKILL);
	}
	for (int i = 0; i < PROCESSES; i++)
		waitpid(children[i], NULL, 0);
	(void)begin("BTC", 0, NULL);
	n = test_number("SELECT COUNT(*) FROM payments");
	cr_assert_gt(n, 1);
	each_has_its_own(n);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM own_addresses"), n);
	cr_assert_eq(test_number("SELECT next_index FROM wallets"), n);
}

/* --- with a node of our own ----------------------------------------------- */

#define ANSWER(status, length, body)                            \
	"HTTP/1.1 " status "\r\nContent-Length: " length "\r\n" \
	"Connection: close\r\n\r\n" body

static struct stub_page node[] = {
	{.path = "/wallet/cointill"}, {.path = "/"}, {.path = NULL}};

static void open_node(const char *answer)
{
	world = buyers_open();
	node[0].answer = node[1].answer = answer;
	cr_assert_null(settings_set("allow_loopback_http", "yes"));
	remote_allow_loopback(true);
	cr_assert_null(settings_set("sources_bitcoin",
	                            arena_printf(world->arena,
	                                         "bitcoind=http://127.0.0.1:%d",
	                                         stub_start(node))));
	wallets_use(NETWORK_BITCOIN, BTC_ZPUB, BTC_0);
}

Test(payment_own, it_is_open_once_the_node_knows_the_address)
{
	const struct payment *p;

	open_node(ANSWER("200 OK", "49",
	                 "{\"result\":[{\"success\":true}],\"error\":null,"
	                 "\"id\":1}"));
	p = begin("BTC", 2500, "30000");
	cr_expect_eq(p->state, PAYMENT_CREATING);
	cr_expect_eq(stub_requests(), 0, "asked inside the transaction");
	cr_expect_eq(payment_list_wanting(world->db, world->arena, 9).n, 1);
	cr_expect(payment_make(world->db, world->arena, p));
	cr_expect_eq(buyers_now(p)->state, PAYMENT_OPEN);
	cr_expect_geq(stub_requests(), 1);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM watches"
	                         " WHERE imported_at IS NOT NULL"),
	             1);
	payment_own_open(world->db, world->arena, buyers_now(p));
	cr_expect_eq(buyers_now(p)->state, PAYMENT_OPEN);
	cr_expect_eq(payment_list_wanting(world->db, world->arena, 9).n, 0);
}

static void grant_all(void)
{
	static const char *const ROLES[] = {"shop",   "pay",   "admin",
	                                    "worker", "audit", "migrate"};
	const char *top = getenv("srcdir");

	for (size_t i = 0; i < sizeof(ROLES) / sizeof(ROLES[0]); i++)
		test_sql(arena_printf(world->arena,
		                      "CREATE USER IF NOT EXISTS"
		                      " cointill_%s@localhost",
		                      ROLES[i]));
	cr_assert(migrate_grants(world->db,
	                         arena_printf(world->arena, "%s/sql/grants.sql",
	                                      top ? top : "."),
	                         stderr));
}

/* From here on the test is that role, and may no more. */
static void become(const char *role)
{
	struct db_login *login = arena_new(world->arena, struct db_login);

	*login = *test_login();
	login->user = role;
	db_close(world->db);
	world->db = db_open(login);
}

Test(payment_own, all_of_it_is_granted_to_the_payment_pool_and_the_worker)
{
	const struct payment *p;

	open_node(ANSWER("200 OK", "49",
	                 "{\"result\":[{\"success\":true}],\"error\":null,"
	                 "\"id\":1}"));
	(void)pool_import(world->db, world->arena, "cli:test",
	                  asset_find("SOL"), SLICE(SOL_0), false,
	                  (struct pool_watcher){0});
	grant_all();
	become("cointill_pay");
	p = begin("BTC", 2500, "30000");
	cr_expect_eq(begin("SOL", 0, NULL)->state, PAYMENT_OPEN);
	cr_expect(wallet_can_give(world->db, world->arena, asset_find("BTC")));
	become("cointill_worker");
	cr_expect(payment_make(world->db, world->arena, p));
	cr_expect_eq(buyers_now(p)->state, PAYMENT_OPEN);
}

Test(payment_own, a_node_that_refuses_fails_it_in_words)
{
	const struct payment *p;

	open_node(ANSWER("401 Unauthorized", "0", ""));
	p = begin("BTC", 0, NULL);
	payment_own_open(world->db, world->arena, p);
	p = buyers_now(p);
	cr_expect_eq(p->state, PAYMENT_FAILED);
	cr_assert_not_null(p->reason);
	cr_expect(strstr(p->reason, "node"));
	cr_expect_eq(test_number("SELECT SUM(open_payments) FROM users"), 0);
	/* Its address is not given to another. */
	cr_expect_str_eq(begin("BTC", 0, NULL)->address, BTC_1);
}

Test(payment_own, one_that_is_over_or_not_ours_is_left_alone)
{
	const struct payment *p;

	open_node(ANSWER("401 Unauthorized", "0", ""));
	p = begin("BTC", 0, NULL);
	test_sql("UPDATE payments SET expires_at = UTC_TIMESTAMP(3)");
	payment_own_open(world->db, world->arena, buyers_now(p));
	cr_expect_eq(buyers_now(p)->state, PAYMENT_CREATING);
	cr_expect_eq(stub_requests(), 0);
}
