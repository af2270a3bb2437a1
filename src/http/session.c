/* SPDX-License-Identifier: MIT */
#include "http/session.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/panic.h"
#include "base/random.h"
#include "base/rescue.h"
#include "base/seal.h"
#include "db/db.h"
#include "http/cookie.h"
#include "http/reply.h"
#include "http/request.h"
#include "http/router.h"
#include "redis/keys.h"
#include "redis/redis.h"
#include "settings.h"

#define COOKIE "sid"

enum {
	ID_BYTES = 32,
	ID_TEXT = 43, /* base64url of it */
	IDLE_S = 2 * 60 * 60,
	ABSOLUTE_S = 7 * 24 * 60 * 60,
	SESSIONS_MAX = 10 /* of one user; the oldest gives way */
};

static const char *hash_of(struct arena *a, const char *id)
{
	uint8_t hash[SHA256_BYTES];

	sha256(hash, slice_text(id));
	return text_hex(a, hash, sizeof(hash));
}

static bool looks_like_id(const char *id)
{
	static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm"
				      "nopqrstuvwxyz0123456789-_";

	return strlen(id) == ID_TEXT && strspn(id, LETTERS) == ID_TEXT;
}

/* Everything a page's frame needs, in one round trip.  A catalogue without a
 * version gets the time for one.
 * KEYS: session, catalogue version.  ARGV: prefix, hash, idle and absolute
 * seconds, now, epoch. */
static struct script LOAD = {
	"local p, h = ARGV[1], ARGV[2] "
	"local v = redis.call('GET', KEYS[2]) "
	"if not v then local now = redis.call('TIME')"
	"  v = now[1]..'.'..now[2] redis.call('SET', KEYS[2], v) end "
	"if h == '' then return {v, false} end "
	"local s = redis.call('HMGET', KEYS[1], 'a', 'n', 't', 'd',"
	"  'e') "
	"if not s[3] then return {v, false} end "
	/* Neither too old nor from the future, nor no time at all. */
	"local age = ARGV[5] - (tonumber(s[3]) or 0) "
	"if s[5] ~= ARGV[6] or"
	"  not (age > -60 and age <= tonumber(ARGV[4])) then"
	"  redis.call('DEL', KEYS[1]) return {v, false} end "
	"local d = s[4] "
	"if d then redis.call('HDEL', KEYS[1], 'd') end "
	"local idle = tonumber(ARGV[3]) "
	"local is_used = redis.call('TTL', KEYS[1]) < idle - 60 "
	"if is_used then redis.call('EXPIRE', KEYS[1], idle) end "
	"local function lines(c)"
	"  return redis.call('HLEN', c) - redis.call('HEXISTS', c, 'g') end "
	"if not s[1] then local c = p..'c:g:'..h "
	"  if is_used then redis.call('EXPIRE', c, idle) end "
	"  return {v, '', '', lines(c), d} end "
	/* A buyer's session counts only while it is on the buyer's list, so
	 * that ending all of them misses none, whatever Redis evicted. */
	"if not redis.call('ZSCORE', p..'us:'..s[1], h) then"
	"  redis.call('DEL', KEYS[1]) return {v, false} end "
	"local shown = redis.call('MGET', p..'b:'..s[1], p..'n:'..s[1]) "
	"for i = 1, 2 do local n = shown[i] "
	"  if n and #n > 20 then shown[i] = false end end "
	"return {v, s[1], s[2], lines(p..'c:u:'..s[1]), d,"
	"  shown[1], shown[2]}",
	"",
};

static const char *text_of(struct request *rq, const struct answer *list,
                           size_t i)
{
	const struct answer *item;

	if (i >= list->n || list->item[i]->kind != ANSWER_TEXT)
		return NULL;
	item = list->item[i];
	return arena_bytes(rq->arena, item->s.p, item->s.len);
}

/* A whole number from 0 up; -1 for anything else. */
static int64_t number_of(struct request *rq, const struct answer *list,
                         size_t i)
{
	const char *text = text_of(rq, list, i);
	char *end;
	int64_t n;

	if (!text || *text < '0' || *text > '9')
		return -1;
	errno = 0;
	n = strtoll(text, &end, 10);
	return *end || errno ? -1 : n;
}

static const char *balance_of(struct request *rq, const struct answer *list)
{
	int64_t minor = number_of(rq, list, 5);
	char text[MONEY_TEXT];

	if (minor < 0)
		return NULL;
	money_show(text, money_minor(minor, setting_currency()));
	return arena_text(rq->arena, text);
}

