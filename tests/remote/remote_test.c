/* SPDX-License-Identifier: MIT */
#include "remote/remote.h"
#include "base/arena.h"
#include "lib/stub.h"
#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

#define OK "HTTP/1.1 200 OK\r\n"

static const char GOOD[] = OK "Content-Type: application/json\r\n"
			      "Content-Length: 8\r\n\r\n{\"a\":1}\n";
static const char ONE[] = OK "Content-Length: 1\r\n\r\n1";
static const char ERROR[] = "HTTP/1.1 502 Bad\r\nContent-Length: 4\r\n\r\noops";
static const char LARGE[] = OK "Content-Length: 20\r\n\r\n12345678901234567890";
static const char CUT[] = OK "Content-Length: 20\r\n\r\n1234567";
static const char MOVED[] = "HTTP/1.1 302 Found\r\nLocation: /good\r\n"
			    "Content-Length: 0\r\n\r\n";

static const char EMPTY[] = "HTTP/1.1 204 No Content\r\n\r\n";
static const char ENDLESS[] = OK "\r\n12345678901234567890";
static const char NONSENSE[] = "SSH-2.0-OpenSSH\r\n\r\n";

static const struct stub_page PAGES[] = {
	{.path = "/good",    .answer = GOOD},
	{.path = "/keep",                  .answer = ONE, .keeps = 1},
	{.path = "/empty",.answer = EMPTY},
	{.path = "/error",                  .answer = ERROR},
	{.path = "/slow",                .answer = ONE, .delay_ms = 5000},
	{.path = "/close",   .answer = NULL},
	{.path = "/large",                  .answer = LARGE},
	{.path = "/endless",.answer = ENDLESS},
	{.path = "/cut",                  .answer = CUT},
	{.path = "/moved",  .answer = MOVED},
	{.path = "/crowd",   .answer = ONE, .crowd = 8},
	{.path = "/nonsense",                  .answer = NONSENSE},
	{0	   },
};

static struct arena *a;
static int port;

static void open_it(void)
{
	a = arena_open(16 * 1024 * 1024);
	remote_allow_loopback(true);
	port = stub_start(PAGES);
}

static void close_it(void)
{
	arena_close(a);
}

TestSuite(remote, .init = open_it, .fini = close_it, .timeout = 30);

static struct remote_call call(const char *method, int to, const char *path)
{
	return (struct remote_call){
		.method = method,
		.url = arena_printf(a, "http://127.0.0.1:%d%s", to, path),
		.timeout_s = 2,
		.limit_bytes = 10,
	};
}

static struct remote_call get(const char *path)
{
	struct remote_call c = call("GET", port, path);

	remote_perform(a, &c, 1, 1);
	return c;
}

static struct remote_call post(const char *path)
{
	struct remote_call c = call("POST", port, path);

	c.body = SLICE("{\"pay\":1}");
	remote_perform(a, &c, 1, 1);
	return c;
}

Test(remote, an_answer_is_kept_whole)
{
	struct remote_call c = get("/good");

	cr_assert_eq(c.status, REMOTE_OK, "%s", c.why);
	cr_expect_eq(c.http, 200);
	cr_expect_str_eq(c.content_type, "application/json");
	cr_expect(slice_is(c.answer, "{\"a\":1}\n"));
	cr_expect_eq(c.answer.p[c.answer.len], '\0');
}

Test(remote, an_error_of_the_service_is_an_answer)
{
	struct remote_call c = get("/error");

	cr_assert_eq(c.status, REMOTE_OK);
	cr_expect_eq(c.http, 502);
	cr_expect(slice_is(c.answer, "oops"));
	c = get("/empty");
	cr_assert_eq(c.status, REMOTE_OK);
	cr_expect_eq(c.http, 204);
	cr_expect_eq(c.answer.len, 0);
}

Test(remote, a_post_carries_its_body_and_headers_once)
{
	static const char *const HEADERS[] = {"Content-Type: application/json",
	                                      "X-Api-Key: k", NULL};
	struct remote_call c = call("POST", port, "/good");
	const char *seen;

	c.body = SLICE("{\"pay\":1} and more");
	c.body.len = 9;
	c.headers = HEADERS;
	remote_perform(a, &c, 1, 1);
	seen = stub_latest();
	cr_expect_eq(c.status, REMOTE_OK);
	cr_expect(strstr(seen, "POST /good HTTP/1.1\r\n") == seen);
	cr_expect(strstr(seen, "\r\nX-Api-Key: k\r\n"));
	cr_expect(strstr(seen, "\r\nContent-Type: application/json\r\n"));
	cr_expect(strstr(seen, "\r\nContent-Length: 9\r\n"));
	cr_expect_not(strstr(seen, "x-www-form-urlencoded"));
	cr_expect_str_eq(strstr(seen, "\r\n\r\n"), "\r\n\r\n{\"pay\":1}");
}

Test(remote, a_large_post_does_not_wait_to_be_invited)
{
	struct remote_call c = call("POST", port, "/good");
	char *body = arena_array(a, 8000 + 1, char);

	memset(body, 'x', 8000);
	c.body = (struct slice){body, 8000};
	remote_perform(a, &c, 1, 1);
	cr_expect_eq(c.status, REMOTE_OK);
	cr_expect_not(strstr(stub_latest(), "Expect:"));
}

Test(remote, a_post_without_answer_is_unknown_and_sent_once)
{
	struct remote_call c = post("/close");

	cr_expect_eq(c.status, REMOTE_UNKNOWN);
	cr_expect(c.why);
	usleep(200 * 1000);
	cr_expect_eq(stub_requests(), 1);
}

