/* SPDX-License-Identifier: MIT */
#include "redis/keys.h"
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "settings.h"

enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

static const struct key_rule RULES[] = {
	{"s:",     2 * HOUR,    16 }, /* since its last use */
	{"us:",    7 * DAY,     10 },
	{"c:u:",   30 * DAY,    201}, /* 200 lines and the generation */
	{"c:g:",   2 * HOUR,    201}, /* as long as its session */
	{"b:",     10 * MINUTE, 0  },
	{"n:",     10 * MINUTE, 0  },
	{"o:",     DAY,         64 }, /* open_payments_max goes up to 50 */
	{"v",      0,           0  }, /* one key, and no visitor's */
	{"l:",     31 * DAY,    0  }, /* the longest is a month (shop/guess.c) */
	{"h:",     2 * DAY,     2  }, /* a rest lasts up to a day */
	{"p:",     HOUR,        256},
	{"origin", HOUR,        0  },
	{"probe",  MINUTE,      0  },
};

bool key_is_ours(struct slice key)
{
	size_t prefix = strlen(key_prefix());

	return key.len > prefix && !memcmp(key.p, key_prefix(), prefix);
}

const struct key_rule *key_rule_of(struct slice key)
{
	size_t prefix = strlen(key_prefix());

	if (!key_is_ours(key))
		return NULL;
	for (size_t i = 0; i < sizeof(RULES) / sizeof(RULES[0]); i++) {
		size_t n = strlen(RULES[i].stem);
		bool whole = RULES[i].stem[n - 1] != ':';

		if (key.len - prefix >= n &&
		    !memcmp(key.p + prefix, RULES[i].stem, n) &&
		    (!whole || key.len - prefix == n))
			return &RULES[i];
	}
	return NULL;
}

const char *key_prefix(void)
{
	return setting_text(SET_REDIS_PREFIX);
}

static char epoch_now[64];

const char *key_epoch(void)
{
	return epoch_now;
}

void key_set_epoch(const char *epoch)
{
	must(strlen(epoch) < sizeof(epoch_now));
	snprintf(epoch_now, sizeof(epoch_now), "%s", epoch);
}

static const char *of(struct arena *a, const char *kind, const char *whose)
{
	return arena_printf(a, "%s%s:%s", key_prefix(), kind, whose);
}

const char *key_session(struct arena *a, const char *hash)
{
	return of(a, "s", hash);
}

const char *key_user_sessions(struct arena *a, const char *account)
{
	return of(a, "us", account);
}

const char *key_user_cart(struct arena *a, const char *account)
{
	return of(a, "c:u", account);
}

const char *key_guest_cart(struct arena *a, const char *hash)
{
	return of(a, "c:g", hash);
}

const char *key_balance(struct arena *a, const char *account)
{
	return of(a, "b", account);
}

const char *key_notices(struct arena *a, const char *account)
{
	return of(a, "n", account);
}

const char *key_open_payments(struct arena *a, int64_t user)
{
	return arena_printf(a, "%so:%" PRId64, key_prefix(), user);
}

const char *key_catalogue(struct arena *a)
{
	return arena_printf(a, "%sv", key_prefix());
}

const char *key_limit(struct arena *a, const char *what, const char *who)
{
	return arena_printf(a, "%sl:%s:%s", key_prefix(), what, who);
}

const char *key_budget(struct arena *a, const char *host)
{
	return arena_printf(a, "%sh:%s", key_prefix(), host);
}

const char *key_unpriced(struct arena *a, const char *source)
{
	return arena_printf(a, "%sp:%s", key_prefix(), source);
}

const char *key_wrong_origin(struct arena *a)
{
	return arena_printf(a, "%sorigin", key_prefix());
}

const char *key_probe(struct arena *a)
{
	return arena_printf(a, "%sprobe", key_prefix());
}
