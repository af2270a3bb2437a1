/* SPDX-License-Identifier: MIT */
#include "jobs/chained.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include "auditor/audit.h"
#include "base/arena.h"
#include "base/random.h"
#include "base/rescue.h"
#include "chain/assets.h"
#include "jobs.h"
#include "ledger/once.h"
#include "lib/services.h"
#include "payment/payment_begin.h"
#include "payment/payment_own.h"
#include "settings.h"
#include "wallet/wallet.h"
#include "watch/watched.h"

/* m/84'/1'/0' of the public test mnemonic. */
static const char VPUB[] =
	"vpub5Y6cjg78GGuNLsaPhmYsiw4gYX3HoQiRBiSwDaBXKUafCt9bNwWQiitDk5VZ5BVxY"
	"nQdwoTyXSs2JHRPAgjAvtbBrf8ZhDYe2jWAqvZVnsc";

enum { ROOM = 64 * 1024 * 1024, SQL_MOST = 2048, BLOCK = 65536 };

static struct buyers *world;

static void set(const char *name, const char *value)
{
	const char *why = settings_set(name, value);

	cr_assert_null(why, "%s = %s: %s", name, value, why);
}

#define FORMATTED(text, format)                                  \
	do {                                                     \
		va_list list;                                    \
		va_start(list, format);                          \
		vsnprintf((text), sizeof(text), (format), list); \
		va_end(list);                                    \
	} while (0)

int64_t chained_number(const char *format, ...)
{
	char sql[SQL_MOST];

	FORMATTED(sql, format);
	return test_number(sql);
}

void chained_sql(const char *format, ...)
{
	char sql[SQL_MOST];

	FORMATTED(sql, format);
	test_sql(sql);
}

/* --- a shop -------------------------------------------------------------- */

struct buyers *chained_open(void)
{
	world = buyers_open();
	set("vanish_seconds", "0");
	set("vanish_looks", "3");
	set("review_hourly", "1000000.00");
	set("review_hourly_buyer", "1000000.00");
	set("price_age", "86400");
	set("allow_loopback_http", "yes");
	for (size_t i = 0; i < ASSETS_COUNT; i++)
		chained_sql("REPLACE INTO rates (coin, price, source, at)"
		            " VALUES ('%s', '100', 'test',"
		            " UTC_TIMESTAMP(3))",
		            ASSETS[i].coin);
	return world;
}

void chained_key(void)
{
	const struct wallet *w;

	cr_assert_null(wallet_add(&w, world->db, world->arena, "cli:test",
	                          NETWORK_LITECOIN, VPUB, NULL));
	cr_assert_null(wallet_confirm(world->db, world->arena, "cli:test",
	                              NETWORK_LITECOIN, w->first_address));
}

const struct payment *chained_own(const char *asset, int64_t cents)
{
	char id[PUBLIC_ID_TEXT], token[PUBLIC_ID_TEXT];
	struct once once = {.token = token};
	struct payment_wish wish = {
		.public_id = id,
		.asset = asset_find(asset),
		.kind = cents ? PAYMENT_NAMED : PAYMENT_ANY,
		.fiat = money_minor(cents, currency_find("USD")),
		.is_own = true,
		.rate = cents ? "100" : NULL,
		.once = &once,
	};
	const struct payment *p;
	const char *path;

	random_public_id(id);
	random_public_id(token);
	wish.user = buyers_add(token);
	cr_assert_eq(payment_begin(world->db, world->arena, &p, &path, &wish),
	             PAYMENT_BEGUN);
	payment_own_open(world->db, world->arena, p);
	return buyers_now(p);
}

const struct payment *chained_gateway(const char *asset, const char *address)
{
	char id[PUBLIC_ID_TEXT], hook[PUBLIC_ID_TEXT];
	const struct payment *p;

	random_public_id(id);
	random_public_id(hook);
	chained_sql("INSERT INTO payments (public_id, hook_token, user_id,"
	            " asset, kind, state, currency, gateway_id, gateway_hash,"
	            " address, expires_at) VALUES ('%s', '%s', %" PRId64
	            ", '%s', 'DEPOSIT', 'OPEN', 'USD', '%s', '%s', '%s',"
	            " UTC_TIMESTAMP(3))",
	            id, hook, buyers_add(hook).v, asset, id, id, address);
	p = payment_find(world->db, world->arena, id);
	chained_sql("UPDATE users SET open_payments = 1 WHERE id = %" PRId64,
	            p->user.v);
	cr_assert_null(watched_add(world->db, world->arena, p->id.v, p->asset,
	                           address));
	return p;
}

/* --- the job ------------------------------------------------------------- */

static void run(void *arg)
{
	struct job_context job = {.db = world->db,
	                          .redis = world->redis,
	                          .arena = arena_open(ROOM),
	                          .result = ""};

	job_find("chains")->run(&job);
	*(const char **)arg = arena_text(world->arena, job.result);
	arena_close(job.arena);
}

const char *chained_run(void)
{
	const char *said = "";

	cr_assert_eq(rescue_run(run, &said), RESCUE_NONE);
	return said;
}

