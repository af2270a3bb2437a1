/* SPDX-License-Identifier: MIT */
#include "shop/guess.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "cli/user.h"
#include "people.h"
#include "redis/keys.h"
#include "redis/redis.h"
#include "settings.h"

TestSuite(guess, .timeout = 300);

#define HERE "/account/security"

enum { NETWORKS = 10, TRIES = 10 };

static const char *address(int network)
{
	return arena_printf(shop_open()->arena, "203.0.%d.9", network);
}

/* A browser nobody knows, somewhere. */
static struct browser *stranger(const char *where)
{
	struct browser *b = browser_open();

	b->address = where;
	cr_assert_eq(visit(b, "/login"), 200);
	return b;
}

static int tries(struct browser *b, const char *name, const char *password)
{
	return submit(b, "/login", credentials(name, password, false));
}

static int recovers(struct browser *b, const char *code)
{
	return submit(b, "/recover",
	              arena_printf(shop_open()->arena, "code=%s&%s", code,
	                           credentials("ann", OTHER_PASSWORD, true)));
}

/* The same device, without its session. */
static struct browser *device_of(const struct browser *b, const char *where)
{
	struct browser *other = stranger(where);

	browser_keep(other, "dev", browser_cookie(b, "dev"));
	return other;
}

static void spent(const char *what, const char *who, int64_t seconds)
{
	struct shop *s = shop_open();
	int64_t full = clock_now().ms + seconds * 1000;

	test_write(s->redis, s->arena,
	           WORDS(word("SET"), word(key_limit(s->arena, what, who)),
	                 word_int(s->arena, full), word("PX"),
	                 word_int(s->arena, seconds * 1000)));
}

/* E4 of the list of threats. */
Test(guess, strangers_cannot_lock_an_owner_out)
{
	struct browser *session = person("ann"), *device;
	const char *code = code_on_page(session, 1);

	submit(session, HERE, "do=codes_kept");
	device = device_of(session, address(0));
	for (int n = 0; n < NETWORKS; n++) {
		struct browser *b = stranger(address(n));

		for (int i = 0; i < TRIES; i++)
			cr_assert_eq(tries(b, "ann", OTHER_PASSWORD), 422,
			             "network %d, try %d", n, i);
		cr_assert_eq(tries(b, "ann", GOOD_PASSWORD), 429,
		             "network %d is closed", n);
	}
	cr_expect_eq(tries(stranger(address(NETWORKS)), "ann", GOOD_PASSWORD),
	             303, "a new device somewhere else");
	cr_expect_eq(tries(device, "ann", GOOD_PASSWORD), 303,
	             "a known one among the strangers");
	session->address = address(1);
	cr_expect_eq(
		submit(session, HERE, "do=codes&proof=seventeen+teal+otters"),
		303, "and an open session");
	cr_expect_eq(visit(session, HERE), 200);
	code = code_on_page(session, 1);
	cr_expect_eq(recovers(stranger(address(2)), code), 303,
	             "and a recovery code");
}

/* As strangers would who never end: all that they have is used up. */
Test(guess, what_all_strangers_use_up_closes_nothing_that_is_known)
{
	struct browser *session = person("ann"), *device;
	const char *code = code_on_page(session, 1);

	submit(session, HERE, "do=codes_kept");
	device = device_of(session, address(1));
	spent("passwords", "ann", 50 * 60 * 60);
	cr_expect_eq(tries(stranger(address(1)), "ann", GOOD_PASSWORD), 429);
	cr_expect_eq(tries(stranger("2001:db8::1"), "ann", GOOD_PASSWORD), 429);
	cr_expect_eq(tries(device, "ann", GOOD_PASSWORD), 303);
	cr_expect_eq(tries(session, "ann", GOOD_PASSWORD), 303);
	cr_expect_eq(recovers(stranger(address(1)), code), 303);
}

Test(guess, a_network_that_sprays_is_closed_for_strangers_alone)
{
	struct browser *session = person("ann"), *device;
	struct browser *b = stranger(NULL);
	const char *code = code_on_page(session, 1);

	cr_assert_null(settings_set("network_tries", "3"));
	device = device_of(session, NULL);
	for (int i = 0; i < 3; i++)
		cr_assert_eq(
			tries(b, arena_printf(shop_open()->arena, "buyer%d", i),
		              GOOD_PASSWORD),
			422);
	cr_expect_eq(tries(stranger(NULL), "ann", GOOD_PASSWORD), 429);
	cr_expect_eq(tries(stranger(address(1)), "ann", GOOD_PASSWORD), 303);
	cr_expect_eq(tries(device, "ann", GOOD_PASSWORD), 303);
	cr_expect_eq(recovers(stranger(NULL), code), 303);
}

