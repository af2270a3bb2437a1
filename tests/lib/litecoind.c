/* SPDX-License-Identifier: MIT */
#include "lib/litecoind.h"
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/arena.h"
#include "remote/remote.h"
#include "settings.h"

enum {
	ANSWER_MOST = 8 * 1024 * 1024,
	PARAMS_MOST = 64 * 1024,
	MATURITY = 100,
	FIRST_EXTENSION = 432, /* on regtest */
	TRIES = 600,           /* of a tenth of a second */
	ROOM = 256 * 1024 * 1024
};

/* "cointill:secret" */
static const char LOGIN[] = "Authorization: Basic Y29pbnRpbGw6c2VjcmV0";
static const char PROGRAM[] = "/usr/bin/litecoind";

static char dir[64];
static int port;
static pid_t node, owner;
static struct arena *arena;

void litecoind_need(void)
{
	if (access(PROGRAM, X_OK) != 0)
		cr_skip_test(
			"litecoind is not installed (tools/packages node)");
}

int litecoind_port(void)
{
	return port;
}

static int free_port(void)
{
	struct sockaddr_in at = {.sin_family = AF_INET};
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	cr_assert(fd >= 0);
	cr_assert_eq(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	cr_assert_eq(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	close(fd);
	return ntohs(at.sin_port);
}

/* --- calls --------------------------------------------------------------- */

static struct remote_call send_call(const char *wallet, const char *method,
                                    const char *params)
{
	static const char *const HEADERS[] = {LOGIN, NULL};
	char *body = arena_printf(arena,
	                          "{\"id\":1,\"method\":\"%s\",\"params\":%s}",
	                          method, params);
	struct remote_call call = {
		.method = "POST",
		.url = arena_printf(arena, "http://127.0.0.1:%d%s%s", port,
	                            wallet ? "/wallet/" : "",
	                            wallet ? wallet : ""),
		.headers = HEADERS,
		.timeout_s = 60,
		.limit_bytes = ANSWER_MOST,
	};

	for (char *p = body; *p; p++)
		if (*p == '\'')
			*p = '"';
	call.body = (struct slice){body, strlen(body)};
	remote_perform(arena, &call, 1, 1);
	return call;
}

static const json *call_with(const char *wallet, const char *method,
                             const char *params)
{
	struct remote_call call = send_call(wallet, method, params);
	const char *why = "";
	const json *j;

	cr_assert_eq(call.status, REMOTE_OK, "%s: %s", method, call.why);
	j = json_read(arena, call.answer, 40, &why);
	cr_assert(call.http == 200 && j, "%s %s: %s", method, params,
	          call.answer.p);
	return json_member(j, "result");
}

#define FORMATTED(text, params)                                  \
	do {                                                     \
		va_list list;                                    \
		va_start(list, params);                          \
		vsnprintf((text), sizeof(text), (params), list); \
		va_end(list);                                    \
	} while (0)

const json *litecoind_call(const char *wallet, const char *method,
                           const char *params, ...)
{
	static char text[PARAMS_MOST];

	FORMATTED(text, params);
	return call_with(wallet, method, text);
}

const char *litecoind_ask(const char *wallet, const char *method,
                          const char *params, ...)
{
	static char text[PARAMS_MOST];
	const char *said;

	FORMATTED(text, params);
	cr_assert(json_text(&said, call_with(wallet, method, text)), "%s",
	          method);
	return said;
}

/* --- the process --------------------------------------------------------- */

static void run_node(void)
{
	char *rpc = arena_printf(arena, "-rpcport=%d", port);
	char *data = arena_printf(arena, "-datadir=%s", dir);
	char *const words[] = {
		"litecoind",
		"-regtest",
		data,
		rpc,
		"-rpcbind=127.0.0.1",
		"-rpcallowip=127.0.0.1",
		"-rpcuser=cointill",
		"-rpcpassword=secret",
		"-listen=0",
		"-dnsseed=0",
		"-connect=0",
		"-fallbackfee=0.0001",
		"-printtoconsole=0",
		"-server=1",
		"-dbcache=8",
		"-par=1",
		"-mempoolreplacement=1",
		NULL,
	};
	int null = open("/dev/null", O_RDWR);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != owner)
		_exit(1);
	dup2(null, 0);
	dup2(null, 1);
	dup2(null, 2);
	execv(PROGRAM, words);
	_exit(127);
}

static void start_node(void)
{
	struct remote_call call;
	int status;

	node = fork();
	cr_assert(node >= 0);
	if (node == 0)
		run_node();
	for (int i = 0; i < TRIES; i++) {
		usleep(100000);
		cr_assert_eq(waitpid(node, &status, WNOHANG), 0,
		             "litecoind ended");
		call = send_call(NULL, "getblockcount", "[]");
		if (call.status == REMOTE_OK && call.http == 200)
			return;
	}
	cr_assert(false, "litecoind does not answer");
}

/* Waits for the end of the test's process, however it ends, and tidies up.
 * Nothing else of it may stay open here: others wait for that to close. */
static void guard(int end)
{
	char byte, command[128];

	for (int fd = 0; fd < 1024; fd++)
		if (fd != end)
			close(fd);
	while (read(end, &byte, 1) > 0)
		;
	/* The node dies with its parent; it may still be writing. */
	usleep(300000);
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	_exit(system(command) != 0); /* lint: a test's own folder */
}

static void start_guard(void)
{
	int ends[2];
	pid_t child;

	cr_assert_eq(pipe2(ends, O_CLOEXEC), 0);
	child = fork();
	cr_assert(child >= 0);
	if (child == 0) {
		setsid();
		guard(ends[0]);
	}
	close(ends[0]);
}

static void kill_node(void)
{
	if (owner != getpid() || node <= 0)
		return;
	kill(node, SIGKILL);
	waitpid(node, NULL, 0);
}

static void write_login(void)
{
	const char *path = arena_printf(arena, "%s/keys", dir);
	FILE *f;

	mkdir(path, 0700);
	cr_assert_null(settings_set("source_key_dir", path));
	f = fopen(arena_printf(arena, "%s/127.0.0.1:%d", path, port), "we");
	cr_assert(f);
	fputs("cointill:secret\n", f);
	fclose(f);
}

void litecoind_start(void)
{
	arena = arena_open(ROOM);
	owner = getpid();
	snprintf(dir, sizeof(dir), "/tmp/cointill-litecoind-XXXXXX");
	cr_assert(mkdtemp(dir));
	start_guard();
	atexit(kill_node);
	port = free_port();
	remote_allow_loopback(true);
	write_login();
	cr_assert_null(settings_set("chain", "regtest"));
	cr_assert_null(settings_set(
		"sources_litecoin",
		arena_printf(arena, "bitcoind=http://127.0.0.1:%d", port)));
	start_node();
	litecoind_call(NULL, "createwallet",
	               "['miner',false,false,'',false,false,true]");
	litecoind_call("miner", "generatetoaddress", "[%d,'%s']", MATURITY + 5,
	               litecoind_ask("miner", "getnewaddress", "[]"));
}

void litecoind_stop(void)
{
	litecoind_call(NULL, "stop", "[]");
	cr_assert_eq(waitpid(node, NULL, 0), node);
	node = 0;
}

void litecoind_start_again(void)
{
	start_node();
}

void litecoind_forget_wallet(const char *name)
{
	litecoind_stop();
	cr_assert_eq(system(arena_printf(arena,
	                                 "rm -rf '%s/regtest/wallets/%s'"
	                                 " '%s/regtest/%s'",
	                                 dir, name, dir, name)),
	             0); /* lint: a test's own folder */
	litecoind_start_again();
}

/* --- the chain ----------------------------------------------------------- */

/* Block 432 has to hold a transaction of the other kind. */
static void mine_by_extension(int blocks)
{
	int left = FIRST_EXTENSION - 1 - (int)litecoind_height();

	if (left < 0 || left >= blocks)
		return;
	if (left)
		litecoind_call("miner", "generatetoaddress", "[%d,'%s']", left,
		               litecoind_ask("miner", "getnewaddress", "[]"));
	litecoind_pay(litecoind_ask("miner", "getnewaddress", "['','mweb']"),
	              "1");
	litecoind_call("miner", "generatetoaddress", "[1,'%s']",
	               litecoind_ask("miner", "getnewaddress", "[]"));
}

/* A fresh address: the same one could build an invalidated block again. */
void litecoind_mine(int blocks)
{
	int64_t end = litecoind_height() + blocks;

	mine_by_extension(blocks);
	blocks = (int)(end - litecoind_height());
	if (!blocks)
		return;
	litecoind_call("miner", "generatetoaddress", "[%d,'%s']", blocks,
	               litecoind_ask("miner", "getnewaddress", "[]"));
}

int64_t litecoind_height(void)
{
	int64_t height = -1;

	cr_assert(
		json_int(&height, litecoind_call(NULL, "getblockcount", "[]")));
	return height;
}

const char *litecoind_address(const char *wallet)
{
	struct remote_call call = send_call(wallet, "getwalletinfo", "[]");

	if (call.http != 200)
		litecoind_call(NULL, "createwallet",
		               "['%s',false,false,'',false,false,true]",
		               wallet);
	return litecoind_ask(wallet, "getnewaddress", "['','bech32']");
}

const char *litecoind_pay(const char *address, const char *amount)
{
	return litecoind_ask("miner", "sendtoaddress", "['%s',%s]", address,
	                     amount);
}
