/* SPDX-License-Identifier: MIT */
#include "identity/identity_sql.h"
#include "base/arena.h"
#include "db/db.h"

STATEMENT(IS_THERE, "SELECT COUNT(*) AS n FROM information_schema.TABLES"
                    " WHERE TABLE_SCHEMA = DATABASE()"
                    "   AND TABLE_NAME IN ('shop', 'shop_keys')");

bool identity_sql_is_there(struct db *db, struct arena *a)
{
	return row_int(db_row(db, a, &IS_THERE, NO_ARGS), "n") == 2;
}

STATEMENT(GET, "SELECT currency, epoch FROM shop WHERE id = 1");

const struct identity_row *identity_sql_get(struct db *db, struct arena *a)
{
	const struct row *r = db_row(db, a, &GET, NO_ARGS);
	struct identity_row *out;

	if (!r)
		return NULL;
	out = arena_new(a, struct identity_row);
	out->currency = row_text(r, "currency");
	out->epoch = row_text(r, "epoch");
	return out;
}

STATEMENT(ADD,
          "INSERT IGNORE INTO shop (id, currency, epoch) VALUES (1, ?, ?)");

void identity_sql_add(struct db *db, const char *currency, const char *epoch)
{
	db_run(db, &ADD, ARGS(arg_text(currency), arg_text(epoch)));
}

STATEMENT(KEY, "SELECT check_value FROM shop_keys WHERE name = ?"
               " ORDER BY number DESC LIMIT 1");

struct slice identity_sql_key(struct db *db, struct arena *a, const char *name)
{
	const struct row *r = db_row(db, a, &KEY, ARGS(arg_text(name)));

	return r ? row_bytes(r, "check_value") : (struct slice){NULL, 0};
}

STATEMENT(ADD_KEY, "INSERT IGNORE INTO shop_keys (name, number, check_value)"
                   " VALUES (?, 1, ?)");

void identity_sql_add_key(struct db *db, const char *name, struct slice check)
{
	db_run(db, &ADD_KEY, ARGS(arg_text(name), arg_bytes(check)));
}

STATEMENT(OTHER, "SELECT currency FROM accounts WHERE currency <> ?"
                 " UNION SELECT currency FROM users WHERE currency <> ?"
                 " UNION SELECT currency FROM products WHERE currency <> ?"
                 " LIMIT 1");

const char *identity_sql_other(struct db *db, struct arena *a,
                               const char *currency)
{
	const struct arg c = arg_text(currency);
	const struct row *r = db_row(db, a, &OTHER, ARGS(c, c, c));

	return r ? row_text(r, "currency") : NULL;
}
