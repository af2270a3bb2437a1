/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/rescue.h"
#include "lib/shop.h"
#include "payment/payment_slots.h"
#include "redis/keys.h"
#include "redis/redis.h"
#include "routes.h"
#include "settings.h"
#include "shop/people.h"
/*
 * What is kept in Redis: whatever a visitor does, each key has an end and a
 * bound; and whatever Redis holds, each page is answered.
 */
TestSuite(kept, .timeout = 600);

static const char *const OURS[] = {"HTTP_ORIGIN=http://127.0.0.1:8080", NULL};

/* What a visitor sends to each URL that takes forms; %s is the checkout form.
 * A new one has to be named here. */
static const struct {
	const char *path, *fields;
} SENT[] = {
	{"/cart",		       "product=sencha&quantity=2"            },
	{"/cart/update",                "product=gyokuro&quantity=3"           },
	{"/checkout",                   "%s"				   },
	{"/order/{id}/reveal",          ""				     },
	{"/deposit",                    "once=AAAAAAAAAAAAAAAAAAAAAA&asset=BTC"},
	{"/deposit/{id}/cancel",        "then=list"                            },
	{"/register",
         "user=cleo&password=" GOOD_PASSWORD "&again=" GOOD_PASSWORD           },
	{"/login",		      "user=ann&password=wrong"              },
	{"/recover",
         "user=ann&code=x&password=" GOOD_PASSWORD "&again=" GOOD_PASSWORD     },
	{"/account/security",           "do=codes_kept"                        },
	{"/hook/kryptoexpress/{token}", "{}"                                   },
	{"/logout",		     ""				     },
};

static const char *path_of(const char *pattern)
{
	if (strstr(pattern, "/category/"))
		return "/category/tea";
	if (strstr(pattern, "/product/"))
		return "/product/sencha";
	return strchr(pattern, '{')
	               ? arena_printf(shop_open()->arena,
	                              "%.*sAAAAAAAAAAAAAAAAAAAAAA%s",
	                              (int)strcspn(pattern, "{"), pattern,
	                              strchr(pattern, '}') + 1)
	               : pattern;
}

static const char *fields_of(struct browser *b, const char *pattern)
{
	for (size_t i = 0; i < sizeof(SENT) / sizeof(SENT[0]); i++) {
		if (strcmp(SENT[i].path, pattern) != 0)
			continue;
		if (strcmp(SENT[i].fields, "%s") != 0)
			return SENT[i].fields;
		visit(b, "/cart");
		return arena_printf(shop_open()->arena, "once=%s&agreed=%s",
		                    input_value(b, "once"),
		                    input_value(b, "agreed"));
	}
	cr_assert_fail("%s: what does a visitor send there?", pattern);
	return "";
}

static void walk(struct browser *b, const struct route *r)
{
	const char *path = path_of(r->path);

	if (r->method == GET)
		visit(b, path);
	else if (*b->cookie)
		submit(b, path, fields_of(b, r->path));
	else
		submit_raw(b, path, fields_of(b, r->path), OURS);
}

/* Of KEYS: how many have no end, or a later one or more in them than their
 * kind may have.  ARGV: prefix. */
static const char *const BROKEN =
	"local out = {} "
	"for _, k in ipairs(redis.call('KEYS', ARGV[1]..'*')) do"
	"  local t, kind = redis.call('TTL', k), redis.call('TYPE', k).ok"
	"  local n = 0"
	"  if kind == 'hash' then n = redis.call('HLEN', k)"
	"  elseif kind == 'set' then n = redis.call('SCARD', k)"
	"  elseif kind == 'zset' then n = redis.call('ZCARD', k) end"
	"  out[#out + 1] = {k, t, n} end "
	"return out";

/* One script without keys; a busy machine may make Redis late. */
struct asking {
	const char *lua;
	struct slice arg;
	const struct answer *said;
};

