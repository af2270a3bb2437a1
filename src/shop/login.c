/* SPDX-License-Identifier: MIT */
#include "shop/login.h"
#include "base/panic.h"
#include "http/form.h"
#include "http/session.h"
#include "shop/enter.h"
#include "shop/guess.h"
#include "shop/layout.h"
#include "user/step.h"
#include "user/user.h"

enum { NAME_BYTES = 255 };

/* The form for the password, or for the code where step says that the
 * password was right. */
static struct reply *page(struct request *rq, const char *step,
                          const char *error)
{
	struct view *v = layout_open(rq, "Sign in"), *totp;

	form_show(rq, v, "user", "");
	form_show(rq, v, "password", "");
	view_text(v, "next", enter_next(rq));
	if (!step) {
		view_flag(v, "totp", false);
	} else {
		totp = view_inside(v, "totp");
		view_text(totp, "step", step);
		view_text(totp, "error", error);
	}
	return reply_page(rq, "shop/login", v);
}

struct reply *login_show(struct request *rq)
{
	if (session_user(rq))
		return reply_to(rq, enter_next(rq));
	session_start(rq);
	return page(rq, NULL, "");
}

static struct reply *wrong(struct request *rq)
{
	return enter_refuse(rq, "Wrong username or password.", login_show);
}

static struct reply *let_in(struct request *rq, const struct user *user)
{
	user_signed_in(rq->db, user, rq->network);
	enter_as(rq, user->id);
	return reply_to(rq, enter_next(rq));
}

static struct reply *take_password(struct request *rq)
{
	const char *typed, *password, *next, *name;
	const struct user *user;
	struct guess guess;

	if (!form_read(
		    rq, form_text("user", 1, NAME_BYTES, &typed),
		    form_secret("password", 1, FORM_VALUE_MAX, &password),
		    form_optional(form_text("next", 0, FORM_VALUE_MAX, &next))))
		return reply_form_again(rq, login_show);
	name = user_name_fold(rq->arena, typed);
	user = user_find(rq->db, rq->arena, name);
	if (!guess_take(rq, &guess, GUESS_PASSWORD, name, user))
		return enter_too_often(rq);
	switch (user_prove(rq->db, rq->arena, &user, name, password,
	                   rq->network)) {
	case USER_BUSY:
		guess_untried(rq, &guess);
		return enter_busy(rq);
	case USER_WRONG:
		return wrong(rq);
	case USER_RIGHT:
		guess_right(rq, &guess);
		break;
	}
	if (!user->has_totp)
		return let_in(rq, user);
	session_start(rq);
	return page(rq, step_make(rq->arena, user, rq->session->key), "");
}

static struct reply *wrong_code(struct request *rq, const char *step)
{
	rq->status = 422;
	return page(rq, step,
	            "That code is wrong or was used. Wait for the next one.");
}

static struct reply *take_code(struct request *rq)
{
	const char *step, *code, *next;
	const struct user *user;
	struct guess guess;

	if (!form_read(
		    rq, form_secret("step", 1, FORM_VALUE_MAX, &step),
		    form_secret("code", 0, FORM_VALUE_MAX, &code),
		    form_optional(form_text("next", 0, FORM_VALUE_MAX, &next))))
		return reply_form_again(rq, login_show);
	user = step_read(rq->db, rq->arena, step, rq->session->key);
	if (!user)
		return enter_refuse(rq,
		                    "That took a little long. Please begin "
		                    "again.",
		                    login_show);
	if (!guess_take(rq, &guess, GUESS_CODE, user->name, user))
		return enter_too_often(rq);
	if (user_prove_totp(rq->db, rq->arena, user, code, rq->network) !=
	    USER_RIGHT)
		return wrong_code(rq, step);
	guess_right(rq, &guess);
	return let_in(rq, user);
}

struct reply *login_send(struct request *rq)
{
	return form_raw(rq, "step") ? take_code(rq) : take_password(rq);
}
