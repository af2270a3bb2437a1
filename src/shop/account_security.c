/* SPDX-License-Identifier: MIT */
#include "shop/account_security.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "http/form.h"
#include "http/limit.h"
#include "http/session.h"
#include "settings.h"
#include "shop/codes.h"
#include "shop/enter.h"
#include "shop/layout.h"
#include "trail/trail.h"
#include "user/password.h"
#include "user/user.h"
#include "view/qr.h"

enum { CODE_TRIES = 5, CODE_WINDOW_S = 5 * 60, NAME_BYTES = 255 };

#define HERE     "/account/security"
#define NEW_TOTP "totp" /* kept with the session while it is set up */

static const struct user *me(struct request *rq)
{
	return user_get(rq->db, rq->arena,
	                (struct user_id){rq->session->user_id});
}

/* --- the page ----------------------------------------------------------- */

static const char *in_groups(struct arena *a, const char *s)
{
	struct text t = text_open(a, 64);

	for (size_t i = 0; s[i]; i++) {
		if (i && i % 4 == 0)
			text_add_text(&t, " ");
		text_add(&t, (struct slice){s + i, 1});
	}
	return t.p;
}

static bool enrolling(struct request *rq, struct totp_secret *secret)
{
	const char *kept = session_kept(rq, NEW_TOTP);

	return kept && totp_parse(secret, kept);
}

static void show_enrol(struct request *rq, struct view *v,
                       const struct user *user)
{
	struct totp_secret secret;
	struct view *enrol;

	if (user->has_totp || !enrolling(rq, &secret)) {
		view_flag(v, "enrol", false);
		return;
	}
	enrol = view_inside(v, "enrol");
	view_html(enrol, "qr",
	          qr_draw(rq->arena,
	                  totp_uri(rq->arena, &secret,
	                           setting_text(SET_SHOP_NAME), user->name),
	                  "QR code for your authenticator app"));
	view_text(enrol, "secret",
	          in_groups(rq->arena, totp_text(rq->arena, &secret)));
}

static const char *codes_left(struct request *rq, const struct user *user)
{
	int64_t n = recovery_left(rq->db, rq->arena, user->id);

	return n ? arena_printf(rq->arena, "%" PRId64 " of %d left", n,
	                        RECOVERY_CODES)
	         : "";
}

static struct reply *page(struct request *rq)
{
	static const char *const FIELDS[] = {"current", "password",   "again",
	                                     "proof",   "totp_proof", "code"};
	const struct user *user = me(rq);
	struct view *v = layout_open(rq, "Security");

	for (size_t i = 0; i < sizeof(FIELDS) / sizeof(FIELDS[0]); i++)
		form_show(rq, v, FIELDS[i], "");
	view_count(v, "password_min",
	           user->has_totp ? PASSWORD_MIN_TOTP : password_min());
	view_text(v, "codes_left", codes_left(rq, user));
	view_flag(v, "totp_on", user->has_totp);
	show_enrol(rq, v, user);
	view_count(v, "sessions", session_count(rq, user->id.v));
	return reply_page(rq, "shop/account_security", v);
}

struct reply *account_security_show(struct request *rq)
{
	struct reply *codes = codes_show(rq);

	return codes ? codes : page(rq);
}

static struct reply *done(struct request *rq, const char *sentence)
{
	session_done(rq, sentence);
	return reply_to(rq, HERE);
}

/* --- proofs ------------------------------------------------------------- */

/* Whether the password in that field is the account's; if not, *reply is the
 * answer. */
static bool proves(struct request *rq, const char *field, const char *password,
                   const struct user *user, const struct user **proven,
                   struct reply **reply)
{
	if (!enter_may_try(rq, "proof", user->name)) {
		*reply = enter_too_often(rq);
		return false;
	}
	switch (user_prove(rq->db, rq->arena, proven, user->name, password,
	                   rq->network)) {
	case USER_RIGHT:
		enter_worked(rq, "proof", user->name);
		return true;
	case USER_BUSY:
		*reply = enter_busy(rq);
		return false;
	case USER_WRONG:
		enter_failed(rq);
		form_fault(rq, field, "That is not your password.");
		*reply = reply_form_again(rq, page);
		return false;
	}
	panic("no such user_proof");
}

static bool may_try_code(struct request *rq, const struct user *user)
{
	return limit_take(rq, "totp",
	                  arena_printf(rq->arena, "%" PRId64, user->id.v),
	                  CODE_TRIES, CODE_WINDOW_S);
}

static struct reply *wrong_code(struct request *rq)
{
	form_fault(rq, "code",
	           "That is not the code, or it was used. Please wait for "
	           "the next one.");
	return reply_form_again(rq, page);
}

/* --- what can be done --------------------------------------------------- */

static struct field form_do(void)
{
	static const char *ignored;

	return form_text("do", 1, 32, &ignored);
}

static struct reply *change(struct request *rq, const struct user *user,
                            const char *password)
{
	/* First, so that without Redis nothing is changed; and again, for
	 * whoever came in meanwhile with the old password. */
	session_end_all(rq, user->id.v, true);
	switch (user_change_password(rq->db, rq->arena, user, password,
	                             rq->network)) {
	case USER_BUSY:
		return enter_busy(rq);
	case USER_WRONG:
		return reply_notice(rq,
		                    "The password was changed elsewhere a "
		                    "moment ago.",
		                    page);
	case USER_RIGHT:
		session_end_all(rq, user->id.v, true);
		return done(rq, "Your password is changed, and all other "
		                "devices are signed out.");
	}
	panic("no such user_proof");
}

