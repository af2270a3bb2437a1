/* SPDX-License-Identifier: MIT */
#include "user/shown.h"
#include "redis/keys.h"
#include "redis/redis.h"

void shown_balance(struct redis *r, struct arena *a, const char *account,
                   struct money available)
{
	redis_keep(r, a, key_balance(a, account),
	           word_int(a, money_to_minor(available)));
}

void shown_notices(struct redis *r, struct arena *a, const char *account,
                   int64_t unread)
{
	redis_keep(r, a, key_notices(a, account), word_int(a, unread));
}

void shown_forget(struct redis *r, struct arena *a, const char *account)
{
	redis_ask(r, a,
	          WORDS(word("DEL"), word(key_balance(a, account)),
	                word(key_notices(a, account))));
}
