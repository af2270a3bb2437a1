/* SPDX-License-Identifier: MIT */
#include "chain/budget.h"
#include <stdlib.h>
#include "base/arena.h"
#include "base/panic.h"
#include "redis/keys.h"
#include "redis/redis.h"

enum { PER_HOUR_MOST = 1000 * 1000 * 1000, BURST_MOST = 10000 };

enum { HOUR_US_PER_S = 3600, REST_MOST_S = 24 * 3600 };

/* A moment that we may have written; any other says nothing. */
#define KNOWN                                                                   \
	"local function known(v) v = tonumber(v)"                               \
	"  if v and v >= 0 and v < now + 2 * 86400 * 1000000 then return v end" \
	"  return 0 end "

/*
 * The bucket is kept as the moment at which it is full again: every call
 * moves that on by the time a token takes to come, and a call may be made
 * while it lies less than the bucket ahead.  Microseconds fit into Lua's
 * numbers until the year 2255.
 */
static struct script TAKE = {
	.text = "local t = redis.call('TIME') "
		"local now = t[1] * 1000000 + t[2] "
		"local v = redis.call('HMGET', KEYS[1], 'full', 'rest') " KNOWN
		"local every, burst = tonumber(ARGV[1]), tonumber(ARGV[2]) "
		"local want = tonumber(ARGV[3]) "
		"local rest = known(v[2]) "
		"if rest > now then return {0, math.ceil((rest - now) / 1000)} "
		"end "
		"if every == 0 then return {want, 0} end "
		"local full = math.max(known(v[1]), now) "
		"full = math.min(full, now + burst * every) "
		"local n = math.floor((now + burst * every - full) / every) "
		"if n > want then n = want end "
		"full = full + n * every "
		"redis.call('HSET', KEYS[1], 'full', "
		"string.format('%.0f', full)) "
		"redis.call('PEXPIRE', KEYS[1], "
		"string.format('%.0f', (full - now) / 1000 + 1000))"
		"if n == want then return {n, 0} end "
		"return {n, math.ceil((full - (burst - 1) * every - now) / "
		"1000)}",
};

static struct script REST = {
	.text = "local t = redis.call('TIME') "
		"local now = t[1] * 1000000 + t[2] "
		"local rest = now + ARGV[1] * 1000000 " KNOWN
		"local was = known(redis.call('HGET', KEYS[1], 'rest')) "
		"if was < rest then "
		"redis.call('HSET', KEYS[1], 'rest', "
		"string.format('%.0f', rest)) end "
		"if redis.call('PTTL', KEYS[1]) < ARGV[1] * 1000 then "
		"redis.call('PEXPIRE', KEYS[1], ARGV[1] * 1000 + 1000) end "
		"return 1",
};

static bool whole(unsigned *out, const char **p, unsigned long most)
{
	char *end;
	unsigned long n;

	if (**p < '0' || **p > '9')
		return false;
	n = strtoul(*p, &end, 10); /* ULONG_MAX of what is too long */
	*out = (unsigned)n;
	*p = end;
	return n <= most;
}

bool budget_read(unsigned *per_hour, unsigned *burst, const char *text)
{
	return whole(per_hour, &text, PER_HOUR_MOST) && *text++ == '/' &&
	       whole(burst, &text, BURST_MOST) && !*text && *burst > 0;
}

/* Microseconds between two tokens, rounded up; 0: there is no end of them. */
static int64_t token_us(unsigned per_hour)
{
	const int64_t hour = (int64_t)HOUR_US_PER_S * 1000000;

	return per_hour ? (hour + per_hour - 1) / per_hour : 0;
}

struct allowance budget_take(struct redis *r, struct arena *a, const char *host,
                             unsigned per_hour, unsigned burst, unsigned want)
{
	const struct answer *said = redis_script(
		r, a, &TAKE, WORDS(word(key_budget(a, host))),
		WORDS(word_int(a, token_us(per_hour)),
	              word_int(a, burst ? burst : 1), word_int(a, want)));

	must(said->kind == ANSWER_LIST && said->n == 2);
	return (struct allowance){
		.calls = (unsigned)said->item[0]->i,
		.wait_ms = said->item[1]->i,
	};
}

void budget_rest(struct redis *r, struct arena *a, const char *host, int s)
{
	if (s <= 0)
		return;
	if (s > REST_MOST_S)
		s = REST_MOST_S;
	redis_script(r, a, &REST, WORDS(word(key_budget(a, host))),
	             WORDS(word_int(a, s)));
}
