/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"
#include "http/request.h"
#include "user/recovery.h"
/*
 * codes: the page of new recovery codes.
 *
 * They are kept with the session, sealed under the browser's cookie, until
 * the buyer says that they are safe, but for a quarter of an hour at most; so
 * the page may be loaded again and is nobody else's to see.
 */

/* Where to go once they are safe is a path of ours. */
void codes_keep(struct request *rq, const struct recovery_codes *codes,
                const char *next);
/* The page, or NULL when there are none to show. */
struct reply *codes_show(struct request *rq);
/* Forgets them; where to go. */
const char *codes_forget(struct request *rq);
