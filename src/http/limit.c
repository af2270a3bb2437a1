/* SPDX-License-Identifier: MIT */
#include "http/limit.h"
#include <stdlib.h>
#include "base/arena.h"
#include "base/panic.h"
#include "http/request.h"
#include "redis/keys.h"
#include "redis/redis.h"

/* Counts and sets the window's end in one step, so that a counter without an
 * end cannot stay behind. */
static struct script TAKE = {
	"local n = redis.call('INCR', KEYS[1]) "
	"if n < 1 then n = 1 redis.call('SET', KEYS[1], 1) end "
	"if n == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end "
	"return n",
	"",
};

bool limit_take(struct request *rq, const char *what, const char *who,
                int64_t max, unsigned seconds)
{
	const struct answer *n =
		redis_script(rq->redis, rq->arena, &TAKE,
	                     WORDS(word(key_limit(rq->arena, what, who))),
	                     WORDS(word_int(rq->arena, seconds)));

	return n->i <= max;
}

bool limit_reached(struct request *rq, const char *what, const char *who,
                   int64_t max)
{
	const struct answer *n = redis_ask(
		rq->redis, rq->arena,
		WORDS(word("GET"), word(key_limit(rq->arena, what, who))));

	return n->kind == ANSWER_TEXT && strtoll(n->s.p, NULL, 10) >= max;
}

void limit_clear(struct request *rq, const char *what, const char *who)
{
	redis_ask(rq->redis, rq->arena,
	          WORDS(word("DEL"), word(key_limit(rq->arena, what, who))));
}

/* --- reserves ------------------------------------------------------------ */

enum { RESERVES_MAX = 4, SCAN_KEYS = 1000 };

/* A key holds the moment at which its reserve is full again, and ends then; no
 * later one than that of a reserve all spent is believed.
 * ARGV: for each key, the ms that one takes to come back, and those of all. */
static struct script SPEND = {
	"local t = redis.call('TIME') "
	"local now = t[1] * 1000 + math.floor(t[2] / 1000) "
	"local full = {} "
	"for i, k in ipairs(KEYS) do"
	"  local at = tonumber(redis.call('GET', k) or now) or now"
	"  if not (at >= 0) then at = now end"
	"  at = math.min(at, now + ARGV[2 * i])"
	"  full[i] = math.max(at, now) + ARGV[2 * i - 1]"
	"  if full[i] - now > tonumber(ARGV[2 * i]) then return 0 end end "
	"for i, k in ipairs(KEYS) do"
	"  redis.call('SET', k, string.format('%.0f', full[i]), 'PX',"
	"    string.format('%.0f', full[i] - now)) end "
	"return 1",
	"",
};

static struct script PUT_BACK = {
	"local t = redis.call('TIME') "
	"local now = t[1] * 1000 + math.floor(t[2] / 1000) "
	"for i, k in ipairs(KEYS) do"
	"  local at = tonumber(redis.call('GET', k) or now) or now"
	"  if not (at >= 0) then at = now end"
	"  at = math.min(at, now + ARGV[2 * i])"
	"  at = at - ARGV[2 * i - 1]"
	"  if at <= now then redis.call('DEL', k)"
	"  else redis.call('SET', k, string.format('%.0f', at), 'PX',"
	"    string.format('%.0f', at - now)) end end "
	"return 1",
	"",
};

static int64_t run(struct request *rq, struct script *script,
                   const struct reserve *v, size_t n)
{
	struct slice keys[RESERVES_MAX], args[2 * RESERVES_MAX];

	must(n <= RESERVES_MAX);
	for (size_t i = 0; i < n; i++) {
		int64_t each = v[i].seconds * 1000 / v[i].most;

		keys[i] = word(key_limit(rq->arena, v[i].what, v[i].who));
		args[2 * i] = word_int(rq->arena, each);
		args[2 * i + 1] = word_int(rq->arena, each * v[i].most);
	}
	return redis_script(rq->redis, rq->arena, script,
	                    (struct words){keys, n},
	                    (struct words){args, 2 * n})
	        ->i;
}

bool limit_spend(struct request *rq, const struct reserve *v, size_t n)
{
	return run(rq, &SPEND, v, n) == 1;
}

void limit_put_back(struct request *rq, const struct reserve *v, size_t n)
{
	run(rq, &PUT_BACK, v, n);
}

/* One step of a walk over the keys: the cursor of the next, and how many of
 * them went. */
static const char *forget_some(struct redis *r, struct arena *a,
                               const char *cursor, const char *pattern,
                               int64_t *n)
{
	const struct answer *got = redis_ask(
		r, a,
		WORDS(word("SCAN"), word(cursor), word("MATCH"), word(pattern),
	              word("COUNT"), word_int(a, SCAN_KEYS)));
	const struct answer *keys = got->item[1];

	for (size_t i = 0; i < keys->n; i++)
		*n += redis_ask(r, a, WORDS(word("DEL"), keys->item[i]->s))->i;
	return arena_bytes(a, got->item[0]->s.p, got->item[0]->s.len);
}

int64_t limit_forget(struct redis *r, struct arena *a, const char *who)
{
	const char *pattern = key_limit(a, "*", who), *cursor = "0";
	int64_t n = 0;

	do
		cursor = forget_some(r, a, cursor, pattern, &n);
	while (*cursor != '0' || cursor[1]);
	return n;
}
