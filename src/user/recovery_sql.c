/* SPDX-License-Identifier: MIT */
#include "user/recovery_sql.h"
#include "db/db.h"

static struct arg arg_hash(const uint8_t hash[SHA256_BYTES])
{
	return arg_bytes((struct slice){(const char *)hash, SHA256_BYTES});
}

STATEMENT(FORGET, "DELETE FROM recovery_codes WHERE user_id = ?");

void recovery_sql_forget(struct db *db, struct user_id user)
{
	db_run(db, &FORGET, ARGS(arg_int(user.v)));
}

STATEMENT(ADD, "INSERT INTO recovery_codes (user_id, hash) VALUES (?, ?)");

void recovery_sql_add(struct db *db, struct user_id user,
                      const uint8_t hash[SHA256_BYTES])
{
	db_run(db, &ADD, ARGS(arg_int(user.v), arg_hash(hash)));
}

STATEMENT(HOLDS, "SELECT COUNT(*) AS n FROM recovery_codes"
                 " WHERE user_id = ? AND hash = ? AND used_at IS NULL");

bool recovery_sql_holds(struct db *db, struct arena *a, struct user_id user,
                        const uint8_t hash[SHA256_BYTES])
{
	return row_int(db_row(db, a, &HOLDS,
	                      ARGS(arg_int(user.v), arg_hash(hash))),
	               "n") == 1;
}

STATEMENT(USE, "UPDATE recovery_codes SET used_at = CURRENT_TIMESTAMP(3)"
               " WHERE user_id = ? AND hash = ? AND used_at IS NULL");

bool recovery_sql_use(struct db *db, struct user_id user,
                      const uint8_t hash[SHA256_BYTES])
{
	return db_run(db, &USE, ARGS(arg_int(user.v), arg_hash(hash))) == 1;
}

STATEMENT(LEFT, "SELECT COUNT(*) AS n FROM recovery_codes"
                " WHERE user_id = ? AND used_at IS NULL");

int64_t recovery_sql_left(struct db *db, struct arena *a, struct user_id user)
{
	return row_int(db_row(db, a, &LEFT, ARGS(arg_int(user.v))), "n");
}
