/* SPDX-License-Identifier: MIT */
#include "shop/rations.h"
#include <inttypes.h>
#include "base/arena.h"
#include "http/limit.h"
#include "http/network.h"
#include "http/request.h"
#include "payment/asker.h"
#include "settings.h"
#include "shop/layout.h"

enum { HOUR_S = 60 * 60 };

static bool take(struct request *rq, const char *who)
{
	return limit_take(rq, "requests", who,
	                  setting_count(SET_REQUESTS_HOURLY), HOUR_S);
}

struct reply *ration_take(struct request *rq, const struct asker *who)
{
	if (!take(rq, arena_printf(rq->arena, "u%" PRId64, who->user.v)))
		return reply_error(rq, 429,
		                   "You made too many payment requests. Try "
		                   "again in an hour.");
	if (who->has_paid)
		return NULL;
	if ((!network_is_shared(rq->network) && !take(rq, rq->network)) ||
	    (who->home && !take(rq, who->home)))
		return reply_error(rq, 429,
		                   "Too many payment requests were made from "
		                   "your network. Try again in an hour.");
	return NULL;
}

struct reply *ration_is_full(struct request *rq)
{
	return reply_error(rq, 429,
	                   "Too many unpaid payment requests from your network "
	                   "are open. Pay one, or try again later.");
}
