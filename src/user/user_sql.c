/* SPDX-License-Identifier: MIT */
#include "user/user_sql.h"
#include "base/arena.h"
#include "base/panic.h"
#include "db/db.h"
#include "settings.h"

static const struct user *read_user(struct arena *a, const struct row *r)
{
	struct user *u = arena_new(a, struct user);

	*u = (struct user){
		.id = {row_int(r, "id")},
		.account = row_text(r, "public_id"),
		.name = row_text(r, "name"),
		.password = row_text(r, "password"),
		.has_totp = row_bool(r, "has_totp"),
		.created_at = row_time(r, "created_at"),
	};
	return u;
}

STATEMENT(GET, "SELECT id, public_id, name, password,"
               "       totp_sealed IS NOT NULL AS has_totp, created_at"
               "  FROM users WHERE id = ?");

const struct user *user_get(struct db *db, struct arena *a, struct user_id id)
{
	const struct row *r = db_row(db, a, &GET, ARGS(arg_int(id.v)));

	must(r);
	return read_user(a, r);
}

STATEMENT(FIND, "SELECT id, public_id, name, password,"
                "       totp_sealed IS NOT NULL AS has_totp, created_at"
                "  FROM users WHERE name = ?");

const struct user *user_sql_find(struct db *db, struct arena *a,
                                 const char *name)
{
	const struct row *r = db_row(db, a, &FIND, ARGS(arg_text(name)));

	return r ? read_user(a, r) : NULL;
}

STATEMENT(PUBLIC, "SELECT id FROM users WHERE public_id = ?");

struct user_id user_of(struct db *db, struct arena *a, const char *account)
{
	const struct row *r = db_row(db, a, &PUBLIC, ARGS(arg_text(account)));

	return (struct user_id){r ? row_int(r, "id") : 0};
}

STATEMENT(ACCOUNT, "SELECT public_id FROM users WHERE id = ?");

const char *user_account(struct db *db, struct arena *a, struct user_id id)
{
	const struct row *r = db_row(db, a, &ACCOUNT, ARGS(arg_int(id.v)));

	must(r);
	return row_text(r, "public_id");
}

/* The user's id is not known yet, so the account is named by the public one. */
STATEMENT(ADD_ACCOUNT, "INSERT INTO accounts (kind, code, currency)"
                       "  VALUES ('user', CONCAT('user:', ?), ?)");

STATEMENT(ADD, "INSERT INTO users (public_id, name, password, account_id,"
               "                   currency, network)"
               "  VALUES (?, ?, ?, ?, ?, ?)");

bool user_sql_add(struct db *db, struct user_id *id, const char *public_id,
                  const char *name, const char *password, const char *mark)
{
	const char *currency = setting_text(SET_CURRENCY);
	int64_t account;

	if (!db_try_insert(db, &account, &ADD_ACCOUNT,
	                   ARGS(arg_text(public_id), arg_text(currency))))
		return false;
	return db_try_insert(db, &id->v, &ADD,
	                     ARGS(arg_text(public_id), arg_text(name),
	                          arg_text(password), arg_int(account),
	                          arg_text(currency), arg_text(mark)));
}

STATEMENT(PASSWORD, "SELECT password FROM users WHERE id = ?");

const char *user_sql_password(struct db *db, struct arena *a, struct user_id id)
{
	return row_text(db_row(db, a, &PASSWORD, ARGS(arg_int(id.v))),
	                "password");
}

STATEMENT(CHANGE_PASSWORD,
          "UPDATE users SET password = ? WHERE id = ? AND password = ?");

bool user_sql_change_password(struct db *db, struct user_id id, const char *old,
                              const char *password)
{
	return db_run(db, &CHANGE_PASSWORD,
	              ARGS(arg_text(password), arg_int(id.v), arg_text(old))) ==
	       1;
}

STATEMENT(RECOVER, "UPDATE users"
                   "   SET password = ?, totp_sealed = NULL"
                   " WHERE id = ?");

void user_sql_recover(struct db *db, struct user_id id, const char *password)
{
	must(db_run(db, &RECOVER, ARGS(arg_text(password), arg_int(id.v))) ==
	     1);
}

STATEMENT(TOTP, "SELECT totp_sealed FROM users"
                " WHERE id = ? AND totp_sealed IS NOT NULL");

struct slice user_sql_totp(struct db *db, struct arena *a, struct user_id id)
{
	const struct row *r = db_row(db, a, &TOTP, ARGS(arg_int(id.v)));

	return r ? row_bytes(r, "totp_sealed") : (struct slice){NULL, 0};
}

STATEMENT(TAKE_STEP,
          "UPDATE users SET totp_step = ? WHERE id = ? AND totp_step < ?");

bool user_sql_take_step(struct db *db, struct user_id id, int64_t step)
{
	return db_run(db, &TAKE_STEP,
	              ARGS(arg_int(step), arg_int(id.v), arg_int(step))) == 1;
}

STATEMENT(ENABLE_TOTP,
          "UPDATE users"
          "   SET totp_sealed = ?, totp_step = GREATEST(totp_step, ?)"
          " WHERE id = ? AND totp_sealed IS NULL");

bool user_sql_enable_totp(struct db *db, struct user_id id, struct slice sealed,
                          int64_t step)
{
	return db_run(db, &ENABLE_TOTP,
	              ARGS(arg_bytes(sealed), arg_int(step), arg_int(id.v))) ==
	       1;
}

STATEMENT(DISABLE_TOTP, "UPDATE users SET totp_sealed = NULL WHERE id = ?");

void user_sql_disable_totp(struct db *db, struct user_id id)
{
	db_run(db, &DISABLE_TOTP, ARGS(arg_int(id.v)));
}