/* Whether it is a session of ours; what it says is not believed unread. */
static bool take_user(struct request *rq, const struct answer *got)
{
	struct session *s = rq->session;
	const char *account = text_of(rq, got, 1);
	const char *name = text_of(rq, got, 2);

	if (*account && (!random_is_public_id(account) || !name ||
	                 !text_is_clean(slice_text(name), false)))
		return false;
	s->exists = true;
	s->cart_count = got->item[3]->i;
	s->done = text_of(rq, got, 4);
	if (!*account) {
		s->cart = key_guest_cart(rq->arena, s->key);
		return true;
	}
	s->account = account;
	s->user_name = name;
	s->cart = key_user_cart(rq->arena, account);
	s->balance = balance_of(rq, got);
	s->notices = number_of(rq, got, 6);
	return true;
}

static void forget_session(struct request *rq)
{
	redis_ask(rq->redis, rq->arena,
	          WORDS(word("DEL"),
	                word(key_session(rq->arena, rq->session->key))));
}

/* Nobody's session is judged by a worker that has not seen its database yet,
 * or it would end those of everybody. */
static const char *epoch_of(struct request *rq)
{
	if (!*key_epoch() && !db_alive(rq->db))
		rescue_unwind(RESCUE_LOST);
	return key_epoch();
}

void session_load(struct request *rq)
{
	struct session *s = rq->session;
	const char *id = cookie_get(rq, COOKIE);
	const struct answer *got;

	s->id = id && looks_like_id(id) ? id : "";
	s->key = *s->id ? hash_of(rq->arena, s->id) : "";
	got = redis_script(rq->redis, rq->arena, &LOAD,
	                   WORDS(word(key_session(rq->arena, s->key)),
	                         word(key_catalogue(rq->arena))),
	                   WORDS(word(key_prefix()), word(s->key),
	                         word_int(rq->arena, IDLE_S),
	                         word_int(rq->arena, ABSOLUTE_S),
	                         word_int(rq->arena, clock_now().ms / 1000),
	                         word(*s->id ? epoch_of(rq) : "")));
	s->catalogue = text_of(rq, got, 0);
	if (text_of(rq, got, 1)) {
		if (take_user(rq, got))
			return;
		log_error("a session held what is none: lost");
		forget_session(rq);
	}
	s->is_over = id != NULL;
}

/* Gives the browser a new id; the session's row is not written yet. */
static void new_id(struct request *rq)
{
	struct session *s = rq->session;
	uint8_t id[ID_BYTES];

	random_bytes(id, sizeof(id));
	s->id = text_base64url(rq->arena, id, sizeof(id));
	s->key = hash_of(rq->arena, s->id);
	s->exists = s->is_new = true;
	s->is_over = false;
}

/* KEYS: session.  ARGV: idle seconds, fields and values. */
static struct script BEGIN = {
	"redis.call('DEL', KEYS[1]) "
	"redis.call('HSET', KEYS[1], unpack(ARGV, 2)) "
	"return redis.call('EXPIRE', KEYS[1], ARGV[1])",
	"",
};

static void write_row(struct request *rq)
{
	struct session *s = rq->session;
	struct words key = WORDS(word(key_session(rq->arena, s->key)));
	struct slice idle = word_int(rq->arena, IDLE_S);
	struct slice now = word_int(rq->arena, clock_now().ms / 1000);
	struct slice epoch = word(epoch_of(rq));

	redis_script(rq->redis, rq->arena, &BEGIN, key,
	             s->account
	                     ? WORDS(idle, word("t"), now, word("e"), epoch,
	                             word("a"), word(s->account), word("n"),
	                             word(s->user_name))
	                     : WORDS(idle, word("t"), now, word("e"), epoch));
}

void session_start(struct request *rq)
{
	if (rq->session->exists)
		return;
	new_id(rq);
	write_row(rq);
	rq->session->cart = key_guest_cart(rq->arena, rq->session->key);
}

/* Remembers the session as one of the user's, and ends the oldest ones above
 * the limit.  KEYS: the set.  ARGV: hash, now, most, prefix, absolute. */
static struct script JOIN = {
	"redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1]) "
	"redis.call('EXPIRE', KEYS[1], ARGV[5]) "
	"local over = redis.call('ZCARD', KEYS[1]) - tonumber(ARGV[3]) "
	"if over > 0 then"
	"  for _, h in ipairs(redis.call('ZPOPMIN', KEYS[1], over)) do"
	"    redis.call('DEL', ARGV[4]..'s:'..h) end end "
	"return 1",
	"",
};

void session_sign_in(struct request *rq, const char *account, const char *name,
                     const char **old_cart)
{
	struct session *s = rq->session;

	*old_cart = s->exists && !s->account ? s->cart : NULL;
	if (s->exists)
		redis_ask(rq->redis, rq->arena,
		          WORDS(word("DEL"),
		                word(key_session(rq->arena, s->key))));
	new_id(rq);
	s->account = account;
	s->row = 0;
	s->user_name = name;
	s->cart = key_user_cart(rq->arena, account);
	s->balance = NULL;
	s->notices = -1;
	write_row(rq);
	redis_script(
		rq->redis, rq->arena, &JOIN,
		WORDS(word(key_user_sessions(rq->arena, account))),
		WORDS(word(s->key), word_int(rq->arena, clock_now().ms / 1000),
	              word_int(rq->arena, SESSIONS_MAX), word(key_prefix()),
	              word_int(rq->arena, ABSOLUTE_S)));
}