/* On a reused connection libcurl would send the second one again. */
Test(remote, a_post_after_a_good_one_is_still_sent_once)
{
	struct remote_call calls[] = {call("POST", port, "/keep"),
	                              call("POST", port, "/close")};

	remote_perform(a, calls, 2, 1);
	cr_expect_eq(calls[0].status, REMOTE_OK);
	cr_expect_eq(calls[1].status, REMOTE_UNKNOWN);
	usleep(200 * 1000);
	cr_expect_eq(stub_requests(), 2);
}

Test(remote, a_slow_answer_is_unknown_after_the_time_limit)
{
	struct remote_call c = post("/slow");

	cr_expect_eq(c.status, REMOTE_UNKNOWN);
	cr_expect_geq(c.took_ms, 1900);
	cr_expect_lt(c.took_ms, 4000);
	cr_expect_eq(stub_requests(), 1);
}

Test(remote, a_refused_connection_is_surely_not_sent)
{
	struct remote_call c = call("POST", stub_dead_port(), "/good");

	remote_perform(a, &c, 1, 1);
	cr_expect_eq(c.status, REMOTE_NOT_SENT);
	cr_expect(c.why);
	cr_expect_eq(c.http, 0);
}

Test(remote, a_failed_handshake_is_surely_not_sent)
{
	struct remote_call c = call("POST", port, "/good");

	c.url = arena_printf(a, "https://127.0.0.1:%d/good", port);
	remote_perform(a, &c, 1, 1);
	cr_expect_eq(c.status, REMOTE_NOT_SENT);
	cr_expect_eq(stub_requests(), 0);
}

Test(remote, a_name_nobody_has_is_surely_not_sent)
{
	struct remote_call c = call("POST", port, "/good");

	c.url = "https://no-such-host.invalid/";
	remote_perform(a, &c, 1, 1);
	cr_expect_eq(c.status, REMOTE_NOT_SENT);
}

Test(remote, an_answer_over_its_limit_is_broken_off)
{
	struct remote_call c = get("/large");

	cr_expect_eq(c.status, REMOTE_UNKNOWN);
	cr_expect_str_eq(c.why, "the answer is too large");
	cr_expect_eq(c.answer.len, 0);
	c = get("/endless");
	cr_expect_eq(c.status, REMOTE_UNKNOWN);
}

Test(remote, a_truncated_answer_is_unknown)
{
	struct remote_call c = call("GET", port, "/cut");

	c.limit_bytes = 100;
	remote_perform(a, &c, 1, 1);
	cr_expect_eq(c.status, REMOTE_UNKNOWN);
	cr_expect_eq(c.answer.len, 0);
}

Test(remote, an_answer_that_is_not_http_is_unknown)
{
	cr_expect_eq(get("/nonsense").status, REMOTE_UNKNOWN);
}

Test(remote, a_redirect_is_an_answer_and_not_followed)
{
	struct remote_call c = get("/moved");

	cr_expect_eq(c.status, REMOTE_OK);
	cr_expect_eq(c.http, 302);
	cr_expect_eq(stub_requests(), 1);
}

Test(remote, a_proxy_of_the_environment_is_not_used)
{
	char *proxy = arena_printf(a, "http://127.0.0.1:%d", stub_dead_port());

	setenv("http_proxy", proxy, 1);
	setenv("all_proxy", proxy, 1);
	cr_expect_eq(get("/good").status, REMOTE_OK);
}

Test(remote, eight_calls_are_under_way_together)
{
	struct remote_call calls[8];

	for (int i = 0; i < 8; i++)
		calls[i] = call("GET", port, "/crowd");
	remote_perform(a, calls, 8, 8);
	for (int i = 0; i < 8; i++)
		cr_expect_eq(calls[i].status, REMOTE_OK, "%s", calls[i].why);
}

Test(remote, no_more_are_under_way_than_allowed)
{
	struct remote_call calls[8];

	for (int i = 0; i < 8; i++) {
		calls[i] = call("GET", port, "/crowd");
		calls[i].timeout_s = 1;
	}
	remote_perform(a, calls, 8, 7);
	for (int i = 0; i < 7; i++)
		cr_expect_eq(calls[i].status, REMOTE_UNKNOWN);
	cr_expect_eq(calls[7].status, REMOTE_OK);
}

Test(remote, one_bad_call_does_not_spoil_the_others)
{
	struct remote_call calls[] = {call("GET", port, "/good"),
	                              call("GET", stub_dead_port(), "/good"),
	                              call("GET", port, "/close"),
	                              call("GET", port, "/good")};

	calls[0].url = "nonsense://x";
	remote_perform(a, calls, 4, 2);
	cr_expect_eq(calls[0].status, REMOTE_NOT_SENT);
	cr_expect_eq(calls[1].status, REMOTE_NOT_SENT);
	cr_expect_eq(calls[2].status, REMOTE_UNKNOWN);
	cr_expect_eq(calls[3].status, REMOTE_OK);
}

static void is_refused(const char *url)
{
	struct remote_call c = call("GET", port, "/good");

	c.url = arena_printf(a, "%s:%d/good", url, port);
	remote_perform(a, &c, 1, 1);
	cr_expect_eq(c.status, REMOTE_NOT_SENT, "%s", url);
	cr_expect_str_eq(c.why, "not an https address", "%s", url);
}

Test(remote, plain_http_goes_to_loopback_alone)
{
	is_refused("http://127.0.0.1@example.org");
	is_refused("http://127.0.0.1.example.org");
	is_refused("http://example.org");
	is_refused("http://10.0.0.1");
	is_refused("ftp://127.0.0.1");
	is_refused("file://127.0.0.1");
	remote_allow_loopback(false);
	is_refused("http://127.0.0.1");
	is_refused("http://localhost");
	cr_expect_eq(stub_requests(), 0);
}
