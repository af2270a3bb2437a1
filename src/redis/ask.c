/* SPDX-License-Identifier: MIT */
#include <openssl/evp.h>
#include <string.h>
#include "base/arena.h"
#include "base/log.h"
#include "base/panic.h"
#include "redis/inside.h"
#include "redis/keys.h"
/*
 * What was asked, and what is believed of the answer.
 *
 * Redis is not to be believed: a key of the wrong type, with contents that a
 * script cannot reckon with, past its bound or larger than anything of ours is
 * a lost key: logged and removed.  Where it has another type, nobody knows
 * what else is not as we left it, so what is in hand ends as if Redis were
 * lost (503), and the next finds a fresh start.  Else it is asked for again,
 * and finds one now.
 */
enum {
	SHA1_BYTES = 20,
	ANSWER_MOST = 256 * 1024 /* the largest of ours is a cart */
};

static bool begins(const struct answer *error, const char *code)
{
	size_t n = strlen(code);

	return error->s.len >= n && !memcmp(error->s.p, code, n) &&
	       (error->s.len == n || error->s.p[n] == ' ');
}

static bool is_error(const struct answer *answer, const char *code)
{
	return answer->kind == ANSWER_ERROR && begins(answer, code);
}

/* Redis 6 puts it behind the name of the script. */
static bool is_wrong_type(const struct answer *answer)
{
	return answer->kind == ANSWER_ERROR &&
	       memmem(answer->s.p, answer->s.len, "WRONGTYPE", 9);
}

/* Errors that say nothing of the key: the server is of no use now. */
static void not_passing(struct redis *r, const struct answer *answer)
{
	static const char *const PASSING[] = {
		"OOM",  "READONLY",   "LOADING",    "MISCONF",
		"BUSY", "MASTERDOWN", "NOREPLICAS", "NOAUTH"};

	for (size_t i = 0; i < sizeof(PASSING) / sizeof(*PASSING); i++)
		if (is_error(answer, PASSING[i]))
			redis_lose(r, PASSING[i]);
}

/* Only its first word is shown, for the rest may quote a visitor. */
static void no_error(const struct answer *answer, struct slice command)
{
	if (answer->kind == ANSWER_ERROR)
		panic("Redis refused %.*s: %.*s", (int)command.len, command.p,
		      (int)strcspn(answer->s.p, " "), answer->s.p);
}

static size_t bytes_of(const struct answer *answer)
{
	size_t n = answer->s.len;

	for (size_t i = 0; i < answer->n; i++)
		n += sizeof(*answer) + bytes_of(answer->item[i]);
	return n;
}

static bool is_huge(const struct answer *answer)
{
	return bytes_of(answer) > ANSWER_MOST;
}

/* Its kind alone is told: the rest may name a visitor. */
static void drop_key(struct redis *r, struct arena *a, struct slice key,
                     const char *why)
{
	const struct key_rule *rule = key_rule_of(key);

	log_error("Redis: a key of the kind %s %s: lost",
	          rule ? rule->stem : "?", why);
	(void)redis_send(r, a, WORDS(word("DEL"), key));
}

/* --- commands ------------------------------------------------------------ */

/* What is written has an end and a bound, so it goes another way. */
static void no_writing(struct words w)
{
	static const char *const FINE[] = {
		"GET",    "HGET",  "HGETALL", "HLEN", "SMEMBERS",
		"ZRANGE", "ZCARD", "EXISTS",  "TTL",  "PTTL",
		"TYPE",   "DUMP",  "DEL",     "HDEL", "ZREM"};

	for (size_t i = 0; i < sizeof(FINE) / sizeof(*FINE); i++)
		if (slice_is(w.v[0], FINE[i]))
			return;
	if (w.n > 1 && key_rule_of(w.v[1]))
		panic("%.*s writes to a key without its rule", (int)w.v[0].len,
		      w.v[0].p);
}

const struct answer *redis_ask(struct redis *r, struct arena *a, struct words w)
{
	const struct answer *answer;

	no_writing(w);
	answer = redis_send(r, a, w);
	not_passing(r, answer);
	if (w.n > 1 && is_wrong_type(answer)) {
		drop_key(r, a, w.v[1], "has another type");
		redis_lose(r, "a key had another type");
	}
	if (w.n > 1 && is_huge(answer)) {
		drop_key(r, a, w.v[1], "is too large");
		answer = redis_send(r, a, w);
		not_passing(r, answer);
	}
	no_error(answer, w.v[0]);
	return answer;
}

void redis_keep(struct redis *r, struct arena *a, const char *key,
                struct slice value)
{
	const struct key_rule *rule = key_rule_of(word(key));
	const struct answer *answer;

	must(rule && value.len <= ANSWER_MOST);
	if (rule->seconds)
		answer = redis_send(r, a,
		                    WORDS(word("SET"), word(key), value,
		                          word("EX"),
		                          word_int(a, rule->seconds)));
	else
		answer = redis_send(r, a, WORDS(word("SET"), word(key), value));
	not_passing(r, answer);
	no_error(answer, word("SET"));
}

/* --- scripts ------------------------------------------------------------- */

/* Around each script: whatever it wrote to its keys has an end and a bound,
 * which come as one more argument, "seconds:most" of each key. */
static const char BEFORE[] = "local rules = table.remove(ARGV) "
			     "local function body() ";
