/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <inttypes.h>
#include "auditor/story.h"
#include "auditor/story_parts.h"
#include "base/arena.h"
#include "chain/assets.h"
#include "chain/credit.h"
#include "db/transact.h"
#include "deposit/deposit_record.h"
#include "lib/services.h"
#include "payment/payment_arrive.h"
#include "settings.h"
#include "wallet/wallet.h"
#include "wallet/wallets.h"
#include "watch/cursor.h"
#include "watch/health.h"
#include "watch/watched.h"

static struct shop *shop;

/* --- what the chains show ------------------------------------------------ */

enum { LOOKED_FROM = 1000000 };

/* Tips grow, and so does what was mined below them. */
static int64_t tip = LOOKED_FROM;

struct output {
	const char *asset, *txid, *position, *units;
	int64_t confirmations; /* 0: in no block */
};

static struct chain_credit credit_of(const struct output *o)
{
	struct chain_credit c = {.asset = asset_find(o->asset),
	                         .txid = o->txid,
	                         .position = o->position,
	                         .height = -1,
	                         .confirmations = o->confirmations};

	cr_assert_null(coin_parse_units(&c.amount, o->units));
	if (o->confirmations)
		c.height = tip - o->confirmations + 1;
	c.is_mined = o->confirmations > 0;
	return c;
}

/* One look at the address of a payment, and what follows from it. */
static void look_at(const struct payment *p, const struct output *v, size_t n)
{
	struct chain_credit credits[4];
	struct sighting sightings[4];
	struct look look = {.source = "story/one@127.0.0.1",
	                    .kind = "story",
	                    .network = network_code(p->asset->network),
	                    .tip = tip,
	                    .v = sightings,
	                    .n = n,
	                    .payment = p->id.v,
	                    .cursor = "here"};
	struct settled done = {0};

	for (size_t i = 0; i < n; i++) {
		credits[i] = credit_of(&v[i]);
		sightings[i] = (struct sighting){p->id.v, &credits[i]};
	}
	deposit_record(shop->db, shop->arena, &look);
	payment_arrive(shop->db, shop->arena, p, &done);
}

static void see(const struct payment *p, const char *txid, const char *units,
                int64_t confirmations)
{
	look_at(p,
	        &(struct output){p->asset->code, txid, "0", units,
	                         confirmations},
	        1);
}

/* As often as it takes to be believed. */
static void lose(const struct payment *p)
{
	for (unsigned i = 0; i < setting_count(SET_VANISH_LOOKS); i++) {
		test_sql("UPDATE deposits SET missed_at = NULL");
		look_at(p, NULL, 0);
	}
}

/* The gateway says paid, to an address of Litecoin that is looked at. */
static const struct payment *say(struct user_id user, const char *address,
                                 int64_t asked, int64_t paid)
{
	struct gateway_payment said;
	const struct payment *p = story_begin(user, "LTC", asked);

	said = story_invoice(p, paid, 60);
	said.address = address;
	cr_assert_eq(story_report(p, &said), PAYMENT_ADOPTED);
	said.is_paid = true;
	said.paid_at = clock_now();
	cr_assert_eq(story_report(p, &said), PAYMENT_WAITS);
	return p;
}

/* --- own addresses ------------------------------------------------------- */

struct giving {
	const struct payment *payment;
	const char *address;
};

static enum tx give_body(struct db *db, void *arg)
{
	struct giving *g = arg;

	g->address = wallet_give(db, shop->arena, g->payment->asset,
	                         g->payment->id.v);
	return g->address ? TX_COMMIT : TX_ROLLBACK;
}

/* Open at an own address; rate and units may be "NULL". */
static const struct payment *own(struct user_id user, const char *asset,
                                 int64_t cents, const char *rate,
                                 const char *units)
{
	const struct payment *p = story_begin(user, asset, cents);
	struct giving g = {.payment = p};

	test_sql(arena_printf(shop->arena,
	                      "UPDATE payments SET provider = 'own'"
	                      " WHERE id = %" PRId64,
	                      p->id.v));
	db_transact(shop->db, give_body, &g);
	cr_assert(g.address);
	test_sql(arena_printf(
		shop->arena,
		"UPDATE payments SET address = '%s', state = 'OPEN',"
		" expires_at = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR, rate = %s,"
		" coin_amount = %s WHERE id = %" PRId64,
		g.address, rate, units, p->id.v));
	cr_assert_null(watched_add(shop->db, shop->arena, p->id.v, p->asset,
	                           g.address));
	return p;
}

