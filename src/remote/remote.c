/* SPDX-License-Identifier: MIT */
#include "remote/remote.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/panic.h"
#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

enum {
	CONNECT_MS = 10000,
	HEADERS_MOST = 64 * 1024,
	ANSWER_ROOM = 4096,
	POLL_MS = 1000
};

/* A call under way.  The handles belong to the batch, which the arena
 * closes. */
struct transfer {
	struct remote_call *call;
	CURL *easy;
	struct curl_slist *headers;
	struct text answer;
	size_t header_bytes;
	int64_t started_ms;
	const char *refusal; /* why we broke it off */
	char fault[CURL_ERROR_SIZE];
};

struct batch {
	struct arena *arena;
	CURLM *multi;
	struct transfer *transfers;
	size_t n, next, flying;
};

static bool loopback_allowed;

void remote_allow_loopback(bool allow)
{
	loopback_allowed = allow;
}

static void transfer_close(struct batch *b, struct transfer *t)
{
	if (t->easy) {
		curl_multi_remove_handle(b->multi, t->easy);
		curl_easy_cleanup(t->easy);
	}
	curl_slist_free_all(t->headers);
	t->easy = NULL;
	t->headers = NULL;
}

/* Harmless when done before. */
static void batch_close(void *batch)
{
	struct batch *b = batch;

	for (size_t i = 0; i < b->n; i++)
		transfer_close(b, &b->transfers[i]);
	if (b->multi)
		curl_multi_cleanup(b->multi);
	b->multi = NULL;
}

