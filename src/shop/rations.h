/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * rations: how many payment requests may be made in an hour.
 *
 * By a buyer, and by all the accounts together that never paid and share a
 * network; one behind which everybody may be (an onion service) is not
 * counted, or a single stranger would stop all others.
 */
struct asker;
struct reply;
struct request;

/* Counts one more; NULL, or the answer that there were too many. */
struct reply *ration_take(struct request *rq, const struct asker *who);
/* That the network has too many open ones. */
struct reply *ration_is_full(struct request *rq);
