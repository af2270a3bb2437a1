/* SPDX-License-Identifier: MIT */
#include "user/user.h"
#include <string.h>
#include "db/transact.h"
#include "user/password.h"
#include "user/user_inside.h"
#include "user/user_sql.h"

struct change {
	struct arena *a;
	struct user_id id;
	const char *old, *stored, *code, *network;
	enum user_proof result;
};

static enum tx change_password(struct db *db, void *arg)
{
	struct change *c = arg;

	c->result = USER_RIGHT;
	if (!user_sql_change_password(db, c->id, c->old, c->stored)) {
		/* Ours, from a commit whose answer was lost? */
		if (strcmp(user_sql_password(db, c->a, c->id), c->stored))
			c->result = USER_WRONG;
		return TX_ROLLBACK;
	}
	user_note(db, c->id, "password-change", c->network);
	return TX_COMMIT;
}

enum user_proof user_change_password(struct db *db, struct arena *a,
                                     const struct user *user,
                                     const char *password, const char *network)
{
	char stored[PASSWORD_STORED];
	struct change c = {.a = a,
	                   .id = user->id,
	                   .old = user->password,
	                   .stored = stored,
	                   .network = network};

	if (!user_store_password(stored, password))
		return USER_BUSY;
	db_transact(db, change_password, &c);
	return c.result;
}

static enum tx recover(struct db *db, void *arg)
{
	struct change *c = arg;

	c->result = USER_RIGHT;
	if (!recovery_use(db, c->id, c->code)) {
		if (strcmp(user_sql_password(db, c->a, c->id), c->stored))
			c->result = USER_WRONG;
		return TX_ROLLBACK;
	}
	user_sql_recover(db, c->id, c->stored);
	user_note(db, c->id, "recovery", c->network);
	return TX_COMMIT;
}

enum user_proof user_recover(struct db *db, struct arena *a, struct user_id *id,
                             const char *name, const char *code,
                             const char *password, const char *network)
{
	const struct user *user = user_find(db, a, name);
	char stored[PASSWORD_STORED];
	struct change c = {
		.a = a, .code = code, .stored = stored, .network = network};

	/* Asked for nobody too, for the time it takes. */
	if (user)
		c.id = user->id;
	if (!recovery_holds(db, a, c.id, code) || !user)
		return USER_WRONG;
	if (!user_store_password(stored, password))
		return USER_BUSY;
	*id = c.id;
	db_transact(db, recover, &c);
	return c.result;
}

struct renewal {
	struct user_id id;
	struct recovery_codes codes;
	const char *network;
};

static enum tx renew(struct db *db, void *arg)
{
	const struct renewal *r = arg;

	recovery_forget(db, r->id);
	recovery_store(db, r->id, &r->codes);
	user_note(db, r->id, "recovery-codes", r->network);
	return TX_COMMIT;
}

struct recovery_codes user_renew_codes(struct db *db, struct arena *a,
                                       const struct user *user,
                                       const char *network)
{
	struct renewal r = {user->id, recovery_draw(a), network};

	db_transact(db, renew, &r);
	return r.codes;
}
