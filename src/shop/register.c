/* SPDX-License-Identifier: MIT */
#include "shop/register.h"
#include "base/panic.h"
#include "http/form.h"
#include "http/limit.h"
#include "http/network.h"
#include "http/session.h"
#include "settings.h"
#include "shop/codes.h"
#include "shop/enter.h"
#include "shop/layout.h"
#include "user/password.h"
#include "user/user.h"

/* Behind an onion service everybody is one network. */
enum { HOUR_S = 60 * 60, NAME_BYTES = 255, LOCAL_TIMES = 30 };

struct reply *register_show(struct request *rq)
{
	struct view *v;

	if (session_user(rq))
		return reply_to(rq, "/account");
	session_start(rq);
	v = layout_open(rq, "Open an account");
	form_show(rq, v, "user", "");
	form_show(rq, v, "password", "");
	form_show(rq, v, "again", "");
	view_count(v, "password_min", password_min());
	view_text(v, "next", enter_next(rq));
	return reply_page(rq, "shop/register", v);
}

static struct reply *open_account(struct request *rq, const char *name,
                                  const char *password)
{
	struct recovery_codes codes;
	struct user_id user;

	switch (user_add(rq->db, rq->arena, &user, &codes, name, password,
	                 rq->network)) {
	case USER_ADD_BUSY:
		return enter_busy(rq);
	case USER_NAME_TAKEN:
		form_fault(rq, "user", "That name is taken.");
		return reply_form_again(rq, register_show);
	case USER_ADDED:
		enter_as(rq, user);
		codes_keep(rq, &codes, enter_next(rq));
		return reply_to(rq, "/account/security");
	}
	panic("no such user_added");
}

struct reply *register_send(struct request *rq)
{
	const char *typed, *password, *again, *next, *name, *fault;

	if (!form_read(
		    rq, form_text("user", 1, NAME_BYTES, &typed),
		    form_secret("password", 1, FORM_VALUE_MAX, &password),
		    form_secret("again", 1, FORM_VALUE_MAX, &again),
		    form_optional(form_text("next", 0, FORM_VALUE_MAX, &next))))
		return reply_form_again(rq, register_show);
	name = user_name_fold(rq->arena, typed);
	fault = form_unseen_fault(rq, name);
	if (!fault)
		fault = user_name_fault(name);
	if (fault)
		form_fault(rq, "user", fault);
	if (!enter_password_is_good(rq, password, again, name, false) || fault)
		return reply_form_again(rq, register_show);
	if (!limit_take(
		    rq, "register", rq->network,
		    setting_count(SET_LIMIT_REGISTER) *
			    (network_is_shared(rq->network) ? LOCAL_TIMES : 1),
		    HOUR_S))
		return reply_error(rq, 429,
		                   "Many accounts were opened from your "
		                   "network. Please try again in an hour.");
	return open_account(rq, name, password);
}
