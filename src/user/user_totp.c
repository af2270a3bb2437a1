/* SPDX-License-Identifier: MIT */
#include "user/user.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/log.h"
#include "base/seal.h"
#include "db/transact.h"
#include "user/secret.h"
#include "user/user_inside.h"
#include "user/user_sql.h"

static const char *totp_context(struct arena *a, struct user_id id)
{
	return arena_printf(a, "totp:%" PRId64, id.v);
}

static bool open_totp(struct totp_secret *secret, struct db *db,
                      struct arena *a, struct user_id id)
{
	struct slice sealed = user_sql_totp(db, a, id), plain;

	if (!sealed.len)
		return false;
	if (!unseal(&plain, a, secret_key(SECRET_TOTP), totp_context(a, id),
	            sealed) ||
	    plain.len != sizeof(secret->bytes)) {
		log_error("the TOTP secret of user %" PRId64 " does not open",
		          id.v);
		return false;
	}
	memcpy(secret->bytes, plain.p, plain.len);
	return true;
}

enum user_proof user_prove_totp(struct db *db, struct arena *a,
                                const struct user *user, const char *code,
                                const char *network)
{
	struct totp_secret secret;
	int64_t step;

	if (!open_totp(&secret, db, a, user->id))
		return USER_WRONG;
	if (totp_match(&secret, clock_now(), code, &step) &&
	    user_sql_take_step(db, user->id, step))
		return USER_RIGHT;
	user_note_failure(db, user, network);
	return USER_WRONG;
}

struct totp_change {
	struct user_id id;
	struct slice sealed;
	int64_t step;
	const char *network;
};

static enum tx enable_totp(struct db *db, void *arg)
{
	const struct totp_change *c = arg;

	if (!user_sql_enable_totp(db, c->id, c->sealed, c->step))
		return TX_ROLLBACK;
	user_note(db, c->id, "totp-on", c->network);
	return TX_COMMIT;
}

bool user_enable_totp(struct db *db, struct arena *a, const struct user *user,
                      const struct totp_secret *secret, const char *code,
                      const char *network)
{
	struct slice plain = {(const char *)secret->bytes,
	                      sizeof(secret->bytes)};
	struct totp_change c = {.id = user->id, .network = network};

	if (!totp_match(secret, clock_now(), code, &c.step))
		return false;
	c.sealed = seal(a, secret_key(SECRET_TOTP), totp_context(a, user->id),
	                plain);
	db_transact(db, enable_totp, &c);
	return true;
}

static enum tx disable_totp(struct db *db, void *arg)
{
	const struct totp_change *c = arg;

	user_sql_disable_totp(db, c->id);
	user_note(db, c->id, "totp-off", c->network);
	return TX_COMMIT;
}

void user_disable_totp(struct db *db, const struct user *user,
                       const char *network)
{
	struct totp_change c = {.id = user->id, .network = network};

	db_transact(db, disable_totp, &c);
}