static void ask_once(void *arg)
{
	struct asking *q = arg;
	struct shop *shop = shop_open();
	struct script s = {q->lua, ""};

	q->said = redis_script(shop->redis, shop->arena, &s,
	                       (struct words){NULL, 0}, WORDS(q->arg));
}

static const struct answer *run(const char *lua, struct slice arg)
{
	struct asking q = {lua, arg, NULL};

	for (int i = 0; i < 20 && !q.said; i++)
		(void)rescue_run(ask_once, &q);
	cr_assert_not_null(q.said);
	return q.said;
}

static const struct answer *all_keys(void)
{
	return run(BROKEN, word(key_prefix()));
}

/* But for the kind that the test itself spoilt. */
static void check_but(const char *after, const char *spoilt)
{
	const struct answer *all = all_keys();

	for (size_t i = 0; i < all->n; i++) {
		struct slice key = all->item[i]->item[0]->s;
		int64_t ttl = all->item[i]->item[1]->i;
		int64_t n = all->item[i]->item[2]->i;
		const struct key_rule *rule = key_rule_of(key);

		cr_assert_not_null(rule, "%s has no rule (%s)", key.p, after);
		/* The catalogue's version is one key, and none that grows. */
		if (!strcmp(rule->stem, "v") || !strcmp(rule->stem, spoilt))
			continue;
		cr_assert(ttl >= 0 && ttl <= rule->seconds,
		          "%s stays %lld s (%s)", key.p, (long long)ttl, after);
		cr_assert(!rule->most || n <= rule->most, "%s has %lld (%s)",
		          key.p, (long long)n, after);
	}
}

static void check(const char *after)
{
	check_but(after, "");
}

static void set_up(void)
{
	shop_product("sencha", 250, 50);
	shop_product("gyokuro", 250, 50);
}

Test(kept, nothing_that_a_guest_makes_stays_for_good)
{
	set_up();
	for (size_t i = 0; i < ROUTES_COUNT; i++) {
		struct browser *fresh = browser_open();

		walk(fresh, &ROUTES[i]);
		check(ROUTES[i].path);
		walk(fresh, &ROUTES[i]);
		check(ROUTES[i].path);
	}
	cr_assert_gt(all_keys()->n, 5);
}

Test(kept, nothing_that_a_buyer_makes_stays_for_good)
{
	struct browser *b;

	set_up();
	b = person("ann");
	for (size_t i = 0; i < ROUTES_COUNT; i++) {
		walk(b, &ROUTES[i]);
		check(ROUTES[i].path);
		if (!is_in(b))
			b = signs_in("ann", GOOD_PASSWORD);
	}
	cr_assert_gt(all_keys()->n, 5);
}

Test(kept, a_cart_has_no_more_lines_than_it_may)
{
	struct browser *b = browser_open();
	char fields[80];

	cr_assert_null(settings_set("cart_lines_max", "3"));
	for (int i = 0; i < 9; i++) {
		char slug[16];

		snprintf(slug, sizeof(slug), "tea-%d", i);
		shop_product(slug, 100, 5);
		snprintf(fields, sizeof(fields), "product=%s&quantity=1", slug);
		if (i)
			submit(b, i % 2 ? "/cart/update" : "/cart", fields);
		else
			submit_raw(b, "/cart/update", fields, OURS);
		cr_assert_eq(b->reply->status, i < 3 ? 303 : 409);
	}
	visit(b, "/cart");
	cr_assert(sees(b, "3 items"));
	check("/cart/update");
}

/* --- Redis is not to be believed ------------------------------------------ */

static void spoil(const char *lua, struct slice key)
{
	(void)run(arena_printf(shop_open()->arena,
	                       "local k = ARGV[1] %s "
	                       "redis.call('EXPIRE', k, 500) return 1",
	                       lua),
	          key);
}

