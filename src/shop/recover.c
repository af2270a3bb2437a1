/* SPDX-License-Identifier: MIT */
#include "shop/recover.h"
#include "base/panic.h"
#include "http/form.h"
#include "http/session.h"
#include "shop/enter.h"
#include "shop/layout.h"
#include "user/password.h"
#include "user/user.h"

enum { NAME_BYTES = 255 };

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

static struct reply *open_again(struct request *rq, struct user_id user,
                                const char *name)
{
	session_end_all(rq, user.v, false);
	enter_worked(rq, "login", name);
	enter_worked(rq, "recover", name);
	enter_as(rq, user, name);
	session_done(rq, "Your account is open, with the new password. That "
	                 "code is used up.");
	return reply_to(rq, "/account");
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
		enter_failed(rq);
		return enter_refuse(rq,
		                    "That name and code do not go together, "
		                    "or the code was used.",
		                    recover_show);
	case USER_RIGHT:
		return open_again(rq, user, name);
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
	if (!enter_may_try(rq, "recover", name))
		return enter_too_often(rq);
	return take_code(rq, name, code, password);
}
