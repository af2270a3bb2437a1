/* SPDX-License-Identifier: MIT */
#include "http/csrf.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/arena.h"
#include "cli/doctor.h"
#include "lib/shop.h"
#include "redis/keys.h"
#include "redis/redis.h"
#include "settings.h"

TestSuite(csrf, .timeout = 60);

static struct shop *shop;
static char said[4096];

/* What is logged while a form with these headers is sent. */
static void send_form(const char *origin, const char *site)
{
	FILE *log = tmpfile();
	int kept = dup(2);
	const char *headers[] = {origin, site, NULL};

	cr_assert(log);
	dup2(fileno(log), 2);
	cr_expect_eq(submit_raw(browser_open(), "/login", "user=ann", headers),
	             403);
	dup2(kept, 2);
	close(kept);
	rewind(log);
	said[fread(said, 1, sizeof(said) - 1, log)] = '\0';
	fclose(log);
}

static const struct answer *remembered(const char *what)
{
	return redis_ask(
		shop->redis, shop->arena,
		WORDS(word(what), word(key_wrong_origin(shop->arena))));
}

static const char *doctor(void)
{
	static char words[1024];
	struct command_context c = {.redis = shop->redis, .arena = shop->arena};
	struct visit v = {&c, shop->arena, 0};

	memset(words, 0, sizeof(words));
	c.out = fmemopen(words, sizeof(words) - 1, "w");
	doctor_origin(&v);
	fclose(c.out);
	cr_expect_eq(v.broken, 0);
	return words;
}

Test(csrf, a_wrong_origin_is_named_in_the_log_and_by_the_doctor)
{
	shop = shop_open();
	cr_expect_str_eq(doctor(), "");
	send_form("HTTP_ORIGIN=https://shop.example.org",
	          "HTTP_SEC_FETCH_SITE=same-origin");
	cr_expect(strstr(said, "origin https://shop.example.org, expected "
	                       "http://127.0.0.1:8080"),
	          "%s", said);
	cr_expect(strstr(doctor(), "WARNING forms: refused within the hour: "
	                           "origin https://shop.example.org, expected "
	                           "http://127.0.0.1:8080\n"),
	          "%s", doctor());
	cr_expect_gt(remembered("TTL")->i, 0);
	cr_expect_leq(remembered("TTL")->i, 3600);
	send_form("HTTP_ORIGIN=https://other.example.org", NULL);
	cr_expect_str_eq(said, "", "told twice within a minute");
	cr_assert_null(settings_set("origin", "https://shop.example.org"));
	cr_expect_str_eq(doctor(), "", "it was set right");
}

Test(csrf, what_was_sent_is_bounded_and_plain)
{
	char origin[400] = "HTTP_ORIGIN=http://a\x1b[31m\"%s\n";

	shop = shop_open();
	memset(origin + strlen(origin), 'b', sizeof(origin) - 60);
	origin[sizeof(origin) - 1] = '\0';
	send_form(origin, NULL);
	cr_expect(strstr(said, "origin http://a?[31m??s?bbb"), "%s", said);
	cr_expect_eq(remembered("GET")->s.len, 100);
}

Test(csrf, another_site_is_refused_without_a_word)
{
	shop = shop_open();
	send_form("HTTP_ORIGIN=https://evil.example",
	          "HTTP_SEC_FETCH_SITE=cross-site");
	cr_expect_str_eq(said, "");
	cr_expect_eq(remembered("EXISTS")->i, 0);
}