Test(guess, behind_an_onion_service_only_the_account_counts)
{
	static const char *const LOCAL[] = {"127.0.0.1", "::1",
	                                    "unix:", "::ffff:127.0.0.1"};
	struct browser *b = stranger("127.0.0.1");

	person("ann");
	cr_assert_null(settings_set("network_tries", "3"));
	cr_assert_null(settings_set("login_tries", "3"));
	for (int i = 0; i < 5; i++)
		cr_assert_eq(tries(b, "bob", OTHER_PASSWORD), 422);
	for (int i = 0; i < 5; i++)
		cr_assert_eq(tries(b, "ann", OTHER_PASSWORD), 422);
	for (size_t i = 0; i < sizeof(LOCAL) / sizeof(LOCAL[0]); i++)
		cr_expect_eq(tries(stranger(LOCAL[i]), "ann", GOOD_PASSWORD),
		             303, "%s", LOCAL[i]);
	spent("passwords", "ann", 50 * 60 * 60);
	cr_expect_eq(tries(stranger("127.0.0.1"), "ann", GOOD_PASSWORD), 429);
}

/* A socket for both families shows IPv4 in IPv6's clothes; one network must
 * not be all of them. */
Test(guess, networks_of_ipv4_are_told_apart_behind_a_socket_for_both)
{
	struct browser *b = stranger("::ffff:203.0.113.5");

	person("ann");
	cr_assert_null(settings_set("login_tries", "2"));
	for (int i = 0; i < 2; i++)
		cr_assert_eq(tries(b, "ann", OTHER_PASSWORD), 422);
	cr_expect_eq(tries(stranger("203.0.113.77"), "ann", GOOD_PASSWORD),
	             429);
	cr_expect_eq(
		tries(stranger("::ffff:203.0.114.5"), "ann", GOOD_PASSWORD),
		303);
}

Test(guess, a_hundred_in_a_row_count_by_network)
{
	person("ann");
	spent("password-row", "203.0.1.0/24:ann", 30 * 24 * 60 * 60);
	cr_expect_eq(tries(stranger(address(1)), "ann", GOOD_PASSWORD), 429);
	cr_expect_eq(tries(stranger(address(2)), "ann", GOOD_PASSWORD), 303);
}

/* Who knows the password has not the phone: codes are counted by network and
 * in all, and the owner's device is none of them. */
Test(guess, a_thief_of_the_password_closes_no_known_device)
{
	struct arena *a = shop_open()->arena;
	struct browser *owner = person("ann"), *thief, *device;
	struct totp_secret secret = turns_totp_on(owner);
	const char *step;

	device = device_of(owner, address(1));
	thief = stranger(address(1));
	cr_assert_eq(tries(thief, "ann", GOOD_PASSWORD), 200);
	step = input_value(thief, "step");
	for (int i = 0; i < 5; i++)
		cr_assert_eq(
			submit(thief, "/login",
		               arena_printf(a, "step=%s&code=00000x", step)),
			422);
	cr_expect_eq(submit(thief, "/login",
	                    arena_printf(a, "step=%s&code=%s", step,
	                                 totp_now(&secret, 0))),
	             429);
	spent("codes", "ann", 10 * 24 * 60 * 60);
	cr_assert_eq(tries(device, "ann", GOOD_PASSWORD), 200);
	cr_expect_eq(submit(device, "/login",
	                    arena_printf(a, "step=%s&code=%s",
	                                 input_value(device, "step"),
	                                 totp_now(&secret, 0))),
	             303);
}

Test(guess, a_known_device_cannot_guess_for_long_either)
{
	struct browser *device = device_of(person("ann"), NULL);

	for (int i = 0; i < 10; i++)
		cr_assert_eq(tries(device, "ann", OTHER_PASSWORD), 422);
	cr_expect_eq(tries(device, "ann", GOOD_PASSWORD), 429);
	cr_expect_eq(tries(stranger(address(1)), "ann", GOOD_PASSWORD), 303,
	             "and spends nobody else's tries");
}

