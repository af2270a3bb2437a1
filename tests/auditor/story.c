/* SPDX-License-Identifier: MIT */
#include "auditor/story.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "auditor/story_parts.h"
#include "base/arena.h"
#include "base/random.h"
#include "buy/buy.h"
#include "cart/cart.h"
#include "chain/assets.h"
#include "gateway/kryptoexpress.h"
#include "ledger/once.h"
#include "notice/notice.h"
#include "payment/payment_begin.h"
#include "payment/payment_cancel.h"
#include "payment/payment_settle.h"
#include "settings.h"

static struct shop *shop;
static int invoices;

static struct money dollars(int64_t cents)
{
	return money_minor(cents, setting_currency());
}

static struct once draw_once(void)
{
	struct once once = {.fingerprint = {1}};
	char *token = arena_array(shop->arena, PUBLIC_ID_TEXT, char);

	random_public_id(token);
	once.token = token;
	return once;
}

/* --- payments ----------------------------------------------------------- */

const struct payment *story_begin(struct user_id user, const char *asset,
                                  int64_t cents)
{
	struct once once = draw_once();
	char id[PUBLIC_ID_TEXT];
	struct payment_wish wish = {
		.user = user,
		.public_id = id,
		.asset = asset_find(asset),
		.kind = cents ? PAYMENT_NAMED : PAYMENT_ANY,
		.fiat = dollars(cents),
		.once = &once,
	};
	const struct payment *p;
	const char *path;

	random_public_id(id);
	cr_assert_eq(payment_begin(shop->db, shop->arena, &p, &path, &wish),
	             PAYMENT_BEGUN);
	test_sql("UPDATE payments SET asked_at = ask_at, ask_at = NULL"
	         " WHERE asked_at IS NULL AND provider = 'gateway'");
	return p;
}

struct gateway_payment story_invoice(const struct payment *p, int64_t cents,
                                     int64_t minutes)
{
	struct arena *a = shop->arena;
	int n = ++invoices;

	return (struct gateway_payment){
		.id = arena_printf(a, "%d", n),
		.type = p->kind == PAYMENT_NAMED ? GATEWAY_PAYMENT
	                                         : GATEWAY_DEPOSIT,
		.fiat_currency = "USD",
		.fiat_amount = arena_printf(a, "%" PRId64 ".%02" PRId64,
	                                    cents / 100, cents % 100),
		.crypto_amount = "0.001",
		.asset = p->asset->code,
		.address = arena_printf(a, "bc1-%d", n),
		.hash = arena_printf(a, "hash-%d", n),
		.created_at = clock_now(),
		.expires_at = {clock_now().ms + minutes * 60000},
	};
}

enum payment_result story_report(const struct payment *p,
                                 struct gateway_payment *said)
{
	struct payment_report report = {
		.said = said, .body = SLICE("{}"), .source = "callback"};

	return payment_settle(shop->db, shop->arena, p, &report);
}

/* Begun and adopted, with its invoice. */
static const struct payment *ask(struct user_id user, int64_t cents,
                                 int64_t minutes, struct gateway_payment *said)
{
	const struct payment *p = story_begin(user, "BTC", cents);

	*said = story_invoice(p, cents, minutes);
	cr_assert_eq(story_report(p, said), PAYMENT_ADOPTED);
	return p;
}

static void pay(struct user_id user, int64_t asked, int64_t paid,
                enum payment_result result)
{
	struct gateway_payment said;
	const struct payment *p = ask(user, asked, 60, &said);

	said.fiat_amount = arena_printf(shop->arena, "%" PRId64 ".%02" PRId64,
	                                paid / 100, paid % 100);
	said.is_paid = true;
	said.paid_at = clock_now();
	cr_assert_eq(story_report(p, &said), result);
}

/* --- orders ------------------------------------------------------------- */

void story_buy(struct user_id user, struct cart_line *lines, size_t n,
               int64_t total, bool is_shown)
{
	struct cart cart = {.n = n, .v = lines};
	struct once once = draw_once();
	struct buy_outcome done;
	const struct buy *order;

	random_public_id(cart.generation);
	done = buy_checkout(shop->db, shop->arena, user, &cart, dollars(total),
	                    &once);
	cr_assert_eq(done.result, BUY_DONE);
	order = buy_find(shop->db, shop->arena, user,
	                 done.path + strlen("/order/"));
	cr_assert(order);
	if (is_shown)
		buy_reveal(shop->db, shop->arena, user, order);
}

struct cart_line story_line(int64_t product, uint32_t quantity, int64_t price)
{
	return (struct cart_line){{product}, quantity, dollars(price)};
}

struct shop *story_open(void)
{
	struct user_id ann, bob, cid;
	struct gateway_payment said;
	int64_t tea, cup, leaf;
	struct told told;

