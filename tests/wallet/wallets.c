/* SPDX-License-Identifier: MIT */
#include "wallet/wallets.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include "base/random.h"
#include "db/transact.h"
#include "lib/buyers.h"
#include "lib/services.h"
#include "watch/watched.h"

int64_t wallets_payment(const char *asset)
{
	char sql[512], id[PUBLIC_ID_TEXT], hook[PUBLIC_ID_TEXT];

	random_public_id(id);
	random_public_id(hook);
	snprintf(sql, sizeof(sql),
	         "INSERT INTO payments (public_id, hook_token, user_id, asset,"
	         " kind, currency, created_at, provider) VALUES ('%s', '%s',"
	         " %lld, '%s', 'DEPOSIT', 'USD', UTC_TIMESTAMP(3), 'own')",
	         id, hook, (long long)buyers_add(id).v, asset);
	test_sql(sql);
	return test_number("SELECT MAX(id) FROM payments");
}

struct giving {
	const struct asset *asset;
	int64_t payment;
	const char *address;
};

static enum tx give_body(struct db *db, void *arg)
{
	struct giving *g = arg;

	g->address =
		wallet_give(db, buyers_open()->arena, g->asset, g->payment);
	return g->address ? TX_COMMIT : TX_ROLLBACK;
}

const char *wallets_give(const char *asset, int64_t payment)
{
	struct giving g = {asset_find(asset), payment, NULL};
	char sql[256];

	db_transact(buyers_open()->db, give_body, &g);
	if (!g.address)
		return NULL;
	snprintf(sql, sizeof(sql),
	         "UPDATE payments SET address = '%s', state = 'OPEN',"
	         " expires_at = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR"
	         " WHERE id = %lld",
	         g.address, (long long)payment);
	test_sql(sql);
	cr_assert_null(watched_add(buyers_open()->db, buyers_open()->arena,
	                           payment, g.asset, g.address));
	return g.address;
}

void wallets_use(enum network network, const char *key, const char *first)
{
	struct buyers *world = buyers_open();
	const struct wallet *w;

	cr_assert_null(wallet_add(&w, world->db, world->arena, "cli:test",
	                          network, key, NULL));
	cr_assert_str_eq(w->first_address, first);
	cr_assert_null(wallet_confirm(world->db, world->arena, "cli:test",
	                              network, first));
}
