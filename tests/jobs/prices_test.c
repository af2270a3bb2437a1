/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/arena.h"
#include "chain/assets.h"
#include "jobs.h"
#include "lib/buyers.h"
#include "lib/services.h"
#include "lib/stub.h"
#include "payment/offer.h"
#include "quote/quote.h"
#include "settings.h"

TestSuite(prices, .timeout = 60);

static struct buyers *world;
static int port;

/* One server is all three: their paths differ. */
enum { KRAKEN, COINGECKO, COINBASE, MORE };

static struct stub_page pages[MORE + 4] = {
	[KRAKEN] = {.path = "/0/public/Ticker"},
	[COINGECKO] = {.path = "/api/v3/simple/price"},
	[COINBASE] = {.path = "/v2/prices/BTC-USD/spot"},
};

static void set(const char *name, const char *value)
{
	cr_assert_null(settings_set(name, value), "%s", name);
}

static void answer(int which, const char *status, const char *body)
{
	pages[which].answer =
		arena_printf(world->arena,
	                     "HTTP/1.1 %s\r\nContent-Length: %zu\r\n"
	                     "Connection: close\r\n\r\n%s",
	                     status, strlen(body), body);
}

/* What a Bitcoin costs at each of the three. */
static void say(const char *kraken, const char *coingecko, const char *coinbase)
{
	struct arena *a = world->arena;

	answer(KRAKEN, "200 OK",
	       arena_printf(a,
	                    "{\"error\":[],\"result\":{\"XXBTZUSD\":"
	                    "{\"c\":[\"%s\",\"1\"]}}}",
	                    kraken));
	answer(COINGECKO, "200 OK",
	       arena_printf(a, "{\"bitcoin\":{\"usd\":%s}}", coingecko));
	answer(COINBASE, "200 OK",
	       arena_printf(a,
	                    "{\"data\":{\"base\":\"BTC\",\"currency\":\"USD\","
	                    "\"amount\":\"%s\"}}",
	                    coinbase));
}

static void nobody_answers(void)
{
	for (int i = KRAKEN; i < MORE; i++)
		answer(i, "503 Down", "{}");
}

static void open_world(void)
{
	const char *url;

	world = buyers_open();
	port = stub_start(pages);
	buyers_gateway(port);
	url = arena_printf(world->arena, "http://127.0.0.1:%d/", port);
	set("kraken_url", url);
	set("coingecko_url", url);
	set("coinbase_url", url);
	set("source_budgets",
	    arena_printf(world->arena, "127.0.0.1:%d=0/1", port));
	set("source_key_dir",
	    arena_printf(world->arena, "/tmp/ct-keys-%d", (int)getpid()));
	set("coins", "BTC");
	set("own_coins", "BTC");
	set("sources_bitcoin", "esplora=http://127.0.0.1:9");
	test_sql("INSERT INTO own_addresses (network, script, address)"
	         " VALUES ('bitcoin', '00', 'bc1qown')");
	say("64000.5", "64010", "63990");
}

static struct job_context run(void)
{
	struct job_context job = {.db = world->db,
	                          .redis = world->redis,
	                          .arena = world->arena,
	                          .result = ""};

	cr_assert_not(job_find("prices")->run(&job));
	return job;
}

/* Every source may be asked again at once. */
static void wake(void)
{
	test_sql("UPDATE sources SET retry_at = NULL");
}

static void pass_minutes(int minutes)
{
	struct arena *a = world->arena;

	test_sql(arena_printf(a,
	                      "UPDATE quotes SET at = at - INTERVAL %d"
	                      " MINUTE",
	                      minutes));
	test_sql(arena_printf(a,
	                      "UPDATE rates SET at = at - INTERVAL %d"
	                      " MINUTE",
	                      minutes));
}

/* "kraken 64000.5" or why there is none. */
static const char *rate(const char *code)
{
	const char *why;
	const struct quote *q =
		quote_find(world->db, world->arena, asset_find(code), &why);

	return q ? arena_printf(world->arena, "%s %s", q->source, q->price)
	         : why;
}

static const char *paused(void)
{
	struct offers all = offer_list(world->db, world->arena);

	cr_assert_eq(all.n, 1);
	cr_assert(all.v[0].is_own);
	return all.v[0].paused ? all.v[0].paused : "";
}

static int64_t failures(const char *source)
{
	return test_number(
		arena_printf(world->arena,
	                     "SELECT COALESCE(SUM(failures), -1) FROM sources"
	                     " WHERE name = 'prices/%s@127.0.0.1:%d'",
	                     source, port));
}

Test(prices, the_first_in_the_order_of_trust_is_believed)
{
	open_world();
	cr_assert_not(run().failed);
	cr_assert_str_eq(rate("BTC"), "kraken 64000.5");
	cr_assert_eq(test_number("SELECT COUNT(*) FROM quotes"), 3);
	cr_assert_eq(failures("kraken"), 0);
	cr_assert_eq(failures("coinbase"), 0);
	cr_assert_str_eq(paused(), "");
	set("price_sources", "coinbase kraken coinbase");
	(void)run();
	cr_assert_str_eq(rate("BTC"), "coinbase 63990");
}