void session_sign_out(struct request *rq)
{
	struct session *s = rq->session;

	if (!s->exists)
		return;
	redis_ask(rq->redis, rq->arena,
	          WORDS(word("DEL"), word(key_session(rq->arena, s->key))));
	if (s->account)
		redis_ask(rq->redis, rq->arena,
		          WORDS(word("ZREM"),
		                word(key_user_sessions(rq->arena, s->account)),
		                word(s->key)));
	s->exists = false;
	s->account = NULL;
	s->row = 0;
	s->is_over = true;
}

int64_t session_user(struct request *rq)
{
	struct session *s = rq->session;

	if (!s->account || s->row)
		return s->row;
	s->row = router_site()->user_row(rq, s->account);
	if (!s->row)
		session_sign_out(rq);
	return s->row;
}

/* KEYS: the set.  ARGV: prefix, the hash to keep or "". */
static struct script END_ALL = {
	"local n = 0 "
	"for _, h in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do"
	"  if h ~= ARGV[2] then"
	"    n = n + redis.call('DEL', ARGV[1]..'s:'..h)"
	"    redis.call('ZREM', KEYS[1], h) end end "
	"return n",
	"",
};

int64_t session_end_all(struct request *rq, const char *account, bool keep)
{
	const struct answer *n = redis_script(
		rq->redis, rq->arena, &END_ALL,
		WORDS(word(key_user_sessions(rq->arena, account))),
		WORDS(word(key_prefix()), word(keep ? rq->session->key : "")));

	return n->i;
}

/* Counts those alive and forgets the others.  KEYS: the set.  ARGV: prefix. */
static struct script COUNT = {
	"local n = 0 "
	"for _, h in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do"
	"  if redis.call('EXISTS', ARGV[1]..'s:'..h) == 1 then n = n + 1"
	"  else redis.call('ZREM', KEYS[1], h) end end "
	"return n",
	"",
};

int64_t session_count(struct request *rq, const char *account)
{
	const struct answer *n =
		redis_script(rq->redis, rq->arena, &COUNT,
	                     WORDS(word(key_user_sessions(rq->arena, account))),
	                     WORDS(word(key_prefix())));

	return n->i;
}

/* Only with what is still there: a session that ended meanwhile must not begin
 * again as a key of its own.  KEYS: session.  ARGV: field, value. */
static struct script NOTE = {
	"if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end "
	"redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) "
	"return 1",
	"",
};

static void note(struct request *rq, struct slice field, struct slice value)
{
	must(rq->session->exists);
	redis_script(rq->redis, rq->arena, &NOTE,
	             WORDS(word(key_session(rq->arena, rq->session->key))),
	             WORDS(field, value));
}

void session_done(struct request *rq, const char *sentence)
{
	note(rq, word("d"), word(sentence));
}

/* --- what is kept with a session ---------------------------------------- */

/* Redis knows the hash of the id, not the id, so it cannot read this. */
static struct key kept_key(struct request *rq)
{
	struct key key;

	sha256(key.bytes,
	       slice_text(arena_printf(rq->arena, "kept:%s", rq->session->id)));
	return key;
}

static struct slice kept_name(struct request *rq, const char *name)
{
	return word(arena_printf(rq->arena, "k:%s", name));
}

void session_keep(struct request *rq, const char *name, const char *text)
{
	struct key key = kept_key(rq);

	note(rq, kept_name(rq, name),
	     seal(rq->arena, &key, name, slice_text(text)));
}

const char *session_kept(struct request *rq, const char *name)
{
	struct key key = kept_key(rq);
	const struct answer *got =
		redis_ask(rq->redis, rq->arena,
	                  WORDS(word("HGET"),
	                        word(key_session(rq->arena, rq->session->key)),
	                        kept_name(rq, name)));
	struct slice plain;

	if (got->kind != ANSWER_TEXT ||
	    !unseal(&plain, rq->arena, &key, name, got->s))
		return NULL;
	return arena_bytes(rq->arena, plain.p, plain.len);
}

void session_drop(struct request *rq, const char *name)
{
	redis_ask(rq->redis, rq->arena,
	          WORDS(word("HDEL"),
	                word(key_session(rq->arena, rq->session->key)),
	                kept_name(rq, name)));
}

void session_write_cookie(struct request *rq, struct reply *r)
{
	const struct session *s = rq->session;

	if (s->is_new)
		reply_header(rq, r, "Set-Cookie",
		             cookie_line(rq->arena, COOKIE, s->id,
		                         COOKIE_OF_SESSION));
	else if (s->is_over)
		reply_header(rq, r, "Set-Cookie",
		             cookie_line(rq->arena, COOKIE, "", COOKIE_GONE));
}
