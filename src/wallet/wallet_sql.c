/* SPDX-License-Identifier: MIT */
#include "wallet/wallet_sql.h"
#include "base/arena.h"
#include "base/panic.h"
#include "db/db.h"
#include "wallet/holder_sql.h"

#define WALLET                                                  \
	"SELECT id, network, extended_key, script, next_index," \
	"       paid_index, first_address,"                     \
	"       confirmed_at IS NOT NULL AS is_confirmed,"      \
	"       retired_at IS NOT NULL AS is_retired"           \
	"  FROM wallets"
/* By that index, or a payment would lock the keys of other networks too. */
#define OF_NETWORK WALLET " FORCE INDEX (u_first) WHERE network = ?"
#define LIVE                                                              \
	OF_NETWORK " AND confirmed_at IS NOT NULL AND retired_at IS NULL" \
		   " ORDER BY id DESC LIMIT 1"

static struct wallet wallet_of(const struct row *row)
{
	const char *script = row_text(row, "script");
	struct wallet w = {
		.id = row_int(row, "id"),
		.network = network_find(row_text(row, "network")),
		.key = row_text(row, "extended_key"),
		.first_address = row_text(row, "first_address"),
		.script = SCRIPT_OF_KEY,
		.next_index = row_int(row, "next_index"),
		.paid_index = row_int(row, "paid_index"),
		.is_confirmed = row_bool(row, "is_confirmed"),
		.is_retired = row_bool(row, "is_retired"),
	};

	must(w.network != NETWORK_NONE);
	must(!*script || script_find(&w.script, script));
	return w;
}

static const struct wallet *wallet_or_null(struct arena *a,
                                           const struct row *row)
{
	struct wallet *w;

	if (!row)
		return NULL;
	w = arena_new(a, struct wallet);
	*w = wallet_of(row);
	return w;
}

static struct wallets wallets_of(struct arena *a, struct rows rows)
{
	struct wallet *v = arena_array(a, rows.n, struct wallet);

	for (size_t i = 0; i < rows.n; i++)
		v[i] = wallet_of(rows.row[i]);
	return (struct wallets){rows.n, v};
}

STATEMENT(LIST, WALLET " ORDER BY network, id");

struct wallets wallet_list(struct db *db, struct arena *a)
{
	return wallets_of(a, db_rows(db, a, &LIST, NO_ARGS));
}

STATEMENT(LOCK_NETWORK, OF_NETWORK " ORDER BY id FOR UPDATE");

struct wallets wallet_sql_lock_network(struct db *db, struct arena *a,
                                       enum network network)
{
	return wallets_of(a, db_rows(db, a, &LOCK_NETWORK,
	                             ARGS(arg_text(network_code(network)))));
}

STATEMENT(LOCK_LIVE, LIVE " FOR UPDATE");

const struct wallet *wallet_sql_lock_live(struct db *db, struct arena *a,
                                          enum network network)
{
	return wallet_or_null(a, db_row(db, a, &LOCK_LIVE,
	                                ARGS(arg_text(network_code(network)))));
}

STATEMENT(LIVE_NOW, LIVE);

const struct wallet *wallet_sql_live(struct db *db, struct arena *a,
                                     enum network network)
{
	return wallet_or_null(a, db_row(db, a, &LIVE_NOW,
	                                ARGS(arg_text(network_code(network)))));
}

STATEMENT(FIRST, OF_NETWORK " AND first_address = ?");

const struct wallet *wallet_sql_first(struct db *db, struct arena *a,
                                      enum network network,
                                      const char *first_address)
{
	return wallet_or_null(a, db_row(db, a, &FIRST,
	                                ARGS(arg_text(network_code(network)),
	                                     arg_text(first_address))));
}

STATEMENT(INSERT, "INSERT INTO wallets (network, extended_key, script,"
                  "  first_address, next_index) VALUES (?, ?, ?, ?, ?)");

bool wallet_sql_insert(struct db *db, const struct wallet *w)
{
	return db_try_insert(
		db, NULL, &INSERT,
		ARGS(arg_text(network_code(w->network)), arg_text(w->key),
	             arg_text(script_name(w->script)),
	             arg_text(w->first_address), arg_int(w->next_index)));
}

STATEMENT(RETIRE, "UPDATE wallets SET retired_at ="
                  "  COALESCE(retired_at, UTC_TIMESTAMP(3))"
                  " WHERE network = ? AND id <> ?");
STATEMENT(CONFIRM, "UPDATE wallets SET retired_at = NULL,"
                   "  confirmed_at = COALESCE(confirmed_at,"
                   "                          UTC_TIMESTAMP(3))"
                   " WHERE id = ?");

void wallet_sql_confirm(struct db *db, const struct wallet *w)
{
	db_run(db, &RETIRE,
	       ARGS(arg_text(network_code(w->network)), arg_int(w->id)));
	must(db_run(db, &CONFIRM, ARGS(arg_int(w->id))) == 1);
}

STATEMENT(TAKE, "INSERT INTO derived_addresses (network, script, address,"
                "  wallet_id, wallet_index, payment_id, user_id)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)");

bool wallet_sql_take(struct db *db, const struct wallet *w, int64_t index,
                     const struct own_script *s, const struct holder *h,
                     int64_t payment)
{
	return db_try_insert(db, NULL, &TAKE,
	                     ARGS(arg_text(s->network), arg_text(s->hex),
	                          arg_text(s->address), arg_int(w->id),
	                          arg_int(index), arg_int(payment),
	                          arg_int(h->user)));
}

STATEMENT(MOVE, "UPDATE wallets SET next_index = ?"
                " WHERE id = ? AND next_index = ?");

void wallet_sql_move(struct db *db, const struct wallet *w, int64_t next)
{
	must(db_run(db, &MOVE,
	            ARGS(arg_int(next), arg_int(w->id),
	                 arg_int(w->next_index))) == 1);
}

STATEMENT(KNOWN, "SELECT COUNT(*) AS n FROM own_addresses"
                 " WHERE network = ? AND script = ?");

bool wallet_sql_is_known(struct db *db, struct arena *a,
                         const struct own_script *s)
{
	return row_int(db_row(db, a, &KNOWN,
	                      ARGS(arg_text(s->network), arg_text(s->hex))),
	               "n") > 0;
}

/* By what is looked at: the address may serve a newer payment now. */
STATEMENT(PAID, "UPDATE wallets w JOIN own_addresses o ON o.wallet_id = w.id"
                "  JOIN watches x ON x.network = o.network"
                "    AND x.script = o.script"
                "   SET w.paid_index = o.wallet_index"
                " WHERE x.payment_id = ? AND w.paid_index < o.wallet_index");

void wallet_paid(struct db *db, int64_t payment)
{
	(void)db_run(db, &PAID, ARGS(arg_int(payment)));
}