Test(prices, nothing_fresh_pauses_a_coin_until_somebody_answers)
{
	open_world();
	(void)run();
	nobody_answers();
	pass_minutes(9);
	cr_assert(run().failed);
	cr_assert_str_eq(paused(), "");
	cr_assert_str_eq(rate("BTC"), "kraken 64000.5");
	pass_minutes(2);
	cr_assert_str_eq(paused(),
	                 "There is no fresh price of Bitcoin just now. "
	                 "It comes back by itself.");
	say("64100", "64110", "64090");
	(void)run(); /* they rest */
	cr_assert_str_neq(paused(), "");
	wake();
	(void)run();
	cr_assert_str_eq(paused(), "");
	cr_assert_str_eq(rate("BTC"), "kraken 64100");
}

Test(prices, a_sudden_price_needs_a_second_source)
{
	open_world();
	(void)run();
	nobody_answers();
	(void)run();
	say("90000", "90100", "90050");
	pages[COINGECKO].answer = pages[COINBASE].answer = NULL;
	wake();
	test_sql("DELETE FROM quotes");
	(void)run();
	cr_assert_str_eq(paused(),
	                 "Nobody has confirmed the sudden new price of Bitcoin "
	                 "just now. It comes back by itself.");
	cr_assert_eq(test_number("SELECT price FROM rates"), 64000);
	say("90000", "90100", "90050");
	wake();
	(void)run();
	cr_assert_str_eq(rate("BTC"), "kraken 90000");
}

Test(prices, sources_that_disagree_pause_a_coin)
{
	open_world();
	say("64000", "64010", "70000");
	cr_assert_not(run().failed);
	cr_assert_str_eq(paused(),
	                 "The markets do not agree on a price of Bitcoin just "
	                 "now. It comes back by itself.");
	say("64000", "64010", "64020");
	(void)run();
	cr_assert_str_eq(paused(), "");
}

Test(prices, who_has_had_enough_is_left_alone)
{
	int before;

	open_world();
	answer(KRAKEN, "429 Too Many", "{}");
	cr_assert_not(run().failed);
	cr_assert_str_eq(rate("BTC"), "coingecko 64010");
	cr_assert_eq(failures("kraken"), 1);
	before = stub_requests();
	(void)run();
	cr_assert_eq(stub_requests() - before, 2);
	wake(); /* the budget rests all the same */
	before = stub_requests();
	(void)run();
	cr_assert_eq(stub_requests() - before, 2);
}

Test(prices, what_is_no_answer_is_a_fault_of_its_source_alone)
{
	open_world();
	answer(KRAKEN, "200 OK", "<html>Just a moment...</html>");
	answer(COINGECKO, "200 OK", "{\"bitcoin\":{\"usd\":640");
	cr_assert_not(run().failed);
	cr_assert_str_eq(rate("BTC"), "coinbase 63990");
	cr_assert_eq(failures("kraken"), 1);
	cr_assert_eq(failures("coingecko"), 1);
	cr_assert_eq(failures("coinbase"), 0);
	pages[COINBASE].answer = "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n"
				 "\r\n{\"data\":";
	(void)run();
	cr_assert_eq(failures("coinbase"), 1);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM quotes"), 1);
}

Test(prices, an_answer_that_is_far_too_long_is_none)
{
	char *body;

	open_world();
	body = arena_array(world->arena, 200001, char);
	memset(body, ' ', 200000);
	answer(KRAKEN, "200 OK", body);
	(void)run();
	cr_assert_str_eq(rate("BTC"), "coingecko 64010");
	cr_assert_eq(failures("kraken"), 1);
}

static const char UNKNOWN[] = "{\"error\":[\"EQuery:Unknown asset pair\"]}";

Test(prices, one_unknown_pair_does_not_take_the_others_along)
{
	open_world();
	set("price_sources", "kraken");
	set("coins", "BTC DOGE TRX");
	answer(KRAKEN, "200 OK", UNKNOWN);
	pages[MORE].path = "/0/public/Ticker?pair=XBTUSD";
	answer(MORE, "200 OK",
	       "{\"error\":[],\"result\":{\"XXBTZUSD\":{\"c\":[\"64000\"]}}}");
	pages[MORE + 1].path = "/0/public/Ticker?pair=XDGUSD";
	answer(MORE + 1, "200 OK",
	       "{\"error\":[],\"result\":{\"XDGUSD\":{\"c\":[\"8e-02\"]}}}");
	/* The longer path is looked for first. */
	pages[MORE + 2] = pages[KRAKEN];
	pages[KRAKEN].path = "/0/public/Ticker?pair=XBTUSD,XDGUSD";
	answer(KRAKEN, "200 OK",
	       "{\"error\":[],\"result\":{\"XXBTZUSD\":{\"c\":[\"64001\"]},"
	       "\"XDGUSD\":{\"c\":[\"0.081\"]}}}");
	cr_assert_not(run().failed);
	cr_assert_eq(stub_requests(), 4);
	cr_assert_str_eq(rate("BTC"), "kraken 64000");
	cr_assert_str_eq(rate("DOGE"), "kraken 0.08");
	cr_assert(strstr(rate("TRX"), "no fresh price of TRON"));
	cr_assert_eq(failures("kraken"), 0);
	(void)run(); /* it is known now whom not to ask for */
	cr_assert_eq(stub_requests(), 5);
	cr_assert_str_eq(rate("BTC"), "kraken 64001");
	cr_assert_str_eq(rate("DOGE"), "kraken 0.081");
}