static const char AFTER[] =
	" end "
	"local out, i = body(), 0 "
	"local COUNT = {hash = 'HLEN', set = 'SCARD', zset = 'ZCARD'} "
	"for s, most in string.gmatch(rules, '(%d+):(%d+)') do i = i + 1 "
	"  s, most = tonumber(s), tonumber(most) "
	"  if s > 0 then "
	"    local t = redis.call('TTL', KEYS[i]) "
	"    if t == -1 or t > s then redis.call('EXPIRE', KEYS[i], s) end end "
	"  if most > 0 then "
	"    local count = COUNT[redis.call('TYPE', KEYS[i]).ok] "
	"    if count and redis.call(count, KEYS[i]) > most then"
	"      return redis.error_reply('BOUND') end end end ";

/* Instead of redis.call, when some key has another type: that one is removed,
 * and the command tried again. */
static const char MEND[] =
	"local gone, real = {}, redis "
	"local redis = {error_reply = real.error_reply, call = "
	"function(...)"
	"  local out, key = real.pcall(...), select(2, ...)"
	"  if type(out) ~= 'table' or not out.err then return out end"
	"  if string.find(out.err, 'WRONGTYPE', 1, true) then"
	"    real.call('DEL', key) gone[#gone + 1] = key end"
	"  return real.call(...) end} ";

static void name_script(struct arena *a, struct script *s)
{
	static const char HEX[] = "0123456789abcdef";
	unsigned char digest[EVP_MAX_MD_SIZE];
	const char *text =
		arena_printf(a, "%s%s%s return out", BEFORE, s->text, AFTER);

	must(EVP_Digest(text, strlen(text), digest, NULL, EVP_sha1(), NULL) ==
	     1);
	for (size_t i = 0; i < SHA1_BYTES; i++) {
		s->sha[2 * i] = HEX[digest[i] >> 4];
		s->sha[2 * i + 1] = HEX[digest[i] & 15];
	}
	s->sha[40] = 0;
}

static const char *rules_of(struct arena *a, struct words keys)
{
	struct text t = text_open(a, 64);

	for (size_t i = 0; i < keys.n; i++) {
		const struct key_rule *rule = key_rule_of(keys.v[i]);

		must(rule || !key_is_ours(keys.v[i]));
		text_printf(&t, "%lld:%u,", rule ? (long long)rule->seconds : 0,
		            rule ? rule->most : 0);
	}
	return t.p;
}

/* EVAL or EVALSHA, the script, its keys and arguments, the rules. */
static struct words call_of(struct arena *a, struct words keys,
                            struct words args)
{
	size_t n = 4 + keys.n + args.n;
	struct slice *v = arena_array(a, n, struct slice);

	v[2] = word_int(a, (int64_t)keys.n);
	if (keys.n)
		memcpy(v + 3, keys.v, keys.n * sizeof(*v));
	if (args.n)
		memcpy(v + 3 + keys.n, args.v, args.n * sizeof(*v));
	v[n - 1] = word(rules_of(a, keys));
	return (struct words){v, n};
}

static const struct answer *run(struct redis *r, struct arena *a,
                                const struct script *s, struct words call)
{
	struct slice *v = (struct slice *)call.v;
	const struct answer *answer;

	v[0] = word("EVALSHA");
	v[1] = word(s->sha);
	answer = redis_send(r, a, call);
	if (is_error(answer, "NOSCRIPT")) {
		v[0] = word("EVAL");
		v[1] = word(arena_printf(a, "%s%s%s return out", BEFORE,
		                         s->text, AFTER));
		answer = redis_send(r, a, call);
	}
	not_passing(r, answer);
	return answer;
}

/* Runs it with each key of another type removed on the way: a script knows
 * keys that we do not. */
static _Noreturn void mend(struct redis *r, struct arena *a,
                           const struct script *s, struct words call)
{
	struct slice *v = (struct slice *)call.v;
	const struct answer *answer;

	v[0] = word("EVAL");
	v[1] = word(arena_printf(a, "%s%s%s%s return {out or false, gone}",
	                         MEND, BEFORE, s->text, AFTER));
	answer = redis_send(r, a, call);
	not_passing(r, answer);
	if (answer->kind == ANSWER_LIST && answer->n == 2)
		for (size_t i = 0; i < answer->item[1]->n; i++)
			drop_key(r, a, answer->item[1]->item[i]->s,
			         "had another type");
	redis_lose(r, "a key had another type");
}

const struct answer *redis_script(struct redis *r, struct arena *a,
                                  struct script *s, struct words keys,
                                  struct words args)
{
	struct words call = call_of(a, keys, args);
	const struct answer *answer;

	if (!s->sha[0])
		name_script(a, s);
	answer = run(r, a, s, call);
	if (is_wrong_type(answer))
		mend(r, a, s, call);
	/* What else fails is what the keys hold; a mistake of ours fails
	 * without them, too. */
	if (answer->kind == ANSWER_ERROR || is_huge(answer)) {
		for (size_t i = 0; i < keys.n; i++)
			drop_key(r, a, keys.v[i],
			         is_error(answer, "BOUND")
			                 ? "has too many members"
			                 : "holds what we cannot read");
		answer = run(r, a, s, call);
	}
	no_error(answer, word("a script"));
	return answer;
}
