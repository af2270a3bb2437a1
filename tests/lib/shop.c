/* SPDX-License-Identifier: MIT */
#include "shop.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/memory.h"
#include "base/random.h"
#include "base/rescue.h"
#include "catalog/unit.h"
#include "db/db.h"
#include "db/migrate.h"
#include "db/transact.h"
#include "http/csrf.h"
#include "http/dispatch.h"
#include "http/form.h"
#include "http/router.h"
#include "http/session.h"
#include "ledger/ledger.h"
#include "redis/redis.h"
#include "routes.h"
#include "settings.h"
#include "shop/layout.h"
#include "user/secret.h"
#include "user/user.h"
#include "view/templates.h"

enum { ROOM = 256 * 1024 * 1024 };

static struct shop OPENED;
static char DIR[64];
static pid_t OWNER;

const char *source_file(const char *path)
{
	const char *top = getenv("srcdir");

	return arena_printf(OPENED.arena, "%s/%s", top ? top : ".", path);
}

static void set(const char *name, const char *value)
{
	const char *why = settings_set(name, value);

	cr_assert(!why, "%s = %s: %s", name, value, why);
}

static void write_file(const char *name, const char *text)
{
	const char *path = arena_printf(OPENED.arena, "%s/%s", DIR, name);
	FILE *f = fopen(path, "we");

	cr_assert(f);
	fputs(text, f);
	fclose(f);
	chmod(path, 0400);
}

static void close_shop(void)
{
	char command[128];

	if (OWNER != getpid())
		return;
	db_close(OPENED.db);
	redis_close(OPENED.redis);
	templates_close();
	arena_close(OPENED.arena);
	snprintf(command, sizeof(command), "rm -rf '%s'", DIR);
	if (system(command) != 0) /* lint: a test's own folder */
		fprintf(stderr, "%s stays\n", DIR);
}

const char *shop_dir(void)
{
	shop_open();
	return DIR;
}

static void make_keys(void)
{
	static const char HEX[] = "000102030405060708090a0b0c0d0e0f"
				  "101112131415161718191a1b1c1d1e1f";

	write_file("app.key", HEX);
	write_file("unit.key", HEX);
	write_file("callback.key", HEX);
	write_file("gateway.key", "test");
	set("app_key_file", arena_printf(OPENED.arena, "%s/app.key", DIR));
	set("unit_key_file", arena_printf(OPENED.arena, "%s/unit.key", DIR));
	set("callback_key_file",
	    arena_printf(OPENED.arena, "%s/callback.key", DIR));
	set("callback_origin", "http://127.0.0.1:1");
	cr_assert(secret_open());
	cr_assert(unit_keys_open(setting_text(SET_UNIT_KEY_FILE)));
	cr_assert(user_open());
	set("gateway_key_file",
	    arena_printf(OPENED.arena, "%s/gateway.key", DIR));
}

static void make_settings(void)
{
	set("run_dir", DIR);
	set("share_dir", source_file("."));
	set("redis_prefix",
	    arena_printf(OPENED.arena, "test:%d:", (int)getpid()));
	set("allow_loopback_http", "yes");
	test_no_sources();
	make_keys();
}

static int64_t user_row(struct request *rq, const char *account)
{
	return user_of(rq->db, rq->arena, account).v;
}

struct shop *shop_open(void)
{
	static struct site site;
	FILE *quiet;

	if (OPENED.arena)
		return &OPENED;
	OWNER = getpid();
	OPENED.arena = arena_open(ROOM);
	snprintf(DIR, sizeof(DIR), "/tmp/ct-test-XXXXXX");
	cr_assert(mkdtemp(DIR));
	make_settings();
	OPENED.db = db_open(test_login());
	OPENED.redis = redis_open(test_redis_socket(), NULL);
	quiet = fopen("/dev/null", "we");
	cr_assert(migrate_run(OPENED.db, source_file("sql"), quiet, stderr));
	fclose(quiet);
	test_sql("INSERT INTO shop (currency, epoch)"
	         " VALUES ('USD', 'test')");
	ledger_open_accounts(OPENED.db);
	cr_assert(templates_open(source_file("templates")));
	site = (struct site){.routes = ROUTES,
	                     .n = ROUTES_COUNT,
	                     .pool = ALL,
	                     .user_row = user_row,
	                     .error = layout_error};
	router_open(&site);
	atexit(close_shop);
	return &OPENED;
}

