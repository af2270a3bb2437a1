/* SPDX-License-Identifier: MIT */
#include "user/password.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "fixture.h"
#include "settings.h"

TestSuite(password, .init = user_fixture, .fini = user_fixture_end);

#define GOOD "seventeen teal otters"

Test(password, what_is_stored_is_recognised)
{
	char stored[PASSWORD_STORED];

	password_store(stored, PASSWORD_OF_BUYER, GOOD);
	cr_expect_eq(password_check(stored, PASSWORD_OF_BUYER, GOOD),
	             PASSWORD_RIGHT);
	cr_expect_eq(password_check(stored, PASSWORD_OF_BUYER, GOOD " "),
	             PASSWORD_WRONG);
	cr_expect_eq(password_check(stored, PASSWORD_OF_BUYER, ""),
	             PASSWORD_WRONG);
}

Test(password, the_stored_form_names_its_cost_and_key)
{
	char buyer[PASSWORD_STORED], admin[PASSWORD_STORED];

	password_store(buyer, PASSWORD_OF_BUYER, GOOD);
	password_store(admin, PASSWORD_OF_ADMIN, GOOD);
	cr_expect_eq(strncmp(buyer,
	                     "$argon2id$v=19$m=19456,t=2,p=1,keyid=pep1$", 42),
	             0);
	cr_expect_eq(strncmp(admin,
	                     "$argon2id$v=19$m=65536,t=3,p=1,keyid=pep1$", 42),
	             0);
	/* 16 bytes of salt, 32 of the mac, in base64 without padding. */
	cr_expect_eq(strlen(buyer), 42 + 22 + 1 + 43, "%s", buyer);
	cr_expect_null(strchr(buyer, '\n'));
}

Test(password, every_store_draws_its_own_salt)
{
	char one[PASSWORD_STORED], two[PASSWORD_STORED];

	password_store(one, PASSWORD_OF_BUYER, GOOD);
	password_store(two, PASSWORD_OF_BUYER, GOOD);
	cr_expect_str_neq(one, two);
}

Test(password, a_weaker_hash_is_right_but_stale)
{
	char stored[PASSWORD_STORED];

	password_store(stored, PASSWORD_OF_BUYER, GOOD);
	cr_expect_eq(password_check(stored, PASSWORD_OF_ADMIN, GOOD),
	             PASSWORD_STALE);
	password_store(stored, PASSWORD_OF_ADMIN, GOOD);
	cr_expect_eq(password_check(stored, PASSWORD_OF_BUYER, GOOD),
	             PASSWORD_RIGHT);
}

Test(password, any_changed_letter_of_the_mac_is_wrong)
{
	char stored[PASSWORD_STORED];
	size_t len;

	password_store(stored, PASSWORD_OF_BUYER, GOOD);
	len = strlen(stored);
	/* The last letter ends in two bits that mean nothing. */
	for (size_t i = len - 43; i < len - 1; i += 6) {
		char kept = stored[i];

		stored[i] = kept == 'A' ? 'B' : 'A';
		cr_expect_eq(password_check(stored, PASSWORD_OF_BUYER, GOOD),
		             PASSWORD_WRONG, "letter %zu", i);
		stored[i] = kept;
	}
}

Test(password, nothing_stored_is_always_wrong)
{
	cr_expect_eq(password_check(NULL, PASSWORD_OF_BUYER, GOOD),
	             PASSWORD_WRONG);
}

Test(password, a_stored_form_that_is_not_ours_is_always_wrong)
{
	static const char *const FORMS[] = {
		"",
		"x",
		"$2y$10$abcdefghijklmnopqrstuv",
		"$argon2id$v=19$m=19456,t=2,p=1,keyid=pep1$$",
		"$argon2id$v=19$m=0,t=0,p=1,keyid=pep1$AA$AA",
		"$argon2id$v=19$m=19456,t=2,p=1,keyid=pep2$AA$AA",
	};

	for (size_t i = 0; i < sizeof(FORMS) / sizeof(FORMS[0]); i++)
		cr_expect_eq(password_check(FORMS[i], PASSWORD_OF_BUYER, "x"),
		             PASSWORD_WRONG, "%s", FORMS[i]);
}

Test(password, no_byte_is_cut_off)
{
	char stored[PASSWORD_STORED], longest[PASSWORD_MAX + 1];

	memset(longest, 'x', PASSWORD_MAX);
	longest[PASSWORD_MAX] = '\0';
	password_store(stored, PASSWORD_OF_BUYER, longest);
	longest[PASSWORD_MAX - 1] = 'y';
	cr_expect_eq(password_check(stored, PASSWORD_OF_BUYER, longest),
	             PASSWORD_WRONG);
}

#define X16  "xq7xq7xq7xq7xq7x"
#define X128 X16 X16 X16 X16 X16 X16 X16 X16

Test(password, the_rules)
{
	static const struct {
		struct slice password;
		bool good, good_with_totp;
	} CASES[] = {
		{SLICE(""),                         false, false},
		{SLICE("xq7-xq7"),                  false, false},
		{SLICE("xq7-xq7-"),                 false, true },
		{SLICE("xq7-xq7-xq7"),              false, true },
		{SLICE("xq7-xq7-xq7-"),             true,  true },
		{SLICE("schöne Grüße"),          true,  true },
		{SLICE("пароль-мой"),      true,  true },
		{SLICE(X128),                       true,  true },
		{SLICE(X128 "x"),                   false, false},
		{SLICE("xq7-xq7-\0xq7-xq7"),        false, false},
		{SLICE("xq7-xq7-xq7-\xff"),         false, false},
		{SLICE("xq7-xq7-xq7-\xc0\xaf"),     false, false},
		{SLICE("xq7-xq7-xq7-\xed\xa0\x80"), false, false},
		{SLICE("xq7-xq7-xq7-\xe2\x82"),     false, false},
		{SLICE("password1234"),             false, false},
		{SLICE("PassWord1234"),             false, false},
		{SLICE("johann.buyer"),             false, false},
		{SLICE("Johann.Buyer"),             false, false},
		{SLICE("johann.buyer2x"),           true,  true },
	};

	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		struct slice p = CASES[i].password;

		cr_expect_eq(!password_fault(p, "johann.buyer", false),
		             CASES[i].good, "\"%s\"", p.p);
		cr_expect_eq(!password_fault(p, "johann.buyer", true),
		             CASES[i].good_with_totp, "\"%s\" with TOTP", p.p);
	}
}

Test(password, the_shortest_is_a_setting)
{
	cr_assert_null(settings_set("password_min", "15"));
	cr_expect(password_fault(SLICE("xq7-xq7-xq7-xq"), "ann", false));
	cr_expect_null(password_fault(SLICE("xq7-xq7-xq7-xq7"), "ann", false));
}