	shop = shop_open();
	cr_assert_null(
		settings_set("sources_litecoin", "esplora=http://127.0.0.1:9"));
	ann = shop_buyer("ann", 0);
	bob = shop_buyer("bob", 0);
	cid = shop_buyer("cid", 0);
	tea = shop_product("tea", 1000, 6);
	cup = shop_product("cup", 2500, 4);
	leaf = shop_product("leaf", 0, 2);
	pay(ann, 10000, 10000, PAYMENT_CREDITED);
	pay(ann, 0, 2500, PAYMENT_CREDITED);
	pay(bob, 6000, 6000, PAYMENT_CREDITED);
	ask(bob, 3000, 60, &said);
	story_begin(bob, "BTC", 4000);
	payment_end(shop->db, shop->arena, ask(cid, 1000, -5, &said));
	payment_refuse(shop->db, shop->arena, story_begin(cid, "BTC", 1000),
	               "no address");
	pay(cid, 200000, 200000, PAYMENT_HELD);
	story_buy(ann,
	          (struct cart_line[]){story_line(tea, 2, 1000),
	                               story_line(cup, 1, 2500)},
	          2, 4500, true);
	story_buy(ann, (struct cart_line[]){story_line(tea, 1, 1000)}, 1, 1000,
	          false);
	story_buy(bob, (struct cart_line[]){story_line(cup, 1, 2500)}, 1, 2500,
	          false);
	story_buy(bob, (struct cart_line[]){story_line(leaf, 1, 0)}, 1, 0,
	          false);
	story_chain(shop, cup);
	/* Given up, with an address and without. */
	payment_cancel(shop->db, shop->arena, ask(cid, 1000, 60, &said));
	payment_cancel(shop->db, shop->arena, story_begin(cid, "BTC", 1000));
	notice_deliver(shop->db, shop->arena, 5, &told);
	return shop;
}

/* --- damage and repair -------------------------------------------------- */

static const char *const TABLES[] = {
	"accounts",
	"users",
	"ledger_entries",
	"ledger_transfers",
	"balance_history",
	"form_tokens",
	"products",
	"items",
	"buys",
	"buy_items",
	"reveals",
	"payments",
	"deposits",
	"outbox",
	"notices",
	"audit_log",
	"quarantine",
	"watches",
	"cursors",
	"sources",
	"unread_transfers",
	"quotes",
	"rates",
	"wallets",
	"own_addresses",
	"shop",
	"callbacks",
};
enum { TABLES_COUNT = sizeof(TABLES) / sizeof(TABLES[0]) };

/* "BEFORE table BETWEEN table", of the tables that the statements name;
 * between may be NULL, and all ends there. */
static void each_table(const char *before, const char *between, const char *sql)
{
	for (size_t i = 0; i < TABLES_COUNT; i++)
		if (!sql || strstr(sql, TABLES[i]))
			test_sql(arena_printf(shop->arena, "%s%s%s%s", before,
			                      TABLES[i], between ? between : "",
			                      between ? TABLES[i] : ""));
}

void story_keep(void)
{
	test_drop_triggers();
	test_sql("SET check_constraint_checks = 0, foreign_key_checks = 0,"
	         " sql_mode = ''");
	each_table("CREATE TABLE kept_", " LIKE ", NULL);
	each_table("INSERT INTO kept_", " SELECT * FROM ", NULL);
}

void story_restore(const char *sql)
{
	/* Made anew, for a damage may have taken a unique key away. */
	each_table("DROP TABLE ", NULL, sql);
	each_table("CREATE TABLE ", " LIKE kept_", sql);
	each_table("INSERT INTO ", " SELECT * FROM kept_", sql);
}

const char *story_truth(void)
{
	static const char *const CENTS[] = {"100.00", "25.00", "60.00"};
	const char *path = arena_printf(shop->arena, "%s/truth", shop_dir());
	FILE *f = fopen(path, "we");
	int n = 0;

	cr_assert(f);
	for (int i = 1; i <= 3; i++) {
		fprintf(f,
		        "{\"n\":%d,\"at\":1,\"what\":\"created\","
		        "\"payment\":%d,\"coin\":\"BTC\"}\n",
		        ++n, i);
		fprintf(f,
		        "{\"n\":%d,\"at\":1,\"what\":\"paid\",\"payment\":%d,"
		        "\"coin\":\"BTC\",\"amount\":\"0.001\","
		        "\"currency\":\"USD\",\"fiat\":\"%s\"}\n",
		        ++n, i, CENTS[i - 1]);
	}
	/* Held for a person; and a line that was copied twice. */
	fprintf(f, "{\"n\":90,\"what\":\"paid\",\"payment\":6,\"coin\":\"BTC\","
	           "\"currency\":\"USD\",\"fiat\":\"2000.00\"}\n"
	           "{\"n\":2,\"what\":\"paid\",\"payment\":1,\"coin\":\"BTC\","
	           "\"currency\":\"USD\",\"fiat\":\"100.00\"}\n");
	story_chain_truth(f);
	fclose(f);
	return path;
}