Test(guess, a_device_is_known_to_its_account_and_until_the_password_changes)
{
	struct browser *ann = person("ann"), *old, *new;
	struct shop *s = shop_open();

	person("bob");
	cr_assert_null(settings_set("login_tries", "1"));
	old = device_of(ann, NULL);
	cr_expect_eq(tries(old, "bob", OTHER_PASSWORD), 422);
	cr_expect_eq(tries(stranger(NULL), "bob", GOOD_PASSWORD), 429,
	             "ann's device is a stranger to bob");
	submit(ann, HERE, "do=codes_kept");
	cr_assert_eq(
		submit(ann, HERE,
	               arena_printf(s->arena,
	                            "do=password&current=seventeen+teal"
	                            "+otters&%s",
	                            credentials("ann", OTHER_PASSWORD, true))),
		303);
	new = device_of(ann, NULL);
	cr_assert_str_neq(browser_cookie(old, "dev"),
	                  browser_cookie(new, "dev"));
	spent("passwords", "ann", 50 * 60 * 60);
	cr_expect_eq(tries(old, "ann", OTHER_PASSWORD), 429);
	cr_expect_eq(tries(new, "ann", OTHER_PASSWORD), 303);
}

Test(guess, no_counter_stays_for_good_and_names_cost_no_more_than_tries)
{
	struct shop *s = shop_open();
	struct browser *b = stranger(NULL);
	const struct answer *keys;

	for (int i = 0; i < 6; i++)
		cr_assert_eq(tries(b,
		                   arena_printf(s->arena, "no-such-one-%d", i),
		                   OTHER_PASSWORD),
		             422);
	for (int i = 0; i < 6; i++)
		cr_assert_eq(tries(b, arena_printf(s->arena, "not+a+name%d", i),
		                   OTHER_PASSWORD),
		             422);
	recovers(b, "0000-0000-0000-0000");
	keys = test_keys(s->redis, s->arena, key_limit(s->arena, "*", "*"));
	cr_expect_leq(keys->n, 3 * 7 + 2, "%zu keys", keys->n);
	for (size_t i = 0; i < keys->n; i++)
		cr_expect_gt(redis_ask(s->redis, s->arena,
		                       WORDS(word("PTTL"), keys->item[i]->s))
		                     ->i,
		             0, "%s stays",
		             arena_bytes(s->arena, keys->item[i]->s.p,
		                         keys->item[i]->s.len));
}

/* --- cointill user unlock ------------------------------------------------ */

static int unlock(const char *name, char said[256])
{
	struct shop *s = shop_open();
	char *argv[] = {arena_text(s->arena, "user"),
	                arena_text(s->arena, "unlock"),
	                arena_text(s->arena, name), NULL};
	struct command_context c = {
		.db = s->db, .redis = s->redis, .arena = s->arena};
	int status;

	c.out = c.err = fmemopen(said, 256, "w");
	status = cli_user(&c, 3, argv);
	fclose(c.out);
	return status;
}

Test(guess, an_operator_can_unlock_an_account)
{
	char said[256];

	person("ann");
	person("bob");
	cr_assert_null(settings_set("login_tries", "1"));
	cr_assert_eq(tries(stranger(address(1)), "ann", OTHER_PASSWORD), 422);
	cr_assert_eq(tries(stranger(address(1)), "bob", OTHER_PASSWORD), 422);
	spent("passwords", "ann", 50 * 60 * 60);
	spent("password-row", "203.0.1.0/24:ann", 30 * 24 * 60 * 60);
	cr_assert_eq(tries(stranger(address(1)), "ann", GOOD_PASSWORD), 429);
	cr_expect_eq(unlock("Ann", said), 0);
	cr_expect_str_eq(said, "ann: 3 counters forgotten\n");
	cr_expect_eq(tries(stranger(address(1)), "ann", GOOD_PASSWORD), 303);
	cr_expect_eq(tries(stranger(address(1)), "bob", GOOD_PASSWORD), 429,
	             "and nobody else");
	cr_expect_eq(unlock("ann", said), 0);
	cr_expect_str_eq(said, "ann: nothing was counted\n");
	cr_expect_eq(unlock("eve", said), 1);
	cr_expect_str_eq(said, "there is no user of that name\n");
	cr_expect_eq(test_number("SELECT COUNT(*) FROM audit_log"
	                         " WHERE action = 'unlock'"),
	             2);
}
