/* SPDX-License-Identifier: MIT */
#include "user/user.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/random.h"
#include "db/transact.h"
#include "settings.h"
#include "trail/trail.h"
#include "user/blocklist.h"
#include "user/hash_slot.h"
#include "user/password.h"
#include "user/secret.h"
#include "user/user_inside.h"
#include "user/user_sql.h"

bool user_open(void)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/common-passwords.txt",
	         setting_text(SET_SHARE_DIR));
	return secret_open() && blocklist_open(path);
}

/* --- names -------------------------------------------------------------- */

/* Names that would pass for the shop itself. */
static const char *const RESERVED[] = {
	"admin",   "administrator", "anonymous", "cointill", "guest",
	"help",    "info",          "moderator", "operator", "owner",
	"root",    "security",      "service",   "shop",     "staff",
	"support", "system",        "worker",
};

const char *user_name_fold(struct arena *a, const char *typed)
{
	char *name = arena_text(a, typed);

	for (char *p = name; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return name;
}

/* Other letters might be the same to the database as ours. */
static bool is_well_formed(const char *name)
{
	static const char FIRST[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";

	return *name && strchr(FIRST, *name) && !name[strspn(name, LETTERS)];
}

const char *user_name_fault(const char *name)
{
	size_t len = strlen(name);

	if (len < USER_NAME_MIN || len > USER_NAME_MAX)
		return "3 to 32 letters or digits, please.";
	if (!is_well_formed(name))
		return "Only letters a to z, digits, dot, - and _, please; a "
		       "letter or digit first.";
	for (size_t i = 0; i < sizeof(RESERVED) / sizeof(RESERVED[0]); i++)
		if (!strcmp(name, RESERVED[i]))
			return "That name is taken.";
	return NULL;
}

const struct user *user_find(struct db *db, struct arena *a, const char *name)
{
	return is_well_formed(name) ? user_sql_find(db, a, name) : NULL;
}

/* --- opening an account ------------------------------------------------- */

void user_note(struct db *db, struct user_id id, const char *action,
               const char *network)
{
	char actor[32];

	snprintf(actor, sizeof(actor), "user:%" PRId64, id.v);
	trail_add(db, actor, action, "", network);
}

bool user_store_password(char out[PASSWORD_STORED], const char *password)
{
	struct hash_slot slot;

	if (!hash_slot_take(&slot))
		return false;
	password_store(out, PASSWORD_OF_BUYER, password);
	hash_slot_give(&slot);
	return true;
}

struct add {
	struct arena *a;
	struct user_id id;
	const struct recovery_codes *codes;
	const char *name, *stored, *network;
	char public_id[PUBLIC_ID_TEXT];
	enum user_added result;
};

static enum tx add(struct db *db, void *arg)
{
	struct add *add = arg;

	add->result = USER_ADDED;
	if (!user_sql_add(db, &add->id, add->public_id, add->name,
	                  add->stored)) {
		/* Ours, from a commit whose answer was lost? */
		add->id.v = user_sql_public(db, add->a, add->public_id);
		if (!add->id.v)
			add->result = USER_NAME_TAKEN;
		return TX_ROLLBACK;
	}
	recovery_store(db, add->id, add->codes);
	user_note(db, add->id, "register", add->network);
	return TX_COMMIT;
}

enum user_added user_add(struct db *db, struct arena *a, struct user_id *id,
                         struct recovery_codes *codes, const char *name,
                         const char *password, const char *network)
{
	char stored[PASSWORD_STORED];
	struct add args = {.a = a,
	                   .codes = codes,
	                   .name = name,
	                   .stored = stored,
	                   .network = network};

	if (user_sql_find(db, a, name))
		return USER_NAME_TAKEN;
	if (!user_store_password(stored, password))
		return USER_ADD_BUSY;
	*codes = recovery_draw(a);
	random_public_id(args.public_id);
	db_transact(db, add, &args);
	*id = args.id;
	return args.result;
}

/* --- proving who one is ------------------------------------------------- */

struct failure {
	struct user_id id;
	const char *network;
	int64_t before;
};

static enum tx fail(struct db *db, void *arg)
{
	const struct failure *f = arg;

	bool counted = user_sql_fail(db, f->id);

	if (counted && f->before + 1 >= USER_FAILURES_MAX)
		user_note(db, f->id, "lockout", f->network);
	user_note(db, f->id, "login-failed", f->network);
	return TX_COMMIT;
}

void user_count_failure(struct db *db, const struct user *user,
                        const char *network)
{
	struct failure f = {{0}, network, 0};

	if (user) {
		f.id = user->id;
		f.before = user->failures;
	}
	db_transact(db, fail, &f);
}

/* Stores it anew with today's numbers; another time will do as well. */
static void refresh(struct db *db, const struct user *user,
                    const char *password)
{
	char stored[PASSWORD_STORED];

	if (user_store_password(stored, password))
		user_sql_change_password(db, user->id, user->password, stored);
}

enum user_proof user_prove(struct db *db, struct arena *a,
                           const struct user **user, const char *name,
                           const char *password, const char *network)
{
	const struct user *u = user_find(db, a, name);
	struct hash_slot slot;
	enum password_check check;

	if (!hash_slot_take(&slot))
		return USER_BUSY;
	check = password_check(u ? u->password : NULL, PASSWORD_OF_BUYER,
	                       password);
	hash_slot_give(&slot);
	if (check == PASSWORD_WRONG) {
		user_count_failure(db, u, network);
		return USER_WRONG;
	}
	if (u->failures >= USER_FAILURES_MAX)
		return USER_WRONG;
	if (check == PASSWORD_STALE) {
		refresh(db, u, password);
		u = user_get(db, a, u->id);
	}
	*user = u;
	return USER_RIGHT;
}

struct sign_in {
	struct user_id id;
	const char *network;
	bool allowed;
};

static enum tx sign_in(struct db *db, void *arg)
{
	struct sign_in *s = arg;

	s->allowed = user_sql_forget_failures(db, s->id);
	if (s->allowed)
		user_note(db, s->id, "login", s->network);
	return TX_COMMIT;
}

bool user_signed_in(struct db *db, const struct user *user, const char *network)
{
	struct sign_in s = {user->id, network, false};

	db_transact(db, sign_in, &s);
	return s.allowed;
}
