/* SPDX-License-Identifier: MIT */
#include "identity/identity.h"
#include <string.h>
#include <strings.h>
#include "base/arena.h"
#include "base/log.h"
#include "base/random.h"
#include "identity/identity_sql.h"
#include "redis/keys.h"
#include "settings.h"

enum { CHECK_BYTES = 16 };

struct check {
	bool is_known;
	uint8_t bytes[CHECK_BYTES];
};

/* Of this process, which serves one shop: of the keys it was given, and of
 * those that its database is of. */
static struct check taken[IDENTITY_KEYS], written[IDENTITY_KEYS];
static bool is_read;

/* clang-format off */
static const struct {
	const char *name;
	enum setting file;
	const char *loss; /* with another one */
} KEYS[IDENTITY_KEYS] = {
	[IDENTITY_APP] = {"app", SET_APP_KEY_FILE,
		"no password, recovery code or authenticator is right"},
	[IDENTITY_UNIT] = {"unit", SET_UNIT_KEY_FILE,
		"nobody can open the units that are sold"},
	[IDENTITY_CALLBACK] = {"callback", SET_CALLBACK_KEY_FILE,
		"the gateway's callbacks of open payments are refused"},
};
/* clang-format on */

static const char NOT_WRITTEN[] = "the database does not say which shop it is "
				  "of: run `cointill migrate --grants`";

static const char *other_currency(struct arena *a, const char *theirs)
{
	return arena_printf(a,
	                    "the database is of a shop in %s, and the setting "
	                    "`currency` says %s: put `currency = %s` back, or "
	                    "name the right database; what a shop reckons in "
	                    "never changes",
	                    theirs, setting_text(SET_CURRENCY), theirs);
}

/* What is wrong with one key that was taken, or NULL. */
static const char *key_fault(struct arena *a, enum identity_key which)
{
	if (!is_read || !taken[which].is_known)
		return NULL;
	if (!written[which].is_known)
		return arena_printf(a,
		                    "the database has no check value of the "
		                    "%s key: run `cointill migrate`",
		                    KEYS[which].name);
	if (!memcmp(taken[which].bytes, written[which].bytes, CHECK_BYTES))
		return NULL;
	return arena_printf(
		a,
		"%s is not the %s key of the shop that the "
		"database is of; with another one %s: put the right "
		"file back, or name the right database",
		setting_text(KEYS[which].file), KEYS[which].name,
		KEYS[which].loss);
}

/* Derived for this alone, so that nothing else is told about the key. */
static void take(enum identity_key which, const struct key *key)
{
	struct key check = key_derive(key, "check value 1");

	memcpy(taken[which].bytes, check.bytes, CHECK_BYTES);
	taken[which].is_known = true;
	explicit_bzero(&check, sizeof(check));
}

bool identity_takes(enum identity_key which, const struct key *key)
{
	struct arena *a = arena_open(64 * 1024);
	const char *fault;

	take(which, key);
	fault = key_fault(a, which);
	if (fault)
		log_error("%s", fault);
	arena_close(a);
	return !fault;
}

static void read_keys(struct db *db, struct arena *a)
{
	for (int i = 0; i < IDENTITY_KEYS; i++) {
		struct slice s = identity_sql_key(db, a, KEYS[i].name);

		written[i].is_known = s.len == CHECK_BYTES;
		if (written[i].is_known)
			memcpy(written[i].bytes, s.p, CHECK_BYTES);
	}
	is_read = true;
}

const char *identity_fault(struct db *db, struct arena *a)
{
	const struct identity_row *shop =
		identity_sql_is_there(db, a) ? identity_sql_get(db, a) : NULL;

	if (!shop)
		return NOT_WRITTEN;
	if (strcmp(shop->currency, setting_text(SET_CURRENCY)) != 0)
		return other_currency(a, shop->currency);
	key_set_epoch(shop->epoch);
	read_keys(db, a);
	for (int i = 0; i < IDENTITY_KEYS; i++) {
		const char *fault = key_fault(a, (enum identity_key)i);

		if (fault)
			return fault;
	}
	return NULL;
}

const char *identity_write(struct db *db, struct arena *a)
{
	const char *currency = setting_text(SET_CURRENCY), *other;
	char epoch[PUBLIC_ID_TEXT];

	/* A shop that is older than identities has a ledger already. */
	other = identity_sql_other(db, a, currency);
	if (other)
		return other_currency(a, other);
	random_public_id(epoch);
	identity_sql_add(db, currency, epoch);
	for (int i = 0; i < IDENTITY_KEYS; i++)
		if (taken[i].is_known)
			identity_sql_add_key(
				db, KEYS[i].name,
				(struct slice){(const char *)taken[i].bytes,
			                       CHECK_BYTES});
	return identity_fault(db, a);
}
