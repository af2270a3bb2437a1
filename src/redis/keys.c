/* SPDX-License-Identifier: MIT */
#include "redis/keys.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "settings.h"

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
