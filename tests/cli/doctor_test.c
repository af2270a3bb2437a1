/* SPDX-License-Identifier: MIT */
#include "cli/doctor.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "chain/assets.h"
#include "chain/fault.h"
#include "cli/doctor_chains.h"
#include "cli/doctor_prices.h"
#include "lib/buyers.h"
#include "lib/services.h"
#include "settings.h"
#include "wallet/wallets.h"
#include "watch/health.h"

TestSuite(doctor, .timeout = 60);

static const char ESPLORA[] = "bitcoin/esplora@127.0.0.1:9";
static struct buyers *world;
static char said[16 * 1024];
static unsigned broken;

static void set(const char *name, const char *value)
{
	cr_assert_null(settings_set(name, value), "%s", name);
}

static void open_shop(void)
{
	world = buyers_open();
	set("coins", "BTC SOL");
	set("allow_loopback_http", "yes");
	set("sources_bitcoin", "esplora=http://127.0.0.1:9 "
	                       "blockcypher=http://127.0.0.1:9/b");
}

static void ask(void (*check)(struct visit *v))
{
	struct command_context c = {.db = world->db, .arena = world->arena};
	struct visit v = {&c, world->arena, 0};

	memset(said, 0, sizeof(said));
	c.out = fmemopen(said, sizeof(said) - 1, "w");
	check(&v);
	fclose(c.out);
	broken = v.broken;
}

static void says(const char *text)
{
	cr_expect(strstr(said, text), "not said: %s\n%s", text, said);
}

static void says_not(const char *text)
{
	cr_expect_not(strstr(said, text), "said: %s\n%s", text, said);
}

static void a_watch(void)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
	         "INSERT INTO watches (payment_id, network, script,"
	         " watched_until, next_look_at) VALUES (%lld, 'bitcoin', '00',"
	         " UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))",
	         (long long)wallets_payment("BTC"));
	test_sql(sql);
}

Test(doctor, a_network_that_is_looked_at_is_well)
{
	open_shop();
	ask(doctor_chains);
	says("WARNING network bitcoin: nobody has looked yet");
	says("WARNING network solana: sources_solana is empty: the gateway");
	says_not("litecoin");
	cr_expect_eq(broken, 0);
	health_good(world->db, ESPLORA, "bitcoin", 870123);
	ask(doctor_chains);
	says("ok      network bitcoin: looked at 0 s ago\n");
	says("ok      source bitcoin/esplora@127.0.0.1:9: tip 870123, last "
	     "answered well 0 s ago\n");
	says("ok      source bitcoin/blockcypher@127.0.0.1:9: not asked yet\n");
	says("ok      payments and deposits: none waits");
}

Test(doctor, a_coin_that_no_source_sees_is_named)
{
	open_shop();
	set("coins", "ETH USDT_ERC20");
	set("sources_ethereum", "evm=http://127.0.0.1:9");
	ask(doctor_chains);
	says("ok      coin ETH: no source sees it: the gateway alone is "
	     "believed\n");
	says_not("coin USDT_ERC20");
	set("own_coins", "ETH");
	ask(doctor_chains);
	says_not("coin ETH"); /* said of own coins, and not offered */
	set("own_coins", "");
	set("watch_native", "yes");
	ask(doctor_chains);
	says_not("coin ETH");
}

Test(doctor, a_network_that_nobody_could_look_at_is_broken)
{
	struct fault fault = fault_of(FAULT_UNAVAILABLE, "HTTP status 503");

	open_shop();
	health_bad(world->db, ESPLORA, "bitcoin", &fault);
	ask(doctor_chains);
	says("BROKEN  network bitcoin: no source ever answered well");
	says("WARNING source bitcoin/esplora@127.0.0.1:9: failed 1 times in a "
	     "row, rests for ");
	says("; HTTP status 503; never answered well\n");
	cr_expect_eq(broken, 1);
	health_good(world->db, ESPLORA, "bitcoin", 1);
	test_sql("UPDATE sources SET good_at = good_at - INTERVAL 3 HOUR");
	ask(doctor_chains);
	says("BROKEN  network bitcoin: not looked at for 3 h");
}