static void end_time(const struct payment *p)
{
	test_sql(arena_printf(shop->arena,
	                      "UPDATE payments SET created_at = created_at"
	                      " - INTERVAL 2 HOUR, expires_at = expires_at"
	                      " - INTERVAL 2 HOUR WHERE id = %" PRId64,
	                      p->id.v));
}

/* --- the story ----------------------------------------------------------- */

static void tell_of_gateway(void)
{
	struct user_id dan = shop_buyer("dan", 0);
	const struct payment *p;

	p = say(dan, "LUWPbpM43E2p7ZSh8cyTBEkvpHmr3cB8Ez", 5000, 5000);
	for (int deep = 7; deep <= 30; deep += 23)
		look_at(p,
		        (struct output[]){
				{"LTC", "nine-1", "0", "60000", deep},
				{"LTC", "nine-2", "3", "40000", deep}
                },
		        2);
	p = say(dan, "LTZQoWTV4i1Uaica7CA16Gutsmj69D4idU", 0, 3000);
	look_at(p,
	        (struct output[]){
			{"LTC", "ten", "0", "70000", 7},
			{"LTC", "ten", "1", "30000", 7}
        },
	        2);
	p = say(dan, "LX4YojYdeBk3TtUcryCcgAqYxjicKfK7AD", 2000, 2000);
	see(p, "eleven", "100000", 1);
	p = say(dan, "LbfVMz974gbbGFqXF7FZUpSBWSbwBHDwR5", 0, 1000);
	see(p, "twelve", "90000", 8);
}

static void tell_of_losses(struct user_id eve, struct user_id fay,
                           int64_t product)
{
	const struct payment *p;

	p = own(eve, "ETH", 0, "NULL", "NULL");
	see(p, "fourteen", "5000000000000000", 40);
	lose(p);
	p = own(fay, "USDT_ERC20", 0, "'0.9995'", "NULL");
	see(p, "fifteen", "30000000", 40);
	story_buy(fay, (struct cart_line[]){story_line(product, 1, 2500)}, 1,
	          2500, false);
	lose(p);
}

static void tell_of_waiting(struct user_id eve, struct user_id fay)
{
	const struct payment *p;

	see(own(eve, "ETH", 0, "NULL", "NULL"), "sixteen", "7000000000000000",
	    3);
	test_sql("UPDATE rates SET at = at - INTERVAL 1 DAY");
	see(own(eve, "ETH", 0, "NULL", "NULL"), "seventeen", "9000000000000000",
	    33);
	test_sql("UPDATE rates SET at = UTC_TIMESTAMP(3)");
	p = own(fay, "USDT_ERC20", 0, "'0.9995'", "NULL");
	look_at(p,
	        &(struct output){"ETH", "eighteen", "native",
	                         "1000000000000000", 99},
	        1);
	p = own(fay, "ETH", 0, "NULL", "NULL");
	see(p, "nineteen", "1000000000000000", 2);
	end_time(p);
	lose(p);
	own(fay, "ETH", 0, "NULL", "NULL");
}

static void tell_of_own(int64_t product)
{
	struct user_id eve = shop_buyer("eve", 0), fay = shop_buyer("fay", 0);
	const struct payment *p;

	p = own(eve, "USDT_ERC20", 4000, "'0.9995'", "40020011");
	see(p, "thirteen", "40020011", 100);
	look_at(p,
	        (struct output[]){
			{"USDT_ERC20", "thirteen",   "0", "40020011", 100},
			{"USDT_ERC20", "thirteen-2", "5", "10000001", 100}
        },
	        2);
	tell_of_losses(eve, fay, product);
	tell_of_waiting(eve, fay);
	p = own(eve, "USDT_TRC20", 0, "'0.9995'", "NULL");
	end_time(p);
	see(p, "twentyone", "12345678", 19);
}

static void open_wallets(void)
{
	const struct wallet *w;

	cr_assert_null(wallet_add(&w, shop->db, shop->arena, "cli:test",
	                          NETWORK_ETHEREUM, ETH_XPUB, NULL));
	cr_assert_null(wallet_confirm(shop->db, shop->arena, "cli:test",
	                              NETWORK_ETHEREUM, ETH_0));
	pool_import(shop->db, shop->arena, "cli:test", asset_find("TRX"),
	            slice_text("TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH\n"
	                       "TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC\n"),
	            false, (struct pool_watcher){0});
}

