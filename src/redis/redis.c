/* SPDX-License-Identifier: MIT */
#include "redis/inside.h"
#include <hiredis/hiredis.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/file.h"
#include "base/log.h"
#include "base/panic.h"
#include "base/rescue.h"

enum { WAIT_MS = 200, PASSWORD_MAX = 1024 };

struct redis {
	const char *socket;
	const char *password_file;
	redisContext *context; /* NULL until needed, and after a loss */
	redisReply *reply;     /* that is being read */
	pid_t owner;
};

static uint64_t trips;

struct redis *redis_open(const char *socket, const char *password_file)
{
	struct redis *r = calloc(1, sizeof(*r));

	must(r != NULL);
	r->socket = socket;
	r->password_file = password_file;
	return r;
}

static void check_owner(const struct redis *r)
{
	if (r->context && r->owner != getpid())
		panic("a Redis connection was used after a fork");
}

/* Who ran out of memory while reading it could not. */
static void forget_reply(struct redis *r)
{
	if (r->reply)
		freeReplyObject(r->reply);
	r->reply = NULL;
}

static void drop(struct redis *r)
{
	forget_reply(r);
	if (r->context)
		redisFree(r->context);
	r->context = NULL;
}

void redis_close(struct redis *r)
{
	if (!r)
		return;
	check_owner(r);
	drop(r);
	free(r);
}

/* One command in, one reply out; NULL when the context is of no more use. */
static redisReply *send_words(redisContext *c, struct arena *a, struct words w)
{
	const char **argv = arena_array(a, w.n, const char *);
	size_t *len = arena_array(a, w.n, size_t);

	must(w.n > 0 && w.n <= INT_MAX);
	for (size_t i = 0; i < w.n; i++) {
		argv[i] = w.v[i].p ? w.v[i].p : "";
		len[i] = w.v[i].len;
	}
	trips++;
	return redisCommandArgv(c, (int)w.n, argv, len);
}

/* Whether the reply is the status it should be; frees it. */
static bool says(redisReply *reply, const char *status)
{
	bool ok = reply && reply->type == REDIS_REPLY_STATUS &&
	          !strcmp(reply->str, status);

	if (reply)
		freeReplyObject(reply);
	return ok;
}

static bool give_password(redisContext *c, const char *path)
{
	struct arena *a = arena_open(16 * 1024);
	struct slice password;
	bool ok = file_read(&password, a, path, PASSWORD_MAX);

	while (ok && password.len && password.p[password.len - 1] == '\n')
		password.len--;
	ok = ok && says(send_words(c, a, WORDS(word("AUTH"), password)), "OK");
	if (!ok)
		log_error("Redis did not take the password in %s", path);
	arena_close(a);
	return ok;
}

static redisContext *connect_to(const struct redis *r)
{
	const struct timeval wait = {0, WAIT_MS * 1000};
	redisContext *c = redisConnectUnixWithTimeout(r->socket, wait);

	must(c != NULL);
	if (!c->err && redisSetTimeout(c, wait) == REDIS_OK &&
	    (!r->password_file || give_password(c, r->password_file)))
		return c;
	log_error("cannot connect to Redis: %s",
	          c->err ? c->errstr : "not ready");
	redisFree(c);
	return NULL;
}

/* Nobody may talk to us unasked: then the peer is gone, or out of step. */
static bool is_quiet(const redisContext *c)
{
	struct pollfd fd = {.fd = c->fd, .events = POLLIN};

	return poll(&fd, 1, 0) == 0;
}

static bool ready(struct redis *r)
{
	check_owner(r);
	forget_reply(r);
	if (r->context && !is_quiet(r->context))
		drop(r);
	if (!r->context) {
		r->context = connect_to(r);
		r->owner = getpid();
	}
	return r->context != NULL;
}

/* Whether the answer to it is that status; never unwinds. */
static bool hears(struct redis *r, struct words w, const char *status)
{
	struct arena *a;
	bool ok;

	if (!ready(r))
		return false;
	a = arena_open(4096);
	ok = says(send_words(r->context, a, w), status);
	arena_close(a);
	if (!ok)
		drop(r);
	return ok;
}

bool redis_alive(struct redis *r)
{
	return hears(r, WORDS(word("PING")), "PONG");
}

bool redis_takes(struct redis *r, const char *key)
{
	return hears(r,
	             WORDS(word("SET"), word(key), word("1"), word("EX"),
	                   word("60")),
	             "OK");
}

uint64_t redis_trips(void)
{
	return trips;
}

struct slice word(const char *text)
{
	return slice_text(text);
}

struct slice word_int(struct arena *a, int64_t i)
{
	return slice_text(arena_printf(a, "%lld", (long long)i));
}

static struct answer *take(struct arena *a, const redisReply *reply);

static void take_list(struct answer *out, struct arena *a,
                      const redisReply *reply)
{
	const struct answer **item =
		arena_array(a, reply->elements, const struct answer *);

	for (size_t i = 0; i < reply->elements; i++)
		item[i] = take(a, reply->element[i]);
	out->kind = ANSWER_LIST;
	out->n = reply->elements;
	out->item = item;
}

static struct answer *take(struct arena *a, const redisReply *reply)
{
	struct answer *out = arena_new(a, struct answer);

	switch (reply->type) {
	case REDIS_REPLY_NIL:
		return out;
	case REDIS_REPLY_INTEGER:
		out->kind = ANSWER_INT;
		out->i = reply->integer;
		return out;
	case REDIS_REPLY_ARRAY:
		take_list(out, a, reply);
		return out;
	case REDIS_REPLY_STRING:
	case REDIS_REPLY_STATUS:
	case REDIS_REPLY_ERROR:
		out->kind = reply->type == REDIS_REPLY_ERROR ? ANSWER_ERROR
		                                             : ANSWER_TEXT;
		out->s.p = arena_bytes(a, reply->str, reply->len);
		out->s.len = reply->len;
		return out;
	}
	/* The other kinds belong to a protocol we never ask for. */
	panic("Redis answered with the kind %d", reply->type);
}

_Noreturn void redis_lose(struct redis *r, const char *why)
{
	log_warn("Redis is lost: %s", why);
	drop(r);
	rescue_unwind(RESCUE_LOST);
}

const struct answer *redis_send(struct redis *r, struct arena *a,
                                struct words w)
{
	const struct answer *answer;

	if (!ready(r))
		rescue_unwind(RESCUE_LOST);
	r->reply = send_words(r->context, a, w);
	if (!r->reply)
		redis_lose(r, r->context->errstr);
	answer = take(a, r->reply);
	forget_reply(r);
	return answer;
}
