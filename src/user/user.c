/* SPDX-License-Identifier: MIT */
#include "user/user.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/random.h"
#include "base/seal.h"
#include "db/transact.h"
#include "http/network.h"
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

const char *user_password_mark(struct arena *a, const struct user *user)
{
	uint8_t hash[SHA256_BYTES];

	sha256(hash, slice_text(user->password));
	return text_hex(a, hash, sizeof(hash) / 2);
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
	const char *name, *stored, *network, *mark;
	char public_id[PUBLIC_ID_TEXT];
	enum user_added result;
};

static enum tx add(struct db *db, void *arg)
{
	struct add *add = arg;

	add->result = USER_ADDED;
	if (!user_sql_add(db, &add->id, add->public_id, add->name, add->stored,
	                  add->mark)) {
		/* Ours, from a commit whose answer was lost? */
		add->id = user_of(db, add->a, add->public_id);
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

	args.mark = network_mark(a, secret_key(SECRET_NETWORK), network);
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

struct noted {
	struct user_id id;
	const char *action, *network;
};

static enum tx note(struct db *db, void *arg)
{
	const struct noted *n = arg;

	user_note(db, n->id, n->action, n->network);
	return TX_COMMIT;
}

void user_note_failure(struct db *db, const struct user *user,
                       const char *network)
{
	struct noted n = {{0}, "login-failed", network};

	if (user)
		n.id = user->id;
	db_transact(db, note, &n);
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
		user_note_failure(db, u, network);
		return USER_WRONG;
	}
	if (check == PASSWORD_STALE) {
		refresh(db, u, password);
		u = user_get(db, a, u->id);
	}
	*user = u;
	return USER_RIGHT;
}

void user_signed_in(struct db *db, const struct user *user, const char *network)
{
	struct noted n = {user->id, "login", network};

	db_transact(db, note, &n);
}
