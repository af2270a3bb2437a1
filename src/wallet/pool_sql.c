/* SPDX-License-Identifier: MIT */
#include "wallet/pool_sql.h"
#include <inttypes.h>
#include "base/arena.h"
#include "base/panic.h"
#include "db/db.h"

/* Those of keys were given to somebody when they were written. */
STATEMENT(OLDEST, "SELECT id, address FROM own_addresses"
                  " WHERE network = ? AND payment_id IS NULL"
                  " ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED");

struct pool_address pool_sql_lock_oldest(struct db *db, struct arena *a,
                                         enum network network)
{
	const struct row *row =
		db_row(db, a, &OLDEST, ARGS(arg_text(network_code(network))));

	if (!row)
		return (struct pool_address){0, NULL};
	return (struct pool_address){row_int(row, "id"),
	                             row_text(row, "address")};
}

STATEMENT(GIVE, "UPDATE own_addresses SET payment_id = ?, user_id = ?"
                " WHERE id = ? AND payment_id IS NULL");

void pool_sql_give(struct db *db, const struct pool_address *free,
                   const struct holder *h, int64_t payment)
{
	must(db_run(db, &GIVE,
	            ARGS(arg_int(payment), arg_int(h->user),
	                 arg_int(free->id))) == 1);
}

STATEMENT(KNOWN, "SELECT wallet_index, payment_id IS NOT NULL AS is_given"
                 "  FROM own_addresses WHERE network = ? AND script = ?");

const char *pool_sql_known(struct db *db, struct arena *a,
                           const struct own_script *s)
{
	const struct row *row = db_row(
		db, a, &KNOWN, ARGS(arg_text(s->network), arg_text(s->hex)));

	if (!row)
		return NULL;
	if (!row_null(row, "wallet_index"))
		return arena_printf(a,
		                    "is number %" PRId64
		                    " of your key, and was given out",
		                    row_int(row, "wallet_index"));
	return row_bool(row, "is_given") ? "was imported before and given out"
	                                 : "was imported before";
}

/* The gateway has its key, not the operator. */
STATEMENT(OF_GATEWAY, "SELECT w.payment_id FROM watches w"
                      "  JOIN payments p ON p.id = w.payment_id"
                      " WHERE w.network = ? AND w.script = ?"
                      "   AND p.provider = 'gateway' LIMIT 1");

bool pool_sql_is_of_gateway(struct db *db, struct arena *a,
                            const struct own_script *s)
{
	const struct row *row =
		db_row(db, a, &OF_GATEWAY,
	               ARGS(arg_text(s->network), arg_text(s->hex)));

	return row && row_int(row, "payment_id");
}

STATEMENT(ADD, "INSERT INTO own_addresses (network, script, address)"
               "  VALUES (?, ?, ?)");

bool pool_sql_add(struct db *db, const struct own_script *s)
{
	return db_try_insert(db, NULL, &ADD,
	                     ARGS(arg_text(s->network), arg_text(s->hex),
	                          arg_text(s->address)));
}

STATEMENT(LEFT, "SELECT COUNT(*) AS n FROM own_addresses"
                " WHERE network = ? AND payment_id IS NULL");

int64_t pool_left(struct db *db, struct arena *a, enum network network)
{
	return row_int(
		db_row(db, a, &LEFT, ARGS(arg_text(network_code(network)))),
		"n");
}

STATEMENT(SIZE, "SELECT COUNT(*) AS n FROM own_addresses"
                " WHERE network = ? AND wallet_id IS NULL");

int64_t pool_size(struct db *db, struct arena *a, enum network network)
{
	return row_int(
		db_row(db, a, &SIZE, ARGS(arg_text(network_code(network)))),
		"n");
}