static struct reply *do_password(struct request *rq)
{
	const char *current, *password, *again, *name;
	const struct user *user = me(rq);
	struct reply *reply;

	/* The name is there for password managers. */
	if (!form_read(rq, form_do(),
	               form_secret("current", 1, FORM_VALUE_MAX, &current),
	               form_secret("password", 1, FORM_VALUE_MAX, &password),
	               form_secret("again", 1, FORM_VALUE_MAX, &again),
	               form_optional(form_text("user", 0, NAME_BYTES, &name))))
		return reply_form_again(rq, page);
	if (!enter_password_is_good(rq, password, again, user->name,
	                            user->has_totp))
		return reply_form_again(rq, page);
	if (!proves(rq, "current", current, user, &user, &reply))
		return reply;
	return change(rq, user, password);
}

static struct reply *do_sign_out_all(struct request *rq)
{
	const struct user *user = me(rq);

	if (!form_read(rq, form_do()))
		return reply_form_again(rq, page);
	session_end_all(rq, user->id.v, false);
	session_sign_out(rq);
	trail_add(rq->db, arena_printf(rq->arena, "user:%" PRId64, user->id.v),
	          "sign-out-everywhere", "", rq->network);
	return reply_to(rq, "/login");
}

static struct reply *do_codes(struct request *rq)
{
	const struct user *user = me(rq);
	struct recovery_codes codes;
	const char *proof;
	struct reply *reply;

	if (!form_read(rq, form_do(),
	               form_secret("proof", 1, FORM_VALUE_MAX, &proof)))
		return reply_form_again(rq, page);
	if (!proves(rq, "proof", proof, user, &user, &reply))
		return reply;
	codes = user_renew_codes(rq->db, rq->arena, user, rq->network);
	codes_keep(rq, &codes, HERE);
	return reply_to(rq, HERE);
}

static struct reply *do_codes_kept(struct request *rq)
{
	if (!form_read(rq, form_do()))
		return reply_form_again(rq, page);
	return reply_to(rq, codes_forget(rq));
}

static struct reply *do_totp_start(struct request *rq)
{
	struct totp_secret secret = totp_draw();
	const struct user *user;
	const char *proof;
	struct reply *reply;

	if (!form_read(rq, form_do(),
	               form_secret("totp_proof", 1, FORM_VALUE_MAX, &proof)))
		return reply_form_again(rq, page);
	/* Or a borrowed browser could lock its owner out. */
	if (!proves(rq, "totp_proof", proof, me(rq), &user, &reply))
		return reply;
	session_keep(rq, NEW_TOTP, totp_text(rq->arena, &secret));
	return reply_to(rq, HERE);
}

static struct reply *do_totp_confirm(struct request *rq)
{
	const struct user *user = me(rq);
	struct totp_secret secret;
	const char *code;

	if (!form_read(rq, form_do(),
	               form_secret("code", 1, FORM_VALUE_MAX, &code)))
		return reply_form_again(rq, page);
	if (!enrolling(rq, &secret))
		return reply_to(rq, HERE);
	if (!may_try_code(rq, user))
		return enter_too_often(rq);
	if (!user_enable_totp(rq->db, rq->arena, user, &secret, code,
	                      rq->network))
		return wrong_code(rq);
	session_drop(rq, NEW_TOTP);
	return done(rq, "It is on. From now on, signing in asks for the code "
	                "that your app shows.");
}

static struct reply *do_totp_disable(struct request *rq)
{
	const struct user *user = me(rq);
	const char *code;

	if (!form_read(rq, form_do(),
	               form_secret("code", 1, FORM_VALUE_MAX, &code)))
		return reply_form_again(rq, page);
	if (!user->has_totp)
		return reply_to(rq, HERE);
	if (!may_try_code(rq, user))
		return enter_too_often(rq);
	if (user_prove_totp(rq->db, rq->arena, user, code, rq->network) !=
	    USER_RIGHT)
		return wrong_code(rq);
	user_disable_totp(rq->db, user, rq->network);
	return done(rq, "It is off. Signing in asks for your password alone.");
}

/* Each form of the page has fields of its own, so `do` is looked at before
 * any is read. */
static const struct action {
	const char *name;
	handler *run;
} ACTIONS[] = {
	{"password",     do_password    },
	{"sign_out_all", do_sign_out_all},
	{"codes",        do_codes       },
	{"codes_kept",   do_codes_kept  },
	{"totp_start",   do_totp_start  },
	{"totp_confirm", do_totp_confirm},
	{"totp_disable", do_totp_disable},
};

struct reply *account_security_send(struct request *rq)
{
	const char *action = form_raw(rq, "do");

	for (size_t i = 0; action && i < sizeof(ACTIONS) / sizeof(ACTIONS[0]);
	     i++)
		if (!strcmp(ACTIONS[i].name, action))
			return ACTIONS[i].run(rq);
	return reply_error(rq, 400, "There is nothing of that name to do.");
}