static enum tx move_body(struct db *db, void *arg)
{
	(void)arg;
	cursor_move(db, "bitcoin", "bitcoind", "00000000");
	return TX_COMMIT;
}

void story_chain(struct shop *opened, int64_t product)
{
	shop = opened;
	test_sql("INSERT INTO quotes VALUES"
	         " ('ETH', 'kraken', '3000.12', UTC_TIMESTAMP(3)),"
	         " ('USDT', 'kraken', '0.9991', UTC_TIMESTAMP(3))");
	test_sql("INSERT INTO rates SELECT coin, price, source, at, NULL"
	         "  FROM quotes");
	health_good(shop->db, "litecoin/esplora@127.0.0.1:9", "litecoin", tip);
	db_transact(shop->db, move_body, NULL);
	open_wallets();
	tell_of_gateway();
	tell_of_own(product);
	test_sql("INSERT INTO unread_transfers SELECT network, payment_id,"
	         "  'odd', 'a source', 7, 'odd', 1, UTC_TIMESTAMP(3),"
	         "  UTC_TIMESTAMP(3) FROM watches WHERE payment_id = 16");
}

/* --- and its truth ------------------------------------------------------- */

static void write_moved(FILE *f, int n, const char *what,
                        const char *const line[4])
{
	int64_t at = clock_now().ms - 7200 * 1000;

	fprintf(f,
	        "{\"n\":%d,\"at\":%" PRId64 ",\"what\":\"%s\",\"coin\":\"%s\","
	        "\"amount\":\"%s\",\"ref\":\"%s\",\"detail\":\"%s\"}\n",
	        n, at, what, line[0], line[1], line[2], line[3]);
}

/* Asset, coins, transaction, address; a payment's where it is a number. */
static const char *const MOVED[][4] = {
	{"LTC",        "0.0006",    "nine-1",     "9" },
	{"LTC",        "0.0004",    "nine-2",     "9" },
	{"LTC",        "0.0007",    "ten",        "10"},
	{"LTC",        "0.0003",    "ten",        "10"},
	{"LTC",        "0.001",     "eleven",     "11"},
	{"LTC",        "0.0009",    "twelve",     "12"},
	{"USDT_ERC20", "40.020011", "thirteen",   "13"},
	{"USDT_ERC20", "10.000001", "thirteen-2", "13"},
	{"ETH",        "0.005",     "fourteen",   "14"},
	{"USDT_ERC20", "30",        "fifteen",    "15"},
	{"ETH",        "0.007",     "sixteen",    "16"},
	{"ETH",        "0.009",     "seventeen",  "17"},
	{"ETH",        "0.001",     "eighteen",   "18"},
	{"ETH",        "0.001",     "nineteen",   "19"},
	{"USDT_TRC20", "12.345678", "twentyone",  "21"},
};
enum { MOVED_COUNT = sizeof(MOVED) / sizeof(MOVED[0]) };

STATEMENT(ADDRESS, "SELECT address FROM payments WHERE id = ?");

static const char *address_of(const char *payment)
{
	return row_text(db_row(shop->db, shop->arena, &ADDRESS,
	                       ARGS(arg_text(payment))),
	                "address");
}

void story_chain_truth(FILE *f)
{
	/* Paid, of the invoices that followed those of story_truth. */
	static const char *const CENTS[] = {"50.00", "30.00"};

	for (int i = 0; i < 2; i++)
		fprintf(f,
		        "{\"n\":%d,\"what\":\"paid\",\"payment\":%d,"
		        "\"coin\":\"LTC\",\"currency\":\"USD\","
		        "\"fiat\":\"%s\"}\n",
		        200 + i, 7 + i, CENTS[i]);
	for (int i = 0; i < MOVED_COUNT; i++) {
		const char *const line[4] = {MOVED[i][0], MOVED[i][1],
		                             MOVED[i][2],
		                             address_of(MOVED[i][3])};

		write_moved(f, 300 + i, "transfer", line);
		if (i == 8 || i == 9 || i == 13)
			write_moved(f, 400 + i, "dropped", line);
	}
}
