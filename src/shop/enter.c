/* SPDX-License-Identifier: MIT */
#include "shop/enter.h"
#include <string.h>
#include "base/arena.h"
#include "cart/cart.h"
#include "http/form.h"
#include "http/limit.h"
#include "http/session.h"
#include "settings.h"
#include "user/password.h"

enum { WINDOW_S = 15 * 60, NEXT_MAX = 512 };

/* A browser reads "//host" and "/\host" as another site's address, and
 * leaves out control characters before it looks. */
static bool is_path_of_ours(const char *path)
{
	if (path[0] != '/' || path[1] == '/' || strlen(path) > NEXT_MAX)
		return false;
	for (const char *p = path; *p; p++)
		if (*p <= ' ' || *p >= 0x7f || *p == '\\')
			return false;
	return true;
}

const char *enter_next(struct request *rq)
{
	const char *next = form_raw(rq, "next");

	return next && is_path_of_ours(next) ? next : "/";
}

void enter_as(struct request *rq, struct user_id user, const char *name)
{
	const char *guest_cart;

	session_sign_in(rq, user.v, name, &guest_cart);
	if (guest_cart)
		cart_join(rq->redis, rq->arena, guest_cart, rq->session->cart);
}

bool enter_password_is_good(struct request *rq, const char *password,
                            const char *again, const char *name, bool has_totp)
{
	const char *fault =
		password_fault(slice_text(password), name, has_totp);

	if (fault)
		form_fault(rq, "password", fault);
	else if (strcmp(password, again))
		form_fault(rq, "again", "That is not the same.");
	else
		return true;
	return false;
}

static const char *who(struct request *rq, const char *name)
{
	return arena_printf(rq->arena, "%s:%s", rq->network, name);
}

bool enter_may_try(struct request *rq, const char *what, const char *name)
{
	return !limit_reached(rq, "failed", rq->network,
	                      setting_count(SET_NETWORK_TRIES)) &&
	       limit_take(rq, what, who(rq, name),
	                  setting_count(SET_LOGIN_TRIES), WINDOW_S);
}

void enter_failed(struct request *rq)
{
	limit_take(rq, "failed", rq->network, setting_count(SET_NETWORK_TRIES),
	           WINDOW_S);
}

void enter_worked(struct request *rq, const char *what, const char *name)
{
	limit_clear(rq, what, who(rq, name));
}

struct reply *enter_refuse(struct request *rq, const char *sentence,
                           handler *page)
{
	rq->status = 422;
	rq->notice = sentence;
	return page(rq);
}

struct reply *enter_busy(struct request *rq)
{
	return reply_error(rq, 503,
	                   "Many people are signing in just now. Please try "
	                   "again in a few seconds.");
}

struct reply *enter_too_often(struct request *rq)
{
	return reply_error(rq, 429,
	                   "That was tried too often. Please wait a quarter "
	                   "of an hour. A recovery code opens an account "
	                   "whose password is lost.");
}
