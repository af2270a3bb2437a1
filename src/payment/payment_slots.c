/* SPDX-License-Identifier: MIT */
#include "payment/payment_slots.h"
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "redis/keys.h"
#include "redis/redis.h"
#include "settings.h"
#include "user/shown.h"
#include "user/user.h"

/* As long as an invoice without a known end may be open. */
static const int64_t OPEN_MS = 2 * 60 * 60 * 1000;
/* The set outlives what is in it. */
static const int64_t KEEP_MS = 24 * 60 * 60 * 1000;

enum { SLOT_MISSING = -1, SLOT_REFUSED = 0, SLOT_TAKEN = 1 };

/* The member "" is always there, so that an empty set differs from a lost
 * one.  KEYS: set.  ARGV: now, most, id, expiry, lifetime. */
static struct script TAKE = {
	"if redis.call('EXISTS', KEYS[1]) == 0 then return -1 end "
	"redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1]) "
	"if redis.call('ZSCORE', KEYS[1], ARGV[3]) then return 1 end "
	"if redis.call('ZCARD', KEYS[1]) - 1 >= tonumber(ARGV[2]) "
	"then return 0 end "
	"redis.call('ZADD', KEYS[1], ARGV[4], ARGV[3]) "
	"redis.call('PEXPIRE', KEYS[1], ARGV[5]) "
	"return 1",
	""};

/* ARGV: lifetime, then expiry and id of each. */
static struct script FILL = {
	"redis.call('DEL', KEYS[1]) "
	"redis.call('ZADD', KEYS[1], '+inf', '') "
	"for i = 2, #ARGV, 2 do "
	"redis.call('ZADD', KEYS[1], ARGV[i], ARGV[i + 1]) end "
	"redis.call('PEXPIRE', KEYS[1], ARGV[1]) "
	"return 1",
	""};

static int64_t try_take(struct redis *r, struct arena *a, struct user_id user,
                        const char *public_id)
{
	int64_t now = clock_now().ms;
	const struct answer *said = redis_script(
		r, a, &TAKE, WORDS(word(key_open_payments(a, user.v))),
		WORDS(word_int(a, now),
	              word_int(a, setting_count(SET_OPEN_PAYMENTS_MAX)),
	              word(public_id), word_int(a, now + OPEN_MS),
	              word_int(a, KEEP_MS)));

	must(said->kind == ANSWER_INT);
	return said->i;
}

void payment_slots_fill(struct redis *r, struct arena *a, struct user_id user,
                        const struct payments *open)
{
	struct slice *v = arena_array(a, 1 + 2 * open->n, struct slice);
	struct words args = {v, 1};

	v[0] = word_int(a, KEEP_MS);
	for (size_t i = 0; i < open->n; i++) {
		const struct payment *p = open->v[i];
		int64_t end = p->expires_at.ms;

		if (!payment_is_open(p) || p->is_over)
			continue;
		if (!end)
			end = p->created_at.ms + OPEN_MS;
		v[args.n++] = word_int(a, end);
		v[args.n++] = word(p->public_id);
	}
	(void)redis_script(r, a, &FILL,
	                   WORDS(word(key_open_payments(a, user.v))), args);
}

bool payment_slot_take(struct redis *r, struct db *db, struct arena *a,
                       struct user_id user, const char *public_id)
{
	int64_t said = try_take(r, a, user, public_id);

	/* It may be full of what nobody put there: MariaDB knows. */
	if (said == SLOT_MISSING || said == SLOT_REFUSED) {
		struct payments open = payment_list_open(db, a, user);

		payment_slots_fill(r, a, user, &open);
		said = try_take(r, a, user, public_id);
	}
	/* Lost again in between: MariaDB decides alone. */
	return said != SLOT_REFUSED;
}

void payment_slot_drop(struct redis *r, struct arena *a, struct user_id user,
                       const char *public_id)
{
	(void)redis_ask(r, a,
	                WORDS(word("ZREM"), word(key_open_payments(a, user.v)),
	                      word(public_id)));
}

void payment_told(struct redis *r, struct db *db, struct arena *a,
                  const struct payment *p)
{
	payment_slot_drop(r, a, p->user, p->public_id);
	shown_forget(r, a, user_account(db, a, p->user));
}