void shop_reopen(void)
{
	OPENED.db = db_open(test_login());
	OPENED.redis = redis_open(test_redis_socket(), NULL);
}

void shop_forget_redis(void)
{
	static struct script FORGET = {
		"for _, k in ipairs(redis.call('KEYS', ARGV[1]..'*')) do"
		"  redis.call('DEL', k) end return 1",
		"",
	};

	redis_script(OPENED.redis, OPENED.arena, &FORGET,
	             WORDS(word(setting_text(SET_REDIS_PREFIX))),
	             WORDS(word(setting_text(SET_REDIS_PREFIX))));
}

/* --- people and goods --------------------------------------------------- */

struct gift {
	struct user_id user;
	int64_t deposit;
	int64_t amount;
};

static enum tx credit(struct db *db, void *arg)
{
	struct gift *gift = arg;
	struct balance b = ledger_lock(db, OPENED.arena, gift->user);

	cr_assert(ledger_credit_deposit(
		db, OPENED.arena, &b,
		(struct cause){ENTRY_DEPOSIT, gift->deposit, NULL, "test"},
		"BTC", money_minor(gift->amount, setting_currency())));
	return TX_COMMIT;
}

static void sqlf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static void sqlf(const char *fmt, ...)
{
	char sql[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(sql, sizeof(sql), fmt, ap);
	va_end(ap);
	test_sql(sql);
}

/* A paid payment with its deposit, so that the auditor finds a whole story. */
static int64_t add_deposit(struct user_id user, int64_t amount)
{
	char id[PUBLIC_ID_TEXT], hook[PUBLIC_ID_TEXT];
	int64_t deposit;

	random_public_id(id);
	random_public_id(hook);
	sqlf("INSERT INTO payments (public_id, hook_token, user_id, asset, kind,"
	     " state, currency, fiat_amount, gateway_id, gateway_hash, address,"
	     " expires_at, paid_at) VALUES ('%s', '%s', %" PRId64 ", 'BTC',"
	     " 'PAYMENT', 'PAID', 'USD', %" PRId64 ", '%s', '%s', '%s',"
	     " NOW(3), NOW(3))",
	     id, hook, user.v, amount, id, id, id);
	sqlf("INSERT INTO deposits (payment_id, user_id, asset, txid, position,"
	     " coin_amount, credited, currency) VALUES (LAST_INSERT_ID(),"
	     " %" PRId64 ", 'BTC', 'kryptoexpress:%s', '0', 1, %" PRId64
	     ", 'USD')",
	     user.v, id, amount);
	deposit = test_number("SELECT MAX(id) FROM deposits");
	sqlf("INSERT INTO outbox (kind, user_id, subject, amount, currency)"
	     " VALUES ('deposit_credited', %" PRId64 ", '%s', %" PRId64
	     ", 'USD')",
	     user.v, id, amount);
	return deposit;
}

struct user_id shop_buyer(const char *name, int64_t amount)
{
	char id[PUBLIC_ID_TEXT];
	struct gift gift = {.amount = amount};

	shop_open();
	random_public_id(id);
	sqlf("INSERT INTO accounts (kind, code, currency)"
	     " VALUES ('user', 'user:%s', 'USD')",
	     name);
	sqlf("INSERT INTO users (public_id, name, password, account_id,"
	     " currency) VALUES ('%s', '%s', 'x', LAST_INSERT_ID(), 'USD')",
	     id, name);
	gift.user.v = test_number("SELECT MAX(id) FROM users");
	if (amount > 0) {
		gift.deposit = add_deposit(gift.user, amount);
		db_transact(OPENED.db, credit, &gift);
	}
	return gift.user;
}

void shop_unit(int64_t product, int n, struct slice content)
{
	struct arena *a = OPENED.arena;
	struct fingerprint f = unit_fingerprint(content);
	struct slice sealed = unit_seal(a, &f, content);

	test_sql(arena_printf(
		a,
		"INSERT INTO items (product_id, batch_id, shelf, sealed,"
		" fingerprint) VALUES (%" PRId64 ", 1, %d, X'%s', X'%s')",
		product, n, text_hex(a, sealed.p, sealed.len),
		text_hex(a, f.bytes, sizeof(f.bytes))));
}

int64_t shop_product(const char *slug, int64_t price, int units)
{
	int64_t id;

	shop_open();
	test_sql("INSERT IGNORE INTO categories (id, slug, name)"
	         " VALUES (1, 'tea', 'Tea')");
	test_sql(
		"INSERT IGNORE INTO subcategories (id, category_id, slug, name)"
		" VALUES (1, 1, 'tea-green', 'Green')");
	test_sql("INSERT IGNORE INTO batches (id, source, actor)"
	         " VALUES (1, 'test', 'test')");
	sqlf("INSERT INTO products (subcategory_id, slug, name, description,"
	     " price, currency, stock) VALUES (1, '%s', '%s', '', %" PRId64
	     ", 'USD', %d)",
	     slug, slug, price, units);
	id = test_number("SELECT LAST_INSERT_ID()");
	for (int n = 1; n <= units; n++)
		shop_unit(id, n,
		          slice_text(arena_printf(OPENED.arena, "%s-%d", slug,
		                                  n)));
	return id;
}

/* --- a browser ---------------------------------------------------------- */

struct browser *browser_open(void)
{
	shop_open();
	return arena_new(OPENED.arena, struct browser);
}

void browser_keep(struct browser *b, const char *name, const char *value)
{
	struct text t = text_open(OPENED.arena, sizeof(b->cookie));
	const char *rest = b->cookie;

	while (*rest) {
		size_t len = strcspn(rest, ";");

		if (strncmp(rest, name, strlen(name)) != 0 ||
		    rest[strlen(name)] != '=')
			text_printf(&t, "%.*s; ", (int)len, rest);
		rest += len;
		rest += strspn(rest, "; ");
	}
	if (*value)
		text_printf(&t, "%s=%s", name, value);
	snprintf(b->cookie, sizeof(b->cookie), "%.*s", (int)t.len,
	         t.len ? t.p : "");
}

const char *browser_cookie(const struct browser *b, const char *name)
{
	const char *all = arena_printf(OPENED.arena, "; %s", b->cookie);
	const char *at = strstr(all, arena_printf(OPENED.arena, "; %s=", name));

	if (!at)
		return "";
	at += strlen(name) + strlen("; =");
	return arena_bytes(OPENED.arena, at, strcspn(at, ";"));
}

static void keep_cookie(struct browser *b)
{
	const char *at = arena_bytes(OPENED.arena, b->reply->headers.p,
	                             b->reply->headers.len);

	while ((at = strstr(at, "Set-Cookie: "))) {
		size_t name, value;

		at += strlen("Set-Cookie: ");
		name = strcspn(at, "=");
		value = strcspn(at + name + 1, ";");
		browser_keep(b, arena_bytes(OPENED.arena, at, name),
		             arena_bytes(OPENED.arena, at + name + 1, value));
	}
}

static char **params_of(const struct browser *b, const char *method,
                        const char *path, const char *const *headers)
{
	struct arena *a = OPENED.arena;
	char *params[32], **copy;
	size_t n = 0;

	params[n++] = arena_printf(a, "REQUEST_METHOD=%s", method);
	params[n++] = arena_printf(a, "REQUEST_URI=%s", path);
	params[n++] = arena_printf(a, "REMOTE_ADDR=%s",
	                           b->address ? b->address : "192.0.2.1");
	params[n++] =
		arena_text(a, "CONTENT_TYPE=application/x-www-form-urlencoded");
	params[n++] = arena_printf(a, "HTTP_COOKIE=%s", b->cookie);
	for (; headers && *headers; headers++)
		params[n++] = arena_text(a, *headers);
	params[n] = NULL;
	copy = arena_array(a, n + 1, char *);
	memcpy(copy, params, (n + 1) * sizeof(char *));
	return copy;
}

static struct request *request(const struct browser *b)
{
	struct request *rq =
		request_open(OPENED.arena, params_of(b, "GET", "/", NULL),
	                     (struct slice){"", 0});

	rq->db = OPENED.db;
	rq->redis = OPENED.redis;
	return rq;
}

/* The reply outlives the arena in which it was made. */
static struct reply *kept(const struct reply *r)
{
	struct reply *copy = arena_new(OPENED.arena, struct reply);

	*copy = *r;
	copy->type = arena_text(OPENED.arena, r->type);
	copy->headers.p =
		arena_bytes(OPENED.arena, r->headers.p, r->headers.len);
	copy->body.p = arena_bytes(OPENED.arena, r->body.p, r->body.len);
	return copy;
}

static int ask(struct browser *b, size_t memory, const char *method,
               const char *path, const char *fields, const char *const *headers)
{
	struct services services = {OPENED.db, OPENED.redis};
	char **params = params_of(b, method, path, headers);
	struct arena *a = arena_open(memory);

	b->reply = kept(dispatch(&a, params, slice_text(fields), &services));
	arena_close(a);
	keep_cookie(b);
	return b->reply->status;
}

int visit(struct browser *b, const char *path)
{
	return visit_within(b, path, MEMORY_REQUEST);
}

int visit_within(struct browser *b, const char *path, size_t memory)
{
	return ask(b, memory, "GET", path, "", NULL);
}

int ask_within(struct browser *b, const char *path, const char *const *headers,
               size_t memory)
{
	return ask(b, memory, "GET", path, "", headers);
}

int submit_raw(struct browser *b, const char *path, const char *fields,
               const char *const *headers)
{
	return ask(b, MEMORY_REQUEST, "POST", path, fields, headers);
}

int submit(struct browser *b, const char *path, const char *fields)
{
	return submit_within(b, path, fields, MEMORY_REQUEST);
}

static void load_session(void *rq)
{
	session_load(rq);
}

int submit_within(struct browser *b, const char *path, const char *fields,
                  size_t memory)
{
	static const char *const OURS[] = {"HTTP_ORIGIN=http://127.0.0.1:8080",
	                                   "HTTP_SEC_FETCH_SITE=same-origin",
	                                   NULL};
	struct request *probe = request(b);
	const char *csrf;

	probe->session = arena_new(OPENED.arena, struct session);
	form_none(probe);
	/* A browser that is told 503 tries again. */
	for (int i = 0; i < 5; i++)
		if (rescue_run(load_session, probe) == RESCUE_NONE)
			break;
	csrf = csrf_token(probe);
	if (csrf)
		fields = arena_printf(OPENED.arena, "csrf=%s%s%s", csrf,
		                      *fields ? "&" : "", fields);
	return ask(b, memory, "POST", path, fields, OURS);
}

void browser_sign_in(struct browser *b, struct user_id user, const char *name)
{
	struct request *rq = request(b);
	const char *old_cart;

	rq->session = arena_new(OPENED.arena, struct session);
	session_load(rq);
	session_sign_in(rq, user_account(OPENED.db, OPENED.arena, user), name,
	                &old_cart);
	browser_keep(b, "sid", rq->session->id);
}

bool sees(const struct browser *b, const char *text)
{
	return b->reply && b->reply->body.len &&
	       memmem(b->reply->body.p, b->reply->body.len, text, strlen(text));
}

const char *input_value(const struct browser *b, const char *name)
{
	const char *page =
		arena_bytes(OPENED.arena, b->reply->body.p, b->reply->body.len);
	const char *at =
		strstr(page, arena_printf(OPENED.arena, "name=\"%s\"", name));
	const char *value = at ? strstr(at, "value=\"") : NULL;

	if (!value)
		return "";
	value += strlen("value=\"");
	return arena_bytes(OPENED.arena, value, strcspn(value, "\""));
}

const char *header(const struct browser *b, const char *name)
{
	const char *all, *at;

	if (!b->reply)
		return "";
	all = arena_bytes(OPENED.arena, b->reply->headers.p,
	                  b->reply->headers.len);
	at = strstr(all, arena_printf(OPENED.arena, "%s: ", name));
	if (!at)
		return "";
	at += strlen(name) + 2;
	return arena_bytes(OPENED.arena, at, strcspn(at, "\r"));
}

struct browser *browser_of(const char *name, int64_t credit)
{
	struct browser *b = browser_open();

	browser_sign_in(b, shop_buyer(name, credit), name);
	return b;
}

const char *checkout_form(struct browser *b)
{
	cr_assert_eq(visit(b, "/cart"), 200);
	return arena_printf(OPENED.arena, "once=%s&agreed=%s",
	                    input_value(b, "once"), input_value(b, "agreed"));
}

const char *buys(struct browser *b, const char *slug, int quantity)
{
	cr_assert_eq(submit(b, "/cart",
	                    arena_printf(OPENED.arena, "product=%s&quantity=%d",
	                                 slug, quantity)),
	             303);
	cr_assert_eq(submit(b, "/checkout", checkout_form(b)), 303);
	return header(b, "Location");
}
