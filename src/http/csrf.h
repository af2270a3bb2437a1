/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
/*
 * csrf: was this form sent from a page of ours?
 *
 * With a session, the form must carry its token, and Origin and
 * Sec-Fetch-Site must agree where they are sent.  Without one (pages that
 * nginx caches carry no token), one of the two headers must be there and say
 * that the form is ours.
 */
struct request;

bool csrf_holds(const struct request *rq);
/* The token for forms of this session; NULL without a session. */
const char *csrf_token(const struct request *rq);
