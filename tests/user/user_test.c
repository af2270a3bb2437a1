/* SPDX-License-Identifier: MIT */
#include "user/user.h"
#include <argon2.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/random.h"
#include "base/seal.h"
#include "db/db.h"
#include "lib/shop.h"
#include "settings.h"
#include "user/secret.h"

#define GOOD "seventeen teal otters"
#define HOME "127.0.0.0/24"

static struct user_id added(const char *name)
{
	struct shop *s = shop_open();
	struct recovery_codes codes;
	struct user_id id;

	cr_assert_eq(user_add(s->db, s->arena, &id, &codes, name, GOOD, HOME),
	             USER_ADDED);
	return id;
}

static enum user_proof proves(const struct user **user, const char *password)
{
	struct shop *s = shop_open();

	return user_prove(s->db, s->arena, user, "ann", password, HOME);
}

/* In a process of its own: whether it got the name. */
static pid_t another_ann(void)
{
	pid_t pid = fork();

	if (!pid) {
		struct arena *a = arena_open(1 << 20);
		struct db *db = db_open(test_login());
		struct recovery_codes codes;
		struct user_id id;

		_exit(user_add(db, a, &id, &codes, "ann", GOOD, HOME));
	}
	return pid;
}

Test(user, of_many_who_want_a_name_at_once_one_gets_it)
{
	enum { MANY = 6 };
	pid_t pids[MANY];
	int got = 0, taken = 0;

	shop_open();
	for (int i = 0; i < MANY; i++)
		pids[i] = another_ann();
	for (int i = 0; i < MANY; i++) {
		int status;

		waitpid(pids[i], &status, 0);
		cr_assert(WIFEXITED(status));
		got += WEXITSTATUS(status) == USER_ADDED;
		taken += WEXITSTATUS(status) == USER_NAME_TAKEN;
	}
	cr_expect_eq(got, 1);
	cr_expect_eq(taken, MANY - 1);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM users"), 1);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM recovery_codes"), 10);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM accounts"
	                         " WHERE kind = 'user'"),
	             1, "who lost left no account behind");
}

static const char *standard(const char *url)
{
	char *out = arena_text(shop_open()->arena, url);

	for (char *p = out; *p; p++)
		*p = *p == '-' ? '+' : *p == '_' ? '/' : *p;
	return out;
}

/* GOOD, stored as a shop with lower numbers did. */
static const char *weakly_stored(void)
{
	struct arena *a = shop_open()->arena;
	uint8_t salt[16], raw[32], mac[SHA256_BYTES];

	random_bytes(salt, sizeof(salt));
	cr_assert_eq(argon2id_hash_raw(1, 8192, 1, GOOD, strlen(GOOD), salt,
	                               sizeof(salt), raw, sizeof(raw)),
	             ARGON2_OK);
	hmac_sha256(mac, secret_key(SECRET_PEPPER),
	            (struct slice){(const char *)raw, sizeof(raw)});
	return arena_printf(a, "$argon2id$v=19$m=8192,t=1,p=1,keyid=pep1$%s$%s",
	                    standard(text_base64url(a, salt, sizeof(salt))),
	                    standard(text_base64url(a, mac, sizeof(mac))));
}

Test(user, a_weaker_hash_is_made_anew_when_its_owner_comes)
{
	const struct user *u = NULL;

	added("ann");
	test_sql(arena_printf(shop_open()->arena,
	                      "UPDATE users SET password = '%s'",
	                      weakly_stored()));
	cr_expect_eq(proves(&u, "wrong one again"), USER_WRONG);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM users WHERE password"
	                         " LIKE '$argon2id$v=19$m=8192,%'"),
	             1);
	cr_expect_eq(proves(&u, GOOD), USER_RIGHT);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM users WHERE password"
	                         " LIKE '$argon2id$v=19$m=19456,t=2,%'"),
	             1);
	cr_expect_eq(proves(&u, GOOD), USER_RIGHT);
}

Test(user, a_code_of_the_phone_is_sealed_to_its_owner)
{
	struct shop *s = shop_open();
	struct totp_secret secret = totp_draw();
	const struct user *ann = user_get(s->db, s->arena, added("ann"));
	const struct user *bob = user_get(s->db, s->arena, added("bob"));
	char code[16];

	snprintf(code, sizeof(code), "%06u",
	         (unsigned)totp_code(&secret, totp_step(clock_now())));
	cr_assert(user_enable_totp(s->db, s->arena, ann, &secret, code, HOME));
	test_sql("UPDATE users b JOIN users a ON a.name = 'ann'"
	         " SET b.totp_sealed = a.totp_sealed WHERE b.name = 'bob'");
	test_sql("UPDATE users SET totp_step = 0");
	cr_expect_eq(user_prove_totp(s->db, s->arena, bob, code, HOME),
	             USER_WRONG);
	cr_expect_eq(user_prove_totp(s->db, s->arena, ann, code, HOME),
	             USER_RIGHT);
	cr_expect_eq(user_prove_totp(s->db, s->arena, ann, code, HOME),
	             USER_WRONG, "a code works once");
}

Test(user, two_changes_from_the_same_password_cannot_both_hold)
{
	struct shop *s = shop_open();
	const struct user *ann = user_get(s->db, s->arena, added("ann"));

	cr_expect_eq(user_change_password(s->db, s->arena, ann,
	                                  "eleven quiet lanterns", HOME),
	             USER_RIGHT);
	cr_expect_eq(user_change_password(s->db, s->arena, ann,
	                                  "nine loud trumpets", HOME),
	             USER_WRONG);
	cr_expect_eq(proves(&ann, "eleven quiet lanterns"), USER_RIGHT);
}
