/* SPDX-License-Identifier: MIT */
#include "payment/payment_own_sql.h"
#include "base/panic.h"
#include "chain/assets.h"
#include "db/db.h"
#include "payment/payment_begin.h"
#include "settings.h"

STATEMENT(INSERT, "INSERT INTO payments"
                  "  (public_id, hook_token, user_id, asset, kind, currency,"
                  "   fiat_amount, coin_amount, rate, network, provider,"
                  "   created_at, ask_at)"
                  "  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'own',"
                  "          UTC_TIMESTAMP(3),"
                  "          IF(?, UTC_TIMESTAMP(3), NULL))");

int64_t payment_own_sql_insert(struct db *db, const char *hook_token,
                               const struct payment_wish *w, struct coin coin,
                               bool has_node)
{
	bool is_named = w->kind == PAYMENT_NAMED;

	return db_insert(db, &INSERT,
	                 ARGS(arg_text(w->public_id), arg_text(hook_token),
	                      arg_int(w->user.v), arg_text(w->asset->code),
	                      arg_text(is_named ? "PAYMENT" : "DEPOSIT"),
	                      arg_text(currency_code(setting_currency())),
	                      is_named ? arg_money(w->fiat) : arg_null(),
	                      is_named ? arg_coin(coin) : arg_null(),
	                      arg_text(w->rate), arg_text(w->network),
	                      arg_bool(has_node)));
}

STATEMENT(ADDRESS,
          "UPDATE payments SET address = ?, state = IF(?, 'OPEN', state),"
          "  expires_at = UTC_TIMESTAMP(3) + INTERVAL ? MINUTE"
          " WHERE id = ?");

void payment_own_sql_address(struct db *db, int64_t id, const char *address,
                             bool is_open)
{
	must(db_run(db, &ADDRESS,
	            ARGS(arg_text(address), arg_bool(is_open),
	                 arg_int(setting_count(SET_OWN_MINUTES)),
	                 arg_int(id))) == 1);
}
