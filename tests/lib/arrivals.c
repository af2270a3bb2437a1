/* SPDX-License-Identifier: MIT */
#include "arrivals.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include "base/arena.h"
#include "base/random.h"
#include "chain/assets.h"
#include "chain/sources.h"
#include "deposit/deposit_state.h"
#include "lib/services.h"
#include "payment/payment_sql.h"
#include "settings.h"
#include "watch/watched.h"

enum { TIP = 1000 };

static const char *const ADDRESSES[] = {
	"bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
	"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
	"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
};

static const struct payment *insert(struct user_id user, enum payment_kind kind,
                                    bool is_own)
{
	static size_t taken;
	struct shop *shop = shop_open();
	char id[PUBLIC_ID_TEXT], hook[PUBLIC_ID_TEXT];
	bool named = kind == PAYMENT_NAMED;
	const char *address = ADDRESSES[taken++], *gateway = "NULL";
	const struct payment *p;

	random_public_id(id);
	random_public_id(hook);
	if (!is_own)
		gateway = arena_printf(shop->arena, "'%s'", id);
	test_sql(arena_printf(
		shop->arena,
		"INSERT INTO payments (public_id, hook_token, user_id, asset,"
		" kind, state, currency, fiat_amount, coin_amount, gateway_id,"
		" gateway_hash, address, expires_at, provider, rate)"
		" VALUES ('%s', '%s', %" PRId64 ", 'BTC', '%s', 'OPEN', 'USD',"
		" %s, %s, %s, %s, '%s', UTC_TIMESTAMP(3) + INTERVAL 1 HOUR,"
		" '%s', %s)",
		id, hook, user.v, named ? "PAYMENT" : "DEPOSIT",
		named ? "2500" : "NULL", named ? "50000" : "NULL", gateway,
		gateway, address, is_own ? "own" : "gateway",
		is_own && named ? "'50000'" : "NULL"));
	test_sql(arena_printf(shop->arena,
	                      "UPDATE users SET open_payments ="
	                      " open_payments + 1 WHERE id = %" PRId64,
	                      user.v));
	p = payment_find(shop->db, shop->arena, id);
	cr_assert(!watched_add(shop->db, shop->arena, p->id.v, p->asset,
	                       address));
	return p;
}

const struct payment *arrivals_own(struct user_id user, enum payment_kind kind)
{
	return insert(user, kind, true);
}

const struct payment *arrivals_gateway(struct user_id user,
                                       enum payment_kind kind)
{
	return insert(user, kind, false);
}

void arrivals_price(const char *price)
{
	test_sql(arena_printf(shop_open()->arena,
	                      "REPLACE INTO rates (coin, price, source, at)"
	                      " VALUES ('BTC', '%s', 'test',"
	                      " UTC_TIMESTAMP(3))",
	                      price));
}

static int64_t maturity;

void arrivals_mature(int64_t of_coins)
{
	maturity = of_coins;
}

struct recorded arrivals_look(const struct payment *p,
                              const struct shown *shown)
{
	struct shop *shop = shop_open();
	struct chain_credit credits[8] = {0};
	struct sighting sightings[8];
	struct look look = {
		.source = "bitcoin/test",
		.kind = "esplora",
		.network = "bitcoin",
		.tip = TIP,
		.v = sightings,
		.payment = p->id.v,
	};

	for (; shown[look.n].txid; look.n++) {
		const struct shown *s = &shown[look.n];

		credits[look.n] = (struct chain_credit){
			.asset = asset_find("BTC"),
			.txid = s->txid,
			.position = s->position,
			.address = p->address,
			.amount = {s->units},
			.is_mined = s->confirmations > 0,
			.height = s->confirmations > 0
		                          ? TIP + 1 - s->confirmations
		                          : -1,
			.confirmations = s->confirmations,
			.maturity = maturity,
		};
		sightings[look.n] =
			(struct sighting){p->id.v, &credits[look.n]};
	}
	return deposit_record(shop->db, shop->arena, &look);
}

struct settled arrivals_settle(const struct payment *p)
{
	struct shop *shop = shop_open();
	struct settled done = {0};

	deposit_wake(shop->db);
	payment_arrive(shop->db, shop->arena, p, &done);
	return done;
}

const struct payment *arrivals_now(const struct payment *p)
{
	return payment_find(shop_open()->db, shop_open()->arena, p->public_id);
}
