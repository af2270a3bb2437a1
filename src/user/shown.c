/* SPDX-License-Identifier: MIT */
#include "user/shown.h"
#include "redis/keys.h"
#include "redis/redis.h"

enum { KEPT_S = 600 };

static void keep(struct redis *r, struct arena *a, const char *key,
                 struct slice value)
{
	redis_ask(r, a,
	          WORDS(word("SET"), word(key), value, word("EX"),
	                word_int(a, KEPT_S)));
}

void shown_balance(struct redis *r, struct arena *a, const char *account,
                   struct money available)
{
	char text[MONEY_TEXT];

	money_show(text, available);
	keep(r, a, key_balance(a, account), word(text));
}

void shown_notices(struct redis *r, struct arena *a, const char *account,
                   int64_t unread)
{
	keep(r, a, key_notices(a, account), word_int(a, unread));
}

void shown_forget(struct redis *r, struct arena *a, const char *account)
{
	redis_ask(r, a,
	          WORDS(word("DEL"), word(key_balance(a, account)),
	                word(key_notices(a, account))));
}
