/* SPDX-License-Identifier: MIT */
#include "http/limit.h"
#include <stdlib.h>
#include "http/request.h"
#include "redis/keys.h"
#include "redis/redis.h"

/* Counts and sets the window's end in one step, so that a counter without an
 * end cannot stay behind. */
static struct script TAKE = {
	"local n = redis.call('INCR', KEYS[1]) "
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
