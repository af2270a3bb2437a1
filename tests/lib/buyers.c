/* SPDX-License-Identifier: MIT */
#include "lib/buyers.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/random.h"
#include "chain/assets.h"
#include "db/migrate.h"
#include "ledger/ledger.h"
#include "lib/services.h"
#include "payment/payment_begin.h"
#include "payment/payment_gateway.h"
#include "ledger/once.h"
#include "redis/redis.h"
#include "settings.h"

enum { ROOM = 512 * 1024 * 1024, SQL_MOST = 1024 };

static struct buyers world;
static char key_path[64];

static void set(const char *name, const char *value)
{
	const char *why = settings_set(name, value);

	cr_assert_null(why, "%s = %s: %s", name, value, why);
}

static const char *source(const char *path)
{
	const char *top = getenv("srcdir");

	return arena_printf(world.arena, "%s/%s", top ? top : ".", path);
}

static void migrate(void)
{
	FILE *quiet = fopen("/dev/null", "we");

	cr_assert(quiet);
	cr_assert(migrate_run(world.db, source("sql"), quiet, stderr));
	fclose(quiet);
	test_sql("INSERT INTO shop (currency, epoch)"
	         " VALUES ('USD', 'test')");
	ledger_open_accounts(world.db);
}

struct buyers *buyers_open(void)
{
	if (world.arena)
		return &world;
	world.arena = arena_open(ROOM);
	test_no_sources();
	set("redis_prefix",
	    arena_printf(world.arena, "test:%d:", (int)getpid()));
	set("share_dir", source("."));
	world.db = db_open(test_login());
	world.redis = redis_open(test_redis_socket(), NULL);
	migrate();
	return &world;
}

void buyers_reopen(void)
{
	world.arena = arena_open(ROOM);
	world.db = db_open(test_login());
	world.redis = redis_open(test_redis_socket(), NULL);
}

static void remove_key(void)
{
	unlink(key_path);
}

void buyers_gateway(int port)
{
	FILE *f;

	snprintf(key_path, sizeof(key_path), "/tmp/ct-key-%d", (int)getpid());
	unlink(key_path);
	f = fopen(key_path, "we");
	cr_assert(f);
	fputs("000102030405060708090a0b0c0d0e0f"
	      "101112131415161718191a1b1c1d1e1f",
	      f);
	fclose(f);
	chmod(key_path, 0400);
	atexit(remove_key);
	set("callback_key_file", key_path);
	set("gateway_key_file", key_path);
	set("allow_loopback_http", "yes");
	set("gateway_url",
	    arena_printf(world.arena, "http://127.0.0.1:%d", port));
	cr_assert(payment_gateway_open(true));
}

static void sqlf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static void sqlf(const char *fmt, ...)
{
	char sql[SQL_MOST];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(sql, sizeof(sql), fmt, ap);
	va_end(ap);
	test_sql(sql);
}

struct user_id buyers_add(const char *name)
{
	sqlf("INSERT INTO accounts (kind, code, currency)"
	     " VALUES ('user', 'user:%s', 'USD')",
	     name);
	sqlf("INSERT INTO users (public_id, name, password, account_id,"
	     " currency) VALUES ('%s', '%s', 'x', LAST_INSERT_ID(), 'USD')",
	     name, name);
	return (struct user_id){test_number("SELECT MAX(id) FROM users")};
}

struct gateway_payment buyers_said(const struct payment *p, bool is_paid)
{
	struct arena *a = world.arena;
	bool is_named = p->kind == PAYMENT_NAMED;

	return (struct gateway_payment){
		.id = arena_printf(a, "%" PRId64, 1000 + p->id.v),
		.type = is_named ? GATEWAY_PAYMENT : GATEWAY_DEPOSIT,
		.fiat_currency = "USD",
		.fiat_amount = is_named  ? "25.0"
	                       : is_paid ? "16.319"
	                                 : NULL,
		.crypto_amount = is_named  ? "0.0005"
	                         : is_paid ? "0.00018486"
	                                   : NULL,
		.asset = p->asset->code,
		.address = arena_printf(a, "bc1qaddress%" PRId64, p->id.v),
		.expires_at = {clock_now().ms + 7200000},
		.created_at = clock_now(),
		.is_paid = is_paid,
		.hash = arena_printf(a, "0123456789abcdef%" PRId64, p->id.v),
	};
}

enum payment_result buyers_settle(const struct payment *p,
                                  const struct gateway_payment *said)
{
	struct payment_report report = {
		.said = said,
		.body = payment_report_body(world.arena, said),
		.source = "callback"};

	return payment_settle(world.db, world.arena, p, &report);
}

const struct payment *buyers_now(const struct payment *p)
{
	const struct payment *now =
		payment_find(world.db, world.arena, p->public_id);

	cr_assert_not_null(now);
	return now;
}

const struct payment *buyers_payment(struct user_id user,
                                     enum payment_kind kind)
{
	struct currency usd = setting_currency();
	char id[PUBLIC_ID_TEXT], token[PUBLIC_ID_TEXT];
	struct once once = {.token = token};
	struct payment_wish wish = {
		.user = user,
		.public_id = id,
		.asset = asset_find("BTC"),
		.kind = kind,
		.fiat = money_minor(kind == PAYMENT_NAMED ? 2500 : 0, usd),
		.once = &once,
	};
	const struct payment *p;
	struct gateway_payment said;
	const char *path;

	random_public_id(id);
	random_public_id(token);
	cr_assert_eq(payment_begin(world.db, world.arena, &p, &path, &wish),
	             PAYMENT_BEGUN);
	said = buyers_said(p, false);
	cr_assert_eq(buyers_settle(p, &said), PAYMENT_ADOPTED);
	return buyers_now(p);
}

int64_t buyers_count(const char *sql_with_d, int64_t id)
{
	/* One place of the shape "%d", filled by hand. */
	const char *at = strstr(sql_with_d, "%d");

	cr_assert_not_null(at);
	return test_number(arena_printf(world.arena, "%.*s%" PRId64 "%s",
	                                (int)(at - sql_with_d), sql_with_d, id,
	                                at + 2));
}
