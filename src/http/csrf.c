/* SPDX-License-Identifier: MIT */
#include "http/csrf.h"
#include <string.h>
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/seal.h"
#include "http/form.h"
#include "http/request.h"
#include "http/session.h"
#include "redis/keys.h"
#include "redis/redis.h"
#include "settings.h"

enum { TELL_MS = 60 * 1000 };

const char *csrf_token(const struct request *rq)
{
	uint8_t mac[SHA512_BYTES];

	if (!rq->session->exists)
		return NULL;
	/* The cookie's id is a secret of this browser; nothing is stored. */
	hmac_sha512(mac, slice_text(rq->session->id), SLICE("form token"));
	return text_base64url(rq->arena, mac, 24);
}

static bool token_holds(const struct request *rq)
{
	const char *token = csrf_token(rq);
	const char *sent = form_raw(rq, "csrf");

	return token && sent && strlen(sent) == strlen(token) &&
	       text_same_secret(sent, token, strlen(token));
}

/* Only what an origin is made of, and not all of a long one. */
static const char *bounded(struct arena *a, const char *origin)
{
	char *text = arena_printf(a, "%.100s", origin);

	for (char *p = text; *p; p++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX"
		            "YZ0123456789-._:/[]",
		            *p))
			*p = '?';
	return text;
}

/* Where the browser does not say itself that the form is another site's, the
 * setting may be wrong, and then nobody can do anything.  Once a minute and
 * worker, for anybody can send one. */
static void tell_of_origin(const struct request *rq)
{
	static int64_t told_ms = -TELL_MS;
	const char *seen = bounded(rq->arena, rq->origin);

	if ((*rq->fetch_site && strcmp(rq->fetch_site, "same-origin") != 0) ||
	    clock_ticks_ms() - told_ms < TELL_MS)
		return;
	told_ms = clock_ticks_ms();
	log_warn("a form was refused: origin %s, expected %s", seen,
	         setting_text(SET_ORIGIN));
	redis_keep(rq->redis, rq->arena, key_wrong_origin(rq->arena),
	           word(seen));
}

bool csrf_holds(const struct request *rq)
{
	bool origin_ours = !strcmp(rq->origin, setting_text(SET_ORIGIN));
	bool site_ours = !strcmp(rq->fetch_site, "same-origin");

	if (*rq->origin && !origin_ours) {
		tell_of_origin(rq);
		return false;
	}
	if (*rq->fetch_site && !site_ours)
		return false;
	if (rq->session->exists)
		return token_holds(rq);
	return origin_ours || site_ours;
}
