/* SPDX-License-Identifier: MIT */
#include "lib/anvil.h"
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/arena.h"
#include "lib/stub.h"
#include "remote/remote.h"

enum { DEPTH = 32, TRIES = 400, PAUSE_US = 50 * 1000 };

static const char *url;
static pid_t node, owner;

static bool is_program(char *path, size_t room, const char *folder, size_t len)
{
	snprintf(path, room, "%.*s/anvil", (int)len, folder);
	return access(path, X_OK) == 0;
}

static const char *find_program(void)
{
	static char path[512];
	const char *set = getenv("COINTILL_TEST_ANVIL");
	const char *folder = getenv("PATH");

	if (set && *set)
		return set;
	while (folder && *folder) {
		size_t len = strcspn(folder, ":");

		if (is_program(path, sizeof(path), folder, len))
			return path;
		folder += len + (folder[len] == ':');
	}
	return NULL;
}

static void stop(void)
{
	if (owner != getpid() || node <= 0)
		return;
	kill(node, SIGKILL);
	waitpid(node, NULL, 0);
}

static void become(const char *program, const char *port, const char *chain)
{
	int nothing = open("/dev/null", O_RDWR);

	/* Whatever becomes of the test. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(nothing, 0);
	dup2(nothing, 1);
	dup2(nothing, 2);
	execl(program, program, "--host", "127.0.0.1", "--port", port,
	      "--chain-id", chain, "--no-mining", "--quiet", "--threads", "2",
	      (char *)NULL);
	_exit(127);
}

static struct remote_call call(const char *method, const char *params)
{
	static const char *const HEADERS[] = {"Content-Type: application/json",
	                                      NULL};
	struct arena *a = arena_process();
	char *body = arena_printf(
		a, "{'jsonrpc':'2.0','id':1,'method':'%s','params':%s}", method,
		params);
	struct remote_call c = {.method = "POST",
	                        .url = url,
	                        .headers = HEADERS,
	                        .timeout_s = 20,
	                        .limit_bytes = 4 * 1024 * 1024};

	for (char *p = body; *p; p++)
		if (*p == '\'')
			*p = '"';
	c.body = slice_text(body);
	remote_perform(a, &c, 1, 1);
	return c;
}

static void await(void)
{
	for (int i = 0; i < TRIES; i++) {
		cr_assert_eq(waitpid(node, NULL, WNOHANG), 0,
		             "anvil does not run");
		if (call("eth_blockNumber", "[]").status == REMOTE_OK)
			return;
		usleep(PAUSE_US);
	}
	cr_assert_fail("anvil does not answer");
}

const char *anvil_start(int64_t chain_id)
{
	const char *program = find_program();
	char port[16], chain[32];

	if (!program)
		cr_skip_test("no anvil: COINTILL_TEST_ANVIL is not set and "
		             "it is not on PATH; ./check installs it");
	snprintf(port, sizeof(port), "%d", stub_free_port());
	snprintf(chain, sizeof(chain), "%lld", (long long)chain_id);
	url = arena_printf(arena_process(), "http://127.0.0.1:%s", port);
	owner = getpid();
	node = fork();
	cr_assert(node >= 0);
	if (node == 0)
		become(program, port, chain);
	atexit(stop);
	remote_allow_loopback(true);
	await();
	return url;
}

const json *anvil_call(const char *method, const char *params)
{
	struct remote_call c = call(method, params);
	const char *why;
	const json *j;

	cr_assert_eq(c.status, REMOTE_OK, "%s: %s", method, c.why);
	j = json_read(arena_process(), c.answer, DEPTH, &why);
	cr_assert(j, "%s: %s", method, why);
	cr_assert_null(json_member(j, "error"), "%s: %s", method, c.answer.p);
	return json_member(j, "result");
}

const char *anvil_text(const char *method, const char *params)
{
	const char *text = NULL;

	cr_assert(json_text(&text, anvil_call(method, params)), "%s", method);
	return text;
}

void anvil_mine(unsigned blocks)
{
	anvil_call("anvil_mine",
	           arena_printf(arena_process(), "['0x%x']", blocks));
}
