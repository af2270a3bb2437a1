/* SPDX-License-Identifier: MIT */
#include "shop/enter.h"
#include <string.h>
#include "base/arena.h"
#include "cart/cart.h"
#include "http/cookie.h"
#include "http/form.h"
#include "http/session.h"
#include "user/device.h"
#include "user/password.h"

enum { NEXT_MAX = 512, DEVICE_S = 400 * 24 * 60 * 60 };

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

static void know_device(struct request *rq, const struct user *user)
{
	rq->set_cookie = cookie_line(rq->arena, ENTER_DEVICE,
	                             device_make(rq->arena, user), DEVICE_S);
}

void enter_know_device(struct request *rq, struct user_id id)
{
	know_device(rq, user_get(rq->db, rq->arena, id));
}

void enter_as(struct request *rq, struct user_id id)
{
	const struct user *user = user_get(rq->db, rq->arena, id);
	const char *guest_cart;

	session_sign_in(rq, user->account, user->name, &guest_cart);
	if (guest_cart)
		cart_join(rq->redis, rq->arena, guest_cart, rq->session->cart);
	know_device(rq, user);
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
	                   "Too many attempts. Try again in 15 minutes, or "
	                   "from a device that you have signed in with "
	                   "before. A recovery code always works.");
}
