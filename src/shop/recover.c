/* SPDX-License-Identifier: MIT */
#include "shop/recover.h"
#include "base/panic.h"
#include "http/form.h"
#include "http/limit.h"
#include "http/session.h"
#include "shop/enter.h"
#include "shop/layout.h"
#include "user/password.h"
#include "user/user.h"

enum { NAME_BYTES = 255, WRONG_MOST = 10, WINDOW_S = 15 * 60 };

struct reply *recover_show(struct request *rq)
{
	struct view *v;

	session_start(rq);
	v = layout_open(rq, "Use a recovery code");
	form_show(rq, v, "user", "");
	form_show(rq, v, "code", "");
	form_show(rq, v, "password", "");
	form_show(rq, v, "again", "");
	view_count(v, "password_min", password_min());
	return reply_page(rq, "shop/recover", v);
}

static struct reply *open_again(struct request *rq, struct user_id user)
{
	session_end_all(rq, user_account(rq->db, rq->arena, user), false);
	enter_as(rq, user);
	session_done(rq, "Your account is open, with the new password. That "
	                 "code is used up.");
	return reply_to(rq, "/account");
}

/* A code that is right always works: eighty random bits need no protection
 * from guessing, so nobody's wrong ones may stand in its way.  Who sends many
 * is told to stop, and no more. */
static struct reply *wrong(struct request *rq)
{
	if (!limit_take(rq, "recover", rq->network, WRONG_MOST, WINDOW_S))
		return reply_error(rq, 429,
		                   "That code does not open this account. "
		                   "Check your list of codes before you try "
		                   "again.");
	return enter_refuse(rq, "Wrong username or recovery code.",
	                    recover_show);
}

static struct reply *take_code(struct request *rq, const char *name,
                               const char *code, const char *password)
{
	struct user_id user;

	switch (user_recover(rq->db, rq->arena, &user, name, code, password,
	                     rq->network)) {
	case USER_BUSY:
		return enter_busy(rq);
	case USER_WRONG:
		return wrong(rq);
	case USER_RIGHT:
		return open_again(rq, user);
	}
	panic("no such user_proof");
}

struct reply *recover_send(struct request *rq)
{
	const char *typed, *code, *password, *again, *name;

	if (!form_read(rq, form_text("user", 1, NAME_BYTES, &typed),
	               form_secret("code", 1, FORM_VALUE_MAX, &code),
	               form_secret("password", 1, FORM_VALUE_MAX, &password),
	               form_secret("again", 1, FORM_VALUE_MAX, &again)))
		return reply_form_again(rq, recover_show);
	name = user_name_fold(rq->arena, typed);
	if (!enter_password_is_good(rq, password, again, name, false))
		return reply_form_again(rq, recover_show);
	return take_code(rq, name, code, password);
}
