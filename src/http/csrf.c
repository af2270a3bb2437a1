/* SPDX-License-Identifier: MIT */
#include "http/csrf.h"
#include <string.h>
#include "base/arena.h"
#include "base/seal.h"
#include "http/form.h"
#include "http/request.h"
#include "http/session.h"
#include "settings.h"

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

bool csrf_holds(const struct request *rq)
{
	bool origin_ours = !strcmp(rq->origin, setting_text(SET_ORIGIN));
	bool site_ours = !strcmp(rq->fetch_site, "same-origin");

	if (*rq->origin && !origin_ours)
		return false;
	if (*rq->fetch_site && !site_ours)
		return false;
	if (rq->session->exists)
		return token_holds(rq);
	return origin_ours || site_ours;
}