Test(prices, what_a_budget_holds_back_is_asked_a_little_later)
{
	open_world();
	set("source_budgets",
	    arena_printf(world->arena, "127.0.0.1:%d=7200/1", port));
	set("price_sources", "kraken");
	set("coins", "BTC DOGE");
	answer(KRAKEN, "200 OK", UNKNOWN);
	pages[MORE] = pages[KRAKEN];
	pages[KRAKEN].path = "/0/public/Ticker?pair=XDGUSD";
	answer(KRAKEN, "200 OK",
	       "{\"error\":[],\"result\":{\"XDGUSD\":{\"c\":[\"0.08\"]}}}");
	(void)run(); /* both, BTC, DOGE: half a second between them */
	cr_assert_eq(stub_requests(), 3);
	cr_assert_str_eq(rate("DOGE"), "kraken 0.08");
	cr_assert_eq(failures("kraken"), 0);
}

Test(prices, a_host_is_not_asked_more_than_its_budget)
{
	open_world();
	set("source_budgets",
	    arena_printf(world->arena, "127.0.0.1:%d=60/5", port));
	set("price_sources", "coingecko");
	for (int i = 0; i < 8; i++)
		(void)run();
	cr_assert_eq(stub_requests(), 5);
	cr_assert_str_eq(rate("BTC"), "coingecko 64010");
	cr_assert_eq(failures("coingecko"), 0);
}

Test(prices, a_price_is_as_old_as_its_source_says)
{
	open_world();
	set("price_sources", "coingecko coinbase");
	answer(COINGECKO, "200 OK",
	       "{\"bitcoin\":{\"usd\":64010,\"last_updated_at\":1700000000}}");
	(void)run();
	cr_assert_str_eq(rate("BTC"), "coinbase 63990");
	answer(COINGECKO, "200 OK",
	       "{\"bitcoin\":{\"usd\":64010,\"last_updated_at\":9900000000}}");
	(void)run();
	cr_assert_str_eq(rate("BTC"), "coingecko 64010");
	cr_assert_eq(test_number("SELECT COUNT(*) FROM quotes"
	                         " WHERE at > UTC_TIMESTAMP(3)"),
	             0);
}

Test(prices, nobody_prices_what_he_was_not_asked_for)
{
	open_world();
	set("price_sources", "coinbase");
	answer(COINBASE, "200 OK",
	       "{\"data\":{\"base\":\"ETH\",\"currency\":\"USD\","
	       "\"amount\":\"1\"}}");
	cr_assert(run().failed);
	answer(COINBASE, "200 OK",
	       "{\"data\":{\"base\":\"BTC\",\"currency\":\"JPY\","
	       "\"amount\":\"9000000\"}}");
	wake();
	cr_assert(run().failed);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM quotes"), 0);
	cr_assert_eq(failures("coinbase"), 2);
}

static void write_key(const char *key)
{
	const char *dir = setting_text(SET_SOURCE_KEY_DIR);
	const char *path =
		arena_printf(world->arena, "%s/127.0.0.1:%d", dir, port);
	FILE *f;

	mkdir(dir, 0700);
	f = fopen(path, "we");
	cr_assert(f);
	fputs(key, f);
	fclose(f);
}

Test(prices, a_key_goes_into_its_header_and_nowhere_else)
{
	open_world();
	write_key("CG-secret\n");
	set("price_sources", "coingecko");
	(void)run();
	cr_assert(strstr(stub_latest(), "x-cg-demo-api-key: CG-secret\r\n"));
	cr_assert(strstr(stub_latest(), "GET /api/v3/simple/price?ids=bitcoin&"
	                                "vs_currencies=usd&precision=full&"
	                                "include_last_updated_at=true "));
	set("price_sources", "kraken");
	(void)run();
	cr_assert_not(strstr(stub_latest(), "CG-secret"));
	cr_assert(strstr(stub_latest(), "GET /0/public/Ticker?pair=XBTUSD "));
	unlink(arena_printf(world->arena, "%s/127.0.0.1:%d",
	                    setting_text(SET_SOURCE_KEY_DIR), port));
	rmdir(setting_text(SET_SOURCE_KEY_DIR));
}
