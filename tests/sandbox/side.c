/* SPDX-License-Identifier: MIT */
#include "side.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "http/request.h"
#include "lib/services.h"
#include "remote/remote.h"
#include "sandbox/options.h"
#include "sandbox/routes.h"
#include "sandbox/schema.h"

struct side side_open(void)
{
	static const struct options OPTIONS = {.api_key = "test",
	                                       .seed = "side",
	                                       .time_scale = 100000,
	                                       .expiry_scale = 1,
	                                       /* the tests mine */
	                                       .block_scale = 100000,
	                                       .stall_s = 1};
	static struct site site;
	struct side s = {db_open(test_login()), arena_open(64 * 1024 * 1024)};

	site = (struct site){.routes = SANDBOX_ROUTES,
	                     .n = SANDBOX_ROUTES_COUNT,
	                     .pool = ALL,
	                     .error = sandbox_error,
	                     .no_sessions = true};
	options_open(&OPTIONS);
	remote_allow_loopback(true);
	router_open(&site);
	schema_make(s.db);
	return s;
}

void side_close(struct side *s)
{
	arena_close(s->arena);
	db_close(s->db);
}

struct said side_send(struct side *s, char *const *params, const char *body)
{
	struct request *rq = request_open(s->arena, params, slice_text(body));
	struct reply *r;
	const char *why;

	rq->db = s->db;
	r = router_answer(rq);
	return (struct said){r->status, r->body,
	                     json_read(s->arena, r->body, 12, &why)};
}

struct said side_ask(struct side *s, const char *method, const char *uri,
                     const char *body)
{
	char *params[] = {arena_printf(s->arena, "REQUEST_METHOD=%s", method),
	                  arena_printf(s->arena, "REQUEST_URI=%s", uri),
	                  "CONTENT_TYPE=application/x-www-form-urlencoded",
	                  "REMOTE_ADDR=127.0.0.1",
	                  "HTTP_X_API_KEY=test",
	                  NULL};

	return side_send(s, params, body);
}

int64_t side_payment(struct side *s, const char *type, const char *coin,
                     int port, const char **hash)
{
	bool amount = !strcmp(type, "PAYMENT");
	struct said said = side_ask(
		s, "POST", "/api/payment",
		arena_printf(s->arena,
	                     "{\"fiatCurrency\":\"USD\",\"paymentType\":\"%s\","
	                     "%s\"cryptoCurrency\":\"%s\",\"callbackUrl\":"
	                     "\"http://127.0.0.1:%d/hook\","
	                     "\"callbackSecret\":\"1234567890\"}",
	                     type, amount ? "\"fiatAmount\":10.00," : "", coin,
	                     port));

	cr_assert_eq(said.status, 200, "%s", said.body.p);
	if (hash)
		*hash = said_member(said, "hash");
	return strtoll(said_member(said, "id"), NULL, 10);
}

const char *said_member(struct said said, const char *name)
{
	const json *j = json_member(said.json, name);
	const char *text;

	if (json_text(&text, j) || json_number(&text, j))
		return text;
	return NULL;
}

static char kind_of(const json *j)
{
	const char *text;
	bool flag;

	if (json_text(&text, j))
		return '"';
	if (json_number(&text, j))
		return strchr(text, '.') ? '.' : '1';
	if (json_bool(&flag, j))
		return 'b';
	if (json_is_array(j))
		return '[';
	return json_is_object(j) ? '{' : '0';
}

void said_like(struct said said, struct slice fixture, struct arena *a)
{
	const char *why;
	const json *want = json_read(a, fixture, 0, &why);
	const json *w, *g;

	cr_assert(want && said.json, "%s", said.body.p);
	w = json_first(want);
	g = json_first(said.json);
	for (; w && g; w = json_next(w), g = json_next(g)) {
		cr_expect_str_eq(json_name(g), json_name(w));
		cr_expect_eq(kind_of(g), kind_of(w), "%s in %s", json_name(w),
		             said.body.p);
	}
	cr_expect(!w && !g, "%s", said.body.p);
}