static struct batch *batch_open(struct arena *a, struct remote_call *calls,
                                size_t n)
{
	static bool ready;
	struct batch *b = arena_new(a, struct batch);

	if (!ready)
		must(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
	ready = true;
	b->arena = a;
	b->transfers = arena_array(a, n, struct transfer);
	b->n = n;
	for (size_t i = 0; i < n; i++)
		b->transfers[i].call = &calls[i];
	b->multi = curl_multi_init();
	must(b->multi);
	arena_defer(a, batch_close, b);
	return b;
}

static size_t take_body(char *bytes, size_t size, size_t n, void *transfer)
{
	struct transfer *t = transfer;
	size_t len = size * n;

	if (len > t->call->limit_bytes - t->answer.len) {
		t->refusal = "the answer is too large";
		t->call->is_too_large = true;
		return 0;
	}
	/* libcurl could not bear it if we unwound from in here. */
	if (!text_has(&t->answer, len)) {
		t->refusal = "no memory is left for the answer";
		t->call->is_too_large = true;
		return 0;
	}
	text_add(&t->answer, (struct slice){bytes, len});
	return len;
}

/* Header lines are not kept, but libcurl keeps them. */
static size_t take_header(char *bytes, size_t size, size_t n, void *transfer)
{
	struct transfer *t = transfer;
	size_t len = size * n;

	(void)bytes;
	t->header_bytes += len;
	if (t->header_bytes <= HEADERS_MOST)
		return len;
	t->refusal = "the answer has too many headers";
	return 0;
}

static bool is_loopback(const char *host)
{
	return strcmp(host, "127.0.0.1") == 0 || strcmp(host, "localhost") == 0;
}

/* The protocols to allow libcurl for this address, or NULL. */
static const char *protocols_of(const char *url)
{
	const char *protocols = NULL;
	char *scheme = NULL, *host = NULL;
	CURLU *u = curl_url();

	must(u);
	if (curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK &&
	    curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
	    curl_url_get(u, CURLUPART_HOST, &host, 0) == CURLUE_OK) {
		if (strcmp(scheme, "https") == 0)
			protocols = "https";
		else if (strcmp(scheme, "http") == 0 && loopback_allowed &&
		         is_loopback(host))
			protocols = "http";
	}
	curl_free(scheme);
	curl_free(host);
	curl_url_cleanup(u);
	return protocols;
}

/* Checked, because an option left out in silence could resend a POST. */
#define SET(easy, option, value) \
	must(curl_easy_setopt((easy), (option), (value)) == CURLE_OK)

/* One connection, used once: libcurl repeats a request by itself when a
 * reused connection is dead. */
static void set_transport(CURL *easy, const char *protocols, unsigned timeout_s)
{
	SET(easy, CURLOPT_PROTOCOLS_STR, protocols);
	SET(easy, CURLOPT_FRESH_CONNECT, 1L);
	SET(easy, CURLOPT_FORBID_REUSE, 1L);
	SET(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	SET(easy, CURLOPT_HTTP09_ALLOWED, 0L);
	SET(easy, CURLOPT_FOLLOWLOCATION, 0L);
	SET(easy, CURLOPT_PROXY, "");
	SET(easy, CURLOPT_NOSIGNAL, 1L);
	SET(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	SET(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	SET(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	SET(easy, CURLOPT_TIMEOUT_MS, (long)timeout_s * 1000);
#if LIBCURL_VERSION_NUM >= 0x075700
	/* A hanging resolver must not outlast the time limit. */
	SET(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
}

static void add_header(struct transfer *t, const char *line)
{
	struct curl_slist *longer;

	must(!strpbrk(line, "\r\n"));
	longer = curl_slist_append(t->headers, line);
	must(longer);
	t->headers = longer;
}

static void set_request(struct transfer *t)
{
	const struct remote_call *c = t->call;

	SET(t->easy, CURLOPT_URL, c->url);
	SET(t->easy, CURLOPT_USERAGENT, "cointill");
	if (strcmp(c->method, "POST") == 0) {
		SET(t->easy, CURLOPT_POST, 1L);
		SET(t->easy, CURLOPT_POSTFIELDS, c->body.len ? c->body.p : "");
		SET(t->easy, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)c->body.len);
	} else {
		must(strcmp(c->method, "GET") == 0);
	}
	for (size_t i = 0; c->headers && c->headers[i]; i++)
		add_header(t, c->headers[i]);
	add_header(t, "Expect:");
	SET(t->easy, CURLOPT_HTTPHEADER, t->headers);
}

static void set_answer(struct transfer *t)
{
	SET(t->easy, CURLOPT_PRIVATE, t);
	SET(t->easy, CURLOPT_ERRORBUFFER, t->fault);
	SET(t->easy, CURLOPT_WRITEFUNCTION, take_body);
	SET(t->easy, CURLOPT_WRITEDATA, t);
	SET(t->easy, CURLOPT_HEADERFUNCTION, take_header);
	SET(t->easy, CURLOPT_HEADERDATA, t);
}

static void transfer_start(struct batch *b, struct transfer *t)
{
	struct remote_call *c = t->call;
	const char *protocols = protocols_of(c->url);

	c->status = REMOTE_NOT_SENT;
	c->http = 0;
	c->took_ms = 0;
	c->content_type[0] = '\0';
	c->answer = (struct slice){"", 0};
	c->why = NULL;
	c->is_too_large = false;
	if (!protocols) {
		c->why = "not an https address";
		return;
	}
	must(c->timeout_s > 0);
	t->started_ms = clock_ticks_ms();
	t->answer = text_open(b->arena, ANSWER_ROOM);
	t->easy = curl_easy_init();
	must(t->easy);
	set_transport(t->easy, protocols, c->timeout_s);
	set_request(t);
	set_answer(t);
	must(curl_multi_add_handle(b->multi, t->easy) == CURLM_OK);
	b->flying++;
}

static void keep_answer(struct transfer *t)
{
	struct remote_call *c = t->call;
	const char *type = NULL;

	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &c->http);
	curl_easy_getinfo(t->easy, CURLINFO_CONTENT_TYPE, &type);
	if (type)
		snprintf(c->content_type, sizeof(c->content_type), "%s", type);
	c->answer = (struct slice){t->answer.p, t->answer.len};
	c->status = REMOTE_OK;
}

/* REQUEST_SIZE counts what was handed to the connection, after its TLS
 * handshake; while it is nil, the service has seen nothing of the request. */
static void keep_fault(struct batch *b, struct transfer *t, CURLcode code)
{
	struct remote_call *c = t->call;
	long sent = -1;

	curl_easy_getinfo(t->easy, CURLINFO_REQUEST_SIZE, &sent);
	c->status = sent == 0 ? REMOTE_NOT_SENT : REMOTE_UNKNOWN;
	if (t->refusal)
		c->why = t->refusal;
	else if (t->fault[0])
		c->why = arena_text(b->arena, t->fault);
	else
		c->why = curl_easy_strerror(code);
}

static void transfer_finish(struct batch *b, struct transfer *t, CURLcode code)
{
	t->call->took_ms = clock_ticks_ms() - t->started_ms;
	if (code == CURLE_OK)
		keep_answer(t);
	else
		keep_fault(b, t, code);
	transfer_close(b, t);
	b->flying--;
}

static void leave_out(struct remote_call *c)
{
	c->status = REMOTE_NOT_SENT;
	c->answer = (struct slice){"", 0};
	c->why = "there was no time left";
}

static void start_more(struct batch *b, unsigned wide, int64_t until_ms)
{
	while (b->flying < wide && b->next < b->n) {
		struct transfer *t = &b->transfers[b->next++];

		if (clock_ticks_ms() > until_ms)
			leave_out(t->call);
		else
			transfer_start(b, t);
	}
}

static void finish_done(struct batch *b)
{
	CURLMsg *m;
	int left;

	while ((m = curl_multi_info_read(b->multi, &left))) {
		struct transfer *t;
		CURLcode code = m->data.result;

		if (m->msg != CURLMSG_DONE)
			continue;
		must(curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &t) ==
		     CURLE_OK);
		transfer_finish(b, t, code);
	}
}

void remote_perform(struct arena *a, struct remote_call *calls, size_t n,
                    unsigned wide)
{
	remote_perform_until(a, calls, n, wide, INT64_MAX);
}

void remote_perform_until(struct arena *a, struct remote_call *calls, size_t n,
                          unsigned wide, int64_t until_ms)
{
	struct batch *b;
	int running;

	if (n == 0)
		return;
	must(wide > 0);
	b = batch_open(a, calls, n);
	start_more(b, wide, until_ms);
	while (b->flying) {
		must(curl_multi_perform(b->multi, &running) == CURLM_OK);
		finish_done(b);
		start_more(b, wide, until_ms);
		if (b->flying)
			must(curl_multi_poll(b->multi, NULL, 0, POLL_MS,
			                     NULL) == CURLM_OK);
	}
	batch_close(b);
}