static int open_socket(struct sockaddr_un *to, const char *path)
{
	to->sun_family = AF_UNIX;
	snprintf(to->sun_path, sizeof(to->sun_path), "%s", path);
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static int listen_at(const char *path)
{
	struct sockaddr_un at = {0};
	int listener = open_socket(&at, path);

	unlink(path);
	cr_assert(bind(listener, (struct sockaddr *)&at, sizeof(at)) == 0);
	cr_assert(listen(listener, 8) == 0);
	return listener;
}

/* A worker whose database is behind that socket; NULL: as it is. */
static pid_t start_worker(const char *socket)
{
	pid_t child = fork();
	const char *said;

	cr_assert(child >= 0);
	if (child)
		return child;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	buyers_reopen();
	if (socket) {
		struct db_login login = *test_login();

		login.socket = socket;
		world->db = db_open(&login);
	}
	_exit(rescue_run(run, &said) == RESCUE_NONE ? 0 : 1);
}

/* Statements in it: those that are only prepared do nothing. */
static bool is_statement(const char *block, ssize_t n)
{
	enum { QUERY = 3, EXECUTE = 0x17 };

	return n > 4 && (block[4] == QUERY || block[4] == EXECUTE);
}

static bool pass(int from, int to, char *block, ssize_t *n)
{
	*n = recv(from, block, BLOCK, 0);
	return *n > 0 && send(to, block, (size_t)*n, MSG_NOSIGNAL) == *n;
}

/* Passes on, until the worker has hung up or has sent so many. */
static unsigned relay(int worker, int server, unsigned most)
{
	static char block[BLOCK];
	unsigned sent = 0;

	while (sent < most) {
		struct pollfd fd[2] = {
			{worker, POLLIN, 0},
                        {server, POLLIN, 0}
                };
		ssize_t n;

		cr_assert(poll(fd, 2, 60000) > 0, "the worker is stuck");
		if (fd[1].revents && !pass(server, worker, block, &n))
			break;
		if (!fd[0].revents)
			continue;
		if (!pass(worker, server, block, &n))
			break;
		sent += is_statement(block, n);
	}
	return sent;
}

/* The last one is done before its connection is found closed. */
static void await_end(int server)
{
	char block[256];

	(void)recv(server, block, sizeof(block), 0);
	close(server);
}

bool chained_run_killed(unsigned after)
{
	static char path[64];
	struct sockaddr_un to = {0};
	int listener, worker, server, status;
	unsigned sent;
	pid_t child;

	snprintf(path, sizeof(path), "/tmp/ct-kill-%d", (int)getpid());
	listener = listen_at(path);
	child = start_worker(path);
	worker = accept(listener, NULL, NULL);
	server = open_socket(&to, test_db_socket());
	cr_assert(!connect(server, (struct sockaddr *)&to, sizeof(to)));
	sent = relay(worker, server, after);
	if (sent >= after)
		kill(child, SIGKILL);
	close(worker);
	if (sent >= after)
		await_end(server);
	else
		close(server);
	close(listener);
	unlink(path);
	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_assert(sent >= after || (WIFEXITED(status) && !WEXITSTATUS(status)),
	          "the worker ended with %d", status);
	return sent >= after;
}

void chained_run_twice(void)
{
	pid_t children[2];
	int status;

	for (int i = 0; i < 2; i++)
		children[i] = start_worker(NULL);
	for (int i = 0; i < 2; i++) {
		cr_assert_eq(waitpid(children[i], &status, 0), children[i]);
		cr_assert(WIFEXITED(status) && !WEXITSTATUS(status),
		          "a worker ended with %d", status);
	}
}

void chained_forget_leases(void)
{
	test_sql("UPDATE jobs SET leased_until = NULL");
}

/* --- what came of it ----------------------------------------------------- */

int64_t chained_in(const struct payment *p, const char *state)
{
	return chained_number("SELECT COUNT(*) FROM deposits WHERE"
	                      " payment_id = %" PRId64 " AND state = '%s'",
	                      p->id.v, state);
}

int64_t chained_balance(const struct payment *p)
{
	return chained_number("SELECT top_up_amount - consume_records"
	                      " FROM users WHERE id = %" PRId64,
	                      p->user.v);
}

void chained_is(const struct payment *p, enum payment_state state)
{
	cr_assert_eq(buyers_now(p)->state, state, "it is %s",
	             payment_state_code(buyers_now(p)->state));
}

static void none(const char *sql)
{
	cr_assert_eq(test_number(sql), 0, "%s", sql);
}

void chained_audit(void)
{
	char *said, *complained;
	size_t n, m;
	FILE *out = open_memstream(&said, &n);
	FILE *err = open_memstream(&complained, &m);
	int status = audit_report(world->db, NULL, false, out, err);

	fclose(out);
	fclose(err);
	cr_assert(status == 0, "%s%s", said, complained);
	free(said);
	free(complained);
	/* In words of our own, too. */
	none("SELECT COUNT(*) FROM deposits d WHERE (d.credited IS NOT NULL) <>"
	     " (SELECT COUNT(*) FROM ledger_entries e WHERE e.kind = 'deposit'"
	     "   AND e.cause_id = d.id)");
	none("SELECT COUNT(*) FROM deposits d WHERE (d.state = 'REVERSED') <>"
	     " (SELECT COUNT(*) FROM ledger_entries e WHERE e.kind = 'reversal'"
	     "   AND e.cause_id = d.id)");
	none("SELECT COUNT(*) FROM users u WHERE u.top_up_amount <>"
	     " (SELECT COALESCE(SUM(d.credited), 0) FROM deposits d"
	     "   WHERE d.user_id = u.id AND d.state = 'CREDITED')");
}
