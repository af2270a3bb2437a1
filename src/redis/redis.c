/* SPDX-License-Identifier: MIT */
#include "redis/redis.h"
#include <hiredis/hiredis.h>
#include <limits.h>
#include <openssl/evp.h>
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

enum { WAIT_MS = 200, PASSWORD_MAX = 1024, SHA1_BYTES = 20 };

struct redis {
	const char *socket;
	const char *password_file;
	redisContext *context; /* NULL until needed, and after a loss */
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

static void drop(struct redis *r)
{
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

static bool begins(const struct answer *error, const char *code)
{
	size_t n = strlen(code);

	return error->s.len >= n && !memcmp(error->s.p, code, n) &&
	       (error->s.len == n || error->s.p[n] == ' ');
}

_Noreturn static void lose(struct redis *r, const char *why)
{
	log_warn("Redis is lost: %s", why);
	drop(r);
	rescue_unwind(RESCUE_LOST);
}

static const struct answer *ask_any(struct redis *r, struct arena *a,
                                    struct words w)
{
	redisReply *reply;
	const struct answer *answer;

	if (!ready(r))
		rescue_unwind(RESCUE_LOST);
	reply = send_words(r->context, a, w);
	if (!reply)
		lose(r, r->context->errstr);
	answer = take(a, reply);
	freeReplyObject(reply);
	return answer;
}

/* Only its first word is shown, for the rest may quote a visitor. */
static void no_error(struct redis *r, const struct answer *answer,
                     struct slice command)
{
	static const char *const PASSING[] = {
		"OOM",  "READONLY",   "LOADING",    "MISCONF",
		"BUSY", "MASTERDOWN", "NOREPLICAS", "NOAUTH"};

	if (answer->kind != ANSWER_ERROR)
		return;
	for (size_t i = 0; i < sizeof(PASSING) / sizeof(*PASSING); i++)
		if (begins(answer, PASSING[i]))
			lose(r, PASSING[i]);
	panic("Redis refused %.*s: %.*s", (int)command.len, command.p,
	      (int)strcspn(answer->s.p, " "), answer->s.p);
}

const struct answer *redis_ask(struct redis *r, struct arena *a, struct words w)
{
	const struct answer *answer = ask_any(r, a, w);

	no_error(r, answer, w.v[0]);
	return answer;
}

static void name_script(struct script *s)
{
	static const char HEX[] = "0123456789abcdef";
	unsigned char digest[EVP_MAX_MD_SIZE];

	must(EVP_Digest(s->text, strlen(s->text), digest, NULL, EVP_sha1(),
	                NULL) == 1);
	for (size_t i = 0; i < SHA1_BYTES; i++) {
		s->sha[2 * i] = HEX[digest[i] >> 4];
		s->sha[2 * i + 1] = HEX[digest[i] & 15];
	}
	s->sha[40] = 0;
}

const struct answer *redis_script(struct redis *r, struct arena *a,
                                  struct script *s, struct words keys,
                                  struct words args)
{
	size_t n = 3 + keys.n + args.n;
	struct slice *v = arena_array(a, n, struct slice);
	const struct answer *answer;

	if (!s->sha[0])
		name_script(s);
	v[0] = word("EVALSHA");
	v[1] = word(s->sha);
	v[2] = word_int(a, (int64_t)keys.n);
	if (keys.n)
		memcpy(v + 3, keys.v, keys.n * sizeof(*v));
	if (args.n)
		memcpy(v + 3 + keys.n, args.v, args.n * sizeof(*v));
	answer = ask_any(r, a, (struct words){v, n});
	if (answer->kind == ANSWER_ERROR && begins(answer, "NOSCRIPT")) {
		v[0] = word("EVAL");
		v[1] = word(s->text);
		answer = ask_any(r, a, (struct words){v, n});
	}
	no_error(r, answer, v[0]);
	return answer;
}
