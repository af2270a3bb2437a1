/* SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/panic.h"
#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What log_info wrote of msg. */
static const char *logged(const char *msg)
{
	static char got[32 * 1024];
	FILE *to = tmpfile();
	int kept = dup(STDERR_FILENO);
	ssize_t n;

	dup2(fileno(to), STDERR_FILENO);
	log_info("%s", msg);
	dup2(kept, STDERR_FILENO);
	close(kept);
	n = pread(fileno(to), got, sizeof(got) - 1, 0);
	fclose(to);
	cr_assert_gt(n, 0);
	got[n] = '\0';
	return got;
}

static void logs_as(const char *msg, const char *escaped)
{
	const char *got = logged(msg);
	const char *at = strstr(got, " msg=");

	cr_assert_not_null(at);
	cr_assert_str_eq(at + 5, escaped);
}

Test(log, a_line_has_time_level_and_process)
{
	const char *got = logged("hello");
	char level[8], msg[16];
	int year, ms;
	long pid;

	log_request(NULL);
	cr_assert_eq(sscanf(got,
	                    "at=%4d-%*2d-%*2dT%*2d:%*2d:%*2d.%3dZ level=%7s "
	                    "pid=%ld msg=%15s",
	                    &year, &ms, level, &pid, msg),
	             5, "%s", got);
	cr_assert_geq(year, 2024);
	cr_assert_str_eq(level, "info");
	cr_assert_eq(pid, getpid());
	cr_assert_str_eq(msg, "\"hello\"");
}

Test(log, the_request_is_named_until_it_ends)
{
	log_request("8f3a");
	cr_assert_not_null(strstr(logged("x"), " rq=8f3a pid="));
	log_request("a b=\"\n");
	cr_assert_not_null(strstr(logged("x"), " rq=\"a b=\\\"\\n\" pid="));
	log_request(NULL);
	cr_assert_null(strstr(logged("x"), "rq="));
}

Test(log, no_visitor_can_forge_a_line)
{
	logs_as("", "\"\"\n");
	logs_as("a\"b\\c", "\"a\\\"b\\\\c\"\n");
	logs_as("a\nat=2026 level=info", "\"a\\nat=2026 level=info\"\n");
	logs_as("tab\tcr\resc\x1b[31m", "\"tab\\tcr\\x0desc\\x1b[31m\"\n");
	logs_as("caf\xc3\xa9", "\"caf\xc3\xa9\"\n");
	logs_as("\xff\xc2\x85\xe2\x80\xa8\xe2\x80\xae",
	        "\"\\xff\\xc2\\x85\\xe2\\x80\\xa8\\xe2\\x80\\xae\"\n");
}

Test(log, a_long_text_is_cut_but_the_line_ends)
{
	static char bells[20000];
	const char *got;

	memset(bells, '\a', sizeof(bells) - 1);
	got = logged(bells);
	cr_assert_str_eq(got + strlen(got) - 2, "\"\n");
	cr_assert_eq(strchr(got, '\n'), got + strlen(got) - 1);
}

Test(log, errno_survives)
{
	errno = ENOENT;
	log_info("checking errno");
	cr_assert_eq(errno, ENOENT);
}

Test(panic, a_broken_promise_aborts, .signal = SIGABRT)
{
	must(1 + 1 == 2);
	must(1 + 1 == 3);
}