/* Every key becomes what it should not be. */
static const char *const SPOILT[] = {
	"redis.call('DEL', k) redis.call('LPUSH', k, 'x')",
	"redis.call('DEL', k) redis.call('SET', k, 'x')",
	"redis.call('DEL', k) redis.call('HSET', k, 'u', '1')",
	"redis.call('DEL', k) redis.call('SADD', k, 'x')",
	"redis.call('DEL', k) redis.call('ZADD', k, 1, 'x')",
	"redis.call('DEL', k) redis.call('XADD', k, '*', 'a', 'b')",
#define EACH(value)                                              \
	"local t = redis.call('TYPE', k).ok "                    \
	"if t == 'string' then redis.call('SET', k, " value ") " \
	"elseif t == 'hash' then "                               \
	"  for _, f in ipairs(redis.call('HKEYS', k)) do "       \
	"    redis.call('HSET', k, f, " value ") end "           \
	"elseif t == 'zset' then redis.call('ZADD', k, 'inf', " value ") end"
	EACH("'abc'"),
	EACH("''"),
	EACH("'-7'"),
	EACH("'0'"),
	EACH("'nan'"),
	EACH("'99999999999999999999'"),
	EACH("'9223372036854775807'"),
	EACH("'1:9223372036854775807'"),
	EACH("'4294967297:1'"),
	EACH("'\\0\\255<b>'"),
	EACH("string.rep('x', 300000)"),
	"local t = redis.call('TYPE', k).ok "
	"for i = 1, 300 do "
	"  if t == 'hash' then redis.call('HSET', k, i, '1:1') "
	"  elseif t == 'zset' then redis.call('ZADD', k, i, i) end end",
};

/* What is done while a key is spoilt; %s is the checkout form of before. */
static const struct {
	const char *path, *fields;
} DONE[] = {
	{"/",		 NULL			},
	{"/product/sencha",   NULL                        },
	{"/cart",             NULL			},
	{"/account",          NULL                        },
	{"/account/security", NULL                        },
	{"/orders",           NULL			},
	{"/deposit",          NULL                        },
	{"/cart",             "product=gyokuro&quantity=1"},
	{"/cart/update",      "product=sencha&quantity=3" },
	{"/checkout",         "%s"                        },
	{"/logout",           ""			  },
};

/* A page that was answered, if need be at the second time: never a 502. */
static int seen(struct browser *b, const char *path)
{
	int status = visit(b, path);

	if (status == 503)
		cr_assert_str_eq(header(b, "Retry-After"), "2");
	return status == 503 ? visit(b, path) : status;
}

static int sent(struct browser *b, const char *path, const char *fields)
{
	int status = submit(b, path, fields);

	return status == 503 ? submit(b, path, fields) : status;
}

static void spoil_kind(const char *stem, const char *lua)
{
	const struct answer *all = all_keys();

	for (size_t i = 0; i < all->n; i++) {
		struct slice key = all->item[i]->item[0]->s;

		if (!strcmp(key_rule_of(key)->stem, stem))
			spoil(lua, key);
	}
}

static int act(struct browser *b, size_t n, const char *checkout)
{
	const char *fields = DONE[n].fields;

	if (!fields)
		return visit(b, DONE[n].path);
	return submit(b, DONE[n].path,
	              strcmp(fields, "%s") ? fields : checkout);
}

static void spoil_before(size_t n, struct user_id ann, const char *stem,
                         const char *lua)
{
	struct shop *shop = shop_open();
	struct payments none = {0};
	struct browser *b = browser_open();
	const char *checkout;
	int status;

	shop_forget_redis();
	browser_sign_in(b, ann, "ann");
	submit(b, "/cart", "product=sencha&quantity=1");
	checkout = checkout_form(b);
	payment_slots_fill(shop->redis, shop->arena, ann, &none);
	spoil_kind(stem, lua);
	status = act(b, n, checkout);
	if (status == 503) /* then it is as if Redis had been lost */
		status = act(b, n, checkout);
	/* As told, or signed out, or asked to look again. */
	cr_assert(status < 500, "%d at %s, %s: %s", status, DONE[n].path, stem,
	          lua);
	/* And from then on as if nothing had been. */
	status = seen(b, "/cart");
	cr_assert_eq(status, 200, "%d after %s, %s: %s", status, DONE[n].path,
	             stem, lua);
	check_but(DONE[n].path, stem);
}

