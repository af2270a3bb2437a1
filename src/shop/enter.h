/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"
#include "http/request.h"
#include "user/user.h"
/*
 * enter: what the pages that let somebody in have in common.
 */

/* Where to go afterwards: the field `next` where it is a path of ours,
 * otherwise "/".  A path is never a way to another site. */
const char *enter_next(struct request *rq);

/* The cookie by which an account knows a device again. */
#define ENTER_DEVICE "dev"

/* A new session for the user, with the guest's cart, on a device that the
 * account knows from now on. */
void enter_as(struct request *rq, struct user_id id);

/* Whether the password may be taken: right twice, and strong.  If not, its
 * field says why. */
bool enter_password_is_good(struct request *rq, const char *password,
                            const char *again, const char *name, bool has_totp);

/* The same for the session that is open, after its password was changed. */
void enter_know_device(struct request *rq, struct user_id id);

/* The answers to what did not work: the page with a sentence at its top, or
 * the request to come back later. */
struct reply *enter_refuse(struct request *rq, const char *sentence,
                           handler *page);
struct reply *enter_busy(struct request *rq);
struct reply *enter_too_often(struct request *rq);
