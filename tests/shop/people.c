/* SPDX-License-Identifier: MIT */
#include "people.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"

const char *credentials(const char *name, const char *password, bool again)
{
	struct arena *a = shop_open()->arena;
	char *escaped = arena_text(a, password);

	for (char *p = escaped; *p; p++)
		if (*p == ' ')
			*p = '+';
	return again ? arena_printf(a, "user=%s&password=%s&again=%s", name,
	                            escaped, escaped)
	             : arena_printf(a, "user=%s&password=%s", name, escaped);
}

struct browser *person(const char *name)
{
	struct browser *b = browser_open();

	cr_assert_eq(visit(b, "/register"), 200);
	cr_assert_eq(
		submit(b, "/register", credentials(name, GOOD_PASSWORD, true)),
		303);
	cr_assert_str_eq(header(b, "Location"), "/account/security");
	cr_assert_eq(visit(b, "/account/security"), 200);
	return b;
}

struct browser *signs_in(const char *name, const char *password)
{
	struct browser *b = browser_open();

	cr_assert_eq(visit(b, "/login"), 200);
	submit(b, "/login", credentials(name, password, false));
	return b;
}

bool is_in(struct browser *b)
{
	return visit(b, "/account") == 200;
}

const char *code_on_page(const struct browser *b, int nth)
{
	struct arena *a = shop_open()->arena;
	const char *at = arena_bytes(a, b->reply->body.p, b->reply->body.len);

	while (nth-- > 0) {
		at = strstr(at, "<code>");
		cr_assert(at, "there are not so many codes");
		at += strlen("<code>");
	}
	return arena_bytes(a, at, strcspn(at, "<"));
}

struct totp_secret turns_totp_on(struct browser *b)
{
	struct arena *a = shop_open()->arena;
	struct totp_secret secret;
	const char *page, *at;
	struct text letters = text_open(a, 64);

	visit(b, "/account/security");
	if (sees(b, "codes_kept"))
		submit(b, "/account/security", "do=codes_kept");
	cr_assert_eq(submit(b, "/account/security",
	                    "do=totp_start&totp_proof=seventeen+teal+otters"),
	             303);
	cr_assert_eq(visit(b, "/account/security"), 200);
	page = arena_bytes(a, b->reply->body.p, b->reply->body.len);
	at = strstr(page, "groups mono\">");
	cr_assert(at);
	for (at += strlen("groups mono\">"); *at != '<'; at++)
		if (*at != ' ')
			text_add(&letters, (struct slice){at, 1});
	cr_assert(totp_parse(&secret, letters.p));
	cr_assert_eq(submit(b, "/account/security",
	                    arena_printf(a, "do=totp_confirm&code=%s",
	                                 totp_now(&secret, 0))),
	             303);
	test_sql("UPDATE users SET totp_step = 0");
	return secret;
}

const char *totp_now(const struct totp_secret *secret, int d)
{
	return arena_printf(shop_open()->arena, "%06" PRIu32,
	                    totp_code(secret, totp_step(clock_now()) + d));
}