static void spoil_each_kind(const char *lua)
{
	static const char *const KINDS[] = {
		"s:", "us:", "c:u:", "b:", "n:", "v", "o:"};
	struct user_id ann = {test_number("SELECT MAX(id) FROM users")};

	for (size_t k = 0; k < sizeof(KINDS) / sizeof(KINDS[0]); k++)
		for (size_t n = 0; n < sizeof(DONE) / sizeof(DONE[0]); n++)
			spoil_before(n, ann, KINDS[k], lua);
}

Test(kept, a_wrong_type_is_told_as_the_loss_of_redis_and_mended)
{
	struct browser *b = browser_open();

	cr_assert_eq(visit(b, "/"), 200);
	spoil_kind("v", SPOILT[0]);
	cr_assert_eq(visit(b, "/"), 503);
	cr_assert_eq(visit(b, "/"), 200);
}

/* Reliability, I-25: the wrong type of each key at each page. */
Test(kept, a_key_of_the_wrong_type_or_contents_is_a_lost_key)
{
	set_up();
	shop_buyer("ann", 1000000);
	test_sql("UPDATE products SET stock = 50");
	for (size_t i = 0; i < sizeof(SPOILT) / sizeof(SPOILT[0]); i++)
		spoil_each_kind(SPOILT[i]);
}

Test(kept, so_is_a_guests_cart)
{
	set_up();
	for (size_t i = 0; i < sizeof(SPOILT) / sizeof(SPOILT[0]); i++) {
		struct browser *b = browser_open();

		submit_raw(b, "/cart", "product=sencha&quantity=1", OURS);
		spoil_kind("c:g:", SPOILT[i]);
		cr_assert_eq(seen(b, "/cart"), 200, "%s", SPOILT[i]);
		cr_assert_eq(sent(b, "/cart", "product=gyokuro&quantity=1"),
		             303, "%s", SPOILT[i]);
		spoil_kind("c:g:", SPOILT[i]);
		cr_assert_lt(
			submit(b, "/cart/update", "product=gyokuro&quantity=2"),
			500, "%s", SPOILT[i]);
		check_but("/cart/update", "c:g:");
	}
}

Test(kept, so_is_a_limit_and_it_counts_afresh)
{
	set_up();
	cr_assert_null(settings_set("register_hourly", "3"));
	for (size_t i = 0; i < sizeof(SPOILT) / sizeof(SPOILT[0]); i++) {
		struct browser *b = browser_open();
		char fields[160];

		spoil_kind("l:", SPOILT[i]);
		snprintf(fields, sizeof(fields),
		         "user=cleo%zu&password=short&again=short", i);
		if (submit_raw(b, "/register", fields, OURS) == 503)
			submit_raw(b, "/register", fields, OURS);
		cr_assert_lt(b->reply->status, 500, "%s", SPOILT[i]);
		check_but("/register", "l:");
	}
}

/* What a cart is merged with at the sign-in, and an account whose set of open
 * requests is full of what nobody made. */
Test(kept, so_are_both_carts_at_a_sign_in)
{
	set_up();
	person("ann");
	for (size_t i = 0; i < sizeof(SPOILT) / sizeof(SPOILT[0]); i++) {
		struct browser *b = browser_open();

		submit_raw(b, "/cart", "product=sencha&quantity=1", OURS);
		spoil_kind(i % 2 ? "c:g:" : "c:u:", SPOILT[i]);
		cr_assert_eq(sent(b, "/login",
		                  credentials("ann", GOOD_PASSWORD, false)),
		             303, "%s", SPOILT[i]);
		cr_assert_eq(seen(b, "/cart"), 200, "%s", SPOILT[i]);
		check_but("/login", i % 2 ? "c:g:" : "c:u:");
	}
}