Test(doctor, addresses_that_a_node_was_not_told_of_are_counted)
{
	open_shop();
	a_watch();
	ask(doctor_chains);
	says_not("was not told");
	says_not("the login");
}

Test(doctor, a_node_without_its_login_is_warned_of)
{
	open_shop();
	set("source_key_dir", "/nowhere");
	set("sources_bitcoin", "bitcoind=http://127.0.0.1:9");
	a_watch();
	ask(doctor_chains);
	says("WARNING network bitcoin: the login of bitcoin/bitcoind@127.0.0.1:"
	     "9 is in no file that can be read: /nowhere/127.0.0.1_9\n");
	says("WARNING network bitcoin: bitcoin/bitcoind@127.0.0.1:9 was not "
	     "told of 1 address yet\n");
}

Test(doctor, plain_http_has_to_be_allowed)
{
	open_shop();
	set("allow_loopback_http", "no");
	ask(doctor_chains);
	says("BROKEN  network bitcoin: bitcoin/esplora@127.0.0.1:9 is asked in "
	     "plain http: set allow_loopback_http = yes\n");
	cr_expect_eq(broken, 2);
}

Test(doctor, what_waits_for_a_person_is_counted)
{
	open_shop();
	(void)wallets_payment("BTC");
	(void)wallets_payment("BTC");
	test_sql("UPDATE payments SET state = 'REVIEW'");
	ask(doctor_chains);
	says("WARNING payments: 2 in REVIEW wait for a person\n");
	says_not("WARNING deposits");
}

Test(doctor, rates_are_shown_with_their_age)
{
	open_shop();
	set("coins", "BTC SOL ETH");
	set("own_coins", "BTC SOL");
	test_sql("INSERT INTO rates (coin, price, source, at, paused) VALUES"
	         " ('BTC', '64120.5', 'kraken', UTC_TIMESTAMP(3), NULL),"
	         " ('SOL', '150', 'coinbase',"
	         "  UTC_TIMESTAMP(3) - INTERVAL 3 HOUR, 'The markets do not "
	         "agree on a price of Solana just now.')");
	ask(doctor_prices);
	says("ok      price of BTC: 64120.5 USD of kraken, 0 s old\n");
	says("WARNING price of SOL: The markets do not agree on a price of "
	     "Solana just now. (the last was 150 USD of coinbase, 3 h ago)\n");
	says("ok      price of ETH: not needed; none that is fresh (there never "
	     "was one)\n");
	cr_expect_eq(broken, 0);
	test_sql("UPDATE rates SET paused = NULL");
	ask(doctor_prices);
	says("WARNING price of SOL: none that is fresh (the last was 150");
}

Test(doctor, what_cannot_be_read_is_told)
{
	open_shop();
	test_sql("INSERT INTO sources (name, network, passed, passed_at,"
	         " passed_why, good_at) VALUES ('bitcoin/esplora@127.0.0.1:9',"
	         " 'bitcoin', 3, UTC_TIMESTAMP(3), 'a row that is odd',"
	         " UTC_TIMESTAMP(3))"
	         " ON DUPLICATE KEY UPDATE passed = 3, passed_at ="
	         " VALUE(passed_at), passed_why = VALUE(passed_why)");
	test_sql("INSERT INTO unread_transfers VALUES ('solana', 5, 'abc',"
	         " 'x', 0, 'odd', 15, UTC_TIMESTAMP(3) - INTERVAL 3 DAY,"
	         " NULL)");
	ask(doctor_chains);
	says("passed over what cannot be read, 3 so far");
	says("a row that is odd");
	says("WARNING transfers: 1 at our addresses cannot be read, and 1");
	says("abc on solana: odd");
}
